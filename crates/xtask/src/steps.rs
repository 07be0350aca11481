//! Steps one after the other, and what came of them.

use std::process::ExitCode;
use std::time::Duration;

use crate::clock;
use crate::lack::Lack;
use crate::run::RunError;
use crate::say;

enum Outcome {
    Passed,
    Failed(RunError),
    LeftOut(Lack),
}

/// Every step so far.
#[derive(Default)]
pub struct Steps {
    done: Vec<(&'static str, Outcome, Duration)>,
}

impl Steps {
    /// Runs one step under its heading; the steps after it run whatever comes of it.
    pub fn step(&mut self, name: &'static str, act: impl FnOnce() -> Result<(), RunError>) {
        say::heading(name);
        let started = clock::now();
        let outcome = match act() {
            Ok(()) => Outcome::Passed,
            Err(RunError::Lacks(lack)) => Outcome::LeftOut(lack),
            Err(error) => Outcome::Failed(error),
        };
        let took = started.elapsed();
        say::line(&format!("{}: {}", describe(name, &outcome), say::duration(took)));
        self.done.push((name, outcome, took));
    }

    /// Says whether this step ran and passed.
    pub fn passed(&self, name: &str) -> bool {
        self.done.iter().any(|(step, outcome, _)| *step == name && matches!(outcome, Outcome::Passed))
    }

    /// Prints the summary and says whether anything failed.
    pub fn finish(&self) -> ExitCode {
        say::heading("Summary");
        for (name, outcome, took) in &self.done {
            say::line(&format!("{:>14}  {}", say::duration(*took), describe(name, outcome)));
        }
        let (passed, failed) = self.counts();
        say::line("");
        say::line(&format!("{passed} passed, {failed} failed"));
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn counts(&self) -> (usize, usize) {
        let count = |wanted: fn(&Outcome) -> bool| self.done.iter().filter(|(_, outcome, _)| wanted(outcome)).count();
        (count(|outcome| matches!(outcome, Outcome::Passed)), count(|outcome| matches!(outcome, Outcome::Failed(_))))
    }
}

fn describe(name: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Passed => format!("passed: {name}"),
        Outcome::Failed(error) => format!("FAILED: {name} ({error})"),
        Outcome::LeftOut(lack) => format!("left out: {name} ({lack})"),
    }
}

#[cfg(test)]
mod tests;
