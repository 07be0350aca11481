//! `--rescue`: reads the unsent decisions of a profile that does not open, before there is any window.

use std::io::{self, Write};
use std::process::ExitCode;

use triage_client::{RescueProfileError, rescue_profile, rescue_to};

use crate::arguments::Arguments;
use crate::state::vault;

/// Lists them, or exports them, and says how that ended.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match rescued(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "triage-desk: {error}");
            ExitCode::FAILURE
        }
    }
}

fn rescued(arguments: &Arguments) -> Result<(), RescueProfileError> {
    let rescued = rescue_profile(&arguments.profile(), || vault(arguments), None)?;
    rescue_to(&rescued, arguments.export.as_deref(), &mut io::stdout())
}
