//! Running programs, in sight and out of sight.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};

use thiserror::Error;

use crate::lack::Lack;
use crate::place::Place;

/// Why a program did not do what it was run for.
#[derive(Debug, Error)]
pub enum RunError {
    #[error("{0}")]
    Lacks(#[from] Lack),
    #[error("{program} could not be started: {source}")]
    NotStarted { program: String, source: std::io::Error },
    #[error("{program} ended with {status}")]
    Ended { program: String, status: ExitStatus },
}

/// Prepares a program that runs in the repository's root.
pub fn program(place: &Place, name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(place.root());
    command
}

/// Prepares the cargo that runs this program.
pub fn cargo(place: &Place, arguments: &[&str]) -> Command {
    let mut command = program(place, env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// Prepares npm in the UI's folder.
pub fn npm(place: &Place, arguments: &[&str]) -> Command {
    let mut command = program(place, if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(["--prefix", "ui"]).args(arguments);
    command
}

/// Runs a program with its output in the terminal.
///
/// # Errors
/// Fails when it cannot be started or says that it failed.
pub fn shown(mut command: Command) -> Result<(), RunError> {
    let program = name(&command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(RunError::Ended { program, status }),
        Err(source) => Err(RunError::NotStarted { program, source }),
    }
}

/// Says whether a program runs and ends well, without showing what it prints.
pub fn works(mut command: Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Returns what a program prints, also where it says that it failed; nothing where it cannot be started.
pub fn printed(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Finds a program on the search path.
pub fn found(name: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH")?;
    env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// A program that runs beside this one and ends with it.
#[derive(Debug)]
pub struct Companion(Child);

impl Companion {
    /// Starts it.
    ///
    /// # Errors
    /// Fails when it cannot be started.
    pub fn start(mut command: Command) -> Result<Self, RunError> {
        let program = name(&command);
        command.spawn().map(Self).map_err(|source| RunError::NotStarted { program, source })
    }

    /// The running program.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
