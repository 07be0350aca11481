/** Marking by key and mouse, and what the person must be told about it. */

import { useKeyRouter } from "../../app/keys";
import type { CommandId } from "../../core/commands";
import { MARKS_MAX } from "../../core/marks";
import { batchWords } from "../../words/batch";
import type { MarkedRows, MarkLimit } from "../triage/useMarks";
import type { Moves } from "../triage/useMoves";

type MarkingNeed = {
  marks: MarkedRows;
  selected: number;
  moves: Moves;
  /** The marked requests are being decided: their marks stay as they are. */
  locked: boolean;
  /** Called before the marks change: what is open on the old ones closes. */
  onChange: () => void;
  tell: (bold: string, text: string) => void;
  focusList: () => void;
  onPane: (pane: "list" | "reader") => void;
  onAnnounce: (text: string) => void;
};

/** How a row was chosen with the mouse. */
export type RowPick = "open" | "mark" | "range" | "box" | "box-range";

export function useMarking(need: MarkingNeed) {
  const { marks, selected, moves, locked, onChange, tell, focusList, onPane, onAnnounce } = need;
  const { guard } = useKeyRouter();

  function tellLimit(limit: MarkLimit): void {
    if (limit === "full") tell(batchWords.full(MARKS_MAX), batchWords.fullRest);
    if (limit === "gap") tell(batchWords.gap, batchWords.gapRest);
    if (limit === "moved") tell(batchWords.moved, batchWords.movedRest);
  }

  function change(run: () => MarkLimit): true {
    if (locked) return true;
    onChange();
    tellLimit(run());
    return true;
  }

  function stretchTo(index: number): true {
    moves.to(index);
    return change(() => marks.stretch(index));
  }

  function first(): true {
    return change(() => {
      void marks.first().then(({ limit, count }) => {
        tellLimit(limit);
        onAnnounce(batchWords.marked(count));
      });
      return null;
    });
  }

  /**
   * The request under the marks opens again, so decision keys wait for a moment.
   *
   * Where only one has room the list is shown: nobody asked for that request.
   */
  function clear(): true {
    return change(() => {
      marks.clear();
      onPane("list");
      guard.advanced(performance.now());
      focusList();
      return null;
    });
  }

  /** The boxes leave the place in the list: the request that comes back without marks is the one that was open. */
  function pick(index: number, how: RowPick): true {
    if (how === "box" || how === "box-range") {
      focusList();
      return change(() => (how === "box" ? marks.toggle(index) : marks.stretch(index)));
    }
    if (how === "range") return stretchTo(index);
    moves.to(index);
    return change(() => marks.toggle(index));
  }

  /** Deals with the keys that mark; false leaves the key to others. */
  function command(id: CommandId): boolean {
    if (id === "mark") return change(() => marks.toggle(selected));
    if (id === "mark-down") return stretchTo(moves.clamp(selected + 1));
    if (id === "mark-up") return stretchTo(moves.clamp(selected - 1));
    if (id === "mark-first") return first();
    return id === "clear-marks" && marks.active ? clear() : false;
  }

  return { command, clear, pick };
}
