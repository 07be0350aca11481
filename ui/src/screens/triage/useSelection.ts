/** Which row is selected, by id, and which one comes next. */

import { useEffect, useEffectEvent, useState } from "react";
import type { RowView } from "../../host/host";
import type { Queue } from "../queue/useQueue";

export type Selection = {
  id: string | null;
  index: number;
  /** Chosen by a person, not by opening the list. */
  chosen: boolean;
};

const NOTHING: Selection = { id: null, index: -1, chosen: false };

/** Keeps the selection on its request while the list changes around it; opens the first row of a new list. */
export function useSelection(queue: Queue, listKey: string, wantedId: string | null) {
  const [selection, setSelection] = useState<Selection & { listKey: string }>({
    ...NOTHING,
    id: wantedId,
    chosen: wantedId !== null,
    listKey,
  });
  const first = queue.row(0);
  const current = selection.listKey === listKey ? selection : null;

  const settle = useEffectEvent(() => {
    if (current?.id != null) {
      const index = queue.indexOf(current.id);
      if (index !== -1 && index !== current.index) setSelection({ ...current, index });
      return;
    }
    const awaited = current === null || current.index < 0 ? undefined : queue.row(current.index);
    if (current !== null && awaited !== undefined) return setSelection({ ...current, id: awaited.id });
    if (current !== null && current.index >= 0) return;
    // Read now: what was drawn may still be the first row of the list before.
    const now = queue.row(0);
    if (now !== undefined) setSelection({ id: now.id, index: 0, chosen: false, listKey });
  });
  useEffect(() => settle(), [listKey, first, queue.head]);

  /** Selects by place; the request opens once its row is here. */
  function select(index: number): boolean {
    const total = queue.head?.total ?? 0;
    const at = Math.min(Math.max(0, index), total - 1);
    if (total === 0) return false;
    setSelection({ id: queue.row(at)?.id ?? null, index: at, chosen: true, listKey });
    return true;
  }

  /** The next request that is still in this view, after `index` or else before it. */
  function following(index: number): { row: RowView; index: number } | null {
    const total = queue.head?.total ?? 0;
    const order = [...range(index + 1, total), ...range(0, index).reverse()];
    for (const at of order) {
      const row = queue.row(at);
      if (row === undefined) return null;
      if (!row.moved) return { row, index: at };
    }
    return null;
  }

  function clear(): void {
    setSelection({ ...NOTHING, listKey });
  }

  return { selection: current ?? NOTHING, select, following, clear };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
}
