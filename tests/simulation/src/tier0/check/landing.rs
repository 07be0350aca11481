//! What may land at the provider.

use std::collections::BTreeMap;

use triage_domain::Decision;
use triage_sync::Operation;
use triage_sync::basis::Ending;
use triage_sync::rebase::effective;

use super::{Promise, promise};
use crate::tier0::names;
use crate::tier0::reference::{gives_an_outcome, stands_against};
use crate::tier0::server::{Record, Server};
use crate::tier0::truth::{Act, Truth};

/// I9: at most one witness of each decision, and at most one effect outside.
pub fn i9(witnesses: &BTreeMap<u16, String>, op: u16, delivered: u32, is_known_limit: bool) -> Promise {
    promise(9, !witnesses.contains_key(&op), || format!("{op} lands twice"))?;
    promise(9, delivered == 0 || is_known_limit, || format!("the patient gets reply {op} twice"))
}

/// I10: every witness belongs to a decision that a person took, with the same payload.
pub fn i10(act: Option<&Act>, digest: &str) -> Promise {
    promise(10, act.is_some_and(|act| act.digest == digest), || "a witness of another payload".to_owned())
}

/// I16: effects appear in the order in which one device took the decisions about one request.
pub fn i16(truth: &Truth, server: &Server, act: &Act) -> Promise {
    let later = truth.acts.iter().find(|(op, other)| {
        other.pc == act.pc && other.about == act.about && other.seq > act.seq && server.held.witnesses.contains_key(op)
    });
    promise(16, later.is_none() || act.was_lost, || format!("lands after {:?}", later.map(|(op, _)| op)))
}

/// I19: nothing that does not commute lands on a state that differs from its basis, unless a person's resolution names it.
pub fn i19(operation: &Operation, there: &Record) -> Promise {
    let against = stands_against(&operation.decision, &operation.basis.fields, &there.basis.fields);
    promise(19, !against, || {
        format!(
            "{} lands on {:?}, decided on {:?}",
            names::op(&operation.op_id),
            there.basis.fields,
            operation.basis.fields
        )
    })
}

/// I20: the urgency never goes down by a decision whose basis did not have the current one.
pub fn i20(operation: &Operation, there: &Record) -> Promise {
    let now = there.basis.fields.urgency;
    let lowers = match effective(&operation.decision, &operation.basis, now) {
        Decision::SetUrgency { to, .. } => to < now,
        Decision::Assign { .. }
        | Decision::SetCategory { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Reply { .. }
        | Decision::Close { .. }
        | Decision::Reopen { .. }
        | Decision::Hold { .. }
        | Decision::EndHold
        | Decision::SendAgain { .. }
        | Decision::Merge { .. }
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => false,
    };
    promise(20, !lowers || operation.basis.fields.urgency == now, || format!("lowers {now:?} unseen"))
}

/// I21: at most one outcome in each episode without a person's deciding anew.
pub fn i21(operation: &Operation, there: &Record) -> Promise {
    let open = there.basis.fields.ending == Ending::Open;
    promise(21, open || !gives_an_outcome(&operation.decision), || "a second outcome".to_owned())
}

/// I22: a reply goes out only if nothing of what it answers has changed since it was written.
pub fn i22(operation: &Operation, there: &Record) -> Promise {
    let (seen, now) = (&operation.basis.fields, &there.basis.fields);
    let same = seen.messages == now.messages && seen.ending == now.ending;
    promise(22, !operation.decision.reaches_the_patient() || same, || "a reply to something else".to_owned())
}

/// I43: after a restore, what a patient has is never sent again without a person.
pub fn i43(delivered: u32, is_known_limit: bool) -> Promise {
    promise(43, delivered == 0 || is_known_limit, || "a reply goes out again after a restore".to_owned())
}
