import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACTIVATION_MS, ADVANCE_MS, BURST_MS, KeyGuard, type KeyKind } from "./guards";

function judgeAll(guard: KeyGuard, keys: readonly [KeyKind, number][]): string[] {
  return keys.map(([kind, at]) => guard.judge(kind, at));
}

describe("the guard against keys meant for something else", () => {
  test("a verb and its choice pass", () => {
    expect(
      judgeAll(new KeyGuard(), [
        ["verb", 5000],
        ["choice", 5200],
      ]),
    ).toEqual(["pass", "pass"]);
  });

  test("stepping fast through the list passes", () => {
    const keys: [KeyKind, number][] = Array.from({ length: 12 }, (_, index) => [
      "navigate",
      5000 + index * 60,
    ]);
    expect(new Set(judgeAll(new KeyGuard(), keys))).toEqual(new Set(["pass"]));
  });

  test("three keys of a word within 900 ms are taken for typing", () => {
    const verdicts = judgeAll(new KeyGuard(), [
      ["strange", 5000],
      ["verb", 5100],
      ["strange", 5200],
    ]);
    expect(verdicts[2]).toBe("typing");
  });

  test("after typing everything is dropped until it has been quiet", () => {
    const guard = new KeyGuard();
    judgeAll(guard, [
      ["strange", 5000],
      ["strange", 5100],
      ["strange", 5200],
    ]);
    expect(guard.judge("verb", 5900)).toBe("drop");
    expect(guard.judge("verb", 5900 + BURST_MS)).toBe("pass");
  });

  test("a held choice is given up when another key follows", () => {
    const guard = new KeyGuard();
    const token = guard.hold();
    expect(guard.judge("choice", 5000)).toBe("typing");
    expect(guard.settles(token)).toBe(false);
  });

  test("a held choice that is left alone takes effect once", () => {
    const guard = new KeyGuard();
    const token = guard.hold();
    expect(guard.settles(token)).toBe(true);
    expect(guard.settles(token)).toBe(false);
  });

  test("after the next request opened, decision keys wait and stepping does not", () => {
    const guard = new KeyGuard();
    guard.advanced(5000);
    expect(guard.judge("verb", 5000 + ADVANCE_MS - 1)).toBe("drop");
    expect(guard.judge("navigate", 5000 + ADVANCE_MS - 1)).toBe("pass");
    expect(guard.judge("verb", 5000 + ADVANCE_MS + 1)).toBe("pass");
  });

  test("the first key after the window came to the front is dropped, the second is not", () => {
    const guard = new KeyGuard();
    guard.activated(5000);
    expect(guard.judge("verb", 5000 + ACTIVATION_MS - 1)).toBe("drop");
    expect(guard.judge("verb", 5000 + ACTIVATION_MS)).toBe("pass");
  });

  test("a third strange key, however slow, points to the help", () => {
    const verdicts = judgeAll(new KeyGuard(), [
      ["strange", 1000],
      ["strange", 3000],
      ["strange", 5000],
    ]);
    expect(verdicts).toEqual(["drop", "drop", "hint"]);
  });

  test("no text typed without a pause ever passes a choice after its third key", () => {
    const kinds = fc.constantFrom<KeyKind>("verb", "choice", "act", "strange");
    fc.assert(
      fc.property(
        fc.array(kinds, { minLength: 4, maxLength: 30 }),
        fc.integer({ min: 5, max: 140 }),
        (tail, gapMs) => {
          const guard = new KeyGuard();
          const keys: KeyKind[] = ["strange", "strange", "strange", ...tail];
          const verdicts = keys.map((kind, index) => guard.judge(kind, 5000 + index * gapMs));
          expect(verdicts.slice(3).every((verdict) => verdict === "drop")).toBe(true);
        },
      ),
    );
  });
});
