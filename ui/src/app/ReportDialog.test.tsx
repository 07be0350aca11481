import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { openApp, openDesk, press, selectedRow } from "../test/desk";

const report = () => screen.findByRole("dialog", { name: "Report for IT" });
const textOf = (dialog: HTMLElement) => within(dialog).findByRole("region", { name: "The report" });

async function fromHelp(user: UserEvent): Promise<HTMLElement> {
  await press(user, ["F1"]);
  const help = await screen.findByRole("dialog", { name: "Help" });
  await user.click(within(help).getByRole("button", { name: "Copy report for IT" }));
  return report();
}

describe("the report for IT", () => {
  test("is shown whole before anything is copied, and cannot be written in", async () => {
    const { host, user } = await openDesk();
    const copied = vi.spyOn(host, "copyReport");
    const text = await textOf(await fromHelp(user));
    expect(text.textContent).toBe((await host.report()).text);
    expect(text).toHaveAttribute("tabindex", "0");
    expect(within(await report()).queryByRole("textbox")).not.toBeInTheDocument();
    expect(copied).not.toHaveBeenCalled();
  });

  test("is copied by one button, which says so and that it holds nothing of a patient", async () => {
    const { host, user } = await openDesk();
    const dialog = await fromHelp(user);
    await textOf(dialog);
    host.copyReport = async () => ({ text: "Triage Desk, a moment later\n" });
    await user.click(within(dialog).getByRole("button", { name: "Copy" }));
    const said = await within(dialog).findByText("Copied. It holds nothing of a patient.");
    expect(said).toHaveAttribute("role", "status");
    expect(await textOf(dialog), "what is on screen is what was copied").toHaveTextContent(
      "Triage Desk, a moment later",
    );
  });

  test("is found among all commands, and Escape leads back to where the focus was", async () => {
    const { user } = await openDesk();
    await user.click(selectedRow());
    await press(user, ["Ctrl+k"]);
    await user.keyboard("report{Enter}");
    await textOf(await report());
    await press(user, ["Escape"]);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(selectedRow()).toHaveFocus();
  });

  test("is there before anybody works here", async () => {
    const { user } = openApp({ phase: "connect" });
    await screen.findByRole("heading", { name: /^Connect this PC/ });
    expect(await textOf(await fromHelp(user))).toHaveTextContent("Signed in: nobody");
  });

  test("that cannot be copied says why, and stays to be read", async () => {
    const { host, user } = await openDesk();
    const dialog = await fromHelp(user);
    await textOf(dialog);
    host.copyReport = () => Promise.reject({ kind: "no-clipboard" });
    await user.click(within(dialog).getByRole("button", { name: "Copy" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("gives Triage Desk no clipboard");
    expect(within(dialog).queryByText(/^Copied/)).not.toBeInTheDocument();
    expect(await textOf(dialog)).toHaveTextContent("Triage Desk 0.1.0");
  });

  test("has a button of its own where nothing opens, and says that nothing does", async () => {
    const { user } = openApp({ phase: "blocked", blocked: "store-damaged" });
    await user.click(await screen.findByRole("button", { name: "Copy report for IT" }));
    expect(await textOf(await report())).toHaveTextContent("Nothing opens: StoreDamaged");
  });

  test("says plainly that there is none where the host cannot write it", async () => {
    const { host, user } = openApp({ phase: "blocked", blocked: "store-damaged" });
    host.report = () => Promise.reject({ kind: "not-ready" });
    await user.click(await screen.findByRole("button", { name: "Copy report for IT" }));
    const dialog = await report();
    expect(await within(dialog).findByRole("alert")).toHaveTextContent(
      "There is no report yet, because Triage Desk has not opened its data.",
    );
    expect(within(dialog).queryByRole("button", { name: "Copy" })).not.toBeInTheDocument();
    await press(user, ["Escape"]);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
});
