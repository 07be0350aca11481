import { type FormEvent, type Ref, useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { commandError, type DecisionForm } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { errorText } from "../../words/errors";
import { keptReplies } from "../decide/keptNotes";

type SendAgainFormProps = {
  replyId: string;
  name: string;
  text: string;
  /** Why it cannot be sent now; null when it can. */
  off: string | null;
  field?: Ref<HTMLTextAreaElement>;
  onSend: (decision: DecisionForm) => Promise<void>;
};

/** A reply that did not reach its patient goes once more, as it was or with other words; never by itself. */
export function SendAgainForm({ replyId, name, text: before, off, field, onSend }: SendAgainFormProps) {
  const [text, setText] = useState(() => keptReplies.get(replyId) ?? before);
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    const why = off ?? (text.trim() === "" ? words.againEmpty : null);
    setProblem(why);
    if (why !== null) return;
    setSending(true);
    // Whoever fails to save it keeps it again.
    keptReplies.delete(replyId);
    try {
      await onSend({ kind: "send-again", reply: replyId, text: text.trim() });
    } catch (error) {
      keptReplies.set(replyId, text);
      setProblem(errorText(commandError(error)));
    } finally {
      setSending(false);
    }
  }

  return (
    <form className="field" onSubmit={send}>
      <label className="field">
        <span className="field__label">{words.again(name)}</span>
        <textarea
          ref={field}
          className="input"
          rows={5}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            keptReplies.set(replyId, event.target.value);
          }}
        />
        <span className="field__hint">{words.againHint}</span>
      </label>
      {problem !== null && (
        <p className="error" role="alert">
          <Icon name="alert" />
          {problem}
        </p>
      )}
      <div>
        <Button
          submit
          kind="primary"
          tall
          label={words.againLabel(name)}
          off={sending ? words.againSending : off}
        >
          {sending ? words.againSending : words.againButton}
        </Button>
      </div>
    </form>
  );
}
