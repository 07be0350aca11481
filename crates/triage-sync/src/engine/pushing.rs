//! Pushing: which decision goes next, and what every answer means (`sync.md` b.5). Only proof takes one out of the outbox.

use triage_domain::{OpId, RequestId, Version};

use crate::clock::Now;
use crate::conflict::Conflict;
use crate::effect::{Effect, PushOrder, Topic};
use crate::engine::link::HostAnswer;
use crate::engine::read_back::reaches;
use crate::engine::{Engine, Seen};
use crate::input::PushAnswer;
use crate::operation::{Attempt, OpState, Operation, Stuck};
use crate::rebase::{Rebase, rebase, stands_on_messages};

/// Server errors in a row after which a decision goes to the slow lane, if others succeed (`sync.md` b.8).
const POISON_FAILURES: u32 = 5;
/// Shortest wait in the slow lane, in milliseconds (`sync.md` b.8).
const POISON_WAIT_MS: u64 = 10 * 60 * 1_000;

/// The order in which heads of different requests go: what can harm by waiting first.
fn priority(operation: &Operation) -> (u8, u64) {
    let urgent = operation.basis.fields.urgency.is_urgent() || operation.decision.reaches_the_patient();
    (u8::from(!urgent), operation.seq)
}

impl Engine {
    pub(super) fn drive_push(&mut self, now: Now) {
        let mut heads: Vec<(u8, u64)> =
            self.heads().filter(|head| self.waits_until(head).is_some()).map(priority).collect();
        heads.sort_unstable();
        let mut under_way = self.under_way();
        for (_, seq) in heads {
            if under_way >= self.settings.in_flight_max {
                break;
            }
            let Some(head) = self.operations.get(&seq).cloned() else { continue };
            if self.drive_head(&head, now) {
                under_way += 1;
            }
            if crate::mutant!("first-failure-stops-all") && self.failures.contains_key(&head.op_id) {
                break;
            }
        }
    }

    pub(super) fn under_way(&self) -> usize {
        let in_flight = self.operations.values().filter(|operation| operation.state == OpState::InFlight).count();
        in_flight + self.looking_up.len() + self.fetching.len() + self.epoch.lookups()
    }

    /// Moves one head on; true when that takes a call to the provider.
    fn drive_head(&mut self, head: &Operation, now: Now) -> bool {
        let waits = self.ready_at_ms.get(&head.op_id).is_some_and(|at| *at > now.elapsed_ms);
        if waits || self.fetching.contains(&head.request_id) {
            return false;
        }
        match head.state {
            OpState::Queued | OpState::Sealed
                if self.to_be_seen.contains(&head.request_id) && !self.seen.contains_key(&head.request_id) =>
            {
                self.fetch(&head.request_id)
            }
            OpState::Queued | OpState::Sealed => self.send(head, now),
            OpState::Unknown if self.absent.contains(&head.op_id) => self.fetch(&head.request_id),
            OpState::Unknown => self.look_up(head),
            OpState::Acked => self.fetch(&head.request_id),
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
        if let Some(seen) = self.seen.get(&head.request_id) {
            self.looked_up_at.insert(head.op_id.clone(), seen.basis.version.clone());
        }
        self.effects.push_back(Effect::LookUpWitness { op_id: head.op_id.clone(), digest_of: Box::new(head.clone()) });
        true
    }

    pub(super) fn fetch(&mut self, request_id: &RequestId) -> bool {
        if !self.fetching.insert(request_id.clone()) {
            return false;
        }
        self.effects.push_back(Effect::Fetch { request_id: request_id.clone() });
        true
    }

    /// The next step of this decision is to read its request back, as after a refusal on a moved version.
    pub(super) fn read_back_first(&mut self, op_id: &OpId) {
        self.refused.insert(op_id.clone(), 412);
        self.absent.insert(op_id.clone());
    }

    /// Says whether an earlier attempt may be what moved the request: it was not there when its witness was asked for,
    /// and arrived after all. Sent again on the new version, the decision would take effect twice, or stand against
    /// itself as somebody else's.
    fn may_have_landed_late(&self, operation: &Operation) -> bool {
        let Some(seen) = self.seen.get(&operation.request_id).map(|seen| &seen.basis.version) else { return false };
        operation.attempts > 0
            && *seen != operation.if_match
            && self.looked_up_at.get(&operation.op_id) != Some(seen)
            && !self.looking_up.contains(&operation.op_id)
    }

    /// Messages and replies come with scopes of their own; a patient's need not move the request's version, and a
    /// colleague's comes after the request that names it. A decision that stands on them goes out only when both were
    /// pulled since it was taken and since the version here arrived.
    fn may_lack_messages(&self, operation: &Operation, seen: Option<&Seen>) -> bool {
        let taken_ms = self.waits_since_ms.get(&operation.op_id).copied().unwrap_or(0);
        let since_ms = seen.map_or(taken_ms, |seen| seen.since_ms.max(taken_ms));
        let pulled_since = self.messages_from_ms.is_some_and(|from_ms| from_ms >= since_ms);
        !pulled_since && stands_on_messages(&operation.decision, &operation.basis)
    }

    /// Says whether a reply has waited so long that a person has to look at it again before the patient gets it. The
    /// elapsed clock counts within a run; before that only the wall clock was there.
    fn waited_too_long(&self, operation: &Operation, now: Now) -> bool {
        let waited_ms = self.waits_since_ms.get(&operation.op_id).map_or_else(
            || u64::try_from((now.wall - operation.decided_at).num_milliseconds()).unwrap_or(0),
            |since| now.elapsed_ms.saturating_sub(*since),
        );
        operation.decision.reaches_the_patient() && waited_ms > self.settings.reply_wait_ms_max
    }

    /// Rebases the head on the provider's copy as it is known here, and sends it where the policy lets it go.
    ///
    /// The copy is compared even where its version is the one that was on screen: a patient's message or a corrected
    /// form changes what the decision was based on without touching the request's own version.
    fn send(&mut self, head: &Operation, now: Now) -> bool {
        if self.waited_too_long(head, now) {
            self.reject(&head.op_id, Stuck::WaitedTooLong);
            return false;
        }
        if self.may_have_landed_late(head) {
            self.update(&head.op_id, |operation| operation.state = OpState::Unknown);
            return self.look_up(head);
        }
        let seen = self.seen.get(&head.request_id).cloned();
        if self.may_lack_messages(head, seen.as_ref()) {
            self.must_pull_first = true;
            self.pull_due_ms = self.pull_due_ms.min(now.elapsed_ms);
            return false;
        }
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
                    if crate::mutant!("conflict-drops-mine") {
                        operation.state = OpState::Superseded;
                    }
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
            PushAnswer::Applied { version } => {
                self.host_answered(HostAnswer::Worked, now);
                self.acked(op_id, Some(version), now);
            }
            PushAnswer::NotSent => {
                self.again(op_id, OpState::Sealed, None, now);
                self.doubts_earlier_landing(op_id);
                self.line_lost(now);
            }
            PushAnswer::Unknown => {
                self.update(op_id, |operation| operation.state = OpState::Unknown);
                self.doubts_landing(op_id);
                self.line_lost(now);
            }
            PushAnswer::Busy { retry_after_ms } => {
                self.again(op_id, OpState::Sealed, retry_after_ms, now);
                self.doubts_earlier_landing(op_id);
                self.host_busy(retry_after_ms, 1, now);
            }
            // A server can fail after it has committed: only the witness says.
            PushAnswer::Broken => {
                self.again(op_id, OpState::Unknown, None, now);
                self.doubts_landing(op_id);
                self.host_answered(HostAnswer::Failed, now);
            }
            PushAnswer::SignInNeeded => self.park(op_id),
            PushAnswer::NotAllowed => self.reject(op_id, Stuck::NotAllowed),
            PushAnswer::TooLarge => self.reject(op_id, Stuck::TooLarge),
            PushAnswer::Refused { http_status } => {
                self.host_answered(HostAnswer::Worked, now);
                self.refused.insert(op_id.clone(), http_status);
                self.update(op_id, |operation| operation.state = OpState::Unknown);
                self.doubts_earlier_landing(op_id);
            }
        }
        self.finish_epoch();
    }

    pub(super) fn acked(&mut self, op_id: &OpId, version: Option<Version>, now: Now) {
        self.refused.remove(op_id);
        self.failures.remove(op_id);
        self.confirmed_ms = Some(now.elapsed_ms);
        self.mutants_at_ack(op_id);
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
    pub(super) fn settle(&mut self, op_id: &OpId) {
        let Some(operation) = self.operation(op_id) else { return };
        let Some(seen) = self.seen.get(&operation.request_id) else { return };
        let contained = operation.state == OpState::Acked
            && !self.is_between_epochs()
            && operation.ack_version.as_ref().is_some_and(|ack| reaches(&seen.basis.version, ack))
            && (!operation.decision.reaches_the_patient() || seen.basis.holds_reply(op_id));
        if contained {
            self.settled(op_id);
        }
    }

    pub(super) fn settled(&mut self, op_id: &OpId) {
        if let Some(operation) = self.operation(op_id).cloned() {
            self.epoch.watch(&operation);
        }
        self.update(op_id, |operation| operation.state = OpState::Settled);
    }

    /// Known bugs of other programs, none of them in a program as it is built.
    fn mutants_at_ack(&mut self, op_id: &OpId) {
        let about = self.operation(op_id).map(|operation| operation.request_id.clone());
        let others: Vec<OpId> = self
            .operations
            .values()
            .filter(|other| other.op_id != *op_id)
            .filter(|other| {
                let all_done = crate::mutant!("all-pending-marked-done") && other.state == OpState::Sealed;
                let made_meanwhile = crate::mutant!("changes-during-push-lost")
                    && other.state == OpState::Queued
                    && Some(&other.request_id) == about.as_ref();
                all_done || made_meanwhile
            })
            .map(|other| other.op_id.clone())
            .collect();
        for other in others {
            self.update(&other, |operation| operation.state = OpState::Settled);
        }
    }

    /// Lets some time pass before the next step, which the state names: another try, or asking for the witness.
    pub(super) fn again(&mut self, op_id: &OpId, state: OpState, retry_after_ms: Option<u64>, now: Now) {
        let failures = self.failures.entry(op_id.clone()).or_insert(0);
        *failures = failures.saturating_add(1);
        let failures = *failures;
        let poison = state == OpState::Unknown && failures >= POISON_FAILURES && self.others_succeed(op_id, now);
        let wait_ms = match retry_after_ms {
            Some(wished_ms) => self.jitter.retry_after_ms(wished_ms),
            None if poison => POISON_WAIT_MS + self.jitter.backoff_ms(failures),
            None => self.jitter.backoff_ms(failures),
        };
        let ready_at_ms = self.ready_at_ms.entry(op_id.clone()).or_insert(0);
        *ready_at_ms = (*ready_at_ms).max(now.elapsed_ms + wait_ms);
        let drops = crate::mutant!("dropped-after-retries") && failures >= 3;
        self.update(op_id, |operation| {
            operation.state = if drops { OpState::Withdrawn } else { state };
            operation.stuck = if poison { Some(Stuck::KeepsFailing) } else { operation.stuck };
        });
    }

    /// Says whether the provider has confirmed another decision since this one last succeeded or was first tried.
    fn others_succeed(&self, op_id: &OpId, now: Now) -> bool {
        let waits_since_ms = self.waits_since_ms.get(op_id).copied().unwrap_or(0);
        self.confirmed_ms.is_some_and(|at| at >= waits_since_ms && at <= now.elapsed_ms)
    }

    fn park(&mut self, op_id: &OpId) {
        self.update(op_id, |operation| {
            operation.state = OpState::Parked;
            operation.stuck = Some(Stuck::SignInNeeded);
        });
        self.effects.push_back(Effect::Changed(Topic::Status));
    }

    pub(super) fn reject(&mut self, op_id: &OpId, why: Stuck) {
        self.refused.remove(op_id);
        self.absent.remove(op_id);
        self.update(op_id, |operation| {
            operation.state = OpState::Rejected;
            operation.stuck = Some(why);
        });
        self.effects.push_back(Effect::Changed(Topic::Status));
    }
}
