/**
 * Which rows are marked for work on several requests at once: single marks, ranges, and the limit.
 *
 * Marks keep the row as it was read when it was marked, so that a change since can be found. Knows no list and no key.
 */

import { BURST_MS } from "./guards";

/** Most requests that are decided together (ux.md 7.4). */
export const MARKS_MAX = 50;

type WithId = { id: string };

export type Marks<Row extends WithId> = {
  /** Marked one by one, or by ranges that are finished. */
  kept: readonly Row[];
  /** Where the next range starts. */
  anchor: string | null;
  /** Marked by the range that is still being stretched. */
  range: readonly Row[];
};

/** `full` says that the limit left something out. */
export type Marking<Row extends WithId> = { marks: Marks<Row>; full: boolean };

export function noMarks<Row extends WithId>(): Marks<Row> {
  return { kept: [], anchor: null, range: [] };
}

/** Every marked row once, in the order of marking. */
export function markedRows<Row extends WithId>({ kept, range }: Marks<Row>): Row[] {
  return union(kept, range);
}

/** Marks a row, or takes its mark off; the next range starts at it. */
export function toggleMark<Row extends WithId>(marks: Marks<Row>, row: Row): Marking<Row> {
  const before = markedRows(marks);
  const without = before.filter((marked) => marked.id !== row.id);
  if (without.length < before.length)
    return { marks: { kept: without, anchor: row.id, range: [] }, full: false };
  if (before.length >= MARKS_MAX) return { marks, full: true };
  return { marks: { kept: [...before, row], anchor: row.id, range: [] }, full: false };
}

/** Stretches the range from `anchor` over `rows`, which begin there; a range that shrinks gives its marks back. */
export function stretchMarks<Row extends WithId>(
  marks: Marks<Row>,
  anchor: string,
  rows: readonly Row[],
): Marking<Row> {
  const kept = marks.anchor === anchor ? marks.kept : markedRows(marks);
  const all = union(kept, rows);
  const fitting = new Set(all.slice(0, MARKS_MAX).map((row) => row.id));
  const range = rows.filter((row) => fitting.has(row.id));
  return { marks: { kept, anchor, range }, full: all.length > MARKS_MAX };
}

/** Marks the first rows of a list and nothing else. */
export function markFirst<Row extends WithId>(rows: readonly Row[]): Marking<Row> {
  const kept = rows.slice(0, MARKS_MAX);
  return { marks: { kept, anchor: kept[0]?.id ?? null, range: [] }, full: rows.length > MARKS_MAX };
}

/** Takes off all marks but these. */
export function keepMarks<Row extends WithId>(marks: Marks<Row>, ids: ReadonlySet<string>): Marks<Row> {
  return { ...noMarks<Row>(), kept: markedRows(marks).filter((row) => ids.has(row.id)) };
}

/** The places from `from` to `to`, both included, in that direction. */
export function* places(from: number, to: number): Generator<number> {
  const step = from <= to ? 1 : -1;
  for (let at = from; at !== to + step; at += step) yield at;
}

/** What the marks were before the keys of the last moment, so that keys found to be typing leave none behind. */
export class MarkHistory<Row extends WithId> {
  #recent: { before: Marks<Row>; at: number }[] = [];

  note(before: Marks<Row>, now: number): void {
    this.#recent = [...this.#recent.filter((entry) => now - entry.at < BURST_MS), { before, at: now }];
  }

  /** The marks to go back to; null when nothing was marked just now. */
  takeBack(now: number): Marks<Row> | null {
    const first = this.#recent.find((entry) => now - entry.at < BURST_MS);
    this.#recent = [];
    return first?.before ?? null;
  }
}

function union<Row extends WithId>(first: readonly Row[], second: readonly Row[]): Row[] {
  const known = new Set(first.map((row) => row.id));
  return [...first, ...second.filter((row) => !known.has(row.id))];
}
