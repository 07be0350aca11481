//! Whether the provider still has what it confirmed, and what that question may not hold up.

use super::*;
use crate::effect::LedgerChange;
use crate::sample::{note, operation, reply};
use triage_domain::AfterReply;

/// A world that takes up where a decision was confirmed before.
fn restored_with_a_confirmed_one() -> World {
    let mut world = World::new();
    let mut confirmed = operation(1, note("Confirmed before"), &request("req-a"));
    confirmed.state = OpState::Settled;
    let restored = Restored { next_seq: 2, confirmed: vec![confirmed], ..Restored::default() };
    world.engine = Engine::restore(EngineSettings::default(), restored);
    world
}

fn looked_up(world: &World) -> Vec<OpId> {
    let op_id =
        |effect: &Effect| if let Effect::LookUpWitness { op_id, .. } = effect { Some(op_id.clone()) } else { None };
    world.asked.iter().filter_map(op_id).collect()
}

#[test]
fn a_decision_confirmed_while_an_earlier_one_is_looked_up_does_not_hold_up_the_rest() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", note("First"));
    world.confirm(1);
    world.decide_and_send(2, "req-a", note("Second"));
    let version = world.lands(2);
    world.tell(Input::ClockDoubt);
    world.tell(Input::Doubted(crate::input::Doubt::ClockWentBack));
    assert_eq!(looked_up(&world).last(), Some(&op(1)), "{}", world.trace);
    world.sees("req-a");
    world.answer(2, PushAnswer::Applied { version });
    world.witness(1, WitnessAnswer::Landed);
    world.decide_and_send(3, "req-b", note("Third"));
    assert!(world.pushed_ops().contains(&op(3)), "{}", world.trace);
}

#[test]
fn every_comparison_asks_whether_the_decision_confirmed_last_is_still_there() {
    let mut world = restored_with_a_confirmed_one();
    world.tell(Input::Woken);
    world.witness(1, WitnessAnswer::Landed);
    world.forget();
    world.pass(MANIFEST_GAP_MS);
    assert_eq!(looked_up(&world), [op(1)], "{}", world.trace);
}

/// Sends a decision about each request, and has each confirmed and seen.
fn confirms(world: &mut World, numbers: std::ops::RangeInclusive<u8>) {
    for n in numbers {
        let name = format!("req-{n}");
        world.decide_and_send(n, &name, note("Said"));
        world.confirm(n);
        world.sees(&name);
    }
}

#[test]
fn what_a_restore_took_is_found_missing_though_a_later_decision_landed_after_it() {
    let mut world = World::new().with_requests(9);
    world.tell(Input::Woken);
    confirms(&mut world, 1..=3);
    world.forget();
    world.pass(MANIFEST_GAP_MS);
    assert_eq!(looked_up(&world), [op(3), op(2), op(1)], "{}", world.trace);
    world.witness(3, WitnessAnswer::Landed);
    world.witness(1, WitnessAnswer::Landed);
    assert!(!world.engine.is_verifying());
    world.witness(2, WitnessAnswer::Absent);
    assert!(world.engine.is_verifying(), "{}", world.trace);
}

#[test]
fn the_last_few_that_were_found_stay_watched_and_no_more() {
    let mut world = World::new().with_requests(9);
    world.tell(Input::Woken);
    confirms(&mut world, 1..=8);
    world.pass(MANIFEST_GAP_MS);
    for n in (1..=8).rev() {
        world.witness(n, WitnessAnswer::Landed);
    }
    world.forget();
    world.pass(MANIFEST_GAP_MS);
    let last: Vec<OpId> = (5..=8).rev().map(op).collect();
    assert_eq!(looked_up(&world), last, "{}", world.trace);
}

#[test]
fn nothing_goes_out_after_a_suspend_before_the_watched_were_looked_up() {
    let mut world = restored_with_a_confirmed_one();
    world.tell(Input::Woken);
    world.witness(1, WitnessAnswer::Landed);
    world.tell(Input::ClockDoubt);
    world.forget();
    world.decide_and_send(2, "req-b", note("Second"));
    assert_eq!(world.pushed_ops(), [], "{}", world.trace);
    world.witness(1, WitnessAnswer::Landed);
    assert_eq!(world.pushed_ops(), [op(2)], "{}", world.trace);
}

#[test]
fn a_confirmed_decision_that_a_comparison_finds_missing_begins_a_new_epoch() {
    let mut world = restored_with_a_confirmed_one();
    world.tell(Input::Woken);
    world.witness(1, WitnessAnswer::Landed);
    world.pass(MANIFEST_GAP_MS);
    world.witness(1, WitnessAnswer::Absent);
    assert!(world.engine.is_verifying(), "{}", world.trace);
    let committed = |effect: &&Effect| matches!(effect, Effect::Commit(LedgerChange { .. }));
    assert_eq!(world.asked.iter().filter(committed).count(), 0, "nothing is lost before it was looked up again");
}

#[test]
fn a_reply_whose_fate_was_unknown_when_the_provider_went_back_is_left_to_a_person() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", reply(AfterReply::KeepOpen));
    world.tell(Input::Doubted(crate::input::Doubt::VersionWentBack));
    world.answer(1, PushAnswer::Unknown);
    world.tell(Input::EpochBegun { confirmed: Vec::new() });
    world.pass(60_000);
    world.witness(1, WitnessAnswer::Absent);
    world.pass(60_000);
    assert_eq!((world.state(1), world.pushes().len()), (Some(OpState::LostOnServer), 1), "{}", world.trace);
}

#[test]
fn a_reply_that_is_verified_while_its_witness_is_looked_up_is_looked_up_again_afterwards() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", reply(AfterReply::KeepOpen));
    world.answer(1, PushAnswer::Unknown);
    world.pass(60_000);
    world.tell(Input::Doubted(crate::input::Doubt::VersionWentBack));
    world.tell(Input::EpochBegun { confirmed: Vec::new() });
    world.witness(1, WitnessAnswer::Failed(Failure::Broken));
    world.pass(60_000);
    world.witness(1, WitnessAnswer::Landed);
    world.pass(60_000);
    world.witness(1, WitnessAnswer::Landed);
    assert_eq!(world.state(1), Some(OpState::Acked), "{}", world.trace);
}

#[test]
fn a_decision_does_not_settle_on_the_copy_that_shows_that_the_provider_went_back() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", reply(AfterReply::KeepOpen));
    world.answer(1, PushAnswer::Unknown);
    world.pass(60_000);
    world.witness(1, WitnessAnswer::Landed);
    world.tell(Input::Doubted(crate::input::Doubt::VersionWentBack));
    world.fetched("req-a");
    assert_eq!(world.state(1), Some(OpState::Acked), "{}", world.trace);
    world.tell(Input::EpochBegun { confirmed: Vec::new() });
    world.pass(60_000);
    world.witness(1, WitnessAnswer::Absent);
    assert_eq!(world.state(1), Some(OpState::LostOnServer), "{}", world.trace);
}

#[test]
fn a_reply_whose_witness_was_absent_just_before_the_provider_was_found_to_have_gone_back_is_left_to_a_person() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", reply(AfterReply::KeepOpen));
    world.answer(1, PushAnswer::Refused { http_status: 412 });
    world.witness(1, WitnessAnswer::Absent);
    world.tell(Input::Doubted(crate::input::Doubt::VersionWentBack));
    world.elsewhere("req-a", |copy| copy.state.stage = triage_domain::request::Stage::Sorted);
    world.fetched("req-a");
    assert_eq!(world.state(1), Some(OpState::Sealed), "{}", world.trace);
    world.tell(Input::EpochBegun { confirmed: Vec::new() });
    world.pass(60_000);
    world.witness(1, WitnessAnswer::Absent);
    world.pass(60_000);
    assert_eq!((world.state(1), world.pushes().len()), (Some(OpState::LostOnServer), 1), "{}", world.trace);
}

#[test]
fn a_reply_that_is_under_way_when_the_provider_goes_back_is_not_sent_again_by_itself() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", reply(AfterReply::KeepOpen));
    world.tell(Input::Doubted(crate::input::Doubt::VersionWentBack));
    world.tell(Input::EpochBegun { confirmed: Vec::new() });
    world.pass(25_000);
    assert!(world.engine.is_verifying(), "{}", world.trace);
    world.answer(1, PushAnswer::Unknown);
    world.pass(300_000);
    world.witness(1, WitnessAnswer::Absent);
    world.pass(300_000);
    assert_eq!((world.state(1), world.pushes().len()), (Some(OpState::LostOnServer), 1), "{}", world.trace);
}

#[test]
fn an_attempt_from_before_the_provider_went_back_is_waited_out() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", note("Held up on its way"));
    world.answer(1, PushAnswer::Unknown);
    world.pass(60_000);
    world.tell(Input::Doubted(crate::input::Doubt::VersionWentBack));
    world.tell(Input::EpochBegun { confirmed: Vec::new() });
    world.witness(1, WitnessAnswer::Absent);
    world.pass(40_000);
    assert_eq!(world.pushes().len(), 1, "{}", world.trace);
    world.pass(60_000);
    assert_eq!(world.pushes().len(), 2, "{}", world.trace);
}
