/** Words of the decisions: choosers, reasons, and what was done in one line. */

import type {
  AfterReply,
  BlockedWhy,
  DecisionForm,
  DispositionView,
  HoldTimeView,
  ModeView,
  Urgency,
} from "../host/host";
import { en } from "./en";
import { fileWords } from "./files";
import { fmtBrief, fmtCount, fmtInstant } from "./format";

/** Longest text about one further contact: a summary, not a letter. */
const CHASE_CHARS_MAX = 2_000;

export const decideWords = {
  toolbar: "Actions on this request",
  menu: (name: string) => `Actions on ${name}`,
  copy: "Copy the marked text",
  notCopied: "The text could not be copied. Try again, or press Ctrl+C.",
  actions: {
    assign: "Assign",
    urgency: "Urgency",
    category: "Category",
    reply: "Reply",
    note: "Note",
    done: "Done",
    reopen: "Reopen",
  },
  filter: "Type to filter, or press a number",
  filterLabel: "Find a choice",
  noChoice: "No choice matches. Nothing changes until you choose.",
  digits: (from: string, to: string) => ({ from, to }),
  choose: "choose",
  chooseNext: "choose and open next",
  cancel: "cancel",
  to: "to",

  route: {
    title: (name: string) => `Route ${name}`,
    reading: "Reading the practice’s routes",
    none: "No routes are set up yet. A manager can add them in Settings (Ctrl+,).",
    ownerGone: "Whoever it goes to is not on the staff list any more. A manager can change it in Settings.",
    nobody: "nobody",
    to: (name: string) => `to ${name}`,
    ownerAlready: (name: string) => `${name} has it already`,
    raises: (to: Urgency) => `raises to ${en.urgency[to]}`,
    stays: (now: Urgency) => `stays ${en.urgency[now]}: a route never lowers urgency`,
    withNote: "with a note",
    hint: (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(", "),
  },
  assign: {
    title: (name: string) => `Assign ${name}`,
    me: "Me",
    nobody: "Nobody",
    nobodyHint: "Back to Unassigned",
    team: "Team",
    now: "owner now",
  },
  urgency: {
    title: (name: string) => `Urgency of ${name}`,
    now: "now",
    lowers: "Lowers urgency: asks for a reason",
    mayNot: "Lowers urgency: ask a clinician",
  },
  category: {
    title: (name: string) => `Category of ${name}`,
    hint: {
      clinical: "About a medical problem",
      administrative: "Fit notes, letters, results, regular prescriptions",
      unknown: "Nobody has decided yet",
    },
  },
  chase: {
    title: (name: string) => `How did ${name} ask again?`,
    route: { phone: "By phone", desk: "At the front desk", online: "Online", other: "Another way" },
    said: "What they said, if anything. It is kept as a note; the patient does not see it.",
    saidHint: "Press Tab to write here. Then choose how below, or press Ctrl+Enter for the marked one.",
    /** Why what was written cannot be kept; null while it can. */
    tooLong: (said: string): string | null => {
      const length = [...said.trim()].length;
      if (length <= CHASE_CHARS_MAX) return null;
      return `This is ${fmtCount(length)} characters long and ${fmtCount(CHASE_CHARS_MAX)} fit. Shorten it first; nothing was saved.`;
    },
  },
  done: {
    title: (name: string) => `Done: what happened for ${name}?`,
    mode: "How it was done",
    noMode: "Not said",
    group: {
      message: "Message",
      appointment: "Appointment",
      document: "Document",
      signpost: "Sent elsewhere",
      none: "No care given",
    } satisfies Record<DispositionView["group"], string>,
    compareFirst: "Compare the two first: Merge (Alt+M)",
    notSeen:
      "This is a clinical request that nobody has opened. Read it first: it counts as opened once it has been on screen for a second.",
  },
  hold: {
    title: (name: string) => `Hold ${name}, or wait for the patient`,
    hint: "Either way it leaves your list until then, and is back at once if the patient writes.",
    group: {
      moment: "Hold: your move later, so it comes back by itself",
      patient: "Wait: the patient’s move, so it comes back when they write, or then",
    } satisfies Record<HoldTimeView["waitsFor"], string>,
    time: {
      "in-an-hour": "In an hour",
      "this-afternoon": "This afternoon",
      "next-working-day": "Next working day",
      "in-two-working-days": "In two working days",
      "in-three-days": "In three days",
      "in-a-week": "In a week",
      "in-two-weeks": "In two weeks",
    } satisfies Record<HoldTimeView["time"], string>,
    waitUntil: (when: string) => `Wait for the patient until ${when}`,
    reading: "Reading the times",
    noTimes: "The times could not be read. Nothing was changed; choose a date and time yourself.",
    other: "Another date and time…",
    otherHint: "to hold or to wait",
    end: "Now: take it back",
    heldUntil: (when: string) => `held until ${when}`,
    waitingUntil: (when: string | null) =>
      when === null ? "waiting for patient" : `waiting for patient until ${when}`,
    kind: "What happens until then?",
    kindOf: {
      moment: "Hold: it comes back by itself",
      patient: "Wait for the patient: it comes back when they write, or then",
    } satisfies Record<HoldTimeView["waitsFor"], string>,
    date: "Date",
    dateHint: "Day, month, year: 24-Nov-2026",
    clock: "Time",
    clockHint: "24-hour clock: 14:30",
    save: { moment: "Hold", patient: "Wait for the patient" } satisfies Record<
      HoldTimeView["waitsFor"],
      string
    >,
    problem: {
      "no-date": "Enter a date, for example 24-Nov-2026. Nothing was changed yet.",
      "no-time": "Enter a time, for example 14:30. Nothing was changed yet.",
    },
  },
  note: {
    title: (name: string) => `Note on ${name}`,
    label: "Note for the practice. The patient does not see it.",
    save: "Save note",
  },
  reason: {
    label: "Reason, kept with the request",
    empty: "Enter a reason.",
    back: "Go back",
    lowerTitle: (name: string) => `Lower urgency for ${name}?`,
    lowerText: (from: Urgency, to: Urgency) => `${en.urgency[from]} becomes ${en.urgency[to]}.`,
    lowerButton: (to: Urgency) => `Lower to ${en.urgency[to]}`,
    flagged: (answers: string) => `Red flag in the answers: ${answers}.`,
    closeTitle: (name: string) => `Close the request from ${name}?`,
    closeText: (outcome: string) => `It closes as: ${outcome}.`,
    closeButton: "Close request",
    reopenTitle: (name: string) => `Reopen the request from ${name}?`,
    reopenText: "It goes back to the open requests; the owner is kept.",
    reopenMergedText: "It is a request of its own again. The one it was merged into stays as it is.",
    reopenButton: "Reopen request",
  },
  off: {
    closed: "This request is closed. Reopen it first.",
    notClosed: "This request is open.",
    withdrawn: "The provider withdrew this request.",
    readOnly: "Decisions are off with this provider; the line at the top says why.",
    notMatched: "The patient is not matched, so no reply can be sent from here.",
    noReplyToRead: "Receptionists and GPs reply; this account reads only.",
  },
} as const;

const BLOCKED: Record<BlockedWhy, string> = {
  "already-closed": "This request is closed already. Nothing was changed; reopen it first.",
  "not-closed": "This request is open, so there is nothing to reopen. Nothing was changed.",
  "clinical-not-opened": decideWords.done.notSeen,
  "reason-needed": "This decision needs a reason. Nothing was changed; decide again and give one.",
  "role-may-not-lower-urgency":
    "Your role may raise urgency but not lower it. Nothing was changed; ask a clinician.",
  "no-change": "That is how it already is. Nothing was changed.",
  "empty-text": "There is no text yet. Nothing was saved; write it first.",
  "too-many-files": "A reply takes three files at most. Nothing was sent; remove one.",
  "text-too-long": "The text is too long. Nothing was sent; shorten it.",
  "withdrawn-by-provider":
    "The provider withdrew this request. Nothing was changed; it can still be read here.",
  "patient-not-matched":
    "The patient is not matched to a registered patient, so no message can be sent. Nothing was sent; phone instead.",
  "not-in-the-future": "That time is past. Nothing was changed; choose a later one.",
  "too-far-ahead": "That is too far ahead. Nothing was changed; choose an earlier time.",
  "not-held": "This request is neither held nor waiting, so there is nothing to end. Nothing was changed.",
  "not-failed": "This reply did not fail, or somebody has sent it again already. Nothing was sent.",
  "into-itself": "A request cannot be merged into itself. Nothing was changed.",
  "into-ended": "The other request has ended, so it cannot take this one in. Nothing was changed.",
  "other-patient": "The two requests are not about the same patient. Nothing was changed.",
  "claimed-by-other":
    "A colleague is writing to this patient. Nothing was changed; ask them, or wait until they have finished.",
  "already-entered": "This request is entered already. Nothing was entered twice.",
  "too-late-to-undo": "It is too late to undo: the decision has been sent. Decide again to change it.",
};

/** Why the rules do not allow a decision, as a sentence. */
export function blockedText(why: BlockedWhy): string {
  return BLOCKED[why];
}

export type Names = {
  dispositions: readonly DispositionView[];
  modes: readonly ModeView[];
  person: (id: string) => string | null;
  team: (id: string) => string | null;
};

export function outcomeLabel(code: string, dispositions: readonly DispositionView[]): string {
  return dispositions.find((entry) => entry.code === code)?.label ?? code;
}

/** A decision about a patient in one line: `assigned PATEL, Bilal (Mr) to Dr Rees`. */
export function didText(
  decision: DecisionForm,
  patient: string,
  ownerName: string | null,
  names: Names,
): string {
  switch (decision.kind) {
    case "assign":
      if (decision.to.kind === "nobody") return `took the owner off ${patient}`;
      return `assigned ${patient} to ${ownerName ?? nameOf(decision.to, names)}`;
    case "set-urgency":
      return `set ${patient} to ${en.urgency[decision.to]}`;
    case "set-category":
      return `sorted ${patient} as ${en.category[decision.to]}`;
    case "add-note":
      return `wrote a note on ${patient}`;
    case "first-opened":
      return `opened ${patient}`;
    case "reply":
      return `wrote a reply to ${patient}${fileWords.with(decision.attachments.length)}${decision.then.kind === "close" ? afterText(decision.then, names) : ""}`;
    case "close":
      return `closed ${patient}: ${outcomeLabel(decision.disposition, names.dispositions)}`;
    case "reopen":
      return `reopened ${patient}`;
    case "hold":
      return decision.waitsFor === "patient"
        ? `set ${patient} to wait for the patient until ${fmtInstant(decision.until)}`
        : `held ${patient} until ${fmtInstant(decision.until)}`;
    case "end-hold":
      return `took ${patient} back: no longer held or waiting`;
    case "send-again":
      return `sent a failed reply to ${patient} again`;
    case "merge":
      return `merged ${patient} into another request`;
    case "record-filed":
      return `marked ${patient} as filed in the record`;
    case "log-chase":
      return `noted that ${patient} asked again`;
    case "enter":
      return `entered a request for ${patient}`;
    case "claim":
      return `began writing to ${patient}`;
    case "release":
      return `stopped writing to ${patient}`;
  }
}

/** A decision without the patient: `Assigned to Dr Rees`. */
export function decisionText(decision: DecisionForm, ownerName: string | null, names: Names): string {
  switch (decision.kind) {
    case "assign":
      if (decision.to.kind === "nobody") return "Owner taken off";
      return `Assigned to ${ownerName ?? nameOf(decision.to, names)}`;
    case "set-urgency":
      return `Urgency: ${en.urgency[decision.to]}${decision.reason === null ? "" : `, “${decision.reason}”`}`;
    case "set-category":
      return `Category: ${en.category[decision.to]}`;
    case "add-note":
      return `Note: “${decision.text}”`;
    case "first-opened":
      return "Opened and read";
    case "reply":
      return `Reply: “${decision.text}”${besideText(decision)}${afterText(decision.then, names)}`;
    case "close":
      return `Closed: ${outcomeLabel(decision.disposition, names.dispositions)}${decision.reason === null ? "" : `, “${decision.reason}”`}`;
    case "reopen":
      return `Reopened: “${decision.reason}”`;
    case "hold":
      return `${decision.waitsFor === "patient" ? "Waiting for patient" : "Held"} until ${fmtInstant(decision.until)}`;
    case "end-hold":
      return "Taken back: no longer held or waiting";
    case "send-again":
      return `Sent again: “${decision.text}”`;
    case "merge":
      return "Closed as a duplicate of another request";
    case "record-filed":
      return "Filed in the patient’s record";
    case "log-chase":
      return `Asked again ${CHASED[decision.route]}${decision.text === null ? "" : `: “${decision.text}”`}`;
    case "enter":
      return `Entered ${ENTERED[decision.route]}: “${decision.words}”`;
    case "claim":
      return "Began writing to the patient";
    case "release":
      return "Stopped writing to the patient";
  }
}

/** The decision with a text that stands elsewhere in full cut after a word. Reasons are kept: they stand nowhere else. */
export function briefly(decision: DecisionForm): DecisionForm {
  switch (decision.kind) {
    case "add-note":
    case "reply":
    case "send-again":
      return { ...decision, text: fmtBrief(decision.text) };
    case "log-chase":
      return { ...decision, text: decision.text === null ? null : fmtBrief(decision.text) };
    case "enter":
      return { ...decision, words: fmtBrief(decision.words) };
    default:
      return decision;
  }
}

const CHASED = {
  phone: "by phone",
  desk: "at the desk",
  online: "online",
  other: "in another way",
} as const;

const ENTERED = { phone: "for a caller", desk: "for somebody at the desk" } as const;

/** What goes with the text of a reply. */
function besideText({ attachments, mayAnswer }: Extract<DecisionForm, { kind: "reply" }>): string {
  return `${fileWords.with(attachments.length)}${mayAnswer ? ", may be answered once" : ""}`;
}

function afterText(then: AfterReply, names: Names): string {
  if (then.kind === "close") return ` and closed it: ${outcomeLabel(then.disposition, names.dispositions)}`;
  if (then.kind === "keep-open") return "";
  return `, then waits for the patient${then.until === null ? "" : ` until ${fmtInstant(then.until)}`}`;
}

function nameOf(to: { kind: "team" | "person"; id: string }, names: Names): string {
  return (to.kind === "team" ? names.team(to.id) : names.person(to.id)) ?? to.id;
}
