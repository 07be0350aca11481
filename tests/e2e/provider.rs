//! The provider: started on a file, killed, started again, and counted over plain HTTP by somebody who is not the client.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::Stage;
use crate::device::Decision;

/// How long the provider may take to write its practice before it answers.
const START_MAX: Duration = Duration::from_secs(300);
const START_GAP: Duration = Duration::from_millis(50);

/// Identifier system of a decision on its Task and its reply (`docs/ARCHITECTURE.md`, the wire).
const CLIENT_OPERATION: &str = "https://triage.example/fhir/Id/client-operation";

/// A running provider.
pub struct Provider {
    process: Child,
    address: String,
    http: reqwest::Client,
}

/// How often the traces of one decision are on the provider.
#[derive(Debug, Clone, Copy)]
pub struct Traces {
    /// Versions of its Provenance.
    pub witnesses: usize,
    /// Versions of the Task that name it.
    pub task_versions: usize,
    /// Replies under its id; for a decision that is no reply there must be none.
    pub replies: usize,
    pub replies_due: usize,
}

impl Traces {
    /// Says whether a trace is missing.
    pub fn is_lost(self) -> bool {
        self.witnesses == 0 || self.task_versions == 0 || self.replies < self.replies_due
    }

    /// Says whether a trace is there more often than once.
    pub fn is_doubled(self) -> bool {
        self.witnesses > 1 || self.task_versions > 1 || self.replies > self.replies_due
    }
}

impl Provider {
    /// Starts a provider on any free port, with a new practice of today.
    pub async fn start(stage: &Stage) -> Result<Self> {
        Self::listen(stage, "127.0.0.1:0", &[]).await
    }

    /// The same with so many open requests.
    pub async fn start_with(stage: &Stage, requests: u32) -> Result<Self> {
        Self::listen(stage, "127.0.0.1:0", &["--requests", &requests.to_string()]).await
    }

    /// Kills the process without a warning, as a power cut does.
    pub async fn kill(mut self) -> Result<String> {
        self.process.kill().await.context("the provider could not be killed")?;
        Ok(self.address)
    }

    /// Starts it again on the same file and address.
    pub async fn start_again(stage: &Stage, address: &str) -> Result<Self> {
        Self::listen(stage, address, &[]).await
    }

    async fn listen(stage: &Stage, address: &str, more: &[&str]) -> Result<Self> {
        let port_file = stage.folder.join("port");
        if port_file.exists() {
            std::fs::remove_file(&port_file)?;
        }
        let mut command = Command::new(&stage.provider);
        command.args(["--listen", address, "--no-auth", "--still"]).args(more);
        command.arg("--database").arg(stage.folder.join("provider.db"));
        command.arg("--port-file").arg(&port_file);
        command.env("RUST_LOG", "warn").stdin(Stdio::null()).kill_on_drop(true);
        let mut process = command.spawn().context("the provider could not be started")?;
        let deadline = Instant::now() + START_MAX;
        loop {
            let address = std::fs::read_to_string(&port_file).unwrap_or_default();
            if !address.is_empty() {
                let http = reqwest::Client::builder().no_proxy().build()?;
                return Ok(Self { process, address, http });
            }
            if process.try_wait()?.is_some() || Instant::now() > deadline {
                bail!("the provider did not start");
            }
            sleep(START_GAP).await;
        }
    }

    /// Where FHIR begins.
    pub fn base_url(&self) -> String {
        format!("http://{}/fhir", self.address)
    }

    /// Counts the requests that the provider has.
    pub async fn requests(&self) -> Result<u64> {
        let found = self.get("Task?_summary=count").await?.context("the provider counts no requests")?;
        found["total"].as_u64().context("the provider counts no requests")
    }

    /// Counts the traces of one decision.
    pub async fn traces(&self, decision: &Decision) -> Result<Traces> {
        let witnesses = self.get(&format!("Provenance/{}/_history?_count=100", decision.op)).await?;
        let versions = self.get(&format!("Task/{}/_history?_count=100", decision.request)).await?;
        let replies = format!("CommunicationRequest?identifier={CLIENT_OPERATION}|{}", decision.op);
        let replies = self.get(&replies).await?;
        let mut last = None;
        let mut task_versions = 0;
        let mut oldest_first: Vec<&Value> = resources(versions.as_ref()).collect();
        oldest_first.reverse();
        for version in oldest_first {
            let named = operation(version);
            task_versions += usize::from(named == Some(decision.op.as_str()) && named != last);
            last = named;
        }
        Ok(Traces {
            witnesses: resources(witnesses.as_ref()).count(),
            task_versions,
            replies: resources(replies.as_ref()).count(),
            replies_due: usize::from(decision.kind == "reply"),
        })
    }

    async fn get(&self, path: &str) -> Result<Option<Value>> {
        let answer = self.http.get(format!("{}/{path}", self.base_url())).send().await?;
        if answer.status() == 404 {
            return Ok(None);
        }
        Ok(Some(serde_json::from_str(&answer.error_for_status()?.text().await?)?))
    }
}

fn resources(bundle: Option<&Value>) -> impl Iterator<Item = &Value> {
    let entries = bundle.and_then(|bundle| bundle["entry"].as_array());
    entries.into_iter().flatten().map(|entry| &entry["resource"]).filter(|resource| resource.is_object())
}

/// The decision that a version of a Task names as its last.
fn operation(task: &Value) -> Option<&str> {
    let identifiers = task["identifier"].as_array()?;
    identifiers.iter().find(|one| one["system"] == CLIENT_OPERATION).and_then(|one| one["value"].as_str())
}
