import { useShowInReader } from "../../app/ownWindow";
import { usePlace } from "../../app/place";
import { useHost } from "../../host/context";
import type { DecisionForm, RequestView, SessionView, StatusView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { fmtTime } from "../../words/format";
import { ActionBar } from "../decide/ActionBar";
import { copyAndTell } from "../decide/Copying";
import { Deciding } from "../decide/Deciding";
import { VerbMenu } from "../decide/VerbMenu";
import { Reader } from "../reader/Reader";
import { SecondScreen } from "../reader/SecondScreen";
import { FailedReplyActions } from "./FailedReplyActions";
import { Notice } from "./Notice";
import { namesOf } from "./names";
import type { OpenRequest } from "./useOpenRequest";
import { showEarlier } from "./useTriageKeys";
import type { RequestMenu } from "./useVerbMenu";
import type { Verbs } from "./useVerbs";

type OpenReaderProps = {
  request: RequestView;
  open: OpenRequest;
  session: SessionView;
  status: StatusView | null;
  verbs: Verbs;
  menu: RequestMenu;
  flash: boolean;
  onDecide: (decision: DecisionForm) => void;
  onRoute: (route: string) => void;
  onPane: (pane: "list" | "reader") => void;
};

/** The open request with its verbs. */
export function OpenReader(props: OpenReaderProps) {
  const { request, open, session, status, verbs, flash, onDecide } = props;
  const host = useHost();
  const { go } = usePlace();
  useShowInReader(request.id);
  return (
    <>
      <OpenMenu {...props} />
      <Reader
        request={request}
        now={status?.now ?? null}
        staff={session.staff}
        names={namesOf(session)}
        flash={flash}
        asAt={status?.link === "online" || status?.asAt == null ? null : fmtTime(status.asAt.local)}
        onEarlier={showEarlier}
        onOpen={(requestId) => go({ kind: "view", view: "everything", requestId })}
        onReopen={() => verbs.start("reopen")}
        ofFailed={(reply) => (
          <FailedReplyActions
            key={reply.id}
            {...{ request, reply, session }}
            onSend={async (decision) => onDecide(decision)}
            onChase={() => verbs.start("chase")}
          />
        )}
        head={<SecondScreen />}
        onCopy={() => verbs.start("copy")}
        onCopyNumber={() => void copyAndTell(host, request, "nhs-number", verbs.setNotice)}
      >
        <Notice
          notice={verbs.notice}
          changes={open.changes}
          onContinue={open.acknowledge}
          onFile={() => verbs.file(onDecide)}
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
            onRoute={props.onRoute}
            onTell={verbs.setNotice}
            onOff={verbs.tell}
            onTyping={verbs.typed}
            onClose={verbs.close}
          />
        )}
      </Reader>
    </>
  );
}

/** The same verbs as a menu, where it was asked for. What it opens stands in the reader. */
function OpenMenu({ request, session, verbs, menu, onPane }: OpenReaderProps) {
  if (menu.place?.requestId !== request.id) return null;
  return (
    <VerbMenu
      {...{ request, session }}
      place={menu.place}
      onVerb={(verb) => {
        menu.close();
        onPane("reader");
        verbs.start(verb);
      }}
      onNotCopied={() => verbs.tell(decideWords.notCopied)}
      onTyping={() => {
        menu.close();
        verbs.typed();
      }}
      onClose={menu.close}
    />
  );
}
