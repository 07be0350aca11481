import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWhen } from "./when";

const NOW = "2026-11-23T09:12";

describe("a date and a time as people type them", () => {
  test.each([
    ["24-Nov-2026", "08:00", "2026-11-24T08:00"],
    ["24 nov", "8", "2026-11-24T08:00"],
    ["24/11/26", "0830", "2026-11-24T08:30"],
    ["1.12.2026", "14.05", "2026-12-01T14:05"],
    ["23/11", "17:00", "2026-11-23T17:00"],
    ["2 September", "9", "2027-09-02T09:00"],
  ])("%s at %s is %s", (date, time, local) => {
    expect(readWhen(date, time, NOW)).toEqual({ local });
  });

  test.each(["", "tomorrow", "31-Feb-2026", "24", "24-13-2026", "24-Nov-2026-1", "24-Nov-026"])(
    "%s is no date",
    (date) => {
      expect(readWhen(date, "08:00", NOW)).toEqual({ problem: "no-date" });
    },
  );

  test.each(["", "24:00", "8:60", "eight", "8:5"])("%s is no time", (time) => {
    expect(readWhen("24-Nov-2026", time, NOW)).toEqual({ problem: "no-time" });
  });

  test("whatever is typed is read or refused, and what is read is a moment", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (date, time) => {
        const when = readWhen(date, time, NOW);
        if ("local" in when) expect(Number.isNaN(Date.parse(`${when.local}:00Z`))).toBe(false);
      }),
    );
  });
});
