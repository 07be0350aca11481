//! What was reached: states and edges of decisions, kinds of faults. What a long run never reached is a hole in it.

use std::collections::BTreeMap;

use triage_sync::OpState;

/// Counts of what histories reached; counts of several runs add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    pub states: BTreeMap<OpState, u64>,
    pub edges: BTreeMap<(OpState, OpState), u64>,
    pub faults: BTreeMap<&'static str, u64>,
    pub steps: u64,
    pub histories: u64,
}

impl Coverage {
    /// Takes down that a decision is in a state, and where it came from.
    pub fn reached(&mut self, from: Option<OpState>, to: OpState) {
        *self.states.entry(to).or_default() += 1;
        if let Some(from) = from.filter(|from| *from != to) {
            *self.edges.entry((from, to)).or_default() += 1;
        }
    }

    /// Takes down that a fault struck.
    pub fn struck(&mut self, fault: &'static str) {
        *self.faults.entry(fault).or_default() += 1;
    }

    /// Adds the counts of another run.
    pub fn add(&mut self, other: &Self) {
        for (state, count) in &other.states {
            *self.states.entry(*state).or_default() += count;
        }
        for (edge, count) in &other.edges {
            *self.edges.entry(*edge).or_default() += count;
        }
        for (fault, count) in &other.faults {
            *self.faults.entry(fault).or_default() += count;
        }
        self.steps += other.steps;
        self.histories += other.histories;
    }
}
