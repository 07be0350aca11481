/** A date of birth as a caller says it: typed in three parts, and never looked up anywhere. */

/** In digits, as it is typed. */
export type Born = { day: string; month: string; year: string };

export type BornPart = keyof Born;

export type BornProblem = "part-missing" | "short-year" | "no-such-day" | "too-early" | "to-come";

export type BornRead = {
  /** `YYYY-MM-DD`; null where nothing was said, or where it cannot be used. */
  date: string | null;
  problem: BornProblem | null;
  /** The parts that have to be typed again. */
  wrong: readonly BornPart[];
};

export const BORN_PARTS = ["day", "month", "year"] as const satisfies readonly BornPart[];

export const NOT_SAID: Born = { day: "", month: "", year: "" };

/** Nobody alive was born before. */
const YEAR_MIN = 1900;

export function bornOf(typed: Born): BornRead {
  const [day = "", month = "", year = ""] = BORN_PARTS.map((part) => typed[part].trim());
  const missing = BORN_PARTS.filter((part) => typed[part].trim() === "");
  if (missing.length === BORN_PARTS.length) return { date: null, problem: null, wrong: [] };
  if (missing.length > 0) return refused("part-missing", missing);
  if (/^\d{1,3}$/.test(year)) return refused("short-year", ["year"]);
  const isDigits = /^\d{1,2}$/.test(day) && /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year);
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!isDigits || !isReal) return refused("no-such-day", BORN_PARTS);
  if (Number(year) < YEAR_MIN) return refused("too-early", ["year"]);
  if (date.getTime() > Date.now()) return refused("to-come", BORN_PARTS);
  return { date: date.toISOString().slice(0, 10), problem: null, wrong: [] };
}

function refused(problem: BornProblem, wrong: readonly BornPart[]): BornRead {
  return { date: null, problem, wrong };
}
