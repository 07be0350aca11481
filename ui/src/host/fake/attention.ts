/** What needs a person in the practice in memory, and how a conflict ends there. */

import type { AttentionView, ResolveForm } from "../bindings";
import { refuse } from "./decisions";
import { timeView, type World } from "./world";

export function attentionView(world: World): AttentionView {
  const { conflicts, failed, unreadable, sentToday, ops, nowMs } = world;
  const waiting = ops
    .filter((op) => op.sync !== "sent" && !op.silent)
    .map((op) => ({
      opId: op.opId,
      requestId: op.requestId,
      name: op.before.patient.name,
      decision: op.decision,
      ownerName: op.ownerName,
      at: timeView(op.atMs, nowMs),
      sync: op.sync,
      attempts: op.attempts,
    }));
  return { conflicts, failed, waiting, unreadable, sentToday };
}

/** Returns the request that the conflict was about. */
export function resolveConflict(world: World, { conflict, choice, reason }: ResolveForm): string {
  const found = world.conflicts.find((entry) => entry.opId === conflict);
  const request = world.requests.get(found?.requestId ?? "");
  if (found === undefined || request === undefined) throw refuse({ kind: "not-found" });
  if (choice === "reissue-mine" && reason.trim() === "")
    throw refuse({ kind: "blocked", why: "reason-needed" });
  world.conflicts = world.conflicts.filter((entry) => entry !== found);
  if (choice === "reissue-mine") request.owner = found.mine.owner;
  request.contested = false;
  request.version += 1;
  return found.requestId;
}
