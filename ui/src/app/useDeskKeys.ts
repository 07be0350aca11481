/** The keys that act wherever the focus is. */

import type { CommandId } from "../core/commands";
import { useHost } from "../host/context";
import type { StatusView } from "../host/host";
import { VIEW_IDS } from "../screens/queue/views";
import { useCommands } from "./keys";
import { useOwnWindow } from "./ownWindow";
import type { Place } from "./place";
import { cycleRegion } from "./regions";
import type { Overlay } from "./useOverlays";
import { useSwitchUser } from "./useSwitchUser";

type DeskKeysNeed = {
  status: StatusView | null;
  go: (place: Place) => void;
  undo: () => void;
  open: (overlay: Overlay) => void;
  search: () => void;
  searchAll: () => void;
  practise: () => void;
};

const VIEW_KEYS: readonly CommandId[] = [
  "view-1",
  "view-2",
  "view-3",
  "view-4",
  "view-5",
  "view-6",
  "view-7",
  "view-8",
];

export function useDeskKeys({ status, go, undo, open, search, searchAll, practise }: DeskKeysNeed): void {
  const host = useHost();
  const ownWindow = useOwnWindow();
  const switchUser = useSwitchUser();

  function run(id: CommandId): boolean {
    const view = VIEW_IDS[VIEW_KEYS.indexOf(id)];
    if (view !== undefined) go({ kind: "view", view });
    else if (id === "attention" || id === "workload" || id === "settings") go({ kind: id });
    else if (id === "next-region") cycleRegion(1);
    else if (id === "previous-region") cycleRegion(-1);
    else if (id === "sync-now") void host.syncNow().catch(() => undefined);
    else if (id === "switch-user") switchUser();
    else if (id === "work-offline") toggleOffline();
    else if (id === "search") search();
    else if (id === "search-all") searchAll();
    else if (id === "help" || id === "report") open(id);
    else if (id === "palette") openPalette();
    else if (id === "enter-request") open("enter");
    else if (id === "outage-list") open("outage");
    else if (id === "last-actions") open("actions");
    else if (id === "minutes") open("minutes");
    else if (id === "practise") practise();
    else if (id === "reader-window") ownWindow.toggle();
    else if (id === "undo") undo();
    else return false;
    return true;
  }

  /** Whatever lies over the window is finished first. */
  function openPalette(): void {
    if (document.querySelector("[data-scope='overlay']") === null) open("palette");
  }

  function toggleOffline(): void {
    void host.setWorkOffline({ offline: status?.link !== "working-offline" }).catch(() => undefined);
  }

  useCommands("window", run);
}
