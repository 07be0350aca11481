//! Which steps and which changes of state an exploration has met: a model that never gets somewhere proves nothing there.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use triage_sync::operation::OpState;

use super::world::World;

const WORDS: usize = 3;

/// The edges of a decision's life that were taken. Edges are no part of a state, so the checker cannot see them; they
/// are noted beside it, by all threads together.
#[derive(Debug, Default)]
pub struct Reached {
    edges: [AtomicU64; WORDS],
}

impl Reached {
    /// Notes every change of state between two worlds.
    pub fn note(&self, before: &World, after: &World) {
        for (old, new) in before.ops.iter().zip(&after.ops) {
            let (Some(from), Some(to)) = (old.and_then(|op| op.state), new.and_then(|op| op.state)) else { continue };
            if from != to {
                let at = from as usize * OpState::ALL.len() + to as usize;
                let (word, mask) = (&self.edges[at / 64], 1 << (at % 64));
                if word.load(Ordering::Relaxed) & mask == 0 {
                    word.fetch_or(mask, Ordering::Relaxed);
                }
            }
        }
    }

    /// Lists the edges that were met.
    #[must_use]
    pub fn edges(&self) -> BTreeSet<(OpState, OpState)> {
        let all = OpState::ALL.into_iter().flat_map(|from| OpState::ALL.map(|to| (from, to)));
        all.enumerate()
            .filter(|(at, _)| self.edges[at / 64].load(Ordering::Relaxed) & (1 << (at % 64)) != 0)
            .map(|(_, edge)| edge)
            .collect()
    }
}
