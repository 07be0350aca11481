//! Sekmet 0.1.1, a FHIR server that others wrote, as a process of its own in a virtual environment below `target/`.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::foreign::{Foreign, StartForeignError, free_port};
use crate::programs::root;

/// The one release that the client is tested against; `wire.md` 4.2 says what it can do.
const PACKAGE: &str = "sekmet-fhir==0.1.1";

/// Starts an empty server, installing the package first where that was never done.
pub(crate) async fn start() -> Result<Foreign, StartForeignError> {
    // One try a test run: where the package index is out of reach, waiting for it again would find nothing new.
    static PROGRAM: OnceLock<Result<PathBuf, StartForeignError>> = OnceLock::new();
    let program = tokio::task::spawn_blocking(|| PROGRAM.get_or_init(install)).await.unwrap().clone()?;
    let folder = TempDir::new().unwrap();
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}/fhir");
    // Its simulator would answer our Tasks by itself.
    let settings = format!("base_url: {base}\nhost: 127.0.0.1\nport: {port}\nsimulator: {{enabled: false}}\n");
    fs::write(folder.path().join("settings.yaml"), settings).unwrap();
    let mut child = tokio::process::Command::new(program)
        .args(["serve", "-c", "settings.yaml", "--host", "127.0.0.1", "--port", &port.to_string()])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    loop {
        let line = lines.next_line().await.unwrap().expect("Sekmet starts");
        if line.contains("running on") {
            break;
        }
    }
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok(Foreign::running(base, folder, child))
}

/// Installs the package once for all test runs and returns its program.
fn install() -> Result<PathBuf, StartForeignError> {
    let folder = root().join("target/interop");
    let venv = folder.join("venv");
    let ready = folder.join(format!("{PACKAGE}.ready"));
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("install.lock")).unwrap();
    lock.lock().unwrap();
    if !ready.exists() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&venv).output();
        succeeded("python3 -m venv", &made.map_err(|error| StartForeignError::no_python(&error))?)?;
        let installed = Command::new(venv.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "--no-input"])
            .args(["--retries", "1", "--timeout", "10", PACKAGE])
            .output();
        succeeded("pip install", &installed.map_err(|error| StartForeignError::no_python(&error))?)?;
        File::create(&ready).unwrap();
    }
    Ok(venv.join("bin/sekmet"))
}

fn succeeded(step: &'static str, output: &Output) -> Result<(), StartForeignError> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing").to_owned();
    Err(StartForeignError::NotInstalled { step, said })
}
