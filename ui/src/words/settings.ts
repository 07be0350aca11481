/** Words of the settings. */

import type { SettingsSection } from "../app/place";
import type { Role } from "../host/host";
import { fmtMany } from "./format";

/** The limits that Rust keeps, as far as a sentence names them. */
const LIMITS: Record<string, number> = {
  label: 40,
  note: 2000,
  name: 60,
  text: 4000,
  recordFormat: 4000,
  routes: 9,
  templates: 60,
  savedViews: 9,
  search: 200,
};

export const settingsWords = {
  region: "Settings",
  sections: "Parts of Settings",
  section: {
    yours: "Yours",
    routes: "Routes",
    templates: "Templates",
    outcomes: "Outcomes",
    record: "Text for the record",
    copy: "Copy to other PCs",
  } satisfies Record<SettingsSection, string>,
  reading: "Reading the settings",
  failed: "The settings could not be read. Nothing is lost.",
  changed: (when: string, by: string | null) =>
    `The practice’s settings were last changed ${when}${by === null ? "" : ` by ${by}`}.`,
  neverChanged: "The practice’s settings are as they came with the program.",
  clock: "24-hour clock.",
  locked: "You can look at this part. Managers and GPs can change it.",

  save: "Save changes",
  saving: "Saving",
  saved: "Saved.",
  allSaved: "Everything is saved.",
  unsaved: "Your changes are not saved yet. They stay here if you go elsewhere, until the program closes.",
  notSaved: (why: string) => `Nothing was saved. ${why}`,
  overtaken: (by: string | null) =>
    `${by ?? "Somebody"} changed the practice’s settings after you began. What you changed here replaces theirs when you save.`,
  discard: "Discard",
  discardAsk: "Discard all changes that are not saved?",
  discardYes: "Discard them",
  discardNo: "Keep them",
  nothingToSave: "Nothing has been changed.",

  up: (name: string) => `Move up: ${name}`,
  down: (name: string) => `Move down: ${name}`,
  remove: (name: string) => `Remove: ${name}`,
  removeShort: "Remove",
  isFirst: "It is the first already.",
  isLast: "It is the last already.",

  keys: {
    title: "Keyboard",
    single: "Single keys",
    singleHint:
      "One key acts in the list and the request: T routes, A assigns, J and K move. Turn this off if you dictate, for example with Dragon, or if keys act that you did not mean. Then only keys with Ctrl or Alt act, such as Alt+T, and the keys F1 to F12; arrows, Enter and Esc stay.",
  },
  notify: {
    title: "Notifications",
    label: "Notifications on this PC",
    hint: "They show counts only, never a name or a patient’s words.",
    sound: "Sound when an urgent request comes in",
    soundHint:
      "On this PC, also while this window is in front, for when you look elsewhere. A notification with the count comes with it, even with notifications off.",
  },

  routes: {
    intro:
      "A route gives a request to somebody with two keys, T and its number. It can raise urgency and leave a note. It never lowers urgency.",
    none: "No routes are set up yet.",
    noneHint: "Add one for each place where many requests go.",
    legend: (digit: number) => `Route ${digit}`,
    label: "Name",
    to: "Goes to",
    nobody: "Nobody: back to Unassigned",
    gone: "Not on the staff list any more: choose another",
    teams: "Teams",
    people: "People",
    urgency: "Raises to",
    asItIs: "Leave as it is",
    note: "Note it leaves, if any",
    add: "Add a route",
    full: "There are nine routes: one for each number. Remove one first.",
  },

  templates: {
    yoursTitle: "Your templates",
    yoursIntro: "Only you see these, on this PC.",
    intro: "Everybody in the practice sees these.",
    none: "No templates are here yet.",
    noneHint: "A template is a message that begins already written.",
    name: "Name",
    language: "Language",
    text: "Text",
    textHint:
      "{{salutation}}, {{me}} and {{practice}} are filled in by themselves. Any other words in double braces are a blank: a message with a blank is not sent until it is filled.",
    add: "Add a template",
    unnamed: "New template",
  },

  outcomes: {
    intro:
      "What can be chosen when a request is done. The first ten have a number. What is not ticked is not offered; requests that have it already keep it.",
    shown: (label: string) => `Offer ${label}`,
    hidden: "not offered",
  },

  record: {
    intro: "The text that Copy puts together for the patient’s record in the clinical system.",
    label: "Text",
    fields: "Fields. Press one to put it where the cursor is.",
    preview: "How it looks, with an invented patient",
  },

  copy: {
    exportTitle: "Take the settings from this PC",
    exportHint:
      "Writes a file with routes, templates, outcomes and the text for the record. Nothing of a patient and nothing personal is in it.",
    exportButton: "Write the file",
    exporting: "Writing the file",
    exported: "Written to",
    exportedHint: "Take the file to the other PC and choose it there under Bring settings to this PC.",
    importTitle: "Bring settings to this PC",
    importHint: "Choose a file that another PC wrote. You are asked before anything is replaced.",
    file: "File",
    importAsk: (file: string) => `Replace the practice’s settings with ${file}?`,
    importWhat: (routes: number, templates: number, outcomes: number) =>
      `This replaces the practice’s ${fmtMany(routes, "route")}, ${fmtMany(templates, "shared template")}, ${fmtMany(outcomes, "outcome")} and the text for the record on this PC: all of them, or none if the file has a fault. What is yours stays as it is.`,
    importYes: "Replace them",
    importNo: "Leave as it is",
    importing: "Replacing",
    imported: (file: string) => `The settings from ${file} are in use on this PC.`,
    unreadableFile: "The file could not be read. Nothing was changed; choose it again.",
    saveFirst: "Save or discard your changes first.",
  },
} as const;

/** Why a line of the settings was refused, where to be read beside it. */
export function settingProblem(field: string, problem: string): string {
  const part = field.split(".").at(-1) ?? "";
  const limit = LIMITS[part] ?? 0;
  switch (problem) {
    case "empty":
      return field === "outcomes" ? "Offer at least one outcome." : "Fill this in.";
    case "too-long":
      return `This is too long: ${limit} characters at most.`;
    case "too-many":
      return `There are too many: ${limit} at most.`;
    case "same-twice":
      return "Another one has this name already. Give each its own.";
    case "not-there":
      return "That is not there any more. Choose another.";
    case "unknown-field":
      return "A field between {{ and }} is not one of those listed below. Correct it or take it out.";
    case "not-allowed":
      return settingsWords.locked;
    case "not-a-setup-file":
      return "That is not a settings file of Triage Desk. Nothing was changed; choose another file.";
    case "newer-file":
      return "A newer version of Triage Desk wrote that file. Nothing was changed; update this PC first.";
    default:
      return "This cannot be used. Correct it and save again.";
  }
}

/** Who may change the practice's part. */
export const MAY_CHANGE: Record<Role, boolean> = { receptionist: false, gp: true, manager: true };

/** An invented patient, for the preview of the text for the record. */
export const RECORD_SAMPLE: Readonly<Record<string, string>> = {
  reference: "ML-204117",
  received: "07-Sep-2026 08:12",
  patient: "EXAMPLE, Eleri (Mrs)",
  born: "04-Sep-1962",
  "nhs number": "999 000 0018",
  "sent by": "Patient",
  words: "My cough is worse since Friday.",
  answers: "How long: ten days\nFever: no",
  messages: "07-Sep-2026 09:02 Dr Example: Please come in at 11:20 today.",
  notes: "07-Sep-2026 08:40 Reception: phoned, no answer.",
  outcome: "Face to face today",
};
