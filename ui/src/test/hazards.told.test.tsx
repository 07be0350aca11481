/** Hazards of ux.md section 12 about what people are told. Each test fails when the hazard's control is taken out. */

import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { SyncWord } from "../host/host";
import { URGENCIES } from "../screens/decide/choices";
import { en } from "../words/en";
import { decisions, GP, openDesk, openId, openRequest, press, readerName, rows, selectedRow } from "./desk";

// That the urgent stand on top of a list is shown in triage-client/src/desk/listing/tests.rs
// (what_is_urgent_stands_on_top_and_everything_else_by_waiting_time), and that the urgent among what waits are counted.
// The banner for urgent requests that nobody has taken for 30 minutes needs their count in the status, which Rust does not
// give yet.
describe("U4: an urgent request that is missed", () => {
  test("the urgent stand above all others, each with its word", async () => {
    const { host } = await openDesk();
    const { urgent, total } = await host.queue({
      view: "unassigned",
      search: "",
      offset: 0,
      limit: 1,
      refresh: false,
    });
    expect(urgent).toBeGreaterThan(0);
    expect(total).toBeGreaterThan(urgent);
    const words = rows().map((row) => row.querySelector(".urgency")?.textContent);
    for (const word of words.slice(0, urgent))
      expect([en.urgency.emergency, en.urgency["urgent-today"]]).toContain(word);
    for (const word of words.slice(urgent)) expect([en.urgency.soon, en.urgency.routine]).toContain(word);
  });

  test.each([
    ["the list", []],
    ["the workload", ["Ctrl+Shift+w"]],
    ["the settings", ["Ctrl+,"]],
    ["what needs attention", ["Ctrl+o"]],
    ["a reply", ["Ctrl+1", "Alt+r"]],
  ])(
    "over %s the number of urgent requests stands at the top, is newer at once, and leads to them",
    async (_, keys) => {
      const { host, user } = await openDesk();
      await press(user, keys);
      const before = (await host.status()).urgentOpen;
      const top = within(topBar());
      await top.findByText(`Urgent ${before}`);
      const calm = [...host.world.requests.values()].find(
        (request) =>
          request.closed === null && request.urgency === "routine" && request.id !== openIdOrNone(),
      );
      host.elsewhere(calm?.id ?? "", (request) => {
        request.urgency = "emergency";
      });
      await user.click(await top.findByText(`Urgent ${before + 1}`));
      expect(await screen.findByRole("heading", { level: 1, name: /^Urgent/ })).toBeInTheDocument();
    },
  );

  test("what waits behind “new” says how many of it are urgent", async () => {
    const { host } = await openDesk();
    for (const { request } of host.world.coming) request.urgency = "urgent-today";
    host.advance(60_000);
    expect(await screen.findByRole("button", { name: /2 new.*2 urgent/ })).toBeInTheDocument();
  });

  test("answers that are a red flag stand above the patient's words, and the row has a word for them", async () => {
    const { user } = await openDesk();
    const row = await screen.findByRole("option", { name: /KHAN, Farah/ });
    expect(row).toHaveTextContent("Red flag");
    await user.click(row);
    const flags = await screen.findByRole("region", { name: "Red flag answers" });
    const words = screen.getByRole("heading", { name: /In the patient’s words/ });
    expect(flags).toHaveTextContent("Chest pain or tightness now: Yes, since this morning");
    expect(flags).toHaveTextContent("not a diagnosis");
    expect(flags.compareDocumentPosition(words) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });
});

// The rest of what is said offline is shown in App.test.tsx.
describe("U6: stale data that is trusted offline", () => {
  test("as at when is said at the top and over the list, and does not move on while the line is down", async () => {
    const { host, user } = await openDesk();
    expect(within(topBar()).getByText(/as at 09:41/)).toBeInTheDocument();
    await press(user, ["Ctrl+Shift+o"]);
    await screen.findByText("Working offline since 09:41.");
    host.advance(5 * 60_000);
    await screen.findByText("09:46");
    expect(within(topBar()).getByText(/as at 09:41/)).toBeInTheDocument();
    expect(screen.getByRole("heading", { level: 1 }).parentElement).toHaveTextContent(/As at 09:41/);
  });

  test("at 15 minutes, and not before, the banner says to look elsewhere for urgent requests", async () => {
    const { host } = await openDesk({ offlineMinutes: 14 });
    expect(await screen.findByText(/^Working offline since/)).toBeInTheDocument();
    expect(screen.queryByText(/Check the provider on another PC/)).not.toBeInTheDocument();
    host.advance(60_000);
    expect(await screen.findByText("15 min")).toBeInTheDocument();
    expect(
      screen.getByText("Check the provider on another PC or phone for urgent requests."),
    ).toBeInTheDocument();
  });
});

// That no lowering passes over somebody else's raise is shown in tests/scenarios/conflicts.rs
// (a_lowering_never_passes_over_somebody_elses_raise, two_raises_end_at_the_higher_one_whoever_is_first) and for any two
// decisions in triage-sync/src/rebase/tests.rs (a_raise_takes_the_greater_of_the_two_and_a_lowering_is_left_as_it_is). That
// reception lowers nothing, and is told why, is shown in Triage.test.tsx.
describe("U7: urgency that sync lowers", () => {
  test("while two differ the more urgent is shown in the row and the reader, and it is said that it is in force", async () => {
    const { host, user } = await openDesk({ troubles: true });
    const [clash] = host.world.conflicts;
    await press(user, ["Ctrl+8"]);
    const row = await waitFor(
      () => document.getElementById(`row-${clash?.requestId}`) ?? expect.fail("no row"),
    );
    expect(row).toHaveTextContent(/^Urgent today/);
    expect(row).toHaveTextContent("Conflict");
    await user.click(row);
    expect(
      await screen.findByText(
        "Two people set different urgencies. Urgent today, the more urgent, is in force.",
      ),
    ).toBeInTheDocument();
  });

  test("using the less urgent one in spite of it needs a reason", async () => {
    const { host, user } = await openDesk({ troubles: true });
    await press(user, ["Ctrl+o"]);
    (await screen.findByRole("button", { name: /TAYLOR.*Conflict/ })).focus();
    await press(user, ["2", "Enter"]);
    expect(await screen.findByRole("alert")).toHaveTextContent("Enter a reason to use yours.");
    expect(host.world.conflicts).toHaveLength(1);
  });

  test("a person lowers it with a reason only", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    await press(user, ["Ctrl+2"]);
    await openRequest();
    await press(user, ["u", "4"]);
    const dialog = await screen.findByRole("dialog", { name: /^Lower urgency for/ });
    await user.click(within(dialog).getByRole("button", { name: "Lower to Routine" }));
    expect(within(dialog).getByRole("alert")).toHaveTextContent("Enter a reason.");
    expect(decisions(host)).toEqual([]);
  });
});

// Every month has its three letters in words/format.test.ts; what is copied for the record, in tests/scenarios/setup.rs
// (what_is_copied_for_the_record_has_the_practices_form).
describe("U9: a date that is misread", () => {
  const MISREAD =
    /\b\d{1,2}\/\d{1,2}\/\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\bSept\b|\b\d{1,2} (?:January|Jan|September|Sep)\b/;

  test.each([
    ["the list and the reader", []],
    ["what needs attention", ["Ctrl+o"]],
    ["the workload", ["Ctrl+Shift+w"]],
    ["a reply", ["Alt+r"]],
  ])("over %s every date is day, month in letters, year", async (_, keys) => {
    const { host, user } = await openDesk({ troubles: true });
    for (const request of host.world.requests.values())
      request.patient = { ...request.patient, born: "1962-09-04" };
    await press(user, ["Ctrl+8", ...keys]);
    await waitFor(() => expect(document.body).toHaveTextContent(/\b\d\d-(Sep|Aug)-\d{4}\b/));
    const shown = document.body.textContent?.replace(/Kenya.*?\./g, "") ?? "";
    expect(MISREAD.exec(shown)?.[0]).toBeUndefined();
  });

  test("the date of birth is written out, and one that is not known is said in words", async () => {
    const { host } = await openDesk();
    const born = (value: string | null) =>
      host.elsewhere(openId(), (request) => {
        request.patient = { ...request.patient, born: value, ageYears: null };
      });
    born("1962-09-04");
    const banner = screen.getByRole("region", { name: "Patient" });
    await waitFor(() => expect(banner).toHaveTextContent("Born04-Sep-1962"));
    born(null);
    await waitFor(() => expect(banner).toHaveTextContent("BornNot given"));
  });
});

// Forced colours and greyscale are looked at in browser/gallery.browser.ts.
describe("U10: a meaning that is in the colour alone", () => {
  test("each urgency has its own word and its own shape in the row", async () => {
    const { host, user } = await openDesk();
    const open = [...host.world.requests.values()].filter((request) => request.closed === null);
    for (const [index, request] of open.entries())
      request.urgency = URGENCIES[index % URGENCIES.length] ?? "routine";
    await press(user, ["Ctrl+8"]);
    const marks = await waitFor(() => {
      const found = rows().map((row) => row.querySelector(".urgency"));
      expect(found[0]).toHaveTextContent("Emergency");
      return found;
    });
    await press(user, ["End"]);
    await waitFor(() => expect(selectedRow()).toHaveAttribute("aria-posinset", String(open.length)));
    const all = [...marks, ...rows().map((row) => row.querySelector(".urgency"))];
    const shapes = new Map(all.map((mark) => [mark?.textContent, mark?.querySelector("svg")?.innerHTML]));
    expect(new Set(shapes.keys())).toEqual(new Set(URGENCIES.map((urgency) => en.urgency[urgency])));
    expect(new Set(shapes.values()).size).toBe(URGENCIES.length);
  });

  test("where a decision stands is said in words beside a shape", async () => {
    const { host, user } = await openDesk({ troubles: true });
    await press(user, ["Ctrl+8"]);
    const [conflict, failed] = [host.world.conflicts[0]?.requestId, host.world.failed[0]?.requestId];
    for (const [id, sync] of [
      [conflict, "conflict"],
      [failed, "failed"],
    ] satisfies [string | undefined, SyncWord][]) {
      const row = await waitFor(() => document.getElementById(`row-${id}`) ?? expect.fail("no row"));
      const mark = within(row).getByText(en.sync[sync]);
      expect(mark.querySelector("svg")).not.toBeNull();
      expect(row).toHaveAccessibleName(expect.stringContaining(en.sync[sync]));
    }
  });

  test("being offline and a choice that is off have their words", async () => {
    const { user } = await openDesk({ offlineMinutes: 20 });
    expect(screen.getByText(/^Working offline since/)).toBeInTheDocument();
    await press(user, ["Ctrl+8", "u"]);
    for (const choice of await screen.findAllByRole("option", { name: /Lowers urgency/ }))
      expect(choice).toHaveAttribute("aria-disabled", "true");
  });
});

// That what failed is kept through a restart is shown in tests/scenarios/recovery.rs and kills.rs.
describe("U11: a message that silently was not sent", () => {
  test("what failed is counted on every screen and leads to what happened and to what to do", async () => {
    const { user } = await openDesk({ troubles: true });
    for (const keys of [["Ctrl+1"], ["Ctrl+Shift+w"], ["Ctrl+,"]]) {
      await press(user, keys);
      expect(await screen.findByRole("button", { name: /Failed 1|1 failed/i })).toBeInTheDocument();
    }
    await user.click(screen.getByRole("button", { name: /Failed 1|1 failed/i }));
    await user.click(await screen.findByRole("button", { name: /Failed/, current: false }));
    expect(screen.getByRole("main", { name: /^The reply to .* was not delivered$/ })).toHaveTextContent(
      /Number not in use/,
    );
  });

  test("it stays until a person deals with it: no time, sync or change of user takes it away", async () => {
    const { host, user } = await openDesk({ troubles: true });
    host.advance(24 * 60 * 60_000);
    await press(user, ["F5", "Ctrl+Shift+l"]);
    await user.click(await screen.findByRole("button", { name: "Priya Nair, Reception" }));
    await openRequest();
    expect(await screen.findByRole("button", { name: /Failed 1|1 failed/i })).toBeInTheDocument();
    await press(user, ["Ctrl+o"]);
    const list = within(await screen.findByRole("list", { name: "What needs attention" }));
    await user.click(list.getByRole("button", { name: /Failed/ }));
    const detail = within(screen.getByRole("main"));
    expect(detail.queryByRole("button", { name: /discard|delete|remove/i })).not.toBeInTheDocument();
    expect(host.world.failed).toHaveLength(1);
  });

  test("a decision that was not saved says so and nothing looks as if it were", async () => {
    const { host, user } = await openDesk();
    const name = readerName();
    host.failNext({ kind: "not-saved", why: "disk-full" });
    await press(user, ["a", "1"]);
    expect(await screen.findByRole("alert")).toHaveTextContent("the change was not saved");
    expect(readerName()).toBe(name);
    expect(screen.getByText("No action yet in this session")).toBeInTheDocument();
  });
});

// That nothing lies readable on the disk or passes through a log is shown in tests/scenarios/privacy.rs. The clipboard's
// history on Windows, and what a notification says, are looked at by no test.
describe("U12: sensitive text that leaks", () => {
  test("a session leaves no text in the title, the address, the storage, the console or the webview's clipboard", async () => {
    const said = (["log", "info", "warn", "error", "debug"] as const).map((level) =>
      vi.spyOn(console, level),
    );
    const written = vi.fn();
    const { host, user } = await openDesk({ troubles: true });
    Object.defineProperty(navigator, "clipboard", {
      configurable: true,
      value: { writeText: written, write: written },
    });
    const notify = vi.fn();
    vi.stubGlobal("Notification", notify);
    await press(user, ["c", "1"]);
    await waitFor(() => expect(host.world.clipboard?.what).toBe("nhs-number"));
    await press(user, ["Alt+n"]);
    await user.type(await screen.findByRole("textbox", { name: /Note for the practice/ }), "Rang, no answer");
    await press(user, ["Ctrl+Enter"]);
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await press(user, ["Alt+r"]);
    await user.type(await screen.findByRole("textbox", { name: /^Message to/ }), "Please ring us.");
    await press(user, ["Ctrl+Enter"]);
    await waitFor(() => expect(decisions(host)).toHaveLength(2));
    await press(user, ["Ctrl+o"]);
    host.failNext({ kind: "not-saved", why: "disk-full" });
    host.advance(60_000);
    await screen.findByRole("list", { name: "What needs attention" });
    const names = [...host.world.requests.values()].map(
      (request) => request.patient.name.split(",")[0] ?? "",
    );
    for (const place of [document.title, window.location.href])
      expect(names.filter((name) => place.toUpperCase().includes(name))).toEqual([]);
    expect([window.localStorage.length, window.sessionStorage.length, document.cookie]).toEqual([0, 0, ""]);
    for (const level of said) expect(level).not.toHaveBeenCalled();
    expect(written).not.toHaveBeenCalled();
    expect(notify).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});

function topBar(): HTMLElement {
  return document.querySelector<HTMLElement>("[data-region=top]") ?? expect.fail("no bar at the top");
}

function openIdOrNone(): string {
  return screen.queryByRole("listbox") === null ? "" : openId();
}
