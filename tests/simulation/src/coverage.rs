//! What histories have met: states, changes of state, faults. A fault that never happens proves nothing.

use std::collections::BTreeMap;

use triage_sync::OpState;

/// Counts of what was met; two are joined by `merge`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    pub histories: u64,
    pub steps: u64,
    /// Inputs that the engines were told.
    pub inputs: u64,
    /// Decisions that were taken.
    pub decisions: u64,
    edges: [[u64; 12]; 12],
    states: [u64; 12],
    faults: BTreeMap<&'static str, u64>,
    /// Counts of conditions that must be met now and then, by name.
    met: BTreeMap<&'static str, u64>,
}

impl Coverage {
    /// Takes down that a decision changed its state.
    pub fn edge(&mut self, from: OpState, to: OpState) {
        if from != to {
            self.edges[from as usize][to as usize] += 1;
            self.states[to as usize] += 1;
        }
    }

    /// Takes down that a decision is in a state, and in which it was before; a new one is saved.
    pub fn reached(&mut self, from: Option<OpState>, to: OpState) {
        match from {
            None => self.states[to as usize] += 1,
            Some(from) => self.edge(from, to),
        }
    }

    /// Takes down that a decision was saved.
    pub fn born(&mut self) {
        self.decisions += 1;
        self.states[OpState::Queued as usize] += 1;
    }

    /// Takes down that a fault happened.
    pub fn fault(&mut self, name: &'static str) {
        *self.faults.entry(name).or_insert(0) += 1;
    }

    /// Takes down that a condition was met.
    pub fn meets(&mut self, name: &'static str) {
        *self.met.entry(name).or_insert(0) += 1;
    }

    /// Adds what another run has met.
    pub fn merge(&mut self, other: &Self) {
        self.histories += other.histories;
        self.steps += other.steps;
        self.inputs += other.inputs;
        self.decisions += other.decisions;
        for (row, others) in self.edges.iter_mut().zip(&other.edges) {
            for (count, more) in row.iter_mut().zip(others) {
                *count += more;
            }
        }
        for (count, more) in self.states.iter_mut().zip(&other.states) {
            *count += more;
        }
        for (name, more) in &other.faults {
            *self.faults.entry(name).or_insert(0) += more;
        }
        for (name, more) in &other.met {
            *self.met.entry(name).or_insert(0) += more;
        }
    }

    /// Lists the changes of state that were met, with their counts.
    #[must_use]
    pub fn edges(&self) -> BTreeMap<(OpState, OpState), u64> {
        let all = OpState::ALL.into_iter().flat_map(|from| OpState::ALL.map(|to| (from, to)));
        all.map(|(from, to)| ((from, to), self.edges[from as usize][to as usize]))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// Lists all states with how often each was entered.
    #[must_use]
    pub fn states(&self) -> BTreeMap<OpState, u64> {
        OpState::ALL.into_iter().map(|state| (state, self.states[state as usize])).collect()
    }

    /// Lists the faults that happened, with their counts.
    #[must_use]
    pub fn faults(&self) -> &BTreeMap<&'static str, u64> {
        &self.faults
    }

    /// Lists the conditions that were met, with their counts.
    #[must_use]
    pub fn met(&self) -> &BTreeMap<&'static str, u64> {
        &self.met
    }
}
