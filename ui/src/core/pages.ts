/**
 * The pages of a queue that are held in memory.
 *
 * A page stays on screen until a newer one for the same place arrives; pages of an older order are never mixed in.
 */

/** Rows a page; a page of this size costs about 4 ms over the border (ux.md 3.6). */
export const PAGE_ROWS = 100;

/** Pages kept, so that a long scroll through a long list stays small. */
const PAGES_MAX = 40;

export type PageState = "missing" | "asked" | "stale" | "fresh";

type Page<Row> = { state: Exclude<PageState, "missing">; rows: readonly Row[] };

export class PageCache<Row> {
  #pages = new Map<number, Page<Row>>();
  #epoch = 0;

  /** Names the order that is held; answers of an older epoch are thrown away. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Forgets everything: another view, another search, a new order. */
  reset(): number {
    this.#pages = new Map();
    this.#epoch += 1;
    return this.#epoch;
  }

  /** Marks all pages to be read again; their rows stay in sight meanwhile. */
  age(): void {
    for (const [at, page] of this.#pages) this.#pages.set(at, { ...page, state: "stale" });
  }

  row(index: number): Row | undefined {
    return this.#pages.get(pageOf(index))?.rows[index % PAGE_ROWS];
  }

  /** The pages for these rows that must be asked for; they count as asked from here on. */
  want(first: number, last: number): number[] {
    const wanted: number[] = [];
    for (let at = pageOf(first); at <= pageOf(Math.max(first, last)); at += 1) {
      const page = this.#pages.get(at);
      if (page !== undefined && page.state !== "stale") continue;
      this.#pages.set(at, { state: "asked", rows: page?.rows ?? [] });
      wanted.push(at);
    }
    return wanted;
  }

  /** Takes an answer in; false when it belongs to an order that is no longer held. */
  put(epoch: number, at: number, rows: readonly Row[]): boolean {
    if (epoch !== this.#epoch) return false;
    this.#pages.delete(at);
    this.#pages.set(at, { state: "fresh", rows });
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= PAGES_MAX) break;
      this.#pages.delete(oldest);
    }
    return true;
  }

  /** A page that could not be read will be asked for again. */
  fail(epoch: number, at: number): void {
    const page = this.#pages.get(at);
    if (epoch === this.#epoch && page !== undefined) this.#pages.set(at, { ...page, state: "stale" });
  }

  /** Every row that is held, with its index, in order. */
  *held(): Generator<[number, Row]> {
    for (const at of [...this.#pages.keys()].sort((a, b) => a - b)) {
      for (const [offset, row] of (this.#pages.get(at)?.rows ?? []).entries())
        yield [at * PAGE_ROWS + offset, row];
    }
  }
}

export function pageOf(index: number): number {
  return Math.floor(index / PAGE_ROWS);
}
