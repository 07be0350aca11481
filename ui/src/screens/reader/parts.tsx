/** The parts of a request that are lists: answers, notes, messages, earlier requests, what happened. */

import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";
import { SyncMark } from "../../components/SyncMark";
import { Tag } from "../../components/Tag";
import type { AnswerView, EarlierView, EventView, MessageView, NoteView } from "../../host/host";
import { decisionText, type Names } from "../../words/decide";
import { fmtDate, fmtMoment, fmtTime } from "../../words/format";
import { likenessText } from "../../words/merge";
import { readerWords } from "../../words/reader";

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
  return notes.map((note) => (
    <div className="entry select-text" key={`${note.at?.iso ?? ""} ${note.text}`}>
      <p className="entry__by">
        {note.at !== null && fmtMoment(note.at)} {note.author} <SyncMark sync={note.sync} />
      </p>
      <p>{note.text}</p>
    </div>
  ));
}

/** A reply that did not reach its patient. */
export type FailedReply = Extract<MessageView, { kind: "reply" }>;

type MessagesProps = {
  messages: readonly MessageView[];
  /** What can be done about a reply that did not arrive. */
  ofFailed?: (reply: FailedReply) => ReactNode;
};

export function Messages({ messages, ofFailed }: MessagesProps) {
  const { messages: words } = readerWords;
  if (messages.length === 0) return <p className="meta entry">{words.none}</p>;
  return (
    <ol className="thread">
      {messages.map((message) =>
        message.kind === "patient" ? (
          <li
            className="thread__item thread__item--patient select-text"
            key={`${message.at.iso} ${message.text}`}
          >
            <p className="entry__by">
              <b>{words.patient}</b> {fmtMoment(message.at)}
            </p>
            <p>{message.text}</p>
          </li>
        ) : (
          <li className="thread__item select-text" key={`${message.at.iso} ${message.text}`}>
            <p className="entry__by">
              <b>{message.author}</b> {fmtMoment(message.at)}, {words.by(message.channel)}
            </p>
            <p>{message.text}</p>
            <p className="entry__by">
              {message.delivery === "failed" ? (
                <Tag kind="failed" icon="close">
                  {words.delivery.failed}
                </Tag>
              ) : (
                words.delivery[message.delivery]
              )}
              {message.failure !== null && <> {message.failure}</>}
            </p>
            {message.delivery === "failed" && ofFailed?.(message)}
          </li>
        ),
      )}
    </ol>
  );
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

type EventsProps = { events: readonly EventView[]; names: Names };

export function Events({ events, names }: EventsProps) {
  if (events.length === 0) return <p className="meta entry">{readerWords.events.none}</p>;
  return (
    <ol className="history">
      {events.map((event) => (
        <li key={`${event.at.iso} ${JSON.stringify(event.what)}`}>
          <time dateTime={event.at.iso}>
            {event.at.day === "today" ? fmtTime(event.at.local) : fmtMoment(event.at)}
          </time>
          <span>
            <What event={event} names={names} /> <span className="quiet">{event.by}</span>{" "}
            <SyncMark sync={event.sync} />
          </span>
        </li>
      ))}
    </ol>
  );
}

type WhatProps = { event: EventView; names: Names };

function What({ event, names }: WhatProps) {
  const text = decisionText(event.what, event.ownerName, names);
  if (!event.withdrawn) return text;
  return (
    <>
      <s>{text}</s> <Tag icon="undo">{readerWords.events.takenBack}</Tag>
    </>
  );
}
