//! What a run came to, in words and figures.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for people, which measures itself")]

use std::time::Instant;

use simulation::coverage::Coverage;

/// A promise that was broken.
#[derive(Debug, Clone)]
pub struct Found {
    pub what: String,
    pub history: String,
}

/// What histories came to.
#[derive(Debug, Default)]
pub struct Outcome {
    pub coverage: Coverage,
    pub found: Vec<Found>,
}

/// Measures wall and processor time.
pub struct Clock(Instant);

/// Prints a line.
pub fn say(line: &str) {
    println!("{line}");
}

impl Clock {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    /// Returns the processor time of this process so far, over all its threads; the wall time where that is not told.
    pub fn processor_seconds(&self) -> f64 {
        // Fields 14 and 15 of /proc/self/stat, in ticks of a hundredth of a second on every Linux that Rust runs on.
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks: Vec<f64> = after_name.split_whitespace().skip(11).take(2).filter_map(|it| it.parse().ok()).collect();
        if ticks.len() == 2 { ticks.iter().sum::<f64>() / 100.0 } else { self.seconds() }
    }
}

impl Outcome {
    pub fn add(&mut self, other: Self) {
        self.coverage.merge(&other.coverage);
        self.found.extend(other.found);
    }

    /// Prints everything; true where nothing broke.
    pub fn print(&self, clock: &Clock) -> bool {
        let coverage = &self.coverage;
        say("states reached:");
        for (state, count) in coverage.states() {
            say(&format!("  {count:>10}  {}", state.name()));
        }
        say("edges taken:");
        for ((from, to), count) in coverage.edges() {
            say(&format!("  {count:>10}  {} -> {}", from.name(), to.name()));
        }
        let holes: Vec<&str> =
            coverage.states().into_iter().filter(|(_, count)| *count == 0).map(|(state, _)| state.name()).collect();
        say(&format!("states never reached: {holes:?}"));
        say("faults:");
        for (fault, count) in coverage.faults() {
            say(&format!("  {count:>10}  {fault}"));
        }
        say("conditions met:");
        for (condition, count) in coverage.met() {
            say(&format!("  {count:>10}  {condition}"));
        }
        for found in &self.found {
            say(&format!("\nBROKEN {}\n{}", found.what, found.history));
        }
        let minutes = clock.processor_seconds() / 60.0;
        say(&format!(
            "\n{} histories, {} steps, {} broken; {:.0} s, {:.0} s of processor time, {:.0} histories a minute and core",
            coverage.histories,
            coverage.steps,
            self.found.len(),
            clock.seconds(),
            clock.processor_seconds(),
            coverage.histories as f64 / minutes
        ));
        self.found.is_empty()
    }
}
