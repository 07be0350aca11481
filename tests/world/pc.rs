//! One PC of the practice: a profile in a folder of its own and the command line program on it.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::programs::program;
use crate::wire::Wire;

/// A PC.
pub struct Pc {
    folder: TempDir,
}

/// How a call of the program ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// Exit code; none where a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A decision that was saved on a PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub op: String,
    pub request: String,
}

impl Ended {
    /// Checks the exit code.
    ///
    /// # Panics
    /// When it is another.
    #[must_use]
    pub fn with_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// Reads what was printed.
    ///
    /// # Panics
    /// When it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Pc {
    /// A PC on which the program never ran.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a new PC is an event, not a default")]
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A PC that is connected to a provider and has pulled, with this member of staff in front of it.
    pub async fn of(staff: &str, provider: &Wire) -> Self {
        let pc = Self::new();
        pc.connect(provider).await;
        pc.done(&["as", staff]).await;
        pc.done(&["sync"]).await;
        pc
    }

    pub async fn connect(&self, provider: &Wire) {
        self.done(&["connect", &provider.base]).await;
    }

    /// Returns the folder of the profile.
    #[must_use]
    pub fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// Returns the file of the profile's key.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.profile().join("demo-key").join("data-key")
    }

    /// Makes a call ready to run.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("triagectl"));
        command
            .arg("--profile")
            .arg(self.profile())
            .args(["--demo-key", "--json"])
            .args(arguments)
            .env_remove("TRIAGE_PROFILE")
            .env_remove("TRIAGE_LOG")
            // Nothing here speaks TLS, and reading the system's certificates is most of a short call's work.
            .env("SSL_CERT_FILE", "/dev/null")
            .env("SSL_CERT_DIR", "/nowhere")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Runs the program to its end.
    pub async fn run(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments)).await
    }

    /// Runs the program, which must say that it is done.
    pub async fn done(&self, arguments: &[&str]) -> Ended {
        self.run(arguments).await.with_code(0)
    }

    /// Runs the program, which must say that it is done, and reads what it prints.
    pub async fn json(&self, arguments: &[&str]) -> Value {
        self.done(arguments).await.json()
    }

    /// Starts the program and does not wait for it.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().unwrap()
    }

    /// Lists the rows of a view.
    pub async fn rows(&self, view: &str) -> Vec<Value> {
        let page = self.json(&["queue", "--view", view, "--limit", "1000"]).await;
        page["rows"].as_array().unwrap().clone()
    }

    /// Returns ids of open requests of patients with a good NHS number that nobody has decided about, oldest first.
    pub async fn open_requests(&self) -> Vec<String> {
        let mut rows = self.rows("all-open").await;
        rows.retain(|row| row["nhsNumber"].is_string() && row["state"]["next_action"] == "practice");
        rows.sort_by_key(|row| row["receivedAt"].as_str().unwrap().to_owned());
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Decides without a network.
    pub async fn decides(&self, request: &str, decision: &[&str]) -> Saved {
        let saved = self.json(&[&["--offline", "decide", request], decision].concat()).await;
        Saved { op: saved["op"].as_str().unwrap().to_owned(), request: request.to_owned() }
    }

    /// Lists what is not sent and what needs a person.
    pub async fn outbox(&self) -> Value {
        self.run(&["outbox"]).await.json()
    }

    pub async fn status(&self) -> Value {
        self.json(&["status"]).await
    }

    /// Returns every file of the profile with its bytes, in order.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        files_below(self.folder.path())
    }
}

/// Runs a command to its end.
pub(crate) async fn ended(mut command: Command) -> Ended {
    let output = command.output().await.unwrap();
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}
