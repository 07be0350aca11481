/** The strips above a request: what changes how everything below is to be read. */

import type { ReactNode } from "react";
import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Tag } from "../../components/Tag";
import type { RequestView } from "../../host/host";
import { copyWords, writingWords } from "../../words/copy";
import { fmtBrief, fmtDate, fmtDateTime, fmtMoment, fmtTime } from "../../words/format";
import { readerWords } from "../../words/reader";

type StripsProps = {
  request: RequestView;
  /** What is known of others is no newer than this; null while the line is up. */
  asAt: string | null;
  onEarlier: () => void;
} & Ways;

/** Ways out of a merged request. */
type Ways = { onOpen: ((requestId: string) => void) | null; onReopen?: () => void };

export function Strips({ request, asAt, onEarlier, onOpen, onReopen }: StripsProps) {
  return (
    <>
      <Ended request={request} />
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
      <AsReceived request={request} />
      <Repeated request={request} onEarlier={onEarlier} />
    </>
  );
}

type OfRequestProps = { request: RequestView };

function Ended({ request: { closed, filedAt } }: OfRequestProps) {
  if (closed === null) return null;
  const at = closed.at === null ? null : fmtMoment(closed.at);
  return (
    <Strip
      icon="check"
      bold={readerWords.closed(closed.label, at, closed.by)}
      end={filedAt === null && <NotFiled />}
    >
      {readerWords.closedHint}
    </Strip>
  );
}

/** Beside how it ended: who closes a request still has to write it up. */
function NotFiled() {
  return (
    <Tag kind="attention" icon="note">
      {copyWords.notFiledShort}
    </Tag>
  );
}

/** What of the request cannot be changed here, could not be read, or was corrected after it came. */
function AsReceived({ request: { readOnly, unreadable, amended } }: OfRequestProps) {
  return (
    <>
      {readOnly && <Strip icon="lock" bold={readerWords.readOnly} />}
      {unreadable.length > 0 && (
        <Strip icon="alert" bold={readerWords.unreadable(unreadable.length)}>
          {unreadable.join(", ")}
        </Strip>
      )}
      {amended && <Strip icon="changed" bold={readerWords.amended} />}
    </>
  );
}

type RepeatedProps = { request: RequestView; onEarlier: () => void };

/** That the patient wrote before, what about, and the way there. */
function Repeated({ request: { repeat, earlier }, onEarlier }: RepeatedProps) {
  const { shownKey, ariaKeys } = useKeyNames();
  const last = earlier[0];
  if (repeat === null) return null;
  return (
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
      {earlier.length > 0 && (
        <Button kind="quiet" chord={shownKey("earlier")} ariaKeys={ariaKeys("earlier")} onPress={onEarlier}>
          {readerWords.earlierButton(earlier.length)}
        </Button>
      )}
    </div>
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
  children?: string;
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
