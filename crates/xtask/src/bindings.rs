//! `cargo xtask bindings`: lets the test that guards the bindings write them.

use std::process::ExitCode;

use crate::place::Place;
use crate::{run, say};

/// Writes `ui/src/host/bindings.ts` anew.
pub fn run(place: &Place) -> ExitCode {
    let mut test = run::cargo(place, &["test", "--package", "triage-desk", "--lib", "bindings"]);
    test.env("UPDATE_BINDINGS", "1");
    match run::shown(test) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::line(&format!("xtask: {error}"));
            ExitCode::FAILURE
        }
    }
}
