/** Words of work on several marked requests: the panel, the choosers, and what became of it. */

import type { BlockedWhy, DecisionForm, Urgency } from "../host/host";
import type { Names } from "./decide";
import { en } from "./en";
import { fmtCount, fmtMany } from "./format";

/** What can be decided on several requests at once. */
export type BatchDecision = Extract<DecisionForm, { kind: "assign" | "set-urgency" | "add-note" }>;

const requests = (count: number) => fmtMany(count, "request");

export const batchWords = {
  marked: (count: number) => `${requests(count)} marked`,
  markedShort: (count: number) => `${fmtCount(count)} marked`,
  nothingMarked: "No request is marked",
  reading: "Marking the requests",
  hint: "Assign, Urgency and Note act on all of them. Other keys act on one request only.",
  list: "Marked requests",
  clear: "Unmark all",
  decide: "Decide on them",
  box: "Mark this request. Shift and a click mark those between as well.",
  boxMarked: "Take the mark off",
  toolbar: "Actions on the marked requests",
  busy: "Wait until the marked requests are done.",
  full: (max: number) => `${fmtCount(max)} requests are marked.`,
  fullRest: "That is the most at once; the others are not marked.",
  gap: "Only the requests that have loaded are marked.",
  gapRest: "Wait a moment, then mark on.",
  moved: "This request is no longer in this view, so it cannot be marked.",
  movedRest: "Decide on it by itself.",
  oneOnly: (count: number) => `${requests(count)} ${count === 1 ? "is" : "are"} marked.`,
  oneOnlyRest: (verb: string, count: number) =>
    count === 1
      ? `${verb} works on the open request: press Esc to unmark it.`
      : `${verb} works on one: press Esc to unmark all.`,

  assignTitle: (count: number) => `Assign ${requests(count)} to…`,
  urgencyTitle: (count: number) => `Raise the urgency of ${requests(count)} to…`,
  raises: (raised: number, left: number) =>
    left === 0
      ? `Raises ${fmtCount(raised)}`
      : `Raises ${fmtCount(raised)}; ${fmtCount(left)} stay${left === 1 ? "s" : ""} as ${left === 1 ? "it is" : "they are"}`,
  raiseHint: "Requests that are as urgent already, or more urgent, or closed, are left as they are.",
  noRaise: "None of the marked requests can be raised.",
  noteTitle: (count: number) => `Note on ${requests(count)}`,

  progress: (done: number, total: number) => `${fmtCount(done)} of ${requests(total)} done`,
  undo: (count: number) => (count === 1 ? "Undo takes it back." : `Undo takes all ${fmtCount(count)} back.`),
  takenBack: (count: number) => (count === 0 ? "None was taken back." : `${fmtCount(count)} taken back.`),
  takingBack: (done: number, total: number) => `Taking back: ${fmtCount(done)} of ${fmtCount(total)}`,
  stopped: (name: string, why: string) => `It stopped at ${name}: ${why}`,
  untried: (names: readonly string[]) => `Not done and still marked: ${names.join("; ")}.`,
  left: {
    closed: "already closed",
    withdrawn: "withdrawn by the provider",
    readOnly: "cannot be changed here",
    changed: "changed since it was marked",
    gone: "no longer on this PC",
    urgency: (now: Urgency) => `already ${en.urgency[now]}`,
  },
} as const;

/** Why the rules leave out one request of several; what is not here would hold for all of them. */
const LEFT: Partial<Record<BlockedWhy, string>> = {
  "already-closed": batchWords.left.closed,
  "withdrawn-by-provider": batchWords.left.withdrawn,
  "no-change": "is so already",
  "claimed-by-other": "a colleague has it open",
};

export function leftText(why: BlockedWhy): string | null {
  return LEFT[why] ?? null;
}

/** `6 assigned to Duty GP`. */
export function didManyText(decision: BatchDecision, count: number, names: Names): string {
  const many = count === 0 ? "None" : fmtCount(count);
  if (decision.kind === "add-note") return `${many} given the note`;
  if (decision.kind === "set-urgency") return `${many} raised to ${en.urgency[decision.to]}`;
  const { to } = decision;
  if (to.kind === "nobody") return `${many} assigned to nobody`;
  return `${many} assigned to ${(to.kind === "team" ? names.team(to.id) : names.person(to.id)) ?? to.id}`;
}

/** `1 left as it was: KHAN, Farah (already closed)`. */
export function leftManyText(left: readonly { name: string; why: string }[]): string {
  const names = left.map(({ name, why }) => `${name} (${why})`).join("; ");
  return `${fmtCount(left.length)} left as ${left.length === 1 ? "it was" : "they were"}: ${names}`;
}
