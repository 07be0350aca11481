//! With the system's own key store: the key of a profile lies there and nowhere else, and without a store the program says
//! so instead of inventing a place.

use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;
use tests::{Ended, Pc, Provider, left_out, program};
use tokio::process::Command;

/// Starts a Secret Service that belongs to this test alone, runs the program with the given arguments, and ends both.
const IN_A_SESSION: &str = r#"
printf practice | gnome-keyring-daemon --foreground --unlock --components=secrets > "$HOME/said" 2>&1 &
store=$!
gdbus wait --session --timeout 20 org.freedesktop.secrets || exit 99
"$@"
code=$?
kill "$store"
exit "$code"
"#;

struct Session {
    home: TempDir,
}

impl Session {
    fn with_a_key_store() -> Option<Self> {
        let missing: Vec<&str> = ["dbus-run-session", "gnome-keyring-daemon", "gdbus"]
            .into_iter()
            .filter(|tool| !std::env::split_paths(&std::env::var_os("PATH").unwrap()).any(|at| at.join(tool).exists()))
            .collect();
        if missing.is_empty() {
            return Some(Self { home: TempDir::new().unwrap() });
        }
        left_out("the system's key store", &format!("{} not installed", missing.join(" and ")));
        None
    }

    fn profile(&self) -> std::path::PathBuf {
        self.home.path().join("profile")
    }

    /// Runs the program in a session of its own with the keys that earlier sessions kept.
    async fn run(&self, arguments: &[&str]) -> Ended {
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "sh", "-c", IN_A_SESSION, "sh"]).arg(program("triagectl"));
        call(&mut command, self.home.path(), &self.profile(), arguments).await
    }
}

async fn call(command: &mut Command, home: &Path, profile: &Path, arguments: &[&str]) -> Ended {
    let output = command
        .arg("--profile")
        .arg(profile)
        .arg("--json")
        .args(arguments)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_RUNTIME_DIR", home)
        .env_remove("DISPLAY")
        .env_remove("TRIAGE_LOG")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_opens_again_with_the_key_that_the_system_keeps() {
    let Some(session) = Session::with_a_key_store() else { return };
    let provider = Provider::start().await;
    let _ = session.run(&["connect", &provider.base]).await.with_code(0);
    let _ = session.run(&["as", "555000000101"]).await.with_code(0);
    let _ = session.run(&["sync"]).await.with_code(0);
    let page = session.run(&["queue", "--limit", "1"]).await.with_code(0).json();
    let request = page["rows"][0]["id"].as_str().unwrap().to_owned();
    let saved = session.run(&["--offline", "decide", &request, "note", "Seen"]).await.with_code(0).json();
    let status = session.run(&["status"]).await.with_code(0).json();
    assert_eq!((&status["unsent"], &status["keyInFile"]), (&1.into(), &false.into()));
    assert!(!session.profile().join("demo-key").exists(), "no key lies in a file");
    let _ = session.run(&["sync"]).await.with_code(0);
    provider.assert_once(saved["op"].as_str().unwrap(), &request, None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_whose_key_left_the_key_store_is_not_opened_and_not_overwritten() {
    let Some(session) = Session::with_a_key_store() else { return };
    let _ = session.run(&["status"]).await.with_code(0);
    std::fs::remove_dir_all(session.home.path().join("data")).unwrap();
    let ledger = std::fs::read(session.profile().join("ledger.db")).unwrap();
    let refused = session.run(&["status"]).await.with_code(7);
    assert!(refused.stderr.contains("its key is not in the key store"), "{}", refused.stderr);
    assert!(std::fs::read(session.profile().join("ledger.db")).unwrap() == ledger);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_system_without_a_key_store_is_said_to_have_none_and_no_profile_is_made() {
    let home = TempDir::new().unwrap();
    let profile = home.path().join("profile");
    let mut command = Command::new(program("triagectl"));
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    let refused = call(&mut command, home.path(), &profile, &["status"]).await.with_code(7);
    assert!(refused.stderr.contains("no key store"), "{}", refused.stderr);
    assert!(!profile.join("ledger.db").exists());
    let _ = Pc::new().done(&["status"]).await;
}
