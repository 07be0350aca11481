//! What the simulator knows and no PC does: what people did, what each PC was told, what has landed.

use std::collections::BTreeMap;

use triage_sync::{OpState, Operation};

/// What a person did about a decision that was stuck, or before it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Human {
    Withdrew,
    KeptTheirs,
    Reissued,
}

/// One decision that was saved.
#[derive(Debug)]
pub struct Act {
    pub pc: u8,
    pub about: u8,
    pub staff: u8,
    pub digest: String,
    pub seq: u64,
    pub human: Option<Human>,
    /// This PC was told that it landed, in the provider's present state as it knows it.
    pub told_landed: bool,
    pub landed_ever: bool,
    pub was_lost: bool,
    pub supersedes: Option<u16>,
    /// The moment, version and rebase generation of the last push.
    pub pushed: Option<(u64, u64, u32)>,
    pub run_pushed: u32,
    /// When the last push left.
    pub left_ms: u64,
    /// Since when it could have been sent, as far as it is concerned.
    pub ready_since_ms: Option<u64>,
    pub state: OpState,
}

impl Act {
    /// Says whether a person has settled it, and that is durable.
    pub fn is_settled_by_a_person(&self) -> bool {
        self.human.is_some() && self.state.is_final()
    }
}

/// Everything that people did, by the number of the decision.
#[derive(Debug, Default)]
pub struct Truth {
    pub acts: BTreeMap<u16, Act>,
}

impl Truth {
    /// Takes down a decision.
    pub fn decided(&mut self, pc: u8, operation: &Operation) {
        let act = Act {
            pc,
            about: super::names::about(&operation.request_id),
            staff: super::names::staff(&operation.author.id),
            digest: operation.digest(),
            seq: operation.seq,
            human: None,
            told_landed: false,
            landed_ever: false,
            was_lost: false,
            supersedes: operation.supersedes.as_ref().map(super::names::op),
            pushed: None,
            run_pushed: 0,
            left_ms: 0,
            ready_since_ms: None,
            state: operation.state,
        };
        self.acts.insert(super::names::op(&operation.op_id), act);
    }

    /// Finds a decision.
    pub fn act(&self, op: u16) -> Option<&Act> {
        self.acts.get(&op)
    }

    /// Finds a decision, to be changed.
    pub fn act_mut(&mut self, op: u16) -> Option<&mut Act> {
        self.acts.get_mut(&op)
    }
}
