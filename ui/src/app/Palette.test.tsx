import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { COMMANDS, shownKey } from "../core/commands";
import {
  decisions,
  MANAGER,
  openApp,
  openDesk,
  readerName,
  scrollList,
  selectedName,
  selectedRow,
} from "../test/desk";

async function openPalette(user: UserEvent): Promise<HTMLElement> {
  await user.keyboard("{Control>}k{/Control}");
  return screen.findByRole("dialog", { name: "All commands" });
}

function found(palette: HTMLElement): string[] {
  return within(palette)
    .queryAllByRole("option")
    .map((option) => option.querySelector(".option__what")?.textContent ?? "");
}

describe("Ctrl+K", () => {
  test("lists what can act on this screen, each with its key where it has one, and nothing of another screen", async () => {
    const { user } = await openDesk();
    const palette = await openPalette(user);
    scrollList(palette);
    const here = COMMANDS.filter((entry) => entry.listed && ["triage", "window"].includes(entry.scope));
    expect(found(palette).toSorted()).toEqual(here.map((entry) => entry.label).toSorted());
    for (const entry of here.filter(({ id }) => shownKey(id) !== "")) {
      const option = within(palette).getByText(entry.label).closest("[role=option]");
      expect(option).toHaveTextContent(shownKey(entry.id));
      expect(option).toHaveAttribute("aria-keyshortcuts");
    }
  });

  test("a few letters and Enter run the command, and the focus goes where its key would take it", async () => {
    const { host, user } = await openDesk();
    const name = selectedName();
    const palette = await openPalette(user);
    await user.keyboard("ass");
    expect(found(palette)[0]).toBe("Assign");
    await user.keyboard("{Enter}");
    await screen.findByRole("dialog", { name: `Assign ${name}` });
    await waitFor(() => expect(screen.getByRole("combobox", { name: "Find a choice" })).toHaveFocus());
    expect(screen.queryByRole("dialog", { name: "All commands" })).not.toBeInTheDocument();
    await user.keyboard("1");
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "assign", to: { kind: "person", id: "p-carys" } }]),
    );
  });

  test("opens while a text field has the focus, and Escape gives the field back with its text", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}f{/Control}");
    await user.keyboard("inh");
    const palette = await openPalette(user);
    expect(within(palette).getByRole("combobox")).toHaveFocus();
    await user.keyboard("rep{Escape}");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(screen.getByRole("searchbox")).toHaveFocus();
    expect(screen.getByRole("searchbox")).toHaveValue("inh");
  });

  test("Escape gives the focus back to the row it was on", async () => {
    const { user } = await openDesk();
    await user.click(selectedRow());
    await openPalette(user);
    await user.keyboard("{Escape}");
    expect(selectedRow()).toHaveFocus();
  });

  test("while a reply is written it offers sending, and Escape leaves the reply open", async () => {
    const { user } = await openDesk();
    await user.keyboard("r");
    const message = await screen.findByRole("textbox", { name: /^Message to/ });
    const palette = await openPalette(user);
    expect(found(palette)).toContain("Send and close");
    expect(found(palette)).not.toContain("Assign");
    await user.keyboard("{Escape}");
    expect(message).toHaveFocus();
    await openPalette(user);
    await user.keyboard("back{Enter}");
    await waitFor(() => expect(screen.queryByRole("textbox", { name: /^Message/ })).not.toBeInTheDocument());
  });

  test("a command goes to a view", async () => {
    const { user } = await openDesk();
    await openPalette(user);
    await user.keyboard("all o{Enter}");
    expect(await screen.findByRole("listbox", { name: "All open requests" })).toBeInTheDocument();
  });

  test("a command that puts the focus somewhere keeps it there", async () => {
    const { user } = await openDesk();
    await openPalette(user);
    await user.keyboard("search{Enter}");
    await waitFor(() => expect(screen.getByRole("searchbox")).toHaveFocus());
  });

  test("a verb that cannot be used says why, as its key does", async () => {
    const { host, user } = await openDesk();
    await openPalette(user);
    await user.keyboard("reopen{Enter}");
    expect(await screen.findByText("This request is open.", { selector: "b" })).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("without a list on screen only the commands of the window are there", async () => {
    const { user } = openApp({ staffId: MANAGER });
    await screen.findByRole("main", { name: "Workload" });
    const palette = await openPalette(user);
    expect(found(palette)).toContain("Needs attention");
    expect(found(palette)).not.toContain("Assign");
  });

  test("the button in the bar and the entry in the person’s menu open it too", async () => {
    const { user } = await openDesk();
    await user.click(screen.getByRole("button", { name: "Commands" }));
    const palette = await screen.findByRole("dialog", { name: "All commands" });
    await user.click(within(palette).getByRole("button", { name: "Close" }));
    await user.click(screen.getByRole("button", { name: "Carys Evans, Reception" }));
    await user.click(await screen.findByRole("menuitem", { name: "All commands" }));
    expect(await screen.findByRole("dialog", { name: "All commands" })).toBeInTheDocument();
  });

  test("a click runs a command", async () => {
    const { user } = await openDesk();
    const palette = await openPalette(user);
    scrollList(palette);
    await user.click(within(palette).getByRole("option", { name: "Help" }));
    expect(await screen.findByRole("dialog", { name: "Help" })).toBeInTheDocument();
  });
});

describe("the list of commands", () => {
  test("arrows go round and the field says which one is marked", async () => {
    const { user } = await openDesk();
    const palette = await openPalette(user);
    const field = within(palette).getByRole("combobox");
    const marked = () => within(palette).getByRole("option", { selected: true });
    const [first, second] = within(palette).getAllByRole("option");
    expect(marked()).toBe(first);
    await user.keyboard("{ArrowDown}");
    expect(marked()).toBe(second);
    expect(field).toHaveAttribute("aria-activedescendant", second?.id);
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect(marked()).toBe(within(palette).getAllByRole("option").at(-1));
  });

  test("draws what fits and no more, counts all of them, and draws them when it is scrolled", async () => {
    const { user } = await openDesk();
    const palette = await openPalette(user);
    const lines = () => within(palette).getAllByRole("option");
    const all = Number(lines()[0]?.getAttribute("aria-setsize"));
    expect(lines().length).toBeLessThan(all);
    scrollList(palette);
    expect(lines()).toHaveLength(all);
    expect(lines().map((line) => Number(line.getAttribute("aria-posinset")))).toEqual(
      Array.from({ length: all }, (_, index) => index + 1),
    );
  });

  test("what matches nothing says so, and Enter does nothing", async () => {
    const { host, user } = await openDesk();
    const palette = await openPalette(user);
    await user.keyboard("patel{Enter}");
    expect(within(palette).getByText("No command matches “patel”")).toBeInTheDocument();
    expect(within(palette).getByRole("status")).toHaveTextContent("No command matches");
    await pause();
    expect(palette).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });
});

describe("text that is typed into the list of commands", () => {
  test("never reaches the keys of the queue", async () => {
    const { host, user } = await openDesk();
    const name = readerName();
    const palette = await openPalette(user);
    await user.keyboard("a1 d2 u4 j z . ? 07700 900123");
    await pause();
    expect(within(palette).getByRole("combobox")).toHaveValue("a1 d2 u4 j z . ? 07700 900123");
    expect(screen.getAllByRole("dialog")).toEqual([palette]);
    expect(screen.queryByText("That looked like typing.")).not.toBeInTheDocument();
    expect(readerName()).toBe(name);
    expect(decisions(host)).toEqual([]);
  });

  test("runs nothing when more follows its Enter at once, as from a scanner", async () => {
    const { user } = await openDesk();
    const palette = await openPalette(user);
    await user.keyboard("done{Enter}4010232137");
    await pause();
    expect(screen.getAllByRole("dialog")).toEqual([palette]);
  });

  test("is let go of when the window loses the focus", async () => {
    const { user } = await openDesk();
    await openPalette(user);
    await user.keyboard("done{Enter}");
    window.dispatchEvent(new Event("blur"));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await pause();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  test("an Enter that is held down commits no choice of what it opened", async () => {
    const { host, user } = await openDesk();
    await openPalette(user);
    await user.keyboard("assign{Enter}");
    const field = await screen.findByRole("combobox", { name: "Find a choice" });
    const held = { key: "Enter", code: "Enter", repeat: true, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", held));
    await pause();
    expect(decisions(host)).toEqual([]);
  });

  test("Ctrl+K opens nothing over a dialog or a chooser", async () => {
    const { user } = await openDesk();
    await user.keyboard("{F1}");
    const help = await screen.findByRole("dialog", { name: "Help" });
    await user.keyboard("{Control>}k{/Control}");
    expect(screen.getAllByRole("dialog")).toEqual([help]);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    await user.keyboard("{Control>}k{/Control}");
    expect(screen.getAllByRole("dialog")).toEqual([help]);
  });
});

/** Longer than a command waits for letters after its Enter. */
function pause(): Promise<void> {
  return new Promise((done) => setTimeout(done, 200));
}
