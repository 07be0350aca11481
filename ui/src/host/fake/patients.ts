/** Invented patients, always the same for the same number. NHS numbers are from the 999 range with a right check digit. */

import type { PatientView } from "../bindings";

const FAMILIES = [
  "Khan",
  "Jones",
  "Okonkwo",
  "Taylor",
  "Patel",
  "Murphy",
  "Nowak",
  "Begum",
  "Edwards",
  "Williams-Abernethy",
  "Evans",
  "O’Brien",
  "Rossi",
  "Hughes",
  "Mensah",
  "Clarke",
  "Singh",
  "Davies",
  "Kowalska",
  "Thomas",
  "Ahmed",
  "Fletcher",
  "Adeyemi",
  "Roberts",
  "Chowdhury",
  "Pritchard",
  "Lewis",
  "Haddad",
  "Morgan",
  "Yilmaz",
];

const FEMALE = [
  "Farah",
  "Eleri",
  "Maisie",
  "Siobhán",
  "Zofia",
  "Nasreen",
  "Ruth",
  "Grace",
  "Amina",
  "Helen",
  "Priscilla",
  "Joan",
];
const MALE = [
  "Bilal",
  "Chidi",
  "Thomas",
  "Gwyn",
  "Christopher Jonathan",
  "Marco",
  "Daniel",
  "Kwame",
  "Harpreet",
  "Owen",
  "Yusuf",
  "Alan",
];
const GPS = ["Dr Rees", "Dr Shah", "Dr Lowe"];

/** Deterministic numbers for a seed, so that the same practice comes back each time. */
export function dice(seed: number): () => number {
  let state = (seed * 2654435761 + 97) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export function pick<T>(items: readonly [T, ...T[]] | readonly T[], roll: number): T {
  const item = items[Math.floor(roll * items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

/** The `index`-th number of the 999 range that has a check digit (modulus 11, weights 10 to 2). */
export function syntheticNhsNumber(index: number): string {
  for (let tail = index; ; tail += 100_000) {
    const nine = `999${String(tail % 1_000_000).padStart(6, "0")}`;
    const sum = [...nine].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
    const check = 11 - (sum % 11);
    if (check !== 10) return `${nine}${check === 11 ? 0 : check}`;
  }
}

export type FakePatient = PatientView & { female: boolean; given: string };

export function patient(index: number, todayIso: string): FakePatient {
  const roll = dice(index + 11);
  const female = roll() < 0.55;
  const given = pick(female ? FEMALE : MALE, roll());
  const family = FAMILIES[index % FAMILIES.length] ?? "Jones";
  const birthYear = 2022 - Math.floor(roll() ** 0.8 * 90);
  const month = 1 + Math.floor(roll() * 12);
  const day = 1 + Math.floor(roll() * 28);
  const born = `${birthYear}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const ageYears = yearsBetween(born, todayIso);
  const title = titleFor(female, ageYears, roll());
  const unmatched = index % 23 === 17;
  return {
    female,
    given,
    name: `${family.toUpperCase()}, ${given}${unmatched ? "" : ` (${title})`}`,
    salutation: unmatched ? null : ageYears < 16 ? given : `${title} ${family}`,
    born: unmatched ? null : born,
    ageYears: unmatched ? null : ageYears,
    died: null,
    deceased: false,
    gender: unmatched ? "Not known" : female ? "Female" : "Male",
    nhsNumber: unmatched ? null : syntheticNhsNumber(index * 37 + 1204),
    match: unmatched ? "missing" : index % 11 === 7 ? "unverified" : "verified",
    mobile: `07700 900${String((index * 7) % 1000).padStart(3, "0")}`,
    prefers: roll() < 0.7 ? "text message" : "NHS App",
    usualGp: pick(GPS, roll()),
    language: roll() < 0.1 ? "Welsh" : "English",
  };
}

function titleFor(female: boolean, ageYears: number, roll: number): string {
  if (!female) return ageYears < 16 ? "Master" : "Mr";
  if (ageYears < 16) return "Miss";
  return roll < 0.5 ? "Mrs" : "Ms";
}

function yearsBetween(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
