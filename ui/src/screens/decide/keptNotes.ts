/** What was written for a decision goes once that is saved, and back to where it is written where it was not. */

import type { DecisionForm, Host } from "../../host/host";

/** Other words for a reply that failed, by that reply, while the window is open. */
export const keptReplies = new Map<string, string>();

/** Puts the words of a decision that was not saved back to where they are written. */
export function keepWords(host: Host, requestId: string, decision: DecisionForm): void {
  if (decision.kind === "send-again") keptReplies.set(decision.reply, decision.text);
  if (decision.kind === "add-note") keep(host, `note:${requestId}`, decision.text);
  if (decision.kind === "log-chase") keep(host, `chase:${requestId}`, decision.text ?? "");
}

/** A decision is saved: its words are written no more. */
export function forgetWords(host: Host, requestId: string, decision: DecisionForm): void {
  if (decision.kind === "add-note") keep(host, `note:${requestId}`, "");
  if (decision.kind === "log-chase") keep(host, `chase:${requestId}`, "");
}

/** Where the disk takes nothing, the notice about the decision says so. */
function keep(host: Host, place: string, text: string): void {
  host.keepTyped({ place, text }).catch(() => undefined);
}
