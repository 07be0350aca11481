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

describe("merging two requests of one patient", () => {
  test("the reason for which they look alike is said, and both stand side by side under one banner", async () => {
    const { user } = await openTwins();
    expect(screen.getByText(/same form, 2h apart, 81 % same words/)).toBeInTheDocument();
    await user.keyboard("{Shift>}M{/Shift}");
    const main = await screen.findByRole("main", { name: "Merge duplicate" });
    expect(within(main).getAllByRole("heading", { name: "TWIN, Tessa (Ms)" })).toHaveLength(1);
    expect(within(main).getByText("Closes as a duplicate")).toBeInTheDocument();
    expect(await within(main).findByText("Goes on")).toBeInTheDocument();
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  test("Ctrl+Enter merges the open one into the other and nothing else does", async () => {
    const { host, user } = await openTwins();
    await user.keyboard("{Shift>}M{/Shift}");
    await screen.findByText("Goes on");
    await user.keyboard("d1a2{Enter}");
    expect(decisions(host)).toEqual([]);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "merge", into: "twin-1" }]));
    await waitFor(() => expect(selectedName()).not.toMatch(/sent again/));
  });

  test("the duplicate says where it lives on, and leads there", async () => {
    const { host, user } = await openTwins();
    await user.keyboard("{Shift>}M{/Shift}");
    await screen.findByText("Goes on");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: /^Done today/ }));
    await user.click(await screen.findByRole("option", { name: /TWIN, Tessa/ }));
    expect(await screen.findByText(/^Merged into the request of /)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Open that request" }));
    await waitFor(() => expect(screen.queryByText(/^Merged into/)).not.toBeInTheDocument());
    expect(await screen.findByRole("main", { name: "Request from TWIN, Tessa (Ms)" })).toBeInTheDocument();
  });

  test("Escape leads back and merges nothing", async () => {
    const { host, user } = await openTwins();
    await user.keyboard("{Shift>}M{/Shift}");
    await screen.findByText("Goes on");
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
    await screen.findByText("Goes on");
    host.failNext({ kind: "blocked", why: "into-ended" });
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText(/The other request has ended/)).toBeInTheDocument();
    expect(screen.getByRole("main", { name: "Merge duplicate" })).toBeInTheDocument();
  });
});
