//! Opens an address in the system's browser.

use std::process::{Command, Stdio};

use tracing::warn;

/// Opens an address; the user can type it where no browser comes up.
pub(crate) fn open(address: &str) {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    let started = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Err(error) = started {
        warn!(%error, "no browser could be opened");
    }
}
