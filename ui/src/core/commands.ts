/**
 * Every command of the window with its keys: the one table behind buttons, key map, help and tests.
 *
 * `keys` act only in the command's scope; `anywhere` also acts while a text field has the focus. No command has Ctrl+Alt,
 * which is AltGr on Welsh and UK-extended layouts.
 */

import { MARKS_MAX } from "./marks";

export type Scope = "triage" | "window" | "reply" | "merge" | "conflict";

/** How a key counts for the guard against typing that was meant for another program. */
export type Weight = "navigate" | "verb" | "act";

export type CommandId =
  | "next"
  | "previous"
  | "page-down"
  | "page-up"
  | "first"
  | "last"
  | "to-reader"
  | "to-list"
  | "menu"
  | "clear-marks"
  | "mark"
  | "mark-down"
  | "mark-up"
  | "mark-first"
  | "arrivals"
  | "route"
  | "assign"
  | "urgency"
  | "category"
  | "reply"
  | "note"
  | "hold"
  | "merge"
  | "merge-now"
  | "leave-merge"
  | "done"
  | "reopen"
  | "earlier"
  | "copy"
  | "file"
  | "chase"
  | "undo"
  | "last-actions"
  | "minutes"
  | "search"
  | "search-all"
  | "enter-request"
  | "outage-list"
  | "view-1"
  | "view-2"
  | "view-3"
  | "view-4"
  | "view-5"
  | "view-6"
  | "view-7"
  | "view-8"
  | "attention"
  | "workload"
  | "next-region"
  | "previous-region"
  | "palette"
  | "sync-now"
  | "work-offline"
  | "switch-user"
  | "settings"
  | "practise"
  | "reader-window"
  | "bigger-text"
  | "smaller-text"
  | "usual-text"
  | "help"
  | "report"
  | "send"
  | "send-close"
  | "templates"
  | "next-blank"
  | "attach"
  | "save-draft"
  | "leave-reply"
  | "keep-theirs"
  | "use-mine"
  | "open-request";

export type Command = {
  id: CommandId;
  label: string;
  scope: Scope;
  keys: readonly string[];
  anywhere: readonly string[];
  weight: Weight;
  /** Listed among all commands; not where choosing it from a list has no sense. */
  listed: boolean;
};

function command(
  id: CommandId,
  label: string,
  scope: Scope,
  weight: Weight,
  keys: readonly string[],
  anywhere: readonly string[] = [],
  listed = true,
): Command {
  return { id, label, scope, keys, anywhere, weight, listed };
}

export const COMMANDS: readonly Command[] = [
  command("next", "Next request", "triage", "navigate", ["ArrowDown", "j"]),
  command("previous", "Previous request", "triage", "navigate", ["ArrowUp", "k"]),
  command("page-down", "One page down", "triage", "navigate", ["PageDown"]),
  command("page-up", "One page up", "triage", "navigate", ["PageUp"]),
  command("first", "First request", "triage", "navigate", ["Home"]),
  command("last", "Last request", "triage", "navigate", ["End"]),
  command("to-reader", "Go to the request", "triage", "navigate", ["Enter", "ArrowRight"]),
  command("to-list", "Back to the list", "triage", "navigate", ["ArrowLeft"]),
  command("clear-marks", "Unmark all, or back to the list", "triage", "navigate", ["Escape"]),
  command("mark", "Mark the request, or take the mark off", "triage", "act", ["x"], ["Alt+x"]),
  command("mark-down", "Mark the next one as well", "triage", "navigate", ["Shift+ArrowDown"]),
  command("mark-up", "Mark the one before as well", "triage", "navigate", ["Shift+ArrowUp"]),
  command("mark-first", `Mark the first ${MARKS_MAX}`, "triage", "act", ["Ctrl+a"]),
  command("route", "Route", "triage", "verb", ["t"], ["Alt+t"]),
  command("assign", "Assign", "triage", "verb", ["a"], ["Alt+a"]),
  command("urgency", "Urgency", "triage", "verb", ["u"], ["Alt+u"]),
  command("category", "Category", "triage", "verb", ["g"], ["Alt+g"]),
  command("reply", "Reply", "triage", "verb", ["r"], ["Alt+r"]),
  command("note", "Note", "triage", "verb", ["n"], ["Alt+n"]),
  command("hold", "Hold or wait", "triage", "verb", ["w"], ["Alt+w"]),
  command("done", "Done", "triage", "verb", ["d"], ["Alt+d"]),
  command("reopen", "Reopen", "triage", "verb", ["o"], ["Alt+o"]),
  command("merge", "Merge", "triage", "verb", ["Shift+m"], ["Alt+m"]),
  command("menu", "Actions on the request", "triage", "act", ["Shift+F10", "ContextMenu"], [], false),
  command("copy", "Copy", "triage", "verb", ["c"], ["Alt+c"]),
  command("file", "Mark as filed in the record", "triage", "act", [], ["Alt+f"]),
  command("chase", "Patient asked again", "triage", "verb", ["Shift+c"], ["Alt+Shift+c"]),
  command("undo", "Undo the last action", "window", "act", ["z", "Ctrl+z"], ["Alt+z"]),
  command("minutes", "I have some minutes", "window", "act", ["m"], ["Ctrl+m"]),
  command("last-actions", "Last actions", "window", "act", [], ["Ctrl+Shift+z"]),
  command("arrivals", "Show new requests", "triage", "act", ["."], ["Alt+."]),
  command("earlier", "Earlier requests", "triage", "act", ["e"], ["Alt+e"]),
  command("search", "Search", "window", "act", ["/"], ["Ctrl+f"]),
  command("search-all", "Search everything on this PC", "window", "act", [], ["Ctrl+Shift+f"]),
  command("enter-request", "New request for a caller", "window", "act", [], ["Ctrl+Shift+n"]),
  command("outage-list", "List for an outage", "window", "act", [], ["Ctrl+Shift+p"]),
  command("view-1", "Unassigned", "window", "navigate", [], ["Ctrl+1"]),
  command("view-2", "Urgent", "window", "navigate", [], ["Ctrl+2"]),
  command("view-3", "Mine", "window", "navigate", [], ["Ctrl+3"]),
  command("view-4", "Teams", "window", "navigate", [], ["Ctrl+4"]),
  command("view-5", "Waiting for patient", "window", "navigate", [], ["Ctrl+5"]),
  command("view-6", "Held", "window", "navigate", [], ["Ctrl+6"]),
  command("view-7", "Done today", "window", "navigate", [], ["Ctrl+7"]),
  command("view-8", "All open", "window", "navigate", [], ["Ctrl+8"]),
  command("attention", "Needs attention", "window", "navigate", [], ["Ctrl+o"]),
  command("workload", "Workload", "window", "navigate", [], ["Ctrl+Shift+w"]),
  command("next-region", "Next part of the window", "window", "navigate", [], ["F6"], false),
  command("previous-region", "Previous part of the window", "window", "navigate", [], ["Shift+F6"], false),
  command("palette", "All commands", "window", "act", [], ["Ctrl+k"], false),
  command("sync-now", "Check for new requests now", "window", "navigate", [], ["F5"]),
  command("work-offline", "Work offline, on or off", "window", "navigate", [], ["Ctrl+Shift+o"]),
  command("switch-user", "Switch user", "window", "navigate", [], ["Ctrl+Shift+l"]),
  command("settings", "Settings", "window", "navigate", [], ["Ctrl+,"]),
  command("practise", "Practise with invented patients, on or off", "window", "act", [], ["Ctrl+Shift+t"]),
  command(
    "reader-window",
    "Second screen: the request in its own window",
    "window",
    "act",
    [],
    ["Ctrl+Shift+Space"],
  ),
  command("bigger-text", "Bigger text", "window", "navigate", [], ["Ctrl++", "Ctrl+="]),
  command("smaller-text", "Smaller text", "window", "navigate", [], ["Ctrl+-"]),
  command("usual-text", "Usual text size", "window", "navigate", [], ["Ctrl+0"]),
  command("help", "Help", "window", "act", ["?"], ["F1"]),
  command("report", "Copy report for IT", "window", "act", []),
  command("send", "Send", "reply", "act", [], ["Ctrl+Enter"]),
  command("send-close", "Send and close", "reply", "act", [], ["Ctrl+Shift+Enter"]),
  command("templates", "Go to the templates", "reply", "navigate", [], ["Ctrl+;"]),
  command("next-blank", "Next blank to fill", "reply", "navigate", [], ["F8"]),
  command("attach", "Attach a file", "reply", "act", [], ["Alt+f"]),
  command("save-draft", "Save the draft now", "reply", "navigate", [], ["Ctrl+s"]),
  command("leave-reply", "Back; the draft is kept", "reply", "navigate", [], ["Escape"]),
  command("merge-now", "Merge the two requests", "merge", "act", [], ["Ctrl+Enter"]),
  command("leave-merge", "Back; nothing is merged", "merge", "navigate", [], ["Escape"]),
  command("keep-theirs", "Keep what is there now, then Enter", "conflict", "navigate", ["1"]),
  command("use-mine", "Use mine and give a reason, then Enter", "conflict", "navigate", ["2"]),
  command("open-request", "Open the request, then Enter", "conflict", "navigate", ["3"]),
];

const BY_ID = new Map(COMMANDS.map((entry) => [entry.id, entry]));

/** Whether single keys act, or only keys with Ctrl or Alt and those that write nothing (WCAG 2.1.4). */
export type KeyMode = "single-keys" | "no-single-keys";

/** True for a key that writes a character. Arrows, Enter, Escape and F-keys write none. */
export function isSingleKey(chord: string): boolean {
  return /^(?:Shift\+)?.$/u.test(chord);
}

/** The keys of a command's scope that act. */
export function keysOf(entry: Command, mode: KeyMode): readonly string[] {
  return mode === "single-keys" ? entry.keys : entry.keys.filter((chord) => !isSingleKey(chord));
}

/** All keys of a command that act, in the order in which they are shown. */
export function actingKeys(entry: Command, mode: KeyMode): readonly string[] {
  return [...keysOf(entry, mode), ...entry.anywhere];
}

/** The key that a button shows: the single key where there is one, else the one that acts anywhere. */
export function shownKey(id: CommandId, mode: KeyMode = "single-keys"): string {
  const entry = BY_ID.get(id);
  return displayChord(entry === undefined ? "" : (actingKeys(entry, mode)[0] ?? ""));
}

/** All keys of a command as assistive technology expects them in `aria-keyshortcuts`. */
export function ariaKeys(id: CommandId, mode: KeyMode = "single-keys"): string {
  const entry = BY_ID.get(id);
  if (entry === undefined) return "";
  return actingKeys(entry, mode)
    .map((chord) =>
      chord
        .replace("Ctrl", "Control")
        .replace(/\+\+$/, "+Plus")
        .replace(/\b[a-z]$/, upper),
    )
    .join(" ");
}

export function commandOf(id: CommandId): Command | null {
  return BY_ID.get(id) ?? null;
}

export function commandLabel(id: CommandId): string {
  return BY_ID.get(id)?.label ?? "";
}

/** The command for a chord: keys in scope first, unless a text field has the focus, then those that act anywhere. */
export function findCommand(
  chord: string,
  scopes: readonly Scope[],
  inField: boolean,
  mode: KeyMode = "single-keys",
): Command | null {
  const inScope = COMMANDS.filter((entry) => scopes.includes(entry.scope) || entry.scope === "window");
  const single = inField ? undefined : inScope.find((entry) => keysOf(entry, mode).includes(chord));
  return single ?? inScope.find((entry) => entry.anywhere.includes(chord)) ?? null;
}

const SHOWN: Record<string, string> = {
  ContextMenu: "Menu key",
  ArrowDown: "↓",
  ArrowUp: "↑",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  PageDown: "Page Down",
  PageUp: "Page Up",
};

/** `Ctrl+f` as people read it: `Ctrl+F`. */
export function displayChord(chord: string): string {
  return chord
    .split("+")
    .map((part) => SHOWN[part] ?? (part.length === 1 ? upper(part) : part))
    .join("+");
}

function upper(text: string): string {
  return text.toUpperCase();
}
