import { newOpId } from "../../core/opid";
import { useAsked, useHost } from "../../host/context";
import type { DecisionForm, FailedView } from "../../host/host";
import { errorText } from "../../words/errors";
import { SendAgainForm } from "./SendAgainForm";

type SendAgainProps = { failed: FailedView };

/** Sends a failed reply again from the list of what needs attention, where the request is not open. */
export function SendAgain({ failed }: SendAgainProps) {
  const host = useHost();
  const { requestId, opId, name, decision } = failed;
  const { asked } = useAsked(`request/${requestId}`, ["request"], (from) => from.request({ id: requestId }));
  async function send(again: DecisionForm) {
    // Pressed before the request has been read, it is sent once it has.
    const { seen } = asked.state === "here" ? asked.value : await host.request({ id: requestId });
    await host.decide({ opId: newOpId(Date.now()), requestId, seen, decision: again });
  }
  return (
    <SendAgainForm
      replyId={opId}
      name={name}
      text={decision.kind === "reply" || decision.kind === "send-again" ? decision.text : ""}
      off={asked.state === "failed" ? errorText(asked.error) : null}
      onSend={send}
    />
  );
}
