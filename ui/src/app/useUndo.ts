/** Takes the last action back; by key only once nothing was typed after it. */

import { useState } from "react";
import { UNDO_SETTLE_MS } from "../core/guards";
import { newOpId } from "../core/opid";
import { useHost } from "../host/context";
import { commandError, type StatusView } from "../host/host";
import { en } from "../words/en";
import { errorText } from "../words/errors";
import { useKeyRouter } from "./keys";

/** Runs an undo while the request it is about may be open: the change is the person's own. */
export type AroundUndo = (requestId: string, run: () => Promise<void>) => Promise<void>;

export function useUndo(status: StatusView | null, around: AroundUndo) {
  const host = useHost();
  const { guard } = useKeyRouter();
  const [message, setMessage] = useState<{ text: string; forOp: string } | null>(null);
  const last = status?.lastAction ?? null;

  function now(): void {
    if (last === null) setMessage({ text: en.guard.noUndo, forOp: "" });
    else if (last.undo === "impossible") setMessage({ text: en.status.undoNot, forOp: last.opId });
    else {
      const undo = async () => {
        await host.undo({ opId: newOpId(Date.now()), target: last.opId });
      };
      around(last.requestId, undo).then(
        () => setMessage(null),
        (error) => setMessage({ text: errorText(commandError(error)), forOp: last.opId }),
      );
    }
  }

  function byKey(): void {
    const token = guard.hold();
    setTimeout(() => {
      if (guard.settles(token)) now();
    }, UNDO_SETTLE_MS);
  }

  const current = message !== null && message.forOp === (last?.opId ?? "");
  return { undo: { now, byKey }, message: current ? message.text : null };
}
