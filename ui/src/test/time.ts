/** Time that passes only when a test says so: what depends on a fraction of a second does not depend on the machine. */

import { act } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { vi } from "vitest";

/** Stops timers and the clock that the key guards read. `resumeTime` belongs into an `afterEach`. */
export function stopTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
  // Testing Library moves stopped timers on by itself where it finds them under this name.
  vi.stubGlobal("jest", { advanceTimersByTime: (ms: number) => vi.advanceTimersByTime(ms) });
}

export function resumeTime(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

export async function pass(ms: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
}

/** Somebody whose keys follow each other after this time; none for a scanner or a paste. */
export function typist(gapMs: number | null): UserEvent {
  return userEvent.setup({ delay: gapMs, advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
}
