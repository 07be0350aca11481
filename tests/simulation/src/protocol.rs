//! The protocol of decisions as a small model, explored whole.
//!
//! It models the protocol and not the code: one request at the provider, a few PCs, a few decisions, a wire that loses,
//! doubles and delays, programs that are killed, and a provider that is restored from a backup. Every order in which
//! these can happen is tried. It deliberately has no time, no sign-in and no refusal for good: nothing there depends on
//! the order of things.

mod bounds;
mod client;
mod packed;
mod promise;
mod provider;
mod reached;
mod step;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use stateright::{Checker, HasDiscoveries, Model, Property};
use triage_sync::operation::OpState;

pub use bounds::{Bounds, Ground, Mistake, PatientWrites, Pushes, Restores, UnprovenReplies, Witnesses};
pub use step::Step;
pub use world::{Faults, Kind, OPS_MAX, PCS_MAX};

use promise::PROMISES;
use reached::Reached;
use world::World;

/// What an exploration found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explored {
    /// States that were generated, those included that were known already.
    pub generated: usize,
    /// Different states.
    pub unique: usize,
    /// Steps of the longest history that was followed.
    pub depth: usize,
    /// The changes of state that decisions went through.
    pub edges: BTreeSet<(OpState, OpState)>,
    /// The promises that do not hold, with a history that breaks each.
    pub violations: BTreeMap<&'static str, Vec<Step>>,
}

/// Explores everything that can happen within these bounds; ends early where a promise breaks.
#[must_use]
pub fn check(bounds: Bounds) -> Explored {
    let whole = explore(bounds, Search::Whole);
    if whole.violations.is_empty() { whole } else { explore(bounds, Search::Shortest) }
}

/// How to go through the states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Search {
    /// Depth first: the waiting list stays small.
    Whole,
    /// Breadth first: the first history found is among the shortest.
    Shortest,
}

fn explore(bounds: Bounds, search: Search) -> Explored {
    let reached = Arc::new(Reached::default());
    let protocol = Protocol { bounds, reached: Arc::clone(&reached) };
    let checker = protocol.checker().finish_when(HasDiscoveries::AnyFailures);
    match search {
        Search::Whole => told(&checker.threads(bounds.threads).spawn_dfs().join(), &reached),
        Search::Shortest => told(&checker.spawn_bfs().join(), &reached),
    }
}

fn told(checker: &impl Checker<Protocol>, reached: &Reached) -> Explored {
    let broken = checker.discoveries().into_values().flat_map(|path| {
        let broken = PROMISES.iter().filter(|promise| !(promise.holds)(checker.model(), path.last_state()));
        let steps = path.clone().into_actions();
        broken.map(move |promise| (promise.name, steps.clone())).collect::<Vec<_>>()
    });
    Explored {
        generated: checker.state_count(),
        unique: checker.unique_state_count(),
        depth: checker.max_depth().saturating_sub(1),
        edges: reached.edges(),
        violations: broken.collect(),
    }
}

/// The model, as the checker takes it.
#[derive(Debug, Clone)]
struct Protocol {
    bounds: Bounds,
    reached: Arc<Reached>,
}

impl Model for Protocol {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self.bounds.faults)]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        if world.is_broken() {
            return;
        }
        step::own_steps(&self.bounds, world, steps);
        step::human_steps(&self.bounds, world, steps);
        step::outside_steps(&self.bounds, world, steps);
    }

    fn next_state(&self, world: &World, step: Step) -> Option<World> {
        let mut next = *world;
        step::take(&self.bounds, &mut next, step);
        self.reached.note(world, &next);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("every promise holds", |protocol: &Self, world: &World| {
            PROMISES.iter().all(|promise| (promise.holds)(protocol, world))
        })]
    }
}

#[cfg(test)]
mod tests;
