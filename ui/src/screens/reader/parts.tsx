/** The parts of a request that are lists: answers, notes, earlier requests. The thread and what was done stand apart. */

import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";
import { SyncMark } from "../../components/SyncMark";
import type { AnswerView, EarlierView, NoteView } from "../../host/host";
import { fmtDate, fmtMoment } from "../../words/format";
import { likenessText } from "../../words/merge";
import { readerWords } from "../../words/reader";
import { keysOf } from "./keys";

type HeadingProps = { children: ReactNode; note?: string | number; id?: string };

export function Heading({ children, note, id }: HeadingProps) {
  return (
    <h3 className="h" id={id}>
      {children} {note !== undefined && <span>{note}</span>}
    </h3>
  );
}

type AnswersProps = { answers: readonly AnswerView[]; tight?: boolean };

export function Answers({ answers, tight = false }: AnswersProps) {
  return (
    <dl className={`qa select-text${tight ? " qa--tight" : ""}`}>
      {answers.map((entry) => (
        <div key={entry.question}>
          <dt>{entry.question}</dt>
          <dd>{entry.answer}</dd>
        </div>
      ))}
    </dl>
  );
}

type RedFlagsProps = { flags: readonly AnswerView[]; total: number };

/** Red-flag answers stand above the patient's words, marked as a rule's finding and never as a diagnosis. */
export function RedFlags({ flags, total }: RedFlagsProps) {
  if (flags.length === 0) return null;
  const { flags: words } = readerWords;
  return (
    <section className="flags" aria-label={words.region}>
      <h3 className="h">
        <Icon name="flag" />
        {words.title(flags.length, total)}
      </h3>
      {flags.map((flag) => (
        <p key={flag.question}>
          <b>
            {flag.question.replace(/[?:\s]+$/, "")}: {flag.answer}
          </b>
        </p>
      ))}
      <p className="quiet small">{words.why}</p>
    </section>
  );
}

type WordsProps = { text: string };

export function PatientWords({ text }: WordsProps) {
  const paragraphs = text.split(/\n{2,}/);
  return (
    <div className="words select-text">
      {paragraphs.map((paragraph, index) => (
        <p key={paragraph}>
          {index === 0 && "“"}
          {paragraph}
          {index === paragraphs.length - 1 && "”"}
        </p>
      ))}
    </div>
  );
}

type NotesProps = { notes: readonly NoteView[] };

export function Notes({ notes }: NotesProps) {
  if (notes.length === 0) return <p className="meta entry">{readerWords.notes.none}</p>;
  const keys = keysOf(notes.map((note) => `${note.at?.iso ?? ""} ${note.text}`));
  return notes.map((note, index) => (
    <div className="entry select-text" key={keys[index]}>
      <p className="entry__by">
        {note.at !== null && fmtMoment(note.at)} {note.author} <SyncMark sync={note.sync} />
      </p>
      <p>{note.text}</p>
    </div>
  ));
}

type EarlierProps = { earlier: readonly EarlierView[] };

export function Earlier({ earlier }: EarlierProps) {
  const { earlier: words } = readerWords;
  if (earlier.length === 0) return <p className="meta entry">{words.none}</p>;
  return earlier.map((entry) => (
    <div className="entry select-text" key={entry.id}>
      <p className="entry__by">
        {fmtDate(entry.receivedAt.local)}, {entry.closed ? words.closed : words.open}
      </p>
      <p>
        {entry.words}
        {entry.outcome !== null && `. ${entry.outcome}.`}
      </p>
      {entry.likeness !== null && (
        <p className="attend">
          <Icon name="again" />
          {words.alike(likenessText(entry.likeness))}
        </p>
      )}
    </div>
  ));
}
