//! Where the programs under test lie, and what is left out where something is missing.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Returns the folder of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Returns a program of the workspace, as it lies beside the running test; builds both programs where one is missing.
///
/// # Panics
/// When it cannot be built.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows its own file");
        let beside = test.parent().expect("a test lies in a folder");
        // A test lies in target/*/deps, a long run in target/*.
        let folder = if beside.ends_with("deps") { beside.parent().unwrap_or(beside) } else { beside }.to_owned();
        let missing = ["triagectl", "demo-provider"].iter().any(|name| !executable(&folder, name).exists());
        if missing {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let status = Command::new(cargo)
                .args(["build", "--quiet", "-p", "triagectl", "-p", "demo-provider"])
                .current_dir(root())
                .status();
            assert!(status.expect("cargo runs").success(), "the programs under test can be built");
        }
        folder
    });
    executable(folder, name)
}

fn executable(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Reads a number that follows its name on the command line of a long run.
#[must_use]
pub fn number_after(name: &str, otherwise: u64) -> u64 {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1).and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// Says that a test was left out, past the capture of test output: a gap has to be seen.
pub fn left_out(what: &str, why: &str) {
    say(&format!("left out: {what} ({why})"));
}

/// Says a figure of a test, past the capture of test output.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
