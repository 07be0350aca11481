import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { FakeHost } from "../host/fake";
import { decisions, openDesk, RECEPTIONIST, readerName } from "../test/desk";
import { ReaderWindow } from "./ReaderWindow";

/** A request that is open in the main window, whose program has this host. */
async function openAlone(host: FakeHost) {
  const first = [...host.world.requests.values()][0];
  if (first === undefined) throw new Error("the practice has no requests");
  await host.showInReader({ id: first.id });
  render(<ReaderWindow host={host} />);
  await screen.findByRole("heading", { name: first.patient.name });
  return first;
}

describe("the reader in a window of its own", () => {
  test("shows the request that is open in the main window, and follows it", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    const first = await openAlone(host);
    const other = [...host.world.requests.values()].find(
      (request) => request.patient.name !== first.patient.name,
    );
    if (other === undefined) throw new Error("one patient only");
    await act(() => host.showInReader({ id: other.id }));
    expect(await screen.findByRole("heading", { name: other.patient.name })).toBeInTheDocument();
    expect(screen.queryByRole("heading", { name: first.patient.name })).not.toBeInTheDocument();
    expect(screen.getByText(`Now showing ${other.patient.name}`)).toBeInTheDocument();
  });

  test("shows no patient until somebody has said who they are, and none after they left", async () => {
    const host = new FakeHost({});
    const first = [...host.world.requests.values()][0];
    await host.showInReader({ id: first?.id ?? "" });
    render(<ReaderWindow host={host} />);
    expect(await screen.findByText("Nobody is working here")).toBeInTheDocument();
    await act(() => host.signIn({ staffId: RECEPTIONIST }));
    expect(await screen.findByRole("heading", { name: first?.patient.name ?? "" })).toBeInTheDocument();
    await act(() => host.switchUser());
    expect(await screen.findByText("Nobody is working here")).toBeInTheDocument();
    expect(screen.queryByText(first?.words ?? "")).not.toBeInTheDocument();
  });

  test("has no verbs, and no key in it decides", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    await openAlone(host);
    expect(screen.queryByRole("toolbar")).not.toBeInTheDocument();
    const user = userEvent.setup();
    await user.keyboard("a1u2tndrwzgxc{Enter}{Control>}{Enter}{/Control}{Alt>}a{/Alt}1");
    expect(decisions(host)).toEqual([]);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  test("says when the request cannot be read", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    await host.showInReader({ id: "no-such-request" });
    render(<ReaderWindow host={host} />);
    expect(await screen.findByText("The request can’t be shown")).toBeInTheDocument();
  });

  test("says that nothing is open, rather than what was open for somebody else", async () => {
    render(<ReaderWindow host={new FakeHost({ staffId: RECEPTIONIST })} />);
    expect(await screen.findByText("No request is open")).toBeInTheDocument();
  });
});

test("the main window tells which request it has open, and keeps its own reader", async () => {
  const { host, user } = await openDesk();
  await user.keyboard("{Control>}{Shift>} {/Shift}{/Control}");
  await waitFor(async () => expect((await host.readerWindow()).open).toBe(true));
  const opened = [...host.world.requests.values()].find((request) => request.patient.name === readerName());
  await waitFor(async () => expect((await host.readerWindow()).requestId).toBe(opened?.id));
  expect(screen.getByRole("toolbar", { name: "Actions on this request" })).toBeInTheDocument();
});
