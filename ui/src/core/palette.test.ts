import { describe, expect, test } from "vitest";
import { COMMANDS, type Command, type Scope } from "./commands";
import { findCommands, paletteCommands } from "./palette";

/** K6 of ux.md: any command is the first hit after at most this many typed characters. */
const TYPED_MAX = 6;

const SCREENS: readonly (readonly Scope[])[] = [["window"], ["triage"], ["reply"], ["merge"], ["conflict"]];

function first(commands: readonly Command[], typed: string): string | undefined {
  return findCommands(commands, typed)[0]?.command.id;
}

function labels(commands: readonly Command[], typed: string): string[] {
  return findCommands(commands, typed).map((hit) => hit.command.label);
}

/** Everything short that begins the label, or begins each of its first words. */
function shortForms(label: string): string[] {
  const words = label.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const grow = (forms: string[], word: string) =>
    forms.flatMap((form) =>
      Array.from(word, (_, length) => form + word.slice(0, length + 1)).filter(
        (longer) => longer.length <= TYPED_MAX,
      ),
    );
  const begun = words.flatMap((_, count) => words.slice(0, count + 1).reduce(grow, [""]));
  const prefixes = Array.from({ length: TYPED_MAX }, (_, length) => label.slice(0, length + 1));
  return [...prefixes, ...begun];
}

describe("finding a command by typing", () => {
  const everywhere = COMMANDS.filter((command) => command.listed);
  const cases = [
    ...SCREENS.map((scopes) => ({ where: scopes.join(), commands: paletteCommands(scopes) })),
    { where: "the whole table", commands: everywhere },
  ].flatMap(({ where, commands }) => commands.map((command) => ({ where, commands, command })));

  test.each(cases)("in $where six characters are enough for $command.id", ({ commands, command }) => {
    const reach = shortForms(command.label).filter((form) => first(commands, form) === command.id);
    expect(reach).not.toEqual([]);
  });

  test.each(cases)("in $where the whole label finds $command.id", ({ commands, command }) => {
    expect(first(commands, command.label)).toBe(command.id);
  });

  test("every command of the table is listed on some screen, except those that say they are not", () => {
    const listed = new Set(SCREENS.flatMap((scopes) => paletteCommands(scopes).map((entry) => entry.id)));
    const left = COMMANDS.filter((command) => !listed.has(command.id)).map((command) => command.id);
    expect(left).toEqual(COMMANDS.filter((command) => !command.listed).map((command) => command.id));
  });

  test("only what can act on this screen is found", () => {
    expect(first(paletteCommands(["triage"]), "send")).toBeUndefined();
    expect(first(paletteCommands(["reply"]), "send")).toBe("send");
  });

  test("the beginning of a label comes before a later word, and a word before the middle of one", () => {
    expect(labels(everywhere, "re").slice(0, 2)).toEqual(["Reply", "Reopen"]);
    const order = [
      "One page up",
      "One page down",
      "Work offline, on or off",
      "Done",
      "Done today",
      "Needs attention",
      "Undo the last action",
    ];
    const found = labels(paletteCommands(["triage"]), "on");
    expect(found.filter((label) => order.includes(label))).toEqual(order);
  });

  test("beginnings of words stand for the words", () => {
    expect(first(everywhere, "sac")).toBe("send-close");
    expect(first(everywhere, "nextre")).toBe("next");
    expect(first(everywhere, "wfp")).toBe("view-5");
  });

  test("case, blanks and commas do not matter", () => {
    expect(first(everywhere, "  WORK offline on")).toBe("work-offline");
  });

  test("what matches nothing finds nothing, and nothing typed lists everything", () => {
    expect(labels(everywhere, "zzz")).toEqual([]);
    expect(labels(everywhere, "...")).toEqual([]);
    expect(labels(everywhere, " ")).toHaveLength(everywhere.length);
  });

  test("the letters that were typed are marked in the label", () => {
    const hit = findCommands(everywhere, "sac")[0];
    expect([...(hit?.marks ?? [])].map((at) => hit?.command.label[at])).toEqual(["S", "a", "c"]);
  });
});
