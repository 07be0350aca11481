/** Gives the focus to the open request where the list beside it has no room: keys would go nowhere otherwise. */

import { useEffect } from "react";

type ReaderFocusNeed = {
  pane: "list" | "reader";
  /** What is open; another one is another part of the page. */
  requestId: string | null;
  /** Changes whenever the list should take the focus. */
  focusCall: number;
};

export function useReaderFocus({ pane, requestId, focusCall }: ReaderFocusNeed): void {
  useEffect(() => {
    const list = document.querySelector(".list");
    if (pane === "list" || list === null || getComputedStyle(list).display !== "none") return;
    const { activeElement: active } = document;
    const isNowhere = active === null || active === document.body || list.contains(active);
    const main = document.querySelector<HTMLElement>("main[data-region='reader']");
    if (isNowhere)
      (main?.querySelector<HTMLElement>("[data-region-focus]") ?? main)?.focus({ preventScroll: true });
  }, [pane, requestId, focusCall]);
}
