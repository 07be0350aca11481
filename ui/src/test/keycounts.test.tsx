/** The key counts of ux.md section 10. What is pressed is computed from the command table and the choosers, never written here. */

import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { KeyRouter } from "../app/keys";
import {
  actingKeys,
  COMMANDS,
  type Command,
  type CommandId,
  commandOf,
  type KeyMode,
} from "../core/commands";
import { findCommands, paletteCommands } from "../core/palette";
import {
  assignChoices,
  categoryChoices,
  doneChoices,
  filterChoices,
  type ListedChoice,
  verbGroups,
} from "../screens/decide/choices";
import { routeChoices } from "../screens/decide/routeChoices";
import { VIEW_IDS } from "../screens/queue/views";
import {
  decisions,
  GP,
  openDesk,
  openId,
  openRequest,
  press,
  readerName,
  selectedName,
  selectedRow,
  setUp,
} from "./desk";

describe("K1: routing to the duty GP and on to the next, 2 keys", () => {
  test("the shortest way by the table and the practice's routes does it", async () => {
    const { host, user } = await openDesk();
    const before = selectedName();
    const request = await host.request({ id: openId() });
    const way = wayTo("route", routeChoices(request, (await host.setup()).routes), "Duty GP today");
    expect(way.length).toBeLessThanOrEqual(2);
    await press(user, way);
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "assign", to: { kind: "team", id: "t-duty" } }]),
    );
    await opensTheNextAfter(before);
    expect(screen.getByText(new RegExp(`assigned ${before.slice(0, 5)}.* to Duty GP`))).toBeVisible();
  });
});

describe("K2: done with an outcome and on to the next, 2 keys", () => {
  test("the shortest way by the table and the practice's outcomes does it", async () => {
    const { host, user } = await openDesk();
    await user.click(await screen.findByRole("option", { name: /^Soon, KHAN, Maisie/ }));
    await waitFor(() => expect(host.world.ops.some((op) => op.decision.kind === "first-opened")).toBe(true));
    const before = selectedName();
    const way = wayTo("done", doneChoices(await host.session(), null), "Telephone today");
    expect(way.length).toBeLessThanOrEqual(2);
    await press(user, way);
    await waitFor(() =>
      expect(decisions(host)).toMatchObject([{ kind: "close", disposition: "phone-today" }]),
    );
    await opensTheNextAfter(before);
  });
});

describe("K3: assigning to me, 2 keys", () => {
  test.each([
    ["a receptionist", "p-carys"],
    ["a GP", GP],
  ])("the shortest way by the table and the staff list does it for %s", async (_who, staffId) => {
    const { host, user } = await openDesk({ staffId });
    await press(user, wayOf("view-1"));
    await openRequest();
    await user.click(selectedRow());
    const request = await host.request({ id: openId() });
    const way = wayTo("assign", assignChoices(request, await host.session()), "Me");
    expect(way.length).toBeLessThanOrEqual(2);
    await press(user, way);
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "assign", to: { kind: "person", id: staffId } }]),
    );
  });
});

describe("K4: a template reply that closes and opens the next, 3 keys and nothing typed", () => {
  test("the reply's key, the digit of the template and the key that sends and closes do it", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    const ready = { name: "Ready", language: "en" as const, text: "Your form is ready.", personal: false };
    await press(user, wayOf("view-1"));
    await setUp(host, () => ({ templates: [ready] }));
    await user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
    const before = selectedName();
    const templates = (await host.setup()).templates.filter((template) => template.language === "en");
    const digit = templates.findIndex((template) => template.name === ready.name) + 1;
    const way = [...wayOf("reply"), String(digit), ...wayOf("send-close")];
    expect(way.length).toBeLessThanOrEqual(3);
    await press(user, way.slice(0, 1));
    await screen.findByRole("textbox", { name: /^Message to/ });
    await press(user, way.slice(1));
    await waitFor(() =>
      expect(decisions(host)).toMatchObject([{ kind: "reply", text: ready.text, then: { kind: "close" } }]),
    );
    await opensTheNextAfter(before);
  });
});

describe("K5: undo, lock and another view, 1 key each", () => {
  test("one key takes the last decision back", async () => {
    const { host, user } = await openDesk();
    const request = await host.request({ id: openId() });
    await press(user, wayTo("category", categoryChoices(request), "Administrative"));
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    expect(wayOf("undo")).toHaveLength(1);
    await press(user, wayOf("undo"));
    await waitFor(() => expect(decisions(host)).toEqual([]));
  });

  // Locking is switching the user: it leads to the names of the staff.
  test("one key leads to the names, and no patient is left on screen", async () => {
    const { user } = await openDesk();
    const name = readerName();
    expect(wayOf("switch-user")).toHaveLength(1);
    await press(user, wayOf("switch-user"));
    await screen.findByRole("heading", { name: "Who is working here?" });
    expect(document.body).not.toHaveTextContent(name);
    expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
  });

  const views = COMMANDS.filter((command) => /^view-\d$/.test(command.id));

  test("one key leads from view to view, in the order of the rail", async () => {
    const { host, user } = await openDesk();
    expect(views).toHaveLength(VIEW_IDS.length);
    const asked = vi.spyOn(host, "queue");
    const rail = screen.getByRole("navigation", { name: "Views" });
    for (const [index, { id, label }] of views.entries()) {
      expect(wayOf(id)).toHaveLength(1);
      await press(user, wayOf(id));
      await waitFor(() => expect(asked.mock.lastCall?.[0].view).toBe(VIEW_IDS[index]));
      expect(within(rail).getByRole("button", { current: "page" })).toHaveTextContent(
        new RegExp(`^${label}`),
      );
    }
  });
});

// That six characters are enough on every screen, and what comes first among equals, is shown in core/palette.test.ts.
describe("K6: any command by the list of commands, at most 6 characters", () => {
  test("at the desk what is typed makes it the first line that is found", async () => {
    const { user } = await openDesk();
    await press(user, ["Ctrl+k"]);
    const palette = await screen.findByRole("dialog", { name: "All commands" });
    const field = within(palette).getByRole("combobox");
    const commands = paletteCommands(["triage"]);
    for (const command of commands) {
      const typed = shortestTyped(commands, command);
      expect(typed.length, command.label).toBeLessThanOrEqual(6);
      await user.clear(field);
      await user.keyboard(typed);
      const [first] = within(palette).getAllByRole("option");
      expect(first?.querySelector(".option__what")?.textContent, typed).toBe(command.label);
      expect(first).toHaveAttribute("aria-selected", "true");
    }
  });
});

describe("K7: a route by the mouse alone, 2 clicks", () => {
  test("the button and the choice", async () => {
    const { host, user } = await openDesk();
    const before = selectedName();
    const clicks = vi.fn();
    document.addEventListener("click", clicks);
    const bar = await openRequest();
    const [verb] = verbGroups(await host.request({ id: openId() })).flat();
    await user.click(within(bar).getByRole("button", { name: commandOf(verb ?? "reply")?.label ?? "" }));
    await user.click(await screen.findByRole("option", { name: /Duty GP today/ }));
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "assign", to: { kind: "team", id: "t-duty" } }]),
    );
    await opensTheNextAfter(before);
    document.removeEventListener("click", clicks);
    expect(clicks.mock.calls.length).toBeLessThanOrEqual(2);
  });
});

// That no single key acts then, and that the help and the buttons show the others, is shown in app/SingleKeys.test.tsx.
describe("with single keys off every command of the desk is still within reach of the keyboard", () => {
  const atTheDesk = COMMANDS.filter(
    ({ listed, scope }) => listed && (scope === "triage" || scope === "window"),
  );
  const ways = atTheDesk.flatMap(({ id }) => waysTo(id).map((way) => ({ id, shown: way.join(" "), way })));

  test.each(ways)("$shown is answered as $id", async ({ id, way }) => {
    const answered = listenToAnswers();
    const { host, user } = await openDesk();
    await setUp(host, () => ({ singleKeys: false }));
    await within(await openRequest()).findByText("Alt+T");
    await user.click(selectedRow());
    answered.clear();
    await press(user, way);
    await waitFor(() => expect([...answered]).toContain(id));
  });

  /** Each key that acts then by itself; where there is none, through the list of commands. */
  function waysTo(id: CommandId): string[][] {
    const commands = paletteCommands(["triage"]);
    const keys = actingKeys(commandNamed(id), "no-single-keys");
    if (keys.length > 0) return keys.map((chord) => [chord]);
    return [["Ctrl+k", ...shortestTyped(commands, commandNamed(id)), "Enter"]];
  }
});

function commandNamed(id: CommandId): Command {
  const command = commandOf(id);
  if (command === null) throw new RangeError(`no command ${id}`);
  return command;
}

/** The one press that runs a command. */
function wayOf(id: CommandId, mode: KeyMode = "single-keys"): string[] {
  return actingKeys(commandNamed(id), mode).slice(0, 1);
}

/** The command's key and then the fewest keys that take this choice: its digit, or letters that find it and Enter. */
function wayTo(id: CommandId, choices: readonly ListedChoice[], label: string): string[] {
  const choice = choices.find((entry) => entry.label === label);
  if (choice === undefined) throw new RangeError(`no choice ${label}`);
  if (choice.digit !== null) return [...wayOf(id), String(choice.digit)];
  const lengths = Array.from(label, (_, index) => index + 1);
  const length = lengths.find((count) => filterChoices(choices, label.slice(0, count))[0] === choice);
  return [...wayOf(id), ...label.slice(0, length), "Enter"];
}

/** The shortest text that finds a command first: a beginning of its label, or beginnings of its words. */
function shortestTyped(commands: readonly Command[], command: Command): string {
  const words = command.label.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const begun = words.reduce<string[]>(
    (forms, word) =>
      forms.flatMap((form) =>
        Array.from({ length: word.length + 1 }, (_, count) => form + word.slice(0, count)),
      ),
    [""],
  );
  const first = begun
    .filter((form) => form !== "")
    .toSorted((one, other) => one.length - other.length)
    .find((form) => findCommands(commands, form)[0]?.command === command);
  return first ?? command.label;
}

async function opensTheNextAfter(before: string): Promise<void> {
  await waitFor(() => expect(selectedName()).not.toBe(before));
  await waitFor(() => expect(readerName()).toBe(selectedName()));
}

/** The commands that something on screen has answered. */
function listenToAnswers(): Set<CommandId> {
  const answered = new Set<CommandId>();
  const listen = KeyRouter.prototype.listen;
  vi.spyOn(KeyRouter.prototype, "listen").mockImplementation(function (this: KeyRouter, listener) {
    const handle = (id: CommandId) => {
      const done = listener.handle(id);
      if (done) answered.add(id);
      return done;
    };
    return listen.call(this, { ...listener, handle });
  });
  return answered;
}
