/** Words for entering a request that somebody told by phone or at the desk. */

import { fmtCount } from "./format";

export const enterWords = {
  button: "New request",
  title: "New request for a caller or somebody at the desk",
  kept: (when: string | null) =>
    when === null
      ? "You began this and did not save it. It is as you left it."
      : `Kept from ${when}. You began this and did not save it.`,
  startAfresh: "Clear and start afresh",

  who: {
    label: "Who is it about?",
    hint: "Type a name or an NHS number. Patients with a request on this PC are found, also offline.",
    results: "Patients found",
    asking: "Looking",
    found: (shown: number, total: number) =>
      total > shown
        ? `The newest ${fmtCount(shown)} of ${fmtCount(total)} requests. Type more to find the right patient.`
        : `${fmtCount(total)} found, newest first. Choose the patient.`,
    none: "No patient on this PC matches.",
    lastAsked: (when: string) => `Asked ${when}:`,
    notFound: "Not found: enter the name as told",
    name: "Name as told",
    nameHint: "The request is kept as not matched to a registered patient.",
    lookAgain: "Look for the patient again",
    other: "Choose somebody else",
    chosen: (name: string, age: string, number: string) => `Chosen: ${name}, ${age}, NHS number ${number}`,
    ageNotKnown: "age not known",
    numberNotKnown: "not known",
  },
  born: {
    legend: "Date of birth, as they say it (if known)",
    hint: "For example 2 3 1961. It is kept as told, and not checked.",
    day: "Day",
    month: "Month",
    year: "Year",
    read: (date: string) => `Born ${date}`,
    problem: {
      "part-missing": "Enter the day, the month and the year, or leave all three empty.",
      "short-year": "Enter the year with four digits, such as 1961.",
      "no-such-day": "There is no such date. Check the day, the month and the year.",
      "too-early": "Enter a year from 1900 on.",
      "to-come": "That date is still to come. Check the year.",
    },
  },
  route: { legend: "How did they ask?", phone: "By phone", desk: "At the front desk" },
  ringBack: "Number to ring back, where one was given",
  words: {
    label: "What did they say?",
    hint: "In their own words, as far as you can.",
  },
  category: { legend: "What is it about?" },
  urgency: { legend: "How urgent is it?" },

  blank: {
    who: "Choose the patient, or enter the name as told.",
    name: "Enter the name as told.",
    words: "Enter what they said.",
    urgency: "Choose how urgent it is.",
  },
  save: "Save request",
  saveLabel: (name: string | null) => (name === null ? "Save request" : `Save request for ${name}`),
  saving: "Saving",
  close: "Close, keep what I typed",
  saved: (name: string) => `Saved on this PC: a new request for ${name}. It is open now.`,
} as const;
