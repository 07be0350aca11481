/**
 * Keeps the rows under the pointer where they are while what stands over the list comes and goes: the next click would be
 * on another patient. The list lies where it belongs again once the pointer has left it, or with the next key.
 */

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { heldAt } from "../../core/windowing";

type Lie = {
  /** Where the list begins in the window; null until it was seen. */
  topPx: number | null;
  scrollPx: number;
  /** Room over the first row that stands for a banner that has gone. */
  leadPx: number;
  /** It lay at its beginning before, and goes back there. */
  fromStart: boolean;
  isUnderPointer: boolean;
  /** When the list was last held, by the clock of events. */
  heldMs: number;
};

export function useStillRows(box: RefObject<HTMLElement | null>): void {
  const lie = useRef<Lie>({
    topPx: null,
    scrollPx: 0,
    leadPx: 0,
    fromStart: false,
    isUnderPointer: false,
    heldMs: Number.NEGATIVE_INFINITY,
  });

  useLayoutEffect(() => {
    if (box.current !== null) keepStill(box.current, lie.current);
  });

  useEffect(() => {
    const list = box.current;
    if (list === null) return;
    const { current } = lie;
    const enter = () => {
      current.isUnderPointer = true;
    };
    const leave = () => {
      current.isUnderPointer = false;
      release(list, current);
    };
    // What a key did may be on screen before it is heard here: that key is not the next one.
    const key = (event: KeyboardEvent) => {
      if (event.timeStamp > current.heldMs) release(list, current);
    };
    const scroll = () => {
      if (Math.abs(list.scrollTop - current.scrollPx) > 1) current.fromStart = false;
      current.scrollPx = list.scrollTop;
    };
    list.addEventListener("pointermove", enter);
    list.addEventListener("pointerleave", leave);
    list.addEventListener("scroll", scroll);
    window.addEventListener("keydown", key, { capture: true });
    return () => {
      list.removeEventListener("pointermove", enter);
      list.removeEventListener("pointerleave", leave);
      list.removeEventListener("scroll", scroll);
      window.removeEventListener("keydown", key, { capture: true });
    };
  }, [box]);
}

/** Moves the rows in the list against the way that the list itself went. */
function keepStill(list: HTMLElement, lie: Lie): void {
  const topPx = list.getBoundingClientRect().top;
  const wentPx = lie.topPx === null ? 0 : topPx - lie.topPx;
  lie.topPx = topPx;
  if (wentPx === 0 || !lie.isUnderPointer) return;
  if (lie.leadPx === 0 && lie.scrollPx <= 0) lie.fromStart = true;
  lie.heldMs = performance.now();
  const held = heldAt(lie.scrollPx - lie.leadPx + wentPx);
  lie.scrollPx = held.scrollPx;
  lie.leadPx = held.leadPx;
  list.style.setProperty("--lead", `${held.leadPx}px`);
  // A list that is shorter than its room must be able to scroll that far, and one that has room before it need not scroll.
  list.style.setProperty("--slack", `${held.scrollPx - held.leadPx}px`);
  list.scrollTop = held.scrollPx;
}

function release(list: HTMLElement, lie: Lie): void {
  list.style.removeProperty("--lead");
  list.style.removeProperty("--slack");
  lie.leadPx = 0;
  if (!lie.fromStart) return;
  lie.fromStart = false;
  lie.scrollPx = 0;
  list.scrollTop = 0;
}
