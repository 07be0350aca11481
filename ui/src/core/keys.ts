/** What a key event means, whatever the keyboard's layout. Owns no command: those are in `commands.ts`. */

export type KeyLike = {
  key: string;
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
  getModifierState?(name: string): boolean;
};

/** The chord of an event, `Ctrl+Shift+l`; null for what is never ours: composing, AltGr, the system's key, a bare modifier. */
export function chordOf(event: KeyLike): string | null {
  if (event.isComposing || event.metaKey || isAltGr(event)) return null;
  if (["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "Dead", "Process"].includes(event.key))
    return null;
  const key = baseKey(event);
  const shift = event.shiftKey && (key.length > 1 || /^[a-z]$/.test(key) ? "Shift+" : "");
  return `${event.ctrlKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift || ""}${key}`;
}

/** True for a key that writes a character when a field has the focus. */
export function isPrintable(event: KeyLike): boolean {
  return event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && !isAltGr(event);
}

/** Keys that a webview would act on by itself (reload, print, find, history, developer tools); the window swallows them. */
export function isBrowserKey(chord: string): boolean {
  return BROWSER_KEYS.has(chord);
}

const BROWSER_KEYS = new Set([
  "F3",
  "F5",
  "F7",
  "F12",
  "Ctrl+F5",
  "Ctrl+r",
  "Ctrl+Shift+r",
  "Ctrl+p",
  "Ctrl+f",
  "Ctrl+g",
  "Ctrl+s",
  "Ctrl+u",
  "Ctrl+j",
  "Ctrl+k",
  "Ctrl+h",
  "Ctrl+d",
  "Ctrl+o",
  "Ctrl+n",
  "Ctrl+t",
  "Ctrl+Shift+c",
  "Ctrl+Shift+i",
  "Ctrl+Shift+j",
  "Ctrl+Shift+n",
  "Ctrl+Shift+p",
  "Alt+ArrowLeft",
  "Alt+ArrowRight",
]);

function isAltGr(event: KeyLike): boolean {
  return (event.ctrlKey && event.altKey) || (event.getModifierState?.("AltGraph") ?? false);
}

function baseKey(event: KeyLike): string {
  if (event.key === " ") return "Space";
  if (event.key.length > 1) return event.key;
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter !== undefined && event.key > "\u024f") return letter.toLowerCase();
  return event.key;
}

/** The digit of an event, also where the layout puts digits behind Shift. */
export function digitOf(event: KeyLike): number | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (/^[0-9]$/.test(event.key)) return Number(event.key);
  const code = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  return code !== undefined && !event.shiftKey && event.key.length === 1 ? Number(code) : null;
}
