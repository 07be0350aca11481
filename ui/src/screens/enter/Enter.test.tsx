import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { FakeHost } from "../../host/fake";
import { openDesk, readerName, restart, selectedName, switchTo } from "../../test/desk";
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

async function notFound(user: UserEvent, dialog: HTMLElement): Promise<void> {
  await user.type(within(dialog).getByRole("searchbox", { name: "Who is it about?" }), "Zephyr Quill");
  await user.click(await within(dialog).findByRole("button", { name: "Not found: enter the name as told" }));
}

/** Types a date of birth part by part, leaving out what is empty. */
async function typeBorn(user: UserEvent, dialog: HTMLElement, ...parts: string[]): Promise<void> {
  for (const [at, name] of ["Day", "Month", "Year"].entries()) {
    if (parts[at]) await user.type(within(dialog).getByRole("textbox", { name }), parts[at]);
  }
}

const BORN = "Date of birth, as they say it (if known)";

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
    await typeBorn(user, dialog, "2", "3", "1961");
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
    ["31", "2", "1961", "There is no such date.", "Day"],
    ["1", "13", "1961", "There is no such date.", "Day"],
    ["1", "March", "1961", "There is no such date.", "Day"],
    ["31", "12", "1899", "Enter a year from 1900 on.", "Year"],
    ["1", "1", "2999", "That date is still to come.", "Day"],
    ["1", "", "1961", "Enter the day, the month and the year", "Month"],
    ["1", "1", "61", "Enter the year with four digits", "Year"],
  ])("born %s %s %s: “%s”, and nothing is entered", async (day, month, year, said, first) => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await notFound(user, dialog);
    await typeBorn(user, dialog, day, month, year);
    await fill(user, dialog, "Dizzy");
    const born = within(dialog).getByRole("group", { name: BORN });
    expect(born, "nobody is told off while they type").not.toHaveAccessibleDescription(
      expect.stringContaining(said),
    );
    await save(user);
    expect(born).toHaveAccessibleDescription(expect.stringContaining(said));
    const part = within(born).getByRole("textbox", { name: first });
    expect(part).toHaveFocus();
    expect(part).toBeInvalid();
    expect(entered(host)).toEqual([]);
  });

  test("a date of birth is read back with its month by name, and goes as it was said", async () => {
    const { host, user } = await openDesk();
    const enter = vi.spyOn(host, "enter");
    const dialog = await openDialog(user);
    await notFound(user, dialog);
    await user.keyboard("{Tab}2{Tab}3{Tab}1961");
    expect(within(dialog).getByText("Born 02-Mar-1961")).toHaveRole("status");
    await fill(user, dialog, "Dizzy");
    await save(user);
    await waitFor(() =>
      expect(enter.mock.lastCall?.[0].about).toEqual({
        kind: "not-identified",
        name: "Zephyr Quill",
        born: "1961-03-02",
      }),
    );
  });

  test("the name and the date of birth stay while one looks for the patient once more", async () => {
    const { user } = await openDesk();
    const dialog = await openDialog(user);
    await notFound(user, dialog);
    await typeBorn(user, dialog, "2", "3", "1961");
    await user.click(within(dialog).getByRole("button", { name: "Look for the patient again" }));
    expect(within(dialog).getByRole("searchbox")).toHaveValue("Zephyr Quill");
    await user.click(within(dialog).getByRole("button", { name: "Not found: enter the name as told" }));
    expect(within(dialog).getByRole("textbox", { name: "Name as told" })).toHaveValue("Zephyr Quill");
    expect(within(dialog).getByRole("textbox", { name: "Year" })).toHaveValue("1961");
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
    const restarted = await restart(host);
    const again = await openDialog(restarted);
    expect(within(again).getByText(/^Kept from 09:41\. You began this and did not save it/)).toBeVisible();
    expect(within(again).getByRole("textbox", { name: "What did they say?" })).toHaveValue("Half a thou");
    expect(within(again).getByRole("region", { name: "Patient" })).toHaveTextContent("KHAN, Farah (Mrs)");
    await save(restarted);
    await waitFor(() => expect(entered(host)).toHaveLength(1));
    expect(enter.mock.lastCall?.[0]).toMatchObject({ words: "Half a thou", urgency: "soon" });
    await waitFor(() => expect(host.world.typed.size, "nothing of it is left").toBe(0));
  });

  const WRITTEN = {
    opId: "op",
    requestId: "request",
    born: { day: "", month: "", year: "" },
    route: "phone",
    ringBack: "",
    words: "Old",
    category: "unknown",
    urgency: null,
    who: { kind: "not-found", name: "Quill" },
  };

  test("what is kept is what this program reads", async () => {
    const { host } = await openDesk();
    await host.keepTyped({ place: "enter", text: JSON.stringify(WRITTEN) });
    const dialog = await openDialog(await restart(host));
    expect(within(dialog).getByRole("textbox", { name: "What did they say?" })).toHaveValue("Old");
  });

  test.each([
    ["no JSON", "Old {"],
    ["another version’s", '{"words":"Old"}'],
    ["without a date of birth", JSON.stringify({ ...WRITTEN, born: null })],
    ["of a patient who is none", JSON.stringify({ ...WRITTEN, who: { kind: "patient", patient: null } })],
    ["as urgent as nothing is", JSON.stringify({ ...WRITTEN, urgency: "stat" })],
  ])(
    "kept and not to be read (%s): the form is empty, and what is typed takes its place",
    async (_, text) => {
      const { host } = await openDesk();
      await host.keepTyped({ place: "enter", text });
      const user = await restart(host);
      const dialog = await openDialog(user);
      const words = within(dialog).getByRole("textbox", { name: "What did they say?" });
      expect(words).toHaveValue("");
      expect(within(dialog).queryByText(/You began this/)).toBeNull();
      await user.type(words, "New{Escape}");
      await waitFor(() => expect([...host.world.typed.values()][0]?.text).toMatch(/"words":"New"/));
    },
  );

  test("the patient of an entry that comes back is read anew", async () => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await choose(user, dialog, "farah khan");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(host.world.typed.size).toBe(1));
    for (const request of host.world.requests.values()) {
      if (request.patient.name === "KHAN, Farah (Mrs)") request.patient.name = "KHAN-JONES, Farah (Mrs)";
    }
    const again = await openDialog(await restart(host));
    expect(within(again).getByRole("region", { name: "Patient" })).toHaveTextContent("KHAN-JONES, Farah");
  });

  test("a patient who is not on this PC any more has to be chosen again, and the words stay", async () => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await choose(user, dialog, "farah khan");
    await fill(user, dialog, "Half a thou");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(host.world.typed.size).toBe(1));
    for (const request of host.world.requests.values()) {
      if (request.patient.name === "KHAN, Farah (Mrs)") host.world.requests.delete(request.id);
    }
    const again = await openDialog(await restart(host));
    expect(within(again).queryByRole("region", { name: "Patient" })).toBeNull();
    expect(within(again).getByRole("searchbox")).toHaveValue("KHAN Farah");
    expect(within(again).getByRole("textbox", { name: "What did they say?" })).toHaveValue("Half a thou");
  });

  test("it opens in its first field, so that no key clears what came back", async () => {
    const { user } = await openDesk();
    const dialog = await openDialog(user);
    await user.type(within(dialog).getByRole("textbox", { name: "What did they say?" }), "Half{Escape}");
    const again = await openDialog(user);
    expect(within(again).getByRole("searchbox", { name: "Who is it about?" })).toHaveFocus();
  });

  test("the next person finds nothing of it, and who began it finds all of it", async () => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await user.type(within(dialog).getByRole("textbox", { name: "What did they say?" }), "Private words");
    await user.keyboard("{Escape}");
    await switchTo(user, "Priya Nair, Reception");
    const hers = await openDialog(user);
    expect(within(hers).getByRole("textbox", { name: "What did they say?" })).toHaveValue("");
    await user.keyboard("{Escape}");
    await switchTo(user, "Carys Evans, Reception");
    const again = await openDialog(user);
    expect(within(again).getByRole("textbox", { name: "What did they say?" })).toHaveValue("Private words");
    expect([...host.world.typed.keys()]).toEqual(["p-carys enter"]);
  });

  test("closing it keeps the last letter at once, and once it is saved nothing is left", async () => {
    const { host, user } = await openDesk();
    const dialog = await openDialog(user);
    await choose(user, dialog, "farah khan");
    await fill(user, dialog, "Dizzy");
    await user.keyboard("{Escape}");
    expect([...host.world.typed.values()][0]?.text).toMatch(/"words":"Dizzy".*"urgency":"soon"/);
    const again = await openDialog(user);
    await save(user);
    await waitFor(() => expect(again).not.toBeInTheDocument());
    expect(host.world.typed.size).toBe(0);
  });

  test("that cannot be kept says so while it can still be saved", async () => {
    const { host, user } = await openDesk();
    vi.spyOn(host, "keepTyped").mockRejectedValue({ kind: "not-saved", why: "disk-full" });
    const dialog = await openDialog(user);
    await user.type(within(dialog).getByRole("textbox", { name: "What did they say?" }), "Half");
    expect(await within(dialog).findByRole("alert")).toHaveTextContent(/cannot be kept on this PC/);
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
