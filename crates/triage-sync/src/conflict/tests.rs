#![allow(clippy::unwrap_used, clippy::expect_used)]

use triage_domain::{Author, ChaseRoute, Urgency};

use super::*;
use crate::sample::{
    assign, at, close, failed_reply, gp, nurse, op, operation, patient_writes, person, reply, request, send_again,
    urgency,
};

fn offered(decision: Decision, change: impl FnOnce(&mut TriageRequest)) -> Vec<Choice> {
    let mut seen = request("req-a");
    failed_reply(&mut seen, 1);
    let mine = operation(2, decision, &seen);
    let mut there = seen;
    change(&mut there);
    choices(&mine, &there, &gp(), at(30))
}

#[test]
fn what_takes_the_place_of_theirs_is_said_to() {
    let both_ways = [Choice::KeepTheirs, Choice::ReissueMine];
    let owned = |there: &mut TriageRequest| there.state.owner = person(&nurse());
    assert_eq!(offered(assign(&gp()), owned), both_ways);
    assert_eq!(offered(urgency(Urgency::Routine), |there| there.state.urgency = Urgency::Emergency), both_ways);
    let held = |there: &mut TriageRequest| there.state.held_until = Some(at(50));
    assert_eq!(offered(Decision::hold(at(55)), held), both_ways);
}

#[test]
fn a_reply_can_stand_beside_another_reply_a_message_or_an_owner() {
    let beside = [Choice::KeepTheirs, Choice::KeepBoth];
    let replied = |there: &mut TriageRequest| reply(AfterReply::KeepOpen).apply(there, &op(9), &nurse(), at(20));
    assert_eq!(offered(reply(AfterReply::KeepOpen), replied), beside);
    assert_eq!(offered(send_again(1), |there| patient_writes(there, "m-1")), beside);
    assert_eq!(offered(close(), |there| there.state.owner = person(&nurse())), beside);
}

#[test]
fn what_has_ended_meanwhile_leaves_theirs_only() {
    let ended = |there: &mut TriageRequest| close().apply(there, &op(9), &nurse(), at(20));
    for decision in [close(), assign(&gp()), reply(AfterReply::KeepOpen), urgency(Urgency::Emergency)] {
        assert_eq!(offered(decision, ended), [Choice::KeepTheirs]);
    }
    let chase = Decision::LogChase { route: ChaseRoute::Phone, text: None };
    assert_eq!(offered(chase, ended), [Choice::KeepTheirs, Choice::KeepBoth], "it was only taken down");
}

#[test]
fn a_reply_that_somebody_sent_again_already_is_not_offered_a_third_time() {
    let again = |there: &mut TriageRequest| send_again(1).apply(there, &op(9), &nurse(), at(20));
    assert_eq!(offered(send_again(1), again), [Choice::KeepTheirs]);
}

#[test]
fn who_resolves_needs_the_right_to_decide_it() {
    let receptionist = Author { role: triage_domain::Role::Receptionist, ..nurse() };
    let seen = request("req-a");
    let lower = operation(1, urgency(Urgency::Routine), &seen);
    let mut there = seen;
    there.state.urgency = Urgency::Emergency;
    assert_eq!(choices(&lower, &there, &receptionist, at(30)), [Choice::KeepTheirs]);
}
