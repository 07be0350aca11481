//! From a decision to its proof.

use expect_test::expect;
use triage_domain::{AfterReply, Urgency};

use super::*;
use crate::operation::Stuck;
use crate::sample::{assign, close, note, nurse, operation, reply, urgency};

const RETRY_AFTER: Option<u64> = Some(120_000);

#[test]
fn a_decision_is_committed_before_anything_else_happens() {
    let mut world = World::online();
    world.decide(1, "req-a", note("Seen before"));
    assert!(matches!(&world.asked[0], Effect::Commit(change)
        if change.operations[0].op_id == op(1) && change.operations[0].state == OpState::Queued));
    assert_eq!(world.calls(), 0);
}

#[test]
fn an_attempt_is_committed_before_its_push() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", note("Seen before"));
    let push = world.asked.iter().position(|effect| matches!(effect, Effect::Push(_))).unwrap();
    let recorded = world.asked[..push].iter().any(|effect| {
        matches!(effect, Effect::Commit(change)
            if change.attempt.as_ref().is_some_and(|attempt| attempt.op_id == op(1) && attempt.n == 1)
                && change.operations[0].state == OpState::InFlight)
    });
    assert!(recorded, "{}", world.trace);
}

#[test]
fn the_whole_way_of_a_decision() {
    let mut world = World::online();
    world.decide(1, "req-a", assign(&gp()));
    world.pass(5_000);
    world.confirm(1);
    expect![[r#"
        00:00.000  commit   01 queued
        00:05.000  commit   01 inflight attempt 1
        00:05.000  push     01 try 1 if 1
        00:05.000  commit   01 acked
        00:05.000  commit   01 settled
    "#]]
    .assert_eq(&world.trace);
}

#[test]
fn the_same_decision_given_twice_is_one_decision() {
    let mut world = World::online();
    world.decide(1, "req-a", note("Once"));
    world.decide(1, "req-a", note("Once"));
    assert_eq!(world.engine.operations().count(), 1);
}

#[test]
fn a_reply_stays_here_for_twenty_seconds_and_other_decisions_for_five() {
    let mut world = World::online();
    world.decide(1, "req-a", reply(AfterReply::KeepOpen));
    world.decide(2, "req-b", note("Seen"));
    world.pass(4_999);
    assert_eq!(world.pushed_ops(), []);
    world.pass(1);
    assert_eq!(world.pushed_ops(), [op(2)]);
    world.pass(14_999);
    assert_eq!(world.pushed_ops(), [op(2)]);
    world.pass(1);
    assert_eq!(world.pushed_ops(), [op(2), op(1)]);
}

#[test]
fn a_lost_answer_is_resolved_by_the_witness_and_never_sent_again_before_it() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", reply(AfterReply::KeepOpen));
    world.lands(1);
    world.answer(1, PushAnswer::Unknown);
    world.pass(60_000);
    assert_eq!((world.pushes().len(), world.lookups()), (1, 1));
    world.witness(1, WitnessAnswer::Landed);
    assert_eq!(world.state(1), Some(OpState::Acked));
    world.fetched("req-a");
    world.pass(60_000);
    assert_eq!((world.pushes().len(), world.state(1)), (1, None));
}

#[test]
fn a_lost_request_is_sent_again_under_the_same_id_once_the_witness_is_absent() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", note("Seen"));
    world.answer(1, PushAnswer::Unknown);
    world.pass(60_000);
    world.witness(1, WitnessAnswer::Absent);
    world.pass(1_000);
    let pushes = world.pushes();
    assert_eq!(pushes.len(), 2);
    assert_eq!((pushes[1].op.op_id.clone(), pushes[1].attempt), (op(1), 2));
    assert_eq!(pushes[0].op.digest(), pushes[1].op.digest());
}

#[test]
fn a_server_error_after_the_decision_landed_does_not_send_it_twice() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", reply(AfterReply::KeepOpen));
    world.lands(1);
    world.answer(1, PushAnswer::Broken);
    world.sees("req-a");
    world.pass(60_000);
    assert_eq!((world.pushes().len(), world.lookups()), (1, 1), "{}", world.trace);
    world.witness(1, WitnessAnswer::Landed);
    world.fetched("req-a");
    assert_eq!(world.state(1), None);
}

#[test]
fn another_payload_under_the_same_id_goes_to_a_person() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", note("Seen"));
    world.answer(1, PushAnswer::Unknown);
    world.pass(60_000);
    world.witness(1, WitnessAnswer::Differs);
    let operation = world.engine.operation(&op(1)).unwrap();
    assert_eq!((operation.state, operation.stuck), (OpState::Rejected, Some(Stuck::PayloadDiffers)));
}

#[test]
fn what_was_in_flight_when_the_program_ended_is_unknown_and_looked_up_first() {
    let mut sent = operation(1, note("Seen"), &request("req-a"));
    sent.state = OpState::InFlight;
    let mut world = World::restored(vec![sent], BTreeMap::new());
    world.tell(Input::Woken);
    assert!(matches!(&world.asked[0], Effect::Commit(change) if change.operations[0].state == OpState::Unknown));
    assert_eq!((world.pushes().len(), world.lookups()), (0, 1));
    world.witness(1, WitnessAnswer::Absent);
    assert_eq!(world.pushed_ops(), [op(1)]);
}

#[test]
fn a_decision_not_sent_yet_goes_out_after_the_next_start() {
    let saved = operation(1, note("Seen"), &request("req-a"));
    let mut world = World::restored(vec![saved], BTreeMap::new());
    world.tell(Input::Woken);
    assert_eq!(world.pushed_ops(), [op(1)]);
}

#[test]
fn a_reply_that_was_held_when_the_program_ended_is_held_anew() {
    let saved = operation(1, reply(AfterReply::KeepOpen), &request("req-a"));
    let mut world = World::restored(vec![saved], BTreeMap::new());
    world.tell(Input::Woken);
    world.pass(19_999);
    assert_eq!(world.pushed_ops(), []);
    world.pass(1);
    assert_eq!(world.pushed_ops(), [op(1)]);
}

#[test]
fn a_later_decision_about_the_same_request_waits_and_other_requests_go_on() {
    let mut world = World::online();
    world.decide(1, "req-a", assign(&gp()));
    world.decide(2, "req-a", close());
    world.decide(3, "req-b", note("Seen"));
    world.pass(5_000);
    assert_eq!(world.pushed_ops(), [op(1), op(3)]);
    world.answer(1, PushAnswer::NotAllowed);
    world.confirm(3);
    world.decide_and_send(4, "req-b", note("Again"));
    assert_eq!(world.pushed_ops(), [op(1), op(3), op(4)], "a refused decision holds up its own request only");
    assert_eq!(world.state(2), Some(OpState::Queued));
}

#[test]
fn a_later_decision_goes_out_on_the_version_that_the_earlier_one_made() {
    let mut world = World::online();
    world.decide(1, "req-a", assign(&gp()));
    world.decide(2, "req-a", urgency(Urgency::UrgentToday));
    world.pass(5_000);
    world.confirm(1);
    let second = world.pushes().pop().unwrap();
    assert_eq!((second.op.op_id, second.op.if_match), (op(2), version("2")));
}

#[test]
fn a_decision_built_on_an_unsent_reply_is_no_conflict_once_the_reply_is_there() {
    let mut world = World::online();
    world.decide(1, "req-a", reply(AfterReply::KeepOpen));
    world.decide(2, "req-a", close());
    world.pass(20_000);
    world.confirm(1);
    assert_eq!(world.pushed_ops(), [op(1), op(2)]);
}

#[test]
fn no_more_than_four_decisions_are_under_way_and_nothing_spins_meanwhile() {
    let mut world = World::online().with_requests(6);
    for n in 0..6 {
        world.decide(n + 1, &format!("req-{n}"), note("Seen"));
    }
    world.pass(20_000);
    assert_eq!(world.pushed_ops().len(), 4);
    assert!(world.engine.wake_at().is_none_or(|at| at > world.now_ms), "it would be woken again and again");
    world.confirm(1);
    assert_eq!(world.pushed_ops().len(), 5);
}

#[test]
fn what_can_harm_by_waiting_goes_first() {
    let mut world = World::online().with_requests(6);
    for n in 0..5 {
        world.decide(n + 1, &format!("req-{n}"), note("Not urgent"));
    }
    world.elsewhere("req-5", |copy| copy.state.urgency = Urgency::Emergency);
    world.decide(6, "req-5", note("Urgent"));
    world.pass(5_000);
    assert_eq!(world.pushed_ops(), [op(6), op(1), op(2), op(3)]);
}

#[test]
fn retry_after_holds_the_whole_host() {
    let mut world = World::online();
    world.decide(1, "req-a", note("Seen"));
    world.decide(2, "req-b", note("Seen"));
    world.pass(5_000);
    world.answer(1, PushAnswer::Busy { retry_after_ms: RETRY_AFTER });
    world.answer(2, PushAnswer::Broken);
    world.forget();
    world.pass(119_000);
    world.tell(Input::SyncNow);
    assert_eq!(world.calls(), 0, "{}", world.trace);
    world.pass(30_000);
    assert!(world.calls() > 0);
}

#[test]
fn a_pull_under_way_honours_retry_after_too() {
    let mut world = World::online();
    world.decide(1, "req-a", note("Seen"));
    world.pass(5_000);
    let mut world = world.leave_pulls_open();
    world.pass(30_000);
    world.page_arrives(Scope::Requests, &[], None);
    world.answer(1, PushAnswer::Busy { retry_after_ms: RETRY_AFTER });
    world.forget();
    world.tell(Input::PageStored { scope: Scope::Requests, lateness_ms: None });
    world.pass(119_000);
    assert_eq!(world.calls(), 0, "{}", world.trace);
    world.pass(30_000);
    assert_eq!(world.pulls()[0].scope, Scope::Messages, "the walk goes on where it was");
}

#[test]
fn a_decision_can_be_taken_back_while_it_is_held_and_no_longer() {
    let mut world = World::online();
    world.decide(1, "req-a", close());
    world.decide(2, "req-b", close());
    assert!(world.engine.can_withdraw(&op(1)));
    world.tell(Input::Withdrawn { op_id: op(1) });
    world.pass(5_000);
    assert_eq!(world.pushed_ops(), [op(2)]);
    world.tell(Input::Withdrawn { op_id: op(2) });
    assert_eq!(world.state(2), Some(OpState::InFlight));
}

#[test]
fn a_decision_that_others_were_built_on_is_not_taken_back_but_a_note_on_top_does_no_harm() {
    let mut world = World::online();
    world.decide(1, "req-a", assign(&gp()));
    world.decide(2, "req-a", note("Mine now"));
    assert!(world.engine.can_withdraw(&op(1)));
    world.decide(3, "req-a", close());
    assert!(!world.engine.can_withdraw(&op(1)));
    assert!(world.engine.can_withdraw(&op(3)));
}

#[test]
fn an_acknowledged_decision_stays_visible_until_the_providers_copy_contains_it() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", close());
    let before = world.requests.clone();
    let version = world.lands(1);
    let after = std::mem::replace(&mut world.requests, before);
    world.answer(1, PushAnswer::Applied { version });
    assert!(!world.shown("req-a").state.lifecycle.is_open());
    world.sees("req-a");
    assert!(!world.shown("req-a").state.lifecycle.is_open(), "an older copy takes nothing away");
    world.fetched("req-a");
    assert!(!world.shown("req-a").state.lifecycle.is_open(), "nor does an answer from a cache");
    world.requests = after;
    world.sees("req-a");
    assert_eq!(world.state(1), None);
    assert!(!world.shown("req-a").state.lifecycle.is_open());
}

#[test]
fn a_reply_stays_visible_until_its_message_has_arrived_as_well() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", reply(AfterReply::KeepOpen));
    let version = world.lands(1);
    let messages = std::mem::take(&mut world.requests.get_mut(&id("req-a")).unwrap().messages);
    world.sees("req-a");
    world.answer(1, PushAnswer::Applied { version });
    assert_eq!(world.shown("req-a").messages.len(), 1);
    world.requests.get_mut(&id("req-a")).unwrap().messages = messages;
    world.sees("req-a");
    assert_eq!((world.state(1), world.shown("req-a").messages.len()), (None, 1));
}

#[test]
fn a_refusal_with_the_witness_there_is_an_acknowledgement() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", close());
    world.lands(1);
    world.answer(1, PushAnswer::Refused { http_status: 412 });
    assert_eq!((world.pushes().len(), world.lookups()), (1, 1));
    world.witness(1, WitnessAnswer::Landed);
    assert_eq!(world.state(1), Some(OpState::Acked));
}

#[test]
fn a_refusal_on_the_version_that_is_there_goes_to_a_person_whatever_its_number() {
    for http_status in [400, 404, 422] {
        let mut world = World::online();
        world.decide_and_send(1, "req-a", close());
        world.answer(1, PushAnswer::Refused { http_status });
        world.witness(1, WitnessAnswer::Absent);
        world.fetched("req-a");
        assert_eq!(world.state(1), Some(OpState::Rejected), "{http_status}");
        assert_eq!(world.pushes().len(), 1);
    }
}

#[test]
fn decisions_of_somebody_who_signed_out_wait_for_that_person_and_hold_up_nobody_else() {
    let mut world = World::online();
    world.decide(1, "req-a", close());
    world.decide(2, "req-b", note("Seen"));
    world.pass(5_000);
    world.answer(1, PushAnswer::SignInNeeded);
    world.confirm(2);
    world.tell(Input::SignedIn { staff: nurse().id });
    assert_eq!(world.state(1), Some(OpState::Parked));
    world.tell(Input::SignedIn { staff: gp().id });
    assert_eq!(world.pushed_ops(), [op(1), op(2), op(1)]);
}

#[test]
fn nothing_is_given_up_however_often_it_fails() {
    let mut world = World::online();
    world.decide(1, "req-a", note("Seen"));
    for _ in 0..200 {
        world.pass(61_000);
        match world.state(1) {
            Some(OpState::InFlight) => world.answer(1, PushAnswer::Broken),
            Some(OpState::Unknown) => world.witness(1, WitnessAnswer::Absent),
            other => panic!("{other:?}"),
        }
    }
    assert!(world.pushes().len() >= 99, "{}", world.pushes().len());
    assert!(world.state(1).is_some());
}

#[test]
fn a_lost_note_goes_again_although_the_program_ended_before_that_was_written() {
    let mut lost = operation(1, note("Seen"), &request("req-a"));
    lost.state = OpState::LostOnServer;
    let mut world = World::restored(vec![lost], BTreeMap::new());
    world.tell(Input::Woken);
    world.fetched("req-a");
    world.pass(60_000);
    assert_eq!(world.pushed_ops(), [op(1)]);
}

#[test]
fn a_lost_reply_stays_before_a_person_over_a_restart() {
    let mut lost = operation(1, reply(AfterReply::KeepOpen), &request("req-a"));
    lost.state = OpState::LostOnServer;
    let mut world = World::restored(vec![lost], BTreeMap::new());
    world.tell(Input::Woken);
    world.pass(60_000);
    assert_eq!((world.pushed_ops(), world.state(1)), (vec![], Some(OpState::LostOnServer)));
}
