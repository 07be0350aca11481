import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { MANAGER, openApp } from "../../test/desk";

async function openWorkload() {
  const opened = openApp({ staffId: MANAGER });
  const main = await screen.findByRole("main", { name: "Workload" });
  await within(main).findByRole("heading", { level: 1 });
  return { ...opened, main };
}

describe("the workload", () => {
  test("every number stands under its age and the unsent count", async () => {
    const { main } = await openWorkload();
    expect(within(main).getByText("As at 09:41")).toBeInTheDocument();
    expect(within(main).getByText(/Every decision on this PC has been sent/)).toBeInTheDocument();
  });

  test("every chart has a sentence and a table with the same numbers", async () => {
    const { user, main } = await openWorkload();
    const charts = within(main).getAllByRole("img");
    expect(charts).toHaveLength(4);
    for (const chart of charts) expect(chart.getAttribute("aria-label")).toMatch(/\.$/);
    for (const toggle of within(main).getAllByRole("button", { name: /As table/ })) await user.click(toggle);
    expect(within(main).getAllByRole("table")).toHaveLength(4);
    const open =
      within(main).getByText("Open", { selector: "dt" }).nextElementSibling?.firstChild?.textContent ?? "";
    const ages = within(main).getByRole("columnheader", { name: "Total" }).closest("table");
    const totals = [...(ages?.querySelectorAll("tbody td:last-child") ?? [])].map((cell) =>
      Number(cell.textContent),
    );
    expect(totals.reduce((sum, count) => sum + count, 0)).toBe(Number.parseInt(open, 10));
  });

  test("missed deadlines are counted in words beside the kept ones", async () => {
    const { host, main } = await openWorkload();
    const kept = within(main).getByText("Others answered in time").nextElementSibling;
    const counts = (await host.workload()).answeredInTime;
    expect(kept).toHaveTextContent(`${counts.met} of ${counts.met + counts.missed}`);
    expect(kept).toHaveTextContent(counts.missed === 0 ? "none missed" : `${counts.missed} missed`);
    expect(kept).toHaveTextContent(`${counts.running} still running`);
  });

  test("the day is saved as a file for a spreadsheet, and it says where the file is", async () => {
    const { host, user, main } = await openWorkload();
    const { path } = await host.exportWorkload();
    await user.click(within(main).getByRole("button", { name: "Save as a spreadsheet file" }));
    const said = await within(main).findByText(path);
    expect(said.closest("p")).toHaveTextContent(`Saved as ${path}`);
    expect(said.closest("[role='status']"), "it is said without interrupting").not.toBeNull();
  });

  test("a file that could not be written is said to be none, with what to do, and can be tried again", async () => {
    const { host, user, main } = await openWorkload();
    const write = host.exportWorkload;
    host.exportWorkload = () => Promise.reject({ kind: "invalid", field: "file", problem: "not-written" });
    await user.click(within(main).getByRole("button", { name: "Save as a spreadsheet file" }));
    expect(await within(main).findByRole("alert")).toHaveTextContent(
      /could not be written on this PC.*Nothing else was changed.*room/,
    );
    expect(within(main).queryByText(/^Saved as/)).not.toBeInTheDocument();
    host.exportWorkload = write;
    await user.click(within(main).getByRole("button", { name: "Save as a spreadsheet file" }));
    expect(await within(main).findByText(/workload\.csv$/)).toBeInTheDocument();
    expect(within(main).queryByRole("alert")).not.toBeInTheDocument();
  });

  test("no patient is named", async () => {
    const { host, main } = await openWorkload();
    const text = main.textContent ?? "";
    for (const request of host.world.requests.values()) expect(text).not.toContain(request.patient.name);
  });
});
