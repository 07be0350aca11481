/** Opens the application over a practice in memory, as a person would find it. */

import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { App } from "../app/App";
import { FakeHost, type FakeOptions } from "../host/fake";
import type { SetupForm } from "../host/host";
import { draftOf, formOf } from "../screens/settings/draft";

export type Opened = { host: FakeHost; user: UserEvent };

export const RECEPTIONIST = "p-carys";
export const GP = "p-rees";
export const MANAGER = "p-jo";

export function openApp(options: FakeOptions = {}): Opened {
  const host = new FakeHost(options);
  render(<App host={host} />);
  return { host, user: userEvent.setup() };
}

/** Opens the Unassigned view and waits until its first request can be decided. */
export async function openDesk(options: FakeOptions = {}): Promise<Opened> {
  const opened = openApp({ staffId: RECEPTIONIST, ...options });
  await openRequest();
  return opened;
}

/** The program ends and starts again over the same practice. */
export async function restart(host: FakeHost): Promise<UserEvent> {
  cleanup();
  render(<App host={host} />);
  await openRequest();
  return userEvent.setup();
}

/** Leaves the desk to the person whose tile reads so, and waits until they can decide. */
export async function switchTo(user: UserEvent, tile: string): Promise<void> {
  await user.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
  await user.click(await screen.findByRole("button", { name: tile }));
  await openRequest();
}

/** The open request's action bar, once it is there. */
export async function openRequest(): Promise<HTMLElement> {
  return screen.findByRole("toolbar", { name: "Actions on this request" });
}

/** The rows of the queue that are in the document. */
export function rows(): HTMLElement[] {
  return within(screen.getByRole("listbox")).getAllByRole("option");
}

/** The row of the open request, where the keys go on from. */
export function selectedRow(): HTMLElement {
  return within(screen.getByRole("listbox")).getByRole("option", { current: true });
}

/** The rows in the document that are marked. */
export function markedRows(): HTMLElement[] {
  return within(screen.getByRole("listbox")).queryAllByRole("option", { selected: true });
}

/** The id of the open request. */
export function openId(): string {
  return selectedRow().id.replace("row-", "");
}

export function selectedName(): string {
  const row = selectedRow();
  return (
    row
      .querySelector(".row__name")
      ?.textContent?.replace(/ \d+y$/, "")
      .trim() ?? ""
  );
}

export function readerName(): string {
  return screen.getByRole("main").getAttribute("aria-label")?.replace("Request from ", "") ?? "";
}

/** Presses chords as the command table writes them, one after the other. */
export async function press(user: UserEvent, chords: readonly string[]): Promise<void> {
  for (const chord of chords) await user.keyboard(keystrokes(chord));
}

/** `Ctrl+Shift+l` as the keys that go down and up for it. */
export function keystrokes(chord: string): string {
  const parts = /^((?:Ctrl|Alt|Shift)\+)*/.exec(chord)?.[0] ?? "";
  const held = parts
    .split("+")
    .filter((part) => part !== "")
    .map((part) => (part === "Ctrl" ? "Control" : part));
  const key = chord.slice(parts.length);
  const down = held.map((part) => `{${part}>}`).join("");
  const up = held
    .toReversed()
    .map((part) => `{/${part}}`)
    .join("");
  return `${down}${key === "Space" ? " " : key.length > 1 ? `{${key}}` : key}${up}`;
}

/** Sets something up as the person at the desk would, and leaves the rest as it is. */
export async function setUp(host: FakeHost, change: (setup: SetupForm) => Partial<SetupForm>) {
  const form = formOf(draftOf(await host.setup()));
  await host.saveSetup({ ...form, ...change(form) });
}

/** Decisions that people made; the silent "first opened" is not one. */
export function decisions(host: FakeHost) {
  return host.world.ops.filter((op) => !op.silent).map((op) => op.decision);
}

/** Scrolls a list, as a wheel does: what was out of sight is drawn then. */
export function scrollList(inside: HTMLElement): void {
  fireEvent.scroll(within(inside).getByRole("listbox"));
}
