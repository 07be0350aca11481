#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use super::super::{Checked, Extent};
use super::*;

/// A report in which these fail and all others pass.
fn report(failing: &[Check]) -> Report {
    let checks = Check::ALL.iter().map(|check| {
        let fails = failing.contains(check);
        let outcome = if fails { Outcome::Failed { why: "so".to_owned() } } else { Outcome::Passed };
        Checked { check: *check, outcome, exchanges: Vec::new() }
    });
    Report { software: None, checks: checks.collect(), stop: None }
}

#[test]
fn everything_passed_is_level_c_without_a_word_of_warning() {
    let verdict = report(&[]).verdict();
    assert_eq!((verdict.level, verdict.obstacle), (Some(Level::C), None));
    assert_eq!(verdict.consequences, Vec::<String>::new());
}

#[test]
fn each_check_that_an_ability_rests_on_takes_it_away_by_itself() {
    for (check, level) in [
        (Check::Versions, Level::ReadOnly),
        (Check::IfMatch, Level::ReadOnly),
        (Check::IfMatchRace, Level::ReadOnly),
        (Check::CreateOnPut, Level::ReadOnly),
        (Check::Witness, Level::ReadOnly),
        (Check::Transaction, Level::A),
        (Check::TransactionRollback, Level::A),
        (Check::TransactionWitness, Level::A),
        (Check::TypeHistory, Level::B),
        (Check::HistoryDeletions, Level::B),
        (Check::CreateOnce, Level::C),
        (Check::DateHeader, Level::C),
    ] {
        assert_eq!(report(&[check]).verdict().level, Some(level), "{}", check.id());
    }
}

#[test]
fn a_filter_that_is_ignored_stands_against_the_connection_whatever_else_works() {
    let verdict = report(&[Check::PracticeFilter]).verdict();
    assert_eq!((verdict.level, verdict.obstacle), (None, Some(Obstacle::FilterIgnored)));
    assert!(verdict.headline.contains("does not connect"));
}

#[test]
fn another_kind_of_server_is_not_connected() {
    let verdict = report(&[Check::Metadata]).verdict();
    assert_eq!((verdict.level, verdict.obstacle), (None, Some(Obstacle::NotFhir)));
}

#[test]
fn a_run_that_did_not_come_to_its_end_says_nothing_about_the_provider() {
    for stop in [Stop::Silent, Stop::Busy, Stop::SignInNeeded, Stop::TooMany] {
        let report = Report { stop: Some(stop), ..report(&[Check::IfMatch]) };
        assert_eq!(report.abilities(), None);
        let verdict = report.verdict();
        assert_eq!(verdict.level, None);
        assert!(verdict.headline.starts_with("Nothing can be said yet"), "{}", verdict.headline);
    }
}

#[test]
fn every_failure_that_a_level_rests_on_has_a_consequence_in_words() {
    for check in Check::ALL.iter().filter(|check| check.need() != Need::GoodToKnow) {
        assert_eq!(report(&[*check]).verdict().consequences, [check.without()]);
    }
}

#[test]
fn the_ids_of_checks_are_kebab_case_and_differ() {
    let ids: BTreeSet<&str> = Check::ALL.iter().map(|check| check.id()).collect();
    assert_eq!(ids.len(), Check::ALL.len());
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')), "{ids:?}");
}

#[test]
fn a_connection_is_judged_by_the_same_checks_as_the_whole_contract() {
    let short: Vec<Check> = Check::ALL.iter().copied().filter(|check| check.is_within(Extent::Connection)).collect();
    let mut whole = report(&[]);
    whole.checks.retain(|checked| short.contains(&checked.check));
    assert_eq!(whole.abilities(), report(&[]).abilities());
}

#[test]
fn decisions_are_off_for_one_reason_that_staff_can_read() {
    let none =
        Abilities { guards_versions: false, transactions: false, own_ids: false, creates_once: false, history: false };
    assert_eq!(limits(none, None), [Limit::NoVersionGuard]);
    assert_eq!(limits(Abilities { guards_versions: true, ..none }, None), [Limit::NoOwnIds]);
    let a = Abilities { guards_versions: true, own_ids: true, ..none };
    assert_eq!(limits(a, None), [Limit::StepByStep, Limit::NoHistory]);
    assert_eq!(limits(Abilities::all(), None), []);
    assert_eq!(limits(Abilities::all(), Some(Obstacle::FilterIgnored)), [Limit::OtherPracticesShown]);
}
