import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { START_MS, timeView } from "../../host/fake/world";
import { decisions, openDesk, selectedRow } from "../../test/desk";

async function openAttention() {
  const opened = await openDesk({ troubles: true });
  await opened.user.click(screen.getByRole("button", { name: /^Needs attention/ }));
  await screen.findByRole("table", { name: "What you saw, what is there now, what you decided" });
  return opened;
}

describe("a conflict", () => {
  test("shows what was seen, what is there and what was decided, with the safer one in force", async () => {
    await openAttention();
    const headers = screen.getAllByRole("columnheader").map((header) => header.textContent);
    expect(headers).toEqual([
      expect.stringMatching(/^What you saw/),
      expect.stringMatching(/^What is there now.*In force.*Dr Anwen Rees/),
      expect.stringMatching(/^What you decided/),
    ]);
    expect(screen.getByText("Urgent today, Duty GP")).toBeInTheDocument();
  });

  test("tells whether a decision was to hold or to wait for the patient, and until when", async () => {
    const { host, user } = await openDesk({ troubles: true });
    const [conflict] = host.world.conflicts;
    const until = timeView(START_MS + 3 * 24 * 3_600_000, START_MS);
    if (conflict === undefined) throw new Error("no conflict");
    conflict.decision = { kind: "hold", until: until.iso, waitsFor: "patient" };
    conflict.mine = { ...conflict.saw, held: until, heldForPatient: true };
    conflict.differs = ["held"];
    await user.click(screen.getByRole("button", { name: /^Needs attention/ }));
    const row = await screen.findByRole("row", { name: /^Held or waiting/ });
    expect(row).toHaveTextContent("No");
    expect(within(row).getByText(/^Waiting for patient until Thu 09:41/)).toBeInTheDocument();
  });

  test("keeping what is there takes it off the list", async () => {
    const { host, user } = await openAttention();
    await user.click(screen.getByRole("button", { name: /Confirm 1/ }));
    await waitFor(() => expect(host.world.conflicts).toEqual([]));
    await waitFor(() => expect(screen.queryByRole("table")).not.toBeInTheDocument());
  });

  test("the button says what it does, and while that is saved it says so and does it once", async () => {
    const { host, user } = await openAttention();
    const button = screen.getByRole("button", { name: /^Confirm 1: keep what is there now/ });
    const resolve = vi.spyOn(host, "resolve").mockReturnValue(new Promise(() => undefined));
    await user.click(button);
    expect(button).toHaveTextContent("Saving your choice");
    await user.click(button);
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  test("using mine needs a reason", async () => {
    const { host, user } = await openAttention();
    await user.click(screen.getByRole("radio", { name: /Use mine/ }));
    await user.click(screen.getByRole("button", { name: /Confirm 2/ }));
    expect(screen.getByRole("alert")).toHaveTextContent("Enter a reason to use yours.");
    expect(host.world.conflicts).toHaveLength(1);
    await user.type(screen.getByRole("textbox", { name: /Reason/ }), "Physio agreed by phone{Enter}");
    await waitFor(() => expect(host.world.conflicts).toEqual([]));
  });

  test("two keys decide: a digit chooses, Enter confirms", async () => {
    const { host, user } = await openAttention();
    screen.getByRole("radio", { name: /Keep what is there now/ }).focus();
    await user.keyboard("3");
    expect(screen.getByRole("radio", { name: /Open the request/ })).toBeChecked();
    expect(host.world.conflicts).toHaveLength(1);
    await user.keyboard("1{Enter}");
    await waitFor(() => expect(host.world.conflicts).toEqual([]));
  });

  test("the same two keys act from the item in the list", async () => {
    const { host, user } = await openAttention();
    screen.getByRole("button", { name: /TAYLOR.*Conflict/ }).focus();
    await user.keyboard("1{Enter}");
    await waitFor(() => expect(host.world.conflicts).toEqual([]));
  });

  test("opening the request shows it in the desk and keeps the conflict", async () => {
    const { host, user } = await openAttention();
    const name = screen.getByRole("heading", { level: 2, name: /TAYLOR/ }).textContent ?? "";
    await user.click(screen.getByRole("radio", { name: /Open the request/ }));
    await user.click(screen.getByRole("button", { name: /Confirm 3/ }));
    expect(await screen.findByRole("main", { name: `Request from ${name}` })).toBeInTheDocument();
    expect(host.world.conflicts).toHaveLength(1);
  });
});

describe("what else needs attention", () => {
  test("a message that failed says what happened, what is safe and what to do", async () => {
    const { user } = await openAttention();
    await user.click(screen.getByRole("button", { name: /Failed/ }));
    const detail = screen.getByRole("main", { name: /^The reply to .* was not delivered$/ });
    expect(
      within(detail).getByText("The message could not be delivered to the patient."),
    ).toBeInTheDocument();
    expect(within(detail).getByText(/nothing was thrown away/)).toBeInTheDocument();
    expect(within(detail).getByText("“Number not in use”")).toBeInTheDocument();
    expect(within(detail).getByText(/Phone the patient/)).toBeInTheDocument();
  });

  test("a reply that was not delivered goes again with other words, for the patient it names", async () => {
    const { host, user } = await openAttention();
    await user.click(screen.getByRole("button", { name: /Failed/ }));
    const field = await screen.findByRole("textbox", { name: /^Send it to .* once more/ });
    expect(field).toHaveValue("Your fit note is ready to collect from the front desk.");
    await user.clear(field);
    await user.click(screen.getByRole("button", { name: /^Send again to / }));
    expect(screen.getByRole("alert")).toHaveTextContent("Write what is to be sent.");
    await user.type(field, "Please ring us about your fit note.");
    await user.click(screen.getByRole("button", { name: /^Send again to / }));
    await waitFor(() => expect(host.world.failed).toEqual([]));
    expect(host.world.ops.at(-1)?.decision).toEqual({
      kind: "send-again",
      reply: "failed-1",
      text: "Please ring us about your fit note.",
    });
  });

  test("a reply that is sent again while its request is still being read goes once it has been", async () => {
    const { host, user } = await openAttention();
    let read: (() => void) | undefined;
    const request = host.request.bind(host);
    vi.spyOn(host, "request").mockImplementation(async (form) => {
      await new Promise<void>((resolve) => {
        read = resolve;
      });
      return request(form);
    });
    await user.click(screen.getByRole("button", { name: /Failed/ }));
    await user.click(await screen.findByRole("button", { name: /^Send again to / }));
    expect(screen.queryByRole("alert"), "nothing is wrong, it waits").not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: /^Send again to / })).toHaveTextContent("Saving");
    expect(decisions(host)).toEqual([]);
    await waitFor(() => {
      read?.();
      expect(decisions(host)).toMatchObject([{ kind: "send-again", reply: "failed-1" }]);
    });
  });

  test("what could not be read is named by its reference", async () => {
    const { user } = await openAttention();
    await user.click(screen.getByRole("button", { name: /ML-203977/ }));
    expect(screen.getByRole("main", { name: "Reference ML-203977 could not be read" })).toBeInTheDocument();
  });

  test("what waits to be sent is listed while working offline", async () => {
    const { host, user } = await openAttention();
    await host.setWorkOffline({ offline: true });
    await user.click(screen.getByRole("button", { name: /^Unassigned/ }));
    await screen.findByRole("toolbar");
    await user.click(selectedRow());
    await user.keyboard("a2");
    await waitFor(() => expect(host.world.ops).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: /^Needs attention/ }));
    expect(await screen.findByText("Saved on this PC, waiting to send: 1")).toBeInTheDocument();
    expect(screen.getByText("Assigned to Duty GP")).toBeInTheDocument();
  });
});
