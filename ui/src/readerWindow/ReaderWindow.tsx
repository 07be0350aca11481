import { KeyRouterProvider, useCommands } from "../app/keys";
import { Practising } from "../app/practising";
import { SetupProvider } from "../app/setup";
import { useKeepFilesOut } from "../app/useKeepFilesOut";
import { WindowPlaceProvider } from "../app/windowPlaceContext";
import { Button } from "../components/Button";
import { Empty } from "../components/Empty";
import { Icon } from "../components/Icon";
import { type Asked, HostProvider, useAsked, useHost } from "../host/context";
import type { CommandError, Host, ReaderWindowView, RequestView, SessionView } from "../host/host";
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
  const session = useAsked("session", ["session"], (from) => from.session());
  const place = useAsked("reader-window", ["reader-window"], (from) => from.readerWindow());
  useCloseByKey();
  useKeepFilesOut();
  return (
    <WindowPlaceProvider session={session.asked.state === "here" ? session.asked.value : null}>
      <Followed session={session} place={place} />
    </WindowPlaceProvider>
  );
}

type FollowedProps = { session: Answer<SessionView>; place: Answer<ReaderWindowView> };
type Answer<T> = { asked: Asked<T>; again: () => Promise<void> };

/** What the window can show of the main one as it stands. */
function Followed({ session, place }: FollowedProps) {
  if (session.asked.state === "failed") return <NotFollowing {...session} error={session.asked.error} />;
  if (place.asked.state === "failed") return <NotFollowing {...place} error={place.asked.error} />;
  if (session.asked.state === "asking" || place.asked.state === "asking")
    return <StartFrame alone practice={null} title={words.reading} busy />;
  const { phase, practising, staff } = session.asked.value;
  // Between two people, and while nothing can be opened, no patient is on any screen.
  if (phase !== "ready") {
    return (
      <StartFrame alone practice={null} title={words.notReady}>
        <p>{words.notReadyHint}</p>
      </StartFrame>
    );
  }
  return (
    <Practising practising={practising} alone>
      <SetupProvider key={`${practising} ${staff?.id}`}>
        <Open id={place.asked.value.requestId} session={session.asked.value} />
      </SetupProvider>
    </Practising>
  );
}

type NotFollowingProps = { error: CommandError; again: () => Promise<void> };

/** Not to know what is open is no sign that nothing is. */
function NotFollowing({ error, again }: NotFollowingProps) {
  return (
    <StartFrame alone practice={null} title={words.notFollowing}>
      <div role="alert">
        <p>{errorText(error)}</p>
        <p className="unlock__lead">{words.notFollowingHint}</p>
      </div>
      <Button onPress={() => void again()}>{words.tryAgain}</Button>
    </StartFrame>
  );
}

/** The key that opened this window closes it. Where that fails, the window's own cross is at hand. */
function useCloseByKey(): void {
  const host = useHost();
  useCommands("window", (id) => {
    if (id !== "reader-window") return false;
    void host.toggleReaderWindow().catch(() => undefined);
    return true;
  });
}

type OpenProps = { id: string | null; session: SessionView };

/** What is read out stays in place while patients come and go: a new one of its kind may not be heard. */
function Open({ id, session }: OpenProps) {
  const { asked, again } = useAsked(`request/${id ?? ""}`, ["request", "time"], async (from) =>
    id === null ? null : from.request({ id }),
  );
  const request = asked.state === "here" && asked.value?.id === id ? asked.value : null;
  useCommands("triage", (command) => command === "earlier" && showEarlier());
  return (
    <>
      {id === null && (
        <Empty icon="tray" title={words.none}>
          <p>{words.noneHint}</p>
        </Empty>
      )}
      {id !== null && asked.state === "failed" && (
        <Empty icon="alert" title={words.failed}>
          <p role="alert">{errorText(asked.error)}</p>
          <p>{words.failedHint}</p>
          <Button onPress={() => void again()}>{words.tryAgain}</Button>
        </Empty>
      )}
      {id !== null && asked.state !== "failed" && request === null && (
        <StartFrame alone practice={null} title={words.reading} busy />
      )}
      {request !== null && <Shown key={request.id} {...{ request, session }} />}
      <p className="sr" role="status">
        {request !== null && words.now(request.patient.name)}
      </p>
    </>
  );
}

type ShownProps = { request: RequestView; session: SessionView };

/** Its key is the request: another patient comes as a new page, with the name set off. */
function Shown({ request, session }: ShownProps) {
  const status = useAsked("status", ["status", "time"], (from) => from.status()).asked;
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
    </div>
  );
}

const NO_STATUS = { asAt: null, link: "online", now: null } as const;
