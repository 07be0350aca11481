//! What the device holds, asked with `triagectl` while the application is closed.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::process::Command;
use tokio::time::{Instant, sleep};

use crate::Stage;

/// How long the application may take to let go of its profile on a busy machine.
const RELEASE_MAX: Duration = Duration::from_secs(60);
const RELEASE_GAP: Duration = Duration::from_millis(100);
/// A GP of the synthetic practice, by SDS user id.
const GP: &str = "555000000102";
/// Exit code of `triagectl` for a profile that cannot be opened, such as one in use.
const IN_USE: i32 = 7;

/// One decision in the device's ledger.
#[derive(Debug, Clone, Deserialize)]
pub struct Decision {
    pub op: String,
    pub request: String,
    pub kind: String,
    pub state: String,
}

impl Decision {
    /// Says whether the window wrote it by itself.
    pub fn is_mark(&self) -> bool {
        matches!(self.kind.as_str(), "first-opened" | "claim" | "release")
    }

    /// Says whether the provider has not confirmed it.
    pub fn is_unsent(&self) -> bool {
        !matches!(self.state.as_str(), "acked" | "settled" | "withdrawn" | "superseded")
    }
}

/// Another PC of the practice, with a person of its own in front of it.
pub struct OtherPc<'a> {
    stage: &'a Stage,
}

impl<'a> OtherPc<'a> {
    /// Connects it and brings everything.
    pub async fn of(stage: &'a Stage, server: &str) -> Result<Self> {
        let pc = Self { stage };
        pc.run(&["connect", server]).await?;
        pc.run(&["as", GP]).await?;
        pc.run(&["sync"]).await?;
        Ok(pc)
    }

    /// Its person takes the first open request of a patient, and it is sent.
    pub async fn takes_first_of(&self, patient: &str) -> Result<()> {
        let found: Value =
            serde_json::from_slice(&self.run(&["--json", "queue", "--view", "unassigned", "--limit", "500"]).await?)?;
        let rows = found["rows"].as_array().cloned().unwrap_or_default();
        let row = rows.iter().find(|row| row["name"] == patient);
        let id = row.and_then(|row| row["id"].as_str()).with_context(|| format!("no request of {patient}"))?;
        self.run(&["decide", id, "assign", "me"]).await?;
        self.run(&["sync"]).await?;
        Ok(())
    }

    async fn run(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let mut command = Command::new(&self.stage.triagectl);
        command.arg("--profile").arg(self.stage.folder.join("other-pc")).arg("--demo-key").args(arguments);
        let output = command.output().await?;
        if !output.status.success() {
            bail!("triagectl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(output.stdout)
    }
}

/// Lists every decision of the device.
pub async fn decisions(stage: &Stage) -> Result<Vec<Decision>> {
    ask(stage, "decisions").await
}

/// Counts the requests on the device.
pub async fn requests(stage: &Stage) -> Result<u64> {
    #[derive(Deserialize)]
    struct Status {
        requests: u64,
    }
    Ok(ask::<Status>(stage, "status").await?.requests)
}

async fn ask<T: DeserializeOwned>(stage: &Stage, question: &str) -> Result<T> {
    let deadline = Instant::now() + RELEASE_MAX;
    loop {
        let mut command = Command::new(&stage.triagectl);
        command.arg("--profile").arg(stage.profile()).args(["--demo-key", "--offline", "--json", question]);
        let output = command.output().await?;
        if output.status.success() {
            return Ok(serde_json::from_slice(&output.stdout)?);
        }
        if output.status.code() != Some(IN_USE) || Instant::now() > deadline {
            bail!("triagectl {question}: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        sleep(RELEASE_GAP).await;
    }
}
