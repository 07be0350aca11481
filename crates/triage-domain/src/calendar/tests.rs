#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The moment a clock in London shows `2026-11-23 09:05`.
fn london(text: &str) -> DateTime<Utc> {
    instant(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn the_bank_holidays_are_those_that_the_law_gives() {
    let derived: Vec<_> = BANK_HOLIDAY_YEARS.flat_map(bank_holidays_by_law).collect();
    let listed: Vec<_> = BANK_HOLIDAYS.iter().map(|(year, month, day)| date(*year, *month, *day)).collect();
    assert_eq!(listed, derived);
}

#[test]
fn every_bank_holiday_is_a_weekday_so_that_counting_may_subtract_it() {
    for (year, month, day) in BANK_HOLIDAYS {
        assert!(!matches!(date(year, month, day).weekday(), Weekday::Sat | Weekday::Sun));
    }
    assert!(BANK_HOLIDAYS.is_sorted());
}

#[test]
fn years_without_known_bank_holidays_say_so() {
    assert_eq!(coverage(date(2025, 1, 1), date(2027, 12, 31)), CalendarCoverage::Complete);
    assert_eq!(coverage(date(2027, 12, 31), date(2028, 1, 1)), CalendarCoverage::WeekdaysOnly);
    assert_eq!(coverage(date(2024, 12, 31), date(2025, 1, 1)), CalendarCoverage::WeekdaysOnly);
    assert!(is_working_day(date(2028, 12, 25)));
}

#[test]
fn core_hours_open_at_eight_and_are_over_at_half_past_six() {
    assert!(!is_core(london("2026-11-23 07:59")));
    assert!(is_core(london("2026-11-23 08:00")));
    assert!(is_core(london("2026-11-23 18:29")));
    assert!(!is_core(london("2026-11-23 18:30")));
}

#[test]
fn weekends_and_bank_holidays_have_no_core_hours() {
    for day in ["2026-11-21", "2026-11-22", "2026-12-25", "2026-12-28", "2026-04-03"] {
        assert!(!is_core(london(&format!("{day} 12:00"))), "{day}");
    }
    assert!(is_core(london("2026-12-29 12:00")));
}

#[test]
fn core_hours_follow_the_clock_in_london_through_the_year() {
    assert!(is_core(utc("2026-07-01T07:00:00Z")));
    assert!(!is_core(utc("2026-12-01T07:00:00Z")));
    assert!(!is_core(utc("2026-07-01T17:30:00Z")));
    assert!(is_core(utc("2026-12-01T17:30:00Z")));
}

#[test]
fn a_working_day_has_630_core_minutes() {
    assert_eq!(core_minutes_between(london("2026-11-23 00:00"), london("2026-11-24 00:00")), 630);
    assert_eq!(core_minutes_between(london("2026-11-21 00:00"), london("2026-11-23 00:00")), 0);
}

#[test]
fn nights_and_weekends_do_not_count() {
    assert_eq!(core_minutes_between(london("2026-11-20 18:00"), london("2026-11-23 08:45")), 75);
    assert_eq!(core_minutes_between(london("2026-12-24 18:00"), london("2026-12-29 08:10")), 40);
}

#[test]
fn the_weekends_of_the_clock_changes_neither_add_nor_lose_core_minutes() {
    assert_eq!(core_minutes_between(london("2026-03-27 18:00"), london("2026-03-30 08:30")), 60);
    assert_eq!(core_minutes_between(london("2026-10-23 18:00"), london("2026-10-26 08:30")), 60);
}

#[test]
fn the_days_of_the_clock_changes_have_23_and_25_hours() {
    let hours = |day| {
        let span = day_span(day);
        (span.end - span.start).num_hours()
    };
    assert_eq!(hours(date(2026, 3, 29)), 23);
    assert_eq!(hours(date(2026, 10, 25)), 25);
    assert_eq!(hours(date(2026, 11, 23)), 24);
}

#[test]
fn a_time_shown_twice_means_the_first_and_one_never_shown_means_before_the_change() {
    assert_eq!(london("2026-10-25 01:30"), utc("2026-10-25T00:30:00Z"));
    assert_eq!(london("2026-03-29 01:30"), utc("2026-03-29T01:30:00Z"));
    assert_eq!(local(utc("2026-03-29T01:30:00Z")).format("%H:%M").to_string(), "02:30");
}

#[test]
fn received_in_core_hours_the_period_is_today_and_the_next_is_tomorrow() {
    let received = london("2026-11-23 09:05");
    assert_eq!(end_of_core_period(received), london("2026-11-23 18:30"));
    assert_eq!(next_core_period_end(received), london("2026-11-24 18:30"));
}

#[test]
fn received_at_night_the_next_period_is_the_coming_one() {
    for received in ["2026-11-20 18:30", "2026-11-21 12:00", "2026-11-23 07:59"] {
        assert_eq!(end_of_core_period(london(received)), london("2026-11-23 18:30"), "{received}");
        assert_eq!(next_core_period_end(london(received)), london("2026-11-23 18:30"), "{received}");
    }
}

#[test]
fn periods_skip_easter_and_christmas() {
    assert_eq!(next_core_period_end(london("2026-04-02 10:00")), london("2026-04-07 18:30"));
    assert_eq!(next_core_period_end(london("2026-12-24 10:00")), london("2026-12-29 18:30"));
    assert_eq!(next_core_period_end(london("2027-12-24 19:00")), london("2027-12-29 18:30"));
}

#[test]
fn the_ends_around_a_clock_change_keep_their_local_time() {
    assert_eq!(next_core_period_end(london("2026-03-27 10:00")), utc("2026-03-30T17:30:00Z"));
    assert_eq!(next_core_period_end(london("2026-10-23 10:00")), utc("2026-10-26T18:30:00Z"));
}

#[test]
fn working_days_are_counted_after_the_first_and_through_the_last() {
    assert_eq!(working_days_between(date(2026, 11, 23), date(2026, 11, 23)), 0);
    assert_eq!(working_days_between(date(2026, 11, 20), date(2026, 11, 23)), 1);
    assert_eq!(working_days_between(date(2026, 12, 24), date(2026, 12, 31)), 3);
    assert_eq!(working_days_between(date(2026, 12, 31), date(2026, 12, 24)), 0);
}

#[test]
fn the_ends_of_time_are_survived() {
    for at in [DateTime::<Utc>::MIN_UTC + TimeDelta::days(2), DateTime::<Utc>::MAX_UTC - TimeDelta::days(2)] {
        let _ = (is_core(at), end_of_core_period(at), next_core_period_end(at));
        assert_eq!(core_minutes_between(at, at), 0);
    }
}

/// The eight holidays of a year, substitutes included (Banking and Financial Dealings Act 1971, royal proclamations).
fn bank_holidays_by_law(year: i32) -> Vec<NaiveDate> {
    let easter = easter_sunday(year);
    let monday_on_or_after = |day: NaiveDate| day.iter_days().find(|day| day.weekday() == Weekday::Mon).unwrap();
    let mut holidays = vec![
        date(year, 1, 1),
        easter - chrono::Days::new(2),
        easter + chrono::Days::new(1),
        monday_on_or_after(date(year, 5, 1)),
        monday_on_or_after(date(year, 5, 25)),
        monday_on_or_after(date(year, 8, 25)),
    ];
    for day in [date(year, 12, 25), date(year, 12, 26)] {
        let is_free =
            |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(day);
        let kept = day.iter_days().find(is_free).unwrap();
        holidays.push(kept);
    }
    holidays
}

/// The Gregorian computus of Meeus, Jones and Butcher.
fn easter_sunday(year: i32) -> NaiveDate {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let shift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - shift + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let count = epact + weekday - 7 * late + 114;
    date(year, (count / 31) as u32, (count % 31 + 1) as u32)
}

/// Core minutes by walking through every minute, the definition itself.
fn core_minutes_one_by_one(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    let minutes = (to - from).num_minutes();
    (0..minutes).filter(|minute| is_core(from + TimeDelta::minutes(*minute))).count() as i64
}

prop_compose! {
    /// A moment from 2024 to 2028, on the minute.
    fn moment()(minute in 0_i64..5 * 366 * 24 * 60) -> DateTime<Utc> {
        utc("2024-01-01T00:00:00Z") + TimeDelta::minutes(minute)
    }
}

prop_compose! {
    /// A moment around one of the clock changes and bank holidays where a mistake would show.
    fn tricky_moment()(
        near in prop::sample::select(vec!["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2025-10-26T01:00:00Z", "2026-12-25T00:00:00Z", "2027-12-31T23:00:00Z"]),
        minute in -3 * 24 * 60_i64..3 * 24 * 60,
    ) -> DateTime<Utc> {
        utc(near) + TimeDelta::minutes(minute)
    }
}

proptest! {
    #![proptest_config(repeatable())]

    #[test]
    fn core_time_adds_up(one in moment(), two in moment(), three in moment(), seconds in 0_i64..60) {
        let mut at = [one, two + TimeDelta::seconds(seconds), three];
        at.sort();
        prop_assert_eq!(
            core_time_between(at[0], at[1]) + core_time_between(at[1], at[2]),
            core_time_between(at[0], at[2])
        );
    }

    #[test]
    fn core_time_is_never_negative_and_never_more_than_the_clock_shows(one in moment(), two in moment()) {
        let core = core_time_between(one, two);
        prop_assert!(core >= TimeDelta::zero());
        prop_assert!(core <= (two - one).max(TimeDelta::zero()));
    }

    #[test]
    fn the_short_way_counts_as_walking_every_minute_does(from in tricky_moment(), minutes in 0_i64..4 * 24 * 60) {
        let to = from + TimeDelta::minutes(minutes);
        prop_assert_eq!(core_minutes_between(from, to), core_minutes_one_by_one(from, to));
    }

    #[test]
    fn a_moment_comes_back_from_london_unless_the_clock_shows_it_twice(at in prop_oneof![moment(), tricky_moment()]) {
        let back = instant(local(at));
        prop_assert!(back == at || at - back == TimeDelta::hours(1));
        prop_assert_eq!(local(back), local(at));
    }

    #[test]
    fn a_day_holds_exactly_the_moments_whose_local_date_it_is(at in prop_oneof![moment(), tricky_moment()]) {
        prop_assert!(day_span(local(at).date()).contains(&at));
    }

    #[test]
    fn a_period_ends_after_the_moment_and_the_next_one_not_before_it(at in prop_oneof![moment(), tricky_moment()]) {
        let (end, next) = (end_of_core_period(at), next_core_period_end(at));
        prop_assert!(end > at && next >= end);
        prop_assert_eq!(next > end, is_core(at));
        prop_assert!(core_minutes_between(at, end) <= 630);
        prop_assert_eq!(core_minutes_between(end, next), if is_core(at) { 630 } else { 0 });
    }

    #[test]
    fn working_days_are_counted_as_going_through_the_days_does(start in 738_000_i32..741_500, length in 0_u64..120) {
        let first = NaiveDate::from_num_days_from_ce_opt(start).unwrap();
        let last = first + chrono::Days::new(length);
        let walked = first.iter_days().skip(1).take_while(|day| *day <= last).filter(|day| is_working_day(*day)).count();
        prop_assert_eq!(working_days_between(first, last), walked as i64);
    }
}

/// The same cases on every run.
fn repeatable() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(999), failure_persistence: None, ..ProptestConfig::default() }
}
