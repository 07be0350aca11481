/** The session and the status bar of the practice in memory. Reads only. */

import type {
  DecisionForm,
  FindingView,
  LastActionView,
  Phase,
  ProviderLimit,
  SessionView,
  StatusView,
} from "../bindings";
import { isReply } from "./decisions";
import { DISPOSITIONS, MODES, ODS_CODE, PEOPLE, PRACTICE, SERVER, TEAMS } from "./practice";
import { freshness, isUrgent } from "./views";
import { type FakeOp, MINUTE_MS, START_MS, timeView, type World } from "./world";

export type Setup = {
  blocked?: SessionView["blocked"];
  readOnly?: boolean;
  limits?: ProviderLimit[];
  keyInFile?: boolean;
  /** What the start found out about the data on this PC. */
  findings?: FindingView[];
  firstSync?: number | null;
  /** The provider wants its people to sign in in a browser. */
  asksForSignIn?: boolean;
  /** Runs while the person signs in in the browser; rejects when that fails. */
  browser?: () => Promise<void>;
};

export function isOnline(world: World): boolean {
  return !world.workOffline && world.offlineSinceMs === null;
}

export function sessionView(world: World, phase: Phase, setup: Setup): SessionView {
  return {
    phase,
    blocked: phase === "blocked" ? (setup.blocked ?? "key-missing") : null,
    practice: phase === "connect" ? null : PRACTICE,
    odsCode: ODS_CODE,
    server: SERVER,
    keyInFile: setup.keyInFile ?? false,
    practising: false,
    readOnly: setup.readOnly ?? false,
    limits: setup.limits ?? (setup.readOnly ? ["no-version-guard"] : []),
    asksForSignIn: setup.asksForSignIn ?? false,
    staff: world.staff,
    people: PEOPLE,
    teams: TEAMS,
    dispositions: world.setup.practice.outcomes.flatMap(
      (code) => DISPOSITIONS.find((entry) => entry.code === code) ?? [],
    ),
    modes: MODES,
    firstView:
      world.staff?.role === "gp" ? "mine" : world.staff?.role === "manager" ? "workload" : "unassigned",
    place: world.staff === null ? null : (world.places.get(world.staff.id) ?? null),
    findings: setup.findings ?? [],
    version: "0.1.0",
  };
}

export function statusView(world: World, setup: Setup): StatusView {
  const time = (ms: number) => timeView(ms, world.nowMs);
  const held = world.ops.find(
    (op) => isReply(op.decision) && op.sync === "saved" && op.sendsAtMs > world.nowMs,
  );
  const since = world.offlineSinceMs;
  return {
    link: world.workOffline ? "working-offline" : isOnline(world) ? "online" : "offline",
    since: time(since ?? START_MS),
    offlineMinutes: since === null ? 0 : Math.floor((world.nowMs - since) / MINUTE_MS),
    freshness: freshness(world),
    asAt: time(world.lastSyncMs),
    now: time(world.nowMs),
    unsent: world.ops.filter((op) => op.sync === "saved" && !op.silent).length,
    sending: 0,
    conflicts: world.conflicts.length,
    failed: world.failed.length,
    unreadable: world.unreadable.length,
    sentToday: world.sentToday,
    urgentOpen: [...world.requests.values()].filter(isUrgent).length,
    heldReplySeconds: held === undefined ? null : Math.ceil((held.sendsAtMs - world.nowMs) / 1000),
    lastAction: lastAction(world),
    firstSync: setup.firstSync == null ? null : { received: setup.firstSync },
  };
}

function lastAction(world: World): StatusView["lastAction"] {
  const last = world.ops.filter((op) => !op.silent).at(-1);
  return last === undefined ? null : actionView(world, last);
}

export function actionView(world: World, op: FakeOp): LastActionView {
  return {
    opId: op.opId,
    requestId: op.requestId,
    at: timeView(op.atMs, world.nowMs),
    decision: op.decision,
    patientName: op.before.patient.name,
    ownerName: op.ownerName,
    undo: undoOf(op),
  };
}

/** What no decision answers once it was sent, as Rust has it. */
const UNANSWERABLE: readonly DecisionForm["kind"][] = [
  "reply",
  "send-again",
  "add-note",
  "reopen",
  "record-filed",
  "log-chase",
  "enter",
];

function undoOf(op: FakeOp): "withdraws" | "answers" | "impossible" {
  if (op.sync === "saved") return "withdraws";
  return UNANSWERABLE.includes(op.decision.kind) ? "impossible" : "answers";
}
