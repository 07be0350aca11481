import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hitsIn } from "./hits";

/** The text with what was found in brackets. */
function marked(text: string, search: string): string {
  return hitsIn(text, search)
    .map((stretch) => (stretch.hit ? `[${stretch.text}]` : stretch.text))
    .join("");
}

describe("what a search marks", () => {
  test("every word of the search, wherever it stands and in whatever case", () => {
    expect(marked("KHAN, Farah (Mrs)", "farah khan")).toBe("[KHAN], [Farah] (Mrs)");
    expect(marked("Cough, and a cough at night", "COUGH")).toBe("[Cough], and a [cough] at night");
  });

  test("words that overlap or touch become one mark", () => {
    expect(marked("inhaler", "inhal haler")).toBe("[inhaler]");
    expect(marked("backache", "back ache")).toBe("[backache]");
  });

  test("an NHS number typed without spaces is found where it is written with them, and the other way round", () => {
    expect(marked("My number is 999 123 4567.", "9991234567")).toBe("My number is [999 123 4567].");
    expect(marked("My number is 9991234567.", "999 123 4567")).toBe("My number is [9991234567].");
    expect(marked("999\u00a0123\u00a04567", "khan 9991234567")).toBe("[999\u00a0123\u00a04567]");
  });

  test("a shorter number is found only as it is written", () => {
    expect(marked("room 1 2 3", "123")).toBe("room 1 2 3");
  });

  test("characters that mean something in a pattern mean themselves", () => {
    expect(marked("JONES, Eleri (Ms)", "(ms)")).toBe("JONES, Eleri [(Ms)]");
    expect(marked("What? Why? [yes] a.b", "? [y a.b")).toBe("What[?] Why[?] [[y]es] [a.b]");
    expect(marked("anything", ".*")).toBe("anything");
  });

  test("no search marks nothing", () => {
    expect(marked("Sore throat", "  ")).toBe("Sore throat");
    expect(hitsIn("", "x")).toEqual([]);
  });

  test("the stretches together are always the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, search) => {
        const stretches = hitsIn(text, search);
        expect(stretches.map((stretch) => stretch.text).join("")).toBe(text);
        expect(stretches.every((stretch) => stretch.text !== "")).toBe(true);
      }),
    );
  });
});
