/** The world as the screens see it: rows, requests, counts. Reads only. */

import type {
  AgeBand,
  DueView,
  EarlierView,
  Freshness,
  InTimeView,
  QueueForm,
  RailView,
  RequestView,
  RowView,
  SyncWord,
  Urgency,
  ViewId,
  WorkloadView,
} from "../bindings";
import { claimOn } from "./desk";
import { heldUntil, isHeld, isParked, waitView } from "./waiting";
import { dueMs, type FakeRequest, MINUTE_MS, timeView, type World } from "./world";

export const URGENCY_ORDER: Record<Urgency, number> = {
  emergency: 0,
  "urgent-today": 1,
  soon: 2,
  routine: 3,
};

export function isUrgent(request: FakeRequest): boolean {
  return request.closed === null && URGENCY_ORDER[request.urgency] <= 1;
}

export function lowers(from: Urgency, to: Urgency): boolean {
  return URGENCY_ORDER[to] > URGENCY_ORDER[from];
}

export function belongs(world: World, request: FakeRequest, view: ViewId): boolean {
  const { owner } = request;
  const open = request.closed === null;
  switch (view) {
    case "unassigned":
      return open && isOurs(world, request) && owner.kind === "nobody";
    case "urgent":
      return isUrgent(request);
    case "mine":
    case "minutes":
      return open && isOurs(world, request) && owner.kind === "person" && owner.id === world.staff?.id;
    case "team":
      return open && isOurs(world, request) && owner.kind === "team";
    case "waiting":
      return open && !isHeld(world, request) && isParked(world, request);
    case "held":
      return open && isHeld(world, request);
    case "done-today":
      return !open;
    case "all-open":
      return open;
    case "everything":
      return true;
  }
}

function isOurs(world: World, request: FakeRequest): boolean {
  return !isParked(world, request) && !isHeld(world, request);
}

/** Every word of the search, in any order and any case. */
function matches(request: FakeRequest, search: string): boolean {
  const { name, nhsNumber } = request.patient;
  const spaced = (nhsNumber ?? "").replace(/^(...)(...)/, "$1 $2 ");
  const text = [name, nhsNumber, spaced, request.reference, request.title, request.words]
    .join("\n")
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The ids of a view in its order: urgent first, then oldest; closed ones latest first. */
export function orderOf(world: World, form: Pick<QueueForm, "view" | "search">): string[] {
  const found = [...world.requests.values()].filter(
    (request) => belongs(world, request, form.view) && matches(request, form.search),
  );
  if (form.view === "minutes") {
    const planned = world.minutes?.ids ?? [];
    return planned.filter((id) => found.some((request) => request.id === id));
  }
  if (form.view === "everything") {
    found.sort((a, b) => b.receivedMs - a.receivedMs);
  } else if (form.view === "held") {
    found.sort((a, b) => (a.heldUntilMs ?? 0) - (b.heldUntilMs ?? 0));
  } else if (form.view === "done-today") {
    found.sort((a, b) => (b.closed?.atMs ?? 0) - (a.closed?.atMs ?? 0));
  } else {
    found.sort((a, b) => rank(a) - rank(b) || a.receivedMs - b.receivedMs);
  }
  return found.map((request) => request.id);
}

function rank(request: FakeRequest): number {
  return isUrgent(request) ? URGENCY_ORDER[request.urgency] : 2;
}

/** The same limit as Rust has. */
const URGENT_UNOWNED_MINUTES = 30;

export function railView(world: World): RailView {
  const count = (view: ViewId) =>
    [...world.requests.values()].filter((request) => belongs(world, request, view)).length;
  return {
    unassigned: count("unassigned"),
    urgent: count("urgent"),
    mine: count("mine"),
    team: count("team"),
    waiting: count("waiting"),
    held: count("held"),
    doneToday: count("done-today"),
    allOpen: count("all-open"),
    attention: world.conflicts.length + world.failed.length + world.unreadable.length,
    urgentUnowned: [...world.requests.values()].filter(
      (request) =>
        isUrgent(request) &&
        belongs(world, request, "unassigned") &&
        waitingMinutes(world, request) > URGENT_UNOWNED_MINUTES,
    ).length,
  };
}

export function syncOf(world: World, requestId: string): SyncWord {
  if (world.conflicts.some((conflict) => conflict.requestId === requestId)) return "conflict";
  if (world.failed.some((failed) => failed.requestId === requestId)) return "failed";
  const last = world.ops.filter((op) => op.requestId === requestId && !op.silent).at(-1);
  return last === undefined || last.sync === "sent" ? "clean" : last.sync;
}

export function opSync(world: World, opId: string | null): SyncWord {
  const op = world.ops.find((entry) => entry.opId === opId);
  return op === undefined ? "clean" : op.sync;
}

export function dueView(world: World, request: FakeRequest): DueView | null {
  if (request.closed !== null || isParked(world, request)) return null;
  const due = dueMs(request);
  const left = due - world.nowMs;
  const state = left < 0 ? "late" : left < 60 * MINUTE_MS ? "near" : "plain";
  return { at: timeView(due, world.nowMs), state };
}

export function waitingMinutes(world: World, request: FakeRequest): number {
  return Math.floor(((request.closed?.atMs ?? world.nowMs) - request.receivedMs) / MINUTE_MS);
}

export function rowView(world: World, request: FakeRequest, view: ViewId): RowView {
  const { patient } = request;
  return {
    id: request.id,
    urgency: request.urgency,
    name: patient.name,
    ageYears: patient.ageYears,
    receivedAt: timeView(request.receivedMs, world.nowMs),
    waitingMinutes: waitingMinutes(world, request),
    due: dueView(world, request),
    words: request.words,
    owner: request.owner,
    category: request.category,
    redFlag: request.redFlags.length > 0,
    repeat: request.repeat,
    changed:
      request.changed === null
        ? null
        : { at: timeView(request.changed.atMs, world.nowMs), by: request.changed.by },
    sync: syncOf(world, request.id),
    sentBy: request.sentBy,
    photos: request.photos.length,
    unmatched: patient.match === "missing" || patient.match === "invalid-number",
    similarName: hasSimilarName(world, request),
    claim: claimOn(world, request.id),
    hasDraft: world.drafts.has(request.id),
    ...waitView(world, request),
    heldUntil: heldUntil(world, request),
    patientAnswered: request.answered,
    closed: request.closed !== null,
    closedAt: request.closed === null ? null : timeView(request.closed.atMs, world.nowMs),
    outcome: request.closed?.label ?? null,
    moved: !belongs(world, request, view),
  };
}

/** Another open request is of somebody with the same family name and first initial (`PersonName::similar_to`). */
function hasSimilarName(world: World, request: FakeRequest): boolean {
  const key = similarKey(request);
  for (const other of world.requests.values()) {
    const isOther = other.closed === null && other.patient.nhsNumber !== request.patient.nhsNumber;
    if (isOther && similarKey(other) === key) return true;
  }
  return false;
}

function similarKey({ patient }: FakeRequest): string {
  return /^[^,]+, ./.exec(patient.name)?.[0] ?? patient.name;
}

export function requestView(world: World, request: FakeRequest): RequestView {
  const time = (ms: number) => timeView(ms, world.nowMs);
  const { patient, closed } = request;
  return {
    id: request.id,
    seen: `${request.id}:${request.version}`,
    reference: request.reference,
    title: request.title,
    patient,
    sentBy: request.sentBy,
    route: request.route,
    urgency: request.urgency,
    intakeUrgency: request.intakeUrgency,
    urgencyContested: request.contested,
    category: request.category,
    owner: request.owner,
    receivedAt: time(request.receivedMs),
    waitingMinutes: waitingMinutes(world, request),
    due: dueView(world, request),
    ...waitView(world, request),
    heldUntil: heldUntil(world, request),
    closed: closed === null ? null : { label: closed.label, at: time(closed.atMs), by: closed.by },
    filedAt: request.filedMs == null ? null : time(request.filedMs),
    claim: claimOn(world, request.id),
    withdrawn: request.withdrawn,
    mergedInto: request.mergedInto ?? null,
    firstOpenedAt: request.firstOpenedMs === null ? null : time(request.firstOpenedMs),
    words: request.words,
    amended: false,
    redFlags: request.redFlags,
    answers: request.answers,
    photos: request.photos.map((photo) => ({ ...photo, onDevice: photo.onDevice })),
    notes: request.notes.map(({ opId, ...note }) => ({ ...note, sync: opSync(world, opId) })),
    chases: (request.chases ?? []).map(({ atMs, route }) => ({ at: time(atMs), route })),
    messages: request.messages.map(({ opId: _op, ...message }) => message),
    earlier: request.earlier.map((other) => earlierView(world, request, other)),
    events: request.events.map(({ atMs, opId, ...event }) => ({
      ...event,
      at: time(atMs),
      sync: event.withdrawn ? "clean" : opSync(world, opId),
    })),
    repeat: request.repeat,
    sync: syncOf(world, request.id),
    unreadable: request.unreadable,
    readOnly: false,
  };
}

/** Another request as it is now: what has ended is no twin any more. */
function earlierView(world: World, request: FakeRequest, other: EarlierView): EarlierView {
  const there = world.requests.get(other.id);
  if (there === undefined) return other;
  const bothOpen = there.closed === null && request.closed === null;
  return {
    ...other,
    closed: there.closed !== null,
    outcome: there.closed?.label ?? null,
    likeness: bothOpen ? other.likeness : null,
  };
}

export function freshness(world: World): Freshness {
  const minutes = (world.nowMs - world.lastSyncMs) / MINUTE_MS;
  return minutes < 3 ? "live" : minutes < 15 ? "ageing" : "stale";
}

export function workloadView(world: World): WorkloadView {
  const all = [...world.requests.values()];
  const open = all.filter((request) => request.closed === null);
  const unseen = open.filter((request) => request.firstOpenedMs === null);
  const waits = all
    .filter((request) => request.firstOpenedMs !== null)
    .map((request) => ((request.firstOpenedMs ?? 0) - request.receivedMs) / MINUTE_MS + 20);
  waits.sort((a, b) => a - b);
  const percentile = (share: number) => waits[Math.floor((waits.length - 1) * share)] ?? null;
  const isToday = (ms: number) => timeView(ms, world.nowMs).day === "today";
  const counted = (of: FakeRequest[]) => ({
    received: of.filter((request) => isToday(request.receivedMs)).length,
    open: of.filter((request) => request.closed === null).length,
    decided: of.filter((request) => request.closed !== null || isParked(world, request)).length,
    closed: of.filter((request) => request.closed !== null).length,
  });
  return {
    day: timeView(world.nowMs, world.nowMs).local.slice(0, 10),
    asAt: timeView(world.lastSyncMs, world.nowMs),
    freshness: freshness(world),
    unsent: world.ops.filter((op) => op.sync === "saved").length,
    ...counted(all),
    awaitingPatient: open.filter((request) => isParked(world, request)).length,
    neverSeen: unseen.length,
    clinicalNeverSeenOver30: unseen.filter(
      (request) => request.category === "clinical" && waitingMinutes(world, request) > 30,
    ).length,
    late: open.filter((request) => dueMs(request) < world.nowMs).length,
    firstResponseMedianMinutes: percentile(0.5),
    firstResponseP90Minutes: percentile(0.9),
    firstResponseCount: waits.length,
    byCategory: (["clinical", "administrative", "unknown"] as const).map((group) => ({
      group,
      ...counted(all.filter((request) => request.category === group)),
    })),
    byUrgency: (["emergency", "urgent-today", "soon", "routine"] as const).map((group) => ({
      group,
      ...counted(all.filter((request) => request.urgency === group)),
    })),
    byHour: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      received: all.filter(
        (request) => isToday(request.receivedMs) && hourOf(request.receivedMs, world) === hour,
      ).length,
      closed: all.filter((request) => request.closed !== null && hourOf(request.closed.atMs, world) === hour)
        .length,
    })),
    openByAge: ageBands(world, open),
    urgentSameDay: inTime(
      world,
      all.filter((request) => URGENCY_ORDER[request.urgency] <= 1),
    ),
    answeredInTime: inTime(
      world,
      all.filter((request) => URGENCY_ORDER[request.urgency] > 1),
    ),
  };
}

function hourOf(ms: number, world: World): number {
  return Number(timeView(ms, world.nowMs).local.slice(11, 13));
}

/** Deadlines that end or ended on the day; an answered request was answered in time here. */
function inTime(world: World, of: FakeRequest[]): InTimeView {
  const today = of.filter((request) => timeView(dueMs(request), world.nowMs).day === "today");
  const open = today.filter((request) => request.closed === null && !isParked(world, request));
  const missed = open.filter((request) => dueMs(request) < world.nowMs).length;
  return { met: today.length - open.length, missed, running: open.length - missed };
}

function ageBands(world: World, open: FakeRequest[]): WorkloadView["openByAge"] {
  const bands: [AgeBand, number, number][] = [
    ["under-two-hours", 0, 120],
    ["two-to-four-hours", 120, 240],
    ["same-core-period", 240, 630],
    ["one-working-day", 630, 1260],
    ["two-working-days", 1260, 1890],
    ["three-to-five-working-days", 1890, 3780],
    ["over-five-working-days", 3780, Number.POSITIVE_INFINITY],
  ];
  return bands.map(([band, from, to]) => {
    const of = open.filter(
      (request) => waitingMinutes(world, request) >= from && waitingMinutes(world, request) < to,
    );
    const clinical = of.filter((request) => request.category === "clinical").length;
    return { band, clinical, other: of.length - clinical };
  });
}
