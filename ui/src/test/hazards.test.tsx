/**
 * The hazards of the screens (`ux.md` §12), each under its number. What is promised more than once has its test where the
 * screen is, and is named in `docs/evidence/desktop.md`; U7, U9 and U12 live in Rust and are named there too.
 */

import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { MINUTE_MS } from "../host/fake/world";
import { decisions, GP, openDesk, readerName, rows, selectedName } from "./desk";

describe("U1: a decision on the wrong patient after the next one opened", () => {
  test("the keys of a decision wait until the next name has been seen", async () => {
    const { host, user } = await openDesk();
    const first = selectedName();
    // Time stands still, so that the next key comes at once on any machine.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now() + MINUTE_MS);
    await user.click(screen.getByRole("button", { name: "Assign" }));
    await user.click(await screen.findByRole("option", { name: /^Admin/ }));
    await waitFor(() => expect(readerName()).not.toBe(first));
    await user.keyboard("u");
    clock.mockRestore();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(decisions(host)).toHaveLength(1);
  });

  test("the chooser names the patient it is about", async () => {
    const { user } = await openDesk();
    const name = readerName();
    await user.keyboard("u");
    expect(await screen.findByRole("dialog")).toHaveAccessibleName(`Urgency of ${name}`);
  });

  test("nothing that arrives moves a row", async () => {
    const { host } = await openDesk();
    const before = rows().map((row) => row.id);
    for (let minute = 0; minute < 10; minute += 1) host.advance(MINUTE_MS);
    expect(rows().map((row) => row.id)).toEqual(before);
  });
});

describe("U3: a reply to the wrong patient", () => {
  test("the patient is named by the heading, the field and the button that sends", async () => {
    const { user } = await openDesk({ staffId: GP });
    await user.click(screen.getByRole("button", { name: /^Unassigned/ }));
    await user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
    await user.keyboard("r");
    expect(await screen.findByRole("textbox", { name: "Message to KHAN, Maisie (Ms)" })).toHaveFocus();
    expect(screen.getByRole("heading", { name: "KHAN, Maisie (Ms)" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Send to KHAN, Maisie (Ms)" })).toBeInTheDocument();
    expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
  });
});

describe("U4: an urgent request that nobody sees", () => {
  const said = /urgent requests? came in over 30 minutes ago and nobody has/;

  test("after half an hour without an owner it is said to everybody, until somebody has it", async () => {
    const { host } = await openDesk();
    expect(await screen.findByText(said)).toBeInTheDocument();
    for (const request of host.world.requests.values())
      host.elsewhere(request.id, ({ owner }) => {
        if (owner.kind === "nobody") request.owner = { kind: "team", id: "t-duty", name: "Duty GP" };
      });
    await waitFor(() => expect(screen.queryByText(said)).not.toBeInTheDocument());
  });

  test("what came in a minute ago is not said yet", async () => {
    const { host } = await openDesk();
    for (const request of host.world.requests.values())
      host.elsewhere(request.id, () => {
        request.receivedMs = host.world.nowMs - MINUTE_MS;
      });
    await waitFor(() => expect(screen.queryByText(said)).not.toBeInTheDocument());
  });

  test("the banner leads to the urgent ones", async () => {
    const { user } = await openDesk();
    await user.click(await screen.findByRole("button", { name: "Show urgent" }));
    expect(await screen.findByRole("heading", { level: 1, name: /^Urgent/ })).toBeInTheDocument();
  });
});

describe("U5: a second contact that is taken for a duplicate", () => {
  test("the row and the reader say which request in how many days it is, above the fold", async () => {
    const { user } = await openDesk();
    const again = screen.getAllByRole("option", { name: /2nd request in 9 days/ })[0];
    if (again === undefined) throw new Error("nobody wrote twice");
    await user.click(again);
    const note = await screen.findByText("2nd request in 9 days.");
    const body = document.querySelector("[data-region-focus]");
    expect(body?.contains(note), "it does not scroll away").toBe(false);
  });
});

describe("U10: what colour alone would say", () => {
  test("every urgency is a shape and a word on its row", async () => {
    await openDesk();
    const words = /^(Emergency|Urgent today|Soon|Routine)$/;
    for (const row of rows()) {
      expect(within(row).getByText(words)).toBeInTheDocument();
      expect(row.querySelector(".row__urgency svg")).not.toBeNull();
    }
  });
});

describe("U13: a decision under another person’s name", () => {
  test("who decides stands beside the buttons, and nobody decides before they are chosen", async () => {
    const { host, user } = await openDesk();
    const main = screen.getByRole("main");
    expect(within(main).getByText("Carys Evans")).toBeInTheDocument();
    await user.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
    expect(await screen.findByRole("heading", { name: "Who is working here?" })).toBeInTheDocument();
    await user.keyboard("a1");
    expect(decisions(host)).toEqual([]);
  });
});
