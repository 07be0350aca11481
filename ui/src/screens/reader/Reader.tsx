import type { ReactNode } from "react";
import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Tag } from "../../components/Tag";
import type { RequestView, StaffView, TimeView } from "../../host/host";
import { copyWords, writingWords } from "../../words/copy";
import type { Names } from "../../words/decide";
import { en } from "../../words/en";
import { fmtBrief, fmtDate, fmtDateTime, fmtMoment, fmtTime } from "../../words/format";
import { readerWords } from "../../words/reader";
import { Banner } from "./Banner";
import { Clock } from "./Clock";
import { Events, eventsToShow } from "./Events";
import { Photo } from "./Photo";
import { Answers, Earlier, Heading, Notes, PatientWords, RedFlags } from "./parts";
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

/** Beside how it ended: who closes a request still has to write it up. */
function NotFiled() {
  return (
    <Tag kind="attention" icon="note">
      {copyWords.notFiledShort}
    </Tag>
  );
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

type StripsProps = {
  request: RequestView;
  /** What is known of others is no newer than this; null while the line is up. */
  asAt: string | null;
  onEarlier: () => void;
} & Ways;

/** Ways out of a merged request. */
type Ways = { onOpen: ((requestId: string) => void) | null; onReopen?: () => void };

/** What changes how everything below is to be read. */
function Strips({ request, asAt, onEarlier, onOpen, onReopen }: StripsProps) {
  const { shownKey, ariaKeys } = useKeyNames();
  const { closed, repeat } = request;
  const last = request.earlier[0];
  return (
    <>
      {closed !== null && (
        <Strip
          icon="check"
          bold={readerWords.closed(closed.label, closed.at === null ? null : fmtMoment(closed.at), closed.by)}
          end={request.filedAt === null && <NotFiled />}
        >
          {readerWords.closedHint}
        </Strip>
      )}
      {request.mergedInto !== null && (
        <MergedInto request={request} into={request.mergedInto} {...{ onOpen, onReopen }} />
      )}
      {request.chases.length > 0 && (
        <Strip icon="again" bold={readerWords.chases(request.chases.length)}>
          {readerWords.lastChase(request.chases)}
        </Strip>
      )}
      {request.withdrawn && (
        <Strip icon="alert" bold={readerWords.withdrawn}>
          {readerWords.withdrawnHint}
        </Strip>
      )}
      {request.urgencyContested && (
        <Strip icon="fork" bold={readerWords.contested(request.urgency)}>
          {readerWords.contestedHint}
        </Strip>
      )}
      {request.claim !== null && !request.claim.mine && (
        <Strip icon="pen" bold={writingWords.reader(request.claim.by)}>
          {writingWords.until(fmtTime(request.claim.until.local), asAt)}
        </Strip>
      )}
      {request.readOnly && (
        <Strip icon="lock" bold={readerWords.readOnly}>
          {""}
        </Strip>
      )}
      {request.unreadable.length > 0 && (
        <Strip icon="alert" bold={readerWords.unreadable(request.unreadable.length)}>
          {request.unreadable.join(", ")}
        </Strip>
      )}
      {request.amended && (
        <Strip icon="changed" bold={readerWords.amended}>
          {""}
        </Strip>
      )}
      {repeat !== null && (
        <div className="note-strip" role="note">
          <Icon name="again" />
          <p>
            <b>{readerWords.repeat(repeat.ordinal, repeat.days)}</b>{" "}
            {last !== undefined && (
              <>
                {last.receivedAt.day === "today"
                  ? fmtTime(last.receivedAt.local)
                  : fmtDate(last.receivedAt.local)}
                : “{fmtBrief(last.words)}”{last.outcome !== null && `, ${last.outcome}`}.
              </>
            )}
          </p>
          <span className="spacer" />
          {request.earlier.length > 0 && (
            <Button
              kind="quiet"
              chord={shownKey("earlier")}
              ariaKeys={ariaKeys("earlier")}
              onPress={onEarlier}
            >
              {readerWords.earlierButton(request.earlier.length)}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

type MergedIntoProps = { request: RequestView; into: string } & Ways;

/** Where a duplicate lives on, with the way there and the way back. */
function MergedInto({ request, into, onOpen, onReopen }: MergedIntoProps) {
  const { shownKey, ariaKeys } = useKeyNames();
  const other = request.earlier.find((entry) => entry.id === into);
  return (
    <div className="note-strip" role="note">
      <Icon name="fork" />
      <p>
        <b>{readerWords.mergedInto(other === undefined ? null : fmtDateTime(other.receivedAt.local))}</b>{" "}
        {readerWords.mergedIntoHint}
      </p>
      <span className="spacer" />
      {onOpen !== null && (
        <Button kind="quiet" onPress={() => onOpen(into)}>
          {readerWords.openMerged}
        </Button>
      )}
      {onReopen !== undefined && (
        <Button
          kind="quiet"
          chord={shownKey("reopen")}
          ariaKeys={ariaKeys("reopen")}
          popup="dialog"
          onPress={onReopen}
        >
          {readerWords.partMerged}
        </Button>
      )}
    </div>
  );
}

type StripProps = {
  icon: "check" | "alert" | "fork" | "lock" | "changed" | "pen" | "again";
  bold: string;
  children: string;
  end?: ReactNode;
};

function Strip({ icon, bold, children, end }: StripProps) {
  return (
    <div className="note-strip" role="note">
      <Icon name={icon} />
      <p>
        <b>{bold}</b> {children}
      </p>
      {end}
    </div>
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
