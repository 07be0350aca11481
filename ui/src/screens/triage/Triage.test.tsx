import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import {
  decisions,
  GP,
  openDesk,
  openId,
  openRequest,
  readerName,
  rows,
  selectedName,
  selectedRow,
} from "../../test/desk";

describe("deciding by keys", () => {
  test("two keys assign the open request to me and open the next one", async () => {
    const { host, user } = await openDesk();
    const first = selectedName();
    await user.keyboard("a1");
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "assign", to: { kind: "person", id: "p-carys" } }]),
    );
    await waitFor(() => expect(selectedName()).not.toBe(first));
    await waitFor(() => expect(readerName()).toBe(selectedName()));
    expect(screen.getByText(new RegExp(`assigned ${escaped(first)} to Carys Evans`))).toBeInTheDocument();
  });

  test("whatever overtakes what, the row marked as open is the request in the reader", async () => {
    const { host, user } = await openDesk();
    const [decided, next] = rows().map((row) => row.querySelector(".row__name")?.textContent ?? "");
    let gone = "";
    const queue = host.queue.bind(host);
    vi.spyOn(host, "queue").mockImplementation(async (form) => {
      const page = await queue(form);
      const left = page.rows.filter((row) => row.id !== gone);
      return { ...page, rows: left, total: page.total - (page.rows.length - left.length) };
    });
    const decide = host.decide.bind(host);
    vi.spyOn(host, "decide").mockImplementation(async (form) => {
      if (form.decision.kind !== "assign") return decide(form);
      gone = form.requestId;
      const done = await decide(form);
      // The list is read again without the request before the window hears that the decision is saved.
      await waitFor(() => expect(rows()[0]).not.toHaveTextContent(decided ?? ""));
      expect(screen.queryByRole("option", { current: true })).not.toBeInTheDocument();
      return done;
    });
    await user.keyboard("a1");
    await waitFor(() => expect(next).toContain(readerName()));
    expect(selectedName()).toBe(readerName());
  });

  test("the last request of a list does not open again once it is decided, and the next to arrive does", async () => {
    const { host, user } = await openDesk();
    const name = readerName();
    const queue = host.queue.bind(host);
    let holds = (_id: string) => true;
    vi.spyOn(host, "queue").mockImplementation(async (form) => {
      const page = await queue(form);
      const rows = page.rows.filter((row) => holds(row.id)).slice(0, 1);
      return { ...page, rows, total: rows.length, arrivals: 0 };
    });
    await user.keyboard("{Alt>}.{/Alt}");
    await waitFor(() => expect(rows()).toHaveLength(1));
    await user.keyboard("a1");
    await waitFor(() => expect(screen.queryByRole("toolbar")).not.toBeInTheDocument());
    const decided = host.world.ops.at(-1)?.requestId;
    holds = (id) => id !== decided;
    host.advance(60_000);
    await openRequest();
    expect(readerName()).not.toBe(name);
    expect(selectedName()).toBe(readerName());
  });

  test("a decision while the list is built anew opens what comes to stand there", async () => {
    const { host, user } = await openDesk();
    const name = readerName();
    const queue = host.queue.bind(host);
    let build: (() => void) | undefined;
    vi.spyOn(host, "queue").mockImplementation(async (form) => {
      if (form.refresh)
        await new Promise<void>((resolve) => {
          build = resolve;
        });
      return queue(form);
    });
    await user.keyboard("{Alt>}.{/Alt}a1");
    await waitFor(() => expect(readerName()).not.toBe(name));
    build?.();
    await waitFor(() => expect(selectedName()).toBe(readerName()));
    expect(readerName()).not.toBe("");
    expect(readerName()).not.toBe(name);
  });

  test("D and a digit close the request with that outcome", async () => {
    const { host, user } = await openDesk();
    await openCalm(user);
    await waitFor(() => expect(host.world.ops.some((op) => op.decision.kind === "first-opened")).toBe(true));
    await user.keyboard("d2");
    await waitFor(() =>
      expect(decisions(host)).toMatchObject([{ kind: "close", disposition: "phone-today" }]),
    );
  });

  test("0 takes the owner off", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    await user.click(screen.getByRole("button", { name: /^All open/ }));
    const owned = await screen.findAllByRole("option", { name: /Duty GP/ });
    await user.click(owned[0] ?? document.body);
    await user.keyboard("a0");
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "assign", to: { kind: "nobody" } }]));
  });

  test("closing over a red flag asks for a reason and keeps it", async () => {
    const { host, user } = await openDesk();
    await user.click(await screen.findByRole("option", { name: /^Emergency, FLETCHER/ }));
    await waitFor(() => expect(host.world.ops.some((op) => op.decision.kind === "first-opened")).toBe(true));
    await user.keyboard("d1");
    const dialog = await screen.findByRole("dialog", { name: /^Close the request from FLETCHER/ });
    await user.click(within(dialog).getByRole("button", { name: "Close request" }));
    expect(within(dialog).getByRole("alert")).toHaveTextContent("Enter a reason.");
    expect(decisions(host)).toEqual([]);
    await user.type(within(dialog).getByRole("textbox"), "Spoke to the patient{Enter}");
    await waitFor(() =>
      expect(decisions(host)).toMatchObject([{ kind: "close", reason: "Spoke to the patient" }]),
    );
  });

  test("a receptionist is told why urgency cannot be lowered, and it stays", async () => {
    const { host, user } = await openDesk();
    await user.click(await screen.findByRole("option", { name: /KHAN, Farah/ }));
    await user.keyboard("u");
    const choice = await screen.findByRole("option", { name: /Routine.*ask a clinician/ });
    expect(choice).toHaveAttribute("aria-disabled", "true");
    await user.keyboard("4");
    expect(await screen.findByText(/Lowers urgency: ask a clinician/, { selector: "b" })).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("a note is saved by Ctrl+Enter and its words say where it is", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("n");
    await user.type(await screen.findByRole("textbox", { name: /Note for the practice/ }), "Rang, no answer");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "add-note", text: "Rang, no answer" }]));
    const reader = screen.getByRole("main");
    expect(await within(reader).findByText("Rang, no answer")).toBeInTheDocument();
    expect(within(reader).getAllByText("Saved on this PC").length).toBeGreaterThan(0);
  });

  test("a note that is not saved is still there when the box opens again", async () => {
    const { user } = await openDesk();
    await user.keyboard("n");
    await user.type(await screen.findByRole("textbox", { name: /Note for the practice/ }), "Half a thought");
    await user.keyboard("{Escape}n");
    expect(await screen.findByRole("textbox", { name: /Note for the practice/ })).toHaveValue(
      "Half a thought",
    );
  });
});

describe("keys that were meant for something else", () => {
  test("letters typed into the search field are text", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("{Control>}f{/Control}");
    await user.keyboard("a1 inhaler");
    expect(screen.getByRole("searchbox")).toHaveValue("a1 inhaler");
    expect(decisions(host)).toEqual([]);
    expect(await screen.findByText(/Nothing here matches/)).toBeInTheDocument();
  });

  test("time passing does not take the focus from the button it is on", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("d");
    const mode = await screen.findByRole("button", { name: "Telephone" });
    await user.click(mode);
    host.advance(61_000);
    await screen.findByText("09:42");
    expect(mode).toHaveFocus();
    expect(mode).toHaveAttribute("aria-pressed", "true");
  });
});

describe("what counts as opened", () => {
  test("a request that was chosen and read is marked as opened once, and not as the last action", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(host.world.ops.map((op) => op.decision.kind)).toEqual(["first-opened"]));
    expect(screen.getByText("No action yet in this session")).toBeInTheDocument();
  });

  test("stepping past requests opens none of them", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}{ArrowUp}");
    expect(host.world.ops).toEqual([]);
  });
});

describe("the list", () => {
  test("arrivals wait until they are asked for", async () => {
    const { host, user } = await openDesk();
    const first = selectedName();
    host.advance(60_000);
    const bar = await screen.findByRole("button", { name: /2 new/ });
    expect(selectedName()).toBe(first);
    const before = Number(rows()[0]?.getAttribute("aria-setsize"));
    await user.click(bar);
    await waitFor(() => expect(rows()[0]).toHaveAttribute("aria-setsize", String(before + 2)));
    expect(selectedName()).toBe(first);
  });

  test("a search opens the first request that it finds", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}f{/Control}");
    await user.keyboard("khan");
    await waitFor(() => expect(readerName()).toMatch(/^KHAN/));
    expect(readerName()).toBe(selectedName());
  });

  test("a very long list has few rows in the document and knows its length", async () => {
    const { user } = await openDesk({ size: 3000 });
    await user.click(screen.getByRole("button", { name: /^All open/ }));
    await waitFor(() => expect(rows()[0]).toHaveAttribute("aria-setsize", "3000"));
    await user.keyboard("{End}");
    await waitFor(() => expect(selectedRow()).toHaveAttribute("aria-posinset", "3000"));
    expect(rows().length).toBeLessThan(60);
  });

  test("rows are read out as they are seen", async () => {
    await openDesk();
    const row = await screen.findByRole("option", {
      name: /^Urgent today, KHAN, Farah \(Mrs\), \d+ years, waiting .*, by 18:30, Red flag/,
    });
    expect(row).toHaveAttribute("aria-posinset", "2");
  });

  test("a row says that a reply to it was begun, in a word and read out", async () => {
    const { host, user } = await openDesk();
    await host.saveDraft({ requestId: openId(), text: "Please come in" });
    await user.keyboard("{Control>}2{/Control}{Control>}1{/Control}");
    const row = await screen.findByRole("option", { name: /draft begun/ });
    expect(within(row).getByText("Draft")).toBeInTheDocument();
  });

  test("undo brings the last decision back", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("a1");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.click(await screen.findByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(decisions(host)).toEqual([]));
    const assigned = [...host.world.requests.values()]
      .flatMap((request) => request.events)
      .filter((event) => event.what.kind === "assign");
    expect(assigned).toMatchObject([{ withdrawn: true }]);
  });

  test("undo leads back to the request it is about, where the decision stands struck out", async () => {
    const { host, user } = await openDesk();
    const first = selectedName();
    await user.keyboard("a1");
    await waitFor(() => expect(selectedName()).not.toBe(first));
    await user.click(await screen.findByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(readerName()).toBe(first));
    expect(selectedName()).toBe(first);
    const taken = await screen.findByText("taken back");
    expect(taken.closest("li")?.querySelector("s")).toHaveTextContent("Assigned to Carys Evans");
    expect(decisions(host)).toEqual([]);
  });

  test("undo on the open request is one's own change and needs no acknowledgement", async () => {
    const { host, user } = await openDesk();
    const name = readerName();
    await user.keyboard("g2");
    await waitFor(() => expect(decisions(host)).toMatchObject([{ kind: "set-category" }]));
    await user.click(await screen.findByRole("button", { name: /Undo/ }));
    expect(await screen.findByText("taken back")).toBeInTheDocument();
    expect(readerName()).toBe(name);
    expect(decisions(host)).toEqual([]);
    expect(screen.queryByText("This request changed while it was open.")).not.toBeInTheDocument();
  });
});

async function openCalm(user: Awaited<ReturnType<typeof openDesk>>["user"]): Promise<void> {
  await user.click(await screen.findByRole("option", { name: /^Soon, KHAN, Maisie/ }));
}

function escaped(text: string): string {
  return text.replace(/[()]/g, "\\$&");
}
