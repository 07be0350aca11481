import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { decisions, openDesk, selectedName } from "../../test/desk";

/** Opens the desk on a patient who has sent the same thing twice. */
async function openTwins() {
  const opened = await openDesk({ twins: true, staffId: "p-rees" });
  await opened.user.click(screen.getByRole("button", { name: /^All open/ }));
  await opened.user.click(await screen.findByRole("option", { name: /TWIN, Tessa.*sent again/ }));
  await screen.findByRole("main", { name: "Request from TWIN, Tessa (Ms)" });
  return opened;
}

/** Merges the two and opens the one that ended. */
async function openMerged() {
  const opened = await openTwins();
  await opened.user.keyboard("{Shift>}M{/Shift}");
  await screen.findByText("Second: goes on");
  await opened.user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(decisions(opened.host)).toHaveLength(1));
  await opened.user.click(screen.getByRole("button", { name: /^Done today/ }));
  await opened.user.click(await screen.findByRole("option", { name: /TWIN, Tessa/ }));
  await screen.findByText(/^Merged into/);
  return opened;
}

describe("merging two requests of one patient", () => {
  test("the reason for which they look alike is said, and both stand side by side under one banner", async () => {
    const { user } = await openTwins();
    expect(screen.getByText(/same form, 2h apart, 81 % same words/)).toBeInTheDocument();
    await user.keyboard("{Shift>}M{/Shift}");
    const main = await screen.findByRole("main", { name: "Merge duplicate" });
    expect(within(main).getAllByRole("heading", { name: "TWIN, Tessa (Ms)" })).toHaveLength(1);
    expect(within(main).getByText("First: closes as a duplicate")).toBeInTheDocument();
    expect(await within(main).findByText("Second: goes on")).toBeInTheDocument();
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  test("Ctrl+Enter merges the open one into the other and nothing else does", async () => {
    const { host, user } = await openTwins();
    await user.keyboard("{Shift>}M{/Shift}");
    await screen.findByText("Second: goes on");
    await user.keyboard("d1a2{Enter}");
    expect(decisions(host)).toEqual([]);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "merge", into: "twin-1" }]));
    await waitFor(() => expect(selectedName()).not.toMatch(/sent again/));
  });

  test("the duplicate says into which request it was merged, to the minute, and leads there", async () => {
    const { user } = await openMerged();
    expect(screen.getByText("Merged into the request of 07-Sep-2026 05:41.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Open that request" }));
    await waitFor(() => expect(screen.queryByText(/^Merged into/)).not.toBeInTheDocument());
    const main = await screen.findByRole("main", { name: "Request from TWIN, Tessa (Ms)" });
    expect(within(main).getByText(/A red rash on my left arm since Friday/)).toBeInTheDocument();
    expect(
      within(main).getByText("Red rash on my left arm since Friday, sent again. Duplicate."),
    ).toBeVisible();
    expect(main, "one of them has ended, so they are no twins").not.toHaveTextContent(/Looks like the same/);
  });

  test("a merged request is parted again with a reason", async () => {
    const { host, user } = await openMerged();
    await user.click(screen.getByRole("button", { name: "Separate them" }));
    const dialog = await screen.findByRole("dialog", { name: /^Reopen the request from TWIN/ });
    expect(dialog).toHaveTextContent("It is a request of its own again");
    await user.type(within(dialog).getByRole("textbox"), "Another rash{Enter}");
    await waitFor(() => expect(screen.queryByText(/^Merged into/)).not.toBeInTheDocument());
    expect(decisions(host).at(-1)).toEqual({ kind: "reopen", reason: "Another rash" });
    expect(host.world.requests.get("twin-2")?.closed).toBeNull();
  });

  test("an undone merge leaves two open requests and says nothing of a merge", async () => {
    const { host, user } = await openMerged();
    await user.keyboard("{Alt>}z{/Alt}");
    await waitFor(() => expect(screen.queryByText(/^Merged into/)).not.toBeInTheDocument());
    expect(host.world.requests.get("twin-2")?.closed).toBeNull();
    expect(await screen.findByText(/same form, 2h apart/)).toBeInTheDocument();
  });

  test("Escape leads back and merges nothing", async () => {
    const { host, user } = await openTwins();
    await user.keyboard("{Shift>}M{/Shift}");
    await screen.findByText("Second: goes on");
    await user.keyboard("{Escape}");
    await screen.findByRole("toolbar", { name: "Actions on this request" });
    expect(decisions(host)).toEqual([]);
  });

  test("where the patient has no other open request, the key says so", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("{Shift>}M{/Shift}");
    expect(await screen.findByText(/no other open request/)).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("a merge that was not saved keeps both on screen and says why", async () => {
    const { host, user } = await openTwins();
    await user.keyboard("{Shift>}M{/Shift}");
    await screen.findByText("Second: goes on");
    host.failNext({ kind: "blocked", why: "into-ended" });
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText(/The other request has ended/)).toBeInTheDocument();
    expect(screen.getByRole("main", { name: "Merge duplicate" })).toBeInTheDocument();
  });
});
