import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { openDesk, rows, selectedRow } from "../../test/desk";

async function openRow(name: RegExp) {
  const opened = await openDesk();
  await opened.user.click(screen.getByRole("button", { name: /^All open/ }));
  await opened.user.click(await screen.findByRole("option", { name }));
  const main = await screen.findByRole("main", { name: /^Request from/ });
  await waitFor(() => expect(main.getAttribute("aria-label")).toMatch(name));
  return { ...opened, main: screen.getByRole("main", { name }) };
}

describe("the reader", () => {
  test("the banner names the patient in the order of the CUI rules", async () => {
    const { main } = await openRow(/KHAN, Farah/);
    const banner = main.querySelector(".banner");
    const labels = [...(banner?.querySelectorAll("dt") ?? [])].map((label) => label.textContent);
    expect(labels).toEqual(["Born", "Gender", "NHS No."]);
    expect(banner?.textContent).toMatch(
      /KHAN, Farah \(Mrs\)Born\d\d-[A-Z][a-z]{2}-\d{4} \(\d+y\)Gender(Female|Male)NHS No\.999\u00a0\d{3}\u00a0\d{4}/,
    );
  });

  test("a patient without a match has words where the number would be", async () => {
    const { main } = await openRow(/TAYLOR, Chidi/);
    expect(within(main).getByText("Not matched to a registered patient")).toBeInTheDocument();
    expect(within(main).getByRole("button", { name: "Reply" })).toHaveAttribute("aria-disabled", "true");
  });

  test("a photo is hidden until it is asked for, and one that is not here says so", async () => {
    const { main, user } = await openRow(/KHAN, Marco/);
    expect(within(main).queryByRole("img", { name: /Photo sent/ })).not.toBeInTheDocument();
    URL.createObjectURL = () => "blob:photo";
    URL.revokeObjectURL = () => undefined;
    await user.click(within(main).getByRole("button", { name: "Show photo: Left forearm" }));
    expect(
      await within(main).findByRole("img", { name: "Photo sent by the patient: Left forearm" }),
    ).toBeInTheDocument();
    expect(within(main).getByText(/Photo not on this PC \(2\.1 MB\)/)).toBeInTheDocument();
  });

  test("parts that could not be read are said above everything they may change", async () => {
    const { host, main } = await openRow(/KHAN, Marco/);
    host.elsewhere(selectedRow().id.replace("row-", ""), (request) => {
      request.unreadable = ["Questionnaire item 7"];
    });
    expect(await within(main).findByText(/^1 part of this request could not be read/)).toBeInTheDocument();
    expect(within(main).getByText(/Questionnaire item 7/)).toBeInTheDocument();
  });

  test("a long earlier request is quoted in one line above, and stands in full among the earlier ones", async () => {
    const { host, main } = await openRow(/KHAN, Farah/);
    const long = "It began with a cold and has not gone since. ".repeat(9).trim();
    host.elsewhere(selectedRow().id.replace("row-", ""), (request) => {
      request.earlier = request.earlier.map((other) => ({ ...other, words: long }));
    });
    const strip = (await within(main).findByText(/^2nd request in/)).closest("p");
    await waitFor(() => expect(strip).toHaveTextContent(/It began with a cold .{60,110}…”/));
    expect(within(main).getAllByText(new RegExp(long)).length).toBeGreaterThan(0);
  });

  test("nothing that can be done with photos is there where there are none, and nine are all there", async () => {
    const { host, main } = await openRow(/KHAN, Marco/);
    const id = selectedRow().id.replace("row-", "");
    expect(within(main).getByRole("heading", { name: /^Photos 2, hidden/ })).toBeInTheDocument();
    host.elsewhere(id, (request) => {
      const [photo] = request.photos;
      if (photo === undefined) throw new Error("there is no photo");
      request.photos = Array.from({ length: 9 }, (_, at) => ({ ...photo, id: `p${at}`, title: `Arm ${at}` }));
    });
    expect(await within(main).findByRole("heading", { name: /^Photos 9, hidden/ })).toBeInTheDocument();
    expect(within(main).getAllByRole("button", { name: /^Show photo: Arm/ })).toHaveLength(9);
    host.elsewhere(id, (request) => {
      request.photos = [];
    });
    await waitFor(() =>
      expect(within(main).queryByRole("heading", { name: /^Photos/ })).not.toBeInTheDocument(),
    );
  });

  test("a withdrawn request can be read and not decided", async () => {
    const { host, main } = await openRow(/KHAN, Marco/);
    host.elsewhere(selectedRow().id.replace("row-", ""), (request) => {
      request.withdrawn = true;
    });
    expect(await within(main).findByText("The provider withdrew this request.")).toBeInTheDocument();
    for (const name of ["Assign", "Urgency", "Category", "Reply", "Done"]) {
      expect(within(main).getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
    }
  });

  test("a closed row says when and as what instead of how long it waits", async () => {
    const { host, user } = await openDesk();
    await user.click(screen.getByRole("button", { name: /^Done today/ }));
    const row = rows()[0] ?? document.body;
    await waitFor(() => expect(row).toHaveTextContent(/closed \d\d:\d\d/));
    const outcomes = [...host.world.requests.values()].map((request) => request.closed?.label);
    expect(outcomes).toContain(row.querySelector(".row__outcome")?.textContent);
    expect(row).not.toHaveTextContent(/waiting|by \d\d:/);
  });

  test("a closed request says so and can be reopened with a reason", async () => {
    const { user } = await openDesk();
    await user.click(screen.getByRole("button", { name: /^Done today/ }));
    await user.click(rows()[0] ?? document.body);
    const main = await screen.findByRole("main", { name: /^Request from/ });
    expect(within(main).getByText(/^Closed .* by .*: /)).toBeInTheDocument();
    await user.click(within(main).getByRole("button", { name: "Reopen" }));
    const dialog = await screen.findByRole("dialog", { name: /^Reopen the request from/ });
    await user.type(within(dialog).getByRole("textbox"), "Patient rang back{Enter}");
    expect(await screen.findByText(/^Last action .*: reopened/)).toBeInTheDocument();
  });
});
