//! Helios 0.2.7, a FHIR server that others wrote, as a process of its own. Building it takes long, so `cargo xtask interop
//! --helios` does that once, into a folder that is kept.

use std::path::PathBuf;
use std::process::Stdio;

use tempfile::TempDir;

use crate::foreign::{Foreign, StartForeignError, free_port};
use crate::programs::root;
use crate::wait::until;
use crate::wire::Wire;

/// Returns where it is kept: `helios` in `TRIAGE_TOOLS`, else in `tools` of the build folder.
fn folder() -> PathBuf {
    let target = || std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |at| root().join(at));
    let tools = std::env::var_os("TRIAGE_TOOLS").map_or_else(|| target().join("tools"), PathBuf::from);
    tools.join("helios")
}

/// Starts an empty server where it is installed. The crate ships no search parameters, and without them every filter
/// finds everything.
pub(crate) async fn start() -> Result<Foreign, StartForeignError> {
    let program = folder().join("bin").join(format!("hfs{}", std::env::consts::EXE_SUFFIX));
    let data = folder().join("data");
    if !program.is_file() || !data.join("search-parameters-r4.json").is_file() {
        return Err(StartForeignError::NoHelios);
    }
    let folder = TempDir::new().unwrap();
    let port = free_port().to_string();
    let base = format!("http://127.0.0.1:{port}");
    let child = tokio::process::Command::new(program)
        .args(["--host", "127.0.0.1", "--port", &port, "--database-url"])
        .arg(folder.path().join("fhir.db"))
        .env("HFS_BASE_URL", &base)
        .env("HFS_DATA_DIR", data)
        .env("HFS_VALIDATION_MODE", "enforce")
        .env("HFS_LOG_LEVEL", "error")
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let wire = Wire::new(base.clone());
    let asks = || async { wire.send(reqwest::Method::GET, "metadata", None, &[]).await.ok().map(|_| ()) };
    until("Helios answers", asks).await;
    Ok(Foreign::running(base, folder, child))
}
