//! The moments that are offered, on plain days and around holidays.

#![allow(clippy::unwrap_used)]

use super::*;

fn offered(now: &str) -> Vec<(HoldTime, String)> {
    let now = instant(now.parse().unwrap());
    hold_times(now).into_iter().map(|(time, at)| (time, local(at).format("%a %d %b %H:%M").to_string())).collect()
}

fn named(time: HoldTime, at: &str) -> (HoldTime, String) {
    (time, at.to_owned())
}

#[test]
fn a_morning_offers_the_afternoon_and_the_next_days() {
    let expected = [
        named(HoldTime::InAnHour, "Mon 23 Nov 10:10"),
        named(HoldTime::ThisAfternoon, "Mon 23 Nov 14:00"),
        named(HoldTime::NextWorkingDay, "Tue 24 Nov 08:00"),
        named(HoldTime::InTwoWorkingDays, "Wed 25 Nov 08:00"),
        named(HoldTime::InAWeek, "Mon 30 Nov 08:00"),
    ];
    assert_eq!(offered("2026-11-23T09:12:00"), expected);
}

#[test]
fn an_afternoon_that_has_begun_is_not_offered() {
    let times: Vec<HoldTime> = offered("2026-11-23T13:20:00").into_iter().map(|(time, _)| time).collect();
    assert!(!times.contains(&HoldTime::ThisAfternoon), "it is nearer than an hour");
}

#[test]
fn a_weekend_and_bank_holidays_are_passed_over() {
    let expected = [
        named(HoldTime::InAnHour, "Thu 24 Dec 18:00"),
        named(HoldTime::NextWorkingDay, "Tue 29 Dec 08:00"),
        named(HoldTime::InTwoWorkingDays, "Wed 30 Dec 08:00"),
        named(HoldTime::InAWeek, "Thu 31 Dec 08:00"),
    ];
    assert_eq!(offered("2026-12-24T17:00:00"), expected);
}

#[test]
fn the_night_in_which_the_clocks_change_keeps_the_hour_at_which_the_practice_opens() {
    let (_, next) =
        offered("2026-10-24T11:00:00").into_iter().find(|(time, _)| *time == HoldTime::NextWorkingDay).unwrap();
    assert_eq!(next, "Mon 26 Oct 08:00");
}
