#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn no_promise_breaks_in_any_history() {
    let mut watch = Coverage::default();
    if let Err(violation) = run_many(0, 2_000, &mut watch) {
        panic!("{violation}\n{}", violation.trace);
    }
}

#[test]
fn the_same_seed_gives_the_same_trace_byte_for_byte() {
    for seed in 0..50 {
        check::rest::i50(&trace(seed), &trace(seed)).unwrap();
    }
}
