import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import {
  decisions,
  type Opened,
  openDesk,
  openRequest,
  readerName,
  rows,
  selectedRow,
} from "../../test/desk";

async function rightClick(user: UserEvent, target: Element): Promise<HTMLElement> {
  await user.pointer({ keys: "[MouseRight]", target });
  return screen.findByRole("menu");
}

function items(menu: HTMLElement): HTMLElement[] {
  return within(menu).getAllByRole("menuitem");
}

function words(elements: HTMLElement[]): string[] {
  return elements.map((element) => element.textContent ?? "");
}

async function openClosed({ user }: Opened): Promise<void> {
  await user.click(screen.getByRole("button", { name: /^Done today/ }));
  await screen.findByRole("listbox", { name: "Done today requests" });
  await openRequest();
}

describe("the menu of verbs", () => {
  test("on a row selects the row first and is about its patient", async () => {
    const { user } = await openDesk();
    const row = rows()[3] ?? document.body;
    const menu = await rightClick(user, row);
    expect(selectedRow()).toBe(row);
    expect(menu).toHaveAccessibleName(`Actions on ${readerName()}`);
    expect(row).toHaveAccessibleName(new RegExp(readerName().replace(/[()]/g, "\\$&")));
  });

  test("has the verbs of the action bar in the same order, each with its key, and that a patient asked again", async () => {
    const { user } = await openDesk();
    const bar = words(within(await openRequest()).getAllByRole("button"));
    const menu = await rightClick(user, selectedRow());
    expect(words(items(menu))).toEqual(bar.toSpliced(-1, 0, "Patient asked againShift+C"));
    await user.click(within(menu).getByRole("menuitem", { name: "Patient asked again" }));
    expect(await screen.findByRole("dialog", { name: /ask again\?$/ })).toBeInTheDocument();
  });

  test("has the verbs of a closed request too", async () => {
    const opened = await openDesk();
    await openClosed(opened);
    const bar = words(within(await openRequest()).getAllByRole("button"));
    expect(bar).toEqual(["NoteN", "ReopenO"]);
    const menu = await rightClick(opened.user, selectedRow());
    expect(words(items(menu))).toEqual(bar.toSpliced(1, 0, "Patient asked againShift+C"));
  });

  test("runs the verb that is clicked, for the patient it names", async () => {
    const { host, user } = await openDesk();
    const menu = await rightClick(user, rows()[3] ?? document.body);
    const name = readerName();
    await user.click(within(menu).getByRole("menuitem", { name: "Category" }));
    await screen.findByRole("dialog", { name: `Category of ${name}` });
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    await waitFor(() => expect(screen.getByRole("combobox", { name: "Find a choice" })).toHaveFocus());
    await user.keyboard("2");
    await waitFor(() => expect(decisions(host)).toMatchObject([{ kind: "set-category" }]));
  });

  test("keeps a verb that is off, with the reason, and choosing it changes nothing", async () => {
    const { host, user } = await openDesk({ readOnly: true });
    const menu = await rightClick(user, selectedRow());
    const item = within(menu).getByRole("menuitem", { name: /^Done.*Decisions are off with this provider/ });
    expect(item).toHaveAttribute("aria-disabled", "true");
    await user.click(item);
    expect(
      await screen.findByText(/^Decisions are off with this provider/, { selector: "[role=alert] b" }),
    ).toBeInTheDocument();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test.each(["{Shift>}{F10}{/Shift}", "{ContextMenu}"])("opens by %s on the row", async (keys) => {
    const { user } = await openDesk();
    await user.click(selectedRow());
    await user.keyboard(keys);
    const menu = await screen.findByRole("menu");
    await waitFor(() => expect(items(menu)[0]).toHaveFocus());
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    expect(selectedRow()).toHaveFocus();
  });

  test("opens in the request, by key and by right click, and gives the focus back there", async () => {
    const { user } = await openDesk();
    const body = document.querySelector<HTMLElement>(".reader__body") ?? document.body;
    body.focus();
    await user.keyboard("{ContextMenu}");
    await screen.findByRole("menu");
    await user.keyboard("{Escape}");
    expect(body).toHaveFocus();
    await rightClick(user, body);
    await user.keyboard("{Tab}");
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    expect(body).toHaveFocus();
  });

  test("arrows go round it, Home and End go to its ends", async () => {
    const { user } = await openDesk();
    const all = items(await rightClick(user, selectedRow()));
    await waitFor(() => expect(all[0]).toHaveFocus());
    await user.keyboard("{ArrowDown}");
    expect(all[1]).toHaveFocus();
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect(all.at(-1)).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    expect(all[0]).toHaveFocus();
    await user.keyboard("{End}");
    expect(all.at(-1)).toHaveFocus();
    await user.keyboard("{Home}");
    expect(all[0]).toHaveFocus();
  });

  test("Enter runs the verb that has the focus", async () => {
    const { user } = await openDesk();
    const all = items(await rightClick(user, selectedRow()));
    await waitFor(() => expect(all[0]).toHaveFocus());
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(await screen.findByRole("dialog", { name: /^Urgency of/ })).toBeInTheDocument();
  });

  test("closes when another place is pressed and when the window loses the focus", async () => {
    const { user } = await openDesk();
    await rightClick(user, selectedRow());
    await user.click(screen.getByRole("heading", { level: 1 }));
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    await rightClick(user, selectedRow());
    window.dispatchEvent(new Event("blur"));
    await waitFor(() => expect(screen.queryByRole("menu")).not.toBeInTheDocument());
  });

  test("offers to copy what is marked in the request, and nothing of it on another row", async () => {
    const { user } = await openDesk();
    const text = document.querySelector(".words p") ?? document.body;
    window.getSelection()?.selectAllChildren(text);
    const marked = window.getSelection()?.toString().trim() ?? "";
    expect(marked).not.toBe("");
    fireEvent.contextMenu(text);
    const menu = await screen.findByRole("menu");
    await user.click(within(menu).getByRole("menuitem", { name: "Copy the marked text" }));
    expect(await navigator.clipboard.readText()).toBe(marked);
    window.getSelection()?.selectAllChildren(document.querySelector(".words p") ?? document.body);
    fireEvent.contextMenu(rows()[3] ?? document.body);
    const other = await screen.findByRole("menu");
    expect(within(other).queryByRole("menuitem", { name: "Copy the marked text" })).not.toBeInTheDocument();
  });
});

describe("what the menu leaves alone", () => {
  test("letters typed while it is open decide nothing and close it as typing", async () => {
    const { host, user } = await openDesk();
    const all = items(await rightClick(user, selectedRow()));
    await waitFor(() => expect(all[0]).toHaveFocus());
    await user.keyboard("Please assign 1 to Dr Rees, d2");
    expect(await screen.findByText("That looked like typing.")).toBeInTheDocument();
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("a text field keeps the menu of the browser", async () => {
    const { user } = await openDesk();
    const field = screen.getByRole("searchbox");
    const event = new MouseEvent("contextmenu", { bubbles: true, cancelable: true });
    field.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
    await user.click(field);
    await user.keyboard("{Shift>}{F10}{/Shift}");
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
  });

  test("what is no request has no menu, neither ours nor the browser’s", async () => {
    await openDesk();
    const event = new MouseEvent("contextmenu", { bubbles: true, cancelable: true });
    screen.getByRole("navigation", { name: "Views" }).dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
  });

  test("moving on before the request is there forgets the menu that was asked for", async () => {
    await openDesk();
    const [, , , row, next] = rows();
    fireEvent.contextMenu(row ?? document.body);
    fireEvent.click(next ?? document.body);
    fireEvent.click(row ?? document.body);
    await waitFor(() => expect(row).toHaveAccessibleName(new RegExp(readerName().replace(/[()]/g, "\\$&"))));
    await openRequest();
    expect(selectedRow()).toBe(row);
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
  });
});
