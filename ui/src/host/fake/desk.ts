/** Beside the decisions: what is copied, who is writing, what was done today, and the minutes that somebody has. */

import type { ClaimView, CopiedView, CopyForm, LastActionView, MinutesView, WritingForm } from "../bindings";
import { refuse } from "./decisions";
import { actionView } from "./status";
import { belongs, URGENCY_ORDER, waitingMinutes } from "./views";
import { type FakeRequest, MINUTE_MS, timeView, type World } from "./world";

const CLEARED_AFTER_S = 60;
const CLAIM_MINUTES = 5;
const ACTIONS_MAX = 50;
const MINUTES_MAX = 240;
/** What a request takes here, whatever its length. */
const EACH_MINUTES = 3;

export function copied(world: World, { requestId, what }: CopyForm): CopiedView {
  const { patient } = found(world, requestId);
  if (what.startsWith("nhs-number") && patient.nhsNumber === null)
    throw refuse({ kind: "invalid", field: "nhs-number", problem: "missing" });
  world.clipboard = { requestId, what };
  return { what, clearsInSeconds: CLEARED_AFTER_S };
}

export function claimOn(world: World, requestId: string): ClaimView | null {
  const claim = world.claims.get(requestId);
  if (claim === undefined || claim.untilMs <= world.nowMs) return null;
  return {
    by: claim.by,
    mine: claim.by === world.staff?.name,
    until: timeView(claim.untilMs, world.nowMs),
  };
}

export function startWriting(world: World, { requestId }: WritingForm): ClaimView | null {
  const there = claimOn(world, requestId);
  if (there !== null && !there.mine) return there;
  if (world.staff === null || found(world, requestId).closed !== null) return null;
  const untilMs = world.nowMs + CLAIM_MINUTES * MINUTE_MS;
  world.claims.set(requestId, { by: world.staff.name, untilMs });
  return claimOn(world, requestId);
}

export function stopWriting(world: World, { requestId }: WritingForm): null {
  if (claimOn(world, requestId)?.mine === true) world.claims.delete(requestId);
  return null;
}

export function actionsView(world: World): LastActionView[] {
  const mine = world.ops.filter((op) => !op.silent).slice(-ACTIONS_MAX);
  return mine.toReversed().map((op) => actionView(world, op));
}

export function startMinutes(world: World, minutes: number): MinutesView {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MINUTES_MAX)
    throw refuse({ kind: "invalid", field: "minutes", problem: "out-of-range" });
  const mine = [...world.requests.values()].filter((request) => belongs(world, request, "mine"));
  const risk = (one: FakeRequest, other: FakeRequest) =>
    URGENCY_ORDER[one.urgency] - URGENCY_ORDER[other.urgency] ||
    waitingMinutes(world, other) - waitingMinutes(world, one);
  const fits = mine.toSorted(risk).slice(0, Math.floor(minutes / EACH_MINUTES));
  world.minutes = {
    minutes,
    startedMs: world.nowMs,
    ids: fits.map((request) => request.id),
    leftOut: mine.length - fits.length,
    running: true,
  };
  return runningMinutes(world, true);
}

export function runningMinutes(world: World, running: boolean): MinutesView {
  if (world.minutes !== null) world.minutes.running = running;
  const view = minutesView(world);
  if (view === null || (running && view.left === 0 && view.total > 0)) throw refuse({ kind: "not-found" });
  return view;
}

export function minutesView(world: World): MinutesView | null {
  const plan = world.minutes;
  if (plan === null) return null;
  const left = plan.ids.filter((id) => belongs(world, found(world, id), "mine")).length;
  return {
    minutes: plan.minutes,
    startedAt: timeView(plan.startedMs, world.nowMs),
    total: plan.ids.length,
    left,
    estimateMinutes: left * EACH_MINUTES,
    leftOut: plan.leftOut,
    running: plan.running && left > 0,
    pacePercent: null,
  };
}

function found(world: World, id: string): FakeRequest {
  const request = world.requests.get(id);
  if (request === undefined) throw refuse({ kind: "not-found" });
  return request;
}
