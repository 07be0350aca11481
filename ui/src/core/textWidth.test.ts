import { describe, expect, test } from "vitest";
import { nameLines, textWidth } from "./textWidth";

// Nothing can be measured here: every letter is as wide as the average one.
const letter = textWidth("A", "name");

describe("the lines that a name takes", () => {
  test("are one as long as it fits, with what stands after it", () => {
    expect(nameLines("KHAN, Maisie", 0, 12 * letter)).toBe(1);
    expect(nameLines("KHAN, Maisie", 3 * letter, 15 * letter)).toBe(1);
    expect(nameLines("KHAN, Maisie", 3 * letter, 14 * letter)).toBe(2);
  });

  test("break after blanks and hyphens and nowhere else", () => {
    expect(nameLines("WILLIAMS-ABERNETHY", 0, 10 * letter)).toBe(2);
    expect(nameLines("ABERNETHY", 0, 4 * letter)).toBe(1);
    expect(nameLines("ST JOHN SMITH", 0, 8 * letter)).toBe(2);
  });
});
