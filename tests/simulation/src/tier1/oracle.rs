//! The truth beside the code under test: what people were told is saved, what the provider committed, what patients have.
//! Checks the invariants of `sync.md` (c), each named by its number.

use std::collections::{BTreeMap, BTreeSet};

use triage_device::{Call, Heard};
use triage_domain::{Decision, OpId, TriageRequest};
use triage_sync::{Freshness, OpState, Operation, Scope, Stuck, WitnessAnswer};

use super::world::World;

/// What is known to be true of one decision.
#[derive(Debug, Clone)]
pub(crate) struct Truth {
    pub pc: usize,
    pub operation: Operation,
    pub digest: String,
    pub saved_ms: i64,
    pub withdrawn: bool,
    /// Somebody wanted it taken back, and was told that this was not saved.
    pub may_be_withdrawn: bool,
    pub resolved: bool,
    /// The device was told that the witness is there.
    pub witness_seen: bool,
}

/// The truth of one history.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    pub(super) truths: BTreeMap<OpId, Truth>,
    order: Vec<OpId>,
    /// Decisions whose saving failed: they may be there or not, and nobody was told that they are.
    pub(super) unsaid: BTreeSet<OpId>,
    pub restores: u32,
    /// When the provider was restored last.
    pub restored_ms: Option<i64>,
    /// Replies that were sent twice over a restore that nobody could notice.
    pub(super) beyond_knowing: BTreeSet<String>,
    pub(super) before: Option<TriageRequest>,
    /// Versions of requests that each PC had, within one epoch.
    pub(super) versions: BTreeMap<(usize, String), u64>,
}

impl Oracle {
    pub(crate) fn saved(&mut self, pc: usize, operation: Operation, at_ms: i64) {
        let digest = operation.digest();
        let op_id = operation.op_id.clone();
        self.order.push(op_id.clone());
        let truth = Truth {
            pc,
            operation,
            digest,
            saved_ms: at_ms,
            withdrawn: false,
            may_be_withdrawn: false,
            resolved: false,
            witness_seen: false,
        };
        self.truths.insert(op_id, truth);
    }

    pub(crate) fn not_saved(&mut self, op_id: OpId) {
        self.unsaid.insert(op_id);
    }

    pub(crate) fn withdrawn(&mut self, op_id: &OpId) {
        if let Some(truth) = self.truths.get_mut(op_id) {
            truth.withdrawn = true;
        }
    }

    pub(crate) fn may_be_withdrawn(&mut self, op_id: &OpId) {
        if let Some(truth) = self.truths.get_mut(op_id) {
            truth.may_be_withdrawn = true;
        }
    }

    pub(crate) fn resolved(&mut self, op_id: &OpId) {
        if let Some(truth) = self.truths.get_mut(op_id) {
            truth.resolved = true;
        }
    }

    pub(crate) fn restored(&mut self, at_ms: i64) {
        self.restores += 1;
        self.restored_ms = Some(at_ms);
        self.versions.clear();
        for truth in self.truths.values_mut() {
            truth.witness_seen = false;
        }
    }

    pub(crate) fn last_of(&self, pc: usize) -> Option<OpId> {
        self.order.iter().rev().find(|id| self.truths.get(*id).is_some_and(|truth| truth.pc == pc)).cloned()
    }

    pub(crate) fn operation(&self, op_id: &OpId) -> Option<&Operation> {
        self.truths.get(op_id).map(|truth| &truth.operation)
    }
}

impl World {
    /// What must hold after every step of a PC.
    pub(super) fn check_step(&mut self, pc: usize) {
        let now = self.pcs[pc].now(self.now_ms);
        let Some(device) = self.pcs[pc].device.as_ref().filter(|device| !device.is_ahead_of_ledger()) else { return };
        let engine = device.engine();
        let is_verifying = engine.is_verifying();
        let states: Vec<(OpId, OpState)> = engine.operations().map(|it| (it.op_id.clone(), it.state)).collect();
        let freshness = engine.freshness(now);
        let pulled_at = engine.pulled_at();
        let unsent = engine.operations().filter(|operation| operation.state.is_unsent()).count();
        let live: BTreeMap<OpId, OpState> = states.iter().cloned().collect();
        // Nobody at this provider is ever told that something is not allowed: what only has to wait is no refusal.
        let refused = engine.operations().find(|operation| operation.stuck == Some(Stuck::NotAllowed));
        if let Some(op_id) = refused.map(|operation| operation.op_id.clone()) {
            self.broken(46, format!("{op_id} is put before a person and only had to wait"));
        }
        if is_verifying {
            self.pcs[pc].verified_ms = Some(self.now_ms);
        }
        for (op_id, state) in states {
            let before = self.pcs[pc].states.insert(op_id, state);
            self.coverage.reached(before, state);
        }
        // I1, I6: what was said to be saved is in the outbox, or final by proof or by a person's act.
        let gone: Vec<OpId> = self.pcs[pc].states.keys().filter(|op_id| !live.contains_key(*op_id)).cloned().collect();
        for op_id in gone {
            self.left_outbox(pc, &op_id);
        }
        // I37: the count of unsent decisions is the count of live ones that the provider has not confirmed.
        if unsent != live.values().filter(|state| state.is_unsent()).count() {
            self.broken(37, "unsent decisions are miscounted".to_owned());
        }
        if pulled_at != self.pcs[pc].pulled_at {
            self.pcs[pc].pulled_at = pulled_at;
            if pulled_at.is_some() {
                self.pcs[pc].pulled_ms = pulled_at.and_then(|at| self.pcs[pc].walks.get(&at).copied());
                self.check_pulled(pc);
            } else {
                self.pcs[pc].pulled_ms = None;
            }
        }
        self.check_freshness(pc, freshness);
    }

    /// A decision is no longer in the outbox: the ledger says why, and it must be true.
    fn left_outbox(&mut self, pc: usize, op_id: &OpId) {
        let before = self.pcs[pc].states.remove(op_id);
        let Some(device) = self.pcs[pc].device.as_ref() else { return };
        let Ok(found) = device.stores().ledger.operation(op_id) else {
            if let Some(before) = before {
                self.pcs[pc].states.insert(op_id.clone(), before);
            }
            return;
        };
        let truth = self.oracle.truths.get(op_id).cloned();
        let Some(operation) = found else {
            if truth.is_some() {
                self.broken(1, format!("{op_id} is in no file"));
            }
            return;
        };
        self.coverage.reached(before, operation.state);
        match (operation.state, truth) {
            (OpState::Settled, _) => {
                let proven = self.provider.commits.iter().any(|commit| commit.witness == op_id.as_str());
                if !proven && self.oracle.restores == 0 {
                    self.broken(13, format!("{op_id} is settled and the provider has no witness"));
                }
            }
            // Nothing is lost but a lease, and nobody is troubled with it.
            (OpState::Withdrawn, Some(_)) if matches!(operation.decision, Decision::Claim { .. }) => {
                self.coverage.meets("a claim that came after somebody else's");
            }
            (OpState::Withdrawn, Some(truth)) if !truth.withdrawn && !truth.may_be_withdrawn => {
                self.broken(1, format!("{op_id} was given up and nobody took it back"));
            }
            (OpState::Superseded, Some(truth)) if !truth.resolved => {
                self.broken(24, format!("{op_id} was superseded and nobody resolved it"));
            }
            (OpState::Withdrawn | OpState::Superseded, _) => {}
            (state, _) => self.broken(1, format!("{op_id} left the outbox as {}", state.name())),
        }
    }

    /// I34, I35: live means what it says.
    fn check_freshness(&mut self, pc: usize, freshness: Freshness) {
        if freshness != Freshness::Live {
            return;
        }
        let most_ms = i64::try_from(self.swarm.pull_gap_ms).unwrap_or(0) * 2 + 1;
        match self.pcs[pc].pulled_ms {
            None => self.broken(34, format!("pc{pc} says live and nothing was pulled since it started or doubted")),
            Some(at_ms) if self.now_ms - at_ms > most_ms => {
                self.broken(35, format!("pc{pc} says live and its data are {} s old", (self.now_ms - at_ms) / 1000));
            }
            Some(_) => {}
        }
    }

    /// I27, I28, I29, I33: after a complete pull, everything that was visible when it began is here.
    fn check_pulled(&mut self, pc: usize) {
        let Some(began_ms) = self.pcs[pc].pulled_ms else { return };
        let Some(device) = self.pcs[pc].device.as_ref() else { return };
        let Ok(rows) = device.stores().cache.read(|cache| cache.task_versions()) else { return };
        let here: BTreeMap<String, u64> =
            rows.into_iter().map(|row| (row.id.to_string(), row.version.as_str().parse().unwrap_or(0))).collect();
        let began_ms = self.provider.clock_ms(super::pc::base().timestamp_millis() + began_ms);
        let mut missing = Vec::new();
        for ((kind, id), versions) in &self.provider.resources {
            if kind != "Task" || versions.last().is_some_and(|version| version.body.is_none()) {
                continue;
            }
            // A restored server's newest row may be older than what is here until the epoch is known.
            let visible = versions.iter().rev().find(|version| version.visible_ms <= began_ms);
            let Some(visible) = visible else { continue };
            if here.get(id).is_none_or(|number| *number < visible.number) && self.oracle.restores == 0 {
                let (at_ms, visible_ms) = (visible.at_ms, visible.visible_ms);
                missing.push(format!("{id} version {} of {at_ms}, seen from {visible_ms}", visible.number));
            }
        }
        if !missing.is_empty() {
            self.broken(33, format!("pc{pc} says it has pulled since {began_ms} and lacks {missing:?}"));
        }
        for (id, number) in here {
            let before = self.oracle.versions.insert((pc, id.clone()), number).unwrap_or(0);
            if number < before && self.oracle.restores == 0 {
                self.broken(29, format!("pc{pc} went back from version {before} of {id} to {number}"));
            }
        }
    }

    /// What must hold of every call that leaves.
    pub(super) fn check_call(&mut self, pc: usize, call: &Call) {
        if let Call::Page(order) = call
            && order.scope == Scope::Requests
        {
            let wall = self.pcs[pc].now(self.now_ms).wall;
            self.pcs[pc].walks.insert(wall, self.now_ms);
        }
        // I47: nobody calls before the time that the provider asked for.
        if self.now_ms < self.pcs[pc].host_hold_until_ms && !self.calm && !matches!(call, Call::Probe) {
            self.broken(47, format!("pc{pc} calls before the provider's Retry-After is over"));
        }
        let Call::Push(push) = call else { return };
        let op_id = &push.operation.op_id;
        let Some(device) = self.pcs[pc].device.as_ref() else { return };
        // I32: nothing is pushed while it is not known in which state the provider is.
        if device.engine().is_verifying() {
            return self.broken(32, format!("{op_id} is pushed while the provider is being verified"));
        }
        // I12: the attempt is on the disk before a byte leaves.
        match device.stores().ledger.operation(op_id) {
            Ok(Some(stored)) if stored.state == OpState::InFlight && stored.attempts == push.attempt => {}
            Ok(_) => return self.broken(12, format!("{op_id} goes out and its attempt is not on the disk")),
            Err(_) => {}
        }
        // What nobody is signed in for goes no further than this PC, and goes out when somebody signs in.
        if self.pcs[pc].is_signed_in
            && let Some(last_ms) = self.pcs[pc].last_push_ms.insert(op_id.clone(), self.now_ms)
            && self.now_ms - last_ms < 10
        {
            self.broken(47, format!("{op_id} is pushed twice within {} ms", self.now_ms - last_ms));
        }
        let Some(truth) = self.oracle.truths.get(op_id) else { return };
        if truth.witness_seen {
            self.broken(14, format!("{op_id} is sent though its witness was seen"));
        } else if push.operation.digest() != truth.digest {
            self.broken(11, format!("{op_id} goes out with another payload than was saved"));
        } else if push.operation.author.id != self.pcs[pc].author.id {
            self.broken(44, format!("{op_id} goes out for somebody else"));
        }
    }

    pub(super) fn note_heard(&mut self, pc: usize, call: &Call, heard: &Heard) {
        if let Call::Witness { op_id, digest, .. } = call {
            let live = self.pcs[pc].device.as_ref().is_some_and(|it| it.engine().operation(op_id).is_some());
            let truth = self.oracle.truths.get_mut(op_id);
            match (heard.witness(digest), truth) {
                (WitnessAnswer::Landed, Some(truth)) if live => truth.witness_seen = true,
                // A restore took it, and an answer from before that came after it.
                (WitnessAnswer::Absent, Some(truth)) if self.oracle.restores > 0 => truth.witness_seen = false,
                (WitnessAnswer::Landed | WitnessAnswer::Absent | WitnessAnswer::Differs, _)
                | (WitnessAnswer::Failed(_), _) => {}
            }
        }
        if let Heard::Answer(answer) = heard
            && answer.status == 429
            && let Some(wish_ms) = answer.retry_after_ms()
        {
            let wish_ms = i64::try_from(wish_ms.min(15 * 60_000)).unwrap_or(0);
            self.pcs[pc].host_hold_until_ms = self.now_ms + wish_ms;
        }
    }

    /// I3, I5: after a start everything that was said to be saved is in the ledger, and no number is missing.
    pub(super) fn check_start(&mut self, pc: usize) {
        // What the cache had not synced may be gone; it comes again.
        self.oracle.versions.retain(|(of, _), _| *of != pc);
        let Some(device) = self.pcs[pc].device.as_ref() else { return };
        let Ok(all) = device.stores().ledger.operations() else { return };
        let here: BTreeMap<&OpId, &Operation> = all.iter().map(|operation| (&operation.op_id, operation)).collect();
        let lost =
            self.oracle.truths.values().filter(|truth| truth.pc == pc).find(|truth| {
                here.get(&truth.operation.op_id).is_none_or(|operation| operation.digest() != truth.digest)
            });
        if let Some(lost) = lost {
            let (op_id, saved_ms) = (lost.operation.op_id.clone(), lost.saved_ms);
            return self.broken(3, format!("pc{pc} lost {op_id}, saved at {saved_ms} ms"));
        }
        let gap = all.iter().zip(1..).find(|(operation, wanted)| operation.seq != *wanted).map(|(_, wanted)| wanted);
        if let Some(wanted) = gap {
            self.broken(5, format!("pc{pc} has no decision number {wanted}"));
        }
    }
}
