/** What the practice in memory keeps of a person between two looks at the window: what they typed, and how they left it. */

import type {
  ExportedView,
  KeepTypedForm,
  Phase,
  PlaceView,
  ReportView,
  TypedForm,
  TypedView,
} from "../bindings";
import { refuse } from "./decisions";
import { timeView, type World } from "./world";

/** The same limit as Rust has, in characters of the alphabet. */
const TYPED_MAX = 64 * 1024;

function keyOf(world: World, place: string): string {
  if (place !== "enter" && !/^(?:note|chase):/.test(place)) {
    throw refuse({ kind: "invalid", field: "place", problem: "not-known" });
  }
  return `${world.staff?.id ?? ""} ${place}`;
}

export function typedView(world: World, { place }: TypedForm): TypedView | null {
  const typed = world.typed.get(keyOf(world, place));
  return typed === undefined ? null : { text: typed.text, savedAt: timeView(typed.atMs, world.nowMs) };
}

export function keepTyped(world: World, { place, text }: KeepTypedForm): null {
  const key = keyOf(world, place);
  if (text.length > TYPED_MAX) throw refuse({ kind: "invalid", field: "text", problem: "too-long" });
  if (text === "") world.typed.delete(key);
  else world.typed.set(key, { text, atMs: world.nowMs });
  return null;
}

export function keepPlace(world: World, { view, zoomPercent }: PlaceView): null {
  const place = { view, zoomPercent: Math.min(400, Math.max(50, zoomPercent)) };
  if (world.staff !== null) world.places.set(world.staff.id, place);
  return null;
}

/** Where the practice in memory says it wrote a file. */
export function exported(name: string): ExportedView {
  return { path: `C:\\Users\\Public\\Documents\\${name}` };
}

/** What IT is told of a practice in memory. */
export function reportView(world: World, phase: Phase): ReportView {
  const head = "Triage Desk 0.1.0 on linux x86_64";
  if (phase === "blocked") return { text: `${head}\nNothing opens: StoreDamaged\n` };
  const lines = [
    head,
    "Key: in the system's key store",
    `Signed in: ${world.staff?.role ?? "nobody"}`,
    `Line: ${world.offlineSinceMs === null ? "Online" : "Offline"}`,
    `Requests on this PC: ${world.requests.size}`,
  ];
  return { text: `${lines.join("\n")}\n` };
}
