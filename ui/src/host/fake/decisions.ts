/** The rules of decisions in the practice in memory, as Rust has them: what is refused, what changes, what undo gives back. */

import type {
  BlockedWhy,
  CommandError,
  DecideForm,
  DecisionForm,
  MessageView,
  OwnerForm,
  OwnerView,
} from "../bindings";
import { filesOf } from "./drafts";
import { DISPOSITIONS, PEOPLE, TEAMS } from "./practice";
import { lowers } from "./views";
import { isParked, momentOf, stopWaiting, waitForPatient } from "./waiting";
import { type FakeOp, type FakeRequest, timeView, type World } from "./world";

/** How long a reply can be taken back before it goes (ux.md, send hold). */
export const HOLD_MS = 20_000;

const SEND_AFTER_MS = 1_500;

/** What lists and counts do not speak of. */
const SILENT: readonly DecisionForm["kind"][] = ["first-opened", "claim", "release"];

/** What is taken down about a request that has ended, too. */
const TAKEN_DOWN: readonly DecisionForm["kind"][] = [
  "add-note",
  "first-opened",
  "record-filed",
  "log-chase",
  "release",
];

/** Applies a decision; throws the error that Rust would answer with. A repeated op id changes nothing. */
export function applyDecision(world: World, form: DecideForm): void {
  if (world.ops.some((op) => op.opId === form.opId)) return;
  const request = world.requests.get(form.requestId);
  if (request === undefined) throw refuse({ kind: "not-found" });
  if (form.seen !== `${request.id}:${request.version}`)
    throw refuse({ kind: "changed-since", requestId: request.id });
  const why = blocks(world, request, form.decision);
  if (why !== null) throw refuse({ kind: "blocked", why });
  const by = world.staff?.name ?? "Nobody";
  const op: FakeOp = {
    opId: form.opId,
    requestId: request.id,
    decision: form.decision,
    ownerName: form.decision.kind === "assign" ? nameOf(form.decision.to) : null,
    by,
    atMs: world.nowMs,
    sync: "saved",
    sendsAtMs: world.nowMs + (isReply(form.decision) ? HOLD_MS : SEND_AFTER_MS),
    before: structuredClone(request),
    silent: SILENT.includes(form.decision.kind),
    attempts: 0,
  };
  world.ops.push(op);
  change(world, request, op);
  request.version += 1;
  const { ownerName } = op;
  request.events.push({
    atMs: world.nowMs,
    by,
    what: form.decision,
    ownerName,
    opId: form.opId,
    withdrawn: false,
  });
}

/** Takes a decision back; what other people changed meanwhile is kept. */
export function undoDecision(world: World, opId: string, target: string): void {
  const op = world.ops.find((entry) => entry.opId === target);
  const request = op === undefined ? undefined : world.requests.get(op.requestId);
  if (op === undefined || request === undefined) throw refuse({ kind: "not-found" });
  if (isReply(op.decision) && op.sync !== "saved") throw refuse({ kind: "blocked", why: "too-late-to-undo" });
  if (op.decision.kind === "reply") {
    const { attachments } = sentAs(request, target);
    world.drafts.set(request.id, { text: op.decision.text, attachments, atMs: world.nowMs });
  }
  const { version } = request;
  const taken = op.together ?? [target];
  const events = request.events.map((event) =>
    taken.includes(event.opId ?? "") ? { ...event, withdrawn: true } : event,
  );
  // What the decision added first is not in `before`, so that nothing there would overwrite it.
  for (const added of ["mergedInto", "chases", "filedMs"] as const) delete request[added];
  Object.assign(request, op.before, { version: version + 1, events, firstOpenedMs: request.firstOpenedMs });
  world.ops = world.ops.filter((entry) => !taken.includes(entry.opId));
  world.failed.push(...(op.answered ?? []));
  if (op.sync === "sent") {
    world.ops.push({
      ...op,
      opId,
      sync: "saved",
      atMs: world.nowMs,
      sendsAtMs: world.nowMs + SEND_AFTER_MS,
      silent: true,
    });
  }
}

/** What goes to the patient is held longer than what stays in the practice. */
export function isReply(decision: DecisionForm): boolean {
  return decision.kind === "reply" || decision.kind === "send-again";
}

export function nameOf(to: OwnerForm): string | null {
  if (to.kind === "nobody") return null;
  const list: readonly { id: string; name: string }[] = to.kind === "team" ? TEAMS : PEOPLE;
  return list.find((entry) => entry.id === to.id)?.name ?? null;
}

/** An error as the shell delivers it: the plain object, not an `Error`. */
export function refuse(error: CommandError): CommandError {
  return error;
}

function blocks(world: World, request: FakeRequest, decision: DecisionForm): BlockedWhy | null {
  if (request.withdrawn && !TAKEN_DOWN.includes(decision.kind)) return "withdrawn-by-provider";
  if (request.closed !== null && !["reopen", "send-again", ...TAKEN_DOWN].includes(decision.kind))
    return "already-closed";
  switch (decision.kind) {
    case "assign":
      return sameOwner(request.owner, decision.to) ? "no-change" : null;
    case "set-urgency":
      if (request.urgency === decision.to) return "no-change";
      if (!lowers(request.urgency, decision.to)) return null;
      if (world.staff?.role === "receptionist") return "role-may-not-lower-urgency";
      return (decision.reason ?? "").trim() === "" ? "reason-needed" : null;
    case "set-category":
      return request.category === decision.to ? "no-change" : null;
    case "add-note":
      return decision.text.trim() === "" ? "empty-text" : null;
    case "reply":
      if (decision.text.trim() === "") return "empty-text";
      filesOf(world, request.id, decision.attachments);
      return request.patient.match === "missing" ? "patient-not-matched" : null;
    case "close":
      if (!DISPOSITIONS.some((entry) => entry.code === decision.disposition))
        throw refuse({ kind: "invalid", field: "disposition", problem: "not-known" });
      if (request.category === "clinical" && request.firstOpenedMs === null) return "clinical-not-opened";
      return request.redFlags.length > 0 && (decision.reason ?? "").trim() === "" ? "reason-needed" : null;
    case "reopen":
      return request.closed === null ? "not-closed" : null;
    case "hold":
      return momentOf(decision.until) <= world.nowMs ? "not-in-the-future" : null;
    case "end-hold":
      return request.heldUntilMs === null && !isParked(world, request) ? "not-held" : null;
    case "merge":
      return decision.into === request.id ? "into-itself" : null;
    case "send-again":
      if (decision.text.trim() === "") return "empty-text";
      return canSendAgain(world, request, decision.reply) ? null : "not-failed";
    case "enter":
      return "already-entered";
    case "first-opened":
    case "record-filed":
    case "log-chase":
    case "claim":
    case "release":
      return null;
  }
}

/** A reply that failed, and that nobody has sent again since. */
function canSendAgain(world: World, request: FakeRequest, reply: string): boolean {
  const failed = request.messages.some(
    (message) => message.kind === "reply" && message.id === reply && message.delivery === "failed",
  );
  const again = request.events.some(
    ({ what, withdrawn }) => what.kind === "send-again" && what.reply === reply && !withdrawn,
  );
  return (failed || world.failed.some((entry) => entry.opId === reply)) && !again;
}

function sameOwner(owner: OwnerView, to: OwnerForm): boolean {
  if (owner.kind === "nobody" || to.kind === "nobody") return owner.kind === to.kind;
  return owner.kind === to.kind && owner.id === to.id;
}

function change(world: World, request: FakeRequest, op: FakeOp): void {
  const { decision, by } = op;
  switch (decision.kind) {
    case "assign":
      request.owner = ownerOf(decision.to, op);
      return;
    case "set-urgency":
      request.urgency = decision.to;
      return;
    case "set-category":
      request.category = decision.to;
      return;
    case "add-note":
      pushNote(world, request, op, decision.text);
      return;
    case "reply":
      reply(world, request, op, decision);
      return;
    case "close":
      close(world, request, decision.disposition, by);
      return;
    case "reopen":
      request.closed = null;
      delete request.mergedInto;
      return;
    case "first-opened":
      request.firstOpenedMs = world.nowMs;
      return;
    case "merge":
      close(world, request, "duplicate", by);
      request.mergedInto = decision.into;
      return;
    case "hold":
      request.heldUntilMs = decision.waitsFor === "moment" ? momentOf(decision.until) : null;
      if (decision.waitsFor === "patient") waitForPatient(request, decision.until);
      return;
    case "end-hold":
      request.heldUntilMs = null;
      if (isParked(world, request)) stopWaiting(request);
      return;
    case "record-filed":
      request.filedMs = world.nowMs;
      return;
    case "send-again":
      sendAgain(world, request, op, decision);
      return;
    case "log-chase":
      logChase(world, request, op, decision);
      return;
    // These are shown as events, or have calls of their own.
    case "enter":
    case "claim":
    case "release":
      return;
  }
}

type Decided<Kind extends DecisionForm["kind"]> = Extract<DecisionForm, { kind: Kind }>;

function ownerOf(to: OwnerForm, { ownerName }: FakeOp): OwnerView {
  return to.kind === "nobody" ? to : { ...to, name: ownerName ?? to.id };
}

function reply(world: World, request: FakeRequest, op: FakeOp, decision: Decided<"reply">): void {
  const { then } = decision;
  pushReply(world, request, op, {
    ...decision,
    attachments: filesOf(world, request.id, decision.attachments),
  });
  if (then.kind === "await-patient") waitForPatient(request, then.until);
  else stopWaiting(request);
  if (then.kind === "close") close(world, request, then.disposition, op.by);
  world.drafts.delete(request.id);
}

/** The failed reply is dealt with; undo puts it back among those that failed. */
function sendAgain(
  world: World,
  request: FakeRequest,
  op: FakeOp,
  { text, reply: failed }: Decided<"send-again">,
): void {
  pushReply(world, request, op, { text, ...sentAs(request, failed) });
  op.answered = world.failed.filter((entry) => entry.opId === failed);
  world.failed = world.failed.filter((entry) => entry.opId !== failed);
}

function logChase(
  world: World,
  request: FakeRequest,
  op: FakeOp,
  { text, route }: Decided<"log-chase">,
): void {
  request.chases = [...(request.chases ?? []), { atMs: world.nowMs, route }];
  if (text !== null) pushNote(world, request, op, text);
}

type Written = Pick<Extract<MessageView, { kind: "reply" }>, "text" | "mayAnswer" | "attachments">;

function pushReply(world: World, request: FakeRequest, { by, opId }: FakeOp, written: Written): void {
  const { text, mayAnswer, attachments } = written;
  request.messages.push({
    kind: "reply",
    id: opId,
    author: by,
    at: timeView(world.nowMs, world.nowMs),
    text,
    delivery: "held",
    failure: null,
    channel: request.patient.prefers ?? "text message",
    mayAnswer,
    attachments,
    opId,
  });
}

/** What went beside the text of a reply. */
function sentAs(request: FakeRequest, reply: string): Omit<Written, "text"> {
  const sent = request.messages.find((message) => message.kind === "reply" && message.id === reply);
  if (sent?.kind !== "reply") return { mayAnswer: false, attachments: [] };
  return { mayAnswer: sent.mayAnswer, attachments: sent.attachments };
}

function pushNote(world: World, request: FakeRequest, { by, opId }: FakeOp, text: string): void {
  request.notes.push({ author: by, at: timeView(world.nowMs, world.nowMs), text, opId });
}

function close(world: World, request: FakeRequest, code: string, by: string): void {
  const label = DISPOSITIONS.find((entry) => entry.code === code)?.label ?? code;
  request.closed = { code, label, atMs: world.nowMs, by };
}
