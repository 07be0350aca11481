/** The door to Rust as the screens see it. Two hosts implement it: the shell (`tauri.ts`) and a practice in memory (`fake.ts`). */

import type { ChangedEvent, CommandError, Commands } from "./bindings";

export type * from "./bindings";

export type Host = Commands & {
  /** Calls `handler` whenever Rust says that a topic changed; returns the way to stop. */
  onChanged(handler: (event: ChangedEvent) => void): () => void;
  /** Calls `handler` whenever a notification of urgent requests was clicked; returns the way to stop. */
  onShowUrgent(handler: () => void): () => void;
};

/** Tells a rejected command's error from anything else that may be thrown. */
export function isCommandError(error: unknown): error is CommandError {
  return typeof error === "object" && error !== null && "kind" in error && typeof error.kind === "string";
}

/** The error of a rejected command; what is not a command's error becomes `internal`. */
export function commandError(error: unknown): CommandError {
  return isCommandError(error) ? error : { kind: "internal", code: "U1" };
}
