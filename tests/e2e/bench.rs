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
use crate::window::{RowSight, Sight, Window};
use crate::{Stage, tell};

const PROBE: &str = include_str!("probe.js");
/// Keys that are measured for each number.
const SAMPLES: usize = 40;
/// Longest wait for one of them: a miss is a figure too.
const MISS: Duration = Duration::from_secs(10);
const LOOK_GAP: Duration = Duration::from_millis(10);
/// Misses at the beginning after which there is nothing to measure.
const MISSES_MAX: usize = 3;
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
    /// The same for each of them, by its name.
    pub memory_mib_of: BTreeMap<String, f64>,
    /// Processor time of the same over a minute without a key, in percent of one core.
    pub idle_percent: f64,
    pub screenshots: Vec<String>,
}

/// One number, and how it is brought about.
struct Step {
    name: &'static str,
    /// What counts as done, by its name in `probe.js`.
    what: &'static str,
    target_p95_ms: f64,
    /// The view in which it is measured.
    view: (&'static str, &'static str),
    /// Taken in turn; the last key of each is measured.
    ways: &'static [&'static [&'static str]],
}

const UNASSIGNED: (&str, &str) = ("Ctrl+1", "Unassigned");
const ALL_OPEN: (&str, &str) = ("Ctrl+8", "All open");

const fn step(
    name: &'static str,
    (what, target_p95_ms): (&'static str, f64),
    view: (&'static str, &'static str),
    ways: &'static [&'static [&'static str]],
) -> Step {
    Step { name, what, target_p95_ms, view, ways }
}

const STEPS: [Step; 7] = [
    step("T1 next request painted in the reader", ("reader", 50.0), ALL_OPEN, &[&["ArrowDown"]]),
    step("T2 decision on disk, row gone, next shown", ("decided", 100.0), UNASSIGNED, &[&["a", "2"]]),
    step("T3 another view's first page", ("view", 250.0), ALL_OPEN, &[&["Ctrl+1"], &["Ctrl+8"]]),
    step("T4 jump to the other end of the list", ("jump", 150.0), ALL_OPEN, &[&["End"], &["Home"]]),
    step("T5 results of a search after its last letter", ("search", 200.0), ALL_OPEN, &[&["Ctrl+f", "e"], &["Escape"]]),
    step("T6 the palette opens", ("dialog", 100.0), ALL_OPEN, &[&["Ctrl+k"]]),
    step("T6 the reply opens", ("compose", 100.0), ALL_OPEN, &[&["Alt+r"]]),
];

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
    figures.longest_frame_in_first_sync_ms = number(&window, "probe.watches = false; return probe.longest").await?;
    tell(&format!("{} open requests here after {} s", figures.requests_on_device, figures.first_sync_seconds));

    for step in &STEPS {
        let mut taken = Vec::new();
        open_view(&window, step.view).await?;
        for sample in 0..SAMPLES {
            let way = step.ways[sample % step.ways.len()];
            taken.extend(one(&window, step.what, way).await.with_context(|| step.name.to_owned())?);
            if sample + 1 == MISSES_MAX && taken.is_empty() {
                bail!("{}: never seen, {MISSES_MAX} times", step.name);
            }
            if matches!(step.what, "dialog" | "compose") {
                window.press("Escape").await?;
                sleep(PAUSE).await;
            }
        }
        let figure = figure(taken, step.target_p95_ms)?;
        let (p50, p95) = (figure.p50_ms, figure.p95_ms);
        tell(&format!("{}: p50 {p50:.0} ms, p95 {p95:.0} ms, of {}", step.name, figure.samples));
        if p95 > step.target_p95_ms {
            let picture = format!("missed-{}", step.what);
            figures.screenshots.push(window.picture(&picture).await?);
        }
        figures.times.insert(step.name, figure);
    }
    // What the keys above have left to send is work, and no rest.
    all_is_sent(&window).await?;
    (figures.memory_mib_of, figures.idle_percent) = at_rest().await?;
    figures.memory_mib = figures.memory_mib_of.values().sum();
    let of_each: Vec<String> = figures.memory_mib_of.iter().map(|(name, mib)| format!("{name} {mib:.0}")).collect();
    let (all, each, idle) = (figures.memory_mib, of_each.join(", "), figures.idle_percent);
    tell(&format!("{all:.0} MiB ({each}), {idle:.1} % of a core at rest"));
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
            return open_view(window, ALL_OPEN).await;
        }
        if Instant::now() > deadline {
            bail!("the first sync did not end within half an hour");
        }
        sleep(Duration::from_millis(500)).await;
    }
}

/// Opens a view, waits until its selected request is in the reader, and returns how many requests it has.
async fn open_view(window: &Window, (key, title): (&str, &str)) -> Result<u64> {
    let is_shown = |sight: &Sight| {
        let reads = |row: &RowSight| !sight.patient.is_empty() && row.name.contains(&sight.patient);
        sight.title.starts_with(title) && sight.selected().is_some_and(reads)
    };
    let sight = window.press_until(key, title, is_shown).await?;
    sleep(PAUSE).await;
    Ok(sight.row_count)
}

async fn all_is_sent(window: &Window) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(600);
    while window.look().await?.unsent != Some(0) {
        if Instant::now() > deadline {
            bail!("not everything was sent within ten minutes");
        }
        sleep(PAUSE).await;
    }
    Ok(())
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

/// Memory by process and processor time of the program and everything it started, over a quiet minute.
async fn at_rest() -> Result<(BTreeMap<String, f64>, f64)> {
    let all = processes()?;
    let before: u64 = all.iter().filter_map(|(id, _)| ticks(*id)).sum();
    sleep(Duration::from_secs(60)).await;
    let after: u64 = all.iter().filter_map(|(id, _)| ticks(*id)).sum();
    let mut memory = BTreeMap::new();
    for (id, name) in all {
        *memory.entry(name).or_default() += proportional_kib(id).unwrap_or_default() as f64 / 1024.0;
    }
    // A hundred ticks a second (`USER_HZ` of every Linux that the webview runs on).
    Ok((memory, after.saturating_sub(before) as f64 / 60.0))
}

/// The program and the webview's processes, found by name.
fn processes() -> Result<Vec<(u32, String)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let Ok(id) = entry?.file_name().to_string_lossy().parse::<u32>() else { continue };
        let name = std::fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default().trim_end().to_owned();
        if name.starts_with("triage-desk") || name.starts_with("WebKitWebProces") || name.starts_with("WebKitNetwork") {
            found.push((id, name));
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
