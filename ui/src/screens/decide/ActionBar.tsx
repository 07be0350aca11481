import { Button } from "../../components/Button";
import { ariaKeys, commandLabel, shownKey } from "../../core/commands";
import type { RequestView, SessionView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { type Verb, verbOff } from "./choices";

type ActionBarProps = {
  request: RequestView;
  session: SessionView;
  open: Verb | null;
  onVerb: (verb: Verb) => void;
};

/** The verbs, at the foot of the request. Done stands apart, because it takes the request out of the queue. */
export function ActionBar({ request, session, open, onVerb }: ActionBarProps) {
  const button = (verb: Verb) => (
    <Button
      key={verb}
      chord={shownKey(verb)}
      ariaKeys={ariaKeys(verb)}
      popup={verb === "reply" ? undefined : "dialog"}
      expanded={verb === "reply" ? undefined : open === verb}
      off={verbOff(verb, request, session)}
      onPress={() => onVerb(verb)}
    >
      {commandLabel(verb)}
    </Button>
  );
  return (
    <div className="actions" role="toolbar" aria-label={decideWords.toolbar} data-region="actions">
      {request.closed === null && (["assign", "urgency", "category"] as const).map(button)}
      {request.closed === null && <span className="actions__gap" />}
      {request.closed === null && button("reply")}
      {button("note")}
      {request.closed === null && button("hold")}
      <span className="spacer" />
      {button(request.closed === null ? "done" : "reopen")}
    </div>
  );
}
