import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { decisions, openDesk, openId, readerName } from "../../test/desk";

const DAY_MS = 86_400_000;
const FILE = "{Alt>}f{/Alt}";

const open = () => screen.findByRole("dialog", { name: /^Copy from / });

describe("copying for another program", () => {
  test("two keys copy the NHS number, and it is said when it goes from the clipboard", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("c1");
    await waitFor(() => expect(host.world.clipboard?.what).toBe("nhs-number"));
    const said = await screen.findByRole("alert");
    expect(said).toHaveTextContent("Copied: NHS number, digits only.");
    expect(said).toHaveTextContent("It is cleared from the clipboard after 60 seconds");
    expect(decisions(host)).toEqual([]);
  });

  test("what is copied is of the request in the reader", async () => {
    const { host, user } = await openDesk();
    const name = readerName();
    await user.keyboard("c");
    expect(await open()).toHaveAccessibleName(`Copy from ${name}`);
    await user.keyboard("5");
    await waitFor(() => expect(host.world.clipboard?.what).toBe("record"));
    expect(host.world.requests.get(host.world.clipboard?.requestId ?? "")?.patient.name).toBe(name);
  });

  test.each([
    ["one key", (user: UserEvent) => user.keyboard(FILE)],
    [
      "a mouse",
      async (user: UserEvent) => user.click(screen.getByRole("button", { name: /^Mark as filed/ })),
    ],
  ])("after the text for the record, %s marks it as filed right there", async (_way, file) => {
    const { host, user } = await openDesk();
    await user.keyboard("c5");
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "Paste it into the clinical record and save it there, then mark it as filed here.",
    );
    expect(decisions(host), "copying alone files nothing").toEqual([]);
    await file(user);
    expect(await screen.findByText(/^Filed in the record/)).toBeInTheDocument();
    expect(decisions(host)).toEqual([{ kind: "record-filed" }]);
    expect(screen.queryByRole("alert"), "the offer goes with it").toBeNull();
  });

  test("what is only copied, or was filed before, is not offered for filing", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("c4");
    expect(await screen.findByRole("alert")).toHaveTextContent("Copied: What the patient sent.");
    expect(screen.queryByRole("button", { name: /^Mark as filed/ })).toBeNull();
    await user.keyboard(FILE);
    expect(await screen.findByText("Nothing was marked as filed.")).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("the offer is of the request that was copied, and goes when another opens", async () => {
    const { host, user } = await openDesk();
    const name = readerName();
    await user.keyboard("c5");
    await screen.findByRole("button", { name: /^Mark as filed/ });
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(readerName()).not.toBe(name));
    expect(screen.queryByRole("button", { name: /^Mark as filed/ })).toBeNull();
    await user.keyboard(FILE);
    expect(await screen.findByText("Nothing was marked as filed.")).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("a mouse copies the NHS number from beside it", async () => {
    const { host, user } = await openDesk();
    await user.click(screen.getByRole("button", { name: "Copy the NHS number" }));
    await waitFor(() => expect(host.world.clipboard?.what).toBe("nhs-number"));
    expect(await screen.findByRole("alert")).toHaveTextContent("Copied: NHS number, digits only.");
  });

  test.each([
    ["Copy", "c"],
    ["Patient asked again", "{Shift>}C{/Shift}"],
  ])("while requests are marked, %s says why nothing happens and what to do", async (verb, keys) => {
    const { host, user } = await openDesk();
    await user.keyboard("x{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    await screen.findByRole("main", { name: "3 requests marked" });
    await user.keyboard(keys);
    expect(await screen.findByRole("alert")).toHaveTextContent(
      `3 requests are marked. ${verb} works on one: press Esc to unmark all.`,
    );
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(host.world.clipboard).toBeNull();
    expect(decisions(host)).toEqual([]);
    await user.keyboard("{Escape}");
    expect(await screen.findByRole("toolbar", { name: "Actions on this request" })).toBeInTheDocument();
    expect(screen.queryByRole("alert"), "what was true of the marks goes with them").toBeNull();
  });

  test("where only the list has room, the reason comes on screen with the marks", async () => {
    const { user } = await openDesk();
    await user.keyboard("x");
    await screen.findByText("1 request marked");
    expect(document.querySelector(".frame")).toHaveAttribute("data-pane", "list");
    await user.keyboard("c");
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "1 request is marked. Copy works on the open request: press Esc to unmark it.",
    );
    expect(document.querySelector(".frame")).toHaveAttribute("data-pane", "reader");
  });

  test("without an NHS number its lines are off, and the reason stands beside them", async () => {
    const { host, user } = await openDesk();
    for (const request of host.world.requests.values())
      request.patient = { ...request.patient, nhsNumber: null };
    host.elsewhere([...host.world.requests.keys()][0] ?? "", () => undefined);
    await user.keyboard("c");
    await waitFor(async () => expect(await open()).toHaveTextContent("no NHS number is known"));
    await user.keyboard("1");
    expect(host.world.clipboard).toBeNull();
  });

  test("a PC without a clipboard says that nothing was copied", async () => {
    const { host, user } = await openDesk();
    vi.spyOn(host, "copy").mockRejectedValueOnce({ kind: "no-clipboard" });
    await user.keyboard("c3");
    expect(await screen.findByRole("alert")).toHaveTextContent("nothing was copied");
  });

  test("what was filed in the record is marked once, and the reader says since when", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("c6");
    expect(await screen.findByText(/^Filed in the record/)).toBeInTheDocument();
    expect(decisions(host)).toEqual([{ kind: "record-filed" }]);
    await user.keyboard("c");
    expect(within(await open()).getByText("it is marked as filed")).toBeInTheDocument();
    await user.keyboard(`{Escape}${FILE}`);
    expect(
      await screen.findByText("This request is marked as filed in the record already."),
    ).toBeInTheDocument();
    expect(decisions(host)).toHaveLength(1);
  });

  test("a closed request says above everything else that it is not yet filed, until it is", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}7{/Control}");
    const closed = await screen.findByText(/^Closed .*:/);
    const strip = closed.closest("[role='note']");
    expect(strip).toHaveTextContent("Not yet filed");
    await user.keyboard("c6");
    await waitFor(() => expect(screen.queryByText("Not yet filed")).toBeNull());
    expect(screen.getByText(/^Filed in the record/)).toBeInTheDocument();
  });

  test("on an older request the reader keeps the clock of every time", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("{Control>}7{/Control}");
    await screen.findByText(/^Closed .*:/);
    const ago = host.world.nowMs - 20 * DAY_MS;
    host.elsewhere(openId(), (request) => {
      request.receivedMs = ago;
      request.filedMs = ago;
      if (request.closed !== null) request.closed = { ...request.closed, atMs: ago };
    });
    expect(await screen.findByText("Filed in the record 18-Aug-2026 09:41")).toBeInTheDocument();
    expect(screen.getByText("received 18-Aug-2026 09:41")).toBeInTheDocument();
    expect(screen.getByText(/^Closed 18-Aug-2026 09:41 by/)).toBeInTheDocument();
  });
});
