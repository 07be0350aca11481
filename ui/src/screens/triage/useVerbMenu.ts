/** Where the menu of verbs was asked for, and on which request: by a right click or by its keys. */

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { isField } from "../../app/keys";
import type { MenuPlace } from "../decide/VerbMenu";

type VerbMenuNeed = {
  writing: boolean;
  selectedId: string | null;
  onRow: (index: number) => void;
  onOpen: () => void;
  focusList: () => void;
};

export type RequestMenu = ReturnType<typeof useVerbMenu>;

/** How far from the corner of what has the focus the menu opens by key. */
const INSET_PX = 24;

export function useVerbMenu({ writing, selectedId, onRow, onOpen, focusList }: VerbMenuNeed) {
  const [place, setPlace] = useState<MenuPlace | null>(null);
  const back = useRef<HTMLElement | null>(null);

  function open(requestId: string, x: number, y: number, from: Element | null): void {
    const inReader = from instanceof HTMLElement && from.closest(".reader") !== null && !isOverlay(from);
    back.current = inReader ? from : null;
    onOpen();
    setPlace({ requestId, x, y, marked: requestId === selectedId ? markedText() : "" });
  }

  /** Opens beside what has the focus. */
  function openByKey(): boolean {
    const from = document.activeElement;
    if (selectedId === null || from === null) return true;
    const { left, top, height } = from.getBoundingClientRect();
    open(selectedId, left + INSET_PX, top + Math.min(height / 2, INSET_PX), from);
    return true;
  }

  /** A right click on a row selects it first, so that the menu is about what was clicked. */
  const ask = useEffectEvent((event: MouseEvent) => {
    const { target } = event;
    if (!(target instanceof Element) || (target instanceof HTMLElement && isField(target))) return;
    if (target.closest("[data-scope]")?.getAttribute("data-scope") !== "triage") return;
    const row = target.closest(".rows [role='option'][id]");
    if (row !== null) {
      onRow(Number(row.getAttribute("aria-posinset")) - 1);
      open(row.id.replace("row-", ""), event.clientX, event.clientY, null);
    } else if (target.closest(".reader") !== null && selectedId !== null)
      open(selectedId, event.clientX, event.clientY, document.activeElement);
  });
  useEffect(() => {
    if (writing) return;
    const listen = (event: MouseEvent) => ask(event);
    window.addEventListener("contextmenu", listen);
    return () => window.removeEventListener("contextmenu", listen);
  }, [writing]);

  /** Gives the focus back to where it was, or to the row. */
  function close(): void {
    setPlace(null);
    if (back.current?.isConnected) back.current.focus({ preventScroll: true });
    else focusList();
  }

  return { place, openByKey, close, forget: () => setPlace(null) };
}

/** What is marked in the open request. */
function markedText(): string {
  const selection = window.getSelection();
  const inReader = selection?.anchorNode?.parentElement?.closest(".reader") != null;
  return inReader ? selection.toString().trim() : "";
}

function isOverlay(element: Element): boolean {
  return element.closest("[data-scope='overlay']") !== null;
}
