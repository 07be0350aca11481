#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use triage_domain::{AfterReply, Category, Decision, Urgency};

use super::*;
use crate::rebase::commutes;
use crate::sample::{at, category, chase, close, enter, entry, id, note, operation, person, reply, request, urgency};

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
    let operations = [
        in_state(1, reply(AfterReply::AwaitPatient { until: None }), OpState::Acked),
        in_state(2, note("Seen"), OpState::Acked),
    ];
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

/// What is declared commutative, and raises, which join; `n` tells the ones of a set apart.
fn commutative(kind: u8, n: u8) -> Operation {
    let mut unopened = request("req-a");
    unopened.state.first_opened_at = None;
    let decision = match kind % 7 {
        0 => note("Rang"),
        1 => Decision::FirstOpened,
        2 => Decision::RecordFiled,
        3 => chase("Any news?"),
        4 => enter(),
        5 => urgency(Urgency::UrgentToday),
        _ => urgency(Urgency::Emergency),
    };
    let raises = matches!(decision, Decision::SetUrgency { .. });
    assert!(raises || commutes(&decision), "{}", decision.kind());
    Operation { decided_at: at(u32::from(kind) % 50), ..operation(n, decision, &unopened) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Invariant 25 of `sync.md`.
    #[test]
    fn every_set_of_commuting_decisions_gives_one_view_in_every_order(kinds in vec(any::<u8>(), 0..=5)) {
        let operations: Vec<Operation> = (1..).zip(&kinds).map(|(n, kind)| commutative(*kind, n)).collect();
        let view = |order: &[Operation]| settled(shown(order));
        let first = view(&operations);
        for order in permutations(&operations) {
            prop_assert_eq!(&view(&order), &first);
        }
    }

    #[test]
    fn a_fold_of_raises_never_goes_down_and_ends_at_the_greatest(to in vec(0_usize..4, 1..6), from in 0_usize..4) {
        let level = |n: usize| { let mut all = Urgency::ALL; all.reverse(); all[n] };
        let mut seen = request("req-a");
        seen.state.urgency = Urgency::Routine;
        let raises: Vec<Operation> = (1..)
            .zip(to.iter().filter(|to| **to > 0))
            .map(|(n, to)| operation(n, urgency(level(*to)), &seen))
            .collect();
        let mut view = seen.clone();
        view.state.urgency = level(from);
        let mut reached = view.state.urgency;
        for raise in &raises {
            fold(&mut view, [raise]);
            prop_assert!(view.state.urgency >= reached);
            reached = view.state.urgency;
        }
        let greatest = to.iter().copied().max().unwrap_or_default().max(from);
        prop_assert_eq!(reached, level(greatest));
    }
}

#[test]
fn an_entry_is_a_request_of_its_own_until_the_provider_has_it_or_it_is_taken_back() {
    let new = entry().as_request(&id("req-new"), at(10));
    let in_state = |state| Operation { state, ..operation(1, enter(), &new) };
    for state in OpState::ALL {
        let gone = matches!(state, OpState::Settled | OpState::Withdrawn | OpState::Superseded);
        assert_eq!(entered(&in_state(state)), (!gone).then(|| new.clone()), "{}", state.name());
    }
    assert_eq!(entered(&operation(1, note("Rang"), &new)), None);
}

#[test]
fn decisions_about_an_entered_request_fold_on_top_of_it() {
    let made = operation(1, enter(), &entry().as_request(&id("req-new"), at(10)));
    let mut view = entered(&made).unwrap();
    let owner = Decision::Assign { to: person(&crate::sample::gp()) };
    let later = [made.clone(), operation(2, note("Rang back"), &view), operation(3, owner, &view)];
    fold(&mut view, &later);
    assert_eq!(view.notes.len(), 1);
    assert_eq!(view.state.owner, person(&crate::sample::gp()));
    assert_eq!(view.submission.words, entry().words);
}
