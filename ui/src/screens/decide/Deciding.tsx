import { useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import type { DecisionForm, RequestView, SessionView } from "../../host/host";
import { decideWords, outcomeLabel } from "../../words/decide";
import type { NoticeText } from "../triage/Notice";
import { TypedState } from "../typed/TypedState";
import { useTyped } from "../typed/useTyped";
import { Chasing } from "./Chasing";
import { Chooser } from "./Chooser";
import { Copying } from "./Copying";
import {
  assignChoices,
  type Choice,
  categoryChoices,
  doneChoices,
  lowersUrgency,
  urgencyChoices,
  type Verb,
} from "./choices";
import { Holding } from "./Holding";
import { ModePicker } from "./ModePicker";
import { NoteBox } from "./NoteBox";
import { ReasonDialog } from "./ReasonDialog";
import { Routing } from "./Routing";

type DecidingProps = {
  verb: Verb;
  request: RequestView;
  session: SessionView;
  /** The practice's own time. */
  now: string | null;
  onDecide: (decision: DecisionForm) => void;
  onRoute: (route: string) => void;
  onTell: (notice: NoticeText) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

/** One verb from its key to the decision: the choice, and the reason where one is needed. */
export function Deciding(props: DecidingProps) {
  const { verb, request, session, onDecide, onClose } = props;
  const { name } = request.patient;
  const [asking, setAsking] = useState<DecisionForm | null>(null);
  const [mode, setMode] = useState<string | null>(null);

  function choose(choice: Choice) {
    if (needsReason(choice.decision, request)) setAsking(choice.decision);
    else onDecide(choice.decision);
  }

  const chooser = (title: string, choices: Choice[], advances: boolean, extra?: React.ReactNode) => (
    <Chooser
      title={title}
      choices={choices}
      advances={advances}
      onChoose={choose}
      onOff={props.onOff}
      onTyping={props.onTyping}
      onClose={onClose}
    >
      {extra}
    </Chooser>
  );

  if (asking !== null) return <AskReason decision={asking} {...props} />;
  switch (verb) {
    case "route":
      return <Routing {...props} />;
    case "assign":
      return chooser(decideWords.assign.title(name), assignChoices(request, session), true);
    case "urgency":
      return chooser(decideWords.urgency.title(name), urgencyChoices(request, session.staff), false);
    case "category":
      return chooser(decideWords.category.title(name), categoryChoices(request), false);
    case "done":
      return chooser(
        decideWords.done.title(name),
        doneChoices(session, mode),
        true,
        <>
          {request.category === "clinical" && request.firstOpenedAt === null && (
            <p className="attend mt-2">
              <Icon name="alert" />
              {decideWords.done.notSeen}
            </p>
          )}
          <ModePicker modes={session.modes} chosen={mode} onChoose={setMode} />
        </>,
      );
    case "chase":
      return <Chasing {...props} />;
    case "copy":
      return <Copying {...props} />;
    case "hold":
      return <Holding {...props} />;
    case "note":
      return <Noting request={request} onDecide={onDecide} onClose={onClose} />;
    case "reopen":
      return <AskReason decision={{ kind: "reopen", reason: "" }} {...props} />;
    case "reply":
    case "merge":
      return null;
  }
}

type NotingProps = Pick<DecidingProps, "request" | "onDecide" | "onClose">;

function Noting({ request, onDecide, onClose }: NotingProps) {
  const kept = useTyped(`note:${request.id}`);
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <NoteBox
      title={decideWords.note.title(request.patient.name)}
      field={field}
      text={kept.text}
      onChange={kept.setText}
      onSave={() => void kept.stop().then(() => onDecide({ kind: "add-note", text: kept.text.trim() }))}
      onClose={onClose}
    >
      <TypedState kept={kept} onDiscard={() => field.current?.focus()} />
    </NoteBox>
  );
}

function needsReason(decision: DecisionForm, request: RequestView): boolean {
  if (decision.kind === "set-urgency") return lowersUrgency(request.urgency, decision.to);
  return decision.kind === "close" && request.redFlags.length > 0;
}

type AskReasonProps = DecidingProps & { decision: DecisionForm };

function AskReason({ decision, request, session, onDecide, onClose }: AskReasonProps) {
  const { reason: words } = decideWords;
  const { name } = request.patient;
  const flags = request.redFlags.map((flag) => `${flag.question}: ${flag.answer}`).join("; ");
  const flagLine = flags === "" ? [] : [words.flagged(flags)];
  if (decision.kind === "set-urgency") {
    return (
      <ReasonDialog
        warns
        title={words.lowerTitle(name)}
        lines={[words.lowerText(request.urgency, decision.to), ...flagLine]}
        button={words.lowerButton(decision.to)}
        onGive={(reason) => onDecide({ ...decision, reason })}
        onClose={onClose}
      />
    );
  }
  if (decision.kind === "close") {
    return (
      <ReasonDialog
        warns
        title={words.closeTitle(name)}
        lines={[words.closeText(outcomeLabel(decision.disposition, session.dispositions)), ...flagLine]}
        button={words.closeButton}
        onGive={(reason) => onDecide({ ...decision, reason })}
        onClose={onClose}
      />
    );
  }
  return (
    <ReasonDialog
      warns={false}
      title={words.reopenTitle(name)}
      lines={request.mergedInto === null ? [words.reopenText] : [words.reopenText, words.reopenMergedText]}
      button={words.reopenButton}
      onGive={(reason) => onDecide({ kind: "reopen", reason })}
      onClose={onClose}
    />
  );
}
