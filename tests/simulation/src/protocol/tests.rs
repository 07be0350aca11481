//! The model explored whole, and its promises broken on purpose.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;
use std::sync::LazyLock;

use OpState::{Acked, Conflict, InFlight, LostOnServer, Queued, Sealed, Settled, Superseded, Unknown, Withdrawn};

use super::*;

const NO_FAULTS: Faults = Faults { losses: 0, duplicates: 0, crashes: 0, restores: 0, messages: 0 };
const ONE_LOSS: Faults = Faults { losses: 1, ..NO_FAULTS };
const ONE_CRASH: Faults = Faults { crashes: 1, ..NO_FAULTS };
const ONE_RESTORE: Faults = Faults { restores: 1, ..NO_FAULTS };
const ONE_MESSAGE: Faults = Faults { messages: 1, ..NO_FAULTS };
const ONE_OF_EACH: Faults = Faults { losses: 1, duplicates: 1, crashes: 1, restores: 1, messages: 1 };

/// Every change of state that the protocol has on firm ground. A decision that is settled by the answer itself, because
/// the copy on the PC is newer already, goes from where it was to settled in one step.
const EDGES: &[(OpState, OpState)] = &[
    (Queued, InFlight),
    (Queued, Conflict),
    (Queued, Withdrawn),
    (Sealed, InFlight),
    (Sealed, Unknown),
    (Sealed, Settled),
    (Sealed, Conflict),
    (Sealed, LostOnServer),
    (InFlight, Sealed),
    (InFlight, Unknown),
    (InFlight, Acked),
    (InFlight, Settled),
    (Unknown, Sealed),
    (Unknown, Acked),
    (Unknown, Settled),
    (Unknown, LostOnServer),
    (Acked, Sealed),
    (Acked, Settled),
    (Acked, LostOnServer),
    (Settled, Sealed),
    (Settled, LostOnServer),
    (Conflict, Superseded),
    (LostOnServer, Superseded),
];

static CI: LazyLock<Explored> = LazyLock::new(|| check(Bounds::ci()));

#[test]
fn every_promise_holds_in_every_state_of_two_pcs_with_one_fault_of_each_kind() {
    assert_eq!(CI.violations, BTreeMap::new());
    assert!(CI.unique >= 1_000_000, "{} states", CI.unique);
}

#[test]
fn every_change_of_state_is_met_and_no_other() {
    let expected: BTreeSet<_> = EDGES.iter().copied().collect();
    assert_eq!(CI.edges, expected);
}

#[test]
fn no_history_goes_round_in_circles() {
    // With this, "at rest all is well" says that every history gets there: there are finitely many states and no way back.
    let bounds = small(2, &[Kind::Note, Kind::Outcome], Faults { duplicates: 0, messages: 0, ..ONE_OF_EACH });
    let protocol = Protocol { bounds, reached: Arc::default() };
    let mut done: HashMap<World, bool> = HashMap::new();
    let mut path: Vec<(World, Vec<World>)> = Vec::new();
    for start in protocol.init_states() {
        done.insert(start, false);
        path.push((start, protocol.next_states(&start)));
    }
    while let Some((world, next)) = path.last_mut() {
        let Some(next) = next.pop() else {
            done.insert(*world, true);
            path.pop();
            continue;
        };
        match done.get(&next) {
            Some(finished) => assert!(finished, "a way back to {next:?}"),
            None => {
                done.insert(next, false);
                path.push((next, protocol.next_states(&next)));
            }
        }
    }
}

#[test]
fn the_last_writer_must_not_win() {
    breaks(small(2, &[Kind::Outcome], NO_FAULTS).with(Mistake::LastWriterWins), "19, 22");
    breaks(small(2, &[Kind::Outcome], NO_FAULTS).with(Mistake::LastWriterWins), "21");
}

#[test]
fn an_unknown_decision_must_not_be_sent_again_before_its_witness_is_looked_up() {
    let bounds = small(1, &[Kind::Note], ONE_LOSS).on(OVERWRITTEN);
    breaks(bounds.with(Mistake::ResendsWithoutLookUp), "9:");
}

#[test]
fn a_witness_that_was_absent_must_be_looked_up_again_when_the_version_moves_on() {
    // The push arrives after its witness was found absent, and a pull brings the version that it made. A note or a raise
    // goes on that version too, and lands twice where the provider overwrites witnesses.
    for kind in [&[Kind::Note], &[Kind::RaiseToTwo]] {
        breaks(small(1, kind, ONE_LOSS).on(OVERWRITTEN).with(Mistake::LooksUpOnce), "9:");
    }
    // A reply finds itself there and takes itself for somebody else's, whatever the provider does with witnesses.
    breaks(small(1, &[Kind::Reply], ONE_LOSS).with(Mistake::LooksUpOnce), "14:");
}

#[test]
fn looking_up_again_makes_up_for_a_provider_that_overwrites_witnesses() {
    let faults = Faults { restores: 0, messages: 0, ..ONE_OF_EACH };
    holds(small(2, &[Kind::Note, Kind::RaiseToTwo, Kind::Reply], faults).on(OVERWRITTEN));
}

#[test]
fn a_reply_must_not_be_sent_again_after_a_restore() {
    breaks(small(1, &[Kind::Reply], ONE_RESTORE).with(Mistake::ResendsRepliesAfterRestore), "9, 43");
}

#[test]
fn proofs_must_be_looked_up_again_after_a_restore() {
    breaks(small(1, &[Kind::Outcome], ONE_RESTORE).with(Mistake::TrustsOldProofs), "13:");
}

#[test]
fn a_raise_must_not_write_over_a_higher_one() {
    breaks(small(2, &[Kind::RaiseToTwo, Kind::RaiseToThree], NO_FAULTS).with(Mistake::RaiseOverwrites), "20:");
}

#[test]
fn an_attempt_must_be_recorded_before_its_bytes_leave() {
    breaks(small(1, &[Kind::Note], ONE_CRASH).with(Mistake::RecordsAttemptLate), "24:");
}

#[test]
fn a_decision_must_not_be_given_up() {
    breaks(small(1, &[Kind::Note], ONE_LOSS).with(Mistake::GivesUp), "1, 5");
}

#[test]
fn a_decision_is_not_settled_by_its_answer_alone() {
    breaks(small(1, &[Kind::Note], NO_FAULTS).with(Mistake::SettlesOnAnswer), "36:");
}

#[test]
fn decisions_of_a_pc_must_wait_their_turn() {
    breaks(small(2, &[Kind::RaiseToTwo, Kind::Outcome], NO_FAULTS).with(Mistake::SendsOutOfTurn), "16:");
}

#[test]
fn after_a_restore_that_is_not_declared_an_unproven_reply_may_reach_the_patient_twice() {
    // A limit that no client can lift: the reply landed, its answer was lost, and the restore took every trace of it.
    let ground = Ground { restores: Restores::Silent, ..Ground::FIRM };
    breaks(small(1, &[Kind::Reply], ONE_RESTORE).on(ground), "9, 43");
}

#[test]
fn asking_a_person_about_an_unproven_reply_comes_too_early_while_its_push_may_still_land() {
    // So this is no way out of the limit above: the person says "keep theirs", and the reply arrives all the same.
    let ground = Ground { unproven_replies: UnprovenReplies::AskAPerson, ..Ground::FIRM };
    breaks(small(1, &[Kind::Reply], ONE_LOSS).on(ground), "24:");
}

#[test]
fn a_restore_that_is_not_declared_is_found_out_by_what_is_missing_for_all_but_replies() {
    let ground = Ground { restores: Restores::Silent, ..Ground::FIRM };
    let faults = Faults { losses: 1, restores: 1, ..NO_FAULTS };
    holds(small(2, &[Kind::Note, Kind::RaiseToTwo, Kind::LowerToZero, Kind::Outcome], faults).on(ground));
}

#[test]
fn a_message_of_the_patient_that_leaves_the_version_as_it_was_may_cross_a_reply() {
    // A limit: between the last reading and the transaction, only the version can tell.
    let ground = Ground { patient_writes: PatientWrites::ComesBeside, ..Ground::FIRM };
    breaks(small(1, &[Kind::Reply], ONE_MESSAGE).on(ground), "19, 22");
}

#[test]
fn a_push_that_outlives_a_restore_may_land_on_what_nobody_saw() {
    // A limit: the restored provider counts the same versions again. A restore has to cut every connection.
    let ground = Ground { pushes: Pushes::OutliveARestore, ..Ground::FIRM };
    let faults = Faults { losses: 1, restores: 1, ..NO_FAULTS };
    let found = check(small(3, &[Kind::Outcome, Kind::Note], faults).on(ground));
    assert!(!found.violations.is_empty());
}

const OVERWRITTEN: Ground = Ground { witnesses: Witnesses::Overwritten, ..Ground::FIRM };

fn small(ops: u8, kinds: &'static [Kind], faults: Faults) -> Bounds {
    Bounds { pcs: 2, ops, kinds, faults, ..Bounds::ci() }
}

fn holds(bounds: Bounds) {
    assert_eq!(check(bounds).violations, BTreeMap::new());
}

fn breaks(bounds: Bounds, promise: &str) {
    let found = check(bounds);
    assert!(
        found.violations.keys().any(|name| name.starts_with(promise)),
        "the promise {promise} was not broken, but {:?}",
        found.violations
    );
}
