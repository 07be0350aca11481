//! A day at the practice, played through the real window: WebDriver presses the keys, the provider is killed in the
//! middle of it, and at the end every decision is counted on the provider.
//!
//! Owns the programs it starts and the story. What is on screen it finds by role and accessible name, as a screen
//! reader does. It needs a display and a session bus, which `cargo xtask demo --scripted` gives it.

mod bench;
mod beside;
mod day;
mod device;
mod driver;
mod journeys;
mod provider;
mod summary;
mod webdriver;
mod window;

use std::collections::BTreeMap;
use std::env;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

/// The programs that the day is played with, and the folder it leaves its traces in.
#[derive(Debug, Clone)]
pub struct Stage {
    pub provider: PathBuf,
    pub app: PathBuf,
    pub triagectl: PathBuf,
    pub driver: PathBuf,
    pub folder: PathBuf,
    /// The journeys are gone instead of the day being played.
    pub journeys: bool,
    /// Requests on the device, where times are measured instead of the day being played.
    pub bench: Option<u32>,
}

impl Stage {
    fn from_arguments() -> Result<Self> {
        let mut given = BTreeMap::new();
        let mut arguments = env::args().skip(1).peekable();
        let journeys = arguments.next_if_eq("journeys").is_some();
        while let Some(name) = arguments.next() {
            let value = arguments.next().with_context(|| format!("{name} needs a path"))?;
            given.insert(name, PathBuf::from(value));
        }
        let mut take = |name: &str| given.remove(name).with_context(|| format!("{name} is missing"));
        let stage = Self {
            provider: take("--provider")?,
            app: take("--app")?,
            triagectl: take("--triagectl")?,
            driver: take("--driver")?,
            folder: take("--folder")?,
            journeys,
            bench: take("--bench").ok().map(|count| count.to_string_lossy().parse()).transpose()?,
        };
        match given.into_keys().next() {
            Some(unknown) => bail!("{unknown} is not known"),
            None => Ok(stage),
        }
    }

    /// The application's profile.
    pub fn profile(&self) -> PathBuf {
        self.folder.join("profile")
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match play().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            tell(&format!("scripted-day: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Plays the day and says whether every decision is on the provider exactly once.
async fn play() -> Result<bool> {
    let stage = Stage::from_arguments()?;
    if stage.folder.exists() {
        std::fs::remove_dir_all(&stage.folder).context("the folder of the last day could not be cleared")?;
    }
    std::fs::create_dir_all(&stage.folder)?;
    if let Some(requests) = stage.bench {
        let figures = bench::measure(&stage, requests).await?;
        let text = serde_json::to_string_pretty(&figures)?;
        std::fs::write(stage.folder.join("figures.json"), format!("{text}\n"))?;
        write!(stdout(), "{text}\n\n{}", bench::table(&figures))?;
        return Ok(true);
    }
    if stage.journeys {
        let text = serde_json::to_string_pretty(&journeys::play(&stage).await?)?;
        std::fs::write(stage.folder.join("summary.json"), format!("{text}\n"))?;
        writeln!(stdout(), "{text}")?;
        return Ok(true);
    }
    let summary = day::play(&stage).await?;
    let text = serde_json::to_string_pretty(&summary)?;
    std::fs::write(stage.folder.join("summary.json"), format!("{text}\n"))?;
    writeln!(stdout(), "{text}")?;
    Ok(summary.all_is_well())
}

/// Says what happens next, for whoever watches.
pub fn tell(text: &str) {
    let _ = writeln!(stdout(), "  {text}");
}
