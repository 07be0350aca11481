/** What the practice in memory does for a caller, for the clock, and for the list on paper. */

import type { EnterForm, HoldTimeView, OutageListView } from "../bindings";
import { refuse } from "./decisions";
import { dueView, orderOf, waitingMinutes } from "./views";
import { heldUntil, waitView } from "./waiting";
import { type FakeRequest, timeView, type World } from "./world";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** When the practice opens (08:00), and when its afternoon begins (14:00): its day is one in summer time. */
const OPENS_MS = 7 * HOUR_MS;
const AFTERNOON_MS = 13 * HOUR_MS;

/** Enters a request; the same call twice enters one. */
export function enterRequest(world: World, form: EnterForm): void {
  if (world.requests.has(form.requestId)) return;
  if (form.words.trim() === "") throw refuse({ kind: "blocked", why: "empty-text" });
  const known = form.about.kind === "patient-of" ? world.requests.get(form.about.requestId) : undefined;
  if (form.about.kind === "patient-of" && known === undefined) throw refuse({ kind: "not-found" });
  if (form.about.kind === "not-identified" && form.about.name.trim() === "")
    throw refuse({ kind: "blocked", why: "empty-text" });
  const [first] = world.requests.values();
  const patient = known?.patient ?? stranger(first, form);
  if (patient === undefined) throw refuse({ kind: "not-found" });
  world.requests.set(form.requestId, {
    id: form.requestId,
    reference: "Not sent yet",
    patient,
    title: "",
    words: form.words.trim(),
    answers: answersOf(form),
    redFlags: [],
    photos: [],
    receivedMs: world.nowMs,
    route: form.route,
    sentBy: null,
    urgency: form.urgency,
    intakeUrgency: form.urgency,
    contested: false,
    category: form.category,
    owner: { kind: "nobody" },
    awaiting: false,
    awaitingUntilMs: null,
    answered: false,
    heldUntilMs: null,
    closed: null,
    withdrawn: false,
    firstOpenedMs: null,
    notes: [],
    messages: [],
    events: [],
    earlier: [],
    repeat: null,
    changed: null,
    unreadable: [],
    version: 1,
  });
}

function answersOf({ about, ringBack }: EnterForm): FakeRequest["answers"] {
  const born = about.kind === "not-identified" ? (about.born ?? "") : "";
  const told = [
    { question: "Date of birth, as told", answer: born },
    { question: "Number to ring back", answer: ringBack },
  ];
  return told.filter(({ answer }) => answer !== "").map((answer) => ({ ...answer, redFlag: false }));
}

function stranger(like: FakeRequest | undefined, form: EnterForm): FakeRequest["patient"] | undefined {
  if (like === undefined || form.about.kind !== "not-identified") return undefined;
  return {
    ...like.patient,
    name: form.about.name.trim(),
    salutation: null,
    born: null,
    ageYears: null,
    died: null,
    deceased: false,
    gender: "Not known",
    nhsNumber: null,
    match: "missing",
    mobile: null,
    prefers: null,
    usualGp: null,
    language: null,
  };
}

/** The moments that can be chosen now, as Rust offers them on a day without holidays. */
export function holdTimes(world: World): HoldTimeView[] {
  const midnight = Math.floor(world.nowMs / DAY_MS) * DAY_MS;
  const next = workingDayFrom(midnight + DAY_MS);
  const hour = Math.floor((world.nowMs + HOUR_MS) / 300_000) * 300_000;
  const moments: Offered[] = [
    { time: "in-an-hour", ms: hour },
    { time: "this-afternoon", ms: midnight + AFTERNOON_MS },
    { time: "next-working-day", ms: next + OPENS_MS },
    { time: "in-two-working-days", ms: workingDayFrom(next + DAY_MS) + OPENS_MS },
    { time: "in-a-week", ms: workingDayFrom(midnight + 7 * DAY_MS) + OPENS_MS },
  ];
  const patients: Offered[] = [
    { time: "in-three-days", ms: workingDayFrom(midnight + 3 * DAY_MS) + OPENS_MS },
    { time: "in-a-week", ms: workingDayFrom(midnight + 7 * DAY_MS) + OPENS_MS },
    { time: "in-two-weeks", ms: workingDayFrom(midnight + 14 * DAY_MS) + OPENS_MS },
  ];
  const offer = (waitsFor: HoldTimeView["waitsFor"], times: readonly Offered[]) =>
    times.map(({ time, ms }) => ({ time, waitsFor, at: timeView(ms, world.nowMs) }));
  const still = moments.filter(({ time, ms }) => time !== "this-afternoon" || ms > world.nowMs + HOUR_MS);
  return [...offer("moment", still), ...offer("patient", patients)];
}

type Offered = { time: HoldTimeView["time"]; ms: number };

function workingDayFrom(ms: number): number {
  const day = new Date(ms).getUTCDay();
  return day === 6 ? ms + 2 * DAY_MS : day === 0 ? ms + DAY_MS : ms;
}

/** Everything open, as the list on paper has it. */
export function outageListView(world: World): OutageListView {
  const ids = orderOf(world, { view: "all-open", search: "" });
  const requests = ids.flatMap((id) => world.requests.get(id) ?? []);
  return {
    rows: requests.map((request) => ({
      id: request.id,
      name: request.patient.name,
      born: request.patient.born,
      nhsNumber: request.patient.nhsNumber,
      mobile: request.patient.mobile,
      urgency: request.urgency,
      category: request.category,
      receivedAt: timeView(request.receivedMs, world.nowMs),
      waitingMinutes: waitingMinutes(world, request),
      due: dueView(world, request),
      owner: request.owner,
      words: request.words,
      redFlag: request.redFlags.length > 0,
      heldUntil: heldUntil(world, request),
      ...waitView(world, request),
    })),
    asAt: timeView(world.lastSyncMs, world.nowMs),
    madeAt: timeView(world.nowMs, world.nowMs),
    madeBy: world.staff?.name ?? "Nobody",
  };
}
