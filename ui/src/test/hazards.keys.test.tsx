/** Hazards of ux.md section 12 that lie in the keys. Each test fails when the hazard's control is taken out. */

import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COMMANDS, isSingleKey } from "../core/commands";
import { ACTIVATION_MS, ADVANCE_MS, BURST_MS, SETTLE_MS, UNDO_SETTLE_MS } from "../core/guards";
import { decisions, openDesk, openId, press, readerName, selectedName, selectedRow } from "./desk";
import { pass, resumeTime, stopTime, typist } from "./time";

/** Longer than anything the keys wait for. */
const QUIET_MS = BURST_MS + UNDO_SETTLE_MS;

beforeEach(stopTime);
afterEach(resumeTime);

/** The desk at rest, with the focus on the list. */
async function openList() {
  const { host } = await openDesk();
  act(() => selectedRow().focus());
  await pass(QUIET_MS);
  return { host, user: typist(null) };
}

function decidedOn(host: Awaited<ReturnType<typeof openList>>["host"]): string[] {
  return host.world.ops.filter((op) => !op.silent).map((op) => op.requestId);
}

// That the row marked as open is the request in the reader, whatever overtakes what, is shown in Triage.test.tsx, and
// that arrivals wait until they are asked for; that the core refuses what was decided on an old state, in
// tests/scenarios/conflicts.rs and setup.rs.
describe("U1: action on the wrong patient after the next request opened or the list shifted", () => {
  const titled = COMMANDS.filter(
    ({ id, weight }) => weight === "verb" && !["reply", "merge", "reopen"].includes(id),
  );

  test.each(titled)("what $id opens names the patient of the reader", async ({ keys }) => {
    const { user } = await openList();
    await press(user, keys.slice(0, 1));
    expect(await screen.findByRole("dialog")).toHaveAccessibleName(expect.stringContaining(readerName()));
  });

  test("a key meant for the last patient does nothing to the next one until it has been seen", async () => {
    const { host, user } = await openList();
    const first = openId();
    await press(user, ["a", "1"]);
    await pass(SETTLE_MS);
    expect(openId()).not.toBe(first);
    await pass(ADVANCE_MS - 1);
    await press(user, ["u"]);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    await pass(1);
    await press(user, ["u"]);
    expect(await screen.findByRole("dialog")).toHaveAccessibleName(`Urgency of ${readerName()}`);
    expect(decidedOn(host)).toEqual([first]);
  });

  test("a choice goes to the patient whose name it stands under, although the list changes around it", async () => {
    const { host, user } = await openList();
    const above = openId();
    await press(user, ["ArrowDown", "ArrowDown"]);
    const [id, name] = [openId(), selectedName()];
    await pass(QUIET_MS);
    await press(user, ["a"]);
    const dialog = await screen.findByRole("dialog", { name: `Assign ${name}` });
    host.elsewhere(above, (request) => {
      request.owner = { kind: "team", id: "t-duty", name: "Duty GP" };
    });
    host.advance(60_000);
    await pass(QUIET_MS);
    expect(dialog).toBeInTheDocument();
    expect(document.getElementById(`row-${above}`)).toHaveAttribute("aria-posinset", "1");
    await press(user, ["1"]);
    await pass(SETTLE_MS);
    expect(decidedOn(host)).toEqual([id]);
  });

  test("a request that somebody else changed says what changed and takes no decision until that is acknowledged", async () => {
    const { host, user } = await openList();
    host.elsewhere(openId(), (request) => {
      request.owner = { kind: "team", id: "t-physio", name: "Physio" };
    });
    expect(await screen.findByText(/Owner: Physio\./)).toBeInTheDocument();
    await press(user, ["a", "1"]);
    await pass(QUIET_MS);
    expect(decisions(host)).toEqual([]);
    await press(user, ["Enter"]);
    expect(screen.queryByText(/Owner: Physio\./)).not.toBeInTheDocument();
    await press(user, ["a", "1"]);
    await pass(SETTLE_MS);
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
  });
});

/** Every key that writes a character on a British keyboard. */
const PRINTABLE = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
  "£",
  "é",
  "ŵ",
];

/** What somebody writes about a patient, with verbs and their digits in it, and every key once. */
const PARAGRAPH =
  `Dear Dr Rees, Mrs Patel (NHS No. 999 123 4567) rang at 09:41: "can I have 2 x 28 tablets?" ${PRINTABLE.join("")}`
    .padEnd(400, " t1 a1 u1 d1 w1 c1 z")
    .slice(0, 400);

// That no text typed without a pause ever passes a choice after its third key is shown for any text in
// core/guards.test.ts, and that letters in the search field are text, in Triage.test.tsx.
describe("U2: keys that were meant for another program", () => {
  test("no key decides anything by itself, and the desk still takes a decision of two", async () => {
    const { host, user } = await openList();
    for (const key of PRINTABLE) {
      await user.keyboard(escaped(key));
      await pass(QUIET_MS);
      expect(decisions(host), key).toEqual([]);
      await press(user, ["Escape"]);
      act(() => selectedRow().focus());
      await pass(QUIET_MS);
    }
    await press(user, ["a", "1"]);
    await pass(SETTLE_MS);
    expect(decisions(host)).toHaveLength(1);
  });

  test.each([
    ["pasted", null],
    ["from a scanner", 15],
    ["from a fast typist", 90],
    ["from a slow typist", 350],
  ])("a paragraph of 400 characters %s decides nothing", async (_how, gapMs) => {
    const { host } = await openList();
    expect(PARAGRAPH).toHaveLength(400);
    await typist(gapMs).keyboard(escaped(PARAGRAPH));
    await pass(QUIET_MS);
    expect(decisions(host)).toEqual([]);
  });

  const singleKeys = COMMANDS.filter(({ scope }) => scope === "triage" || scope === "window").flatMap(
    ({ keys }) => keys.filter(isSingleKey),
  );

  test.each(singleKeys)("a line that begins with the key %s and a digit decides nothing", async (key) => {
    const { host, user } = await openList();
    await press(user, [key, "1"]);
    await user.keyboard(escaped(PARAGRAPH.slice(0, 40)));
    await pass(QUIET_MS);
    expect(decisions(host)).toEqual([]);
    expect(host.world.minutes).toBeNull();
  });

  test.each(singleKeys)("a line that is %s, a blank, a verb and a digit decides nothing", async (key) => {
    const { host, user } = await openList();
    await press(user, [key, "Space", "a", "1"]);
    await pass(QUIET_MS);
    expect(decisions(host)).toEqual([]);
    expect(host.world.minutes).toBeNull();
  });

  const verbs = COMMANDS.filter(({ weight }) => weight === "verb").flatMap(({ keys }) => keys);

  test.each(verbs)("a scanned number after the verb %s decides nothing", async (verb) => {
    const { host, user } = await openList();
    await press(user, [verb, ..."1234567890"]);
    await pass(QUIET_MS);
    expect(decisions(host)).toEqual([]);
  });

  test("what was taken for typing is said, and nothing stays open", async () => {
    const { user } = await openList();
    const before = selectedName();
    await user.keyboard(escaped(PARAGRAPH));
    await pass(QUIET_MS);
    expect(screen.getByText("That looked like typing.")).toBeInTheDocument();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(selectedName()).toBe(before);
  });

  test("the first key after coming back by Alt+Tab is dropped, so that a verb and its digit decide nothing", async () => {
    const { host, user } = await openList();
    comeBack();
    await pass(ACTIVATION_MS - 1);
    await press(user, ["a", "1"]);
    await pass(QUIET_MS);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test.each([null, 90])(
    "a paragraph typed on after coming back by Alt+Tab decides nothing (%s ms)",
    async (gapMs) => {
      const { host } = await openList();
      comeBack();
      await typist(gapMs).keyboard(escaped(`a1${PARAGRAPH}`));
      await pass(QUIET_MS);
      expect(decisions(host)).toEqual([]);
    },
  );

  test("a chooser that was open when another window came to the front takes no digit afterwards", async () => {
    const { host, user } = await openList();
    await press(user, ["a"]);
    await screen.findByRole("dialog");
    comeBack();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    await pass(ACTIVATION_MS);
    await press(user, ["1"]);
    await pass(QUIET_MS);
    expect(decisions(host)).toEqual([]);
  });
});

/** To another program and back again. */
function comeBack(): void {
  act(() => {
    window.dispatchEvent(new Event("blur"));
    window.dispatchEvent(new Event("focus"));
  });
}

/** As user-event reads it: its own brackets twice. */
function escaped(text: string): string {
  return text.replace(/[{[]/g, "$&$&");
}
