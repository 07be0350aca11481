import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { decisions, openDesk, readerName } from "../test/desk";

const TITLE = "Your last actions today";

describe("the last actions", () => {
  test("are listed newest first, and each is undone for itself", async () => {
    const { host, user } = await openDesk();
    const first = readerName();
    await user.keyboard("a1");
    await waitFor(() => expect(readerName()).not.toBe(first));
    await user.click(await screen.findByRole("button", { name: "Assign" }));
    await user.click(await screen.findByRole("option", { name: /^Admin/ }));
    await waitFor(() => expect(decisions(host)).toHaveLength(2));
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    const list = await screen.findByRole("list", { name: TITLE });
    const lines = await within(list).findAllByRole("listitem");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toHaveTextContent(first);
    await user.click(
      within(list).getByRole("button", { name: new RegExp(`Undo: .*${first.replace(/[()]/g, ".")}`) }),
    );
    await waitFor(() => expect(within(list).getAllByRole("listitem")).toHaveLength(1));
    expect([...host.world.requests.values()].find((one) => one.patient.name === first)?.owner.kind).toBe(
      "nobody",
    );
  });

  test("undoing what was done to the open request is no change by somebody else", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("g2");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    const list = await screen.findByRole("list", { name: TITLE });
    await user.click(await within(list).findByRole("button", { name: /^Undo: / }));
    await waitFor(() => expect(decisions(host)).toHaveLength(0));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(screen.queryByText(/changed while/i)).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Assign" })).toBeEnabled();
  });

  test("an undo that is refused says why, and the action stays in the list", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("g2");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    const list = await screen.findByRole("list", { name: TITLE });
    vi.spyOn(host, "undo").mockRejectedValueOnce({ kind: "blocked", why: "too-late-to-undo" });
    await user.click(await within(list).findByRole("button", { name: /^Undo: / }));
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "It is too late to undo: the decision has been sent. Decide again to change it.",
    );
    expect(within(list).getAllByRole("listitem")).toHaveLength(1);
    await user.click(within(list).getByRole("button", { name: /^Undo: / }));
    await waitFor(() => expect(screen.queryByRole("alert"), "what went through is no problem").toBeNull());
  });

  test("while one is being undone its button says so, and a second click does nothing", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("g2");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    const list = await screen.findByRole("list", { name: TITLE });
    const undo = vi.spyOn(host, "undo").mockReturnValue(new Promise(() => undefined));
    const button = await within(list).findByRole("button", { name: /^Undo: / });
    await user.click(button);
    expect(button).toHaveTextContent("Undoing");
    await user.click(button);
    expect(undo).toHaveBeenCalledTimes(1);
  });

  test("a mouse closes them", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    const dialog = await screen.findByRole("dialog", { name: TITLE });
    await user.click(within(dialog).getByRole("button", { name: /^Close/ }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  test("a list that cannot be read says so, and is asked for again", async () => {
    const { host, user } = await openDesk();
    vi.spyOn(host, "actions").mockRejectedValueOnce({ kind: "not-ready" });
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    expect(await screen.findByRole("alert")).toHaveTextContent("Triage Desk is not ready for that yet.");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("You have not decided anything today.")).toBeInTheDocument();
  });

  test("say so where there are none", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    expect(await screen.findByText("You have not decided anything today.")).toBeInTheDocument();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
});
