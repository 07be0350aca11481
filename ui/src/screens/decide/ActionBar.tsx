import { Fragment } from "react";
import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { commandLabel } from "../../core/commands";
import type { RequestView, SessionView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { type Verb, verbGroups, verbOff } from "./choices";

type ActionBarProps = {
  request: RequestView;
  session: SessionView;
  open: Verb | null;
  onVerb: (verb: Verb) => void;
};

/** Verbs that lead to focus mode instead of a chooser. */
const FILLS_WINDOW: readonly Verb[] = ["reply", "merge"];

/** The verbs, at the foot of the request. Done stands apart, because it takes the request out of the queue. */
export function ActionBar({ request, session, open, onVerb }: ActionBarProps) {
  const { shownKey, ariaKeys } = useKeyNames();
  const button = (verb: Verb) => (
    <Button
      key={verb}
      chord={shownKey(verb)}
      ariaKeys={ariaKeys(verb)}
      popup={FILLS_WINDOW.includes(verb) ? undefined : "dialog"}
      expanded={FILLS_WINDOW.includes(verb) ? undefined : open === verb}
      off={verbOff(verb, request, session)}
      onPress={() => onVerb(verb)}
    >
      {commandLabel(verb)}
    </Button>
  );
  const groups = verbGroups(request);
  return (
    <div className="actions" role="toolbar" aria-label={decideWords.toolbar} data-region="actions">
      {groups.map((verbs, index) => (
        <Fragment key={verbs.join()}>
          {index > 0 && <span className={index === groups.length - 1 ? "spacer" : "actions__gap"} />}
          {verbs.map(button)}
        </Fragment>
      ))}
    </div>
  );
}
