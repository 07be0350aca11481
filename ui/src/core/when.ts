/** A date and a time as people type them, read as the practice's own clock. Decides nothing: Rust says whether it may be. */

export type When = { local: string } | { problem: "no-date" | "no-time" };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const CENTURY = 2000;

/**
 * Reads `24-Nov-2026`, `24 Nov`, `24/11/26` or `24/11`, and `9`, `9:30`, `0930` or `09.30`. Without a year it is the next
 * such day from `nowLocal` on, which is `YYYY-MM-DDTHH:MM`.
 */
export function readWhen(date: string, time: string, nowLocal: string): When {
  const day = readDay(date, nowLocal);
  if (day === null) return { problem: "no-date" };
  const clock = readTime(time);
  return clock === null ? { problem: "no-time" } : { local: `${day}T${clock}` };
}

function readDay(text: string, nowLocal: string): string | null {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/[\s/.-]+/);
  const [dayText = "", monthText = "", yearText] = parts;
  if (parts.length > 3 || !/^\d{1,2}$/.test(dayText)) return null;
  const month = readMonth(monthText);
  if (month === null) return null;
  const given = yearText === undefined ? null : readYear(yearText);
  if (yearText !== undefined && given === null) return null;
  const thisYear = Number(nowLocal.slice(0, 4));
  const day = Number(dayText);
  const inYear = (year: number) => isoDay(year, month, day);
  if (given !== null) return inYear(given);
  const here = inYear(thisYear);
  return here !== null && here >= nowLocal.slice(0, 10) ? here : inYear(thisYear + 1);
}

function readMonth(text: string): number | null {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const at = MONTHS.indexOf(text.slice(0, 3));
  return at === -1 ? null : at + 1;
}

function readYear(text: string): number | null {
  if (/^\d{4}$/.test(text)) return Number(text);
  return /^\d{2}$/.test(text) ? CENTURY + Number(text) : null;
}

/** The day, unless the calendar has none such. */
function isoDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const iso = date.toISOString().slice(0, 10);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? iso : null;
}

function readTime(text: string): string | null {
  const found = /^(\d{1,2})[:.]?(\d{2})?$/.exec(text.trim());
  if (found === null) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? "0")];
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}
