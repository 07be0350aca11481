//! What others may know of the engine: decisions on their way, the line, how current the data are.

use chrono::{DateTime, Utc};
use triage_domain::{OpId, RequestId};

use crate::ability::Abilities;
use crate::clock::Now;
use crate::engine::{Engine, LinkState};
use crate::freshness::{Freshness, freshness};
use crate::operation::Operation;

/// What a run of the program keeps where its engine is made anew after a write that failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SoFar {
    /// Pages that were asked for: an answer to one of them is none to what is asked from now on.
    pub page_calls: u64,
    /// The provider asked not to be called before this elapsed time.
    pub host_hold_until_ms: u64,
    /// The user switched the network off for this program.
    pub works_offline: bool,
    pub abilities: Abilities,
}

impl Engine {
    /// Says what an engine that takes this one's place has to know of it.
    #[must_use]
    pub fn so_far(&self) -> SoFar {
        SoFar {
            page_calls: self.page_calls,
            host_hold_until_ms: self.host_hold_until_ms,
            works_offline: self.link.state() == LinkState::WorkingOffline,
            abilities: self.abilities,
        }
    }

    /// Lists the live decisions in the order they were taken.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.values()
    }

    /// Lists the live decisions about one request in the order they were taken.
    pub fn operations_about<'a>(&'a self, request_id: &'a RequestId) -> impl Iterator<Item = &'a Operation> {
        self.operations.values().filter(move |operation| &operation.request_id == request_id)
    }

    /// Finds a live decision.
    #[must_use]
    pub fn operation(&self, op_id: &OpId) -> Option<&Operation> {
        self.operations.values().find(|operation| &operation.op_id == op_id)
    }

    /// Says what the provider was found to do.
    #[must_use]
    pub fn abilities(&self) -> Abilities {
        self.abilities
    }

    /// Says how the line is.
    #[must_use]
    pub fn link(&self) -> LinkState {
        self.link.state()
    }

    /// Returns since when the line has been so.
    #[must_use]
    pub fn link_since(&self) -> Option<DateTime<Utc>> {
        self.link_since
    }

    /// Judges how current the data are.
    #[must_use]
    pub fn freshness(&self, now: Now) -> Freshness {
        freshness(self.pulled_started.map(|at| at.elapsed_ms), self.settings.pull_gap_ms, now)
    }

    /// Returns the start of the last complete pull in this run.
    #[must_use]
    pub fn pulled_at(&self) -> Option<DateTime<Utc>> {
        self.pulled_started.map(|at| at.wall)
    }

    /// Returns how long the decision still stays on this PC; zero when its hold is over.
    #[must_use]
    pub fn held_ms(&self, op_id: &OpId, now: Now) -> u64 {
        self.ready_at_ms.get(op_id).map_or(0, |at| at.saturating_sub(now.elapsed_ms))
    }
}
