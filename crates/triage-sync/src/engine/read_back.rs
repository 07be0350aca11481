//! What the provider says afterwards: whether a decision landed, and how its request stands now (`sync.md` b.5).

use triage_domain::{OpId, RequestId, Version};

use crate::clock::Now;
use crate::engine::{Engine, Seen};
use crate::input::{Doubt, Failure, FetchedRequest, WitnessAnswer};
use crate::operation::{OpState, Operation, Stuck};
use crate::version::is_before;

/// Reads in a row that are older than what was confirmed, before that counts as proof of another state.
const OLD_READS_MAX: u32 = 3;

impl Engine {
    pub(super) fn witnessed(&mut self, op_id: &OpId, answer: WitnessAnswer, now: Now) {
        if self.confirmed_looked_up(op_id, &answer, now) {
            return;
        }
        if !(crate::mutant!("stuck-though-connected") && matches!(answer, WitnessAnswer::Failed(_))) {
            self.looking_up.remove(op_id);
        }
        let Some(operation) = self.operation(op_id).cloned() else { return };
        if operation.state != OpState::Unknown {
            return;
        }
        match answer {
            WitnessAnswer::Landed => self.acked(op_id, None, now),
            WitnessAnswer::Differs => self.reject(op_id, Stuck::PayloadDiffers),
            WitnessAnswer::Absent if self.refused.contains_key(op_id) => {
                self.absent.insert(op_id.clone());
            }
            WitnessAnswer::Absent => self.update(op_id, |operation| operation.state = OpState::Sealed),
            WitnessAnswer::Failed(failure) => self.call_failed(op_id, failure, now),
        }
    }

    fn call_failed(&mut self, op_id: &OpId, failure: Failure, now: Now) {
        let failures = self.failures.entry(op_id.clone()).or_insert(0);
        *failures = failures.saturating_add(1);
        let wait_ms = self.jitter.backoff_ms(*failures);
        self.ready_at_ms.insert(op_id.clone(), now.elapsed_ms + wait_ms);
        self.failed(failure, now);
    }

    pub(super) fn fetched(&mut self, request_id: &RequestId, answer: FetchedRequest, now: Now) {
        self.fetching.remove(request_id);
        let failure = if let FetchedRequest::Failed(failure) = &answer { Some(*failure) } else { None };
        self.doubt_answered(request_id, failure, now);
        let Some(head) = self.operations_about(request_id).next().cloned() else {
            if let Some(failure) = failure {
                self.failed(failure, now);
            }
            return;
        };
        match answer {
            FetchedRequest::There { basis, changed_by, changed_at } => {
                let version = basis.version.clone();
                self.seen(request_id, Seen { basis: *basis, changed_by, changed_at, since_ms: now.elapsed_ms });
                self.read_back(&head, &version, now);
            }
            FetchedRequest::Gone if head.state == OpState::Acked => self.settled(&head.op_id),
            FetchedRequest::Gone => self.reject(&head.op_id, Stuck::Gone),
            FetchedRequest::Failed(failure) => self.call_failed(&head.op_id, failure, now),
        }
    }

    /// Decides what a refusal meant, now that the request was read back and the witness is known to be absent.
    fn read_back(&mut self, head: &Operation, version: &Version, now: Now) {
        match head.state {
            OpState::Acked if self.is_between_epochs() => {}
            OpState::Acked if head.ack_version.as_ref().is_some_and(|ack| is_before(version, ack)) => {
                // Read by itself, it is older than what was confirmed: one machine of the provider's lags behind, or the
                // provider went back.
                let reads = self.failures.entry(head.op_id.clone()).or_insert(0);
                *reads += 1;
                let reads = *reads;
                let wait_ms = self.jitter.backoff_ms(reads);
                self.ready_at_ms.insert(head.op_id.clone(), now.elapsed_ms + wait_ms);
                if reads >= OLD_READS_MAX {
                    self.failures.remove(&head.op_id);
                    self.doubted(Doubt::VersionWentBack, now);
                }
            }
            OpState::Acked => self.settled(&head.op_id),
            OpState::Unknown => {
                let Some(http_status) = self.refused.remove(&head.op_id) else { return };
                self.absent.remove(&head.op_id);
                let moved = *version != head.if_match;
                let contended = matches!(http_status, 409 | 412 | 428);
                if moved {
                    // Before it goes on this version its witness is asked for once more: a copy of the call can have met a
                    // version that a restored provider gave out again (`may_have_landed_late`).
                    self.update(&head.op_id, |operation| operation.state = OpState::Sealed);
                } else if contended {
                    self.again(&head.op_id, OpState::Sealed, None, now);
                } else {
                    self.reject(&head.op_id, Stuck::Refused { http_status });
                }
            }
            OpState::Queued
            | OpState::Sealed
            | OpState::InFlight
            | OpState::Settled
            | OpState::Conflict
            | OpState::Rejected
            | OpState::Parked
            | OpState::Withdrawn
            | OpState::Superseded
            | OpState::LostOnServer => {}
        }
    }

    pub(super) fn seen(&mut self, request_id: &RequestId, seen: Seen) {
        if self.operations_about(request_id).next().is_none() {
            return;
        }
        let mut seen = seen;
        if let Some(before) = self.seen.get(request_id) {
            if before.basis.version == seen.basis.version {
                seen.since_ms = before.since_ms;
            }
            // What belongs to a request may come after it, and an own decision that changes nothing others depend on may
            // make another version of it: neither says who made the change that matters.
            if seen.changed_by.is_none() && before.basis.hash == seen.basis.hash {
                seen.changed_by = before.changed_by.clone();
                seen.changed_at = before.changed_at.or(seen.changed_at);
            }
        }
        self.seen.insert(request_id.clone(), seen);
        let acked: Vec<OpId> = self
            .operations_about(request_id)
            .filter(|operation| operation.state == OpState::Acked)
            .map(|operation| operation.op_id.clone())
            .collect();
        for op_id in acked {
            self.settle(&op_id);
        }
    }
}

/// Says whether a version is the acknowledged one or, where versions are whole numbers, a later one.
pub(super) fn reaches(seen: &Version, acknowledged: &Version) -> bool {
    if seen == acknowledged {
        return true;
    }
    is_before(acknowledged, seen)
}
