import { useState } from "react";
import { Button } from "../../components/Button";
import { commandLabel } from "../../core/commands";
import type { DecisionForm, RequestView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { SendAgainForm } from "../attention/SendAgain";
import { verbOff } from "../decide/choices";
import type { FailedReply } from "../reader/parts";

type FailedReplyActionsProps = {
  request: RequestView;
  reply: FailedReply;
  onSend: (decision: DecisionForm) => Promise<void>;
  onChase: () => void;
  session: Parameters<typeof verbOff>[2];
};

/** What can be done where the reply stands: send it again, or take down that the patient asked what became of it. */
export function FailedReplyActions({ request, reply, onSend, onChase, session }: FailedReplyActionsProps) {
  const [open, setOpen] = useState(false);
  // A closed request takes this one reply: the patient was never told what it was closed with.
  const off = request.readOnly || session.readOnly ? verbOff("reply", request, session) : null;
  return (
    <div className="thread__again">
      {!open && (
        <Button off={off} onPress={() => setOpen(true)}>
          {words.againButton}
        </Button>
      )}
      <Button kind="quiet" onPress={onChase}>
        {commandLabel("chase")}
      </Button>
      {open && (
        <SendAgainForm
          replyId={reply.id}
          name={request.patient.name}
          text={reply.text}
          off={off}
          onSend={onSend}
        />
      )}
    </div>
  );
}
