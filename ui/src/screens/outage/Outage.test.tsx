import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { openDesk } from "../../test/desk";
import { fmtDate, fmtNhsNumber } from "../../words/format";
import { isOld } from "./age";

const ASK = "Make a list for an outage?";
const PAGE = "Open requests, for an outage";

const print = vi.fn();

beforeEach(() => {
  print.mockReset();
  vi.stubGlobal("print", print);
  return () => vi.unstubAllGlobals();
});

async function ask(user: UserEvent): Promise<HTMLElement> {
  await user.keyboard("{Control>}{Shift>}p{/Shift}{/Control}");
  return screen.findByRole("dialog", { name: ASK });
}

async function make(user: UserEvent): Promise<HTMLElement> {
  const dialog = await ask(user);
  await user.type(within(dialog).getByRole("textbox"), "Server down since eight{Enter}");
  return screen.findByRole("dialog", { name: PAGE });
}

describe("asking for the list", () => {
  test("says that patients’ data leave this PC, and gives nothing without a reason", async () => {
    const { host, user } = await openDesk();
    const outage = vi.spyOn(host, "outageList");
    const dialog = await ask(user);
    expect(dialog).toHaveTextContent("These data leave this PC.");
    expect(dialog).toHaveTextContent("Your name, the time and your reason are written down on this PC.");
    await user.click(within(dialog).getByRole("button", { name: "Make the list" }));
    const reason = within(dialog).getByRole("textbox", { name: /Reason, written down on this PC/ });
    expect(reason).toBeInvalid();
    expect(reason).toHaveAccessibleDescription("Enter a reason.");
    expect(outage).not.toHaveBeenCalled();
    await user.type(reason, "Server down{Enter}");
    await screen.findByRole("dialog", { name: PAGE });
    expect(outage.mock.calls).toEqual([[{ reason: "Server down" }]]);
  });

  test("stands in the user’s menu too, and Escape leaves without a list", async () => {
    const { host, user } = await openDesk();
    const outage = vi.spyOn(host, "outageList");
    await user.click(screen.getByRole("button", { name: "Carys Evans, Reception" }));
    await user.click(await screen.findByRole("menuitem", { name: /^List for an outage/ }));
    await screen.findByRole("dialog", { name: ASK });
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(outage).not.toHaveBeenCalled();
    expect(print).not.toHaveBeenCalled();
  });

  test("while the list is made the button says so", async () => {
    const { host, user } = await openDesk();
    const outage = vi.spyOn(host, "outageList").mockReturnValue(new Promise(() => undefined));
    const dialog = await ask(user);
    await user.type(within(dialog).getByRole("textbox"), "Server down{Enter}");
    await user.click(await within(dialog).findByRole("button", { name: "Making the list" }));
    expect(outage).toHaveBeenCalledTimes(1);
  });

  test("a list that could not be made says why and keeps the reason", async () => {
    const { host, user } = await openDesk();
    vi.spyOn(host, "outageList").mockRejectedValueOnce({ kind: "not-saved", why: "disk-full" });
    const dialog = await ask(user);
    await user.type(within(dialog).getByRole("textbox"), "Server down{Enter}");
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("This PC’s disk is full");
    expect(within(dialog).getByRole("textbox")).toHaveValue("Server down");
    expect(print).not.toHaveBeenCalled();
  });
});

describe("the list", () => {
  test("has one group of lines for every open request, with all that is needed to go on by phone", async () => {
    const { host, user } = await openDesk();
    const page = await make(user);
    const open = [...host.world.requests.values()].filter((request) => request.closed === null);
    const table = within(page).getByRole("table");
    expect(within(table).getAllByRole("rowheader")).toHaveLength(open.length);
    const farah = open.find((request) => request.patient.name === "KHAN, Farah (Mrs)");
    if (farah === undefined) throw new Error("no such request");
    const group = within(table).getByRole("rowheader", { name: "KHAN, Farah (Mrs)" }).closest("tbody");
    for (const part of [
      "Urgent today",
      fmtDate(farah.patient.born ?? ""),
      fmtNhsNumber(farah.patient.nhsNumber ?? ""),
      farah.patient.mobile ?? "",
      "07-Sep-2026",
      "reply by 07-Sep-2026 18:30",
      "Not assigned",
      "Red flag",
      farah.words,
    ])
      expect(group?.textContent).toContain(part);
    expect(group?.textContent).toMatch(/\d+(m|h|d)/);
  });

  test("says who waits for their patient until when, and who waited in vain", async () => {
    const { user } = await openDesk();
    const table = within(await make(user)).getByRole("table");
    const group = (name: RegExp) => within(table).getByRole("rowheader", { name }).closest("tbody");
    expect(group(/^MURPHY, Helen/)).toHaveTextContent("Waiting for patient until 10-Sep-2026 08:00");
    expect(group(/^ROSSI, Alan/)).toHaveTextContent("No answer by 07-Sep-2026 08:00.");
    expect(group(/^ROSSI, Alan/)).not.toHaveTextContent("Waiting for patient");
  });

  test("says on top whose it is, from when, by whom, and how many there are", async () => {
    const { host, user } = await openDesk();
    const session = await host.session();
    const page = await make(user);
    const facts = within(page)
      .getAllByRole("definition")
      .map((fact) => fact.textContent);
    const total = (await host.rail()).allOpen;
    expect(facts).toEqual([
      session.practice,
      "07-Sep-2026 09:41",
      "07-Sep-2026 09:41",
      "Carys Evans",
      expect.stringMatching(
        new RegExp(`^${total} open: Emergency 1, Urgent today \\d+, Soon \\d+, Routine \\d+$`),
      ),
    ]);
    expect(page).toHaveTextContent("24-hour clock");
    expect(within(page).queryByRole("alert")).not.toBeInTheDocument();
  });

  test("data older than a quarter of an hour are warned of on it", async () => {
    const { user } = await openDesk({ offlineMinutes: 22 });
    const page = await make(user);
    expect(within(page).getByRole("alert")).toHaveTextContent(
      "These data are 22 minutes old. Requests that arrived after 07-Sep-2026 09:19 are not on this list.",
    );
  });

  test("a quarter of an hour is not yet old; a minute more, or no sync at all, is", () => {
    const at = (minute: number) => ({
      iso: `2026-09-07T08:${minute}:00Z`,
      local: `2026-09-07T09:${minute}`,
      day: "today" as const,
    });
    expect(isOld({ asAt: at(10), madeAt: at(25) })).toBe(false);
    expect(isOld({ asAt: at(10), madeAt: at(26) })).toBe(true);
    expect(isOld({ asAt: null, madeAt: at(26) })).toBe(true);
  });

  test("opens the print dialog once it is shown, and again by the button and by Ctrl+P", async () => {
    const { user } = await openDesk();
    print.mockImplementation(() => expect(screen.getByRole("dialog", { name: PAGE })).toBeInTheDocument());
    const page = await make(user);
    await waitFor(() => expect(print).toHaveBeenCalledTimes(1));
    await user.click(within(page).getByRole("button", { name: /^Print/ }));
    expect(print).toHaveBeenCalledTimes(2);
    await user.keyboard("{Control>}p{/Control}");
    expect(print).toHaveBeenCalledTimes(3);
  });

  test("nothing of it is left in the window once it is closed", async () => {
    const { host, user } = await openDesk();
    const page = await make(user);
    await waitFor(() => expect(print).toHaveBeenCalled());
    const shown = screen.getByRole("main").textContent ?? "";
    const numbers = [...host.world.requests.values()]
      .flatMap(({ closed, patient }) =>
        closed === null && patient.nhsNumber !== null ? [patient.nhsNumber] : [],
      )
      .map(fmtNhsNumber)
      .filter((number) => !shown.includes(number));
    expect(numbers.length).toBeGreaterThan(10);
    for (const number of numbers) expect(page.textContent).toContain(number);
    await user.click(within(page).getByRole("button", { name: /^Close/ }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    for (const number of numbers) expect(document.documentElement.innerHTML).not.toContain(number);
    await user.keyboard("{Control>}p{/Control}");
    expect(print).toHaveBeenCalledTimes(1);
  });

  test("Escape closes it and the focus is back in the list", async () => {
    const { user } = await openDesk();
    await make(user);
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(document.activeElement).toHaveAttribute("role", "option");
  });
});
