import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { newOpId } from "../../core/opid";
import { useAsked, useHost } from "../../host/context";
import { commandError, type FailedView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { errorText } from "../../words/errors";

type SendAgainProps = { failed: FailedView };

/** A reply that did not reach its patient goes once more, as it was or with other words; never by itself. */
export function SendAgain({ failed }: SendAgainProps) {
  const host = useHost();
  const { asked } = useAsked(`request/${failed.requestId}`, ["request"], (from) =>
    from.request({ id: failed.requestId }),
  );
  const [text, setText] = useState(failed.decision.kind === "reply" ? failed.decision.text : "");
  const [problem, setProblem] = useState<string | null>(null);
  const seen = asked.state === "here" ? asked.value.seen : null;

  function send(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() === "" || seen === null) {
      setProblem(words.againEmpty);
      return;
    }
    const decision = { kind: "send-again", reply: failed.opId, text: text.trim() } as const;
    host.decide({ opId: newOpId(Date.now()), requestId: failed.requestId, seen, decision }).then(
      () => setProblem(null),
      (error) => setProblem(errorText(commandError(error))),
    );
  }

  return (
    <form className="field" onSubmit={send}>
      <label className="field">
        <span className="field__label">{words.again(failed.name)}</span>
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
        <Button submit kind="primary" tall label={words.againLabel(failed.name)}>
          {words.againButton}
        </Button>
      </div>
    </form>
  );
}
