import { useState } from "react";
import { Button } from "../components/Button";
import { CloseRow } from "../components/CloseRow";
import { Dialog } from "../components/Dialog";
import { Empty } from "../components/Empty";
import { newOpId } from "../core/opid";
import { useAsked, useHost } from "../host/context";
import { commandError, type LastActionView, type SessionView } from "../host/host";
import { namesOf } from "../screens/triage/names";
import { actionsWords as words } from "../words/copy";
import { didText, type Names } from "../words/decide";
import { errorText } from "../words/errors";
import { fmtTime } from "../words/format";
import type { AroundUndo } from "./useUndo";

type LastActionsProps = { session: SessionView; around: AroundUndo; onClose: () => void };

/** Everything the person did today that can be looked at again, each with its way back. */
export function LastActions({ session, around, onClose }: LastActionsProps) {
  const host = useHost();
  const { asked, again } = useAsked("actions", ["status", "request", "attention"], (from) => from.actions());
  const [problem, setProblem] = useState<string | null>(null);
  const [undoing, setUndoing] = useState<string | null>(null);

  function undo(action: LastActionView): void {
    if (undoing !== null) return;
    setUndoing(action.opId);
    const run = async () => {
      await host.undo({ opId: newOpId(Date.now()), target: action.opId });
    };
    around(action.requestId, run)
      .then(
        () => setProblem(null),
        (error) => setProblem(errorText(commandError(error))),
      )
      .finally(() => setUndoing(null));
  }

  return (
    <Dialog title={words.title} onClose={onClose}>
      <p className="hint">{words.hint}</p>
      {problem !== null && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      {asked.state === "asking" && <p role="status">{words.asking}</p>}
      {asked.state === "failed" && (
        <p className="error" role="alert">
          {errorText(asked.error)} <Button onPress={() => void again()}>{words.tryAgain}</Button>
        </p>
      )}
      {asked.state === "here" && asked.value.length === 0 && <Empty icon="undo" title={words.empty} />}
      {asked.state === "here" && (
        <ul className="actions-list" aria-label={words.title}>
          {asked.value.map((action) => (
            <Action
              key={action.opId}
              action={action}
              names={namesOf(session)}
              undoing={undoing === action.opId}
              onUndo={() => undo(action)}
            />
          ))}
        </ul>
      )}
      <CloseRow onClose={onClose}>{words.close}</CloseRow>
    </Dialog>
  );
}

type ActionProps = { action: LastActionView; names: Names; undoing: boolean; onUndo: () => void };

function Action({ action, names, undoing, onUndo }: ActionProps) {
  const text = didText(action.decision, action.patientName, action.ownerName, names);
  return (
    <li>
      <time dateTime={action.at.iso}>{fmtTime(action.at.local)}</time>
      <span>{text}</span>
      {action.undo === "impossible" ? (
        <span className="meta">{words.impossible}</span>
      ) : (
        <Button label={words.undoLabel(text)} off={undoing ? words.undoing : null} onPress={onUndo}>
          {undoing ? words.undoing : words.undo}
        </Button>
      )}
    </li>
  );
}
