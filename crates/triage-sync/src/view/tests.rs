#![allow(clippy::unwrap_used, clippy::expect_used)]

use triage_domain::{AfterReply, Category, Decision, Urgency};

use super::*;
use crate::sample::{category, close, note, operation, person, reply, request, urgency};

fn in_state(n: u8, decision: Decision, state: OpState) -> Operation {
    Operation { state, ..operation(n, decision, &request("req-a")) }
}

fn shown(operations: &[Operation]) -> TriageRequest {
    let mut shown = request("req-a");
    fold(&mut shown, operations);
    shown
}

fn permutations(of: &[Operation]) -> Vec<Vec<Operation>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in 0..of.len() {
        let mut rest = of.to_vec();
        let head = rest.remove(first);
        for mut tail in permutations(&rest) {
            tail.insert(0, head.clone());
            all.push(tail);
        }
    }
    all
}

/// Notes are a set: their order on screen is by time, not by arrival.
fn settled(mut request: TriageRequest) -> TriageRequest {
    request.notes.sort_by(|a, b| a.op_id.cmp(&b.op_id));
    request
}

#[test]
fn commuting_decisions_give_the_same_view_in_every_order() {
    let mut unopened = request("req-a");
    unopened.state.first_opened_at = None;
    let operations = [
        operation(1, note("One"), &unopened),
        operation(2, note("Two"), &unopened),
        operation(3, Decision::FirstOpened, &unopened),
        Operation { decided_at: crate::sample::at(2), ..operation(4, Decision::FirstOpened, &unopened) },
        operation(5, Decision::SetUrgency { to: Urgency::UrgentToday, reason: None }, &unopened),
    ];
    let views: Vec<TriageRequest> = permutations(&operations)
        .iter()
        .map(|order| {
            let mut view = unopened.clone();
            fold(&mut view, order);
            settled(view)
        })
        .collect();
    assert_eq!(views.len(), 120);
    assert!(views.iter().all(|view| *view == views[0]));
    assert_eq!(views[0].state.first_opened_at, Some(crate::sample::at(2)), "the earlier opening counts");
}

#[test]
fn two_raises_give_the_greater_in_either_order() {
    let (more, less) = (
        operation(1, urgency(Urgency::Emergency), &request("req-a")),
        operation(2, urgency(Urgency::UrgentToday), &request("req-a")),
    );
    assert_eq!(shown(&[more.clone(), less.clone()]).state.urgency, Urgency::Emergency);
    assert_eq!(shown(&[less, more]).state.urgency, Urgency::Emergency);
}

#[test]
fn everything_on_its_way_is_shown_and_what_will_not_happen_is_not() {
    let shows = |state| shown(&[in_state(1, category(Category::Administrative), state)]).state.category;
    for state in OpState::ALL {
        let expected = match state {
            OpState::Queued
            | OpState::Sealed
            | OpState::InFlight
            | OpState::Unknown
            | OpState::Acked
            | OpState::Parked => Category::Administrative,
            OpState::Settled
            | OpState::Conflict
            | OpState::Rejected
            | OpState::Withdrawn
            | OpState::Superseded
            | OpState::LostOnServer => Category::Clinical,
        };
        assert_eq!(shows(state), expected, "{}", state.name());
    }
}

#[test]
fn a_conflict_raises_what_is_shown_and_ends_nothing() {
    let raised = shown(&[in_state(1, urgency(Urgency::Emergency), OpState::Conflict)]);
    assert_eq!(raised.state.urgency, Urgency::Emergency);
    let lowered = shown(&[in_state(1, urgency(Urgency::Routine), OpState::Conflict)]);
    assert_eq!(lowered.state.urgency, Urgency::Soon);
    let closed = shown(&[in_state(1, close(), OpState::Conflict)]);
    assert!(closed.state.lifecycle.is_open());
}

#[test]
fn folding_an_acknowledged_decision_into_a_copy_that_has_it_doubles_nothing() {
    let operations =
        [in_state(1, reply(AfterReply::AwaitPatient), OpState::Acked), in_state(2, note("Seen"), OpState::Acked)];
    let once = shown(&operations);
    let mut twice = once.clone();
    fold(&mut twice, &operations);
    assert_eq!(once, twice);
}

#[test]
fn decisions_are_folded_in_the_order_given() {
    let mine = Decision::Assign { to: person(&crate::sample::gp()) };
    let theirs = Decision::Assign { to: person(&crate::sample::nurse()) };
    let view = shown(&[operation(1, mine, &request("req-a")), operation(2, theirs, &request("req-a"))]);
    assert_eq!(view.state.owner, person(&crate::sample::nurse()));
}
