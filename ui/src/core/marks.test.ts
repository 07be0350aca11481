import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BURST_MS } from "./guards";
import {
  keepMarks,
  MARKS_MAX,
  MarkHistory,
  type Marks,
  markedRows,
  markFirst,
  noMarks,
  places,
  stretchMarks,
  toggleMark,
} from "./marks";

type Row = { id: string };

const list = (count: number): Row[] => Array.from({ length: count }, (_, at) => ({ id: `r${at}` }));
const ids = (marks: Marks<Row>): string[] => markedRows(marks).map((row) => row.id);
const row = (at: number): Row => ({ id: `r${at}` });

describe("marking one by one", () => {
  test("a second time takes the mark off again", () => {
    const once = toggleMark(noMarks<Row>(), row(1)).marks;
    expect(ids(once)).toEqual(["r1"]);
    expect(ids(toggleMark(once, row(1)).marks)).toEqual([]);
  });

  test("the limit refuses one more and says so, and still takes marks off", () => {
    const { marks } = markFirst(list(MARKS_MAX));
    const more = toggleMark(marks, row(99));
    expect(more.full).toBe(true);
    expect(ids(more.marks)).toHaveLength(MARKS_MAX);
    const fewer = toggleMark(marks, row(0));
    expect(fewer.full).toBe(false);
    expect(ids(fewer.marks)).toHaveLength(MARKS_MAX - 1);
  });

  test("the row stays as it was read when it was marked", () => {
    const early = { id: "r1", urgency: "soon" };
    const { marks } = toggleMark(noMarks<typeof early>(), early);
    const again = stretchMarks(marks, "r0", [
      { id: "r0", urgency: "soon" },
      { ...early, urgency: "routine" },
    ]);
    expect(markedRows(again.marks).find((marked) => marked.id === "r1")?.urgency).toBe("soon");
  });
});

describe("marking a range", () => {
  test("stretching adds, and going back gives the marks back", () => {
    const two = stretchMarks(noMarks<Row>(), "r3", [row(3), row(4)]).marks;
    const three = stretchMarks(two, "r3", [row(3), row(4), row(5)]).marks;
    expect(ids(three)).toEqual(["r3", "r4", "r5"]);
    expect(ids(stretchMarks(three, "r3", [row(3)]).marks)).toEqual(["r3"]);
  });

  test("a shrinking range keeps what was marked before it", () => {
    const single = toggleMark(noMarks<Row>(), row(9)).marks;
    const ranged = stretchMarks(single, "r3", [row(3), row(4)]).marks;
    expect(ids(stretchMarks(ranged, "r3", [row(3)]).marks)).toEqual(["r9", "r3"]);
  });

  test("over the limit the rows nearest to its start are marked", () => {
    const { marks, full } = stretchMarks(noMarks<Row>(), "r0", list(80));
    expect(full).toBe(true);
    expect(ids(marks)).toEqual(list(MARKS_MAX).map((marked) => marked.id));
  });

  test("places run in either direction and include both ends", () => {
    expect([...places(2, 4)]).toEqual([2, 3, 4]);
    expect([...places(4, 2)]).toEqual([4, 3, 2]);
    expect([...places(3, 3)]).toEqual([3]);
  });
});

describe("the limit", () => {
  test("the first fifty are marked, and it says when there were more", () => {
    expect(markFirst(list(MARKS_MAX)).full).toBe(false);
    const over = markFirst(list(MARKS_MAX + 1));
    expect(over.full).toBe(true);
    expect(ids(over.marks)).toHaveLength(MARKS_MAX);
  });

  test("nothing anybody does marks more than fifty, or one twice", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("toggle" as const), at: fc.nat(90), to: fc.constant(0) }),
      fc.record({ kind: fc.constant("stretch" as const), at: fc.nat(90), to: fc.nat(90) }),
      fc.record({ kind: fc.constant("first" as const), at: fc.nat(90), to: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let marks = noMarks<Row>();
        for (const { kind, at, to } of steps) {
          if (kind === "toggle") marks = toggleMark(marks, row(at)).marks;
          else if (kind === "first") marks = markFirst(list(at)).marks;
          else marks = stretchMarks(marks, `r${at}`, [...places(at, to)].map(row)).marks;
          const marked = ids(marks);
          expect(marked.length).toBeLessThanOrEqual(50);
          expect(new Set(marked).size).toBe(marked.length);
        }
      }),
    );
  });
});

describe("taking marks off", () => {
  test("only those that are named stay", () => {
    const { marks } = markFirst(list(4));
    expect(ids(keepMarks(marks, new Set(["r1", "r3"])))).toEqual(["r1", "r3"]);
  });

  test("keys that turn out to be typing give back the marks of the last moment only", () => {
    const history = new MarkHistory<Row>();
    const one = toggleMark(noMarks<Row>(), row(1)).marks;
    history.note(noMarks(), 5000);
    history.note(one, 5000 + BURST_MS);
    expect(history.takeBack(5000 + BURST_MS + 100)).toBe(one);
    expect(history.takeBack(5000 + BURST_MS + 100)).toBeNull();
  });
});
