//! Two people decide about the same request.

use triage_domain::{AfterReply, Category, Urgency};

use super::*;
use crate::basis::BasisField;
use crate::conflict::Resolution;
use crate::sample::{
    assign, category, close, gp, note, nurse, patient_writes, person, reply, reply_and_close, urgency, words,
};

/// Refused for its version; the witness is absent, the request is read back, and on its new version the witness is absent
/// still.
fn refused(world: &mut World, n: u8, http_status: u16) {
    let name = world.engine.operation(&op(n)).unwrap().request_id.clone();
    world.answer(n, PushAnswer::Refused { http_status });
    world.witness(n, WitnessAnswer::Absent);
    world.fetched(name.as_str());
    world.witness(n, WitnessAnswer::Absent);
}

#[test]
fn what_landed_after_its_witness_was_found_absent_is_not_sent_on_the_version_that_it_made() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", note("Rang, no answer"));
    world.answer(1, PushAnswer::Refused { http_status: 412 });
    world.witness(1, WitnessAnswer::Absent);
    // A copy of the call meets the version that a restored provider has given out again.
    world.elsewhere("req-a", |copy| note("Rang, no answer").apply(copy, &op(1), &gp(), at(20)));
    world.fetched("req-a");
    world.witness(1, WitnessAnswer::Landed);
    assert_eq!(world.pushes().len(), 1, "it is there already");
    assert!(matches!(world.state(1), Some(OpState::Acked) | None));
}

#[test]
fn a_moved_version_with_the_same_basis_is_sent_again_under_the_same_id() {
    for http_status in [412, 409, 400] {
        let mut world = World::online();
        world.decide_and_send(1, "req-a", close());
        world.elsewhere("req-a", |copy| copy.title = words("Filed under another name"));
        refused(&mut world, 1, http_status);
        let second = world.pushes().pop().unwrap();
        assert_eq!((second.op.op_id.clone(), second.op.if_match.clone()), (op(1), version("2")), "{http_status}");
        assert_eq!((second.op.rebase_generation, second.attempt), (1, 2));
        assert_eq!(second.op.digest(), world.pushes()[0].op.digest());
    }
}

#[test]
fn a_changed_basis_is_a_conflict_that_names_what_differs_and_who_did_it() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", close());
    world.elsewhere("req-a", |copy| copy.state.owner = person(&nurse()));
    refused(&mut world, 1, 412);
    let operation = world.engine.operation(&op(1)).unwrap();
    let conflict = operation.conflict.as_ref().unwrap();
    assert_eq!(operation.state, OpState::Conflict);
    assert_eq!(conflict.differs, [BasisField::Owner]);
    assert_eq!(conflict.changed_by.as_deref(), Some("Somebody"));
    assert_eq!(conflict.there.fields.owner, person(&nurse()));
    assert_eq!(world.pushes().len(), 1);
}

#[test]
fn who_changed_it_is_still_named_when_more_of_the_same_version_arrives() {
    let mut world = World::online();
    world.decide(1, "req-a", close());
    world.elsewhere("req-a", |copy| copy.state.owner = person(&nurse()));
    world.sees("req-a");
    let basis = Box::new(Basis::of(&world.requests[&id("req-a")]));
    world.tell(Input::Seen { basis, request_id: id("req-a"), changed_by: None, changed_at: None });
    world.pass(5_000);
    let operation = world.engine.operation(&op(1)).unwrap();
    assert_eq!(operation.conflict.as_ref().unwrap().changed_by.as_deref(), Some("Somebody"));
}

#[test]
fn who_changed_it_is_still_named_when_an_own_decision_has_made_another_version_since() {
    let mut world = World::online();
    world.decide(1, "req-a", close());
    world.elsewhere("req-a", |copy| copy.state.owner = person(&nurse()));
    world.sees("req-a");
    world.elsewhere("req-a", |copy| copy.state.first_opened_at = Some(copy.received_at));
    let basis = Box::new(Basis::of(&world.requests[&id("req-a")]));
    world.tell(Input::Seen { basis, request_id: id("req-a"), changed_by: None, changed_at: None });
    world.pass(5_000);
    let operation = world.engine.operation(&op(1)).unwrap();
    assert_eq!(operation.conflict.as_ref().unwrap().changed_by.as_deref(), Some("Somebody"));
}

#[test]
fn a_conflict_is_found_before_sending_where_the_newer_copy_is_here_already() {
    let mut world = World::online();
    world.decide(1, "req-a", close());
    world.elsewhere("req-a", |copy| patient_writes(copy, "m-1"));
    world.sees("req-a");
    world.pass(5_000);
    assert_eq!((world.state(1), world.pushes().len()), (Some(OpState::Conflict), 0));
}

#[test]
fn a_patients_message_that_leaves_the_requests_version_alone_still_holds_what_answers_or_ends_it() {
    for decision in [close(), reply(AfterReply::KeepOpen), reply_and_close()] {
        let mut world = World::online();
        world.decide(1, "req-a", decision);
        patient_writes(world.requests.get_mut(&id("req-a")).unwrap(), "m-1");
        world.sees("req-a");
        world.pass(20_000);
        assert_eq!((world.state(1), world.pushes().len()), (Some(OpState::Conflict), 0));
    }
}

#[test]
fn a_raise_never_lowers_what_somebody_raised_further() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", urgency(Urgency::UrgentToday));
    world.elsewhere("req-a", |copy| copy.state.urgency = Urgency::Emergency);
    refused(&mut world, 1, 412);
    assert_eq!(world.pushes().len(), 2);
    assert_eq!(world.shown("req-a").state.urgency, Urgency::Emergency);
    world.confirm(1);
    assert_eq!(world.shown("req-a").state.urgency, Urgency::Emergency);
}

#[test]
fn a_conflict_shows_the_more_urgent_of_the_two_until_a_person_resolves_it() {
    let mut world = World::online();
    world.decide(1, "req-a", urgency(Urgency::Routine));
    world.elsewhere("req-a", |copy| copy.state.urgency = Urgency::Emergency);
    world.sees("req-a");
    world.pass(5_000);
    assert_eq!(world.state(1), Some(OpState::Conflict));
    assert_eq!(world.shown("req-a").state.urgency, Urgency::Emergency);
}

#[test]
fn equal_decisions_of_two_people_merge() {
    let mut world = World::online();
    world.decide(1, "req-a", category(Category::Administrative));
    world.elsewhere("req-a", |copy| copy.state.category = Category::Administrative);
    world.sees("req-a");
    world.pass(5_000);
    assert_eq!(world.pushed_ops(), [op(1)]);
}

#[test]
fn a_note_goes_through_whatever_others_did() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", note("Rang, no answer"));
    world.elsewhere("req-a", |copy| {
        close().apply(copy, &op(9), &nurse(), at(20));
        patient_writes(copy, "m-1");
    });
    refused(&mut world, 1, 412);
    assert_eq!(world.pushes().len(), 2);
}

#[test]
fn a_conflict_holds_up_its_own_request_and_no_other() {
    let mut world = World::online();
    world.decide(1, "req-a", close());
    world.decide(2, "req-a", note("After it"));
    world.elsewhere("req-a", |copy| patient_writes(copy, "m-1"));
    world.sees("req-a");
    world.decide(3, "req-b", close());
    world.pass(60_000);
    assert_eq!(world.pushed_ops(), [op(3)]);
}

#[test]
fn keeping_theirs_drops_mine_with_the_reason_and_lets_the_next_go_on() {
    let mut world = World::online();
    world.decide(1, "req-a", close());
    world.decide(2, "req-a", note("After it"));
    world.elsewhere("req-a", |copy| patient_writes(copy, "m-1"));
    world.sees("req-a");
    world.pass(5_000);
    world.forget();
    world.tell(Input::KeptTheirs { op_id: op(1), by: nurse(), reason: words("The patient wrote again") });
    let Effect::Commit(change) = &world.asked[0] else { panic!("{}", world.trace) };
    assert_eq!(change.operations[0].state, OpState::Superseded);
    assert!(matches!(&change.operations[0].resolution, Some(Resolution::KeptTheirs { by, .. }) if *by == nurse()));
    assert_eq!(world.pushed_ops(), [op(2)]);
}

#[test]
fn issuing_mine_again_is_a_new_decision_in_the_same_transaction_on_what_is_there_now() {
    let mut world = World::online();
    world.decide(1, "req-a", reply(AfterReply::KeepOpen));
    world.elsewhere("req-a", |copy| patient_writes(copy, "m-1"));
    world.sees("req-a");
    world.pass(20_000);
    world.forget();
    let basis = Box::new(Basis::of(&world.requests[&id("req-a")]));
    let (by, reason) = (nurse(), words("Still right"));
    world.tell(Input::Reissued { op_id: op(1), by, reason, new_op_id: op(2), basis });
    let commits = world.asked.iter().filter(|effect| matches!(effect, Effect::Commit(_))).count();
    assert_eq!(commits, 1, "{}", world.trace);
    let again = world.engine.operation(&op(2)).unwrap();
    assert_eq!((again.supersedes.clone(), again.author.clone()), (Some(op(1)), nurse()));
    assert_eq!(world.state(1), None);
    world.pass(19_999);
    assert_eq!(world.pushed_ops(), [], "a reply is held as long as the first time");
    world.pass(1);
    let order = world.pushes().pop().unwrap();
    assert_eq!((order.op.op_id, order.op.if_match), (op(2), version("2")));
}

#[test]
fn only_a_decision_that_needs_a_person_can_be_resolved() {
    let mut world = World::online();
    world.decide(1, "req-a", assign(&gp()));
    world.tell(Input::KeptTheirs { op_id: op(1), by: nurse(), reason: words("No") });
    assert_eq!(world.state(1), Some(OpState::Queued));
}

#[test]
fn what_was_built_on_a_decision_that_was_dropped_is_compared_with_what_is_there() {
    let mut world = World::online();
    world.decide(1, "req-a", reply(AfterReply::KeepOpen));
    world.decide(2, "req-a", close());
    world.pass(20_000);
    world.answer(1, PushAnswer::NotAllowed);
    world.tell(Input::KeptTheirs { op_id: op(1), by: nurse(), reason: words("Not to be sent") });
    assert_eq!(world.pushed_ops(), [op(1)], "{}", world.trace);
    world.fetched("req-a");
    assert_eq!((world.state(2), world.pushes().len()), (Some(OpState::Conflict), 1), "{}", world.trace);
}
