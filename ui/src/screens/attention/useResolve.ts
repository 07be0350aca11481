/** The choice between two people's decisions: a digit chooses, Enter confirms. */

import { useState } from "react";
import { useCommands } from "../../app/keys";
import { newOpId } from "../../core/opid";
import { useHost } from "../../host/context";
import { type ConflictView, commandError } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { errorText } from "../../words/errors";

export type ChoiceId = "keep-theirs" | "use-mine" | "open-request";

export const CHOICES: readonly ChoiceId[] = ["keep-theirs", "use-mine", "open-request"];

export const REASON_ID = "conflict-reason";

export function choiceElementId(choice: ChoiceId): string {
  return `conflict-${choice}`;
}

export function useResolve(conflict: ConflictView, onOpen: () => void) {
  const host = useHost();
  const [choice, setChoice] = useState<ChoiceId>("keep-theirs");
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [resolving, setResolving] = useState(false);

  async function confirm(): Promise<void> {
    if (resolving) return;
    if (choice === "open-request") return onOpen();
    if (choice === "use-mine" && reason.trim() === "") {
      setError(words.reasonEmpty);
      document.getElementById(REASON_ID)?.focus();
      return;
    }
    setResolving(true);
    const resolved = choice === "use-mine" ? "reissue-mine" : "keep-theirs";
    try {
      await host.resolve({
        opId: newOpId(Date.now()),
        conflict: conflict.opId,
        choice: resolved,
        reason: reason.trim(),
      });
    } catch (failure) {
      setError(errorText(commandError(failure)));
    } finally {
      setResolving(false);
    }
  }

  function choose(chosen: ChoiceId): void {
    setChoice(chosen);
    setError(null);
  }

  useCommands("conflict", (id) => {
    const chosen = CHOICES.find((entry) => entry === id);
    if (chosen === undefined) return false;
    choose(chosen);
    document.getElementById(choiceElementId(chosen))?.focus();
    return true;
  });

  return { choice, reason, error, resolving, choose, setReason, confirm };
}
