//! Owns the practice's time: local days, working days, the due time, and when patients write.
//!
//! It does not own the contract clock of the client; the due time is what this provider states.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, SecondsFormat, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Europe::London;

use super::dice::Dice;

/// Start of core hours, minutes after local midnight: 08:00 (NHS England, GP contract core hours).
pub const CORE_START_MIN: u32 = 8 * 60;
/// End of core hours, minutes after local midnight: 18:30 (NHS England, GP contract core hours).
pub const CORE_END_MIN: u32 = 18 * 60 + 30;

/// Requests per 1,000 registered patients and working day in a practice with total triage
/// (askmyGP planning default: 6.5 % of the list a week clinical and 1 % administrative).
const DAILY_PER_1000: f64 = 15.0;

/// Share of a week's requests by weekday, per mille, Monday first: Monday 25.6 %, Tuesday 19.2 %,
/// Saturday 2.2 % and Sunday 5.1 % (Eccles, BJGP 2019); the rest is spread over Wednesday to Friday.
const WEEKDAY_PERMILLE: [u32; 7] = [256, 192, 165, 156, 158, 22, 51];

/// Relative frequency of each hour on a working day; 08:00 to 09:59 carries 28.9 % (Eccles, BJGP 2019).
const WORKING_HOURS: [u32; 24] =
    [5, 3, 2, 2, 3, 8, 22, 64, 163, 126, 96, 80, 66, 60, 56, 50, 48, 36, 26, 23, 24, 19, 12, 6];
/// Relative frequency of each hour at weekends; the peak is 20:00 to 21:59 (Eccles, BJGP 2019).
const FREE_HOURS: [u32; 24] =
    [8, 5, 3, 3, 4, 8, 16, 28, 40, 50, 54, 54, 50, 48, 48, 50, 54, 60, 70, 82, 104, 98, 58, 25];

/// Bank holidays in England 2025 to 2028 (gov.uk/bank-holidays, read June 2025; 2028 by the same rules).
const BANK_HOLIDAYS: [(i32, u32, u32); 32] = [
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
    (2028, 1, 3),
    (2028, 4, 14),
    (2028, 4, 17),
    (2028, 5, 1),
    (2028, 5, 29),
    (2028, 8, 28),
    (2028, 12, 25),
    (2028, 12, 26),
];

/// Says whether the practice is open on that day.
pub fn is_working_day(date: NaiveDate) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    !weekend && !BANK_HOLIDAYS.contains(&(date.year(), date.month(), date.day()))
}

/// Returns the first working day after the given one.
pub fn next_working_day(date: NaiveDate) -> NaiveDate {
    let mut day = date + Duration::days(1);
    while !is_working_day(day) {
        day += Duration::days(1);
    }
    day
}

/// Returns the local day of a moment.
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&London).date_naive()
}

/// Returns the local minutes after midnight of a moment.
pub fn local_minute(at: DateTime<Utc>) -> u32 {
    let local = at.with_timezone(&London);
    local.hour() * 60 + local.minute()
}

/// Returns the moment at which a local clock shows that second of the day.
pub fn moment(date: NaiveDate, second_of_day: u32) -> DateTime<Utc> {
    let second = second_of_day.min(86_399);
    let time = NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap_or(NaiveTime::MIN);
    let local = London.from_local_datetime(&date.and_time(time));
    // The hour that does not exist in March is read as if the clocks had not changed.
    local.earliest().map_or_else(|| Utc.from_utc_datetime(&date.and_time(time)), |found| found.to_utc())
}

/// Writes a moment as FHIR's instant, to the second.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Returns the first moment at or after `at` at which the practice is open.
pub fn opens_at_or_after(at: DateTime<Utc>) -> DateTime<Utc> {
    let date = local_date(at);
    let minute = local_minute(at);
    if is_working_day(date) && minute < CORE_END_MIN {
        return at.max(moment(date, CORE_START_MIN * 60));
    }
    moment(next_working_day(date), CORE_START_MIN * 60)
}

/// Returns the last moment at or before `at` at which the practice was open: nobody opens or closes a request at night.
pub fn open_at_or_before(at: DateTime<Utc>) -> DateTime<Utc> {
    let mut day = local_date(at);
    loop {
        let (start, end) = (moment(day, CORE_START_MIN * 60), moment(day, CORE_END_MIN * 60));
        if is_working_day(day) && at >= start {
            return at.min(end);
        }
        day -= Duration::days(1);
    }
}

/// Counts the core minutes between two moments.
pub fn core_minutes(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    let mut total = 0;
    let mut day = local_date(from);
    let last = local_date(to);
    while day <= last {
        if is_working_day(day) {
            let start = from.max(moment(day, CORE_START_MIN * 60));
            let end = to.min(moment(day, CORE_END_MIN * 60));
            total += (end - start).num_minutes().max(0);
        }
        day += Duration::days(1);
    }
    total
}

/// Returns the end of the next core-hours period after a moment, the contract's 2026/27 limit for a response.
pub fn due(at: DateTime<Utc>) -> DateTime<Utc> {
    let date = local_date(at);
    let open_now = is_working_day(date) && (CORE_START_MIN..CORE_END_MIN).contains(&local_minute(at));
    let before_opening = is_working_day(date) && local_minute(at) < CORE_START_MIN;
    let day = if before_opening && !open_now { date } else { next_working_day(date) };
    moment(day, CORE_END_MIN * 60)
}

/// Returns how many requests reach a practice of that size on that day.
pub fn volume(list_size: u32, date: NaiveDate, dice: &mut Dice) -> usize {
    let weekday = if is_working_day(date) || date.weekday() == Weekday::Sat { date.weekday() } else { Weekday::Sun };
    let share = f64::from(WEEKDAY_PERMILLE[weekday.num_days_from_monday() as usize]) / 1000.0;
    let working_share: u32 = WEEKDAY_PERMILLE[..5].iter().sum();
    let week = f64::from(list_size) / 1000.0 * DAILY_PER_1000 * 5.0 / (f64::from(working_share) / 1000.0);
    let wobble = 0.93 + f64::from(u32::try_from(dice.below(141)).unwrap_or(0)) / 1000.0;
    let count = (week * share * wobble).round();
    if count >= 1.0 { count as usize } else { 1 }
}

/// Returns the moments at which requests arrive on a day, oldest first.
pub fn arrivals(date: NaiveDate, count: usize, dice: &mut Dice) -> Vec<DateTime<Utc>> {
    let hours = if is_working_day(date) { &WORKING_HOURS } else { &FREE_HOURS };
    let mut seconds: Vec<u32> = (0..count)
        .map(|_| {
            let hour = u32::try_from(dice.weighted(hours.iter().copied())).unwrap_or(0);
            hour * 3600 + u32::try_from(dice.below(3600)).unwrap_or(0)
        })
        .collect();
    seconds.sort_unstable();
    seconds.into_iter().map(|second| moment(date, second)).collect()
}
