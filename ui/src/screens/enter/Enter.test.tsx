import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { App } from "../../app/App";
import type { FakeHost } from "../../host/fake";
import { openDesk, openRequest, readerName, selectedName } from "../../test/desk";
import { fmtNhsNumber } from "../../words/format";

const TITLE = "New request for a caller or somebody at the desk";

async function openDialog(user: UserEvent): Promise<HTMLElement> {
  await user.keyboard("{Control>}{Shift>}n{/Shift}{/Control}");
  return screen.findByRole("dialog", { name: TITLE });
}

async function look(user: UserEvent, dialog: HTMLElement, words: string): Promise<HTMLElement[]> {
  await user.type(within(dialog).getByRole("searchbox", { name: "Who is it about?" }), words);
  const found = await within(dialog).findByRole("list", { name: "Patients found" });
  return within(found).getAllByRole("button");
}

async function choose(user: UserEvent, dialog: HTMLElement, words: string): Promise<void> {
  const [first] = await look(user, dialog, words);
  await user.click(first ?? document.body);
  await within(dialog).findByRole("region", { name: "Patient" });
}

async function fill(user: UserEvent, dialog: HTMLElement, words: string): Promise<void> {
  await user.type(within(dialog).getByRole("textbox", { name: "What did they say?" }), words);
  await user.click(within(dialog).getByRole("radio", { name: /^Soon/ }));
}

const save = (user: UserEvent) => user.keyboard("{Control>}{Enter}{/Control}");

/** Requests that were not there when the practice was built. */
function entered(host: FakeHost) {
  return [...host.world.requests.values()].filter((request) => !request.id.startsWith("req-"));
}

describe("entering a request for a caller", () => {
  test("the whole of it by keys, and it opens in Unassigned", async () => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await user.keyboard("farah khan");
    await within(dialog).findByRole("list", { name: "Patients found" });
    await user.keyboard("{ArrowDown}{Enter}");
    await within(dialog).findByRole("region", { name: "Patient" });
    await user.keyboard("{Tab}Her ankle is swollen");
    await user.click(within(dialog).getByRole("radio", { name: /^Soon/ }));
    await user.click(within(dialog).getByRole("radio", { name: /^Clinical/ }));
    await save(user);
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(entered(host)).toMatchObject([
      {
        patient: { name: "KHAN, Farah (Mrs)" },
        words: "Her ankle is swollen",
        route: "phone",
        urgency: "soon",
        category: "clinical",
      },
    ]);
    expect(await screen.findByRole("listbox", { name: "Unassigned requests" })).toBeInTheDocument();
    await waitFor(() => expect(readerName()).toBe("KHAN, Farah (Mrs)"));
    expect(selectedName()).toBe("KHAN, Farah (Mrs)");
    expect(screen.getByRole("main")).toHaveTextContent("Her ankle is swollen");
    expect(
      screen.getByText("Saved on this PC: a new request for KHAN, Farah (Mrs). It is open now."),
    ).toHaveAttribute("role", "status");
  });

  test("the chosen patient’s name, age and NHS number stand over the form", async () => {
    const { host, user } = await openDesk();
    const farah = [...host.world.requests.values()].find((one) => one.patient.name === "KHAN, Farah (Mrs)");
    const dialog = await openDialog(user);
    await choose(user, dialog, "farah khan");
    const banner = within(dialog).getByRole("region", { name: "Patient" });
    expect(within(banner).getByRole("heading", { name: "KHAN, Farah (Mrs)" })).toBeInTheDocument();
    expect(banner).toHaveTextContent(`(${farah?.patient.ageYears}y)`);
    expect(banner.textContent).toContain(fmtNhsNumber(farah?.patient.nhsNumber ?? "none"));
    const form = dialog.querySelector("form");
    expect(banner.compareDocumentPosition(form ?? banner)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(within(dialog).getByRole("button", { name: "Save request for KHAN, Farah (Mrs)" })).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Choose somebody else" }));
    expect(within(dialog).queryByRole("region", { name: "Patient" })).not.toBeInTheDocument();
    expect(within(dialog).getByRole("searchbox", { name: "Who is it about?" })).toHaveFocus();
  });

  test("two people of one name and age stay two choices", async () => {
    const { host, user } = await openDesk();
    const [one, two] = [...host.world.requests.values()];
    if (one === undefined || two === undefined) throw new Error("no requests");
    two.patient = { ...two.patient, name: one.patient.name, ageYears: one.patient.ageYears };
    const dialog = await openDialog(user);
    const found = await look(user, dialog, one.patient.name.split(" ")[0] ?? "");
    expect(found.filter((row) => row.textContent?.includes(one.patient.name))).toHaveLength(2);
    expect(found[0]).toHaveTextContent(/Asked/);
  });

  test("somebody who is not on this PC is entered by the name as told", async () => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await user.keyboard("Zephyr Quill");
    expect(await within(dialog).findByText("No patient on this PC matches.")).toBeInTheDocument();
    await user.click(within(dialog).getByRole("button", { name: "Not found: enter the name as told" }));
    const name = within(dialog).getByRole("textbox", { name: "Name as told" });
    expect(name).toHaveValue("Zephyr Quill");
    expect(name).toHaveFocus();
    for (const [part, digits] of Object.entries({ Day: "2", Month: "3", Year: "1961" })) {
      await user.type(within(dialog).getByRole("textbox", { name: part }), digits);
    }
    await user.click(within(dialog).getByRole("radio", { name: "At the front desk" }));
    await user.type(within(dialog).getByRole("textbox", { name: /^Number to ring back/ }), "07700 900123");
    await fill(user, dialog, "New here, needs insulin");
    await save(user);
    await waitFor(() =>
      expect(entered(host)).toMatchObject([
        { patient: { name: "Zephyr Quill", match: "missing" }, route: "desk" },
      ]),
    );
    await waitFor(() =>
      expect(screen.getByRole("main")).toHaveTextContent("Number to ring back07700 900123"),
    );
    expect(screen.getByRole("main")).toHaveTextContent("Date of birth, as told");
  });

  test("it works with the line down", async () => {
    const { host, user } = await openDesk({ offlineMinutes: 20 });
    await user.click(screen.getByRole("button", { name: "New request" }));
    const dialog = await screen.findByRole("dialog", { name: TITLE });
    await choose(user, dialog, "farah khan");
    await fill(user, dialog, "Chest is worse");
    await user.click(within(dialog).getByRole("button", { name: /^Save request/ }));
    await waitFor(() => expect(entered(host)).toHaveLength(1));
  });
});

describe("what stands in the way of saving", () => {
  test("blanks are named beside their fields, the first takes the focus, and nothing is saved", async () => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    expect(within(dialog).queryByText("Enter what they said.")).not.toBeInTheDocument();
    await save(user);
    const who = within(dialog).getByRole("searchbox", { name: "Who is it about?" });
    expect(who).toHaveFocus();
    expect(who).toBeInvalid();
    expect(who).toHaveAccessibleDescription(/Choose the patient, or enter the name as told\./);
    const words = within(dialog).getByRole("textbox", { name: "What did they say?" });
    expect(words).toHaveAccessibleDescription(/Enter what they said\./);
    const urgency = within(dialog).getByRole("radiogroup", { name: "How urgent is it?" });
    expect(urgency).toHaveAccessibleDescription("Choose how urgent it is.");
    await choose(user, dialog, "farah khan");
    await user.type(words, "Dizzy");
    await save(user);
    expect(within(urgency).getAllByRole("radio")[0]).toHaveFocus();
    expect(entered(host)).toEqual([]);
  });

  test.each([
    ["31", "2", "1961", "no such day"],
    ["1", "1", "1899", "nobody is so old"],
    ["1", "1", "2999", "it is still to come"],
    ["1", "", "1961", "a part is missing"],
    ["1", "1", "61", "a year has four digits"],
  ])("%s %s %s is no date of birth: %s", async (day, month, year) => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await user.keyboard("Zephyr Quill");
    await user.click(
      await within(dialog).findByRole("button", { name: "Not found: enter the name as told" }),
    );
    for (const [part, digits] of Object.entries({ Day: day, Month: month, Year: year })) {
      if (digits !== "") await user.type(within(dialog).getByRole("textbox", { name: part }), digits);
    }
    await fill(user, dialog, "Dizzy");
    await save(user);
    const born = within(dialog).getByRole("group", { name: "Date of birth, if they say it" });
    expect(born).toHaveAccessibleDescription(/Enter a real date of birth/);
    expect(within(born).getByRole("textbox", { name: "Day" })).toHaveFocus();
    expect(entered(host)).toEqual([]);
  });

  test("no urgency is chosen beforehand, and each says what it means", async () => {
    const { user } = await openDesk();
    const dialog = await openDialog(user);
    const urgency = within(dialog).getByRole("radiogroup", { name: "How urgent is it?" });
    for (const radio of within(urgency).getAllByRole("radio")) expect(radio).not.toBeChecked();
    expect(
      within(urgency).getByRole("radio", { name: "Urgent today Dealt with before the end of today" }),
    ).toBeInTheDocument();
  });

  test("pressing save twice enters one request", async () => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await choose(user, dialog, "farah khan");
    await fill(user, dialog, "Rash on both arms");
    const button = within(dialog).getByRole("button", { name: /^Save request/ });
    await user.dblClick(button);
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(entered(host)).toHaveLength(1);
  });

  test("a save whose answer was lost has the same ids when it is pressed again", async () => {
    const { host, user } = await openDesk();
    const real = host.enter.bind(host);
    const enter = vi.spyOn(host, "enter").mockImplementationOnce(async (form) => {
      await real(form);
      throw { kind: "not-saved", why: "disk-full" };
    });
    const dialog = await openDialog(user);
    await choose(user, dialog, "farah khan");
    await fill(user, dialog, "Rash on both arms");
    await save(user);
    expect(await within(dialog).findByRole("alert")).toHaveTextContent(
      "This PC’s disk is full, so the change was not saved.",
    );
    await user.keyboard("{Escape}");
    const again = await openDialog(user);
    await save(user);
    await waitFor(() => expect(again).not.toBeInTheDocument());
    expect(enter.mock.calls[1]?.[0]).toEqual(enter.mock.calls[0]?.[0]);
    expect(entered(host)).toHaveLength(1);
  });

  test("after a save the next request has ids of its own", async () => {
    const { host, user } = await openDesk();
    for (const words of ["First caller", "Second caller"]) {
      const dialog = await openDialog(user);
      await choose(user, dialog, "farah khan");
      await fill(user, dialog, words);
      await save(user);
      await waitFor(() => expect(dialog).not.toBeInTheDocument());
    }
    expect(entered(host).map((request) => request.words)).toEqual(["First caller", "Second caller"]);
  });

  test("where nothing can be decided the button says why and opens nothing", async () => {
    const { user } = await openDesk({ readOnly: true });
    const button = screen.getByRole("button", { name: "New request" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    await user.click(button);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(screen.getByText(/Decisions are off with this provider/, { selector: ".sr" })).toBeInTheDocument();
  });
});

describe("leaving it half done", () => {
  test("Escape asks nothing and keeps what was typed, and says so when it opens again", async () => {
    const { user } = await openDesk();
    const dialog = await openDialog(user);
    await choose(user, dialog, "farah khan");
    await fill(user, dialog, "Half a thou");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    const again = await openDialog(user);
    expect(within(again).getByRole("textbox", { name: "What did they say?" })).toHaveValue("Half a thou");
    expect(within(again).getByRole("region", { name: "Patient" })).toHaveTextContent("KHAN, Farah (Mrs)");
    expect(within(again).getByText(/You began this and did not save it/)).toBeInTheDocument();
    await user.click(within(again).getByRole("button", { name: "Clear and start afresh" }));
    expect(within(again).getByRole("textbox", { name: "What did they say?" })).toHaveValue("");
    expect(within(again).queryByRole("region", { name: "Patient" })).not.toBeInTheDocument();
    expect(within(again).getByRole("searchbox", { name: "Who is it about?" })).toHaveFocus();
  });

  test("the end of the program loses nothing of it, and a save from before is known again", async () => {
    const { host, user } = await openDesk();
    const enter = vi.spyOn(host, "enter");
    const dialog = await openDialog(user);
    await choose(user, dialog, "farah khan");
    await fill(user, dialog, "Half a thou");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(host.world.typed.size).toBe(1));
    cleanup();
    render(<App host={host} />);
    await openRequest();
    const again = await openDialog(user);
    expect(within(again).getByRole("textbox", { name: "What did they say?" })).toHaveValue("Half a thou");
    expect(within(again).getByRole("region", { name: "Patient" })).toHaveTextContent("KHAN, Farah (Mrs)");
    await save(user);
    await waitFor(() => expect(entered(host)).toHaveLength(1));
    expect(enter.mock.lastCall?.[0]).toMatchObject({ words: "Half a thou", urgency: "soon" });
    await waitFor(() => expect(host.world.typed.size, "nothing of it is left").toBe(0));
  });

  test("what another version kept and this one cannot read is not shown", async () => {
    const { host } = await openDesk();
    await host.keepTyped({ place: "enter", text: '{"words":"Old"}' });
    cleanup();
    render(<App host={host} />);
    await openRequest();
    const dialog = await openDialog(userEvent.setup());
    expect(within(dialog).getByRole("textbox", { name: "What did they say?" })).toHaveValue("");
  });

  test("the next person finds nothing of it", async () => {
    const { user } = await openDesk();
    const dialog = await openDialog(user);
    await user.type(within(dialog).getByRole("textbox", { name: "What did they say?" }), "Private words");
    await user.keyboard("{Escape}{Control>}{Shift>}l{/Shift}{/Control}");
    await user.click(await screen.findByRole("button", { name: "Carys Evans, Reception" }));
    await screen.findByRole("listbox", { name: "Unassigned requests" });
    const again = await openDialog(user);
    expect(within(again).getByRole("textbox", { name: "What did they say?" })).toHaveValue("");
  });

  test("looking for a patient leaves the list behind as it was ordered, with the focus in it", async () => {
    const { host, user } = await openDesk();
    const before = selectedName();
    const queue = vi.spyOn(host, "queue");
    const dialog = await openDialog(user);
    await look(user, dialog, "khan");
    await user.keyboard("{Escape}");
    await waitFor(() =>
      expect(queue.mock.lastCall?.[0]).toMatchObject({ view: "unassigned", refresh: true, offset: 0 }),
    );
    await waitFor(() => expect(selectedName()).toBe(before));
    await waitFor(() => expect(document.activeElement).toHaveAttribute("role", "option"));
  });

  test("a click beside the dialog brings none of the keys behind it back", async () => {
    const { user } = await openDesk();
    const dialog = await openDialog(user);
    await user.click(dialog.parentElement ?? document.body);
    document.body.focus();
    await user.keyboard("{Control>}8{/Control}");
    expect(screen.getByRole("listbox", { name: "Unassigned requests" })).toBeInTheDocument();
  });
});
