/**
 * How many keys a decision takes (`ux.md` §10, K2 to K5 and K7), pressed as the command table has them. K1 is in
 * `Routing.test.tsx`, K4 in `Reply.test.tsx`, K6 in `palette.test.ts`.
 */

import { screen, waitFor } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { type CommandId, commandOf, isSingleKey } from "../core/commands";
import { decisions, openDesk, readerName, selectedName } from "./desk";

/** The shortest key of a command. */
function keyOf(id: CommandId): string {
  const entry = commandOf(id);
  const keys = [...(entry?.keys ?? []), ...(entry?.anywhere ?? [])];
  const single = keys.find((chord) => chord.length === 1 && isSingleKey(chord));
  const [first] = single === undefined ? keys : [single];
  if (first === undefined) throw new Error(`${id} has no key`);
  return first;
}

/** Presses keys one after the other, and says how many they were; a chord counts as one. */
async function presses(user: UserEvent, ...keys: string[]): Promise<number> {
  for (const key of keys) {
    const parts = key.split("+");
    const last = parts.pop() ?? "";
    const down = parts.map((part) => `{${part === "Ctrl" ? "Control" : part}>}`).join("");
    const up = parts.toReversed().map((part) => `{/${part === "Ctrl" ? "Control" : part}}`);
    await user.keyboard(`${down}${last.length > 1 ? `{${last}}` : last}${up.join("")}`);
  }
  return keys.length;
}

describe("the keys that a decision takes", () => {
  test("K2: done with its outcome, and the next one is open, by two", async () => {
    const { host, user } = await openDesk();
    const simple = screen.getAllByRole("option", { name: /Administrative/ })[0];
    if (simple === undefined) throw new Error("nothing administrative came in");
    await user.click(simple);
    const before = selectedName();
    await waitFor(() => expect(readerName()).toBe(before));
    expect(await presses(user, keyOf("done"), "2")).toBeLessThanOrEqual(2);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ kind: "close" }]));
    await waitFor(() => expect(selectedName()).not.toBe(before));
  });

  test("K3: mine by two", async () => {
    const { host, user } = await openDesk();
    expect(await presses(user, keyOf("assign"), "1")).toBeLessThanOrEqual(2);
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "assign", to: { kind: "person", id: "p-carys" } }]),
    );
  });

  test("K5: undone by one, another view by one, away from the desk by one", async () => {
    const { host, user } = await openDesk();
    await presses(user, keyOf("assign"), "1");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    expect(await presses(user, "Alt+z")).toBe(1);
    await waitFor(() => expect(decisions(host)).toHaveLength(0));
    expect(await presses(user, keyOf("view-2"))).toBe(1);
    expect(await screen.findByRole("heading", { level: 1, name: /^Urgent/ })).toBeInTheDocument();
    expect(await presses(user, keyOf("switch-user"))).toBe(1);
    expect(await screen.findByRole("heading", { name: "Who is working here?" })).toBeInTheDocument();
  });

  test("K7: a route by mouse takes two clicks", async () => {
    const { host, user } = await openDesk();
    await user.click(screen.getByRole("button", { name: "Route" }));
    await user.click(await screen.findByRole("option", { name: /^Pharmacist/ }));
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "assign", to: { kind: "team", id: "t-pharmacy" } }]),
    );
  });
});
