import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { App } from "../app/App";
import { COMMANDS } from "../core/commands";
import { FakeHost } from "../host/fake";
import { decisions, openDesk, RECEPTIONIST, readerName, rows } from "../test/desk";
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

/** Presses a chord of the command table where the focus is. */
function press(chord: string) {
  const parts = chord.split("+");
  const key = parts.at(-1) ?? "";
  fireEvent.keyDown(document.activeElement ?? document.body, {
    key: key === "Space" ? " " : key,
    ctrlKey: parts.includes("Ctrl"),
    altKey: parts.includes("Alt"),
    shiftKey: parts.includes("Shift"),
  });
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

  test("has no verbs, and no key of the whole table decides in it", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    const first = await openAlone(host);
    expect(screen.queryByRole("toolbar")).not.toBeInTheDocument();
    const before = await host.request({ id: first.id });
    // What jsdom lacks.
    Element.prototype.scrollIntoView = () => undefined;
    screen.getByRole("main").focus();
    for (const command of COMMANDS) {
      for (const chord of [...command.keys, ...command.anywhere]) press(chord);
    }
    await userEvent.setup().keyboard("a1u2d1{Enter}");
    expect(decisions(host)).toEqual([]);
    expect(await host.request({ id: first.id })).toEqual(before);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  test("is closed by the key that opened it", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    await host.toggleReaderWindow();
    await openAlone(host);
    press("Ctrl+Shift+Space");
    expect((await host.readerWindow()).open).toBe(false);
  });

  test("says when the request cannot be read", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    await host.showInReader({ id: "no-such-request" });
    render(<ReaderWindow host={host} />);
    expect(await screen.findByText("The request can’t be shown")).toBeInTheDocument();
    expect(screen.getByText(/Read it in the main window/)).toBeInTheDocument();
  });

  test("takes the patient down when a change of the request cannot be read, and shows it once it can", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    const first = await openAlone(host);
    const lost = vi.spyOn(host, "request").mockRejectedValue({ kind: "internal", code: "U1" });
    act(() => host.elsewhere(first.id, () => undefined));
    expect(await screen.findByText("The request can’t be shown")).toBeInTheDocument();
    expect(screen.queryByRole("heading", { name: first.patient.name })).not.toBeInTheDocument();
    lost.mockRestore();
    await userEvent.setup().click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: first.patient.name })).toBeInTheDocument();
  });

  test.each(["session", "readerWindow"] as const)(
    "does not claim that nothing is open, or nobody there, when it cannot ask: %s",
    async (question) => {
      const host = new FakeHost({ staffId: RECEPTIONIST });
      vi.spyOn(host, question).mockRejectedValue({ kind: "internal", code: "U1" });
      render(<ReaderWindow host={host} />);
      expect(
        await screen.findByRole("heading", { name: "This window does not know what is open" }),
      ).toBeInTheDocument();
      expect(screen.queryByText(/^No request is open|^Nobody is working/)).not.toBeInTheDocument();
    },
  );

  test("says the next patient where it said the one before, so that a screen reader hears it", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    const first = await openAlone(host);
    const said = screen.getByText(`Now showing ${first.patient.name}`);
    const other = [...host.world.requests.values()].find(
      (request) => request.patient.name !== first.patient.name,
    );
    await act(() => host.showInReader({ id: other?.id ?? "" }));
    await waitFor(() => expect(said).toHaveTextContent(`Now showing ${other?.patient.name}`));
    expect(said).toBeInTheDocument();
    expect(screen.getByRole("heading", { name: other?.patient.name })).toHaveClass("is-new");
  });

  test("says in words that the patients are invented, with no way out of practice", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    const first = await openAlone(host);
    await act(() => host.startPractising());
    expect(await screen.findByRole("region", { name: "Practice" })).toHaveTextContent(/nothing is sent/);
    expect(screen.queryByRole("button", { name: /Leave practice/ })).not.toBeInTheDocument();
    expect(screen.queryByRole("heading", { name: first.patient.name })).not.toBeInTheDocument();
  });

  test("says that nothing is open, rather than what was open for somebody else", async () => {
    render(<ReaderWindow host={new FakeHost({ staffId: RECEPTIONIST })} />);
    expect(await screen.findByText("No request is open in the main window")).toBeInTheDocument();
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

test("a button in the reader’s head opens the other window, and shows that it is open", async () => {
  const { host, user } = await openDesk();
  const button = screen.getByRole("button", { name: /^Second screen/ });
  expect(button).toHaveAttribute("aria-pressed", "false");
  await user.click(button);
  expect(await screen.findByRole("button", { name: /^Second screen/, pressed: true })).toBeInTheDocument();
  expect((await host.readerWindow()).open).toBe(true);
});

test("the main window says when the other one did not open", async () => {
  const { host, user } = await openDesk();
  vi.spyOn(host, "toggleReaderWindow").mockRejectedValue({ kind: "internal", code: "reader-window" });
  await user.click(screen.getByRole("button", { name: /^Second screen/ }));
  expect(await screen.findByText(/could not be opened or closed/)).toBeInTheDocument();
});

test("the main window says when the other one may still show the patient before", async () => {
  const { host, user } = await openDesk();
  await user.click(screen.getByRole("button", { name: /^Second screen/ }));
  await screen.findByRole("button", { name: /^Second screen/, pressed: true });
  vi.spyOn(host, "showInReader").mockRejectedValue({ kind: "internal", code: "U1" });
  await user.click(rows()[1] ?? document.body);
  expect(await screen.findByText(/may still show the patient before/)).toBeInTheDocument();
});

test("only the main window counts as being in front, because news shows only there", async () => {
  const host = new FakeHost({ staffId: RECEPTIONIST });
  const told = vi.spyOn(host, "windowFocus");
  await openAlone(host);
  act(() => {
    window.dispatchEvent(new Event("focus"));
    window.dispatchEvent(new Event("blur"));
  });
  expect(told).not.toHaveBeenCalled();
  render(<App host={host} />);
  act(() => {
    window.dispatchEvent(new Event("focus"));
  });
  expect(told).toHaveBeenLastCalledWith({ focused: true });
});
