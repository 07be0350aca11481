import { describe, expect, test } from "vitest";
import { isAbout, isKey } from "./help";

describe("the help finds", () => {
  test.each([
    ["Undo the last action", "undo"],
    ["Undo the last action", "last undo"],
    ["Undo the last action", "ACT"],
    ["What the patient’s words mean", "patient's"],
    ["What “as at” means", "as at"],
  ])("“%s” by “%s”", (text, typed) => {
    expect(isAbout(text, typed)).toBe(true);
  });

  test.each([
    ["Undo the last action", "ction"],
    ["Undo the last action", "undo reply"],
    ["Undo the last action", "(.*"],
  ])("“%s” not by “%s”", (text, typed) => {
    expect(isAbout(text, typed)).toBe(false);
  });

  test.each([
    ["Ctrl+f", "ctrl f"],
    ["Ctrl+f", "Ctrl+F"],
    ["Ctrl+Shift+f", "ctrl shift"],
    ["F1", "f1"],
    ["t", "T"],
    ["Ctrl++", "ctrl +"],
    ["ArrowDown", "arrow"],
    ["ArrowDown", "↓"],
    ["Escape", "esc"],
  ])("the key %s by “%s”", (chord, typed) => {
    expect(isKey([chord], typed)).toBe(true);
  });

  test.each([
    ["Ctrl+f", "f"],
    ["Alt+t", "t"],
    ["F10", "f1 0 x"],
    ["Ctrl+f", "ctrl g"],
  ])("the key %s not by “%s”", (chord, typed) => {
    expect(isKey([chord], typed)).toBe(false);
  });
});
