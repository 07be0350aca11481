//! The demo provider: in this process where it only has to misbehave, and as a process of its own where it has to die.

use std::net::SocketAddr;
use std::ops::Deref;
use std::path::Path;
use std::process::Stdio;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use demo_provider::practice::PracticeSettings;
use demo_provider::{Gap, Settings};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::programs::program;
use crate::wire::Wire;

/// Members of staff of the synthetic practice by SDS user id and name: two doctors, a receptionist, a manager.
pub const STAFF: [(&str, &str); 4] = [
    ("555000000101", "Dr Anwen Rees"),
    ("555000000102", "Dr Imran Shah"),
    ("555000000121", "Carys Evans"),
    ("555000000131", "Jo Marsh"),
];

/// Registered patients: few, so that a test starts at once.
const LIST_SIZE: u32 = 120;
/// Open requests at the start.
const REQUESTS: u32 = 14;
const SEED: u64 = 7;

fn opening() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 41, 0).unwrap()
}

/// Settings of a small practice in which nothing happens by itself and everybody is let in.
#[must_use]
pub fn practice() -> Settings {
    let now = opening();
    let date: NaiveDate = now.date_naive();
    let practice = PracticeSettings { list_size: LIST_SIZE, seed: SEED, date, requests: Some(REQUESTS), now };
    Settings { auth: false, still: true, clock: Some(now), practice: Some(practice), ..Settings::default() }
}

/// Settings of the same practice with this many open requests, for a day on which many decisions are taken.
#[must_use]
pub fn practice_with(requests: u32) -> Settings {
    let small = practice();
    let practice = small.practice.map(|practice| PracticeSettings { requests: Some(requests), ..practice });
    Settings { practice, ..small }
}

/// Settings of the same practice at a provider that leaves something out and goes on claiming it.
#[must_use]
pub fn practice_without(gaps: &[Gap]) -> Settings {
    Settings { without: gaps.iter().copied().collect(), ..practice() }
}

/// A provider in this process.
pub struct Provider {
    wire: Wire,
    _running: demo_provider::Provider,
}

impl Provider {
    /// Starts a small practice that lets everybody in.
    pub async fn start() -> Self {
        Self::with(practice()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let running = demo_provider::start(settings).await.unwrap();
        Self { wire: Wire::new(running.base_url.clone()), _running: running }
    }
}

impl Deref for Provider {
    type Target = Wire;

    fn deref(&self) -> &Wire {
        &self.wire
    }
}

/// A provider as a process of its own on a database file: it can be killed and started again.
pub struct ProviderProcess {
    wire: Wire,
    folder: TempDir,
    addr: SocketAddr,
    child: Child,
}

impl ProviderProcess {
    /// Starts a small practice on a free port.
    pub async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let (child, addr) = spawn(folder.path(), SocketAddr::from(([127, 0, 0, 1], 0)), &[]).await;
        Self { wire: Wire::new(format!("http://{addr}/fhir")), folder, addr, child }
    }

    /// Ends the process as a power cut would.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Starts it again at the same address and on the same database.
    pub async fn start_again(&mut self) {
        self.start_again_with(&[]).await;
    }

    /// Starts it again as a provider that leaves things out, by their names on its command line.
    pub async fn start_again_without(&mut self, gaps: &str) {
        self.start_again_with(&["--without", gaps]).await;
    }

    async fn start_again_with(&mut self, more: &[&str]) {
        let (child, addr) = spawn(self.folder.path(), self.addr, more).await;
        assert_eq!(addr, self.addr);
        self.child = child;
    }
}

impl Deref for ProviderProcess {
    type Target = Wire;

    fn deref(&self) -> &Wire {
        &self.wire
    }
}

/// Starts the process and returns once it says that it answers.
async fn spawn(folder: &Path, listen: SocketAddr, more: &[&str]) -> (Child, SocketAddr) {
    let port_file = folder.join("port");
    let (listen, list_size, requests, seed) =
        (listen.to_string(), LIST_SIZE.to_string(), REQUESTS.to_string(), SEED.to_string());
    let mut child = Command::new(program("demo-provider"))
        .args(["--no-auth", "--still", "--date", "2026-11-23", "--at", "09:41"])
        .args(["--listen", &listen, "--list-size", &list_size, "--requests", &requests, "--seed", &seed])
        .args(more)
        .arg("--database")
        .arg(folder.join("provider.db"))
        .arg("--port-file")
        .arg(&port_file)
        .env_remove("RUST_LOG")
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut said = Vec::new();
    loop {
        let line = lines.next_line().await.unwrap();
        let line = line.unwrap_or_else(|| panic!("the provider ended before it answered: {said:#?}"));
        let answers = line.contains("the port file is written");
        said.push(line);
        if answers {
            break;
        }
    }
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    let addr = std::fs::read_to_string(port_file).unwrap().parse().unwrap();
    (child, addr)
}
