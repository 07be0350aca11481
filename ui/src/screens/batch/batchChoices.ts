/** What can be chosen for several requests at once. Reads the rows as they were marked; decides nothing. */

import type { DecisionForm, RowView } from "../../host/host";
import { type BatchDecision, batchWords } from "../../words/batch";
import { en } from "../../words/en";
import { type Choice, lowersUrgency, URGENCIES, type Verb } from "../decide/choices";

export type BatchVerb = Extract<Verb, "assign" | "urgency" | "note">;

export const BATCH_VERBS: readonly BatchVerb[] = ["assign", "urgency", "note"];

/** The urgencies that raise at least one of the rows, with the digits they have for a single request. */
export function raiseChoices(rows: readonly RowView[]): Choice[] {
  return URGENCIES.flatMap((urgency, index) => {
    const raised = rows.filter((row) => !row.closed && lowersUrgency(urgency, row.urgency)).length;
    if (raised === 0) return [];
    return {
      id: urgency,
      digit: index + 1,
      label: en.urgency[urgency],
      hint: batchWords.raises(raised, rows.length - raised),
      urgency,
      off: null,
      decision: { kind: "set-urgency", to: urgency, reason: null },
    };
  });
}

export function isBatchDecision(decision: DecisionForm): decision is BatchDecision {
  return decision.kind === "assign" || decision.kind === "set-urgency" || decision.kind === "add-note";
}
