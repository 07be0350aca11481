import { render, screen, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../core/commands";
import type { FakeOptions } from "../host/fake";
import { openApp, openDesk, openRequest, press, selectedRow, setUp } from "../test/desk";
import { HELP_TOPICS } from "../words/help";
import { Help } from "./Help";

const dialog = () => screen.findByRole("dialog", { name: "Help" });

async function openHelp(options: FakeOptions = {}) {
  const opened = await openDesk(options);
  await press(opened.user, ["F1"]);
  const help = await dialog();
  return { ...opened, help, field: within(help).getByRole("searchbox") };
}

async function search(user: UserEvent, help: HTMLElement, words: string): Promise<void> {
  await user.clear(within(help).getByRole("searchbox"));
  await user.type(within(help).getByRole("searchbox"), words);
}

/** The commands that are listed, in the words of their labels. */
function commands(help: HTMLElement): string[] {
  return within(help)
    .queryAllByRole("term")
    .filter((term) => term.closest(".keys") !== null)
    .map((term) => term.textContent ?? "");
}

function topics(help: HTMLElement): string[] {
  return [...help.querySelectorAll("summary")].map((summary) => summary.textContent ?? "");
}

describe("the help", () => {
  test("opens with the focus in its search, and gives it back where it was", async () => {
    const { user, field } = await openHelp();
    expect(field).toHaveFocus();
    await press(user, ["Escape"]);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    await user.click(selectedRow());
    await press(user, ["F1", "Escape"]);
    expect(selectedRow()).toHaveFocus();
  });

  test("finds commands by name", async () => {
    const { user, help } = await openHelp();
    await search(user, help, "text");
    expect(commands(help)).toEqual(["Bigger text", "Smaller text", "Usual text size"]);
    expect(within(help).getByRole("status")).toHaveTextContent(/found$/);
  });

  test.each([
    ["ctrl f", "Search"],
    ["Alt+T", "Route"],
    ["F8", "Next blank to fill"],
    ["ctrl +", "Bigger text"],
  ])("finds by the key %s the command %s", async (key, label) => {
    const { user, help } = await openHelp();
    await search(user, help, key);
    expect(commands(help)).toEqual([label]);
  });

  test("has what a key does above the topics that name it", async () => {
    const { user, help } = await openHelp();
    await search(user, help, "ctrl o");
    const command = within(help).getByText("Needs attention", { selector: "dt" });
    const topic = within(help).getByText("Conflicts: two people decided differently");
    expect(command.compareDocumentPosition(topic)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  test("finds no command by a key that does nothing for this person", async () => {
    const { host, user } = await openDesk();
    await setUp(host, () => ({ singleKeys: false }));
    await within(await openRequest()).findByText("Alt+T");
    await press(user, ["F1"]);
    await search(user, await dialog(), "?");
    expect(await screen.findByText("The help has nothing for “?”")).toBeInTheDocument();
  });

  test.each([
    ["red flag", "What the marks mean"],
    ["as at", "What “as at” and “offline” mean"],
    ["offline", "What “as at” and “offline” mean"],
    ["20 seconds", "Undo, and the 20 seconds"],
    ["not sent", "What happens to decisions that are not sent yet"],
    ["conflict", "Conflicts: two people decided differently"],
    ["invented", "Practise with invented patients"],
    ["printing", "Print the list for an outage"],
    ["who to ask", "Who to ask for help"],
  ])("has an answer to “%s”, opened: %s", async (typed, title) => {
    const { user, help } = await openHelp();
    await search(user, help, typed);
    expect(topics(help)).toContain(title);
    for (const found of help.querySelectorAll("details")) expect(found).toHaveAttribute("open");
  });

  test("lists every topic closed, and opens one by its title", async () => {
    const { user, help } = await openHelp();
    expect(topics(help)).toEqual(HELP_TOPICS.map(({ title }) => title));
    const title = within(help).getByText("Undo, and the 20 seconds");
    expect(title.closest("details")).not.toHaveAttribute("open");
    await user.click(title);
    expect(title.closest("details")).toHaveAttribute("open");
  });

  test("says when nothing is found and what to try, and shows everything again once the field is empty", async () => {
    const { user, help } = await openHelp();
    await search(user, help, "zzz");
    expect(within(help).getByText("The help has nothing for “zzz”")).toBeInTheDocument();
    expect(within(help).getByText(/Patients and requests are found with Search/)).toBeInTheDocument();
    expect(within(help).getByRole("status")).toHaveTextContent("Nothing found");
    expect(commands(help)).toEqual([]);
    await user.clear(within(help).getByRole("searchbox"));
    const shown = commands(help);
    for (const { label } of COMMANDS) expect(shown).toContain(label);
  });

  test("asks the host nothing, so that it is there whatever the line or the provider does", async () => {
    const user = userEvent.setup();
    render(<Help onReport={() => undefined} onClose={() => undefined} />);
    await search(user, await dialog(), "undo");
    expect(commands(await dialog())).toContain("Undo the last action");
    expect(topics(await dialog())).toContain("Undo, and the 20 seconds");
  });

  test("Enter in the search goes to what was found, where the arrows scroll", async () => {
    const { user, help } = await openHelp();
    await user.keyboard("undo{Enter}");
    expect(within(help).getByRole("region", { name: "Topics and keys" })).toHaveFocus();
  });
});

describe("the way to the help", () => {
  const screens: { name: string; options: FakeOptions; there: string | RegExp }[] = [
    { name: "connecting", options: { phase: "connect" }, there: /^Connect this PC/ },
    { name: "choosing who works here", options: {}, there: "Who is working here?" },
    { name: "signing in", options: { asksForSignIn: true }, there: "Sign in to start" },
    { name: "nothing opens", options: { phase: "blocked", blocked: "disk-full" }, there: /disk is full$/ },
  ];
  test.each(screens)("is last in the bar at the top, by button and by F1: $name", async (screen_) => {
    const { user } = openApp(screen_.options);
    await screen.findByRole("heading", { name: screen_.there });
    await opensFromTheBar(user);
  });

  test.each([
    ["the list", []],
    ["Needs attention", ["Ctrl+o"]],
    ["the workload", ["Ctrl+Shift+w"]],
    ["Settings", ["Ctrl+,"]],
    ["a reply", ["Alt+r"]],
  ])("is last in the bar at the top, by button and by F1: %s", async (_, keys) => {
    const { user } = await openDesk();
    await press(user, keys);
    if (keys.includes("Alt+r")) await screen.findByRole("textbox", { name: /^Message to/ });
    await opensFromTheBar(user);
  });

  async function opensFromTheBar(user: UserEvent): Promise<void> {
    const [bar] = screen.getAllByRole("banner");
    if (bar === undefined) throw new Error("there is no bar at the top");
    const last = within(bar).getAllByRole("button").at(-1);
    expect(last).toHaveAccessibleName(/^Help/);
    if (last !== undefined) await user.click(last);
    await dialog();
    await press(user, ["Escape"]);
    await press(user, ["F1"]);
    await dialog();
  }
});
