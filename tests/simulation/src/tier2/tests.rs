//! What tier 2 promises, run in part: `simulate --tier 2` runs all of it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn whatever_the_moment_at_which_the_power_goes_no_decision_is_lost_and_each_takes_effect_once() {
    let report = run(Extent::EveryNth(7), &mut |_| {});
    let told: Vec<String> = report.violations.iter().map(ToString::to_string).collect();
    assert_eq!(told, Vec::<String>::new());
    assert!(report.scenarios.values().all(|tally| tally.images > 0), "{report:?}");
}
