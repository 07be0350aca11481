/** What happens by itself as time passes in the practice in memory. */

import { isOnline } from "./status";
import type { World } from "./world";

/** Sends what is due, and returns the requests that it was about. */
export function sendDue(world: World): string[] {
  if (!isOnline(world)) return [];
  const due = world.ops.filter((op) => op.sync === "saved" && op.sendsAtMs <= world.nowMs);
  for (const op of due) {
    op.sync = "sent";
    world.sentToday += op.silent ? 0 : 1;
    for (const message of world.requests.get(op.requestId)?.messages ?? []) {
      if (message.kind === "reply" && message.opId === op.opId) message.delivery = "waiting";
    }
  }
  return due.map((op) => op.requestId);
}

/** Takes in the requests whose time has come; true where there were any. */
export function arrive(world: World): boolean {
  if (!isOnline(world)) return false;
  const { nowMs, coming, requests } = world;
  const due = coming.filter((entry) => entry.atMs <= nowMs);
  for (const { request } of due) requests.set(request.id, { ...request, receivedMs: nowMs });
  world.coming = coming.filter((entry) => entry.atMs > nowMs);
  return due.length > 0;
}
