/** A request that is being entered: what is known so far, what is blank, and the form that goes to Rust. */

import { newOpId } from "../../core/opid";
import type { Category, EnterForm, PatientView, Urgency } from "../../host/host";
import { type Born, bornOf, NOT_SAID } from "./born";

export type Who =
  | { kind: "looking"; search: string }
  | { kind: "patient"; requestId: string; patient: PatientView }
  | { kind: "not-found"; name: string };

export type Entry = {
  /** Made once, so that saving twice enters one request. */
  opId: string;
  requestId: string;
  who: Who;
  /** Counts only for somebody who was not found. */
  born: Born;
  route: EnterForm["route"];
  ringBack: string;
  words: string;
  category: Category;
  urgency: Urgency | null;
};

export type Blank = "who" | "name" | "born" | "words" | "urgency";

export function newEntry(): Entry {
  const now = Date.now();
  return {
    opId: newOpId(now),
    requestId: newOpId(now),
    who: { kind: "looking", search: "" },
    born: NOT_SAID,
    route: "phone",
    ringBack: "",
    words: "",
    category: "unknown",
    urgency: null,
  };
}

/** Says whether anything would be lost. */
export function isBegun({ who, born, ringBack, words, urgency }: Entry): boolean {
  const named = who.kind === "looking" ? who.search !== "" : true;
  return (
    named ||
    Object.values(born).some((part) => part !== "") ||
    ringBack !== "" ||
    words !== "" ||
    urgency !== null
  );
}

export function blanksOf({ who, born, words, urgency }: Entry): Blank[] {
  const blanks: Blank[] = [];
  if (who.kind === "looking") blanks.push("who");
  if (who.kind === "not-found" && who.name.trim() === "") blanks.push("name");
  if (who.kind === "not-found" && bornOf(born).problem !== null) blanks.push("born");
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
      : { kind: "not-identified", name: who.name.trim(), born: bornOf(entry.born).date };
  const [words, ringBack] = [entry.words.trim(), entry.ringBack.trim()];
  return { opId, requestId, about, route, words, ringBack, category, urgency };
}
