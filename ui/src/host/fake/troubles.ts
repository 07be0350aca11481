/** What can go wrong, ready to be looked at: a conflict, a failed message, something unreadable. */

import type { ConflictView, SideView } from "../bindings";
import { type FakeRequest, MINUTE_MS, timeView, type World } from "./world";

const FIT_NOTE = "Your fit note is ready to collect from the front desk.";

/** Puts one of each kind into the world. */
export function addTroubles(world: World): void {
  const open = [...world.requests.values()].filter(
    (request) => request.closed === null && !request.withdrawn,
  );
  const [clash, undelivered] = [open[3], open[9]];
  const at = (minutes: number) => timeView(world.nowMs - minutes * MINUTE_MS, world.nowMs);
  if (clash !== undefined) world.conflicts.push(ownerConflict(world, clash));
  if (undelivered !== undefined) {
    undelivered.messages.push({
      kind: "reply",
      id: "failed-1",
      author: "Carys Evans",
      at: at(33),
      text: FIT_NOTE,
      delivery: "failed",
      failure: "Number not in use",
      channel: "text message",
      mayAnswer: false,
      attachments: [],
      opId: null,
    });
    world.failed.push({
      opId: "failed-1",
      requestId: undelivered.id,
      name: undelivered.patient.name,
      decision: {
        kind: "reply",
        text: FIT_NOTE,
        then: { kind: "keep-open" },
        mayAnswer: false,
        attachments: [],
      },
      ownerName: null,
      at: at(33),
      by: "Carys Evans",
      reason: "not-delivered",
      httpStatus: null,
      said: "Number not in use",
    });
  }
  world.unreadable.push({
    reference: "ML-203977",
    problem: "The patient’s date of birth is not a date",
    seenAt: at(58),
  });
}

/** Two people decided about the same request: the provider has the more urgent one in force. */
export function ownerConflict(world: World, request: FakeRequest): ConflictView {
  const at = (minutes: number) => timeView(world.nowMs - minutes * MINUTE_MS, world.nowMs);
  const saw: SideView = {
    urgency: request.urgency,
    owner: { kind: "nobody" },
    category: request.category,
    outcome: null,
    messages: [],
    held: null,
    heldForPatient: false,
  };
  request.urgency = "urgent-today";
  request.contested = true;
  request.owner = { kind: "team", id: "t-duty", name: "Duty GP" };
  return {
    opId: "conflict-1",
    requestId: request.id,
    patient: request.patient,
    words: request.words,
    receivedAt: timeView(request.receivedMs, world.nowMs),
    decision: { kind: "assign", to: { kind: "team", id: "t-physio" } },
    decidedAt: at(5),
    decidedBy: world.staff?.name ?? "Carys Evans",
    changedBy: "Dr Anwen Rees",
    changedAt: at(6),
    foundAt: at(3),
    differs: ["urgency", "owner", "messages"],
    saw,
    there: {
      ...saw,
      urgency: "urgent-today",
      owner: { kind: "team", id: "t-duty", name: "Duty GP" },
      messages: ["Numb between the legs since last night."],
      held: null,
    },
    mine: { ...saw, owner: { kind: "team", id: "t-physio", name: "Physio" } },
  };
}
