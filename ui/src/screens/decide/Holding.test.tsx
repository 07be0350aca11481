import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { decisions, openDesk, openId, selectedName } from "../../test/desk";

describe("holding a request", () => {
  test("W and a digit hold it until then and open the next one", async () => {
    const { host, user } = await openDesk();
    const first = selectedName();
    const [offered] = await host.holdTimes();
    await user.keyboard("w");
    const dialog = await screen.findByRole("dialog", { name: /^Hold .*, or wait for the patient/ });
    await within(dialog).findByRole("option", { name: /In an hour/ });
    await user.keyboard("1");
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "hold", until: offered?.at.iso, waitsFor: "moment" }]),
    );
    await waitFor(() => expect(selectedName()).not.toBe(first));
  });

  test("what is held stands in its own view, says until when, and is taken back in the same place", async () => {
    const { host, user } = await openDesk();
    const first = selectedName();
    await user.keyboard("w");
    await screen.findByRole("option", { name: /In an hour/ });
    await user.keyboard("1");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: /^Held/ }));
    await screen.findByRole("option", { name: new RegExp(`${first.slice(0, 5)}.*held to`) });
    await screen.findByRole("toolbar", { name: "Actions on this request" });
    await user.click(screen.getByRole("button", { name: /^Hold/ }));
    const back = await screen.findByRole("option", { name: /Now: take it back/ });
    expect(back).toHaveTextContent("0");
    await user.click(back);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ kind: "hold" }, { kind: "end-hold" }]));
  });

  test("a date that is none is said, and nothing is changed until it is one", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("w");
    await user.click(await screen.findByRole("option", { name: /Another date and time/ }));
    await user.type(await screen.findByRole("textbox", { name: /^Date/ }), "31-Feb-2027{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("Enter a date");
    expect(decisions(host)).toEqual([]);
    await user.clear(screen.getByRole("textbox", { name: /^Date/ }));
    await user.type(screen.getByRole("textbox", { name: /^Date/ }), "1-Mar-2027{Enter}");
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "hold", until: "2027-03-01T08:00", waitsFor: "moment" }]),
    );
  });

  test("each time keeps its digit in the evening, when this afternoon is past", async () => {
    const { host, user } = await openDesk();
    host.advance(EVENING_MS);
    await user.keyboard("w");
    const option = await screen.findByRole("option", { name: /Next working day/ });
    expect(screen.queryByRole("option", { name: /This afternoon/ })).not.toBeInTheDocument();
    expect(option).toHaveTextContent(/^3/);
    expect(screen.getByRole("option", { name: /Another date and time/ })).toHaveTextContent(/^6/);
  });

  test("times that could not be read are said, and a date of one’s own is still there", async () => {
    const { host, user } = await openDesk();
    vi.spyOn(host, "holdTimes").mockRejectedValue({ kind: "internal", code: "T1" });
    await user.keyboard("w");
    expect(await screen.findByRole("alert")).toHaveTextContent("The times could not be read.");
    expect(screen.getByRole("option", { name: /Another date and time/ })).toBeInTheDocument();
  });
});

describe("waiting for the patient without a reply", () => {
  test("the list tells the two apart in its headings, hold first", async () => {
    const { user } = await openDesk();
    const dialog = await openChooser(user);
    const [hold, wait] = within(dialog).getAllByRole("group");
    expect(hold).toHaveAccessibleName(/it comes back by itself/);
    expect(wait).toHaveAccessibleName(/the patient’s move.*comes back when they write, or then/);
    expect(within(wait ?? dialog).getAllByRole("option")).toHaveLength(3);
  });

  test("8 waits for a week: the request leaves its list and the next one opens", async () => {
    const { host, user } = await openDesk();
    const [first, id] = [selectedName(), openId()];
    const { unassigned, waiting } = await host.rail();
    await openChooser(user);
    await user.keyboard("8");
    const until = (await host.holdTimes()).at(-2)?.at.iso;
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "hold", until, waitsFor: "patient" }]));
    await waitFor(() => expect(selectedName()).not.toBe(first));
    expect(await host.rail()).toMatchObject({ unassigned: unassigned - 1, waiting: waiting + 1, held: 0 });
    expect(await host.request({ id })).toMatchObject({ awaitingPatient: true, heldUntil: null });
    expect(screen.getByText(/set .* to wait for the patient until 14 September 2026 at 08:00/)).toBeVisible();
  });

  test("the list, the request and what was done say until when", async () => {
    const { user } = await openDesk();
    await user.click(screen.getByRole("button", { name: /^Waiting/ }));
    const row = await screen.findByRole("option", { name: /MURPHY.*Waiting for patient until Thu 08:00/ });
    expect(row).toHaveTextContent(/waits for patient.*until Thu 08:00/);
    await user.click(row);
    await screen.findByText("Waiting for patient until Thu 08:00: the clock is paused");
    expect(screen.getByText("Waiting for patient until 10 September 2026 at 08:00")).toBeInTheDocument();
  });

  test("0 ends it early, and the request is back with its owner", async () => {
    const { host, user } = await openDesk();
    await user.click(screen.getByRole("button", { name: /^Waiting/ }));
    await user.click(await screen.findByRole("option", { name: /MURPHY/ }));
    await screen.findByText(/^Waiting for patient until Thu/);
    await openChooser(user);
    expect(screen.getByRole("option", { name: /Now: take it back/ })).toHaveTextContent(
      "waiting for patient until Thu 08:00",
    );
    await user.keyboard("0");
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "end-hold" }]));
    expect((await host.request({ id: MURPHY })).awaitingPatient).toBe(false);
    expect((await host.queue({ ...ALL, view: "mine" })).rows.map((row) => row.id)).toContain(MURPHY);
  });

  test("after the time-out it is back where it was, and the mark is seen and spoken", async () => {
    const { host, user } = await openDesk();
    host.advance(FOUR_DAYS_MS);
    await user.click(screen.getByRole("button", { name: /^Mine/ }));
    const row = await screen.findByRole("option", { name: /MURPHY.*No answer by Thu 08:00/ });
    expect(within(row).getByText("No answer by Thu 08:00")).toHaveClass("tag--no-answer");
    await user.click(row);
    const reader = await screen.findByRole("main", { name: /MURPHY/ });
    expect(await within(reader).findByText("No answer by Thu 08:00")).toBeInTheDocument();
    expect(await host.request({ id: MURPHY })).toMatchObject({ awaitingPatient: false, awaitingUntil: null });
  });

  test("another date and time can be one to wait for the patient until", async () => {
    const { host, user } = await openDesk();
    await openChooser(user);
    await user.keyboard("6");
    await user.type(await screen.findByRole("textbox", { name: /^Date/ }), "1-Mar-2027");
    expect(screen.getByRole("radio", { name: /^Hold/ })).toBeChecked();
    await user.click(screen.getByRole("radio", { name: /^Wait for the patient/ }));
    await user.click(screen.getByRole("button", { name: /^Wait for the patient/ }));
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "hold", until: "2027-03-01T08:00", waitsFor: "patient" }]),
    );
  });

  test("undo takes the wait back", async () => {
    const { host, user } = await openDesk();
    const id = openId();
    await openChooser(user);
    await user.keyboard("7");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: /^Undo/ }));
    await waitFor(() => expect(decisions(host)).toEqual([]));
    expect((await host.request({ id })).awaitingPatient).toBe(false);
  });
});

const MURPHY = "req-35";
const ALL = { search: "", offset: 0, limit: 100, refresh: true };
const HOUR_MS = 3_600_000;
/** From 09:41 to 19:41. */
const EVENING_MS = 10 * HOUR_MS;
const FOUR_DAYS_MS = 96 * HOUR_MS;

async function openChooser(user: UserEvent): Promise<HTMLElement> {
  await user.keyboard("w");
  const dialog = await screen.findByRole("dialog", { name: /or wait for the patient$/ });
  await within(dialog).findByRole("option", { name: /In an hour/ });
  return dialog;
}
