import { useEffect, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { commandLabel } from "../../core/commands";
import type { DecisionForm, RequestView, SessionView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { readerWords } from "../../words/reader";
import { SendAgainForm } from "../attention/SendAgainForm";
import { sendAgainOff, verbOff } from "../decide/choices";
import type { FailedReply } from "../reader/Thread";

type FailedReplyActionsProps = {
  request: RequestView;
  reply: FailedReply;
  session: SessionView;
  onSend: (decision: DecisionForm) => Promise<void>;
  onChase: () => void;
};

/** What can be done where the reply stands: send it again, or take down that the patient asked what became of it. */
export function FailedReplyActions({ request, reply, session, onSend, onChase }: FailedReplyActionsProps) {
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (open) field.current?.focus();
  }, [open]);
  if (isSentAgain(request, reply)) {
    return (
      <p className="thread__again meta">
        <Icon name="again" />
        {readerWords.messages.sentAgain}
      </p>
    );
  }
  const off = sendAgainOff(request, session);
  return (
    <div className="thread__again">
      {!open && (
        <Button off={off} onPress={() => setOpen(off === null)}>
          {words.againButton}
        </Button>
      )}
      <Button kind="quiet" off={verbOff("chase", request, session)} popup="dialog" onPress={onChase}>
        {commandLabel("chase")}
      </Button>
      {!open && off !== null && <span className="meta">{off}</span>}
      {open && (
        <SendAgainForm
          replyId={reply.id}
          name={request.patient.name}
          text={reply.text}
          off={off}
          field={field}
          onSend={onSend}
        />
      )}
    </div>
  );
}

/** Whether somebody at this PC has sent it once more; what other PCs did is known to Rust alone, which refuses a second time. */
function isSentAgain(request: RequestView, { id }: FailedReply): boolean {
  return request.events.some(
    ({ what, withdrawn }) => what.kind === "send-again" && what.reply === id && !withdrawn,
  );
}
