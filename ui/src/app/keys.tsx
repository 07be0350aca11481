/** Turns key events into commands and hands them to whoever is on screen. The rules are in `core/keys.ts` and `core/guards.ts`. */

import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import {
  type Command,
  type CommandId,
  commandOf,
  findCommand,
  type KeyMode,
  type Scope,
} from "../core/commands";
import { KeyGuard, type KeyKind, type Verdict } from "../core/guards";
import { chordOf, isBrowserKey, isPrintable } from "../core/keys";
import { isUnderDialog } from "../core/overlay";
import { useHost } from "../host/context";

/** True when the command was dealt with. */
export type CommandHandler = (id: CommandId) => boolean;

type KeyListener = { scope: Scope; handle: CommandHandler; guarded: (verdict: Verdict) => void };

/** Where single keys act: nowhere else, and never in a text field (WCAG 2.1.4, active only on focus). */
const SINGLE_KEY_SCOPES: readonly Scope[] = ["triage", "conflict"];

export class KeyRouter {
  readonly guard = new KeyGuard();
  /** Whether single keys act for the person who works here. */
  mode: KeyMode = "single-keys";
  readonly #listeners = new Set<KeyListener>();

  listen(listener: KeyListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  press(event: KeyboardEvent, now: number): void {
    const chord = chordOf(event);
    if (chord === null) return;
    if (isBrowserKey(chord)) event.preventDefault();
    const zone = zoneOf(event.target);
    const isOver = zone.scope === "overlay" || isUnderDialog();
    if ((isOver && !actsOverAll(chord)) || isNativePress(event, chord)) return;
    const scopes = this.scopes();
    const inZone = SINGLE_KEY_SCOPES.some((scope) => scope === zone.scope && scopes.includes(scope));
    const command = findCommand(chord, scopes, zone.field || !inZone, this.mode);
    if (isPrintable(event) && !zone.field && inZone && this.mode === "single-keys") {
      const verdict = this.guard.judge(kindOf(command), now);
      if (verdict !== "pass") {
        event.preventDefault();
        for (const listener of this.#listeners) listener.guarded(verdict);
        return;
      }
    }
    if (command === null || (event.repeat && command.weight !== "navigate")) return;
    if (this.#answer(command)) event.preventDefault();
  }

  /** Runs a command as its key would, wherever the focus is. False when nothing on screen answers it. */
  run(id: CommandId): boolean {
    const command = commandOf(id);
    return command !== null && this.#answer(command);
  }

  /** The scopes that something on screen answers for. */
  scopes(): Scope[] {
    return [...this.#listeners].map((listener) => listener.scope);
  }

  #answer(command: Command): boolean {
    const listeners = [...this.#listeners].reverse().filter((listener) => listener.scope === command.scope);
    return listeners.some((listener) => listener.handle(command.id));
  }
}

const Context = createContext<KeyRouter>(new KeyRouter());

export function useKeyRouter(): KeyRouter {
  return useContext(Context);
}

type KeyRouterProviderProps = { children: ReactNode };

/** Listens to the window's keys and swallows what a browser would do with them. */
export function KeyRouterProvider({ children }: KeyRouterProviderProps) {
  const [router] = useState(() => new KeyRouter());

  useEffect(() => {
    const press = (event: KeyboardEvent) => router.press(event, performance.now());
    const focus = () => router.guard.activated(performance.now());
    const menu = (event: MouseEvent) => {
      if (!(event.target instanceof HTMLElement) || !isField(event.target)) event.preventDefault();
    };
    window.addEventListener("keydown", press, { capture: true });
    window.addEventListener("focus", focus);
    window.addEventListener("contextmenu", menu);
    return () => {
      window.removeEventListener("keydown", press, { capture: true });
      window.removeEventListener("focus", focus);
      window.removeEventListener("contextmenu", menu);
    };
  }, [router]);

  return <Context value={router}>{children}</Context>;
}

/** Says when the main window is in front: only there does news show, so the reader's own window does not count. */
export function useTellFocus(): void {
  const host = useHost();
  useEffect(() => {
    const tell = (focused: boolean) => void host.windowFocus({ focused }).catch(() => undefined);
    const focus = () => tell(true);
    const blur = () => tell(false);
    tell(document.hasFocus());
    window.addEventListener("focus", focus);
    window.addEventListener("blur", blur);
    return () => {
      window.removeEventListener("focus", focus);
      window.removeEventListener("blur", blur);
    };
  }, [host]);
}

/** Answers commands of a scope while the component is on screen; of none while the scope is null. */
export function useCommands(
  scope: Scope | null,
  handle: CommandHandler,
  guarded?: (verdict: Verdict) => void,
): void {
  const router = useKeyRouter();
  const onCommand = useEffectEvent(handle);
  const onGuarded = useEffectEvent((verdict: Verdict) => guarded?.(verdict));
  useEffect(() => {
    if (scope === null) return;
    return router.listen({
      scope,
      handle: (id) => onCommand(id),
      guarded: (verdict) => onGuarded(verdict),
    });
  }, [router, scope]);
}

type Zone = { scope: string | null; field: boolean };

function zoneOf(target: EventTarget | null): Zone {
  if (!(target instanceof HTMLElement)) return { scope: null, field: false };
  return {
    scope: target.closest("[data-scope]")?.getAttribute("data-scope") ?? null,
    field: isField(target),
  };
}

/**
 * Who leaves the desk hides every patient by one key, whatever is open (ux.md K5, U13); and whatever is open can be made
 * large enough to read.
 */
const OVER_ALL: readonly (CommandId | undefined)[] = [
  "switch-user",
  "bigger-text",
  "smaller-text",
  "usual-text",
];

function actsOverAll(chord: string): boolean {
  return OVER_ALL.includes(findCommand(chord, [], true)?.id);
}

/** True for what takes text, or has keys and a menu of its own. */
export function isField(target: HTMLElement): boolean {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button"].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  );
}

/** Enter and Space on a button press that button, whatever else they mean here. */
function isNativePress(event: KeyboardEvent, chord: string): boolean {
  if (chord !== "Enter" && chord !== "Space") return false;
  return event.target instanceof HTMLElement && event.target.closest("button, a, summary, select") !== null;
}

function kindOf(command: Command | null): KeyKind {
  return command === null ? "strange" : command.weight;
}
