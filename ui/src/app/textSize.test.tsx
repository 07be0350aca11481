import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { FakeHost, type FakeOptions } from "../host/fake";
import { ReaderWindow } from "../readerWindow/ReaderWindow";
import { openApp, openDesk, press, RECEPTIONIST, setUp } from "../test/desk";

async function says(text: string): Promise<void> {
  const said = await screen.findByText(text);
  expect(said, "it is said without interrupting").toHaveAttribute("role", "status");
}

function turn(deltaY: number, ctrlKey = true): WheelEvent {
  const event = new WheelEvent("wheel", { deltaY, ctrlKey, bubbles: true, cancelable: true });
  act(() => void document.body.dispatchEvent(event));
  return event;
}

describe("text size", () => {
  test("grows and shrinks by steps, goes back to the usual one, is said, and is kept with the view that was left", async () => {
    const { host, user } = await openDesk();
    await host.keepPlace({ view: "urgent", zoomPercent: 100 });
    const kept = vi.spyOn(host, "keepPlace");
    await press(user, ["Ctrl++"]);
    await says("Text size 110 %");
    await press(user, ["Ctrl+="]);
    await says("Text size 125 %");
    await press(user, ["Ctrl+-"]);
    await says("Text size 110 %");
    await press(user, ["Ctrl+0"]);
    await says("Text size 100 %");
    const sizes = [110, 125, 110, 100];
    expect(kept.mock.calls).toEqual(sizes.map((zoomPercent) => [{ view: "urgent", zoomPercent }]));
  });

  test("keys that follow each other at once are all counted, and none leads past the ends", async () => {
    const { host, user } = await openDesk();
    await press(user, Array(5).fill("Ctrl++"));
    await says("Text size 200 %");
    await press(user, Array(5).fill("Ctrl++"));
    await says("Text size 400 %, the largest");
    await press(user, Array(20).fill("Ctrl+-"));
    await says("Text size 50 %, the smallest");
    expect((await host.session()).place?.zoomPercent).toBe(50);
  });

  test("follows Ctrl and the wheel, and a wheel alone goes on scrolling", async () => {
    await openDesk();
    expect(turn(-100).defaultPrevented).toBe(true);
    await says("Text size 110 %");
    expect(turn(-100, false).defaultPrevented).toBe(false);
    turn(100);
    await says("Text size 100 %");
  });

  test("counts every notch of a wheel that turns faster than the size changes", async () => {
    await openDesk();
    for (let notch = 0; notch < 3; notch += 1) turn(-100);
    await says("Text size 150 %");
  });

  test("goes on from the size that the person had", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    await host.keepPlace({ view: "unassigned", zoomPercent: 150 });
    const { user, host: opened } = openApp();
    opened.world.places = host.world.places;
    await user.click(await screen.findByRole("button", { name: "Carys Evans, Reception" }));
    await screen.findByRole("listbox");
    await press(user, ["Ctrl++"]);
    await says("Text size 175 %");
  });

  const screens: { name: string; options: FakeOptions; there: string | RegExp }[] = [
    { name: "connecting", options: { phase: "connect" }, there: /^Connect this PC/ },
    { name: "choosing who works here", options: {}, there: "Who is working here?" },
    { name: "signing in", options: { asksForSignIn: true }, there: "Sign in to start" },
    { name: "nothing opens", options: { phase: "blocked", blocked: "disk-full" }, there: /disk is full$/ },
  ];
  test.each(screens)("changes where nobody works yet: $name", async ({ options, there }) => {
    const { host, user } = openApp(options);
    await screen.findByRole("heading", { name: there });
    const kept = vi.spyOn(host, "keepPlace");
    await press(user, ["Ctrl++", "Ctrl++"]);
    await says("Text size 125 %");
    expect(kept.mock.calls.map(([place]) => place.zoomPercent)).toEqual([110, 125]);
  });

  test("changes over a dialog, in a field, and while a reply is written", async () => {
    const { user } = await openDesk();
    await press(user, ["F1", "Ctrl++"]);
    await says("Text size 110 %");
    await press(user, ["Escape", "Ctrl+f", "Ctrl++"]);
    await says("Text size 125 %");
    await press(user, ["Alt+r"]);
    const message = await screen.findByRole("textbox", { name: /^Message to/ });
    const before = message.textContent;
    await press(user, ["Ctrl+-"]);
    await says("Text size 110 %");
    expect(message.textContent).toBe(before);
  });

  test("changes with single keys off, and from all commands", async () => {
    const { host, user } = await openDesk();
    await setUp(host, () => ({ singleKeys: false }));
    await press(user, ["Ctrl++"]);
    await says("Text size 110 %");
    await press(user, ["Ctrl+k"]);
    await user.keyboard("usual{Enter}");
    await says("Text size 100 %");
  });

  test("stays as it is while somebody practises, and what they choose there is not kept", async () => {
    const { host, user } = await openDesk();
    await press(user, ["Ctrl++", "Ctrl++"]);
    await says("Text size 125 %");
    await press(user, ["Ctrl+Shift+t"]);
    await screen.findByRole("region", { name: "Practice" });
    await press(user, ["Ctrl++"]);
    await says("Text size 150 %");
    await act(async () => void (await host.stopPractising()));
    expect((await host.session()).place?.zoomPercent).toBe(125);
    await waitFor(() => expect(screen.queryByRole("region", { name: "Practice" })).toBeNull());
    await press(user, ["Ctrl+-"]);
    await says("Text size 110 %");
  });

  test("that cannot be kept is said to be so, and is the size on screen all the same", async () => {
    const { host, user } = await openDesk();
    host.keepPlace = () => Promise.reject({ kind: "not-saved", why: "disk-full" });
    await press(user, ["Ctrl++"]);
    await says("Text size 110 %. It could not be kept for the next time.");
  });

  test("is one for both windows: this one goes on from what the reader’s own window chose", async () => {
    const { host, user } = await openDesk();
    await press(user, ["Ctrl++"]);
    await says("Text size 110 %");
    await host.keepPlace({ view: "unassigned", zoomPercent: 200 });
    await press(user, ["Ctrl++"]);
    await says("Text size 250 %");
  });

  test("is one for both windows: the reader’s own goes on from what this one chose, and leaves its view", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    render(<ReaderWindow host={host} />);
    await screen.findByText("No request is open in the main window");
    await host.keepPlace({ view: "urgent", zoomPercent: 150 });
    await userEvent.setup().keyboard("{Control>}+{/Control}");
    await says("Text size 175 %");
    expect((await host.session()).place).toEqual({ view: "urgent", zoomPercent: 175 });
  });
});
