#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use super::duration;

#[test]
fn a_duration_reads_in_seconds_below_a_minute_and_in_minutes_above() {
    assert_eq!(duration(Duration::from_millis(4_250)), "4.2 s");
    assert_eq!(duration(Duration::from_secs(185)), "3 min 05 s");
}
