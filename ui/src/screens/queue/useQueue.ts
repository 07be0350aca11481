/** One view of the queue: its order as Rust holds it, read page by page and read again when it changes. */

import { useEffect, useReducer, useRef, useState } from "react";
import { PAGE_ROWS, PageCache } from "../../core/pages";
import { useHost } from "../../host/context";
import {
  type CommandError,
  commandError,
  type Host,
  type QueueView,
  type RowView,
  type ViewId,
} from "../../host/host";

export type QueueHead = Omit<QueueView, "rows" | "offset">;

export type Queue = {
  head: QueueHead | null;
  error: CommandError | null;
  row: (index: number) => RowView | undefined;
  /** Rows in sight that no longer belong here, as far as they are held. */
  moved: number;
  indexOf: (id: string) => number;
  /** Where a request stands among the rows in sight, read now; -1 where it does not. */
  locate: (id: string) => Promise<number>;
  /** Says which rows are in sight, so that they are read. */
  need: (first: number, last: number) => void;
  /** Builds the order anew and takes in what has arrived. */
  refresh: () => Promise<void>;
  /** The first rows that `fits` takes, at most `count`, read now. */
  first: (count: number, fits: (row: RowView) => boolean) => Promise<RowView[]>;
};

/** Reads one view for one search. Lives as long as the component; `QueueReader` holds what must not be rendered. */
export function useQueue(view: ViewId, search: string): Queue {
  const host = useHost();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [reader] = useState(() => new QueueReader());

  useEffect(() => {
    const started = reader.start(host, view, search, redraw);
    const stop = host.onChanged((event) => {
      if (event.topics.some((topic) => topic === "queue" || topic === "time")) void reader.readAgain();
    });
    void started;
    return stop;
  }, [host, reader, view, search]);

  const moved = [...reader.cache.held()].filter(([, row]) => row.moved).length;
  return {
    head: reader.head,
    error: reader.error,
    row: (index) => reader.cache.row(index),
    moved,
    indexOf: (id) => reader.indexOf(id),
    locate: (id) => reader.locate(id),
    need: (first, last) => reader.need(first, last),
    refresh: () => reader.build(),
    first: (count, fits) => reader.first(count, fits),
  };
}

class QueueReader {
  readonly cache = new PageCache<RowView>();
  head: QueueHead | null = null;
  error: CommandError | null = null;
  #ask: ((page: number, refresh: boolean) => Promise<QueueView>) | null = null;
  #redraw: () => void = () => {};
  #sight = { first: 0, last: PAGE_ROWS - 1 };
  #built = false;
  #reading = false;
  #dirty = false;

  async start(host: Host, view: ViewId, search: string, redraw: () => void): Promise<void> {
    this.#redraw = redraw;
    this.#sight = { first: 0, last: PAGE_ROWS - 1 };
    this.#ask = (page, refresh) =>
      host.queue({ view, search, offset: page * PAGE_ROWS, limit: PAGE_ROWS, refresh });
    if (this.head?.view !== view) this.head = null;
    await this.build();
  }

  /** Asks for the first page of a new order; everything held belongs to the old one. */
  async build(): Promise<void> {
    const epoch = this.cache.reset();
    this.#built = false;
    this.cache.want(0, 0);
    await this.#read(epoch, 0, true);
    if (epoch !== this.cache.epoch) return;
    this.#built = true;
    this.need(this.#sight.first, this.#sight.last);
    if (this.#dirty) void this.readAgain();
  }

  need(first: number, last: number): void {
    this.#sight = { first, last };
    if (!this.#built) return;
    const end = Math.min(last, Math.max(0, (this.head?.total ?? 0) - 1));
    for (const page of this.cache.want(Math.min(first, end), end))
      void this.#read(this.cache.epoch, page, false);
  }

  async locate(id: string): Promise<number> {
    const { epoch } = this.cache;
    const pages = new Set([this.#sight.first, this.#sight.last].map((row) => Math.floor(row / PAGE_ROWS)));
    await Promise.all([...pages].map((page) => this.#read(epoch, page, false)));
    return this.indexOf(id);
  }

  indexOf(id: string): number {
    return [...this.cache.held()].find(([, row]) => row.id === id)?.[0] ?? -1;
  }

  /** Rows from the top of the order; none when another order has come meanwhile. */
  async first(count: number, fits: (row: RowView) => boolean): Promise<RowView[]> {
    const { epoch } = this.cache;
    const found: RowView[] = [];
    const total = this.head?.total ?? 0;
    for (let page = 0; page * PAGE_ROWS < total && found.length < count; page += 1) {
      await this.#read(epoch, page, false);
      if (epoch !== this.cache.epoch) return [];
      for (let at = page * PAGE_ROWS; at < (page + 1) * PAGE_ROWS; at += 1) {
        const row = this.cache.row(at);
        if (row !== undefined && fits(row)) found.push(row);
      }
    }
    return found.slice(0, count);
  }

  /** Reads what is in sight again; changes during a read are answered by one more. */
  async readAgain(): Promise<void> {
    if (this.#reading || !this.#built) {
      this.#dirty = true;
      return;
    }
    this.#reading = true;
    this.#dirty = false;
    this.cache.age();
    const end = Math.min(this.#sight.last, Math.max(0, (this.head?.total ?? 0) - 1));
    const { epoch } = this.cache;
    await Promise.all(
      this.cache.want(Math.min(this.#sight.first, end), end).map((page) => this.#read(epoch, page, false)),
    );
    this.#reading = false;
    if (this.#nothingToKeepInPlace()) await this.build();
    if (this.#dirty) void this.readAgain();
  }

  /** An empty list has no row that could jump: what arrives, above all with the first sync, shows at once. */
  #nothingToKeepInPlace(): boolean {
    return this.head !== null && this.head.total === 0 && this.head.arrivals > 0;
  }

  async #read(epoch: number, page: number, refresh: boolean): Promise<void> {
    try {
      const answer = await this.#ask?.(page, refresh);
      if (answer === undefined || !this.cache.put(epoch, page, answer.rows)) return;
      const { rows: _rows, offset: _offset, ...head } = answer;
      this.head = head;
      this.error = null;
    } catch (error) {
      if (epoch !== this.cache.epoch) return;
      this.cache.fail(epoch, page);
      this.error = commandError(error);
    }
    this.#redraw();
  }
}

/** A value that follows another after a pause in typing. */
export function useSettled(value: string, pauseMs: number): string {
  const [settled, setSettled] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    timer.current = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer.current);
  }, [value, pauseMs]);
  return settled;
}
