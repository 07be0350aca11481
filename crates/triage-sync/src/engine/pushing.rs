//! Pushing: which decision goes next, and what every answer means (`sync.md` b.5). Only proof takes one out of the outbox.

use triage_domain::{OpId, RequestId, Version};

use crate::clock::Now;
use crate::conflict::Conflict;
use crate::effect::{Effect, PushOrder, Topic};
use crate::engine::{Engine, Seen};
use crate::input::{Failure, FetchedRequest, PushAnswer, WitnessAnswer};
use crate::operation::{Attempt, OpState, Operation, Stuck};
use crate::rebase::{Rebase, rebase};

/// The order in which heads of different requests go: what can harm by waiting first.
fn priority(operation: &Operation) -> (u8, u64) {
    let urgent = operation.basis.fields.urgency.is_urgent() || operation.decision.reaches_the_patient();
    (u8::from(!urgent), operation.seq)
}

impl Engine {
    pub(super) fn drive_push(&mut self, now: Now) {
        let mut heads: Vec<Operation> = self.heads().cloned().collect();
        heads.sort_by_key(priority);
        let mut under_way = self.under_way();
        for head in heads {
            if under_way >= self.settings.in_flight_max {
                break;
            }
            if self.drive_head(&head, now) {
                under_way += 1;
            }
        }
    }

    pub(super) fn under_way(&self) -> usize {
        let in_flight = self.operations.values().filter(|operation| operation.state == OpState::InFlight).count();
        in_flight + self.looking_up.len() + self.fetching.len()
    }

    /// Moves one head on; true when that takes a call to the provider.
    fn drive_head(&mut self, head: &Operation, now: Now) -> bool {
        let waits = self.ready_at_ms.get(&head.op_id).is_some_and(|at| *at > now.elapsed_ms);
        if waits || self.fetching.contains(&head.request_id) {
            return false;
        }
        match head.state {
            OpState::Queued | OpState::Sealed => self.send(head, now),
            OpState::Unknown if self.absent.contains(&head.op_id) => {
                self.fetch(&head.request_id, self.known_version(head))
            }
            OpState::Unknown => self.look_up(head),
            OpState::Acked => self.fetch(&head.request_id, head.basis.version.clone()),
            OpState::InFlight
            | OpState::Settled
            | OpState::Conflict
            | OpState::Rejected
            | OpState::Parked
            | OpState::Withdrawn
            | OpState::Superseded
            | OpState::LostOnServer => false,
        }
    }

    fn look_up(&mut self, head: &Operation) -> bool {
        if !self.looking_up.insert(head.op_id.clone()) {
            return false;
        }
        self.effects.push_back(Effect::LookUpWitness { op_id: head.op_id.clone(), digest_of: Box::new(head.clone()) });
        true
    }

    fn fetch(&mut self, request_id: &RequestId, known: Version) -> bool {
        if !self.fetching.insert(request_id.clone()) {
            return false;
        }
        self.effects.push_back(Effect::Fetch { request_id: request_id.clone(), known });
        true
    }

    /// Rebases the head on the provider's copy as it is known here, and sends it where the policy lets it go.
    ///
    /// The copy is compared even where its version is the one that was on screen: a patient's message or a corrected
    /// form changes what the decision was based on without touching the request's own version.
    fn send(&mut self, head: &Operation, now: Now) -> bool {
        let seen = self.seen.get(&head.request_id).cloned();
        let mut operation = head.clone();
        if let Some(seen) = seen {
            match rebase(&operation.decision, &operation.basis, &seen.basis) {
                Rebase::Goes if seen.basis.version == operation.if_match => {}
                Rebase::Goes => {
                    operation.if_match = seen.basis.version.clone();
                    operation.rebase_generation += 1;
                }
                Rebase::Conflict(differs) => {
                    operation.state = OpState::Conflict;
                    operation.conflict = Some(Conflict {
                        there: seen.basis,
                        differs,
                        changed_by: seen.changed_by,
                        changed_at: seen.changed_at,
                        found_at: now.wall,
                    });
                    self.put(operation);
                    self.effects.push_back(Effect::Changed(Topic::Status));
                    return false;
                }
                Rebase::Lost => {
                    operation.state = OpState::Withdrawn;
                    self.put(operation);
                    return false;
                }
            }
        }
        operation.state = OpState::InFlight;
        operation.attempts += 1;
        let attempt = Attempt {
            op_id: operation.op_id.clone(),
            n: operation.attempts,
            if_match: operation.if_match.clone(),
            started_at: now.wall,
        };
        let order = PushOrder { op: Box::new(operation.clone()), attempt: operation.attempts };
        let seq = operation.seq;
        self.operations.insert(seq, operation);
        self.save_with(seq, Some(attempt));
        self.effects.push_back(Effect::Push(order));
        true
    }

    fn put(&mut self, operation: Operation) {
        let seq = operation.seq;
        self.operations.insert(seq, operation);
        self.save(seq);
    }

    pub(super) fn pushed(&mut self, op_id: &OpId, answer: PushAnswer, now: Now) {
        if self.operation(op_id).is_none_or(|operation| operation.state != OpState::InFlight) {
            return;
        }
        match answer {
            PushAnswer::Applied { version } => self.acked(op_id, Some(version), now),
            PushAnswer::NotSent => {
                self.again(op_id, OpState::Sealed, None, now);
                self.line_lost(now);
            }
            PushAnswer::Unknown => {
                self.update(op_id, |operation| operation.state = OpState::Unknown);
                self.line_lost(now);
            }
            PushAnswer::Busy { retry_after_ms } => {
                self.again(op_id, OpState::Sealed, retry_after_ms, now);
                self.host_busy(retry_after_ms, 1, now);
            }
            // A server can fail after it has committed: only the witness says.
            PushAnswer::Broken => self.again(op_id, OpState::Unknown, None, now),
            PushAnswer::SignInNeeded => self.park(op_id),
            PushAnswer::NotAllowed => self.reject(op_id, Stuck::NotAllowed),
            PushAnswer::TooLarge => self.reject(op_id, Stuck::TooLarge),
            PushAnswer::Refused { http_status } => {
                self.refused.insert(op_id.clone(), http_status);
                self.update(op_id, |operation| operation.state = OpState::Unknown);
            }
        }
    }

    fn acked(&mut self, op_id: &OpId, version: Option<Version>, now: Now) {
        self.refused.remove(op_id);
        self.failures.remove(op_id);
        self.update(op_id, |operation| {
            operation.state = OpState::Acked;
            operation.ack_version = version;
            operation.acked_at = Some(now.wall);
            operation.stuck = None;
        });
        self.settle(op_id);
        self.effects.push_back(Effect::Changed(Topic::Status));
    }

    /// An acknowledged decision stays visible until the provider's copy, as received here, contains it: of a reply both
    /// the request and the message, which arrive apart.
    fn settle(&mut self, op_id: &OpId) {
        let Some(operation) = self.operation(op_id) else { return };
        let Some(seen) = self.seen.get(&operation.request_id) else { return };
        let contained = operation.state == OpState::Acked
            && operation.ack_version.as_ref().is_some_and(|ack| reaches(&seen.basis.version, ack))
            && (!operation.decision.reaches_the_patient() || seen.basis.holds_reply(op_id));
        if contained {
            self.update(op_id, |operation| operation.state = OpState::Settled);
        }
    }

    /// Lets some time pass before the next step, which the state names: another try, or asking for the witness.
    fn again(&mut self, op_id: &OpId, state: OpState, retry_after_ms: Option<u64>, now: Now) {
        let failures = self.failures.entry(op_id.clone()).or_insert(0);
        *failures = failures.saturating_add(1);
        let failures = *failures;
        let wait_ms = match retry_after_ms {
            Some(wished_ms) => self.jitter.retry_after_ms(wished_ms),
            None => self.jitter.backoff_ms(failures),
        };
        self.ready_at_ms.insert(op_id.clone(), now.elapsed_ms + wait_ms);
        self.update(op_id, |operation| operation.state = state);
    }

    fn park(&mut self, op_id: &OpId) {
        self.update(op_id, |operation| {
            operation.state = OpState::Parked;
            operation.stuck = Some(Stuck::SignInNeeded);
        });
        self.effects.push_back(Effect::Changed(Topic::Status));
    }

    fn reject(&mut self, op_id: &OpId, why: Stuck) {
        self.refused.remove(op_id);
        self.absent.remove(op_id);
        self.update(op_id, |operation| {
            operation.state = OpState::Rejected;
            operation.stuck = Some(why);
        });
        self.effects.push_back(Effect::Changed(Topic::Status));
    }

    pub(super) fn witnessed(&mut self, op_id: &OpId, answer: WitnessAnswer, now: Now) {
        self.looking_up.remove(op_id);
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
        match failure {
            Failure::Unreachable => self.line_lost(now),
            Failure::Busy { retry_after_ms } => self.host_busy(retry_after_ms, 1, now),
            Failure::SignInNeeded => self.sign_in_needed(now),
            Failure::Broken | Failure::NotAllowed | Failure::Refused { .. } => {}
        }
    }

    pub(super) fn fetched(&mut self, request_id: &RequestId, answer: FetchedRequest, now: Now) {
        self.fetching.remove(request_id);
        let Some(head) = self.operations_about(request_id).next().cloned() else { return };
        match answer {
            FetchedRequest::There { basis, changed_by, changed_at } => {
                let version = basis.version.clone();
                self.seen(request_id, Seen { basis: *basis, changed_by, changed_at });
                self.read_back(&head, &version, now);
            }
            FetchedRequest::Gone if head.state == OpState::Acked => {
                self.update(&head.op_id, |operation| operation.state = OpState::Settled);
            }
            FetchedRequest::Gone => self.reject(&head.op_id, Stuck::Gone),
            FetchedRequest::Failed(failure) => self.call_failed(&head.op_id, failure, now),
        }
    }

    /// Decides what a refusal meant, now that the request was read back and the witness is known to be absent.
    fn read_back(&mut self, head: &Operation, version: &Version, now: Now) {
        match head.state {
            OpState::Acked if head.ack_version.as_ref().is_some_and(|ack| is_before(version, ack)) => {
                let wait_ms = self.jitter.backoff_ms(1);
                self.ready_at_ms.insert(head.op_id.clone(), now.elapsed_ms + wait_ms);
            }
            OpState::Acked => {
                self.update(&head.op_id, |operation| operation.state = OpState::Settled);
            }
            OpState::Unknown => {
                let Some(http_status) = self.refused.remove(&head.op_id) else { return };
                self.absent.remove(&head.op_id);
                let moved = *version != head.if_match;
                let contended = matches!(http_status, 409 | 412 | 428);
                if moved {
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
fn reaches(seen: &Version, acknowledged: &Version) -> bool {
    if seen == acknowledged {
        return true;
    }
    is_before(acknowledged, seen)
}

/// Says whether a version is certainly older than another; only whole numbers can say.
fn is_before(version: &Version, other: &Version) -> bool {
    match (version.as_str().parse::<u64>(), other.as_str().parse::<u64>()) {
        (Ok(version), Ok(other)) => version < other,
        (Ok(_) | Err(_), _) => false,
    }
}
