/** Words of copying for another program, of filing, and of who is writing. */

import type { CopyWhat } from "../host/host";
import { fmtMany } from "./format";

export const copyWords = {
  button: "Copy",
  title: (name: string) => `Copy from ${name}`,
  what: {
    "nhs-number": ["NHS number, digits only", "for the clinical system’s search"],
    "nhs-number-spaced": ["NHS number, spaced", "as people read it"],
    "name-and-born": ["Name and date of birth", null],
    "request-text": ["What the patient sent", "their words and every answer"],
    record: ["Text for the clinical record", "in the practice’s form; see Settings"],
  } satisfies Record<CopyWhat, [string, string | null]>,
  noNumber: "no NHS number is known",
  done: (what: CopyWhat) => `Copied: ${copyWords.what[what][0]}.`,
  clears: (seconds: number) =>
    `It is cleared from the clipboard after ${fmtMany(seconds, "second")}, unless something else is copied.`,
  thenFile: "Paste it into the clinical record and save it there, then mark it as filed here.",
  file: "Mark as filed in the record",
  fileHint: "after you have pasted and saved it there",
  filedAlready: "it is marked as filed",
  filed: (when: string) => `Filed in the record ${when}`,
  notFiled: "Not yet marked as filed in the record",
  notFiledShort: "Not yet filed",
  fileNow: "Mark as filed",
  fileFirst: "Nothing was marked as filed.",
  fileFirstRest: "Copy the text for the record first: press C, then 5. The way to mark it comes with it.",
  filedBefore: "This request is marked as filed in the record already.",
} as const;

export const writingWords = {
  row: (by: string) => `${by} is writing`,
  reader: (by: string) => `${by} is writing to this patient.`,
  until: (time: string, asAt: string | null) =>
    `That counts until ${time} unless they go on${asAt === null ? "" : `; as at ${asAt}`}.`,
  locked: (by: string) => `${by} is writing a reply.`,
  lockedRest:
    "Yours would be the second. If both are sent, the later one is held for a person and not sent by itself.",
  anyway: "Write anyway",
  sureRest: (by: string) =>
    `The patient may get two replies, yours and that of ${by}. Ask ${by} first if you can.`,
  sure: "Yes, write too",
  wait: "Wait",
  freed: (by: string) => `${by} has stopped writing. You can write now.`,
} as const;

export const actionsWords = {
  title: "Your last actions today",
  open: "Last actions",
  empty: "You have not decided anything today.",
  hint: "Newest first, at most 50. What has been sent is undone by sending a new decision, where that is possible.",
  undo: "Undo",
  undoLabel: (what: string) => `Undo: ${what}`,
  undoing: "Undoing",
  impossible: "Cannot be undone here",
  tryAgain: "Try again",
  asking: "Reading your actions",
  close: "Close",
} as const;
