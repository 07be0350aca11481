/** Words of the reader: banner, clock, the parts of a request. */

import type { ChaseView, Delivery, PatientView, Urgency } from "../host/host";
import { en } from "./en";
import { fmtCount, fmtMany, fmtMoment, fmtOrdinal, fmtTime } from "./format";

/** How somebody asked what became of it. */
const CHASED: Record<ChaseView["route"], string> = {
  phone: "by phone",
  desk: "at the front desk",
  online: "online",
  other: "in another way",
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** How a message goes, as the wire names it and as people do. */
const CHANNELS: Record<string, string> = { sms: "text message" };

export const readerWords = {
  region: (name: string) => `Request from ${name}`,
  opening: "Opening the request",
  gone: "This request is not on this PC any more. Nothing of yours was lost; choose another in the list.",
  failed: "The request could not be opened. Nothing is lost; choose it again.",

  banner: {
    region: "Patient",
    born: "Born",
    notGiven: "Not given",
    died: "Died",
    dateNotKnown: "Date not known",
    gender: "Gender",
    nhsNumber: "NHS No.",
    notMatched: "Not matched to a registered patient",
    verified: "Verified match",
    unverified: "Match not verified",
    invalidNumber: "The NHS number sent is not valid",
    mobile: "Mobile",
    prefers: "Prefers",
    usualGp: "Usual GP",
    language: "Language",
    sentBy: "Sent by",
    allergies: "Allergies unavailable: check the clinical record",
    copy: "Copy",
    copyNumber: "Copy the NHS number",
  },
  match: (match: PatientView["match"]): string => {
    if (match === "verified") return "Verified match";
    if (match === "unverified") return "Match not verified";
    if (match === "invalid-number") return "The NHS number sent is not valid";
    return "No NHS number sent";
  },

  repeat: (ordinal: number, days: number) => `${fmtOrdinal(ordinal)} request in ${fmtMany(days, "day")}.`,
  earlierButton: (count: number) => `Earlier requests ${fmtCount(count)}`,
  quoted: (words: string) => `“${words}”`,

  clock: {
    label: (received: string, now: string, due: string) =>
      `Received ${received}, now ${now}, reply by ${due}`,
    received: (when: string) => `${when} received`,
    receivedAt: (when: string) => `Received ${when}`,
    now: (when: string) => `${when} now`,
    due: (when: string) => `${when} reply by`,
    replyBy: (when: string) => `Reply by ${when}`,
    today: (when: string) => `Reply by ${when} today`,
    late: (when: string) => `Late: a reply was due ${when}`,
    noDue: "Answered: no reply time is running",
    waiting: (wait: string) => `waiting ${wait}`,
    held: (when: string) => `Held until ${when}`,
    paused: (until: string | null) =>
      `Waiting for patient${until === null ? "" : ` until ${until}`}: the clock is paused`,
    intake: (urgency: Urgency) => `sent in as ${en.urgency[urgency]}`,
  },

  closed: (label: string | null, when: string | null, by: string | null) =>
    `Closed${when === null ? "" : ` ${when}`}${by === null ? "" : ` by ${by}`}${label === null ? ", no outcome given" : `: ${label}`}.`,
  closedHint: "It opens again by itself if the patient writes.",
  mergedInto: (when: string | null) =>
    when === null ? "Merged into another request of this patient." : `Merged into the request of ${when}.`,
  mergedIntoHint: "Go on with it there. If they are two things after all, reopen this one.",
  openMerged: "Open that request",
  partMerged: "Separate them",
  chases: (count: number) =>
    count === 1 ? "The patient asked again." : `The patient asked again ${fmtCount(count)} times.`,
  lastChase: (chases: readonly ChaseView[]) => {
    const last = chases.at(-1);
    if (last === undefined) return "";
    const when = last.at.day === "today" ? `today ${fmtTime(last.at.local)}` : fmtMoment(last.at);
    return `${capital(chases.length === 1 ? when : `last ${when}`)} ${CHASED[last.route]}.`;
  },
  withdrawn: "The provider withdrew this request.",
  withdrawnHint: "It stays readable here; nothing more can be decided on it.",
  contested: (urgency: Urgency) =>
    `Two people set different urgencies. ${en.urgency[urgency]}, the more urgent, is in force.`,
  contestedHint: "See Needs attention.",
  readOnly: "You can read this request but not change it; the line at the top of the window says why.",
  unreadable: (count: number) =>
    `${fmtMany(count, "part")} of this request could not be read. What is readable is shown; check the provider’s own page before you decide.`,
  amended: "The patient or provider has corrected this request since it arrived.",

  flags: {
    region: "Red flag answers",
    title: (flags: number, answers: number) => `Red flag answers: ${flags} of ${answers}`,
    why: "Shown because of this answer; not a diagnosis.",
  },
  words: {
    title: "In the patient’s words",
    titleBy: (who: string) => `In the words of the ${who}`,
    received: (when: string) => `received ${when}`,
  },
  answers: { title: "Answers", none: "None were asked" },
  notes: {
    title: "Notes",
    none: "No notes yet",
  },
  messages: {
    title: "Messages",
    none: "Nothing has been sent to the patient yet",
    patient: "Patient",
    delivery: {
      held: "Held on this PC, can still be taken back",
      "not-sent": "Saved on this PC, not sent yet",
      waiting: "Sent to the provider, delivery not confirmed",
      sent: "Sent",
      delivered: "Delivered",
      failed: "Not delivered",
    } satisfies Record<Delivery, string>,
    by: (channel: string) => `by ${CHANNELS[channel] ?? channel}`,
    said: (failure: string) => `The provider said: “${failure}”`,
    saidNothing: "The provider gave no reason.",
    sentAgain: "Sent again further down.",
    files: "Files sent with it",
    mayAnswer: "The patient may answer once.",
    state: (when: string, channel: string, delivery: string) => `${when}, ${channel}. ${delivery}`,
  },
  earlier: {
    title: "Earlier requests",
    none: "None in 12 months",
    open: "still open",
    alike: (why: string) => `Looks like the same request: ${why}. Press Shift+M to compare and merge.`,
    closed: "closed",
  },
  events: { title: "What was done", none: "Nothing has been done on this PC yet", takenBack: "taken back" },
  photos: {
    title: "Photos",
    hidden: (count: number) => `${fmtCount(count)}, hidden`,
    show: "Show photo",
    hide: "Hide photo",
    notHere: (size: string) => `Photo not on this PC (${size}).`,
    notHereHint: "It comes when you are connected.",
    get: "Try to get it",
    failed: "The photo could not be shown. It is kept with the provider; try again when connected.",
    alt: (title: string) => `Photo sent by the patient: ${title}`,
    loading: "Opening the photo",
  },
  reference: (reference: string) => `Reference ${reference}`,
} as const;
