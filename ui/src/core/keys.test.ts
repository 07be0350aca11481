import { describe, expect, test } from "vitest";
import { ariaKeys, COMMANDS, findCommand } from "./commands";
import { chordOf, digitOf, isBrowserKey, isPrintable, type KeyLike } from "./keys";

function key(name: string, more: Partial<KeyLike> = {}): KeyLike {
  return {
    key: name,
    code: "",
    ctrlKey: false,
    altKey: false,
    shiftKey: false,
    metaKey: false,
    isComposing: false,
    ...more,
  };
}

describe("keys", () => {
  test("letters follow the layout, whatever Shift or Caps Lock does", () => {
    expect(chordOf(key("A"))).toBe("a");
    expect(chordOf(key("L", { ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+l");
  });

  test("a letter of another alphabet stands for the key it is on", () => {
    expect(chordOf(key("ф", { code: "KeyA" }))).toBe("a");
  });

  test("AltGr, composing and bare modifiers are never ours", () => {
    expect(chordOf(key("ŵ", { ctrlKey: true, altKey: true }))).toBeNull();
    expect(chordOf(key("a", { isComposing: true }))).toBeNull();
    expect(chordOf(key("Shift", { shiftKey: true }))).toBeNull();
  });

  test("digits are found where the layout puts them behind Shift", () => {
    expect(digitOf(key("&", { code: "Digit1" }))).toBe(1);
    expect(digitOf(key("!", { code: "Digit1", shiftKey: true }))).toBeNull();
    expect(digitOf(key("7", { code: "Numpad7" }))).toBe(7);
  });

  test("keys with Ctrl or Alt write nothing", () => {
    expect(isPrintable(key("a"))).toBe(true);
    expect(isPrintable(key("a", { altKey: true }))).toBe(false);
  });

  test("reload, print, find and history are swallowed", () => {
    for (const chord of ["F5", "Ctrl+r", "Ctrl+p", "Ctrl+f", "Ctrl+s", "Alt+ArrowLeft", "F12"]) {
      expect(isBrowserKey(chord)).toBe(true);
    }
  });
});

describe("the command table", () => {
  test("no chord means two things at once", () => {
    for (const scope of ["triage", "reply", "conflict"] as const) {
      const chords = COMMANDS.filter(
        (command) => command.scope === scope || command.scope === "window",
      ).flatMap((command) => [...command.keys, ...command.anywhere]);
      expect(chords.filter((chord, index) => chords.indexOf(chord) !== index)).toEqual([]);
    }
  });

  test("every verb also has a key that works while a field has the focus", () => {
    for (const command of COMMANDS.filter((entry) => entry.weight === "verb")) {
      expect(command.anywhere, command.id).toEqual([expect.stringMatching(/^Alt\+/)]);
    }
  });

  test("assistive technology hears the plus key by its name", () => {
    expect(ariaKeys("bigger-text")).toBe("Control+Plus Control+=");
    expect(ariaKeys("search")).toBe("/ Control+F");
  });

  test("nothing uses Ctrl and Alt together", () => {
    const all = COMMANDS.flatMap((command) => [...command.keys, ...command.anywhere]);
    expect(all.filter((chord) => chord.includes("Ctrl") && chord.includes("Alt"))).toEqual([]);
  });

  test("a text field gets no single-key command", () => {
    expect(findCommand("a", ["triage"], true)).toBeNull();
    expect(findCommand("Alt+a", ["triage"], true)?.id).toBe("assign");
    expect(findCommand("Ctrl+z", ["triage"], true)).toBeNull();
  });

  test("a verb needs its screen", () => {
    expect(findCommand("a", ["conflict"], false)).toBeNull();
    expect(findCommand("1", ["triage"], false)).toBeNull();
  });
});
