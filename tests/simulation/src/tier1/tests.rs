//! The proving ground's own promises.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn the_same_seed_gives_the_same_history_twice() {
    for seed in 0..12 {
        let once = run(seed, Lines::Kept, &mut Coverage::default()).unwrap();
        let again = run(seed, Lines::Kept, &mut Coverage::default()).unwrap();
        assert_eq!(once.lines, again.lines, "seed {seed}");
        assert_eq!(once.digest, again.digest);
    }
}
