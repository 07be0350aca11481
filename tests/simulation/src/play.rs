//! Plays one tier on several threads, shows how far it has got, and prints the report.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

use simulation::coverage::Coverage;
use simulation::protocol::{self, Bounds};
use simulation::tier1::{self, Lines};
use simulation::{tier0, tier2};

use crate::report::{Clock, Found, Outcome, say};
use crate::{Play, Tier};

/// Seeds that a thread takes at once.
const BATCH: u64 = 20;
/// Broken promises after which a run is ended: more of the same tell nothing new.
const FOUND_MAX: usize = 20;

/// Plays; true where nothing broke.
pub fn run(play: &Play) -> bool {
    if play.trace {
        return trace(play);
    }
    match play.tier {
        Tier::Engine | Tier::Practice => histories(play),
        Tier::Protocol => protocol(),
        Tier::PowerCuts => power_cuts(),
    }
}

fn trace(play: &Play) -> bool {
    match play.tier {
        Tier::Engine => say(&tier0::trace(play.from)),
        Tier::Practice => {
            let (lines, broken) = match tier1::run(play.from, Lines::Kept, &mut Coverage::default()) {
                Ok(told) => (told.lines, None),
                Err((violation, lines)) => (lines, Some(violation)),
            };
            say(&lines.join("\n"));
            if let Some(violation) = broken {
                say(&violation.to_string());
                return false;
            }
        }
        Tier::Protocol | Tier::PowerCuts => say("This tier has no seeds."),
    }
    true
}

/// Plays one seed and returns what broke, with the history made as small as that goes.
pub fn one(tier: Tier, seed: u64, coverage: &mut Coverage) -> Option<Found> {
    match tier {
        Tier::Engine => {
            let violation = tier0::run(seed, coverage).err()?;
            Some(Found { what: violation.to_string(), history: violation.trace.to_string() })
        }
        Tier::Practice => {
            let (violation, _) = tier1::run(seed, Lines::Digested, coverage).err()?;
            let (swarm, lines) = tier1::smallest(seed, violation.invariant);
            Some(Found { what: violation.to_string(), history: format!("{swarm:?}\n{}", lines.join("\n")) })
        }
        Tier::Protocol | Tier::PowerCuts => None,
    }
}

fn histories(play: &Play) -> bool {
    let clock = Clock::start();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = if play.threads == 0 { cores } else { play.threads };
    let next = AtomicU64::new(play.from);
    let end = play.from + play.seeds;
    let (send, news) = mpsc::channel();
    let mut outcome = Outcome::default();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                loop {
                    let first = next.fetch_add(BATCH, Ordering::Relaxed);
                    if first >= end {
                        return;
                    }
                    let mut batch = Outcome::default();
                    for seed in first..end.min(first + BATCH) {
                        batch.found.extend(one(play.tier, seed, &mut batch.coverage));
                    }
                    if send.send(batch).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut shown = clock.seconds();
        while let Ok(batch) = news.recv() {
            for found in &batch.found {
                say(&format!("found: {}", found.what));
            }
            outcome.add(batch);
            if clock.seconds() - shown > 20.0 {
                shown = clock.seconds();
                let done = outcome.coverage.histories;
                say(&format!("{done} of {} histories, {} broken, {shown:.0} s", play.seeds, outcome.found.len()));
            }
            if outcome.found.len() >= FOUND_MAX {
                next.store(end, Ordering::Relaxed);
            }
        }
    });
    outcome.print(&clock)
}

fn protocol() -> bool {
    let clock = Clock::start();
    let explored = protocol::check(Bounds::ci());
    say(&format!(
        "protocol: {} states, {} of them different, {} broken, {:.0} s, {:.0} s of processor time",
        explored.generated,
        explored.unique,
        explored.violations.len(),
        clock.seconds(),
        clock.processor_seconds()
    ));
    for (name, path) in &explored.violations {
        say(&format!("{name}: {path:?}"));
    }
    explored.violations.is_empty()
}

fn power_cuts() -> bool {
    let clock = Clock::start();
    let report = tier2::run_all(&mut |report| {
        let (points, images): (u64, u64) =
            report.scenarios.values().fold((0, 0), |(p, i), tally| (p + tally.points, i + tally.images + tally.faults));
        say(&format!(
            "{} scenarios, {points} points, {images} disks, {:.0} s",
            report.scenarios.len(),
            clock.seconds()
        ));
    });
    for (scenario, tally) in &report.scenarios {
        say(&format!(
            "{scenario:<28} {:>5} points {:>6} disks after a power cut {:>6} after a failed access {:>3} broken",
            tally.points, tally.images, tally.faults, tally.violations
        ));
    }
    for violation in report.violations.iter().take(FOUND_MAX) {
        say(&violation.to_string());
    }
    say(&format!("{} broken, {:.0} s of processor time", report.violations.len(), clock.processor_seconds()));
    report.violations.is_empty()
}
