//! What people do to the outbox: decide, take back, resolve.

use triage_domain::{Author, Decision, OpId, RequestId, Words};

use crate::basis::Basis;
use crate::clock::Now;
use crate::conflict::Resolution;
use crate::engine::Engine;
use crate::operation::{OpState, Operation};
use crate::rebase::is_free_of;

impl Engine {
    pub(super) fn decided(
        &mut self,
        (op_id, request_id): (OpId, RequestId),
        (decision, author): (Decision, Author),
        basis: Basis,
        now: Now,
    ) {
        if let Some(seq) = self.seq_of(&op_id) {
            if crate::mutant!("payload-edited-after-sending") {
                self.update(&op_id, |operation| operation.decision = decision);
                let _ = seq;
            }
            return;
        }
        let hold_ms = self.hold_ms_of(&decision);
        let identity = (op_id.clone(), self.next_seq);
        let operation = Operation::new(identity, request_id, (decision, author), basis, now.wall);
        let seq = self.add(operation);
        self.save(seq);
        self.waits_since_ms.insert(op_id.clone(), now.elapsed_ms);
        self.ready_at_ms.insert(op_id, now.elapsed_ms + hold_ms);
    }

    fn add(&mut self, operation: Operation) -> u64 {
        let seq = operation.seq;
        self.next_seq = seq + 1;
        self.operations.insert(seq, operation);
        seq
    }

    fn hold_ms_of(&self, decision: &Decision) -> u64 {
        if decision.reaches_the_patient() { self.settings.reply_hold_ms } else { self.settings.hold_ms }
    }

    /// Says whether a decision can be taken back without a trace at the provider: it was never sent, and no later
    /// decision about the same request was built on it.
    #[must_use]
    pub fn can_withdraw(&self, op_id: &OpId) -> bool {
        self.can_withdraw_with(op_id, &[])
    }

    /// The same where these others go before it.
    #[must_use]
    pub fn can_withdraw_with(&self, op_id: &OpId, others: &[OpId]) -> bool {
        self.operation(op_id).is_some_and(|operation| {
            operation.state == OpState::Queued
                && self
                    .operations_about(&operation.request_id)
                    .filter(|later| later.seq > operation.seq && !others.contains(&later.op_id))
                    .all(|later| is_free_of(&later.decision, &operation.decision))
        })
    }

    pub(super) fn withdrawn(&mut self, op_id: &OpId) {
        if self.can_withdraw(op_id) {
            self.update(op_id, |operation| operation.state = OpState::Withdrawn);
        }
    }

    /// Says whether a person may settle this decision's fate: it is in conflict, refused, or lost by the provider.
    #[must_use]
    pub fn can_resolve(&self, op_id: &OpId) -> bool {
        self.operation(op_id).is_some_and(|operation| operation.state.needs_a_person())
    }

    /// A decision ends without having landed: those that were built on it must be compared with what is there.
    fn drops(&mut self, op_id: &OpId) {
        let Some(dropped) = self.operation(op_id) else { return };
        let builds_on = |later: &Operation| later.seq > dropped.seq && !is_free_of(&later.decision, &dropped.decision);
        if self.operations_about(&dropped.request_id).any(builds_on) {
            let request_id = dropped.request_id.clone();
            self.to_be_seen.insert(request_id);
        }
    }

    pub(super) fn kept_theirs(&mut self, op_id: &OpId, (by, reason): (Author, Words), now: Now) {
        if !self.can_resolve(op_id) {
            return;
        }
        self.drops(op_id);
        self.update(op_id, |operation| {
            operation.state = OpState::Superseded;
            operation.resolution = Some(Resolution::KeptTheirs { by, at: now.wall, reason });
        });
    }

    pub(super) fn reissued(
        &mut self,
        (op_id, new_op_id): (&OpId, OpId),
        (by, reason): (Author, Words),
        basis: Basis,
        now: Now,
    ) {
        if !self.can_resolve(op_id) || self.operation(&new_op_id).is_some() {
            return;
        }
        let Some(old) = self.operation(op_id).cloned() else { return };
        self.drops(op_id);
        let resolution = Resolution::Reissued { by: by.clone(), at: now.wall, reason, as_op: new_op_id.clone() };
        let hold_ms = self.hold_ms_of(&old.decision);
        let identity = (new_op_id.clone(), self.next_seq);
        let mut new = Operation::new(identity, old.request_id, (old.decision, by), basis, now.wall);
        new.supersedes = Some(op_id.clone());
        let new_seq = self.add(new);
        self.waits_since_ms.insert(new_op_id.clone(), now.elapsed_ms);
        self.ready_at_ms.insert(new_op_id, now.elapsed_ms + hold_ms);
        if let Some(operation) = self.operations.get_mut(&old.seq) {
            operation.state = OpState::Superseded;
            operation.resolution = Some(resolution);
        }
        // One transaction: a crash between the two would leave both live, and the reply might go out twice.
        self.commit(&[old.seq, new_seq], None);
    }
}
