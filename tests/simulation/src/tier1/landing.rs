//! What must hold of everything that the provider commits.

use triage_device::Call;
use triage_domain::{Decision, OpId, Owner, TriageRequest};
use triage_sync::{Basis, Operation};

use super::oracle::Truth;
use super::rest::request_at;
use super::world::World;

impl World {
    pub(super) fn before_commit(&mut self, call: &Call) {
        self.oracle.before = match call {
            Call::Push(push) => request_at(&self.provider, &push.operation.request_id),
            Call::Probe
            | Call::Page(_)
            | Call::Witness { .. }
            | Call::Request(_)
            | Call::Manifest
            | Call::Removals { .. } => None,
        };
    }

    /// What must hold of everything that the provider commits.
    pub(super) fn check_commit(&mut self, call: &Call) {
        let Call::Push(push) = call else { return };
        let Some(commit) = self.provider.commits.last().cloned() else { return };
        self.trace.line(format_args!("{} commit {} on {} of {}", self.now_ms, commit.witness, commit.on, commit.task));
        // I9: one witness, one effect.
        let witnesses = self.provider.commits.iter().filter(|other| other.witness == commit.witness).count();
        let deliveries = self.provider.delivered.iter().filter(|id| id.starts_with(&commit.witness)).count();
        let sender =
            OpId::parse(&commit.witness).ok().and_then(|op_id| Some((self.oracle.truths.get(&op_id)?.pc, op_id)));
        let is_known_limit = witnesses == 1 && sender.is_some_and(|(pc, op_id)| !self.could_know(pc, &op_id));
        if deliveries > 1 && is_known_limit {
            self.oracle.beyond_knowing.insert(commit.witness.clone());
            self.coverage.meets("reply twice after a restore that nobody could notice");
        } else if witnesses > 1 || deliveries > 1 {
            return self.broken(9, format!("{} took effect {witnesses} times, sent {deliveries}", commit.witness));
        }
        // I10: nothing is committed that nobody decided.
        let op_id = OpId::parse(&commit.witness).ok();
        let Some(truth) = op_id.as_ref().and_then(|op_id| self.oracle.truths.get(op_id)).cloned() else {
            let unsaid = op_id.is_some_and(|op_id| self.oracle.unsaid.contains(&op_id));
            if !unsaid {
                self.broken(10, format!("{} was committed and nobody decided it", commit.witness));
            }
            return;
        };
        if truth.digest != commit.digest {
            return self.broken(10, format!("{} was committed with another payload", commit.witness));
        }
        if truth.withdrawn {
            return self.broken(10, format!("{} was committed though it was taken back", commit.witness));
        }
        self.check_order(&truth, &commit.witness);
        let Some(before) = self.oracle.before.take() else { return };
        let Some((invariant, what)) = self.against_basis(&push.operation, &before) else { return };
        // A provider that hands out a version twice takes the ground from under If-Match, until the PC can notice.
        if !self.could_know(truth.pc, &push.operation.op_id) {
            return self.coverage.meets("landed on a version that was used twice, before its PC could notice");
        }
        self.broken(invariant, what);
    }

    /// Says whether the PC that sent this could know of the provider's last restore when it left.
    fn could_know(&self, pc: usize, op_id: &OpId) -> bool {
        let pc = &self.pcs[pc];
        let left_ms = pc.last_push_ms.get(op_id).copied().unwrap_or(0);
        let knew = |restored_ms| pc.verified_ms.is_some_and(|at_ms| at_ms >= restored_ms && left_ms >= at_ms);
        self.oracle.restored_ms.is_none_or(knew)
    }

    /// I16: decisions of one PC about one request take effect in the order in which they were taken.
    fn check_order(&mut self, truth: &Truth, witness: &str) {
        let late = self.provider.commits.iter().rev().skip(1).any(|commit| {
            let other = OpId::parse(&commit.witness).ok();
            other.and_then(|other| self.oracle.truths.get(&other)).is_some_and(|other| {
                other.pc == truth.pc
                    && other.operation.request_id == truth.operation.request_id
                    && other.operation.seq > truth.operation.seq
            })
        });
        if late && self.oracle.restores == 0 {
            self.broken(16, format!("{witness} took effect after a later decision about its request"));
        }
    }

    /// I19 to I22: nothing is overwritten that the person had not seen. Written down apart from the code's own table.
    #[allow(clippy::wildcard_enum_match_arm, reason = "the oracle looks at some kinds only")]
    fn against_basis(&self, operation: &Operation, before: &TriageRequest) -> Option<(u8, String)> {
        let saw = &operation.basis.fields;
        let op_id = &operation.op_id;
        match &operation.decision {
            Decision::Reply { .. } | Decision::Close { .. } if !self.unseen(operation, before).is_empty() => {
                let what = self.unseen(operation, before);
                Some((22, format!("{op_id} was committed and its author had not seen {what:?}")))
            }
            Decision::Close { .. } | Decision::Reply { .. } if !before.state.lifecycle.is_open() => {
                Some((21, format!("{op_id} was committed on a request that had ended")))
            }
            Decision::SetUrgency { to, .. }
                if *to < before.state.urgency && saw.urgency != before.state.urgency && *to <= saw.urgency =>
            {
                Some((20, format!("{op_id} lowered an urgency that its author had not seen")))
            }
            Decision::Assign { to } if !saw.owner.is_same(&before.state.owner) && !to.is_same(&before.state.owner) => {
                let name = |owner: &Owner| owner.key();
                let (was, seen) = (name(&before.state.owner), name(&saw.owner));
                Some((19, format!("{op_id} took a request from {was}, its author saw {seen}")))
            }
            Decision::SetCategory { to } if saw.category != before.state.category && *to != before.state.category => {
                Some((19, format!("{op_id} overwrote a category that its author had not seen")))
            }
            _ => None,
        }
    }

    /// Names the messages that a decision's author had not seen.
    fn unseen(&self, operation: &Operation, before: &TriageRequest) -> Vec<String> {
        // A message that no search shows yet cannot have been seen.
        if self.swarm.manners.late_commit_ms_max > 0 {
            return Vec::new();
        }
        let own = format!("reply:{}", operation.op_id);
        let saw = &operation.basis.fields.messages;
        let there = Basis::of(before).fields.messages;
        there.into_iter().filter(|message| *message != own && !saw.contains(message)).collect()
    }
}
