/** What waits by intent in the practice in memory: held until a moment, or until the patient writes or lets a time pass. */

import type { RowView, TimeView } from "../bindings";
import { type FakeRequest, MINUTE_MS, timeView, type World } from "./world";

/** Minutes after which it was decided to wait, once a request had come in. */
const DECIDED_AFTER_MINUTES = 20;

export function isHeld(world: World, request: FakeRequest): boolean {
  return request.heldUntilMs !== null && request.heldUntilMs > world.nowMs;
}

/** Until when a request is set aside, while it is. */
export function heldUntil(world: World, request: FakeRequest): TimeView | null {
  const { heldUntilMs } = request;
  return heldUntilMs === null || !isHeld(world, request) ? null : timeView(heldUntilMs, world.nowMs);
}

/** Waiting for the patient, who has not answered yet and may still do so in time. */
export function isParked(world: World, request: FakeRequest): boolean {
  const { awaitingUntilMs } = request;
  return isUnanswered(request) && (awaitingUntilMs === null || awaitingUntilMs > world.nowMs);
}

function isUnanswered(request: FakeRequest): boolean {
  return request.closed === null && request.awaiting && !request.answered;
}

/** Whether a request waits for the patient, until when, and since when in vain. */
export function waitView(
  world: World,
  request: FakeRequest,
): Pick<RowView, "awaitingPatient" | "awaitingUntil" | "noAnswerSince"> {
  const awaitingPatient = isParked(world, request);
  const { awaitingUntilMs } = request;
  const until = awaitingUntilMs === null ? null : timeView(awaitingUntilMs, world.nowMs);
  return {
    awaitingPatient,
    awaitingUntil: awaitingPatient ? until : null,
    noAnswerSince: isUnanswered(request) && !awaitingPatient ? until : null,
  };
}

/** Waits for the patient until then; null is without an end. */
export function waitForPatient(request: FakeRequest, until: string | null): void {
  request.awaiting = true;
  request.awaitingUntilMs = until === null ? null : momentOf(until);
  request.answered = false;
}

export function stopWaiting(request: FakeRequest): void {
  request.awaiting = false;
  request.awaitingUntilMs = null;
  request.answered = false;
}

/** A moment, or a time of the practice's own clock: the practice in memory lives in summer time. */
export function momentOf(text: string): number {
  return Date.parse(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}:00+01:00`);
}

/** Which requests wait for the patient without having been answered, until when, and who decided so. */
const WAITING: readonly (readonly [id: string, until: string, by: string])[] = [
  ["req-12", "2026-09-07T08:00", "Jo Marsden"],
  ["req-27", "2026-09-07T08:00", "Dr Anwen Rees"],
  ["req-33", "2026-09-21T08:00", "Carys Evans"],
  ["req-35", "2026-09-10T08:00", "Carys Evans"],
];

/** Asked by a reply, and with a time to answer by. */
const ASKED = "req-59";
const ASKED_UNTIL = "2026-09-14T08:00";

/** Lets a few requests wait for the patient: some still, some in vain, and one after a reply. */
export function addWaits(requests: ReadonlyMap<string, FakeRequest>): void {
  for (const [id, until, by] of WAITING) {
    const request = requests.get(id);
    if (request === undefined || request.closed !== null) continue;
    waitForPatient(request, until);
    request.events.push({
      atMs: request.receivedMs + DECIDED_AFTER_MINUTES * MINUTE_MS,
      by,
      what: { kind: "hold", until: new Date(momentOf(until)).toISOString(), waitsFor: "patient" },
      ownerName: null,
      opId: null,
      withdrawn: false,
    });
  }
  const asked = requests.get(ASKED);
  if (asked?.awaiting === true) waitForPatient(asked, ASKED_UNTIL);
}
