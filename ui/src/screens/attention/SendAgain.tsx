import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { newOpId } from "../../core/opid";
import { useAsked, useHost } from "../../host/context";
import { commandError, type DecisionForm, type FailedView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { errorText } from "../../words/errors";

type SendAgainProps = { failed: FailedView };

/** The same from the list of what needs attention, where the request is not open. */
export function SendAgain({ failed }: SendAgainProps) {
  const host = useHost();
  const { requestId, opId, name, decision } = failed;
  const { asked } = useAsked(`request/${requestId}`, ["request"], (from) => from.request({ id: requestId }));
  const off =
    asked.state === "here" ? null : asked.state === "failed" ? errorText(asked.error) : words.againReading;
  async function send(again: DecisionForm) {
    if (asked.state !== "here") return;
    const { seen } = asked.value;
    await host.decide({ opId: newOpId(Date.now()), requestId, seen, decision: again });
  }
  return (
    <SendAgainForm
      replyId={opId}
      name={name}
      text={decision.kind === "reply" || decision.kind === "send-again" ? decision.text : ""}
      off={off}
      onSend={send}
    />
  );
}

type SendAgainFormProps = {
  replyId: string;
  name: string;
  text: string;
  /** Why it cannot be sent now; null when it can. */
  off: string | null;
  onSend: (decision: DecisionForm) => Promise<void>;
};

/** A reply that did not reach its patient goes once more, as it was or with other words; never by itself. */
export function SendAgainForm({ replyId, name, text: before, off, onSend }: SendAgainFormProps) {
  const [text, setText] = useState(before);
  const [problem, setProblem] = useState<string | null>(null);

  function send(event: FormEvent): void {
    event.preventDefault();
    const why = off ?? (text.trim() === "" ? words.againEmpty : null);
    setProblem(why);
    if (why !== null) return;
    onSend({ kind: "send-again", reply: replyId, text: text.trim() }).catch((error) =>
      setProblem(errorText(commandError(error))),
    );
  }

  return (
    <form className="field" onSubmit={send}>
      <label className="field">
        <span className="field__label">{words.again(name)}</span>
        <textarea className="input" rows={5} value={text} onChange={(event) => setText(event.target.value)} />
        <span className="field__hint">{words.againHint}</span>
      </label>
      {problem !== null && (
        <p className="error" role="alert">
          <Icon name="alert" />
          {problem}
        </p>
      )}
      <div>
        <Button submit kind="primary" tall label={words.againLabel(name)}>
          {words.againButton}
        </Button>
      </div>
    </form>
  );
}
