/** Dates, times, durations and numbers as people read them. The month table is our own: engines write "Sept" for en-GB. */

import type { TimeView } from "../host/host";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONG_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 1440;
const NBSP = "\u00a0";

/** `2026-09-04` or `2026-09-04T09:05` as `04-Sep-2026`; a year or a year and month alone as they are known. */
export function fmtDate(local: string): string {
  const [year = "", month, day] = local.slice(0, 10).split("-");
  if (month === undefined) return year;
  const name = MONTHS[Number(month) - 1] ?? month;
  return day === undefined ? `${name}-${year}` : `${day}-${name}-${year}`;
}

/** `2026-09-04T09:05` as `4 September 2026`: the form for people who are not staff. */
export function fmtLongDate(local: string): string {
  const [year = "", month = "", day = ""] = local.slice(0, 10).split("-");
  return `${Number(day)} ${LONG_MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** `2026-09-04T09:05` as `09:05`, 24-hour clock. */
export function fmtTime(local: string): string {
  return local.slice(11, 16);
}

/** `2026-09-04T09:05` as `04-Sep-2026 09:05`: what names a request for people, on any day. */
export function fmtDateTime(local: string): string {
  return `${fmtDate(local)} ${fmtTime(local)}`;
}

/** Swedes write dates as ISO 8601 does. */
const LONDON = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/London",
  dateStyle: "short",
  timeStyle: "short",
});

/** An instant as the practice reads it: `1 December 2026 at 08:00`. */
export function fmtInstant(iso: string): string {
  const local = LONDON.format(new Date(iso));
  return `${fmtLongDate(local)} at ${fmtTime(local)}`;
}

/** The weekday of a local date, `Mon`. */
export function fmtWeekday(local: string): string {
  const [year, month, day] = local.slice(0, 10).split("-").map(Number);
  return WEEKDAYS[new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1)).getUTCDay()] ?? "";
}

/** A time as short as a row of the list needs it: `09:05`, `Sat 18:04`, `29-Aug-2026`. Elsewhere an old time keeps its clock. */
export function fmtWhen(time: TimeView): string {
  switch (time.day) {
    case "today":
      return fmtTime(time.local);
    case "yesterday":
    case "this-week":
      return `${fmtWeekday(time.local)} ${fmtTime(time.local)}`;
    case "older":
      return fmtDate(time.local);
  }
}

/** A time as near to now as it is: `09:05`, `Sat 18:04`, `29-Aug-2026 18:04`. */
export function fmtMoment(time: TimeView): string {
  return time.day === "older" ? fmtDateTime(time.local) : fmtWhen(time);
}

/** Minutes as `19m`, `2h 14m`, `1d 15h`: two units at most, largest first, no zeros (CUI D+Tb-0017 to 0029). */
export function fmtWait(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes));
  const days = Math.floor(whole / MINUTES_PER_DAY);
  const hours = Math.floor((whole % MINUTES_PER_DAY) / MINUTES_PER_HOUR);
  const rest = whole % MINUTES_PER_HOUR;
  if (days > 0) return hours > 0 ? `${days}d ${hours}h` : `${days}d`;
  if (hours > 0) return rest > 0 ? `${hours}h ${rest}m` : `${hours}h`;
  return `${rest}m`;
}

/** The same in words, for those who listen: `2 hours 14 minutes`. */
export function fmtWaitSpoken(minutes: number): string {
  const units: Record<string, string> = { d: "day", h: "hour", m: "minute" };
  return fmtWait(minutes)
    .split(" ")
    .map((part) => {
      const count = Number(part.slice(0, -1));
      const unit = units[part.slice(-1)] ?? "";
      return `${count} ${unit}${count === 1 ? "" : "s"}`;
    })
    .join(" ");
}

/** Ten digits as `999 123 4567` that cannot break over a line; anything else unchanged. */
export function fmtNhsNumber(number: string): string {
  const digits = number.replace(/\D/g, "");
  if (digits.length !== 10) return number;
  return [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].join(NBSP);
}

/** A whole number with thousands separated: `1,240`. */
export function fmtCount(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** 1st, 2nd, 3rd, 4th. */
export function fmtOrdinal(count: number): string {
  const tens = count % 100;
  if (tens >= 11 && tens <= 13) return `${count}th`;
  return `${count}${["th", "st", "nd", "rd"][count % 10] ?? "th"}`;
}

/** Bytes as `2.1 MB` or `340 kB`. */
export function fmtBytes(bytes: number): string {
  return bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}

/** One thing or many: `1 text`, `4 texts`. */
export function fmtMany(count: number, one: string, many = `${one}s`): string {
  return `${fmtCount(count)} ${count === 1 ? one : many}`;
}

/** Longest piece of a text that stands elsewhere in full. */
const BRIEF_CHARS_MAX = 120;

/** The beginning of a text in one line, cut after a word. */
export function fmtBrief(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= BRIEF_CHARS_MAX) return flat;
  const end = flat.lastIndexOf(" ", BRIEF_CHARS_MAX);
  return `${flat.slice(0, end > 0 ? end : BRIEF_CHARS_MAX)}…`;
}
