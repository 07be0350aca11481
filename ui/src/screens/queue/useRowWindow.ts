/** Which rows are drawn, where the list is scrolled to, and which row has the focus. */

import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { isUnderDialog } from "../../core/overlay";
import { type ListShape, scrollToRow, visibleRows } from "../../core/windowing";
import type { ViewId } from "../../host/host";
import type { Queue } from "./useQueue";

/** Heights in rem: the group header of list.css, and a row where no style sheet says how tall one is. */
const ROW_REM = 4;
const HEAD_REM = 1.25;

/** Lists in another order than urgent first, then oldest: no group stands over their rows. */
const UNGROUPED: readonly ViewId[] = ["done-today", "held", "everything", "minutes"];

/** Assumed where there is no layout, as under test. */
const VIEWPORT_FALLBACK_PX = 640;

export function useRowWindow(queue: Queue, view: ViewId, selected: number, focusCall: number) {
  const box = useRef<HTMLDivElement>(null);
  const focused = useRef<HTMLDivElement>(null);
  const [scrollPx, setScrollPx] = useState(0);
  const { viewportPx, remPx, rowRem } = useMeasure(box);
  const total = queue.head?.total ?? 0;
  const heads = headsOf(total, queue.head?.urgent ?? 0, view);
  const shape: ListShape = { total, rowPx: rowRem * remPx, headPx: HEAD_REM * remPx, heads };
  const { first, last } = visibleRows(shape, scrollPx, viewportPx);

  useEffect(() => {
    if (total > 0) queue.need(first, last);
  }, [queue, first, last, total]);

  const showSelected = useEffectEvent(() => {
    const element = box.current;
    if (element === null || selected < 0) return;
    const next = scrollToRow(shape, selected, element.scrollTop, viewportPx);
    if (next !== element.scrollTop) element.scrollTop = next;
    setScrollPx(element.scrollTop);
  });
  useLayoutEffect(() => showSelected(), [selected, view]);

  useLayoutEffect(() => {
    if (focusCall > 0 && !isUnderDialog()) (focused.current ?? box.current)?.focus({ preventScroll: true });
  }, [focusCall]);

  const arrived = queue.row(selected)?.id;
  useLayoutEffect(() => {
    const waiting = document.activeElement === box.current && !isUnderDialog();
    if (arrived !== undefined && waiting) focused.current?.focus({ preventScroll: true });
  }, [arrived]);

  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
  const away = selected >= 0 && selected < total && (selected < first || selected > last);
  return { box, focused, shape, indexes: away ? [...indexes, selected] : indexes, setScrollPx };
}

/** Rows before which a group header stands: the pinned urgent ones, then the rest. */
function headsOf(total: number, urgent: number, view: ViewId): number[] {
  if (UNGROUPED.includes(view) || total === 0) return [];
  return urgent > 0 && urgent < total ? [0, urgent] : [0];
}

type Measure = { viewportPx: number; remPx: number; rowRem: number };

function useMeasure(box: { current: HTMLDivElement | null }): Measure {
  const [size, setSize] = useState({ viewportPx: VIEWPORT_FALLBACK_PX, remPx: 16, rowRem: ROW_REM });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => {
      const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const rowRem = Number.parseFloat(getComputedStyle(element).getPropertyValue("--row")) || ROW_REM;
      setSize({ viewportPx: element.clientHeight || VIEWPORT_FALLBACK_PX, remPx, rowRem });
    };
    measure();
    if (typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return size;
}
