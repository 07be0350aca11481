import { describe, expect, test } from "vitest";
import { TEMPLATES } from "../host/fake/templates";
import { countTexts, fillTemplate, findBlanks } from "./message";

describe("what a message costs", () => {
  test.each([
    ["", 0],
    ["a".repeat(160), 1],
    ["a".repeat(161), 2],
    ["a".repeat(306), 2],
    ["a".repeat(307), 3],
    ["ŵ".repeat(70), 1],
    ["ŵ".repeat(71), 2],
    [`${"a".repeat(159)}€`, 2],
  ])("%# characters become the right number of texts", (message, texts) => {
    expect(countTexts(message).texts).toBe(texts);
  });

  test("the templates keep to the cheap alphabet", () => {
    for (const template of TEMPLATES) {
      const plain = template.text.replace(/[{}]/g, "");
      expect(countTexts(plain).texts, template.name).toBe(
        Math.ceil(plain.length > 160 ? plain.length / 153 : 1),
      );
    }
  });
});

describe("blanks", () => {
  test("what is known is filled and what is not stays a blank", () => {
    const filled = fillTemplate("Dear {{salutation}}, at {{time}}", { salutation: "Mr Patel" });
    expect(filled).toBe("Dear Mr Patel, at {{time}}");
    expect(findBlanks(filled).map((blank) => blank.name)).toEqual(["time"]);
  });

  test("an unknown salutation is left for the writer", () => {
    expect(findBlanks(fillTemplate("Dear {{salutation}},", { salutation: null }))).toHaveLength(1);
  });

  test("a blank names its place, so that the cursor can go there", () => {
    const [blank] = findBlanks("See {{ who }} now");
    expect(blank).toEqual({ start: 4, end: 13, name: "who" });
  });
});
