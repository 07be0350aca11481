/** Moving through the list: by the person, and by itself after a decision. */

import { useState } from "react";
import { useKeyRouter } from "../../app/keys";
import { en } from "../../words/en";
import type { Queue } from "../queue/useQueue";
import type { useSelection } from "./useSelection";

type MovesNeed = {
  queue: Queue;
  picked: ReturnType<typeof useSelection>;
  focusList: () => void;
  onPane: (pane: "list" | "reader") => void;
  onAnnounce: (text: string) => void;
  onMove: () => void;
};

export type Moves = ReturnType<typeof useMoves>;

export function useMoves({ queue, picked, focusList, onPane, onAnnounce, onMove }: MovesNeed) {
  const { guard } = useKeyRouter();
  const [flash, setFlash] = useState(false);
  const total = queue.head?.total ?? 0;

  function to(index: number): boolean {
    setFlash(false);
    onMove();
    if (picked.select(index)) focusList();
    return true;
  }

  /**
   * Opens the next request that is still in this view, says its name, and holds decision keys back for a moment.
   *
   * `decided` stood at `index`. Where the list has been read again without it, the next one stands there already.
   */
  function advance(index: number, decided: string | null): void {
    const next = picked.following(queue.row(index)?.id === decided ? index : index - 1);
    guard.advanced(performance.now());
    if (next === null) {
      picked.clear(decided);
      onPane("list");
      onAnnounce(en.listEnd);
      return;
    }
    setFlash(true);
    if (next === "not-read") {
      // The list is being read anew: what comes to stand here opens.
      picked.select(index);
      return;
    }
    picked.select(next.index);
    onAnnounce(en.next(next.row.name, en.position(next.index + 1, total)));
  }

  return {
    flash,
    to,
    /** The place in the list nearest to `index`. */
    clamp: (index: number) => Math.min(Math.max(0, index), Math.max(0, total - 1)),
    advance,
    by: (step: number) => to(picked.selection.index + step),
    last: () => to(total - 1),
  };
}
