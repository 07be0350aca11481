//! Tier 1: whole practices. Up to three PCs with the real device (engine, SQLCipher, FHIR) on simulated disks, a simulated
//! provider, people and patients, in virtual time, with every fault of `sync.md` d.2 that the seed switches on.
//!
//! The same seed gives the same history, byte for byte. People and patients draw from one stream of dice, the network and
//! the faults from another, so that a failing history can be made smaller.

mod chaos;
mod landing;
pub(crate) mod network;
mod oracle;
pub(crate) mod pc;
mod people;
mod rest;
mod swarm;
mod world;

use std::fmt;

use sha2::{Digest, Sha256};

pub use swarm::Swarm;
pub use world::World;

use crate::coverage::Coverage;

/// A promise that was broken, with what is needed to see it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub seed: u64,
    /// The number of the invariant in `sync.md` (c).
    pub invariant: u8,
    pub what: String,
    pub step: u64,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed {} step {}: invariant {} broken: {}", self.seed, self.step, self.invariant, self.what)
    }
}

/// What one history did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub steps: u64,
    /// SHA-256 over every line of the trace.
    pub digest: [u8; 32],
    /// The lines, where they were asked for.
    pub lines: Vec<String>,
}

/// Whether the lines of a history are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    Kept,
    Digested,
}

/// Lines of a history.
#[derive(Debug)]
pub(crate) struct Trace {
    sha: Sha256,
    keep: Lines,
    lines: Vec<String>,
}

impl Trace {
    pub(crate) fn new(keep: Lines) -> Self {
        Self { sha: Sha256::new(), keep, lines: Vec::new() }
    }

    pub(crate) fn line(&mut self, line: fmt::Arguments<'_>) {
        let line = line.to_string();
        self.sha.update(line.as_bytes());
        self.sha.update(b"\n");
        if self.keep == Lines::Kept {
            self.lines.push(line);
        }
    }

    pub(crate) fn end(self, steps: u64) -> Told {
        Told { steps, digest: self.sha.finalize().into(), lines: self.lines }
    }
}

/// Plays one history to its quiet end.
///
/// # Errors
/// Returns the first promise that was broken.
pub fn run(seed: u64, lines: Lines, coverage: &mut Coverage) -> Result<Told, (Violation, Vec<String>)> {
    World::new(seed, Swarm::of(seed), lines).play(coverage)
}

/// Makes the history of a seed that breaks a promise smaller: kinds of faults are taken out, and decisions, as long as the
/// same promise still breaks. Returns what is left of the kind of history, and its lines.
#[must_use]
pub fn smallest(seed: u64, invariant: u8) -> (Swarm, Vec<String>) {
    let breaks = |swarm: &Swarm| {
        let told = World::new(seed, swarm.clone(), Lines::Kept).play(&mut Coverage::default());
        told.err().filter(|(violation, _)| violation.invariant == invariant).map(|(_, lines)| lines)
    };
    let mut swarm = Swarm::of(seed);
    let mut lines = breaks(&swarm).unwrap_or_default();
    for smaller in Swarm::SMALLER {
        let mut less = swarm.clone();
        smaller(&mut less);
        if let Some(shorter) = breaks(&less) {
            (swarm, lines) = (less, shorter);
        }
    }
    (swarm, lines)
}

#[cfg(test)]
mod tests;
