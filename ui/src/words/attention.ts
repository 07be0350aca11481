/** Words of the Needs attention screen. */

import type { FailedReason, FieldView } from "../host/host";
import { fmtCount, fmtMany } from "./format";

export const attentionWords = {
  region: "Needs attention",
  order: "Conflicts, then failed, then oldest waiting.",
  list: "What needs attention",
  sendNow: "Send now",
  conflicts: (count: number) => `Conflicts: ${fmtCount(count)}`,
  failed: (count: number) => `Not taken or not delivered: ${fmtCount(count)}`,
  waiting: (count: number) => `Saved on this PC, waiting to send: ${fmtCount(count)}`,
  unreadable: (count: number) => `Could not be read: ${fmtCount(count)}`,
  sentToday: (count: number) => `Sent today: ${fmtCount(count)}`,
  empty: "Nothing needs attention",
  emptyHint: "Every decision on this PC has been confirmed by the provider.",
  emptyWaiting: "No conflict and nothing failed",
  emptyWaitingHint: "What is listed goes by itself when the provider can be reached.",
  pick: "Choose an item on the left to decide it.",
  conflictTag: "Conflict",
  failedTag: "Failed",
  unreadableTag: "Could not be read",
  you: (time: string) => `You ${time}`,
  found: (time: string) => `Found ${time}`,
  differs: (fields: string) => `Differs: ${fields}`,
  attempts: (count: number) => `tried ${fmtMany(count, "time")}`,
  open: "Open request",
  byAt: (by: string, time: string) => `${by}, ${time}`,

  title: (who: string) => `${who} changed this request too`,
  someone: "Somebody else",
  safe: "Nothing is lost. Until someone decides, the more urgent decision is in force for everyone:",
  caption: "What you saw, what is there now, what you decided",
  saw: "What you saw",
  sawHint: "before either decision",
  there: "What is there now",
  inForce: "In force",
  mine: "What you decided",
  mineHint: (who: string, time: string) => `${who} ${time}, this PC, not sent`,
  thereHint: (who: string | null, time: string | null) =>
    [who, time].filter((part) => part !== null).join(" ") || "from the provider",
  field: {
    urgency: "Urgency",
    owner: "Owner",
    category: "Category",
    outcome: "Outcome",
    messages: "Messages",
    content: "The patient’s words or answers",
    held: "Held or waiting",
  } satisfies Record<FieldView, string>,
  open_: "Open",
  noMessages: "None",
  notHeld: "No",
  heldAs: (forPatient: boolean, when: string) =>
    `${forPatient ? "Waiting for patient" : "Held"} until ${when}`,
  notChanged: "not changed",
  asRead: "As it stood then",
  corrected: "Corrected since; open the request to read it",

  decide: "Decide",
  keep: "Keep what is there now",
  keepHint: (what: string) => `Your decision (${what}) is not used. The history says so.`,
  mineChoice: "Use mine",
  mineChoiceRest: "and give a reason",
  mineHintChoice: (who: string) =>
    `Your decision is sent again on top of ${who}’s. Both stay in the history.`,
  mineReply:
    "Your reply was written before the latest message. It is sent as it is; read the messages first.",
  openChoice: "Open the request",
  openChoiceRest: "and decide afresh",
  openHint: "The conflict stays here until you come back to it.",
  reason: "Reason, kept with the request",
  reasonEmpty: "Enter a reason to use yours.",
  confirm: (digit: number, does: string) => `Confirm ${digit}: ${does}`,
  doesKeep: "keep what is there now",
  doesMine: "use mine",
  doesOpen: "open the request",
  resolving: "Saving your choice",
  twoKeys: "Nothing changes until you confirm. By keys: 1, 2 or 3, then Enter.",

  failedTitle: (name: string, reason: FailedReason) =>
    reason === "not-delivered"
      ? `The reply to ${name} was not delivered`
      : `The decision for ${name} was not taken by the provider`,
  failedSafe: "It is kept on this PC; nothing was thrown away.",
  failedTodo: "What to do",
  again: (name: string) => `Send it to ${name} once more`,
  againHint:
    "Change the words, or the way to reach them first, if that is why it failed. It is held 20 seconds before it goes.",
  againSending: "Saving",
  againEmpty: "Write what is to be sent.",
  againButton: "Send again",
  againLabel: (name: string) => `Send again to ${name}`,
  failedWhat: "What was decided",
  failedWhy: "What happened",
  failedSaid: "What the provider said",
  unreadableTitle: (reference: string) => `Reference ${reference} could not be read`,
  unreadableText:
    "The provider sent something that this version of Triage Desk does not understand. It is kept as it came. Find the reference on the provider’s own page and deal with it there; tell IT the problem below.",
  unreadableSeen: (time: string) => `First seen ${time}.`,
  problem: "Problem",
} as const;

const FAILED: Record<FailedReason, { what: string; todo: string }> = {
  refused: {
    what: "The provider refused the decision.",
    todo: "Open the request, look at how it stands now, and decide again.",
  },
  "not-allowed": {
    what: "The provider does not allow your account to do this.",
    todo: "Ask a colleague whose role may do it, or whoever looks after the provider’s accounts.",
  },
  "too-large": {
    what: "The text was too long for the provider.",
    todo: "Open the request and write it shorter.",
  },
  gone: {
    what: "The request is no longer with the provider.",
    todo: "Look the patient up in the clinical system and deal with it there.",
  },
  "sign-in": {
    what: "You were signed out of the provider.",
    todo: "Sign in again with Switch user; it is then sent by itself.",
  },
  "lost-on-server": {
    what: "The provider confirmed the decision and later no longer had it.",
    todo: "Open the request and check; decide again if it is not there.",
  },
  "waited-too-long": {
    what: "The reply waited here for more than half an hour and was not sent: things may have changed since.",
    todo: "Open the request, read what is new, and send the reply again if it still fits.",
  },
  "keeps-failing": {
    what: "The provider fails whenever it is sent this decision, and takes others.",
    todo: "Nothing is lost and it is tried again every ten minutes. Tell the provider if it stays here.",
  },
  "not-delivered": {
    what: "The message could not be delivered to the patient.",
    todo: "Phone the patient, or check the number and write again.",
  },
};

export function failedText(reason: FailedReason): { what: string; todo: string } {
  return FAILED[reason];
}
