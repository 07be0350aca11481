/**
 * Which rows of a long list stand in the document.
 *
 * Rows have one fixed height; group headers take a little more room above the rows they head.
 */

/** Rows drawn above and below what is in sight, so that a fast scroll meets rows and not white. */
export const OVERSCAN = 8;

export type ListShape = {
  total: number;
  rowPx: number;
  headPx: number;
  /** Rows before which a header stands, in rising order. */
  heads: readonly number[];
};

export type RowRange = { first: number; last: number };

/** Distance from the top of the list to the top of a row. */
export function rowTop(shape: ListShape, index: number): number {
  const heads = shape.heads.filter((head) => head <= index).length;
  return index * shape.rowPx + heads * shape.headPx;
}

/** Distance from the top of the list to the top of the header before a row. */
export function headTop(shape: ListShape, head: number): number {
  return rowTop(shape, head) - shape.headPx;
}

export function listHeight(shape: ListShape): number {
  return shape.total * shape.rowPx + shape.heads.length * shape.headPx;
}

/** What shows a list from so far behind its first row: by scrolling, or by room before that row where it is negative. */
export function heldAt(fromPx: number): { scrollPx: number; leadPx: number } {
  return fromPx < 0 ? { scrollPx: 0, leadPx: -fromPx } : { scrollPx: fromPx, leadPx: 0 };
}

/** The rows to draw for a scroll position; empty (`last < first`) when there are none. */
export function visibleRows(shape: ListShape, scrollPx: number, viewportPx: number): RowRange {
  const slack = shape.heads.length * shape.headPx;
  const first = Math.floor((scrollPx - slack) / shape.rowPx) - OVERSCAN;
  const last = Math.ceil((scrollPx + viewportPx) / shape.rowPx) + OVERSCAN;
  return { first: Math.max(0, first), last: Math.min(shape.total - 1, last) };
}

/** Where to scroll so that a row is wholly in sight; the same position when it already is. */
export function scrollToRow(shape: ListShape, index: number, scrollPx: number, viewportPx: number): number {
  const top = shape.heads.includes(index) ? headTop(shape, index) : rowTop(shape, index);
  const bottom = rowTop(shape, index) + shape.rowPx;
  if (top < scrollPx) return top;
  if (bottom > scrollPx + viewportPx) return bottom - viewportPx;
  return scrollPx;
}
