#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

const GAP_MS: u64 = 30_000;

fn after(age_ms: u64) -> Freshness {
    freshness(Some(1_000), GAP_MS, Now { elapsed_ms: 1_000 + age_ms, wall: crate::sample::at(0) })
}

#[test]
fn one_missed_pull_is_live_and_two_are_not() {
    assert_eq!(after(0), Freshness::Live);
    assert_eq!(after(2 * GAP_MS), Freshness::Live);
    assert_eq!(after(2 * GAP_MS + 1), Freshness::Ageing);
    assert_eq!(after(10 * GAP_MS), Freshness::Ageing);
    assert_eq!(after(10 * GAP_MS + 1), Freshness::Stale);
}

#[test]
fn without_a_pull_nothing_is_known() {
    let now = Now { elapsed_ms: 0, wall: crate::sample::at(0) };
    assert_eq!(freshness(None, GAP_MS, now), Freshness::Unknown);
}

#[test]
fn the_wall_clock_makes_nothing_younger() {
    let now = Now { elapsed_ms: 1_000_000, wall: crate::sample::at(0) - chrono::Duration::days(365) };
    assert_eq!(freshness(Some(0), GAP_MS, now), Freshness::Stale);
}
