/** Words of the Workload screen. */

import { fmtCount, fmtMany } from "./format";

export const workloadWords = {
  region: "Workload",
  title: (date: string) => `Workload, ${date}`,
  asAt: (time: string) => `As at ${time}`,
  neverSynced: "Not synced yet",
  fromSync: "last sync.",
  unsent: (count: number) =>
    count === 0
      ? "Every decision on this PC has been sent."
      : `${fmtMany(count, "decision")} on this PC ${count === 1 ? "is" : "are"} not sent yet and ${count === 1 ? "is" : "are"} counted.`,
  stale: "These numbers are this PC’s; others may have done more since.",
  received: "Received",
  done: "Closed",
  decided: "Decided",
  decidedHint: "answered or closed",
  open: "Open",
  openHint: (count: number) => `${fmtCount(count)} wait for the patient`,
  neverSeen: "Never seen",
  neverSeenHint: (count: number) => `${fmtCount(count)} clinical for over 30 min`,
  late: "Late",
  lateHint: "past their reply time",
  response: "First response, median",
  responseNone: "None yet",
  responseHint: (p90: string, count: number) => `90th ${p90}, n = ${fmtCount(count)}`,
  responseHintNone: "no first response today",
  today: "today",
  hour: "Hour",
  byHour: "Received and closed by hour",
  byHourText: (received: number, closed: number) =>
    `${fmtCount(received)} received, ${fmtCount(closed)} closed.`,
  byHourLabel: (received: number, closed: number, peak: string) =>
    `Received ${fmtCount(received)} and closed ${fmtCount(closed)} today; most arrived ${peak}.`,
  peak: (hour: string) => `between ${hour}:00 and ${hour}:59`,
  noPeak: "at no particular hour",
  night: "night",
  age: "Open by age",
  ageText: "Working time since received.",
  ageLabel: (total: number) => `${fmtMany(total, "open request")} by working time since received.`,
  clinical: "clinical",
  other: "other",
  byCategory: "By category",
  byUrgency: "By urgency",
  countText: "Open now; received and closed today.",
  countLabel: (title: string, parts: string) => `${title}, open now: ${parts}.`,
  openNow: "open",
  asTable: "As table",
  asChart: "As chart",
  what: "What",
  total: "Total",
  failed: "The numbers could not be read. Nothing is lost.",
} as const;
