#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write;

use chrono::NaiveDateTime;
use expect_test::expect;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::calendar::instant;
use crate::deadline::{RuleSet, deadline};

/// The moment a clock in London shows `2026-11-23 09:05`.
fn london(text: &str) -> DateTime<Utc> {
    instant(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// Monday 23 November 2026.
fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// An open routine clinical request that nobody has touched.
fn received(text: &str) -> RequestFacts {
    RequestFacts {
        received_at: london(text),
        category: Category::Clinical,
        urgency: Urgency::Routine,
        intake_flagged: false,
        first_opened_at: None,
        first_response_at: None,
        decided_at: None,
        closed_at: None,
        awaiting_patient: false,
        open: true,
        deadline: deadline(london(text), Urgency::Routine, None, RuleSet::NextPeriod2026),
        had_appointment: None,
    }
}

fn urgent(text: &str) -> RequestFacts {
    RequestFacts {
        urgency: Urgency::UrgentToday,
        deadline: deadline(london(text), Urgency::UrgentToday, None, RuleSet::NextPeriod2026),
        ..received(text)
    }
}

fn administrative(text: &str) -> RequestFacts {
    RequestFacts { category: Category::Administrative, ..received(text) }
}

impl RequestFacts {
    fn seen(self, text: &str) -> Self {
        Self { first_opened_at: Some(london(text)), ..self }
    }

    fn answered(self, text: &str) -> Self {
        Self { first_response_at: Some(london(text)), ..self.seen(text) }
    }

    fn decided(self, text: &str) -> Self {
        Self { decided_at: Some(london(text)), ..self.seen(text) }
    }

    fn closed(self, text: &str) -> Self {
        Self { closed_at: Some(london(text)), open: false, ..self.decided(text) }
    }
}

fn on_monday(now: &str, facts: &[RequestFacts]) -> Workload {
    workload(facts.iter().copied(), monday(), london(now))
}

fn band_of(text: &str, now: &str) -> AgeBand {
    AgeBand::of(london(text), london(now))
}

#[test]
fn a_monday_morning_adds_up() {
    let facts = [
        received("2026-11-20 18:45"),
        administrative("2026-11-21 11:00").closed("2026-11-23 08:20"),
        RequestFacts { intake_flagged: true, ..urgent("2026-11-23 08:01") }.answered("2026-11-23 08:31"),
        urgent("2026-11-23 08:02").closed("2026-11-23 08:52"),
        RequestFacts { awaiting_patient: true, ..received("2026-11-23 08:30") }.answered("2026-11-23 08:40"),
        RequestFacts { intake_flagged: true, ..received("2026-11-23 09:15") },
        RequestFacts { category: Category::Unknown, ..received("2026-11-23 09:20") },
    ];
    expect![[r"
        received 4+1, open 5, decided 2, closed 2, awaiting 1, late 0
        never seen 3, clinical over 30 min 1
        by category Clinical 4/1/1/4, Administrative 0/1/1/0, Unknown 1/0/0/1
        by urgency Emergency 0/0/0/0, UrgentToday 2/1/1/1, Soon 0/0/0/0, Routine 3/1/1/4
        hour 08 received 3+0+0 closed 2
        hour 09 received 1+0+1 closed 0
        first response n 4 median 30 p90 2720
        open UnderTwoHours 4/1
        urgent same day 1 met, 0 missed, 1 running
        answered in time 1 met, 0 missed, 1 running
        flagged 2, not urgent 1; urgent 2, not flagged 1
        appointments 0 with, 0 without, 2 not known
    "]]
    .assert_eq(&trace(&on_monday("2026-11-23 09:41", &facts)));
}

#[test]
fn an_empty_practice_has_nothing_but_noughts() {
    let day = on_monday("2026-11-23 09:41", &[]);
    assert_eq!((day.received, day.open, day.late), (0, 0, 0));
    assert_eq!(day.first_response, None);
    assert_eq!(day.by_category.len(), 3);
    assert_eq!(day.open_by_age.len(), 7);
}

#[test]
fn the_day_goes_by_the_date_in_london_not_by_utc() {
    let summer = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    let just_after_midnight = received("2026-07-01 00:10");
    let just_before_the_next = received("2026-06-30 23:50");
    let facts = [just_after_midnight, just_before_the_next];
    let day = workload(facts.into_iter(), summer, london("2026-07-01 09:00"));
    assert_eq!(day.received, 1);
    assert_eq!(day.by_hour[0].received(), 1);
}

#[test]
fn the_hour_that_the_autumn_change_repeats_counts_both_times() {
    let sunday = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
    let first = received("2026-10-25 01:30");
    let second = RequestFacts { received_at: first.received_at + TimeDelta::hours(1), ..first };
    let day = workload([first, second].into_iter(), sunday, london("2026-10-25 12:00"));
    assert_eq!(day.by_hour[1].received(), 2);
    assert_eq!(day.received, 2);
}

#[test]
fn a_clinical_request_shows_red_only_after_thirty_minutes_unseen() {
    let unseen = received("2026-11-23 09:00");
    let red = |now, fact| on_monday(now, &[fact]).clinical_never_seen_over_30_min;
    assert_eq!(red("2026-11-23 09:30", unseen), 0);
    assert_eq!(red("2026-11-23 09:31", unseen), 1);
    assert_eq!(red("2026-11-23 09:31", unseen.seen("2026-11-23 09:10")), 0);
    assert_eq!(red("2026-11-23 09:31", administrative("2026-11-23 09:00")), 0);
}

#[test]
fn opening_an_urgent_request_does_not_stop_its_clock_but_a_disposition_does() {
    let late = |fact| on_monday("2026-11-23 18:31", &[fact]).late;
    assert_eq!(late(urgent("2026-11-23 09:00")), 1);
    assert_eq!(late(urgent("2026-11-23 09:00").seen("2026-11-23 09:10")), 1);
    assert_eq!(late(urgent("2026-11-23 09:00").answered("2026-11-23 09:10")), 1);
    assert_eq!(late(urgent("2026-11-23 09:00").decided("2026-11-23 09:10")), 0);
}

#[test]
fn a_reply_stops_the_clock_of_a_request_that_is_not_urgent() {
    let late = |fact| on_monday("2026-11-23 18:31", &[fact]).late;
    assert_eq!(late(received("2026-11-20 09:00")), 1);
    assert_eq!(late(received("2026-11-20 09:00").answered("2026-11-23 17:00")), 0);
    assert_eq!(late(received("2026-11-23 09:00")), 0);
}

#[test]
fn a_request_that_waits_for_the_patient_is_not_late() {
    let waiting = RequestFacts { awaiting_patient: true, ..urgent("2026-11-23 09:00") };
    assert_eq!(on_monday("2026-11-23 18:31", &[waiting]).late, 0);
}

#[test]
fn urgent_same_day_lasts_until_midnight_and_counts_on_the_day_of_the_core_hours() {
    let same_day = |fact| on_monday("2026-11-24 09:00", &[fact]).urgent_same_day;
    let met = InTime { met: 1, ..InTime::default() };
    let missed = InTime { missed: 1, ..InTime::default() };
    assert_eq!(same_day(urgent("2026-11-23 09:00").closed("2026-11-23 19:00")), met);
    assert_eq!(same_day(urgent("2026-11-23 09:00").closed("2026-11-24 08:00")), missed);
    assert_eq!(same_day(urgent("2026-11-23 09:00").answered("2026-11-23 10:00")), missed);
    assert_eq!(same_day(urgent("2026-11-21 09:00").closed("2026-11-23 10:00")), met);
    assert_eq!(same_day(urgent("2026-11-23 19:00").closed("2026-11-23 19:30")), InTime::default());
}

#[test]
fn answers_count_on_the_day_they_fall_due_by_the_rule_of_their_receipt() {
    let in_time = |fact| on_monday("2026-11-24 09:00", &[fact]).answered_in_time;
    let met = InTime { met: 1, ..InTime::default() };
    let missed = InTime { missed: 1, ..InTime::default() };
    assert_eq!(in_time(received("2026-11-20 09:00").answered("2026-11-20 10:00")), met);
    assert_eq!(in_time(received("2026-11-20 09:00").answered("2026-11-23 18:30")), met);
    assert_eq!(in_time(received("2026-11-20 09:00").answered("2026-11-23 18:31")), missed);
    assert_eq!(in_time(received("2026-11-20 09:00")), missed);
    assert_eq!(in_time(received("2026-11-23 09:00")), InTime::default());

    let old_rule = received("2025-11-24 09:00").answered("2025-11-24 19:00");
    let then = NaiveDate::from_ymd_opt(2025, 11, 24).unwrap();
    let day = workload([old_rule].into_iter(), then, london("2026-11-24 09:00"));
    assert_eq!(day.answered_in_time, missed);
}

#[test]
fn a_promise_of_the_provider_does_not_change_what_the_contract_measures() {
    let promised = RequestFacts { deadline: london("2026-11-20 12:00"), ..received("2026-11-20 09:00") };
    let day = on_monday("2026-11-23 12:00", &[promised]);
    assert_eq!(day.late, 1);
    assert_eq!(day.answered_in_time, InTime { running: 1, ..InTime::default() });
}

#[test]
fn a_request_that_was_taken_back_is_neither_met_nor_missed() {
    let taken_back = RequestFacts { open: false, ..urgent("2026-11-23 09:00") };
    assert_eq!(on_monday("2026-11-24 09:00", &[taken_back]).urgent_same_day, InTime::default());
}

#[test]
fn age_goes_by_core_time_first_and_by_working_days_after() {
    let cases = [
        ("2026-11-23 09:00", "2026-11-23 10:59", AgeBand::UnderTwoHours),
        ("2026-11-23 09:00", "2026-11-23 11:00", AgeBand::TwoToFourHours),
        ("2026-11-23 09:00", "2026-11-23 13:00", AgeBand::SameCorePeriod),
        ("2026-11-21 09:00", "2026-11-23 13:00", AgeBand::SameCorePeriod),
        ("2026-11-20 18:00", "2026-11-23 09:00", AgeBand::UnderTwoHours),
        ("2026-11-20 16:00", "2026-11-23 12:00", AgeBand::OneWorkingDay),
        ("2026-11-19 16:00", "2026-11-23 12:00", AgeBand::TwoWorkingDays),
        ("2026-11-18 16:00", "2026-11-23 12:00", AgeBand::ThreeToFiveWorkingDays),
        ("2026-11-16 16:00", "2026-11-23 12:00", AgeBand::ThreeToFiveWorkingDays),
        ("2026-11-13 16:00", "2026-11-23 12:00", AgeBand::OverFiveWorkingDays),
        ("2026-12-24 09:00", "2026-12-28 12:00", AgeBand::SameCorePeriod),
        ("2026-12-24 09:00", "2026-12-29 12:00", AgeBand::OneWorkingDay),
    ];
    for (received, now, band) in cases {
        assert_eq!(band_of(received, now), band, "{received} at {now}");
    }
}

#[test]
fn median_and_90th_centile_are_waits_that_occurred() {
    let of = |waits: &[u32]| Percentiles::of(&mut waits.to_vec());
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[7]), Some(Percentiles { n: 1, median_min: 7, p90_min: 7 }));
    assert_eq!(of(&[40, 10, 30, 20]), Some(Percentiles { n: 4, median_min: 20, p90_min: 40 }));
    let hundred: Vec<u32> = (1..=100).rev().collect();
    assert_eq!(of(&hundred), Some(Percentiles { n: 100, median_min: 50, p90_min: 90 }));
}

#[test]
fn an_answer_dated_before_the_question_took_no_time() {
    let ahead = received("2026-11-23 09:05").answered("2026-11-23 09:00");
    let day = on_monday("2026-11-23 12:00", &[ahead]);
    assert_eq!(day.first_response, Some(Percentiles { n: 1, median_min: 0, p90_min: 0 }));
}

#[test]
fn a_closing_without_a_reply_is_the_first_answer() {
    let closed = received("2026-11-23 09:00").closed("2026-11-23 09:45");
    let day = on_monday("2026-11-23 12:00", &[closed]);
    assert_eq!(day.first_response.map(|response| response.median_min), Some(45));
}

#[test]
fn decisions_of_the_day_say_whether_they_led_to_an_appointment() {
    let decided = received("2026-11-23 09:00").closed("2026-11-23 09:45");
    let facts = [
        RequestFacts { had_appointment: Some(true), ..decided },
        RequestFacts { had_appointment: Some(false), ..decided },
        RequestFacts { had_appointment: Some(false), ..decided },
        decided,
        RequestFacts { had_appointment: Some(true), ..received("2026-11-20 09:00").closed("2026-11-20 09:45") },
    ];
    let day = on_monday("2026-11-23 12:00", &facts);
    assert_eq!(day.appointments, AppointmentCounts { with: 1, without: 2, not_known: 1 });
}

#[test]
fn a_year_without_known_bank_holidays_is_said_with_the_numbers() {
    let day = NaiveDate::from_ymd_opt(2028, 1, 4).unwrap();
    let then = workload(std::iter::empty(), day, london("2028-01-04 09:00"));
    assert_eq!(then.coverage, CalendarCoverage::WeekdaysOnly);
    assert_eq!(on_monday("2026-11-23 09:41", &[]).coverage, CalendarCoverage::Complete);
}

prop_compose! {
    fn any_fact()(
        start in -14 * 24 * 60_i64..36 * 60,
        opened in proptest::option::of(0_i64..4000),
        answered in proptest::option::of(0_i64..4000),
        decided in proptest::option::of(0_i64..4000),
        closed in proptest::option::of(0_i64..4000),
        category in prop::sample::select(Category::ALL.to_vec()),
        urgency in prop::sample::select(Urgency::ALL.to_vec()),
        (intake_flagged, awaiting_patient, had_appointment) in any::<(bool, bool, Option<bool>)>(),
    ) -> RequestFacts {
        let received_at = london("2026-11-23 00:00") + TimeDelta::minutes(start);
        let after = |minutes: Option<i64>| minutes.map(|minutes| received_at + TimeDelta::minutes(minutes));
        RequestFacts {
            received_at,
            category,
            urgency,
            intake_flagged,
            first_opened_at: after(opened),
            first_response_at: after(answered),
            decided_at: after(decided),
            closed_at: after(closed),
            awaiting_patient,
            open: closed.is_none(),
            deadline: deadline(received_at, urgency, None, RuleSet::NextPeriod2026),
            had_appointment,
        }
    }
}

proptest! {
    #![proptest_config(repeatable())]

    #[test]
    fn every_split_adds_up_to_its_total(facts in proptest::collection::vec(any_fact(), 0..60)) {
        let day = on_monday("2026-11-23 14:00", &facts);
        let categories = |of: fn(&Counts) -> u32| day.by_category.iter().map(|(_, counts)| of(counts)).sum::<u32>();
        let urgencies = |of: fn(&Counts) -> u32| day.by_urgency.iter().map(|(_, counts)| of(counts)).sum::<u32>();
        prop_assert_eq!(categories(|counts| counts.received), day.received);
        prop_assert_eq!(urgencies(|counts| counts.received), day.received);
        prop_assert_eq!(categories(|counts| counts.open), day.open);
        prop_assert_eq!(urgencies(|counts| counts.closed), day.closed);
        prop_assert_eq!(day.by_hour.iter().map(Hour::received).sum::<u32>(), day.received);
        prop_assert_eq!(day.by_hour.iter().map(|hour| hour.closed).sum::<u32>(), day.closed);
        prop_assert_eq!(day.open_by_age.iter().map(|(_, counts)| counts.clinical + counts.other).sum::<u32>(), day.open);
        prop_assert!(day.clinical_never_seen_over_30_min <= day.never_seen && day.never_seen <= day.open);
        let appointments = day.appointments;
        prop_assert_eq!(appointments.with + appointments.without + appointments.not_known, day.decided);
    }

    #[test]
    fn an_open_request_never_grows_younger(start in 0_i64..40 * 24 * 60, one in 0_i64..12 * 24 * 60, more in 0_i64..12 * 24 * 60) {
        let received = london("2026-11-20 00:00") + TimeDelta::minutes(start);
        let now = received + TimeDelta::minutes(one);
        prop_assert!(AgeBand::of(received, now) <= AgeBand::of(received, now + TimeDelta::minutes(more)));
    }
}

fn trace(day: &Workload) -> String {
    let mut text = String::new();
    let rest = day.received - day.by_hour.iter().map(|hour| hour.received_clinical).sum::<u32>();
    writeln!(
        text,
        "received {}+{rest}, open {}, decided {}, closed {}, awaiting {}, late {}",
        day.received - rest,
        day.open,
        day.decided,
        day.closed,
        day.awaiting_patient,
        day.late
    )
    .unwrap();
    writeln!(text, "never seen {}, clinical over 30 min {}", day.never_seen, day.clinical_never_seen_over_30_min)
        .unwrap();
    writeln!(text, "by category {}", split(&day.by_category)).unwrap();
    writeln!(text, "by urgency {}", split(&day.by_urgency)).unwrap();
    for (number, hour) in day.by_hour.iter().enumerate().filter(|(_, hour)| **hour != Hour::default()) {
        writeln!(
            text,
            "hour {number:02} received {}+{}+{} closed {}",
            hour.received_clinical, hour.received_administrative, hour.received_unknown, hour.closed
        )
        .unwrap();
    }
    if let Some(Percentiles { n, median_min, p90_min }) = day.first_response {
        writeln!(text, "first response n {n} median {median_min} p90 {p90_min}").unwrap();
    }
    for (band, counts) in day.open_by_age.iter().filter(|(_, counts)| *counts != OpenCounts::default()) {
        writeln!(text, "open {band:?} {}/{}", counts.clinical, counts.other).unwrap();
    }
    for (label, in_time) in [("urgent same day", day.urgent_same_day), ("answered in time", day.answered_in_time)] {
        writeln!(text, "{label} {} met, {} missed, {} running", in_time.met, in_time.missed, in_time.running).unwrap();
    }
    writeln!(
        text,
        "flagged {}, not urgent {}; urgent {}, not flagged {}",
        day.flags.flagged, day.flags.flagged_not_urgent, day.flags.urgent, day.flags.urgent_not_flagged
    )
    .unwrap();
    let appointments = day.appointments;
    writeln!(
        text,
        "appointments {} with, {} without, {} not known",
        appointments.with, appointments.without, appointments.not_known
    )
    .unwrap();
    text
}

fn split<K: std::fmt::Debug>(rows: &[(K, Counts)]) -> String {
    let row = |(key, counts): &(K, Counts)| {
        format!("{key:?} {}/{}/{}/{}", counts.received, counts.decided, counts.closed, counts.open)
    };
    rows.iter().map(row).collect::<Vec<_>>().join(", ")
}

/// The same cases on every run.
fn repeatable() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(999), failure_persistence: None, ..ProptestConfig::default() }
}
