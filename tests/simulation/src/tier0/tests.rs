//! Tier 0 holds what it promises, and reaches what it is for.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod machine;

use triage_domain::{Decision, Words};
use triage_sync::{Basis, OpState, Operation};

use super::*;

/// Seeds that every run of the tests lives through; the nightly runs go on from there.
const SEEDS: u64 = 3_000;

#[test]
fn no_promise_breaks_in_any_history_and_every_state_and_fault_is_met() {
    let mut watch = Coverage::default();
    if let Err(violation) = run_many(0, SEEDS, &mut watch) {
        panic!("{violation}\n{}", violation.trace);
    }
    let never: Vec<OpState> =
        watch.states().into_iter().filter(|(_, count)| *count == 0).map(|(state, _)| state).collect();
    assert_eq!(never, [], "states that no decision was in");
    let faults = [
        "answer delayed",
        "answer lost",
        "call delayed",
        "call doubled",
        "call lost",
        "clock jump",
        "crash",
        "crash among effects",
        "deletion",
        "line cut",
        "no line",
        "no token",
        "outage",
        "provider's clock goes back",
        "push breaks",
        "push breaks after it landed",
        "push contended",
        "push forbidden",
        "push refused",
        "push too large",
        "reboot",
        "restore from a backup",
        "sign-out",
        "slow transaction",
        "suspend",
        "throttling",
        "work offline",
    ];
    let met: Vec<&str> = watch.faults().keys().copied().collect();
    assert_eq!(met, faults, "every kind of fault happens, and each is listed");
}

#[test]
fn the_same_seed_gives_the_same_trace_byte_for_byte() {
    for seed in 0..50 {
        check::rest::i50(&trace(seed), &trace(seed)).unwrap();
    }
}

#[test]
fn decisions_that_commute_give_the_same_view_in_every_order() {
    let snapshot = names::request(1);
    let operation = |n: u16| {
        let decision =
            if n == 2 { Decision::FirstOpened } else { Decision::AddNote { text: Words::new(format!("note {n}")) } };
        let author = names::author(0).clone();
        let basis = Basis::of(&snapshot);
        let identity = (names::op_id(n), u64::from(n));
        Operation::new(identity, snapshot.id.clone(), (decision, author), basis, names::at(i64::from(n)))
    };
    for count in 1..=5 {
        let operations: Vec<Operation> = (1..=count).map(operation).collect();
        check::rest::i25(&snapshot, &operations).unwrap();
    }
}
