//! What tier 2 promises, run in part: `simulate --tier 2` runs all of it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

fn told(report: &Report) -> Vec<String> {
    report.violations.iter().map(ToString::to_string).collect()
}

/// Lets every single access of a scenario fail, once each.
fn faults_of(name: &str) -> Report {
    let scenario = scenario::ALL.iter().find(|scenario| scenario.name == name).unwrap();
    let mut report = Report::default();
    run_faults(scenario, &scenario.prepare().unwrap(), 1, &mut report);
    assert!(report.scenarios[scenario.name].faults > 0);
    report
}

#[test]
fn one_failed_read_of_the_ledger_stops_decisions_no_longer_than_it_lasts() {
    assert_eq!(told(&faults_of("conflict resolve")), Vec::<String>::new());
}

#[test]
fn a_deleted_request_leaves_the_screen_although_its_removal_failed_once() {
    assert_eq!(told(&faults_of("manifest")), Vec::<String>::new());
}

#[test]
fn a_key_that_is_lost_or_wrong_changes_no_byte_and_damage_deletes_no_decision() {
    let mut report = Report::default();
    keys(&mut report);
    damage(&mut report);
    assert_eq!(told(&report), Vec::<String>::new());
    assert_eq!(report.scenarios.len(), 2);
}

#[test]
fn whatever_the_moment_at_which_the_power_goes_no_decision_is_lost_and_each_takes_effect_once() {
    let report = run(Extent::EveryNth(7), &mut |_| {});
    assert_eq!(told(&report), Vec::<String>::new());
    assert!(report.scenarios.values().all(|tally| tally.images > 0), "{report:?}");
}
