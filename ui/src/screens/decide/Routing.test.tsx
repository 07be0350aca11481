import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import {
  decisions,
  GP,
  MANAGER,
  openApp,
  openDesk,
  openRequest,
  rows,
  selectedName,
  selectedRow,
  setUp,
} from "../../test/desk";

async function openUnassigned(staffId: string) {
  const opened = openApp({ staffId });
  await opened.user.click(await screen.findByRole("button", { name: /^Unassigned/ }));
  await openRequest();
  return opened;
}

async function openRoutes() {
  return screen.findByRole("dialog", { name: /^Route / });
}

describe("routes", () => {
  test("a route raises urgency, leaves its note and assigns, and one undo takes all of it back", async () => {
    const { host, user } = await openDesk();
    await user.click(await screen.findByRole("option", { name: /ROSSI, Alan/ }));
    await user.keyboard("t4");
    await waitFor(() =>
      expect(decisions(host).map((decision) => decision.kind)).toEqual(["set-urgency", "add-note", "assign"]),
    );
    await user.click(await screen.findByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(decisions(host)).toEqual([]));
  });

  test("Route is the first button of the action bar", async () => {
    await openDesk();
    const [first] = within(await openRequest()).getAllByRole("button");
    expect(first).toHaveAccessibleName("Route");
    expect(first).toHaveAttribute("aria-keyshortcuts", "T Alt+T");
  });

  test("where the request is more urgent already, the route says that it stays so, and it stays", async () => {
    const { host, user } = await openDesk();
    expect(selectedRow()).toHaveTextContent("Emergency");
    await user.keyboard("t");
    const dialog = await openRoutes();
    expect(within(dialog).getByRole("option", { name: /Duty GP today/ })).toHaveTextContent(
      "to Duty GP, stays Emergency: a route never lowers urgency",
    );
    await user.keyboard("1");
    await waitFor(() => expect(decisions(host).map((decision) => decision.kind)).toEqual(["assign"]));
  });

  test("a route that raises says to what, and one with a note says so", async () => {
    const { user } = await openDesk();
    await user.click(await screen.findByRole("option", { name: /ROSSI, Alan/ }));
    await user.keyboard("t");
    expect(await screen.findByRole("option", { name: /Nurse, dressing/ })).toHaveTextContent(
      "to Nurses, raises to Soon, with a note",
    );
  });

  test("a route to somebody who has left is off, says why, and keeps the digits of the others", async () => {
    const { host, user } = await openUnassigned(GP);
    host.world.setup.practice.routes.unshift({
      label: "Old team",
      to: { kind: "team", id: "t-gone" },
      urgency: null,
      note: null,
    });
    await setUp(host, () => ({}));
    await user.click(selectedRow());
    await user.keyboard("t");
    const gone = await screen.findByRole("option", { name: /Old team/ });
    expect(gone).toHaveAttribute("aria-disabled", "true");
    expect(gone).toHaveTextContent("is not on the staff list any more");
    expect(screen.getByRole("option", { name: /Pharmacist/ })).toHaveTextContent(/^3/);
    await user.keyboard("1");
    expect(
      await screen.findByText(/Whoever it goes to is not on the staff list/, { selector: "b" }),
    ).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("without routes it says who can add them, and leads there", async () => {
    const { host, user } = await openUnassigned(MANAGER);
    await setUp(host, () => ({ routes: [] }));
    await user.click(selectedRow());
    await user.keyboard("t");
    const dialog = await openRoutes();
    expect(dialog).toHaveTextContent(
      "No routes are set up yet. A manager can add them in Settings (Ctrl+,).",
    );
    await user.click(within(dialog).getByRole("button", { name: /Open Settings/ }));
    expect(await screen.findByRole("tab", { name: "Routes", selected: true })).toBeInTheDocument();
  });

  test("a route that was refused says so and stays at the request", async () => {
    const { host, user } = await openDesk();
    const before = selectedName();
    host.failNext({ kind: "not-saved", why: "disk-full" });
    await user.keyboard("t2");
    expect(await screen.findByText(/disk is full/)).toBeInTheDocument();
    expect(selectedName()).toBe(before);
    expect(decisions(host)).toEqual([]);
  });

  test("a closed request has no route", async () => {
    const { user } = await openDesk();
    await user.click(screen.getByRole("button", { name: /^Done today/ }));
    await waitFor(() => expect(rows().length).toBeGreaterThan(0));
    await user.click(selectedRow());
    await user.keyboard("{Alt>}t{/Alt}");
    expect(await screen.findByText("This request is closed. Reopen it first.")).toBeInTheDocument();
  });
});
