/** Hazards of ux.md section 12 about who is who. Each test fails when the hazard's control is taken out. */

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import type { FakeHost } from "../host/fake";
import { HOLD_MS } from "../host/fake/decisions";
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
} from "./desk";

const MAISIE = "KHAN, Maisie (Ms)";

/** Opens a view by its key and a request in it. */
async function openIn(user: UserEvent, viewKey: string, name: RegExp): Promise<void> {
  await press(user, [viewKey]);
  await user.click(await screen.findByRole("option", { name }));
  await waitFor(() => expect(selectedRow()).toHaveAccessibleName(name));
  await waitFor(() => expect(readerName()).toBe(selectedName()));
}

async function openReply() {
  const opened = await openDesk({ staffId: GP });
  await openIn(opened.user, "Ctrl+1", /KHAN, Maisie/);
  const requestId = openId();
  await press(opened.user, ["r"]);
  const field = await screen.findByRole("textbox", { name: `Message to ${MAISIE}` });
  return { ...opened, field, requestId };
}

// That undo brings the text of a held reply back is shown in Reply.test.tsx, and the hold itself in
// triage-sync/src/engine/tests/outbox.rs.
describe("U3: a reply to the wrong patient", () => {
  test("the list is gone, and the whole banner of the one patient is over everything", async () => {
    await openReply();
    expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
    expect(screen.queryByRole("navigation", { name: "Views" })).not.toBeInTheDocument();
    const banner = screen.getByRole("region", { name: "Patient" });
    expect(within(banner).getByRole("heading", { name: MAISIE })).toBeInTheDocument();
    expect(banner).toHaveTextContent(/Born\d\d-[A-Z][a-z]{2}-\d{4} \(\d+y\)GenderFemaleNHS No\.999/);
    expect(banner).toHaveTextContent("Allergies unavailable: check the clinical record");
    const compose = screen.getByRole("region", { name: `Reply to ${MAISIE}` });
    expect(banner.compareDocumentPosition(compose) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  test("every button that sends names the patient", async () => {
    await openReply();
    const sends = screen.getAllByRole("button", { name: /^Send/ });
    expect(sends.map((button) => button.getAttribute("aria-label"))).toEqual([
      `Send and wait: to ${MAISIE}`,
      `Send and close: to ${MAISIE}`,
    ]);
  });

  test("whatever changes meanwhile, the message stays with the patient it was begun for", async () => {
    const { host, user, field, requestId } = await openReply();
    await user.type(field, "Dear Ms Khan, ");
    host.elsewhere(requestId, (request) => {
      request.owner = { kind: "team", id: "t-physio", name: "Physio" };
    });
    host.advance(60_000);
    await screen.findByText("09:42");
    await user.type(field, "please ring us.");
    await press(user, ["Ctrl+Enter"]);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ text: "Dear Ms Khan, please ring us." }]));
    expect(host.world.ops.find((op) => op.decision.kind === "reply")?.requestId).toBe(requestId);
  });

  test("a draft for one patient is never in the field of another", async () => {
    const { user, field } = await openReply();
    await user.type(field, "Dear Ms Khan");
    await press(user, ["Escape"]);
    await openIn(user, "Ctrl+1", /ROSSI, Alan/);
    await press(user, ["r"]);
    expect(await screen.findByRole("textbox", { name: /^Message to ROSSI/ })).toHaveValue("");
  });

  test("a file attached for one patient is never sent to another, however late it is taken in", async () => {
    const { host, user, field, requestId } = await openReply();
    drop(field, ["results.pdf"]);
    await screen.findByRole("button", { name: "Remove results.pdf" });
    const late = holdBack(host);
    drop(field, ["letter.pdf"]);
    await waitFor(() => expect(late).toHaveLength(1));
    await press(user, ["Escape"]);
    await openIn(user, "Ctrl+1", /ROSSI, Alan/);
    await press(user, ["r"]);
    const other = await screen.findByRole("textbox", { name: /^Message to ROSSI/ });
    late[0]?.();
    await waitFor(async () => expect((await host.draft({ requestId }))?.attachments).toHaveLength(2));
    const files = screen.getByRole("region", { name: /^Files for ROSSI/ });
    expect(within(files).queryByRole("listitem")).not.toBeInTheDocument();
    await user.type(other, "Please ring us.");
    await press(user, ["Ctrl+Enter"]);
    await waitFor(() =>
      expect(decisions(host)).toMatchObject([{ text: "Please ring us.", attachments: [] }]),
    );
    await openIn(user, "Ctrl+1", /KHAN, Maisie/);
    await press(user, ["Alt+r"]);
    await screen.findByText(`Goes to ${MAISIE} with 2 files.`);
  });

  test("it is said for 20 s that the reply has not gone, and one key takes it back", async () => {
    const { host, user, field } = await openReply();
    await user.type(field, "Please ring us.");
    await press(user, ["Ctrl+Enter"]);
    expect(await screen.findByText(/A reply is held: sends in 20 s/)).toBeInTheDocument();
    host.advance(HOLD_MS - 1000);
    expect(await screen.findByText(/A reply is held: sends in 1 s/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: /^Undo/ })).not.toHaveAttribute("aria-disabled", "true");
    await press(user, ["Alt+z"]);
    await waitFor(() => expect(decisions(host)).toEqual([]));
  });

  test("a patient who is not matched gets no reply, by key as by button", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    await openIn(user, "Ctrl+8", /TAYLOR, Chidi/);
    await press(user, ["r"]);
    expect(await screen.findByText(/no reply can be sent from here/)).toBeInTheDocument();
    expect(screen.queryByRole("textbox", { name: /^Message/ })).not.toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });
});

// That a merge takes Ctrl+Enter, and that Escape merges nothing, is shown in Merge.test.tsx; what Rust finds alike, in
// triage-domain/src/likeness/tests.rs.
describe("U5: a repeated contact that is read as a duplicate", () => {
  test("the row says that it is not the first request, and the reader says it above all that scrolls", async () => {
    const { host, user } = await openDesk();
    const again = [...host.world.requests.values()].find((entry) => entry.repeat !== null && !entry.closed);
    await press(user, ["Ctrl+8"]);
    const row = await waitFor(() => rowOf(again?.id));
    expect(row).toHaveTextContent("2nd request in 9 days");
    expect(row).toHaveAccessibleName(/2nd request in 9 days/);
    await user.click(row);
    await waitFor(() => expect(readerName()).toBe(again?.patient.name));
    const said = screen.getByText("2nd request in 9 days.").closest("[role=note]");
    expect(said).toHaveTextContent("“Dry cough after a cold”, Advice by message.");
    const scrolls = document.querySelector("[data-region-focus]");
    expect(scrolls).not.toContainElement(said instanceof HTMLElement ? said : null);
    expect(said?.compareDocumentPosition(scrolls ?? document.body)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  test("Duplicate cannot be chosen as an outcome: it comes from comparing the two, which shows both alone", async () => {
    const { host, user } = await openDesk({ twins: true, staffId: GP });
    await openIn(user, "Ctrl+8", /TWIN, Tessa.*sent again/);
    await press(user, ["d"]);
    const choice = await screen.findByRole("option", { name: /Duplicate/ });
    expect(choice).toHaveAttribute("aria-disabled", "true");
    await user.click(choice);
    expect(await screen.findByText("Compare the two first: Merge (Alt+M)", { selector: "b" })).toBeVisible();
    expect(decisions(host)).toEqual([]);
    await press(user, ["Escape", "Alt+m"]);
    const main = await screen.findByRole("main", { name: "Merge duplicate" });
    expect(await within(main).findByText("Second: goes on")).toBeInTheDocument();
    expect(within(main).getByText("First: closes as a duplicate")).toBeInTheDocument();
    expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
  });

  test("a reply cannot close as a duplicate either", async () => {
    await openReply();
    const outcomes = within(screen.getByRole("combobox", { name: "Outcome when it closes" }));
    expect(outcomes.queryByRole("option", { name: /Duplicate/ })).not.toBeInTheDocument();
    expect(outcomes.getByRole("option", { name: "No action needed" })).toBeInTheDocument();
  });
});

// That nothing is clipped at 1366, 683 and 342 px, and that the name stays in sight however far one reads, is looked at in
// browser/gallery.browser.ts and states.browser.ts; which names are similar, in triage-domain/src/person_name/tests.rs.
describe("U8: an identity that is cut off or could be two people’s", () => {
  const LONG = "FEATHERSTONEHAUGH-CHOLMONDELEY, Christopher Jonathan Maximilian (Professor)";

  test("a name of any length stands whole in the row, the reader, the chooser and the reply", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    for (const request of host.world.requests.values()) request.patient = { ...request.patient, name: LONG };
    await press(user, ["Ctrl+1"]);
    await waitFor(() => expect(readerName()).toBe(LONG));
    expect(selectedRow().querySelector(".row__name")).toHaveTextContent(LONG);
    expect(screen.getByRole("heading", { name: LONG })).toHaveTextContent(LONG);
    await press(user, ["a"]);
    expect(await screen.findByRole("dialog", { name: `Assign ${LONG}` })).toHaveTextContent(LONG);
    await press(user, ["Escape", "r"]);
    await screen.findByRole("button", { name: `Send and wait: to ${LONG}` });
  });

  test("no rule of the style sheets cuts a name or a number off", () => {
    const sheets = import.meta.glob<string>("../styles/*.{css,scss}", {
      query: "?raw",
      import: "default",
      eager: true,
    });
    const css = Object.values(sheets).join("\n");
    const rules = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = "", body = ""]) => ({
      selector,
      body,
    }));
    const ofIdentity = rules.filter(({ selector }) =>
      /\.(row__name|banner\w*|item__name|batch__item|popover__title|dialog__title)\b/.test(selector),
    );
    expect(ofIdentity.length).toBeGreaterThan(5);
    const cut = ofIdentity.filter(({ body }) =>
      /text-overflow|line-clamp|overflow(-[xy])?:\s*(hidden|clip)/.test(body),
    );
    expect(cut.map(({ selector }) => selector.trim())).toEqual([]);
  });

  test("two open requests of people with one family name and initial are both marked, and nobody else", async () => {
    const { host, user } = await openDesk();
    const open = [...host.world.requests.values()].filter((request) => request.closed === null);
    for (const [index, request] of open.entries())
      request.patient = { ...request.patient, name: `UNIQUE${index}, Una (Ms)` };
    const [one, other] = open;
    if (one === undefined || other === undefined) throw new RangeError("no two requests");
    one.patient = { ...one.patient, name: "ALIKE, Anna (Ms)" };
    other.patient = { ...other.patient, name: "ALIKE, Alice (Mrs)" };
    await press(user, ["Ctrl+8", "Ctrl+f"]);
    await user.keyboard("alike");
    await waitFor(() => expect(shownRows()).toHaveLength(2));
    for (const row of shownRows()) {
      expect(row).toHaveTextContent("Similar name");
      expect(row).toHaveAccessibleName(/Similar name/);
    }
    await press(user, ["Ctrl+a"]);
    await user.keyboard("unique");
    await waitFor(() => expect(shownRows().length).toBeGreaterThan(2));
    for (const row of shownRows()) expect(row).not.toHaveTextContent("Similar name");
  });
});

// That a decision goes to the provider under its author's own authority is shown in tests/scenarios/sign_in.rs.
describe("U13: the wrong person’s name on an action", () => {
  test("who decides stands beside the buttons, in the reader as with several marked", async () => {
    const { user } = await openDesk();
    const beside = () => screen.getByText("You are", { exact: false, selector: ".presence span" });
    expect(beside()).toHaveTextContent("You are Carys Evans");
    const bar = await openRequest();
    expect(beside().compareDocumentPosition(bar) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await press(user, ["x", "Shift+ArrowDown"]);
    await screen.findByRole("toolbar", { name: /marked/i });
    expect(beside()).toHaveTextContent("You are Carys Evans");
  });

  test("who writes stands at the top while a reply is written", async () => {
    await openReply();
    expect(within(screen.getByRole("banner")).getByText("Dr Anwen Rees")).toBeVisible();
  });

  test("one key leads to the names, and from then on decisions are the next person's", async () => {
    const { host, user } = await openDesk();
    await press(user, ["g", "2"]);
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await press(user, ["Alt+n"]);
    await user.type(await screen.findByRole("textbox", { name: /Note for the practice/ }), "Half a thought");
    await press(user, ["Ctrl+Shift+l"]);
    expect(await screen.findByRole("heading", { name: "Who is working here?" })).toBeInTheDocument();
    expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Priya Nair, Reception" }));
    await openRequest();
    expect(screen.getByText("You are", { exact: false, selector: ".presence span" })).toHaveTextContent(
      "Priya Nair",
    );
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    await user.click(selectedRow());
    await press(user, ["Alt+a", "1"]);
    await waitFor(() =>
      expect(host.world.ops.filter((op) => !op.silent).map((op) => op.by)).toEqual([
        "Carys Evans",
        "Priya Nair",
      ]),
    );
  });
});

function drop(field: HTMLElement, names: readonly string[]): void {
  const files = names.map((name) => new File(["%PDF-1.7"], name));
  fireEvent.drop(field, { dataTransfer: { types: ["Files"], files } });
}

/** Files are taken in only when one of these is called. */
function holdBack(host: FakeHost): (() => void)[] {
  const { attach } = host;
  const calls: (() => void)[] = [];
  host.attach = (form) => new Promise((resolve) => calls.push(() => resolve(attach(form))));
  return calls;
}

function rowOf(id: string | undefined): HTMLElement {
  const row = document.getElementById(`row-${id}`);
  if (row === null) throw new RangeError("not in sight");
  return row;
}

function shownRows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[role=option][id^=row-]")];
}
