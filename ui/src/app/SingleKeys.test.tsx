import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { actingKeys, COMMANDS, displayChord, findCommand, isSingleKey, keysOf } from "../core/commands";
import { paletteCommands } from "../core/palette";
import { keptSettings } from "../screens/settings/keptSettings";
import {
  decisions,
  GP,
  openDesk,
  openRequest,
  scrollList,
  selectedName,
  selectedRow,
  setUp,
} from "../test/desk";

beforeEach(() => keptSettings.clear());

const OFF = "no-single-keys";

async function openWithoutSingleKeys() {
  const opened = await openDesk({ staffId: GP });
  await opened.user.click(screen.getByRole("button", { name: /^Unassigned/ }));
  await openRequest();
  await setUp(opened.host, () => ({ singleKeys: false }));
  await within(await openRequest()).findByText("Alt+T");
  return opened;
}

describe("single keys off, by the table", () => {
  const inPalette = new Set(
    paletteCommands(["triage", "reply", "merge", "conflict"]).map((command) => command.id),
  );

  test.each(COMMANDS)("$id is reached by a key that writes nothing, or among all commands", (command) => {
    const keys = actingKeys(command, OFF);
    expect(keys.length > 0 || inPalette.has(command.id)).toBe(true);
    expect(keys.filter(isSingleKey)).toEqual([]);
  });

  test.each(COMMANDS.filter((command) => command.weight === "verb"))("$id has a key with Alt", (command) => {
    expect(actingKeys(command, OFF)).toContainEqual(expect.stringMatching(/^Alt\+/));
  });

  const singles = COMMANDS.flatMap((command) =>
    command.keys.filter(isSingleKey).map((chord) => ({ chord, command })),
  );
  test.each(singles)("$chord does nothing", ({ chord, command }) => {
    expect(findCommand(chord, [command.scope], false)?.id).toBe(command.id);
    expect(findCommand(chord, [command.scope], false, OFF)).toBeNull();
  });

  test("arrows, Enter, Escape, paging and F-keys stay", () => {
    const named = COMMANDS.flatMap((command) => command.keys.filter((chord) => !isSingleKey(chord)));
    expect(named).toEqual(COMMANDS.flatMap((command) => keysOf(command, OFF)));
    expect(named).toEqual(
      expect.arrayContaining(["ArrowDown", "ArrowUp", "Enter", "Escape", "PageDown", "Home", "End"]),
    );
  });
});

describe("single keys off, at the desk", () => {
  test("typed letters and digits change nothing and say nothing", async () => {
    const { host, user } = await openWithoutSingleKeys();
    const before = selectedName();
    await user.click(selectedRow());
    await user.keyboard("ta1ud2nrgwjkxe.?/zo1M");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(screen.queryByText("That looked like typing.")).not.toBeInTheDocument();
    expect(selectedName()).toBe(before);
    expect(decisions(host)).toEqual([]);
  });

  test("Alt opens a verb, and a digit in the open chooser acts", async () => {
    const { host, user } = await openWithoutSingleKeys();
    await user.click(selectedRow());
    await user.keyboard("{Alt>}t{/Alt}");
    await screen.findByRole("option", { name: /Pharmacist/ });
    await user.keyboard("2");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
  });

  test("arrows go on moving through the list", async () => {
    const { user } = await openWithoutSingleKeys();
    const before = selectedName();
    await user.click(selectedRow());
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(selectedName()).not.toBe(before));
  });

  test("every button of the action bar shows a key that acts", async () => {
    await openWithoutSingleKeys();
    for (const button of within(await openRequest()).getAllByRole("button")) {
      expect(button).toHaveTextContent(/Alt\+[A-Z]$/);
      expect(button.getAttribute("aria-keyshortcuts")).toMatch(/^Alt\+[A-Z]$/);
    }
  });

  test("the help shows only keys that act, and says why", async () => {
    const { user } = await openWithoutSingleKeys();
    await user.keyboard("{F1}");
    const dialog = await screen.findByRole("dialog", { name: "Help" });
    expect(dialog).toHaveTextContent("Single keys are off for you");
    for (const command of COMMANDS)
      expect(within(dialog).getAllByText(command.label).length).toBeGreaterThan(0);
    const desk = within(dialog).getByRole("heading", { name: "In the list and the request" }).parentElement;
    const shown = [...(desk?.querySelectorAll("kbd") ?? [])].map((key) => key.textContent);
    const acting = COMMANDS.filter((command) => command.scope === "triage").flatMap((command) =>
      actingKeys(command, OFF).map(displayChord),
    );
    expect(shown).toEqual(acting);
  });

  test("all commands of this screen stand in the list of commands, and can be run from it", async () => {
    const { user } = await openWithoutSingleKeys();
    await user.keyboard("{Control>}k{/Control}");
    const dialog = await screen.findByRole("dialog", { name: "All commands" });
    scrollList(dialog);
    for (const command of paletteCommands(["triage"]))
      expect(within(dialog).getByRole("option", { name: command.label })).toBeInTheDocument();
    await user.click(within(dialog).getByRole("option", { name: /^Urgency/ }));
    expect(await screen.findByRole("dialog", { name: /^Urgency of/ })).toBeInTheDocument();
  });

  test("turning single keys off in Settings takes effect once it is saved", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>},{/Control}");
    await user.click(await screen.findByRole("checkbox", { name: "Single keys" }));
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    await screen.findByText("Saved.");
    await user.click(screen.getByRole("button", { name: /^Unassigned/ }));
    expect(await within(await openRequest()).findByText("Alt+T")).toBeInTheDocument();
  });
});
