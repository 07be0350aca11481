/** The keys of the list and the reader. */

import { useCommands } from "../../app/keys";
import type { CommandId } from "../../core/commands";
import type { Batch } from "../batch/useBatch";
import type { Moves } from "./useMoves";
import type { OpenRequest } from "./useOpenRequest";
import type { Verbs } from "./useVerbs";

type TriageKeysNeed = {
  writing: boolean;
  open: OpenRequest;
  verbs: Verbs;
  batch: Batch;
  moves: Moves;
  showNew: () => boolean;
  file: () => boolean;
  openMenu: () => boolean;
  focusList: () => void;
  onPane: (pane: "list" | "reader") => void;
};

/** Rows a page key moves by. */
const PAGE_STEP = 8;

export function useTriageKeys({
  writing,
  open,
  verbs,
  batch,
  moves,
  showNew,
  file,
  openMenu,
  focusList,
  onPane,
}: TriageKeysNeed): void {
  function toReader(): boolean {
    if (open.changes.length > 0) open.acknowledge();
    else {
      onPane("reader");
      document.querySelector<HTMLElement>("[data-region-focus]")?.focus();
    }
    return true;
  }

  function toList(): boolean {
    verbs.setNotice(null);
    onPane("list");
    focusList();
    return true;
  }

  function run(id: CommandId): boolean {
    if (batch.command(id)) return true;
    const moved = move(id, moves);
    if (moved !== null) return moved;
    switch (id) {
      case "to-reader":
        return toReader();
      case "to-list":
      case "clear-marks":
        return toList();
      case "arrivals":
        return showNew();
      case "menu":
        return openMenu();
      case "file":
        return file();
      case "earlier":
        return showEarlier();
      case "route":
      case "assign":
      case "urgency":
      case "category":
      case "note":
      case "copy":
      case "chase":
      case "hold":
      case "done":
      case "reopen":
      case "reply":
      case "merge":
        return verbs.start(id);
      default:
        return false;
    }
  }
  useCommands(writing ? null : "triage", run, batch.guarded);
}

/** Goes through the list; null where the key is not for that. */
function move(id: CommandId, moves: Moves): boolean | null {
  switch (id) {
    case "next":
      return moves.by(1);
    case "previous":
      return moves.by(-1);
    case "page-down":
      return moves.by(PAGE_STEP);
    case "page-up":
      return moves.by(-PAGE_STEP);
    case "first":
      return moves.to(0);
    case "last":
      return moves.last();
    default:
      return null;
  }
}

export function showEarlier(): boolean {
  document.getElementById("earlier")?.scrollIntoView({ block: "start" });
  return true;
}
