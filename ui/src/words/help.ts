/** Words of the help: what it says of itself, and its topics. */

import type { Scope } from "../core/commands";
import { en } from "./en";
import { fmtMany } from "./format";

export const helpWords = {
  button: "Help",
  title: "Help",
  search: "Search the help: a word or a key",
  results: "Topics and keys",
  intro:
    "Single keys work while the list or the request has the focus. Every key has a button too. 24-hour clock.",
  introNoSingle:
    "Single keys are off for you; Settings turns them on. Every command is also among all commands, Ctrl+K, and has a button. 24-hour clock.",
  topics: "Good to know",
  keys: "Keys",
  inPalette: "Ctrl+K",
  scope: {
    triage: "In the list and the request",
    window: "Anywhere",
    reply: "While writing a reply",
    merge: "While comparing two requests",
    conflict: "In a conflict",
  } satisfies Record<Scope, string>,
  chooser: "In a chooser",
  chooserKeys: [
    ["1 to 9, 0", "Choose and go on"],
    ["↑ ↓ then Enter", "Choose"],
    ["Letters", "Find in a long list"],
    ["Esc", "Close, nothing changes"],
  ],
  or: "or",
  found: (count: number) => (count === 0 ? "Nothing found" : `${fmtMany(count, "entry", "entries")} found`),
  none: (typed: string) => `The help has nothing for “${typed}”`,
  noneHint:
    "Try another word, or a key such as F5 or Ctrl+K. Patients and requests are found with Search, Ctrl+F.",
  close: "Close",
} as const;

export type HelpTopic = {
  id: string;
  title: string;
  text: readonly string[];
  /** Marks on screen, each with what it means. */
  marks?: readonly (readonly [string, string])[];
};

const MARKS: HelpTopic["marks"] = [
  [en.urgency.emergency, en.urgencyMeans.emergency],
  [en.urgency["urgent-today"], en.urgencyMeans["urgent-today"]],
  [en.urgency.soon, en.urgencyMeans.soon],
  [en.urgency.routine, en.urgencyMeans.routine],
  [en.row.redFlag, "The patient gave an answer that may point to danger. Read it first."],
  [en.row.repeat(2, 9), "The same patient wrote not long ago. Read both together."],
  [en.row.unmatched, "The provider has not matched this person to a registered patient."],
  [en.row.similar, "Somebody else in the list has nearly the same name. Check the date of birth."],
  [en.row.answered, "The patient wrote again after your practice did."],
  [en.row.changed("09:12", null), "Somebody else changed it since you last opened it."],
  [en.row.moved, "Dealt with. It stays in its place until you clear the list."],
  [en.sync.saved, "Safe on this PC, not with the provider yet. It goes by itself."],
  [en.sync.sending, "On its way to the provider."],
  [en.sync.sent, "The provider has it."],
  [en.sync["sign-in"], "It goes once the person who decided has signed in again."],
  [en.sync.conflict, "Two people decided differently. Somebody has to choose."],
  [en.sync.failed, "The provider did not take it. Look under Needs attention."],
];

/** In the order in which they are listed. */
export const HELP_TOPICS: readonly HelpTopic[] = [
  {
    id: "marks",
    title: "What the marks mean",
    text: ["Each mark says its meaning in a word; its shape and colour only repeat it."],
    marks: MARKS,
  },
  {
    id: "as-at",
    title: "What “as at” and “offline” mean",
    text: [
      "“As at 09:41” means: everything that the provider had at 09:41 is on this PC. What came in later may not be here yet. F5 checks now.",
      "Offline means that this PC cannot reach the provider. You can keep working: what you decide is saved here and sent when the line is back. New requests do not arrive meanwhile, so check the provider on another PC or phone for urgent ones.",
      "Your menu has Work offline. It keeps this PC off the network until you turn it on again.",
    ],
  },
  {
    id: "undo",
    title: "Undo, and the 20 seconds",
    text: [
      "A reply waits 20 seconds before it is sent, everything else 5 seconds. Until then Undo takes it back without a trace. The bar at the foot counts the seconds.",
      "After that, Undo puts things back by a new decision, where that is possible. A reply or a note that was sent cannot be undone, and the button says so.",
      "Last actions, Ctrl+Shift+Z, lists your last 50 of today. While you write a reply, Ctrl+Z belongs to your text and Alt+Z undoes the last action.",
    ],
  },
  {
    id: "unsent",
    title: "What happens to decisions that are not sent yet",
    text: [
      "Every decision is saved on this PC, encrypted, before the screen says so. It stays when you close the program or the power fails, and is sent by itself once the provider can be reached. The bar at the foot counts what waits.",
      "A reply that waited for more than half an hour is not sent by itself, because things may have changed. It stands under Needs attention until you look at it.",
      "Do not remove Triage Desk from a PC that has decisions waiting: they are nowhere else.",
    ],
  },
  {
    id: "conflicts",
    title: "Conflicts: two people decided differently",
    text: [
      "Nobody’s decision is overwritten. Until somebody chooses, the more urgent of the two is in force for everyone.",
      "Needs attention, Ctrl+O, shows side by side what you saw, what is there now and what you decided. Keep what is there, or use yours and give a reason.",
    ],
  },
  {
    id: "practise",
    title: "Practise with invented patients",
    text: [
      "Practice, Ctrl+Shift+T, opens a queue of invented patients to try things in. It is marked on every screen, nothing is sent, and all of it is thrown away when you leave.",
      "Your practice’s own requests go on coming in behind it. The bar at the top says how many urgent ones are open there.",
    ],
  },
  {
    id: "outage",
    title: "Print the list for an outage",
    text: [
      "List for an outage, Ctrl+Shift+P, shows every open request on this PC for printing. You give a reason, and your name, the time and the reason are written down.",
      "The list is as old as its “as at” says. Keep it with you, and shred it once its requests are dealt with.",
    ],
  },
  {
    id: "ask",
    title: "Who to ask for help",
    text: [
      "Triage Desk or this PC does not work: your IT support. Send them the report, by the button below, and any code that is on screen. The report holds nothing of a patient.",
      "Somebody’s name, role or sign-in is wrong: whoever looks after the provider’s accounts.",
      "Routes, templates and outcomes: your practice manager or a GP. They change them in Settings, Ctrl+,.",
    ],
  },
];
