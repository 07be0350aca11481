import { type Asked, HostProvider, useAsked } from "../host/context";
import type { Host, SessionView } from "../host/host";
import { Blocked } from "../screens/start/Blocked";
import { ChooseStaff } from "../screens/start/ChooseStaff";
import { Connect } from "../screens/start/Connect";
import { StartFrame } from "../screens/start/StartFrame";
import { errorText } from "../words/errors";
import { startWords } from "../words/start";
import { Desk } from "./Desk";
import { KeyRouterProvider, useTellFocus } from "./keys";
import { OwnWindowProvider } from "./ownWindow";
import { Practising } from "./practising";
import { SetupProvider } from "./setup";
import { useKeepFilesOut } from "./useKeepFilesOut";
import { WindowPlaceProvider } from "./windowPlaceContext";

type AppProps = { host: Host };

export function App({ host }: AppProps) {
  return (
    <HostProvider host={host}>
      <KeyRouterProvider>
        <Phases />
      </KeyRouterProvider>
    </HostProvider>
  );
}

/** Which of the few states of the application is on screen. */
function Phases() {
  useTellFocus();
  useKeepFilesOut();
  const { asked, again } = useAsked("session", ["session"], (host) => host.session());
  return (
    <WindowPlaceProvider session={asked.state === "here" ? asked.value : null}>
      <Asking asked={asked} again={again} />
    </WindowPlaceProvider>
  );
}

type AskingProps = { asked: Asked<SessionView>; again: () => Promise<void> };

function Asking({ asked, again }: AskingProps) {
  if (asked.state === "asking") return <StartFrame practice={null} title={startWords.starting} busy />;
  if (asked.state === "failed") {
    return (
      <StartFrame practice={null} title={startWords.startFailed}>
        <p>{errorText(asked.error)}</p>
      </StartFrame>
    );
  }
  return (
    <Practising practising={asked.value.practising}>
      <Phase session={asked.value} again={again} />
    </Practising>
  );
}

type PhaseProps = { session: SessionView; again: () => Promise<void> };

function Phase({ session, again }: PhaseProps) {
  switch (session.phase) {
    case "connect":
      return <Connect session={session} onDone={again} />;
    case "choose-staff":
      return <ChooseStaff session={session} onDone={again} />;
    case "blocked":
      return <Blocked session={session} onAgain={again} />;
    case "ready":
      return (
        <SetupProvider key={`${session.practising} ${session.staff?.id}`}>
          <OwnWindowProvider>
            <Desk session={session} />
          </OwnWindowProvider>
        </SetupProvider>
      );
  }
}
