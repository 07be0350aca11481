import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fmtCount,
  fmtDate,
  fmtLongDate,
  fmtNhsNumber,
  fmtOrdinal,
  fmtTime,
  fmtWait,
  fmtWaitSpoken,
  fmtWeekday,
  fmtWhen,
} from "./format";

describe("dates and times", () => {
  test("every month has its three letters, September too", () => {
    const months = Array.from({ length: 12 }, (_, index) =>
      fmtDate(`2026-${String(index + 1).padStart(2, "0")}-04`),
    );
    expect(months).toEqual([
      "04-Jan-2026",
      "04-Feb-2026",
      "04-Mar-2026",
      "04-Apr-2026",
      "04-May-2026",
      "04-Jun-2026",
      "04-Jul-2026",
      "04-Aug-2026",
      "04-Sep-2026",
      "04-Oct-2026",
      "04-Nov-2026",
      "04-Dec-2026",
    ]);
  });

  test("a date of birth that is known in part is shown in part", () => {
    expect(fmtDate("1962")).toBe("1962");
    expect(fmtDate("1962-09")).toBe("Sep-1962");
    expect(fmtDate("2024-02-29")).toBe("29-Feb-2024");
  });

  test("times are on the 24-hour clock and days are near words", () => {
    expect(fmtTime("2026-09-07T09:05")).toBe("09:05");
    expect(fmtWeekday("2026-09-05T18:04")).toBe("Sat");
    expect(fmtWhen({ iso: "", local: "2026-09-05T18:04", day: "this-week" })).toBe("Sat 18:04");
    expect(fmtWhen({ iso: "", local: "2026-08-29T18:04", day: "older" })).toBe("29-Aug-2026");
  });

  test("patients get the long form", () => {
    expect(fmtLongDate("2026-09-04")).toBe("4 September 2026");
  });
});

describe("durations", () => {
  test.each([
    [0, "0m"],
    [19, "19m"],
    [60, "1h"],
    [134, "2h 14m"],
    [1440, "1d"],
    [2340, "1d 15h"],
    [1441, "1d"],
  ])("%i minutes", (minutes, text) => {
    expect(fmtWait(minutes)).toBe(text);
  });

  test("they are spoken in words", () => {
    expect(fmtWaitSpoken(61)).toBe("1 hour 1 minute");
  });

  test("a longer wait never reads shorter than an hour's worth less", () => {
    fc.assert(
      fc.property(fc.nat(200_000), (minutes) => {
        expect(fmtWait(minutes)).toMatch(/^(\d+d( \d+h)?|\d+h( \d+m)?|\d+m)$/);
        expect(fmtWait(minutes)).not.toMatch(/ 0[hm]/);
      }),
    );
  });
});

describe("numbers", () => {
  test("NHS numbers are 3-3-4 and cannot break over a line", () => {
    expect(fmtNhsNumber("9991234567")).toBe("999\u00a0123\u00a04567");
    expect(fmtNhsNumber("999 123 4567")).toBe("999\u00a0123\u00a04567");
    expect(fmtNhsNumber("12345")).toBe("12345");
  });

  test("counts and ordinals", () => {
    expect(fmtCount(1240)).toBe("1,240");
    expect(fmtCount(50000)).toBe("50,000");
    expect([1, 2, 3, 4, 11, 12, 13, 22, 101].map(fmtOrdinal)).toEqual([
      "1st",
      "2nd",
      "3rd",
      "4th",
      "11th",
      "12th",
      "13th",
      "22nd",
      "101st",
    ]);
  });
});
