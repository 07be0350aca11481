/** Words of the list for the hours in which no PC works. */

import type { Urgency } from "../host/host";
import { en } from "./en";
import { fmtCount, fmtMany } from "./format";

export const outageWords = {
  menu: "List for an outage",
  ask: {
    title: "Make a list for an outage?",
    lines: [
      "The list names every patient with an open request, with date of birth, NHS number, mobile number and what they wrote. These data leave this PC.",
      "Keep the list with you, and shred it once its requests are dealt with. Your name, the time and your reason are written down on this PC.",
    ],
    reason: "Reason, written down on this PC",
    button: "Make the list",
    making: "Making the list",
  },

  title: "Open requests, for an outage",
  print: "Print",
  close: "Close",
  closeHint: "Closing removes the list from the screen. Nothing of it is saved.",
  practice: "Practice",
  asAt: "As at",
  neverSynced: "Nothing received yet",
  madeAt: "Made at",
  madeBy: "Made by",
  count: "Requests",
  clock: "24-hour clock",
  counts: (total: number, of: Record<Urgency, number>) =>
    `${fmtCount(total)} open: ${(["emergency", "urgent-today", "soon", "routine"] as const)
      .map((urgency) => `${en.urgency[urgency]} ${fmtCount(of[urgency])}`)
      .join(", ")}`,
  running: (practice: string, asAt: string, madeBy: string) =>
    `${practice}. As at ${asAt}. Made by ${madeBy}. Confidential.`,
  order: "Urgent first, then oldest received.",
  empty: "There is no open request on this PC.",

  old: (minutes: number) => `These data are ${fmtMany(minutes, "minute")} old.`,
  oldNever: "This PC has never fetched all requests.",
  oldText: (when: string | null) =>
    `${when === null ? "Requests may be missing from this list." : `Requests that arrived after ${when} are not on this list.`} Check the provider on another PC or phone for urgent requests.`,

  columns: {
    urgency: "Urgency",
    name: "Patient",
    born: "Born",
    nhsNumber: "NHS No.",
    mobile: "Mobile",
    received: "Received",
    waiting: "Waiting",
    owner: "Owner",
  },
  notGiven: "Not given",
  noNumber: "Not matched",
  due: (when: string) => `reply by ${when}`,
  late: (when: string) => `late: reply was due ${when}`,
} as const;
