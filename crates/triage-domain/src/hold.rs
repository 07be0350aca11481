//! Until when a request is set aside, as people say it: in an hour, this afternoon, on the next working day.

use chrono::{DateTime, Days, DurationRound, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::calendar::{CORE_OPENS, instant, is_working_day, local};

/// A moment that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldTime {
    InAnHour,
    ThisAfternoon,
    NextWorkingDay,
    InTwoWorkingDays,
    InThreeDays,
    InAWeek,
    InTwoWeeks,
}

/// When an afternoon begins, from midnight.
const AFTERNOON: TimeDelta = TimeDelta::hours(14);

/// Lists the moments that can be chosen now, the earliest first. Days begin when the practice opens (08:00), and are
/// working days of England.
#[must_use]
pub fn hold_times(now: DateTime<Utc>) -> Vec<(HoldTime, DateTime<Utc>)> {
    let today = local(now).date();
    let at = |day: NaiveDate, time: TimeDelta| instant(day.and_time(NaiveTime::MIN) + time);
    let in_an_hour = now + TimeDelta::hours(1);
    let next = working_day_from(today + Days::new(1));
    let mut times = vec![
        (HoldTime::InAnHour, in_an_hour.duration_trunc(TimeDelta::minutes(5)).unwrap_or(in_an_hour)),
        (HoldTime::ThisAfternoon, at(today, AFTERNOON)),
        (HoldTime::NextWorkingDay, at(next, CORE_OPENS)),
        (HoldTime::InTwoWorkingDays, at(working_day_from(next + Days::new(1)), CORE_OPENS)),
        (HoldTime::InAWeek, at(working_day_from(today + Days::new(7)), CORE_OPENS)),
    ];
    times.retain(|(time, at)| *time != HoldTime::ThisAfternoon || *at > in_an_hour);
    times.sort_by_key(|(_, at)| *at);
    times
}

/// Lists how long the practice can wait for a patient, the shortest first: until it opens on a working day.
#[must_use]
pub fn patient_times(now: DateTime<Utc>) -> Vec<(HoldTime, DateTime<Utc>)> {
    let today = local(now).date();
    let in_days = |days| {
        let day = working_day_from(today + Days::new(days));
        instant(day.and_time(NaiveTime::MIN) + CORE_OPENS)
    };
    vec![(HoldTime::InThreeDays, in_days(3)), (HoldTime::InAWeek, in_days(7)), (HoldTime::InTwoWeeks, in_days(14))]
}

fn working_day_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| is_working_day(*day)).unwrap_or(day)
}

#[cfg(test)]
mod tests;
