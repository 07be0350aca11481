#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::NaiveDateTime;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

const RULES: [RuleSet; 2] = [RuleSet::SameDay2025, RuleSet::NextPeriod2026];

/// The moment a clock in London shows `2026-11-23 09:05`.
fn london(text: &str) -> DateTime<Utc> {
    crate::calendar::instant(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn due(received: &str, urgency: Urgency, rule: RuleSet) -> String {
    local(deadline(london(received), urgency, None, rule)).format("%Y-%m-%d %H:%M").to_string()
}

#[test]
fn urgent_received_in_core_hours_is_due_when_they_end_that_day() {
    for urgency in [Urgency::Emergency, Urgency::UrgentToday] {
        for rule in RULES {
            assert_eq!(due("2026-11-23 09:05", urgency, rule), "2026-11-23 18:30");
        }
    }
}

#[test]
fn urgent_received_at_night_is_due_at_the_end_of_the_coming_core_hours() {
    for (received, expected) in [
        ("2026-11-23 06:00", "2026-11-23 18:30"),
        ("2026-11-23 18:45", "2026-11-24 18:30"),
        ("2026-11-20 22:00", "2026-11-23 18:30"),
    ] {
        assert_eq!(due(received, Urgency::UrgentToday, RuleSet::NextPeriod2026), expected);
    }
}

#[test]
fn others_are_due_at_the_end_of_the_next_core_hours_from_2026() {
    for urgency in [Urgency::Soon, Urgency::Routine] {
        assert_eq!(due("2026-11-23 09:05", urgency, RuleSet::NextPeriod2026), "2026-11-24 18:30");
        assert_eq!(due("2026-11-23 18:45", urgency, RuleSet::NextPeriod2026), "2026-11-24 18:30");
        assert_eq!(due("2026-11-20 09:05", urgency, RuleSet::NextPeriod2026), "2026-11-23 18:30");
    }
}

#[test]
fn others_were_due_on_the_day_in_2025() {
    assert_eq!(due("2025-11-24 09:05", Urgency::Routine, RuleSet::SameDay2025), "2025-11-24 18:30");
    assert_eq!(due("2025-11-22 09:05", Urgency::Routine, RuleSet::SameDay2025), "2025-11-24 18:30");
}

#[test]
fn the_christmas_closure_is_skipped() {
    assert_eq!(due("2026-12-24 16:00", Urgency::Routine, RuleSet::NextPeriod2026), "2026-12-29 18:30");
    assert_eq!(due("2026-12-25 16:00", Urgency::Emergency, RuleSet::NextPeriod2026), "2026-12-29 18:30");
}

#[test]
fn the_rule_changes_with_the_contract_year_by_the_day_of_receipt_in_london() {
    assert_eq!(RuleSet::for_receipt(london("2026-03-31 23:59")), RuleSet::SameDay2025);
    assert_eq!(RuleSet::for_receipt(london("2026-04-01 00:00")), RuleSet::NextPeriod2026);
    assert_eq!(RuleSet::for_receipt(london("2025-06-01 12:00")), RuleSet::SameDay2025);
    for rule in RULES {
        let first = crate::calendar::day_span(rule.in_force_from()).start;
        assert_eq!(RuleSet::for_receipt(first), rule);
    }
}

#[test]
fn the_provider_may_promise_earlier_but_not_later() {
    let received = london("2026-11-23 09:05");
    let by_contract = deadline(received, Urgency::Routine, None, RuleSet::NextPeriod2026);
    let earlier = london("2026-11-23 17:00");
    let later = london("2026-11-27 17:00");
    assert_eq!(deadline(received, Urgency::Routine, Some(earlier), RuleSet::NextPeriod2026), earlier);
    assert_eq!(deadline(received, Urgency::Routine, Some(later), RuleSet::NextPeriod2026), by_contract);
}

#[test]
fn a_deadline_is_near_for_its_last_sixty_minutes_and_late_only_when_it_has_passed() {
    let deadline = london("2026-11-23 18:30");
    for (now, state) in [
        ("2026-11-23 17:29", DueState::Plain),
        ("2026-11-23 17:30", DueState::Near),
        ("2026-11-23 18:30", DueState::Near),
        ("2026-11-23 18:31", DueState::Late),
    ] {
        assert_eq!(due_state(deadline, london(now)), state, "{now}");
    }
}

proptest! {
    #![proptest_config(repeatable())]

    #[test]
    fn more_urgent_is_never_due_later(minute in 0_i64..3 * 365 * 24 * 60) {
        let received = london("2025-01-01 00:00") + TimeDelta::minutes(minute);
        for rule in RULES {
            let dues = Urgency::ALL.map(|urgency| deadline(received, urgency, None, rule));
            prop_assert!(dues.is_sorted());
            prop_assert!(dues[0] > received);
        }
    }
}

/// The same cases on every run.
fn repeatable() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(999), failure_persistence: None, ..ProptestConfig::default() }
}
