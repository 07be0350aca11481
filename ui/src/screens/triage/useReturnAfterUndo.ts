/** An undo leads back to its request when that is in this list. */

import { type RefObject, useEffect, useEffectEvent } from "react";
import type { AroundUndo } from "../../app/useUndo";
import type { TriageParts } from "./useTriageParts";

type ReturnNeed = Pick<TriageParts, "open" | "queue" | "moves"> & {
  /** Filled here: what an undo goes through while this list is on screen. */
  aroundUndo: RefObject<AroundUndo | null>;
  writing: boolean;
};

export function useReturnAfterUndo({ aroundUndo, writing, open, queue, moves }: ReturnNeed): void {
  const around = useEffectEvent<AroundUndo>(async (id, run) => {
    await open.expecting(run);
    const index = await queue.locate(id);
    if (index !== -1 && !writing) moves.to(index);
  });
  useEffect(() => {
    aroundUndo.current = (id, run) => around(id, run);
    return () => {
      aroundUndo.current = null;
    };
  }, [aroundUndo]);
}
