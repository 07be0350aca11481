//! Owns the reading of FHIR dates as spans of milliseconds and their writing as instants.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};

/// The milliseconds that a FHIR date covers: `2026-11` covers the whole month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First millisecond since 1970 that is covered.
    pub low: i64,
    /// Last millisecond since 1970 that is covered.
    pub high: i64,
}

/// Writes an instant as FHIR does, in UTC with three digits of a second.
pub fn format_ms(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads `2026`, `2026-11`, `2026-11-23`, or an instant with or without zone and fraction.
///
/// A time without a zone counts as UTC.
pub fn parse_span(text: &str) -> Option<Span> {
    let Some((date, time)) = text.split_once('T') else {
        return date_span(text);
    };
    // A `+` of a zone arrives as a space when a client did not escape it in a query.
    let time = time.replace(' ', "+");
    let zoned = if has_zone(&time) { time } else { format!("{time}Z") };
    let with_seconds = add_seconds(&zoned)?;
    let moment = DateTime::parse_from_rfc3339(&format!("{date}T{with_seconds}")).ok()?;
    let low = moment.with_timezone(&Utc).timestamp_millis();
    let width = if zoned.contains('.') {
        1
    } else if with_seconds == zoned {
        1000
    } else {
        60_000
    };
    Some(Span { low, high: low + width - 1 })
}

fn date_span(text: &str) -> Option<Span> {
    let parse = |day: &str| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let (first, next) = match text.len() {
        4 if digits => {
            let first = parse(&format!("{text}-01-01"))?;
            (first, first.checked_add_months(Months::new(12))?)
        }
        7 if digits => {
            let first = parse(&format!("{text}-01"))?;
            (first, first.checked_add_months(Months::new(1))?)
        }
        10 if digits => {
            let first = parse(text)?;
            (first, first.checked_add_days(Days::new(1))?)
        }
        _ => return None,
    };
    Some(Span { low: midnight_ms(first), high: midnight_ms(next) - 1 })
}

fn midnight_ms(day: NaiveDate) -> i64 {
    NaiveDateTime::new(day, NaiveTime::MIN).and_utc().timestamp_millis()
}

fn has_zone(time: &str) -> bool {
    time.ends_with('Z') || time.contains(['+', '-'])
}

fn add_seconds(zoned: &str) -> Option<String> {
    let zone_at = zoned.find(['Z', '+', '-'])?;
    let (clock, zone) = zoned.split_at(zone_at);
    Some(match clock.len() {
        5 => format!("{clock}:00{zone}"),
        _ => zoned.to_owned(),
    })
}
