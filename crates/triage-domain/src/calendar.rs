//! The practice's calendar: London time, bank holidays, working days and core hours.
//!
//! It owns the questions "which day is it there" and "how much of the practice's own time has passed". It does not
//! know what is due when (`deadline`), and it reads no clock.

use std::ops::Range;

use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Europe::London;

/// Start of core hours since midnight, London time: 08:00 (GP contract, core hours; `domain.md` §3, source 60).
pub const CORE_OPENS: TimeDelta = TimeDelta::hours(8);

/// End of core hours since midnight, London time: 18:30 (GP contract, core hours; `domain.md` §3, source 60).
pub const CORE_CLOSES: TimeDelta = TimeDelta::minutes(18 * 60 + 30);

/// Length of one day's core hours: 630 minutes.
const CORE_DAY_MINUTES: i64 = CORE_CLOSES.num_minutes() - CORE_OPENS.num_minutes();

/// First and last year whose bank holidays are known here.
const BANK_HOLIDAY_YEARS: Range<i32> = 2025..2028;

/// Bank holidays in England and Wales as (year, month, day), in order.
///
/// The list of gov.uk/bank-holidays, by way of public copies of it; as of 23 November 2026. A test derives the same
/// dates from the Banking and Financial Dealings Act 1971 and the date of Easter. A holiday proclaimed later
/// (a jubilee, a coronation) is missing until it is added.
const BANK_HOLIDAYS: [(i32, u32, u32); 24] = [
    (2025, 1, 1),
    (2025, 4, 18),
    (2025, 4, 21),
    (2025, 5, 5),
    (2025, 5, 26),
    (2025, 8, 25),
    (2025, 12, 25),
    (2025, 12, 26),
    (2026, 1, 1),
    (2026, 4, 3),
    (2026, 4, 6),
    (2026, 5, 4),
    (2026, 5, 25),
    (2026, 8, 31),
    (2026, 12, 25),
    (2026, 12, 28),
    (2027, 1, 1),
    (2027, 3, 26),
    (2027, 3, 29),
    (2027, 5, 3),
    (2027, 5, 31),
    (2027, 8, 30),
    (2027, 12, 27),
    (2027, 12, 28),
];

/// How far answers about a stretch of days can be relied upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarCoverage {
    /// The bank holidays of every day asked about are known.
    Complete,
    /// Some day lies in a year whose bank holidays are not known here: there, every Monday to Friday counts as a working day.
    WeekdaysOnly,
}

/// Says whether the bank holidays are known for every day from the first to the last.
#[must_use]
pub fn coverage(first: NaiveDate, last: NaiveDate) -> CalendarCoverage {
    if BANK_HOLIDAY_YEARS.contains(&first.year()) && BANK_HOLIDAY_YEARS.contains(&last.year()) {
        CalendarCoverage::Complete
    } else {
        CalendarCoverage::WeekdaysOnly
    }
}

/// Returns date and time on a clock in London.
#[must_use]
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&London).naive_local()
}

/// Returns the moment a clock in London shows a time.
///
/// Of a time that the clock shows twice (the hour that the autumn change repeats), the first; a time that it never
/// shows (the hour that the spring change skips) is taken as if the change had not happened yet.
#[must_use]
pub fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    match London.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.with_timezone(&Utc),
        MappedLocalTime::None => local.and_utc(),
    }
}

/// Returns the moments that belong to a day in London: 23, 24 or 25 hours from midnight to midnight.
#[must_use]
pub fn day_span(day: NaiveDate) -> Range<DateTime<Utc>> {
    let next = day.succ_opt().unwrap_or(day);
    instant(day.and_time(NaiveTime::MIN))..instant(next.and_time(NaiveTime::MIN))
}

/// Says whether a day is a bank holiday in England and Wales; never where the holidays of its year are not known.
#[must_use]
pub fn is_bank_holiday(day: NaiveDate) -> bool {
    BANK_HOLIDAYS.binary_search(&(day.year(), day.month(), day.day())).is_ok()
}

/// Says whether a day is a Monday to Friday and not a bank holiday.
#[must_use]
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_bank_holiday(day)
}

/// Counts the working days after one day up to and including another; nought where the other is not later.
#[must_use]
pub fn working_days_between(day: NaiveDate, later: NaiveDate) -> i64 {
    (working_days_through(later) - working_days_through(day)).max(0)
}

/// Says whether a moment lies in core hours; 08:00 does, 18:30 does not.
#[must_use]
pub fn is_core(at: DateTime<Utc>) -> bool {
    let local = local(at);
    let since_midnight = since_midnight(local);
    is_working_day(local.date()) && since_midnight >= CORE_OPENS && since_midnight < CORE_CLOSES
}

/// Returns how much core time lies between two moments; nothing where the second is not later.
///
/// Clocks change on Sunday nights, outside core hours, so a core hour is always sixty minutes. The work does not
/// grow with the distance.
#[must_use]
pub fn core_time_between(from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
    (core_time_until(to) - core_time_until(from)).max(TimeDelta::zero())
}

/// Returns the full core minutes between two moments; nought where the second is not later.
#[must_use]
pub fn core_minutes_between(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    core_time_between(from, to).num_minutes()
}

/// Returns the day whose core hours run at a moment, or else are the next to start.
#[must_use]
pub fn core_day(at: DateTime<Utc>) -> NaiveDate {
    let local = local(at);
    if since_midnight(local) < CORE_CLOSES { first_working_day(local.date()) } else { working_day_after(local.date()) }
}

/// Returns the end of the core hours that run at a moment, or else are the next to start.
#[must_use]
pub fn end_of_core_period(at: DateTime<Utc>) -> DateTime<Utc> {
    closing(core_day(at))
}

/// Returns the end of the first core hours that start after a moment.
///
/// Received within core hours, that is the end of the next working day; received at night, the end of the coming one.
#[must_use]
pub fn next_core_period_end(at: DateTime<Utc>) -> DateTime<Utc> {
    let day = core_day(at);
    if is_core(at) { closing(working_day_after(day)) } else { closing(day) }
}

fn closing(day: NaiveDate) -> DateTime<Utc> {
    instant(day.and_time(NaiveTime::MIN + CORE_CLOSES))
}

fn first_working_day(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| is_working_day(*day)).unwrap_or(day)
}

fn working_day_after(day: NaiveDate) -> NaiveDate {
    first_working_day(day.succ_opt().unwrap_or(day))
}

fn since_midnight(local: NaiveDateTime) -> TimeDelta {
    local.time() - NaiveTime::MIN
}

/// Measures core time from the beginning of the calendar, so that a difference of two is the time between.
fn core_time_until(at: DateTime<Utc>) -> TimeDelta {
    let local = local(at);
    let days = working_days_through(local.date());
    if !is_working_day(local.date()) {
        return TimeDelta::minutes(days * CORE_DAY_MINUTES);
    }
    let so_far = since_midnight(local).clamp(CORE_OPENS, CORE_CLOSES) - CORE_OPENS;
    TimeDelta::minutes((days - 1) * CORE_DAY_MINUTES) + so_far
}

/// Counts working days from the beginning of the calendar through a day, by arithmetic: 1 January of year 1 is a Monday.
fn working_days_through(day: NaiveDate) -> i64 {
    let days = i64::from(day.num_days_from_ce());
    let weekdays = days.div_euclid(7) * 5 + days.rem_euclid(7).min(5);
    let holidays = BANK_HOLIDAYS.partition_point(|holiday| *holiday <= (day.year(), day.month(), day.day()));
    weekdays - holidays as i64
}

#[cfg(test)]
mod tests;
