//! What holds once everything has come to rest.

use std::collections::BTreeSet;

use triage_domain::TriageRequest;
use triage_sync::rebase::commutes;
use triage_sync::view::fold;
use triage_sync::{OpState, Operation};

use super::{Promise, promise};
use crate::tier0::ledger::Ledger;
use crate::tier0::names;
use crate::tier0::server::Server;
use crate::tier0::truth::Truth;

/// I13: what counts as proven has its witness at the provider in its present state.
pub fn i13(ledger: &Ledger, server: &Server) -> Promise {
    ledger.operations.iter().filter(|(_, saved)| matches!(saved.state, OpState::Acked | OpState::Settled)).try_for_each(
        |(op, saved)| {
            let about = names::about(&saved.request_id);
            let stands = server.held.witnesses.contains_key(op) || server.record(about).is_none();
            promise(13, stands, || format!("{op} is {} and its witness is not there", saved.state.name()))
        },
    )
}

/// I25: decisions that commute give the same view in every order.
pub fn i25(snapshot: &TriageRequest, operations: &[Operation]) -> Promise {
    let commuting: Vec<&Operation> = operations.iter().filter(|operation| commutes(&operation.decision)).collect();
    let mut views = BTreeSet::new();
    permute(&mut commuting.clone(), 0, &mut |order| {
        let mut view = snapshot.clone();
        fold(&mut view, order.iter().copied());
        let mut notes: Vec<String> =
            view.notes.iter().map(|note| format!("{:?}{}", note.op_id, note.text.as_str())).collect();
        notes.sort();
        views.insert(format!("{notes:?}{:?}", view.state));
    });
    promise(25, views.len() == 1, || format!("{} different views", views.len()))
}

fn permute<'a>(order: &mut Vec<&'a Operation>, from: usize, each: &mut impl FnMut(&[&'a Operation])) {
    if from >= order.len() {
        each(order);
        return;
    }
    for at in from..order.len() {
        order.swap(from, at);
        permute(order, from + 1, each);
        order.swap(from, at);
    }
}

/// I46: at rest every decision is settled, or in a state that names a human action, or waits behind such a one.
pub fn i46(ledger: &Ledger) -> Promise {
    let mut heads = BTreeSet::new();
    let mut live: Vec<&Operation> = ledger.live().collect();
    live.sort_by_key(|operation| operation.seq);
    live.into_iter().filter(|operation| heads.insert(&operation.request_id)).try_for_each(|head| {
        promise(46, head.state.needs_a_person() || head.state == OpState::Parked, || {
            format!("{} rests as {}", names::op(&head.op_id), head.state.name())
        })
    })
}

/// I48: without new input the engine comes to rest within 200 rounds.
pub fn i48(rounds: u32) -> Promise {
    promise(48, rounds <= 200, || "the engine does not come to rest".to_owned())
}

/// I50: the same seed gives the same trace.
pub fn i50(one: &str, two: &str) -> Promise {
    promise(50, one == two, || "two runs of one seed differ".to_owned())
}

/// I43 (at rest): what was settled and was taken back by a restore is lost, was sent again, or was settled by a person.
pub fn i43(truth: &Truth, server: &Server) -> Promise {
    truth.acts.iter().filter(|(_, act)| act.state == OpState::Settled).try_for_each(|(op, act)| {
        let stands = server.held.witnesses.contains_key(op) || server.record(act.about).is_none();
        promise(43, stands, || format!("{op} is settled, and the provider was restored to a state without it"))
    })
}
