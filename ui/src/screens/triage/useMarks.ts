/** Which rows of this list are marked; another view or search begins without marks. */

import { useRef, useState } from "react";
import {
  keepMarks,
  MARKS_MAX,
  MarkHistory,
  type Marking,
  type Marks,
  markedRows,
  markFirst,
  noMarks,
  places,
  stretchMarks,
  toggleMark,
} from "../../core/marks";
import type { RowView } from "../../host/host";
import type { Queue } from "../queue/useQueue";
import type { Selection } from "./useSelection";

/** What the person must be told about the marks they asked for. */
export type MarkLimit = "full" | "gap" | "moved" | null;

type Held = { listKey: string; marks: Marks<RowView>; reading: symbol | null };

export type MarkedRows = ReturnType<typeof useMarks>;

export function useMarks(queue: Queue, listKey: string, selection: Selection) {
  const [held, setHeld] = useState<Held>({ listKey, marks: noMarks(), reading: null });
  const history = useRef(new MarkHistory<RowView>());
  const current: Held = held.listKey === listKey ? held : { listKey, marks: noMarks(), reading: null };
  const { marks, reading } = current;
  const rows = markedRows(marks);

  function set(next: Marks<RowView>): void {
    history.current.note(marks, performance.now());
    setHeld({ listKey, marks: next, reading: null });
  }

  function take({ marks: next, full }: Marking<RowView>): MarkLimit {
    set(next);
    return full ? "full" : null;
  }

  function toggle(index: number): MarkLimit {
    const row = queue.row(index);
    if (row === undefined) return "gap";
    const isMarked = rows.some((marked) => marked.id === row.id);
    return row.moved && !isMarked ? "moved" : take(toggleMark(marks, row));
  }

  /** Marks from where the range started, or from the open request, to `to`; rows that have moved on are passed over. */
  function stretch(to: number): MarkLimit {
    const started = marks.anchor === null ? -1 : queue.indexOf(marks.anchor);
    const from = started === -1 ? selection.index : started;
    const anchor = queue.row(from);
    if (anchor === undefined) return "gap";
    const found: RowView[] = [];
    for (const at of places(from, to)) {
      const row = queue.row(at);
      if (row === undefined) return take(stretchMarks(marks, anchor.id, found)) ?? "gap";
      if (!row.moved) found.push(row);
      if (found.length > MARKS_MAX) break;
    }
    return take(stretchMarks(marks, anchor.id, found));
  }

  /** Until the rows have been read nothing is decided on the open request: they count as marked from the key on. */
  async function first(): Promise<{ limit: MarkLimit; count: number }> {
    const token = Symbol("marking the first rows");
    setHeld({ listKey, marks, reading: token });
    const found = await queue.first(MARKS_MAX + 1, (row) => !row.moved);
    const { marks: next, full } = markFirst(found);
    setHeld((now) => (now.reading === token ? { listKey, marks: next, reading: null } : now));
    return { limit: full ? "full" : null, count: next.kept.length };
  }

  return {
    rows,
    ids: new Set(rows.map((row) => row.id)),
    reading: reading !== null,
    /** Something is marked, or will be in a moment. */
    active: rows.length > 0 || reading !== null,
    toggle,
    stretch,
    first,
    clear: () => set(noMarks()),
    keep: (ids: ReadonlySet<string>) =>
      setHeld((now) => ({ ...now, marks: keepMarks(now.marks, ids), reading: null })),
    takeBack(): void {
      const before = history.current.takeBack(performance.now());
      if (before !== null) setHeld({ listKey, marks: before, reading: null });
    },
  };
}
