import type { ReactNode } from "react";
import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import type { RequestView, StaffView, TimeView } from "../../host/host";
import { copyWords } from "../../words/copy";
import type { Names } from "../../words/decide";
import { en } from "../../words/en";
import { fmtMoment } from "../../words/format";
import { readerWords } from "../../words/reader";
import { Banner } from "./Banner";
import { Clock } from "./Clock";
import { Events, eventsToShow } from "./Events";
import { Photo } from "./Photo";
import { Answers, Earlier, Heading, Notes, PatientWords, RedFlags } from "./parts";
import { Strips } from "./Strips";
import { type FailedReply, Thread } from "./Thread";

type ReaderProps = {
  request: RequestView;
  now: TimeView | null;
  staff: StaffView | null;
  names: Names;
  flash: boolean;
  /** What is known of others is no newer than this; null while the line is up. */
  asAt: string | null;
  /** What must be acknowledged, and the actions; both stand at the foot. */
  children: ReactNode;
  onEarlier: () => void;
  /** Nothing where no other request can be opened from here. */
  onOpen: ((requestId: string) => void) | null;
  /** Takes a merged request out of the other again; nothing where the request is only to be read. */
  onReopen?: () => void;
  /** What can be done about a reply that did not arrive. */
  ofFailed?: (reply: FailedReply) => ReactNode;
  /** Nothing where the request is only to be read. */
  onCopy: (() => void) | null;
  onCopyNumber?: () => void;
  /** Stands at the end of the banner. */
  head?: ReactNode;
};

/** One request, read from top to bottom: who, by when, what is alarming, what they wrote, what has happened. */
export function Reader({
  request,
  now,
  staff,
  names,
  flash,
  asAt,
  children,
  onEarlier,
  onOpen,
  onReopen,
  ofFailed,
  onCopy,
  onCopyNumber,
  head,
}: ReaderProps) {
  const { shownKey, ariaKeys } = useKeyNames();
  const events = eventsToShow(request.events);
  return (
    <main
      className="reader"
      aria-label={readerWords.region(request.patient.name)}
      tabIndex={-1}
      data-scope="triage"
      data-region="reader"
    >
      <Banner {...{ flash, onCopyNumber, head }} patient={request.patient} sentBy={request.sentBy} />
      <Strips {...{ request, asAt, onEarlier, onOpen, onReopen }} />
      <Clock request={request} now={now} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it */}
      <section className="reader__body" tabIndex={0} aria-label={readerWords.words.title} data-region-focus>
        <article className="reader__main">
          <RedFlags flags={request.redFlags} total={request.redFlags.length + request.answers.length} />
          <Heading note={readerWords.words.received(fmtMoment(request.receivedAt))}>
            {request.sentBy === null ? readerWords.words.title : readerWords.words.titleBy(request.sentBy)}
          </Heading>
          <PatientWords text={request.words} />
          {request.answers.length > 0 && (
            <>
              <Heading note={request.answers.length}>{readerWords.answers.title}</Heading>
              <Answers answers={request.answers} />
            </>
          )}
          {request.messages.length > 0 && (
            <>
              <Heading note={request.messages.length}>{readerWords.messages.title}</Heading>
              <Thread messages={request.messages} ofFailed={ofFailed} />
            </>
          )}
          <Heading note={events.length}>{readerWords.events.title}</Heading>
          <Events events={events} names={names} />
        </article>
        <Side request={request} />
      </section>
      <p className="presence">
        <span>{readerWords.reference(request.reference)}</span>
        <Filed request={request} />
        {onCopy !== null && (
          <Button
            kind="quiet"
            chord={shownKey("copy")}
            ariaKeys={ariaKeys("copy")}
            popup="dialog"
            onPress={onCopy}
          >
            {copyWords.button}
          </Button>
        )}
        <span className="spacer" />
        {staff !== null && (
          <span>
            {en.status.youAre} <b>{staff.name}</b>
          </span>
        )}
      </p>
      {children}
    </main>
  );
}

type FiledProps = { request: RequestView };

/** Whether what was done is in the clinical record, as far as somebody has said so. */
function Filed({ request }: FiledProps) {
  if (request.filedAt !== null) return <span>{copyWords.filed(fmtMoment(request.filedAt))}</span>;
  return request.closed === null ? null : <span>{copyWords.notFiled}</span>;
}

type SideProps = { request: RequestView };

function Side({ request }: SideProps) {
  return (
    <aside className="reader__side" aria-label={readerWords.notes.title}>
      <Heading note={request.notes.length}>{readerWords.notes.title}</Heading>
      <Notes notes={request.notes} />
      <Heading note={request.earlier.length} id="earlier">
        {readerWords.earlier.title}
      </Heading>
      <Earlier earlier={request.earlier} />
      {request.photos.length > 0 && (
        <>
          <Heading note={readerWords.photos.hidden(request.photos.length)}>
            {readerWords.photos.title}
          </Heading>
          <div className="photos">
            {request.photos.map((photo) => (
              <Photo key={photo.id} photo={photo} />
            ))}
          </div>
        </>
      )}
    </aside>
  );
}

type NoReaderProps = { title: string; children?: ReactNode; busy?: boolean; foot?: ReactNode };

/** Stands where a request would be. */
export function NoReader({ title, children, busy = false, foot }: NoReaderProps) {
  return (
    <main
      className="reader"
      aria-label={title}
      aria-busy={busy}
      data-scope="triage"
      data-region="reader"
      tabIndex={-1}
    >
      {busy ? (
        <p className="reader__busy meta">{title}</p>
      ) : (
        <Empty icon="tray" title={title}>
          {children}
        </Empty>
      )}
      {foot}
    </main>
  );
}
