//! `cargo xtask bench ui`: how long the real window takes, with so many requests on the device, from a key to the painted
//! frame (`ux.md` §10). Figures, never a verdict: what a machine can do is not a promise.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use tokio::time::{Instant, sleep};

use crate::day::choose;
use crate::driver;
use crate::provider::Provider;
use crate::window::Window;
use crate::{Stage, tell};

const PROBE: &str = include_str!("probe.js");
/// Keys that are measured for each number.
const SAMPLES: usize = 40;
/// Longest wait for one of them: a miss is a figure too.
const MISS: Duration = Duration::from_secs(10);
const LOOK_GAP: Duration = Duration::from_millis(10);
/// Between two keys, as a person who reads: beyond the guards against typing (`ux.md` §8).
const PAUSE: Duration = Duration::from_millis(1_000);

/// One number of `ux.md` §10: milliseconds from the key to the painted frame.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub max_ms: f64,
    pub samples: usize,
    pub target_p95_ms: f64,
}

/// All figures of one run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    pub requests_on_device: u64,
    pub first_sync_seconds: u64,
    /// Longest gap between two frames while the first sync ran.
    pub longest_frame_in_first_sync_ms: f64,
    pub times: BTreeMap<&'static str, Figure>,
    /// Proportional set size of the program and the webview's processes, in MiB.
    pub memory_mib: f64,
    /// Processor time of the same over a minute without a key, in percent of one core.
    pub idle_percent: f64,
    pub screenshots: Vec<String>,
}

/// Syncs so many requests into a fresh window, and measures.
pub async fn measure(stage: &Stage, requests: u32) -> Result<Figures> {
    let mut figures = Figures::default();
    let provider = Provider::start_with(stage, requests).await?;
    let window = driver::open(stage, &provider.base_url()).await?;
    let began = Instant::now();
    choose(&window, ", Reception").await?;
    window.run(PROBE).await?;
    figures.requests_on_device = first_sync(&window).await?;
    figures.first_sync_seconds = began.elapsed().as_secs();
    figures.longest_frame_in_first_sync_ms = number(&window, "return probe.longest").await?;
    tell(&format!("{} open requests here after {} s", figures.requests_on_device, figures.first_sync_seconds));

    window.press_until("Ctrl+8", "all open requests", |sight| sight.title.starts_with("All open")).await?;
    window.wait("an open request", |sight| sight.selected().is_some() && !sight.patient.is_empty()).await?;
    let steps: [(&str, &str, f64, &[&[&str]]); 7] = [
        ("T1 next request painted in the reader", "reader", 50.0, &[&["ArrowDown"]]),
        ("T2 decision on disk, row gone, next shown", "decided", 100.0, &[&["a", "2"]]),
        ("T3 another view's first page", "view", 250.0, &[&["Ctrl+1"], &["Ctrl+8"]]),
        ("T4 jump to the other end of the list", "jump", 150.0, &[&["End"], &["Home"]]),
        ("T5 results of a search after its last letter", "search", 200.0, &[&["Ctrl+f", "e"], &["Escape"]]),
        ("T6 the palette opens", "dialog", 100.0, &[&["Ctrl+k"]]),
        ("T6 the reply opens", "compose", 100.0, &[&["Alt+r"]]),
    ];
    for (name, what, target_p95_ms, ways) in steps {
        let mut taken = Vec::new();
        for sample in 0..SAMPLES {
            let way = ways[sample % ways.len()];
            taken.extend(one(&window, what, way).await.with_context(|| name.to_owned())?);
            if matches!(what, "dialog" | "compose") {
                window.press("Escape").await?;
                sleep(PAUSE).await;
            }
        }
        let figure = figure(taken, target_p95_ms)?;
        tell(&format!("{name}: p50 {:.0} ms, p95 {:.0} ms, of {}", figure.p50_ms, figure.p95_ms, figure.samples));
        if figure.p95_ms > target_p95_ms {
            let picture = format!("missed-{what}");
            figures.screenshots.push(window.picture(&picture).await?);
        }
        figures.times.insert(name, figure);
    }
    (figures.memory_mib, figures.idle_percent) = at_rest().await?;
    tell(&format!("{:.0} MiB, {:.1} % of a core at rest", figures.memory_mib, figures.idle_percent));
    window.close().await?;
    drop(provider);
    Ok(figures)
}

async fn first_sync(window: &Window) -> Result<u64> {
    let deadline = Instant::now() + Duration::from_secs(1_800);
    loop {
        let sight = window.look().await?;
        let syncing = sight.banners.iter().any(|banner| banner.starts_with("Bringing the practice"));
        if sight.is_connected() && !syncing && sight.selected().is_some() {
            let sight = window.press_until("Ctrl+8", "all open", |sight| sight.title.starts_with("All open")).await?;
            return Ok(sight.row_count);
        }
        if Instant::now() > deadline {
            bail!("the first sync did not end within half an hour");
        }
        sleep(Duration::from_millis(500)).await;
    }
}

/// Presses the keys of one way; the last one is measured. Nothing where it missed.
async fn one(window: &Window, what: &str, way: &[&str]) -> Result<Option<f64>> {
    let (last, before) = way.split_last().context("a way has keys")?;
    for key in before {
        window.press(key).await?;
        sleep(Duration::from_millis(350)).await;
    }
    window.run(&format!("probe.arm({what:?}); return true")).await?;
    window.press(last).await?;
    let deadline = Instant::now() + MISS;
    loop {
        let taken = window.run("return probe.taken ?? null").await?;
        if let Some(milliseconds) = taken.as_f64() {
            sleep(PAUSE).await;
            return Ok(Some(milliseconds));
        }
        if Instant::now() > deadline {
            return Ok(None);
        }
        sleep(LOOK_GAP).await;
    }
}

async fn number(window: &Window, script: &str) -> Result<f64> {
    window.run(script).await?.as_f64().context("the page gave no number")
}

fn figure(mut taken: Vec<f64>, target_p95_ms: f64) -> Result<Figure> {
    taken.sort_by(f64::total_cmp);
    let at = |percent: usize| taken.get((taken.len() * percent / 100).min(taken.len().saturating_sub(1))).copied();
    Ok(Figure {
        p50_ms: at(50).context("nothing was measured")?,
        p95_ms: at(95).context("nothing was measured")?,
        max_ms: at(100).context("nothing was measured")?,
        samples: taken.len(),
        target_p95_ms,
    })
}

/// Memory and processor time of the program and everything it started, over a quiet minute.
async fn at_rest() -> Result<(f64, f64)> {
    let all = processes()?;
    let before: u64 = all.iter().filter_map(|id| ticks(*id)).sum();
    sleep(Duration::from_secs(60)).await;
    let after: u64 = all.iter().filter_map(|id| ticks(*id)).sum();
    let kib: u64 = all.iter().filter_map(|id| proportional_kib(*id)).sum();
    // A hundred ticks a second (`USER_HZ` of every Linux that the webview runs on).
    Ok((kib as f64 / 1024.0, after.saturating_sub(before) as f64 / 60.0))
}

/// The program and the webview's processes, found by name.
fn processes() -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let Ok(id) = entry?.file_name().to_string_lossy().parse::<u32>() else { continue };
        let name = std::fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
        if name.starts_with("triage-desk") || name.starts_with("WebKitWebProces") || name.starts_with("WebKitNetwork") {
            found.push(id);
        }
    }
    Ok(found)
}

fn ticks(process: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

fn proportional_kib(process: u32) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Prints the figures as a table for `docs/evidence`.
pub fn table(figures: &Figures) -> String {
    let mut text =
        String::from("| number | p50 ms | p95 ms | most ms | of | target p95 ms |\n|---|---|---|---|---|---|\n");
    for (name, one) in &figures.times {
        let Figure { p50_ms, p95_ms, max_ms, samples, target_p95_ms } = one;
        text.push_str(&format!(
            "| {name} | {p50_ms:.0} | {p95_ms:.0} | {max_ms:.0} | {samples} of {SAMPLES} | {target_p95_ms:.0} |\n"
        ));
    }
    text
}
