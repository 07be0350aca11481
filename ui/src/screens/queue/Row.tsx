import { memo, type ReactNode, type Ref } from "react";
import { Icon } from "../../components/Icon";
import { Marked } from "../../components/Marked";
import { NoAnswerTag } from "../../components/NoAnswerTag";
import { SyncMark } from "../../components/SyncMark";
import { Tag } from "../../components/Tag";
import { UrgencyMark } from "../../components/UrgencyMark";
import { nameLines, textWidth } from "../../core/textWidth";
import type { RowView, ViewId } from "../../host/host";
import { writingWords } from "../../words/copy";
import { en } from "../../words/en";
import { fmtMoment, fmtWait, fmtWaitSpoken, fmtWhen } from "../../words/format";
import type { RowPick } from "../batch/useMarking";
import { keepWordsUnselected, pickOf, RowBox } from "./RowBox";

type RowProps = {
  row: RowView;
  view: ViewId;
  /** Its words are marked where they were found. */
  search: string;
  index: number;
  total: number;
  topPx: number;
  /** It is the open one, from which the keys go on. */
  selected: boolean;
  marked: boolean;
  ref?: Ref<HTMLDivElement>;
  onSelect: (index: number, how: RowPick) => void;
};

/** What the list leaves for the name and the time beside it at its usual width, in CSS pixels. */
const NAME_AND_TIME_PX = 260;
/** More lines than this leave no room for the states: such a name is set smaller. */
const NAME_LINES_MAX = 2;

export const Row = memo(function Row(props: RowProps) {
  const { row, view, search, index, total, topPx, selected, marked, ref, onSelect } = props;
  const states = stateParts(row, view);
  const when = fmtWhen(row.receivedAt);
  const { shape, ageBelow } = shapeOf(row, when, states.length > 0);
  const age = row.ageYears === null ? null : <span className="row__age">{en.row.age(row.ageYears)}</span>;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the list are in the command table
    <div
      ref={ref}
      role="option"
      id={`row-${row.id}`}
      className={`row${shape}${row.moved ? " row--done" : ""}`}
      aria-selected={marked}
      aria-current={selected ? "true" : undefined}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-label={spoken(row, states)}
      tabIndex={selected ? 0 : -1}
      style={{ transform: `translateY(${topPx}px)` }}
      onMouseDown={keepWordsUnselected}
      onClick={(event) => onSelect(index, pickOf(event))}
    >
      <RowBox marked={marked} />
      <span className="row__side">
        <UrgencyMark urgency={row.urgency} className="row__urgency" />
        <span className="row__wait">
          {row.closed ? closedText(row) : en.row.waiting(fmtWait(row.waitingMinutes))}
        </span>
        <span className={`row__due row__due--${row.due?.state ?? "plain"}`}>{dueText(row)}</span>
      </span>
      <span className="row__name">
        <Marked text={row.name} search={search} /> {!ageBelow && age}
      </span>
      <time className="row__time" dateTime={row.receivedAt.iso}>
        {when}
      </time>
      <span className="row__words">
        {ageBelow && <b>{age} </b>}
        <Marked text={row.words} search={search} />
      </span>
      {states.length > 0 && <span className="row__state">{states.map((state) => state.mark)}</span>}
    </div>
  );
});

type Shape = { shape: string; ageBelow: boolean };

/**
 * What is known before the row is laid out: how many lines of words there is room for, and where the age goes.
 *
 * An age that does not fit beside the name stands before the words: those matter more than a second line of the name.
 */
function shapeOf(row: RowView, when: string, hasStates: boolean): Shape {
  const room = NAME_AND_TIME_PX - textWidth(when, "small");
  const age = row.ageYears === null ? 0 : textWidth(` ${en.row.age(row.ageYears)}`, "beside");
  const lines = nameLines(row.name, 0, room);
  const linesWithAge = nameLines(row.name, age, room);
  const ageBelow = lines === 1 && linesWithAge > 1;
  if (linesWithAge > NAME_LINES_MAX) return { shape: " row--longest", ageBelow };
  if (hasStates) return { shape: "", ageBelow };
  return { shape: lines === 1 ? " row--plain" : " row--long", ageBelow };
}

type StatePart = { text: string; mark: ReactNode };

type Add = (text: string, mark: ReactNode) => void;

/** As many states as fit, in this order: until when it waits, outcome, conflict, failed, who is writing, red flag, draft, no answer, nth request, changed, sync, sent by, photos. */
function stateParts(row: RowView, view: ViewId): StatePart[] {
  const parts: StatePart[] = [];
  const add: Add = (text, mark) => parts.push({ text, mark: <span key={text}>{mark}</span> });
  addWait(row, add);
  if (row.moved) add(row.closed ? en.row.done : en.row.moved, row.closed ? en.row.done : en.row.moved);
  if (row.closed && !row.moved) addOutcome(row, add);
  const loud = row.sync === "conflict" || row.sync === "failed";
  if (loud) add(en.sync[row.sync], <SyncMark sync={row.sync} />);
  if (row.claim !== null && !row.claim.mine) {
    const text = writingWords.row(row.claim.by);
    add(
      text,
      <Tag kind="attention" icon="pen">
        {text}
      </Tag>,
    );
  }
  if (row.redFlag)
    add(
      en.row.redFlag,
      <Tag kind="flag" icon="flag">
        {en.row.redFlag}
      </Tag>,
    );
  if (row.hasDraft) add(en.row.draftBegun, <Tag icon="pen">{en.row.draft}</Tag>);
  if (row.noAnswerSince !== null) {
    const by = fmtWhen(row.noAnswerSince);
    add(en.row.noAnswer(by), <NoAnswerTag by={by} />);
  }
  if (row.unmatched) add(en.row.unmatched, <Tag kind="attention">{en.row.unmatched}</Tag>);
  if (row.patientAnswered)
    add(
      en.row.answered,
      <Tag kind="attention" icon="reply">
        {en.row.answered}
      </Tag>,
    );
  if (row.repeat !== null) {
    const text = en.row.repeat(row.repeat.ordinal, row.repeat.days);
    add(text, <Tag icon="again">{text}</Tag>);
  }
  if (row.similarName) add(en.row.similar, <Tag>{en.row.similar}</Tag>);
  if (row.changed !== null) {
    const text = en.row.changed(fmtWhen(row.changed.at), row.changed.by);
    add(
      text,
      <>
        <Icon name="changed" />
        {text}
      </>,
    );
  }
  if (!loud && row.sync !== "clean") add(en.sync[row.sync], <SyncMark sync={row.sync} />);
  if (row.category !== "clinical") add(en.category[row.category], <Tag>{en.category[row.category]}</Tag>);
  addPeople(row, view, add);
  return parts;
}

/** Goes on from "waits for patient" beside it; the words for those who listen stand there in full. */
function addWait(row: RowView, add: Add): void {
  if (row.closed || row.heldUntil !== null || row.awaitingUntil === null) return;
  add(
    "",
    <>
      <Icon name="wait" />
      {en.row.until(fmtWhen(row.awaitingUntil))}
    </>,
  );
}

function addOutcome(row: RowView, add: Add): void {
  const outcome = row.outcome ?? en.row.noOutcome;
  add(
    outcome,
    <>
      <Icon name="check" />
      <span className="row__outcome">{outcome}</span>
    </>,
  );
}

/** Who has it, who sent it, and with how many photos. */
function addPeople(row: RowView, view: ViewId, add: Add): void {
  if (row.owner.kind !== "nobody" && view !== "mine" && view !== "unassigned") {
    add(
      row.owner.name,
      <>
        <Icon name={row.owner.kind === "team" ? "team" : "person"} />
        {row.owner.name}
      </>,
    );
  }
  if (row.sentBy !== null)
    add(
      en.row.sentBy(row.sentBy),
      <>
        <Icon name="person" />
        {en.row.sentBy(row.sentBy)}
      </>,
    );
  if (row.photos > 0)
    add(
      en.row.photos(row.photos),
      <>
        <Icon name="photo" />
        {en.row.photos(row.photos)}
      </>,
    );
}

function closedText(row: RowView): string {
  return row.closedAt === null ? en.row.closed : en.row.closedAt(fmtWhen(row.closedAt));
}

function dueText(row: RowView): string {
  if (row.closed) return "";
  if (row.heldUntil !== null) return en.row.held(fmtWhen(row.heldUntil));
  if (row.awaitingPatient) return en.row.paused;
  if (row.due === null) return "";
  return row.due.state === "late" ? en.row.late(fmtWhen(row.due.at)) : en.row.by(fmtWhen(row.due.at));
}

function waitingText({ awaitingUntil }: RowView): string {
  return en.row.waitingFor(awaitingUntil === null ? null : fmtWhen(awaitingUntil));
}

function spoken(row: RowView, states: StatePart[]): string {
  const parts = [
    en.urgency[row.urgency],
    row.name,
    row.ageYears === null ? "" : en.row.spokenAge(row.ageYears),
    row.closed ? closedText(row) : en.row.waiting(fmtWaitSpoken(row.waitingMinutes)),
    row.awaitingPatient && row.heldUntil === null && !row.closed ? waitingText(row) : dueText(row),
    ...states.map((state) => state.text),
    row.words,
    fmtMoment(row.receivedAt),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

type PlaceholderProps = { index: number; total: number; topPx: number };

/** Stands for a row whose page is on its way. */
export function Placeholder({ index, total, topPx }: PlaceholderProps) {
  return (
    <div
      role="option"
      className="row row--skeleton"
      aria-selected={false}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-label={en.row.loading}
      tabIndex={-1}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      <span className="row__side">
        <span className="sk-urgency" />
        <span className="sk-wait" />
        <span className="sk-due" />
      </span>
      <span className="sk-name" />
      <span className="sk-time" />
      <span className="sk-words" />
    </div>
  );
}
