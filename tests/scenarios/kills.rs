//! The real program under real blows: killed at every place that matters and at random moments, it loses nothing of what
//! it said to be saved, does nothing twice, and leaves no file that cannot be read.

use std::collections::BTreeSet;

use tests::kills::{PLACES, run};

const KILLS: u32 = 60;
/// A series that strikes every place.
const SEED: u64 = 1;

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_anywhere_keeps_its_word() {
    let report = run(KILLS, SEED).await;
    assert_eq!(report.faults(), Vec::<&String>::new(), "{report}");
    assert!(report.kills() >= KILLS);
    let struck: BTreeSet<&str> = report.struck.keys().map(String::as_str).collect();
    // A release has no such places.
    let wanted = PLACES.iter().filter(|_| cfg!(debug_assertions));
    let never: Vec<_> = wanted.filter(|place| !struck.contains(**place)).collect();
    assert!(never.is_empty(), "never struck: {never:?}\n{report}");
}
