import { KeyRouterProvider } from "../app/keys";
import { Practising } from "../app/practising";
import { Button } from "../components/Button";
import { Empty } from "../components/Empty";
import { Icon } from "../components/Icon";
import { HostProvider, useAsked } from "../host/context";
import type { Host, SessionView } from "../host/host";
import { Reader } from "../screens/reader/Reader";
import { StartFrame } from "../screens/start/StartFrame";
import { namesOf } from "../screens/triage/names";
import { showEarlier } from "../screens/triage/useTriageKeys";
import { errorText } from "../words/errors";
import { fmtTime } from "../words/format";
import { readerWindowWords as words } from "../words/readerWindow";

type ReaderWindowProps = { host: Host };

/** The reader on the second screen: what is open in the main window, to be read and nothing else (ux.md D3). */
export function ReaderWindow({ host }: ReaderWindowProps) {
  return (
    <HostProvider host={host}>
      <KeyRouterProvider>
        <Following />
      </KeyRouterProvider>
    </HostProvider>
  );
}

function Following() {
  const session = useAsked("session", ["session"], (from) => from.session()).asked;
  const place = useAsked("reader-window", ["reader-window"], (from) => from.readerWindow()).asked;
  if (session.state === "asking" || place.state === "asking")
    return <StartFrame practice={null} title={words.reading} busy />;
  // Between two people, and while nothing can be opened, no patient is on any screen.
  if (session.state === "failed" || session.value.phase !== "ready") {
    return (
      <StartFrame practice={null} title={words.notReady}>
        <p>{words.notReadyHint}</p>
      </StartFrame>
    );
  }
  const requestId = place.state === "here" ? place.value.requestId : null;
  return (
    <Practising practising={session.value.practising} alone>
      {requestId === null ? (
        <Empty icon="tray" title={words.none}>
          <p>{words.noneHint}</p>
        </Empty>
      ) : (
        <Shown key={requestId} id={requestId} session={session.value} />
      )}
    </Practising>
  );
}

type ShownProps = { id: string; session: SessionView };

/** Its key is the request: another patient comes as a new page, with the name set off and read out. */
function Shown({ id, session }: ShownProps) {
  const { asked, again } = useAsked(`request/${id}`, ["request", "time"], (from) => from.request({ id }));
  const status = useAsked("status", ["status", "time"], (from) => from.status()).asked;
  if (asked.state === "asking") return <StartFrame practice={null} title={words.reading} busy />;
  if (asked.state === "failed") {
    return (
      <Empty icon="alert" title={words.failed}>
        <p>{errorText(asked.error)}</p>
        <Button onPress={() => void again()}>{words.tryAgain}</Button>
      </Empty>
    );
  }
  const request = asked.value;
  const { asAt, link, now } = status.state === "here" ? status.value : NO_STATUS;
  const old = link === "online" || asAt === null ? null : fmtTime(asAt.local);
  return (
    <div className="alone">
      <Reader
        request={request}
        now={now}
        staff={session.staff}
        names={namesOf(session)}
        flash
        asAt={old}
        onEarlier={showEarlier}
        onOpen={null}
        onCopy={null}
      >
        <p className="alone__foot">
          <Icon name="lock" />
          <span>{words.actions}</span>
          {old !== null && <b>{words.asAt(old)}</b>}
        </p>
      </Reader>
      <p className="sr" role="status">
        {words.now(request.patient.name)}
      </p>
    </div>
  );
}

const NO_STATUS = { asAt: null, link: "online", now: null } as const;
