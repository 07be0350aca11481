/** What was begun and not saved, by request, so that neither closing a box nor a failure loses it while the window is open. */

import type { DecisionForm } from "../../host/host";

export const keptNotes = new Map<string, string>();

/** What patients said when they asked again. */
export const keptChases = new Map<string, string>();

/** Other words for a reply that failed, by that reply. */
export const keptReplies = new Map<string, string>();

/** Puts the words of a decision that was not saved back to where they are written. */
export function keepWords(requestId: string, decision: DecisionForm): void {
  if (decision.kind === "add-note") keptNotes.set(requestId, decision.text);
  if (decision.kind === "send-again") keptReplies.set(decision.reply, decision.text);
  if (decision.kind === "log-chase" && decision.text !== null) keptChases.set(requestId, decision.text);
}
