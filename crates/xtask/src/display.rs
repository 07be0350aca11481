//! A screen that nobody sees.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::lack::Lack;
use crate::place::Place;
use crate::run::{self, Companion, RunError};

/// The size the screens are designed for (`docs/ARCHITECTURE.md`), with 24-bit colour.
const SCREEN: &str = "1366x768x24";

/// A running X server without a monitor; it ends with this.
pub struct HiddenDisplay {
    name: String,
    _server: Companion,
}

impl HiddenDisplay {
    /// Starts one on a free number and returns once it takes windows.
    ///
    /// # Errors
    /// Fails when Xvfb cannot be started.
    pub fn start(place: &Place) -> Result<Self, RunError> {
        let mut command = run::program(place, "Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Companion::start(command)?;
        let output = server.child().stdout.take().ok_or(Lack::Xvfb)?;
        let mut number = String::new();
        let _ = BufReader::new(output).read_line(&mut number);
        let number = number.trim();
        if number.is_empty() {
            return Err(Lack::Xvfb.into());
        }
        Ok(Self { name: format!(":{number}"), _server: server })
    }

    /// The value for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }
}
