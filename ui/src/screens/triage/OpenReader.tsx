import type { DecisionForm, RequestView, SessionView, StatusView } from "../../host/host";
import { ActionBar } from "../decide/ActionBar";
import { Deciding } from "../decide/Deciding";
import { Reader } from "../reader/Reader";
import { Notice } from "./Notice";
import { namesOf } from "./names";
import type { OpenRequest } from "./useOpenRequest";
import { showEarlier } from "./useTriageKeys";
import type { Verbs } from "./useVerbs";

type OpenReaderProps = {
  request: RequestView;
  open: OpenRequest;
  session: SessionView;
  status: StatusView | null;
  verbs: Verbs;
  flash: boolean;
  onDecide: (decision: DecisionForm) => void;
};

/** The open request with its verbs. */
export function OpenReader({ request, open, session, status, verbs, flash, onDecide }: OpenReaderProps) {
  return (
    <Reader
      request={request}
      now={status?.now ?? null}
      staff={session.staff}
      names={namesOf(session)}
      flash={flash}
      onEarlier={showEarlier}
    >
      <Notice
        notice={verbs.notice}
        changes={open.changes}
        onContinue={open.acknowledge}
        onClose={() => verbs.setNotice(null)}
      />
      <ActionBar request={request} session={session} open={verbs.verb} onVerb={verbs.start} />
      {verbs.verb !== null && (
        <Deciding
          key={`${request.id}-${verbs.verb}`}
          verb={verbs.verb}
          request={request}
          session={session}
          now={status?.now.local ?? null}
          onDecide={onDecide}
          onOff={verbs.tell}
          onTyping={verbs.typed}
          onClose={verbs.close}
        />
      )}
    </Reader>
  );
}
