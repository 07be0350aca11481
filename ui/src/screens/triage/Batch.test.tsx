import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { FakeHost } from "../../host/fake";
import {
  decisions,
  GP,
  markedRows,
  openDesk,
  openId,
  openRequest,
  readerName,
  rows,
  selectedName,
  selectedRow,
} from "../../test/desk";

describe("marking rows", () => {
  test("X marks the row and takes the mark off again, and the place in the list stays", async () => {
    const { user } = await openDesk();
    const row = selectedRow();
    await user.keyboard("x");
    expect(markedRows()).toEqual([row]);
    expect(row).toHaveAttribute("aria-current", "true");
    expect(row).toHaveFocus();
    expect(await screen.findByRole("main", { name: "1 request marked" })).toBeInTheDocument();
    await user.keyboard("x");
    expect(markedRows()).toEqual([]);
    await waitFor(() => expect(readerName()).toBe(selectedName()));
  });

  test("the list says that several can be marked, and tells the open row from the marked ones", async () => {
    const { user } = await openDesk();
    expect(screen.getByRole("listbox")).toHaveAttribute("aria-multiselectable", "true");
    const first = selectedRow();
    expect(first).toHaveAttribute("aria-selected", "false");
    await user.keyboard("x{ArrowDown}");
    expect(markedRows()).toEqual([first]);
    expect(selectedRow()).not.toBe(first);
    expect(first).not.toHaveAttribute("aria-current");
  });

  test("a mark is a drawing, not a colour", async () => {
    const { user } = await openDesk();
    expect(document.querySelector(".row__tick svg")).toBeNull();
    await user.keyboard("x");
    expect(selectedRow().querySelector(".row__tick svg")).not.toBeNull();
  });

  test("Shift and an arrow stretch the marks from the open row, and back again", async () => {
    const { user } = await openDesk();
    await stretch(user, 2);
    expect(markedRows()).toEqual(rows().slice(0, 3));
    await user.keyboard("{Shift>}{ArrowUp}{/Shift}");
    expect(markedRows()).toEqual(rows().slice(0, 2));
    expect(selectedRow()).toBe(rows()[1]);
  });

  test("Ctrl+click marks a row and Shift+click marks up to it", async () => {
    const { user } = await openDesk();
    const [, second, , , fifth] = rows();
    await user.keyboard("{Control>}");
    await user.click(second ?? document.body);
    await user.keyboard("{/Control}{Shift>}");
    await user.click(fifth ?? document.body);
    await user.keyboard("{/Shift}");
    expect(markedRows()).toEqual(rows().slice(1, 5));
  });

  test("a click on the box of a row marks it, and never opens the request", async () => {
    const { user } = await openDesk();
    const opened = selectedRow();
    const [, second] = rows();
    await user.click(boxOf(second));
    expect(markedRows()).toEqual([second]);
    expect(selectedRow()).toBe(opened);
    expect(opened).toHaveFocus();
    await user.click(boxOf(second));
    expect(markedRows()).toEqual([]);
    await openRequest();
    expect(selectedRow()).toBe(opened);
    await waitFor(() => expect(readerName()).toBe(selectedName()));
  });

  test("Shift and a click on a box marks the rows between, up or down from the last box", async () => {
    const { user } = await openDesk();
    await user.click(boxOf(rows()[2]));
    await user.keyboard("{Shift>}");
    await user.click(boxOf(rows()[4]));
    expect(markedRows()).toEqual(rows().slice(2, 5));
    await user.click(boxOf(rows()[1]));
    await user.keyboard("{/Shift}");
    expect(markedRows()).toEqual(rows().slice(1, 3));
    expect(selectedRow()).toBe(rows()[0]);
  });

  test("a row holds nothing that takes the focus, and its name says nothing of the box", async () => {
    await openDesk();
    for (const row of rows()) {
      expect(row.querySelector("[tabindex], button, input, a")).toBeNull();
      expect(boxOf(row)).toHaveAttribute("aria-hidden", "true");
    }
  });

  test("the head of the list says how many are marked, and unmarks them all", async () => {
    const { user } = await openDesk();
    const head = within(screen.getByRole("region", { name: /^Unassigned/ }));
    expect(head.queryByRole("button", { name: "Unmark all" })).not.toBeInTheDocument();
    await user.click(boxOf(rows()[1]));
    await user.click(boxOf(rows()[3]));
    expect(head.getByText("2 marked")).toBeInTheDocument();
    await user.click(head.getByRole("button", { name: "Unmark all" }));
    expect(markedRows()).toEqual([]);
    expect(head.queryByText(/marked$/)).not.toBeInTheDocument();
    expect(selectedRow()).toHaveFocus();
    await waitFor(() => expect(readerName()).toBe(selectedName()));
  });

  test("where only the list has room, its head leads to what can be done to the marked requests", async () => {
    const { user } = await openDesk();
    await user.click(boxOf(rows()[1]));
    expect(document.querySelector("[data-pane]")).toHaveAttribute("data-pane", "list");
    await user.click(screen.getByRole("button", { name: "Decide on them" }));
    expect(document.querySelector("[data-pane]")).toHaveAttribute("data-pane", "reader");
    expect(screen.getByRole("toolbar", { name: "Actions on the marked requests" })).toBeInTheDocument();
    const panel = within(screen.getByRole("main", { name: "1 request marked" }));
    await user.click(panel.getByRole("button", { name: /^Unmark all/ }));
    expect(document.querySelector("[data-pane]")).toHaveAttribute("data-pane", "list");
  });

  test("Ctrl+A marks the first fifty, never more, and says so", async () => {
    const { user } = await openDesk({ size: 600 });
    await user.keyboard("{Control>}a{/Control}");
    expect(await screen.findByRole("main", { name: "50 requests marked" })).toBeInTheDocument();
    expect(await screen.findByText("50 requests are marked.")).toBeInTheDocument();
    expect(names()).toHaveLength(50);
    await user.keyboard("{Escape}");
    expect(markedRows()).toEqual([]);
  });

  test("the fifty-first row is refused in words", async () => {
    const { user } = await openDesk({ size: 600 });
    await user.keyboard("{Control>}a{/Control}");
    await screen.findByText("50 requests are marked.");
    await user.keyboard("{End}");
    await waitFor(() => expect(screen.queryByText("50 requests are marked.")).not.toBeInTheDocument());
    await waitFor(() => expect(selectedRow()).toHaveFocus());
    await user.keyboard("x");
    expect(await screen.findByText("50 requests are marked.")).toBeInTheDocument();
    expect(selectedRow()).toHaveAttribute("aria-selected", "false");
  });

  test("another view and another search begin without marks", async () => {
    const { user } = await openDesk();
    await user.keyboard("x");
    await user.keyboard("{Control>}8{/Control}");
    await waitFor(() => expect(readerName()).toBe(selectedName()));
    expect(markedRows()).toEqual([]);
    await user.keyboard("x");
    expect(markedRows()).toHaveLength(1);
    await user.keyboard("{Control>}f{/Control}");
    await user.keyboard("khan");
    await waitFor(() => expect(markedRows()).toEqual([]));
    await waitFor(() => expect(readerName()).toMatch(/^KHAN/));
  });

  test("a row that is no longer in this view cannot be marked", async () => {
    const { host, user } = await openDesk();
    host.elsewhere(idOf(selectedRow()), (request) => {
      request.owner = { kind: "team", id: "t-physio", name: "Physio" };
    });
    await waitFor(() => expect(selectedRow()).toHaveAccessibleName(/No longer in this view/));
    await user.keyboard("x");
    expect(await screen.findByText(/so it cannot be marked/)).toBeInTheDocument();
    expect(markedRows()).toEqual([]);
  });

  test("a request under the marks does not count as opened", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("{ArrowDown}x");
    await quiet(1000);
    expect(host.world.ops).toEqual([]);
  });
});

describe("keys that were meant for something else", () => {
  test("typing that begins with X leaves no mark behind", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("x-ray of the left knee, a1");
    expect(await screen.findByText("That looked like typing.")).toBeInTheDocument();
    expect(markedRows()).toEqual([]);
    expect(decisions(host)).toEqual([]);
  });

  test("a number scanned into the chooser changes none of the marked requests", async () => {
    const { host, user } = await openDesk();
    await mark(user, 3);
    await user.keyboard("a1234567890");
    expect(await screen.findByText("That looked like typing.")).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("what works on one request says how many are marked, and how to go on", async () => {
    const { host, user } = await openDesk();
    await mark(user, 2);
    for (const [key, verb] of [
      ["d", "Done"],
      ["r", "Reply"],
      ["g", "Category"],
    ]) {
      await user.keyboard(`{Alt>}${key}{/Alt}`);
      const why = await screen.findByText(`${verb} works on one: press Esc to unmark all.`);
      expect(why).toHaveTextContent("2 requests are marked.");
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    }
    expect(decisions(host)).toEqual([]);
    expect(
      within(toolbar())
        .getAllByRole("button")
        .map((button) => button.textContent),
    ).toEqual(["AssignA", "UrgencyU", "NoteN"]);
  });
});

describe("deciding on the marked requests", () => {
  test("they are assigned together, each by its own decision on what it is now", async () => {
    const { host, user } = await openDesk();
    const forms = watchDecisions(host);
    await mark(user, 3);
    await user.keyboard("a");
    expect(await screen.findByRole("dialog", { name: "Assign 3 requests to…" })).toBeInTheDocument();
    await user.keyboard("2");
    expect(await screen.findByText("3 assigned to Duty GP.")).toBeInTheDocument();
    expect(screen.getByText(/Undo takes all \d back/)).toBeInTheDocument();
    expect(decisions(host)).toEqual(Array(3).fill({ kind: "assign", to: { kind: "team", id: "t-duty" } }));
    expect(new Set(forms.map((form) => form.opId)).size).toBe(3);
    expect(forms.every((form) => form.seen.startsWith(`${form.requestId}:`))).toBe(true);
    expect(markedRows()).toEqual([]);
  });

  test("what changed since it was marked, or was closed, is left as it was and named", async () => {
    const { host, user } = await openDesk();
    await mark(user, 4);
    const [first, second] = rows().map(idOf);
    const [changed, closed] = names();
    host.elsewhere(first ?? "", (request) => {
      request.words = "It is much worse now";
    });
    host.elsewhere(second ?? "", (request) => {
      request.closed = { code: "advice", label: "Advice", atMs: host.world.nowMs, by: "Jo Marsden" };
    });
    await user.keyboard("a2");
    const said = `2 assigned to Duty GP, 2 left as they were: ${changed} (changed since it was marked); ${closed} (already closed).`;
    expect(await screen.findByText(said)).toBeInTheDocument();
    expect(host.world.requests.get(first ?? "")?.owner).toEqual({ kind: "nobody" });
  });

  test("only urgencies that raise something are offered, and it says how many stay", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    await user.click(await screen.findByRole("button", { name: /^Unassigned/ }));
    await markRow(user, /^Emergency, FLETCHER/);
    await markRow(user, /^Urgent today, KHAN, Farah/);
    await markRow(user, /^Soon, KHAN, Maisie/);
    await user.keyboard("u");
    const dialog = await screen.findByRole("dialog", { name: "Raise the urgency of 3 requests to…" });
    const offered = within(dialog).getAllByRole("option");
    expect(offered.map((option) => option.textContent)).toEqual([
      "1EmergencyRaises 2; 1 stays as it is",
      "2Urgent todayRaises 1; 2 stay as they are",
    ]);
    await user.keyboard("2");
    expect(
      await screen.findByText(/^1 raised to Urgent today, 2 left as they were: FLETCHER/),
    ).toHaveTextContent(/FLETCHER.*\(already Emergency\); KHAN, Farah.*\(already Urgent today\)/);
    expect(decisions(host)).toEqual([{ kind: "set-urgency", to: "urgent-today", reason: null }]);
  });

  test("where nothing can be raised, U says so", async () => {
    const { user } = await openDesk();
    await markRow(user, /^Emergency, FLETCHER/);
    await user.keyboard("u");
    expect(await screen.findByText("None of the marked requests can be raised.")).toBeInTheDocument();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  test("one note goes to each of them, and one that was not saved is kept for the same requests only", async () => {
    const { host, user } = await openDesk();
    await mark(user, 2);
    await user.keyboard("n");
    await user.type(await screen.findByRole("textbox", { name: /Note for the practice/ }), "Rang, no answer");
    await user.keyboard("{Escape}{Shift>}{ArrowDown}{/Shift}{Alt>}n{/Alt}");
    expect(await screen.findByRole("textbox", { name: /Note for the practice/ })).toHaveValue("");
    await user.keyboard("{Escape}{Shift>}{ArrowUp}{/Shift}{Alt>}n{/Alt}");
    expect(await screen.findByRole("dialog", { name: "Note on 2 requests" })).toBeInTheDocument();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText("2 given the note.")).toBeInTheDocument();
    expect(decisions(host)).toEqual(Array(2).fill({ kind: "add-note", text: "Rang, no answer" }));
  });

  test("a failure in the middle says what was done and what was not, and the rest stays marked", async () => {
    const { host, user } = await openDesk();
    await mark(user, 4);
    const [, , third, fourth] = names();
    failFrom(host, 2);
    await user.keyboard("a2");
    expect(await screen.findByText("2 assigned to Duty GP.")).toBeInTheDocument();
    const notice = screen.getByRole("alert");
    expect(notice).toHaveTextContent(`It stopped at ${third}: This PC’s disk is full`);
    expect(notice).toHaveTextContent(`Not done and still marked: ${third}; ${fourth}.`);
    expect(names()).toEqual([third, fourth]);
    expect(decisions(host)).toHaveLength(2);
  });

  test("what takes longer than a moment shows how far it is, and no mark changes meanwhile", async () => {
    const { host, user } = await openDesk();
    await mark(user, 2);
    const goOn = holdDecisions(host);
    await user.keyboard("a2");
    expect(await screen.findByText("0 of 2 requests done")).toBeInTheDocument();
    await user.keyboard("{Escape}");
    expect(markedRows()).toHaveLength(2);
    goOn();
    expect(await screen.findByText("2 assigned to Duty GP.")).toBeInTheDocument();
    expect(screen.queryByText(/requests done/)).not.toBeInTheDocument();
  });

  test("the report is there, too, when it ends in another view", async () => {
    const { host, user } = await openDesk();
    await mark(user, 2);
    const goOn = holdDecisions(host);
    await user.keyboard("a2");
    await screen.findByText("0 of 2 requests done");
    await user.keyboard("{Control>}8{/Control}");
    await screen.findByRole("heading", { name: /^All open/ });
    await waitFor(() => expect(readerName()).toBe(selectedName()));
    goOn();
    await user.click(await screen.findByRole("button", { name: "Continue" }));
    expect(await screen.findByText("2 assigned to Duty GP.")).toBeInTheDocument();
  });

  test("nothing more is decided once somebody else takes the desk", async () => {
    const { host, user } = await openDesk();
    await mark(user, 3);
    const goOn = holdDecisions(host);
    await user.keyboard("a2");
    await screen.findByText("0 of 3 requests done");
    await user.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
    await user.click(await screen.findByRole("button", { name: /Priya Nair/ }));
    goOn();
    await quiet(200);
    expect(decisions(host)).toHaveLength(1);
  });

  test("one undo takes all of them back, and says so before and after", async () => {
    const { host, user } = await openDesk();
    await mark(user, 3);
    await user.keyboard("a2");
    expect((await screen.findAllByText(/Undo takes all 3 back\./)).length).toBeGreaterThan(0);
    expect(screen.getByRole("contentinfo")).toHaveTextContent(/3 assigned to Duty GP/);
    await user.click(screen.getByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(decisions(host)).toEqual([]));
    expect(await screen.findByText("3 taken back.")).toBeInTheDocument();
  });

  test("undo by key takes all of them back, too", async () => {
    const { host, user } = await openDesk();
    await mark(user, 2);
    await user.keyboard("a2");
    await screen.findByText("2 assigned to Duty GP.");
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(decisions(host)).toEqual([]));
  });

  test("what cannot be taken back is named with the reason, and the others are", async () => {
    const { host, user } = await openDesk();
    await mark(user, 3);
    const name = selectedName();
    const id = openId();
    await user.keyboard("a2");
    await screen.findByText("3 assigned to Duty GP.");
    const real = host.undo.bind(host);
    vi.spyOn(host, "undo").mockImplementation(async (form) => {
      const target = host.world.ops.find((op) => op.opId === form.target);
      if (target?.requestId === id) throw { kind: "blocked", why: "too-late-to-undo" };
      return real(form);
    });
    await user.click(screen.getByRole("button", { name: /Undo/ }));
    expect(await screen.findByText("2 taken back.")).toBeInTheDocument();
    expect(screen.getByRole("alert")).toHaveTextContent(`1 left as it was: ${name} (`);
    expect(decisions(host)).toHaveLength(1);
  });

  test("a decision taken after it is undone by itself", async () => {
    const { host, user } = await openDesk();
    await mark(user, 2);
    await user.keyboard("a2");
    await screen.findByText("2 assigned to Duty GP.");
    await user.click(within(await openRequest()).getByRole("button", { name: /^Assign/ }));
    const chooser = await screen.findByRole("dialog", { name: /^Assign/ });
    await user.click(within(chooser).getAllByRole("option")[0] ?? chooser);
    await waitFor(() => expect(decisions(host)).toHaveLength(3));
    await user.click(screen.getByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(decisions(host)).toHaveLength(2));
  });

  test("one's own decision on the open request needs no acknowledgement afterwards", async () => {
    const { user } = await openDesk();
    await user.keyboard("xa2");
    const first = await screen.findByRole("alert");
    expect(first).toHaveTextContent("1 assigned to Duty GP.");
    expect(readerName()).toBe(selectedName());
  });
});

/** Marks so many rows from the top and waits until keys are no longer taken for one word. */
async function mark(user: UserEvent, count: number): Promise<void> {
  await stretch(user, count - 1);
  await screen.findByRole("main", { name: `${count} requests marked` });
}

async function stretch(user: UserEvent, steps: number): Promise<void> {
  await user.keyboard(`{Shift>}${"{ArrowDown}".repeat(steps)}{/Shift}`);
}

async function markRow(user: UserEvent, name: RegExp): Promise<void> {
  await user.keyboard("{Control>}");
  await user.click(await screen.findByRole("option", { name }));
  await user.keyboard("{/Control}");
}

function toolbar(): HTMLElement {
  return screen.getByRole("toolbar", { name: "Actions on the marked requests" });
}

/** The names in the panel of the marked requests. */
function names(): string[] {
  const panel = screen.getByRole("region", { name: "Marked requests" });
  return [...panel.querySelectorAll("b")].map((name) => name.textContent ?? "");
}

function idOf(row: HTMLElement): string {
  return row.id.replace("row-", "");
}

function quiet(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

type Form = Parameters<FakeHost["decide"]>[0];

function watchDecisions(host: FakeHost): Form[] {
  const forms: Form[] = [];
  const decide = host.decide.bind(host);
  host.decide = (form) => {
    forms.push(form);
    return decide(form);
  };
  return forms;
}

/** The disk is full after so many decisions. */
function failFrom(host: FakeHost, count: number): void {
  let made = 0;
  const decide = host.decide.bind(host);
  host.decide = (form) => {
    made += 1;
    if (made > count) host.failNext({ kind: "not-saved", why: "disk-full" });
    return decide(form);
  };
}

/** Decisions wait until the returned function is called. */
function holdDecisions(host: FakeHost): () => void {
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const decide = host.decide.bind(host);
  host.decide = async (form) => {
    await held;
    return decide(form);
  };
  return goOn;
}

function boxOf(row: HTMLElement | undefined): Element {
  const box = row?.querySelector(".row__box");
  if (box == null) throw new Error("this row has no box");
  return box;
}
