/** Which row is selected, by id, and which one comes next. */

import { useEffect, useEffectEvent, useState } from "react";
import type { RowView } from "../../host/host";
import type { Queue } from "../queue/useQueue";

export type Selection = {
  id: string | null;
  index: number;
  /** Chosen by a person, not by opening the list. */
  chosen: boolean;
  /** Decided as the last of its list: it may still stand in what was read before, and does not open again by itself. */
  left: string | null;
};

const NOTHING: Selection = { id: null, index: -1, chosen: false, left: null };

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

  /** Follows the list; what a person or a decision has chosen meanwhile stands. */
  const follow = (next: Partial<Selection>) =>
    setSelection((now) => (now === selection ? { ...now, ...next } : now));

  const settle = useEffectEvent(() => {
    if (current?.id != null) {
      const index = queue.indexOf(current.id);
      if (index !== -1 && index !== current.index) follow({ index });
      return;
    }
    const awaited = current === null || current.index < 0 ? undefined : queue.row(current.index);
    if (current !== null && awaited !== undefined) return follow({ id: awaited.id });
    if (current !== null && current.index >= 0) return;
    // Read now: the row that was drawn may still be one of the list before.
    const top = queue.row(0);
    if (top !== undefined && top.id !== current?.left) {
      const opened = { id: top.id, index: 0, chosen: false, left: null, listKey };
      setSelection((now) => (now === selection ? opened : now));
    }
  });
  useEffect(() => settle(), [listKey, first, queue.head]);

  /** Selects by place; the request opens once its row is here. */
  function select(index: number): boolean {
    const total = queue.head?.total ?? 0;
    const at = Math.min(Math.max(0, index), total - 1);
    if (total === 0) return false;
    setSelection({ id: queue.row(at)?.id ?? null, index: at, chosen: true, left: null, listKey });
    return true;
  }

  /** The next request that is still in this view, after `index` or else before it; none, or none that is read yet. */
  function following(index: number): { row: RowView; index: number } | "not-read" | null {
    const total = queue.head?.total ?? 0;
    const order = [...range(index + 1, total), ...range(0, index).reverse()];
    for (const at of order) {
      const row = queue.row(at);
      if (row === undefined) return "not-read";
      if (!row.moved) return { row, index: at };
    }
    return null;
  }

  /** Nothing is open until the list has something else than what was `left`. */
  function clear(left: string | null): void {
    setSelection({ ...NOTHING, left, listKey });
  }

  const shown = current ?? NOTHING;
  return { selection: shown, openAt: placeOf(queue, shown), select, following, clear };
}

/** The row that stands for the open request: none while another stands where it was, so that no row claims to be open. */
function placeOf(queue: Queue, { id, index }: Selection): number {
  const there = queue.row(index);
  if (id === null || there === undefined || there.id === id) return index;
  return queue.indexOf(id);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
}
