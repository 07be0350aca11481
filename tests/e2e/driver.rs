//! tauri-driver with WebKitWebDriver behind it: one for each start of the application, because it keeps one session.

use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use crate::Stage;
use crate::webdriver::{self, Session};
use crate::window::Window;

/// How long the driver may take to answer, and to end.
const DRIVER_MAX: Duration = Duration::from_secs(15);
/// How often it is asked whether it is ready.
const ASK_GAP: Duration = Duration::from_millis(50);

/// A running driver.
pub struct Driver {
    process: Child,
}

impl Driver {
    /// Ends the driver by its process id; asked nicely, it ends WebKitWebDriver too.
    pub async fn stop(mut self) -> Result<()> {
        if let Some(id) = self.process.id() {
            Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        }
        match timeout(DRIVER_MAX, self.process.wait()).await {
            Ok(_) => Ok(()),
            Err(_) => self.process.kill().await.context("the driver could not be ended"),
        }
    }
}

/// Starts the application on the stage's profile, connected to `server`, under a driver of its own.
pub async fn open(stage: &Stage, server: &str) -> Result<Window> {
    let (port, native_port) = (free_port()?, free_port()?);
    let mut command = Command::new(&stage.driver);
    command.args(["--port", &port.to_string(), "--native-port", &native_port.to_string()]);
    // A picture taken through the driver never comes while WebKitGTK has this at 1, which the application sets by default.
    command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "0");
    // Under a driver the webview keeps a store of its own; it belongs to this day.
    command.env("XDG_DATA_HOME", stage.folder.join("webview")).env("XDG_CACHE_HOME", stage.folder.join("webview"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
    let mut driver = Driver { process: command.spawn().context("tauri-driver could not be started")? };
    let address = format!("127.0.0.1:{port}");
    let deadline = Instant::now() + DRIVER_MAX;
    while !webdriver::is_ready(&address).await {
        if driver.process.try_wait()?.is_some() || Instant::now() > deadline {
            bail!("tauri-driver does not answer");
        }
        sleep(ASK_GAP).await;
    }
    let profile = stage.profile();
    let capabilities = json!({
        "tauri:options": {
            "application": stage.app,
            "args": ["--profile", profile, "--demo-key", "--connect", server],
        },
    });
    match Session::open(&address, capabilities).await {
        Ok(session) => Ok(Window::new(session, driver, &stage.folder)),
        Err(error) => {
            driver.stop().await?;
            Err(error.context("the application did not open its window"))
        }
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
