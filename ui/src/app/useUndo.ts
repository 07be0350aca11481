/** Takes the last action back; by key only once nothing was typed after it. */

import { useState } from "react";
import { UNDO_SETTLE_MS } from "../core/guards";
import { newOpId } from "../core/opid";
import { useHost } from "../host/context";
import { commandError, type StatusView } from "../host/host";
import type { BatchRun } from "../screens/batch/useBatchRun";
import type { NoticeText } from "../screens/triage/Notice";
import { en } from "../words/en";
import { errorText } from "../words/errors";
import { useKeyRouter } from "./keys";

/** Runs an undo while the request it is about may be open: the change is the person's own. */
export type AroundUndo = (requestId: string, run: () => Promise<void>) => Promise<void>;

/** Decisions that were taken on several requests at once, and that one undo takes back. */
export type Together = Pick<BatchRun, "takeBack" | "togetherWith" | "setReport">;

export function useUndo(status: StatusView | null, around: AroundUndo, together: Together) {
  const host = useHost();
  const { guard } = useKeyRouter();
  const [message, setMessage] = useState<{ text: string; forOp: string } | null>(null);
  const last = status?.lastAction ?? null;

  function now(): void {
    if (last === null) setMessage({ text: en.guard.noUndo, forOp: "" });
    else if (last.undo === "impossible") setMessage({ text: en.status.undoNot, forOp: last.opId });
    else {
      let told: NoticeText | null = null;
      const undo = async () => {
        if (together.togetherWith(last.opId) !== null) {
          told = await together.takeBack();
          return;
        }
        await host.undo({ opId: newOpId(Date.now()), target: last.opId });
      };
      around(last.requestId, undo).then(
        () => {
          setMessage(null);
          if (told !== null) together.setReport(told);
        },
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
