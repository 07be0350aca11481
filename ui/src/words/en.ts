/** Every sentence of the desk itself, in plain English. Screens with many words of their own have them beside this file. */

import type { Category, OwnerView, Role, SyncWord, Urgency, ViewId } from "../host/host";
import { fmtCount, fmtMany, fmtOrdinal } from "./format";

/** How a request came in, in words; a code nobody here knows is shown as it is. */
export function routeWord(route: string): string {
  const known: Record<string, string> = {
    web: "Website",
    "nhs-app": "NHS App",
    phone: "Phone",
    desk: "Front desk",
  };
  return known[route] ?? route;
}

export const en = {
  product: "Triage Desk",
  notAnNhsProduct: "Not an NHS product",

  role: { receptionist: "Reception", gp: "GP", manager: "Manager" } satisfies Record<Role, string>,

  urgency: {
    emergency: "Emergency",
    "urgent-today": "Urgent today",
    soon: "Soon",
    routine: "Routine",
  } satisfies Record<Urgency, string>,

  urgencyMeans: {
    emergency: "Now: 999 or the duty doctor at once",
    "urgent-today": "Dealt with before the end of today",
    soon: "Within 2 working days",
    routine: "In turn",
  } satisfies Record<Urgency, string>,

  category: {
    clinical: "Clinical",
    administrative: "Administrative",
    unknown: "Not sorted",
  } satisfies Record<Category, string>,

  view: {
    unassigned: "Unassigned",
    urgent: "Urgent",
    mine: "Mine",
    team: "Teams",
    waiting: "Waiting for patient",
    held: "Held",
    "done-today": "Done today",
    "all-open": "All open",
    minutes: "My minutes",
    everything: "Everything on this PC",
  } satisfies Record<ViewId, string>,
  viewShort: { waiting: "Waiting", rest: " for patient" },
  attention: "Needs attention",
  workload: "Workload",
  settings: "Settings",
  settingsUnsaved: "not saved",
  openSettings: "Open Settings",
  views: "Views",
  chooseView: (name: string, count: number) => `View: ${name}, ${fmtCount(count)}. Choose another view`,

  sync: {
    clean: "",
    saved: "Saved on this PC",
    sending: "Sending",
    sent: "Sent",
    conflict: "Conflict",
    failed: "Failed",
    "sign-in": "Waits for sign-in",
  } satisfies Record<SyncWord, string>,

  link: {
    online: "Connected",
    reconnecting: "Reconnecting",
    offline: "Offline",
    "working-offline": "Working offline",
    "sign-in-needed": "Signed out of the provider",
  },
  asAt: (time: string) => `as at ${time}`,
  neverSynced: "nothing received yet",

  top: {
    search: "Search this view",
    searchAll: "Search all open requests",
    clearSearch: "Clear search",
    urgent: (count: number) => `Urgent ${fmtCount(count)}`,
    urgentLabel: (count: number) => `Urgent ${fmtCount(count)}: open the Urgent view`,
    user: (name: string, role: string) => `${name}, ${role}`,
    menu: "Your menu",
    switchUser: "Switch user",
    workOffline: "Work offline",
    workOfflineHint: "Keeps this PC off the network until you turn it on again",
    workOnline: "Go back online",
    syncNow: "Check for new requests now",
    about: (version: string) => `Triage Desk ${version}. Not an NHS product.`,
    back: (place: string) => `Back to ${place}`,
    focusMode: "One patient only; the list is hidden",
  },

  textSize: {
    is: (percent: number) => `Text size ${percent} %`,
    isLargest: (percent: number) => `Text size ${percent} %, the largest`,
    isSmallest: (percent: number) => `Text size ${percent} %, the smallest`,
    notKept: (size: string) => `${size}. It could not be kept for the next time.`,
  },

  queue: {
    region: (view: string) => `${view} requests`,
    order: "Urgent first, then oldest received.",
    orderDone: "Latest closed first.",
    orderHeld: "First to come back first.",
    orderEverything: "Newest first, open and closed.",
    orderMinutes: "The riskiest first.",
    asAt: (time: string) => `As at ${time}`,
    neverSynced: "Nothing received yet",
    open: (count: number) => `${fmtCount(count)} open`,
    done: (count: number) => `${fmtCount(count)} done`,
    found: (count: number) => `${fmtCount(count)} found`,
    pinned: (count: number, total: number) => `Urgent, pinned: ${fmtCount(count)} of ${fmtCount(total)}`,
    oldest: (count: number) => `Oldest first: ${fmtCount(count)}`,
    arrivalsNew: (count: number) => `${fmtCount(count)} new`,
    arrivalsSince: (time: string | null, urgent: number) =>
      `${time === null ? "" : ` since ${time}`}, ${urgent === 0 ? "none urgent" : `${fmtCount(urgent)} urgent`}`,
    movedOn: (count: number) => `${fmtCount(count)} dealt with`,
    movedOnRest: ", still shown in place",
    show: "Show",
    tidy: "Clear away",
    empty: (view: ViewId) => {
      if (view === "unassigned") return "No unassigned requests";
      if (view === "urgent") return "No urgent requests";
      if (view === "mine") return "Nothing waits for you";
      if (view === "team") return "Nothing waits for a team";
      if (view === "waiting") return "Nobody is waiting to hear from a patient";
      if (view === "held") return "Nothing is held for later";
      if (view === "done-today") return "Nothing has been closed today";
      if (view === "everything") return "There are no requests on this PC";
      return "No open requests";
    },
    lastChecked: (time: string) => `Last checked ${time}.`,
    doneToday: (count: number) => `Done today: ${fmtCount(count)}.`,
    noMatch: (words: string) => `Nothing here matches “${words}”`,
    noMatchHint: "Search looks in this view only: names, NHS numbers and the patients’ words.",
    noMatchAtAllHint:
      "Every request on this PC was looked through, open and closed: names, NHS numbers and the patients’ words. Try fewer words.",
    searchAll: "Search everything on this PC",
    searched: (words: string, count: number) => `${fmtMany(count, "request")} found for “${words}”`,
    notOnPc: "Not on this PC yet",
    notOnPcHint: "It will load when you are connected.",
    firstSync: (received: string) => `Bringing the practice’s requests to this PC: ${received} so far`,
    firstSyncHint: "You can start on the requests that are here.",
    failed: "The list could not be read. Nothing is lost.",
    tryAgain: "Try again",
    reading: "Reading the list",
    nothingOpen: "No request is open",
    nothingOpenHint: "Choose one in the list to read it here.",
    nothingHereHint: "Nothing is in the list beside this. Other lists are on the left.",
  },

  row: {
    waiting: (wait: string) => `waiting ${wait}`,
    paused: "waits for patient",
    until: (when: string) => `until ${when}`,
    waitingFor: (when: string | null) =>
      when === null ? "Waiting for patient" : `Waiting for patient until ${when}`,
    noAnswer: (when: string) => `No answer by ${when}`,
    held: (when: string) => `held to ${when}`,
    closed: "closed",
    closedAt: (when: string) => `closed ${when}`,
    noOutcome: "no outcome given",
    by: (when: string) => `by ${when}`,
    late: (when: string) => `late: ${when}`,
    age: (years: number) => `${years}y`,
    spokenAge: (years: number) => `${years} years`,
    redFlag: "Red flag",
    repeat: (ordinal: number, days: number) => `${fmtOrdinal(ordinal)} request in ${fmtMany(days, "day")}`,
    changed: (time: string, by: string | null) =>
      by === null ? `Changed ${time}` : `Changed ${time} by ${by}`,
    sentBy: (who: string) => `Sent by ${who}`,
    photos: (count: number) => fmtMany(count, "photo"),
    unmatched: "Not matched",
    similar: "Similar name",
    answered: "Patient answered",
    draft: "Draft",
    draftBegun: "draft begun",
    moved: "No longer in this view",
    done: "Done",
    loading: "Loading",
  },

  owner: {
    nobody: "Not assigned",
    nobodyShort: "Nobody",
    of: (owner: OwnerView) => (owner.kind === "nobody" ? "Not assigned" : owner.name),
  },

  status: {
    region: "Status",
    last: (time: string, what: string) => `Last action ${time}: ${what}`,
    none: "No action yet in this session",
    undo: "Undo",
    undoHeld: "Undo and take back",
    undoNot: "This action cannot be undone: it has reached the patient or the provider.",
    held: (seconds: number) => `A reply is held: sends in ${seconds} s`,
    conflicts: (count: number) => fmtMany(count, "conflict"),
    failed: (count: number) => `${fmtCount(count)} failed`,
    unreadable: (count: number) => `${fmtCount(count)} could not be read`,
    saved: "Saved on this PC",
    sending: (count: number) => `Sending ${fmtCount(count)}`,
    sentToday: "Sent today",
    youAre: "You are",
  },

  guard: {
    typing: "That looked like typing.",
    typingRest: "Nothing was changed.",
    hint: "That key does nothing here. Press F1 for the keys.",
    changed: "This request changed while it was open.",
    changedRest: "Decision keys are off until you press Enter.",
    go: "Continue",
    noUndo: "There is nothing to undo.",
    close: "Close this message",
  },

  changes: {
    urgency: (to: string) => `Urgency is ${to}.`,
    owner: (to: string) => `Owner: ${to}.`,
    category: (to: string) => `Category is ${to}.`,
    closed: (label: string | null, by: string | null) =>
      `Closed${by === null ? "" : ` by ${by}`}${label === null ? ", no outcome given" : `: ${label}`}.`,
    reopened: "It is open again.",
    withdrawn: "The provider withdrew it.",
    patientWrote: "The patient wrote again.",
    replied: "Somebody answered the patient.",
    words: "The patient’s words were corrected.",
    patient: "The patient’s details changed.",
  },

  next: (name: string, position: string) => `Next: ${name}, ${position}`,
  position: (index: number, total: number) => `${fmtCount(index)} of ${fmtCount(total)}`,
  listEnd: "That was the last one in this list.",
} as const;
