//! Tier 2: crash points. Scenarios with the real device on the simulated disk, in which the power goes at every write, sync,
//! truncation, deletion and rename, and any single access to the disk fails (`sync.md` d.3).
//!
//! Each scenario has a preparation, whose end is an image of the disk, a way up to the moment, and an act. The act runs once
//! to count its operations, K; then for k from 1 to K, and once after the last, everything is played again from the image,
//! the power goes at k, what was not synced is lost in one of five ways, and the program starts again: what was said to be
//! saved must be there, whole and once, and everything must come to rest.
//!
//! The scenario of `sync.md` d.3 that is not here is the rotation of the key: the product has none. A new profile and the
//! opening of one with decisions on their way stand in its place.

mod bench;
mod check;
mod keys;
mod scenario;

use std::collections::BTreeMap;
use std::fmt;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::disk::{Damage, Fault, Loss, Times};
use bench::{Over, Prepared};
use check::Broken;
use scenario::Scenario;

pub use keys::{damage, keys};

/// Dice for the losses that draw.
const DICE: [u64; 2] = [1, 2];
/// Accesses of one kind after which an act counts as never ending.
const ACCESSES_MAX: u64 = 5_000;

/// What went wrong with the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blow {
    /// The power went in the middle of the `k`-th operation of the act.
    Cut { k: u64, loss: Loss, dice: u64 },
    /// The `nth` access of this kind failed, once.
    Fault { fault: Fault, nth: u64 },
    /// A file was damaged while nobody had it open.
    Damage { file: &'static str, damage: Damage, dice: u64 },
    /// A file is gone.
    Lost { file: &'static str },
    /// Nothing: the scenario itself, or a wrong key.
    None,
}

/// A promise that was broken, with what is needed to see it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub scenario: &'static str,
    pub blow: Blow,
    /// The number of the invariant in `sync.md` (c).
    pub invariant: u8,
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} under {:?}: invariant {} broken: {}", self.scenario, self.blow, self.invariant, self.what)
    }
}

/// What one scenario came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Operations of the act, each a point at which the power went, and one more after the last.
    pub points: u64,
    /// Disks that were looked at after a power cut.
    pub images: u64,
    /// Disks that were looked at after one access had failed.
    pub faults: u64,
    pub violations: u64,
}

/// What a run found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub scenarios: BTreeMap<&'static str, Tally>,
    pub violations: Vec<Violation>,
}

impl Report {
    fn tally(&mut self, scenario: &'static str) -> &mut Tally {
        self.scenarios.entry(scenario).or_default()
    }

    fn note(&mut self, scenario: &'static str, blow: Blow, result: Result<(), Broken>) {
        if let Err((invariant, what)) = result {
            self.tally(scenario).violations += 1;
            self.violations.push(Violation { scenario, blow, invariant, what });
        }
    }
}

/// How much of it is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Every point, every loss, and both dice where a loss draws.
    Whole,
    /// Every so-manieth point and access, counted from the first, and one of the dice.
    EveryNth(u64),
}

/// Runs all scenarios in full, then the keys and the damage. Tells after each scenario what was found so far.
pub fn run_all(progress: &mut dyn FnMut(&Report)) -> Report {
    run(Extent::Whole, progress)
}

/// Runs so much of all scenarios.
pub fn run(extent: Extent, progress: &mut dyn FnMut(&Report)) -> Report {
    let mut report = Report::default();
    for scenario in &scenario::ALL {
        run_one(scenario, extent, &mut report);
        progress(&report);
    }
    keys(&mut report);
    damage(&mut report);
    progress(&report);
    report
}

fn run_one(scenario: &Scenario, extent: Extent, report: &mut Report) {
    report.tally(scenario.name);
    let prepared = match scenario.prepare() {
        Ok(prepared) => prepared,
        Err(error) => return report.note(scenario.name, Blow::None, Err(not_played("preparation", &error))),
    };
    let points = match operations(scenario, &prepared) {
        Ok(operations) => operations + 1,
        Err(broken) => return report.note(scenario.name, Blow::None, Err(broken)),
    };
    let (step, dice) = match extent {
        Extent::Whole => (1, DICE.as_slice()),
        Extent::EveryNth(n) => (n.max(1), &DICE[..1]),
    };
    // The last point, at which the act has ended and everything was said, is never left out.
    let chosen = (1..points).step_by(usize::try_from(step).unwrap_or(1)).chain([points]);
    for k in chosen {
        report.tally(scenario.name).points += 1;
        for blow in blows(k, dice) {
            report.tally(scenario.name).images += 1;
            let result = cut(scenario, &prepared, blow, points);
            report.note(scenario.name, blow, result);
        }
    }
    run_faults(scenario, &prepared, step, report);
}

/// Lets one access after the other fail, until the act meets none that does.
fn run_faults(scenario: &Scenario, prepared: &Prepared, step: u64, report: &mut Report) {
    for fault in [Fault::Write, Fault::Read, Fault::Sync] {
        for nth in (1..ACCESSES_MAX).step_by(usize::try_from(step).unwrap_or(1)) {
            let result = match fail(scenario, prepared, fault, nth) {
                Ok(Struck::No) => break,
                Ok(Struck::Yes) => Ok(()),
                Err(broken) => Err(broken),
            };
            report.tally(scenario.name).faults += 1;
            report.note(scenario.name, Blow::Fault { fault, nth }, result);
        }
    }
}

fn blows(k: u64, dice: &[u64]) -> impl Iterator<Item = Blow> {
    Loss::ALL.into_iter().flat_map(move |loss| {
        let draws = match loss {
            Loss::Everything | Loss::Nothing => &dice[..1],
            Loss::RandomSectors | Loss::TornPrefix | Loss::Reordered => dice,
        };
        draws.iter().map(move |dice| Blow::Cut { k, loss, dice: *dice })
    })
}

fn not_played(what: &str, error: &Over) -> Broken {
    (48, format!("the {what} does not work without any fault: {error}"))
}

/// Runs the act once without any fault, checks its end, and counts its operations.
fn operations(scenario: &Scenario, prepared: &Prepared) -> Result<u64, Broken> {
    let mut bench = prepared.bench().map_err(|error| not_played("disk", &error))?;
    (scenario.approach)(&mut bench).map_err(|error| not_played("approach", &error))?;
    let before = bench.pc.disk.operations();
    (scenario.act)(&mut bench).map_err(|error| not_played("act", &error))?;
    let operations = bench.pc.disk.operations() - before;
    bench.reboot();
    bench.check_start()?;
    bench.check_rest(scenario.ends)?;
    bench.check_wrong_key()?;
    Ok(operations)
}

/// Plays up to the blow, starts again, and checks. At the last point the act has ended before the power goes.
fn cut(scenario: &Scenario, prepared: &Prepared, blow: Blow, last: u64) -> Result<(), Broken> {
    let Blow::Cut { k, loss, dice } = blow else { return Ok(()) };
    let mut bench = prepared.bench().map_err(|error| not_played("disk", &error))?;
    (scenario.approach)(&mut bench).map_err(|error| not_played("approach", &error))?;
    bench.pc.disk.cut_power_at(k);
    let over = (scenario.act)(&mut bench);
    if k == last && over.is_err() {
        return Err((7, "the act takes more operations than it took before".to_owned()));
    }
    bench.pc.disk.cut_power();
    bench.close();
    bench.pc.disk.restart(loss, &mut ChaCha8Rng::seed_from_u64(dice ^ k << 8));
    bench.reboot();
    bench.check_start()?;
    bench.check_rest(scenario.ends)
}

/// Whether the fault found an access to strike.
enum Struck {
    Yes,
    No,
}

/// Plays the act with one access failing, starts again, and checks.
fn fail(scenario: &Scenario, prepared: &Prepared, fault: Fault, nth: u64) -> Result<Struck, Broken> {
    let mut bench = prepared.bench().map_err(|error| not_played("disk", &error))?;
    (scenario.approach)(&mut bench).map_err(|error| not_played("approach", &error))?;
    bench.pc.disk.fail(fault, nth, Times::Once);
    match (scenario.act)(&mut bench) {
        Err(Over::Never) => {
            return Err((46, "after one failed access it does not go on until it is started anew".to_owned()));
        }
        // Where it does not get as far as without the fault, what was said still holds.
        Ok(()) | Err(Over::NotSaved | Over::NotStarted(_) | Over::PowerGone | Over::NoDisk) => {}
    }
    if bench.pc.disk.is_failing() {
        return Ok(Struck::No);
    }
    bench.reboot();
    bench.check_start()?;
    bench.check_rest(scenario.ends)?;
    Ok(Struck::Yes)
}

#[cfg(test)]
mod tests;
