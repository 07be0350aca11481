/** Entries that were kept: read with mistrust, and with the patient as the practice has them by now. */

import type { Category, EnterForm, Host, PatientView, Urgency } from "../../host/host";
import { BORN_PARTS, type Born } from "./born";
import type { Entry, Who } from "./entry";

const ROUTES: readonly EnterForm["route"][] = ["phone", "desk"];
const CATEGORIES: readonly Category[] = ["clinical", "administrative", "unknown"];
const URGENCIES: readonly Urgency[] = ["emergency", "urgent-today", "soon", "routine"];

/** Reads an entry that was kept; null where this program did not write it. */
export function readEntry(text: string): Entry | null {
  if (text === "") return null;
  try {
    const read: unknown = JSON.parse(text);
    return isEntry(read) ? read : null;
  } catch {
    return null;
  }
}

/**
 * The same entry with its patient read anew: since it was begun they may have died, or another name. Where their request
 * is not here any more they have to be chosen again.
 */
export async function renewEntry(host: Host, text: string): Promise<string> {
  const entry = readEntry(text);
  if (entry?.who.kind !== "patient") return text;
  const { requestId, patient } = entry.who;
  const who: Who = await host.request({ id: requestId }).then(
    (request) => ({ kind: "patient", requestId, patient: request.patient }),
    () => ({ kind: "looking", search: plainName(patient) }),
  );
  return JSON.stringify({ ...entry, who });
}

/** `KHAN, Farah (Mrs)` as it is searched for. */
function plainName({ name }: PatientView): string {
  return name.replace(/\(.*\)|,/g, "").trim();
}

function isEntry(read: unknown): read is Entry {
  const texts = ["opId", "requestId", "ringBack", "words"].every((name) => isText(of(read, name)));
  const urgency = of(read, "urgency");
  return (
    texts &&
    isOne(ROUTES, of(read, "route")) &&
    isOne(CATEGORIES, of(read, "category")) &&
    (urgency === null || isOne(URGENCIES, urgency)) &&
    isBorn(of(read, "born")) &&
    isWho(of(read, "who"))
  );
}

function isWho(who: unknown): who is Who {
  switch (of(who, "kind")) {
    case "looking":
      return isText(of(who, "search"));
    case "not-found":
      return isText(of(who, "name"));
    case "patient":
      // The rest of the patient is read anew before it is shown.
      return isText(of(who, "requestId")) && isText(of(of(who, "patient"), "name"));
    default:
      return false;
  }
}

function isBorn(born: unknown): born is Born {
  return BORN_PARTS.every((part) => isText(of(born, part)));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isOne(ones: readonly string[], value: unknown): boolean {
  return isText(value) && ones.includes(value);
}

/** A member of what may be anything. */
function of(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
