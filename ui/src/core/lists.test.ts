import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PAGE_ROWS, PageCache } from "./pages";
import { type ListShape, listHeight, OVERSCAN, rowTop, scrollToRow, visibleRows } from "./windowing";

const shape = (total: number, heads: number[] = [0]): ListShape => ({ total, rowPx: 64, headPx: 20, heads });

describe("the window on a long list", () => {
  test("fifty thousand rows put only those in sight into the document", () => {
    const { first, last } = visibleRows(shape(50_000), 1_000_000, 640);
    expect(last - first).toBeLessThan(11 + 2 * OVERSCAN + 2);
  });

  test("every row in sight is drawn, at every scroll position", () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.nat(130_000),
        fc.nat(1200),
        fc.nat(40),
        (total, scroll, viewport, urgent) => {
          const list = shape(total, urgent > 0 && urgent < total ? [0, urgent] : [0]);
          const { first, last } = visibleRows(list, scroll, viewport);
          for (let index = 0; index < total; index += 1) {
            const top = rowTop(list, index);
            if (top + list.rowPx <= scroll || top >= scroll + viewport) continue;
            expect(index >= first && index <= last).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("scrolling to a row puts it wholly in sight and moves no further than that", () => {
    const list = shape(100, [0, 3]);
    expect(scrollToRow(list, 0, 500, 640)).toBe(0);
    expect(scrollToRow(list, 5, 0, 640)).toBe(0);
    expect(scrollToRow(list, 99, 0, 640)).toBe(listHeight(list) - 640);
  });
});

describe("pages of a queue", () => {
  const page = (at: number) => Array.from({ length: PAGE_ROWS }, (_, index) => at * PAGE_ROWS + index);

  test("a page is asked for once", () => {
    const cache = new PageCache<number>();
    expect(cache.want(0, 150)).toEqual([0, 1]);
    expect(cache.want(0, 150)).toEqual([]);
  });

  test("rows stay in sight while they are read again", () => {
    const cache = new PageCache<number>();
    cache.want(0, 0);
    cache.put(cache.epoch, 0, page(0));
    cache.age();
    expect(cache.row(7)).toBe(7);
    expect(cache.want(0, 0)).toEqual([0]);
    expect(cache.row(7)).toBe(7);
  });

  test("answers that belong to an older order are thrown away", () => {
    const cache = new PageCache<number>();
    const before = cache.epoch;
    cache.reset();
    expect(cache.put(before, 0, page(0))).toBe(false);
    expect(cache.row(0)).toBeUndefined();
  });

  test("a long scroll keeps a bounded number of pages", () => {
    const cache = new PageCache<number>();
    for (let at = 0; at < 500; at += 1) cache.put(cache.epoch, at, page(at));
    expect([...cache.held()].length).toBe(40 * PAGE_ROWS);
    expect(cache.row(499 * PAGE_ROWS)).toBe(499 * PAGE_ROWS);
  });
});
