import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { MANAGER, openApp, openDesk, readerName, rows, selectedName } from "../../test/desk";

const SEARCH_ALL = "Search everything on this PC";
const EVERYTHING = "Everything on this PC requests";

describe("a search through everything on this PC", () => {
  test("Ctrl+Shift+F puts the cursor in the field and looks through open and closed requests", async () => {
    const { host, user } = await openDesk();
    const closed = [...host.world.requests.values()].find((request) => request.closed !== null);
    await user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
    const field = await screen.findByRole("searchbox", { name: SEARCH_ALL });
    expect(field).toHaveFocus();
    await screen.findByRole("listbox", { name: EVERYTHING });
    await user.keyboard(closed?.reference ?? "");
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(rows()[0]).toHaveAccessibleName(new RegExp(`closed .*${closed?.closed?.label}`));
    expect(rows()[0]).toHaveTextContent(`closed`);
    expect(rows()[0]).toHaveTextContent(closed?.closed?.label ?? "");
  });

  test("the newest stands first and no heading says otherwise", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
    const list = await screen.findByRole("listbox", { name: EVERYTHING });
    const newest = [...host.world.requests.values()].sort((a, b) => b.receivedMs - a.receivedMs)[0];
    await waitFor(() => expect(rows()[0]).toHaveAttribute("id", `row-${newest?.id}`));
    expect(within(list).queryByText(/Oldest first/)).not.toBeInTheDocument();
    expect(screen.getByText(/Newest first, open and closed\./)).toBeInTheDocument();
  });

  test("a view’s search that finds nothing offers it, and takes the words along", async () => {
    const { host, user } = await openDesk();
    const closed = [...host.world.requests.values()].find((request) => request.closed !== null);
    await user.keyboard("{Control>}f{/Control}");
    await user.keyboard(closed?.reference ?? "");
    expect(await screen.findByText(/Nothing here matches/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: new RegExp(SEARCH_ALL) }));
    await screen.findByRole("listbox", { name: EVERYTHING });
    expect(screen.getByRole("searchbox")).toHaveValue(closed?.reference);
    await waitFor(() => expect(rows()).toHaveLength(1));
  });

  test("a view’s search that finds something offers it too, and takes the words along", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}f{/Control}khan");
    await user.click(await screen.findByRole("button", { name: new RegExp(SEARCH_ALL) }));
    await screen.findByRole("listbox", { name: EVERYTHING });
    expect(screen.getByRole("searchbox")).toHaveValue("khan");
    expect(screen.getByRole("searchbox")).toHaveFocus();
    expect(screen.queryByRole("button", { name: new RegExp(SEARCH_ALL) })).not.toBeInTheDocument();
  });

  test("Escape leads back to the view one came from", async () => {
    const { user } = await openDesk();
    await user.click(screen.getByRole("button", { name: /^All open/ }));
    await screen.findByRole("listbox", { name: "All open requests" });
    await user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
    await screen.findByRole("listbox", { name: EVERYTHING });
    await user.keyboard("khan{Escape}");
    expect(await screen.findByRole("listbox", { name: "All open requests" })).toBeInTheDocument();
    expect(screen.getByRole("searchbox")).toHaveValue("");
    await waitFor(() => expect(rows().some((row) => row === document.activeElement)).toBe(true));
  });

  test("clearing leads back too, but emptying the field by typing does not", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
    await screen.findByRole("listbox", { name: EVERYTHING });
    await user.keyboard("k{Backspace}");
    expect(screen.getByRole("listbox", { name: EVERYTHING })).toBeInTheDocument();
    await user.keyboard("nobody at all");
    expect(await screen.findByText(/Every request on this PC was looked through/)).toBeInTheDocument();
    const list = screen.getByRole("region", { name: EVERYTHING });
    await user.click(within(list).getByRole("button", { name: "Clear search" }));
    expect(await screen.findByRole("listbox", { name: "Unassigned requests" })).toBeInTheDocument();
  });

  test("it leads back to a screen without a list as well", async () => {
    const { user } = openApp({ staffId: MANAGER });
    await screen.findByRole("main", { name: "Workload" });
    await user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
    expect(await screen.findByRole("searchbox", { name: SEARCH_ALL })).toHaveFocus();
    await user.keyboard("{Escape}");
    expect(await screen.findByRole("main", { name: "Workload" })).toBeInTheDocument();
  });

  test("how many were found is said aloud", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}f{/Control}farah khan");
    expect(await screen.findByText("1 request found for “farah khan”")).toHaveAttribute("role", "status");
  });
});

describe("what was found", () => {
  test("is marked in the name and in the patient’s words", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}f{/Control}farah CHEST");
    await waitFor(() => expect(rows()).toHaveLength(1));
    const found = await waitFor(() => {
      const marks = [...(rows()[0]?.querySelectorAll("mark") ?? [])].map((mark) => mark.textContent);
      expect(marks.length).toBeGreaterThan(1);
      return marks;
    });
    expect(found[0]).toBe("Farah");
    expect(found.slice(1).map((mark) => mark?.toLowerCase())).toContain("chest");
  });

  test("opens its first request, and the row that is marked is the one that is open", async () => {
    const { user } = await openDesk();
    expect(readerName()).not.toMatch(/^KHAN/);
    await user.keyboard("{Control>}f{/Control}khan");
    await screen.findByText("3 requests found for “khan”");
    await waitFor(() => expect(readerName()).toMatch(/^KHAN/));
    expect(selectedName()).toBe(readerName());
  });

  test("an NHS number finds its patient with spaces and without", async () => {
    const { host, user } = await openDesk();
    const number = [...host.world.requests.values()][0]?.patient.nhsNumber ?? "";
    const spaced = `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`;
    for (const typed of [number, spaced]) {
      await user.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
      await user.clear(screen.getByRole("searchbox"));
      await user.keyboard(typed);
      await waitFor(() => expect(rows()).toHaveLength(1));
    }
  });

  test("nothing is marked without a search", async () => {
    await openDesk();
    expect(document.querySelector("mark")).toBeNull();
  });
});
