import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";
import { Tag } from "../../components/Tag";
import type { MessageView } from "../../host/host";
import { fileWords } from "../../words/files";
import { fmtMoment } from "../../words/format";
import { readerWords } from "../../words/reader";
import { keysOf } from "./keys";

/** A reply that did not reach its patient. */
export type FailedReply = Extract<MessageView, { kind: "reply" }>;

type ThreadProps = {
  messages: readonly MessageView[];
  /** What can be done about a reply that did not arrive. */
  ofFailed?: (reply: FailedReply) => ReactNode;
};

const { messages: words } = readerWords;

/** What the practice and the patient wrote to each other, oldest first. */
export function Thread({ messages, ofFailed }: ThreadProps) {
  if (messages.length === 0) return <p className="meta entry">{words.none}</p>;
  const keys = keysOf(messages.map(keyOf));
  return (
    <ol className="thread">
      {messages.map((message, index) =>
        message.kind === "patient" ? (
          <li className="thread__item thread__item--patient select-text" key={keys[index]}>
            <p className="entry__by">
              <b>{words.patient}</b> {fmtMoment(message.at)}
            </p>
            <p>{message.text}</p>
          </li>
        ) : (
          <li className="thread__item select-text" key={keys[index]}>
            <p className="entry__by">
              <b>{message.author}</b> {fmtMoment(message.at)}, {words.by(message.channel)}
            </p>
            <p>{message.text}</p>
            <Beside reply={message} />
            <Delivered reply={message} />
            {message.delivery === "failed" && ofFailed?.(message)}
          </li>
        ),
      )}
    </ol>
  );
}

function keyOf(message: MessageView): string {
  return message.kind === "reply" ? message.id : `${message.at.iso} ${message.text}`;
}

type BesideProps = { reply: FailedReply };

/** What went with the text of a reply. */
function Beside({ reply: { attachments, mayAnswer } }: BesideProps) {
  return (
    <>
      {attachments.length > 0 && (
        <ul className="thread__files" aria-label={words.files}>
          {attachments.map((file) => (
            <li key={file.id}>
              <Icon name="clip" />
              <span>
                <b>{file.name}</b> {fileWords.about(file)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayAnswer && <p className="entry__by">{words.mayAnswer}</p>}
    </>
  );
}

type DeliveredProps = { reply: FailedReply };

/** What became of a reply. */
function Delivered({ reply: { delivery, failure } }: DeliveredProps) {
  if (delivery !== "failed") return <p className="entry__by">{words.delivery[delivery]}</p>;
  return (
    <>
      <p className="entry__by">
        <Tag kind="failed" icon="close">
          {words.delivery.failed}
        </Tag>
      </p>
      <p>{failure === null ? words.saidNothing : words.said(failure)}</p>
    </>
  );
}
