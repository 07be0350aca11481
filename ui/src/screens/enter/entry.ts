/** A request that is being entered: what is known so far, what is blank, and the form that goes to Rust. */

import { newOpId } from "../../core/opid";
import type { Category, EnterForm, PatientView, Urgency } from "../../host/host";

export type Who =
  | { kind: "looking"; search: string }
  | { kind: "patient"; requestId: string; patient: PatientView }
  | { kind: "not-found"; name: string; born: Born };

/** A date of birth as it is typed, in digits. */
export type Born = { day: string; month: string; year: string };

export type Entry = {
  /** Made once, so that saving twice enters one request. */
  opId: string;
  requestId: string;
  who: Who;
  route: EnterForm["route"];
  ringBack: string;
  words: string;
  category: Category;
  urgency: Urgency | null;
};

export type Blank = "who" | "name" | "born" | "words" | "urgency";

export const NOT_SAID: Born = { day: "", month: "", year: "" };

/** Nobody alive was born before. */
const YEAR_MIN = 1900;

/** The date as `YYYY-MM-DD`; null where nothing was said, and undefined where what was typed is no date of birth. */
export function bornOf({ day, month, year }: Born): string | null | undefined {
  const [d, m, y] = [day, month, year].map((part) => part.trim());
  if (d === "" && m === "" && y === "") return null;
  if (!/^\d{1,2}$/.test(d ?? "") || !/^\d{1,2}$/.test(m ?? "") || !/^\d{4}$/.test(y ?? "")) return undefined;
  const date = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)));
  const isReal = date.getUTCMonth() === Number(m) - 1 && date.getUTCDate() === Number(d);
  if (!isReal || Number(y) < YEAR_MIN || date.getTime() > Date.now()) return undefined;
  return date.toISOString().slice(0, 10);
}

export function newEntry(): Entry {
  const now = Date.now();
  return {
    opId: newOpId(now),
    requestId: newOpId(now),
    who: { kind: "looking", search: "" },
    route: "phone",
    ringBack: "",
    words: "",
    category: "unknown",
    urgency: null,
  };
}

/** Says whether anything would be lost. */
export function isBegun({ who, ringBack, words, urgency }: Entry): boolean {
  const named = who.kind === "looking" ? who.search !== "" : true;
  return named || ringBack !== "" || words !== "" || urgency !== null;
}

export function blanksOf({ who, words, urgency }: Entry): Blank[] {
  const blanks: Blank[] = [];
  if (who.kind === "looking") blanks.push("who");
  if (who.kind === "not-found" && who.name.trim() === "") blanks.push("name");
  if (who.kind === "not-found" && bornOf(who.born) === undefined) blanks.push("born");
  if (words.trim() === "") blanks.push("words");
  if (urgency === null) blanks.push("urgency");
  return blanks;
}

/** Whom the request is for, once that is settled. */
export function nameOf({ who }: Entry): string | null {
  if (who.kind === "patient") return who.patient.name;
  return who.kind === "not-found" && who.name.trim() !== "" ? who.name.trim() : null;
}

/** The form of an entry without blanks; null while there are any. */
export function formOf(entry: Entry): EnterForm | null {
  const { opId, requestId, who, route, category, urgency } = entry;
  if (who.kind === "looking" || urgency === null || blanksOf(entry).length > 0) return null;
  const about: EnterForm["about"] =
    who.kind === "patient"
      ? { kind: "patient-of", requestId: who.requestId }
      : { kind: "not-identified", name: who.name.trim(), born: bornOf(who.born) ?? null };
  const [words, ringBack] = [entry.words.trim(), entry.ringBack.trim()];
  return { opId, requestId, about, route, words, ringBack, category, urgency };
}

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

function isEntry(read: unknown): read is Entry {
  if (typeof read !== "object" || read === null) return false;
  const texts: readonly string[] = ["opId", "requestId", "route", "ringBack", "words", "category"];
  const has = (name: string) => name in read;
  const isText = (name: string) => typeof Reflect.get(read, name) === "string";
  const who: unknown = Reflect.get(read, "who");
  return texts.every(isText) && has("urgency") && isWho(who);
}

function isWho(who: unknown): boolean {
  if (typeof who !== "object" || who === null) return false;
  const kind: unknown = Reflect.get(who, "kind");
  if (kind === "looking") return typeof Reflect.get(who, "search") === "string";
  if (kind === "not-found") return typeof Reflect.get(who, "born") === "object";
  return kind === "patient" && typeof Reflect.get(who, "patient") === "object";
}
