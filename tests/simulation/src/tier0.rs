//! Tier 0 of the proving ground: the pure engine on up to three PCs, over ledgers and caches in memory, against a small
//! model of a provider and of people. No disk, no HTTP, no threads: hundreds of thousands of histories in a minute.
//!
//! A seed chooses the weather (which faults, how often) and the history from one stream of dice; what happens to each
//! call on the wire comes from another, so that a shorter history keeps its weather.

pub mod check;
mod happen;
mod ledger;
mod names;
mod pc;
mod people;
pub mod profile;
mod reference;
mod serve;
mod server;
mod shrink;
pub mod step;
mod truth;
mod wire;
mod world;

use std::fmt;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

pub use crate::coverage::Coverage;
pub use check::Broken;
pub use profile::Profile;
pub use step::{Step, Tick};

use world::World;

/// What a history left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    pub steps: usize,
    /// Simulated milliseconds.
    pub lasted_ms: u64,
    /// Every input and effect, one a line; nothing on a run that only searches.
    pub text: Option<String>,
}

/// A promise that broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub seed: u64,
    pub broken: Broken,
    /// The shortest history found that breaks the same promise.
    pub steps: Vec<Tick>,
    /// What happened in it, one input or effect a line.
    pub trace: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {} breaks promise {}: {}", self.seed, self.broken.invariant, self.broken.what)?;
        for tick in &self.steps {
            writeln!(f, "  +{:>7} ms  {:?}", tick.wait_ms, tick.step)?;
        }
        Ok(())
    }
}

/// Whether what happens is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Record {
    Nothing,
    Everything,
}

/// The two streams of a seed.
const TAPE: u64 = 0x5EED;
const SCHEDULE: u64 = 0xD1CE;

fn dice(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    dice.set_stream(stream);
    dice
}

/// Returns the weather and the history of a seed.
#[must_use]
pub fn plan(seed: u64) -> (Profile, Vec<Tick>) {
    let mut tape = dice(seed, TAPE);
    let profile = Profile::choose(&mut tape);
    let history = profile.history(&mut tape);
    (profile, history)
}

fn live(
    seed: u64,
    (profile, history): (&Profile, &[Tick]),
    record: Record,
    watch: &mut Coverage,
) -> Result<Trace, (Box<Broken>, String)> {
    let lines = (record == Record::Everything).then(String::new);
    let mut world = World::new(profile.clone(), dice(seed, SCHEDULE), watch, lines);
    let result = world.lives(history);
    let text = world.lines.take();
    match result {
        Ok(()) => Ok(Trace { steps: history.len(), lasted_ms: world.now_ms, text }),
        Err(broken) => Err((broken, text.unwrap_or_default())),
    }
}

/// Lives through the history of a seed.
///
/// # Errors
/// Returns the promise that broke, with the shortest history that was found to break it.
pub fn run(seed: u64, watch: &mut Coverage) -> Result<Trace, Box<Violation>> {
    let (profile, history) = plan(seed);
    watch.histories += 1;
    match live(seed, (&profile, &history), Record::Nothing, watch) {
        Ok(trace) => Ok(trace),
        Err((broken, _)) => Err(minimal(seed, (&profile, &history), *broken)),
    }
}

/// Lives through it again and writes everything down, whether a promise breaks or not.
#[must_use]
pub fn trace(seed: u64) -> String {
    let (profile, history) = plan(seed);
    match live(seed, (&profile, &history), Record::Everything, &mut Coverage::default()) {
        Ok(trace) => trace.text.unwrap_or_default(),
        Err((broken, text)) => format!("{text}broken: {} {}\n", broken.invariant, broken.what),
    }
}

/// Says which promise a seed breaks, if any, without making its history short.
#[must_use]
pub fn breaks(seed: u64, watch: &mut Coverage) -> Option<Broken> {
    let (profile, history) = plan(seed);
    watch.histories += 1;
    live(seed, (&profile, &history), Record::Nothing, watch).err().map(|(broken, _)| *broken)
}

fn minimal(seed: u64, (profile, history): (&Profile, &[Tick]), broken: Broken) -> Box<Violation> {
    let unwatched = &mut Coverage::default();
    let steps = shrink::shrink(history, |candidate| {
        live(seed, (profile, candidate), Record::Nothing, unwatched)
            .is_err_and(|(other, _)| other.invariant == broken.invariant)
    });
    match live(seed, (profile, &steps), Record::Everything, unwatched) {
        Err((broken, trace)) => Box::new(Violation { seed, broken: *broken, steps, trace }),
        Ok(_) => Box::new(Violation { seed, broken, steps, trace: String::new() }),
    }
}

/// Lives through the histories of many seeds, and stops at the first promise that breaks.
///
/// # Errors
/// As `run`.
pub fn run_many(from: u64, count: u64, watch: &mut Coverage) -> Result<(), Box<Violation>> {
    (from..from + count).try_for_each(|seed| run(seed, watch).map(|_| ()))
}

#[cfg(test)]
mod tests;
