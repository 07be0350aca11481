//! Blows: the real program is killed at named places and at random moments, again and again, and what it had said to be
//! saved is looked for: on the PC after each blow, and at the provider in the end.

use std::collections::BTreeMap;
use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;

use crate::dice::Dice;
use crate::pc::Pc;
use crate::programs::say;
use crate::provider::{Provider, practice_with};

/// Places in the program, see `killpoint` in `triage-device`.
pub const PLACES: [&str; 8] = [
    "before-commit",
    "after-commit",
    "before-push",
    "after-push",
    "answer-kept",
    "in-page",
    "after-page",
    "begin-epoch",
];
/// The places that saving a decision passes.
const PLACES_OF_SAVING: [&str; 2] = ["before-commit", "after-commit"];
/// Blows to one PC and one provider before everything is counted.
const BLOWS_OF_A_WORLD: u32 = 20;
const REQUESTS: u32 = 24;
/// Latest random moment of a blow: a whole call takes about so long.
const MOMENT_MS_MAX: u64 = 320;
/// Longest wait for a program that was given an order to end itself. One that does not come to the place ends by itself.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Blows that struck a running program, by place.
    pub struck: BTreeMap<String, u32>,
    /// Blows at which the program had ended before.
    pub missed: u32,
    /// Decisions of which the program said that they are saved.
    pub promised: u32,
    /// Decisions that were being saved when the blow fell, and turned out saved.
    pub unsaid: u32,
    /// What is wrong, in words. Nothing else in this report is a fault.
    pub lost: Vec<String>,
    pub doubled: Vec<String>,
    pub unreadable: Vec<String>,
    pub took: Duration,
}

impl Report {
    /// Returns how many blows struck.
    #[must_use]
    pub fn kills(&self) -> u32 {
        self.struck.values().sum()
    }

    /// Returns everything that is wrong.
    #[must_use]
    pub fn faults(&self) -> Vec<&String> {
        self.lost.iter().chain(&self.doubled).chain(&self.unreadable).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} kills ({} more came too late), {} decisions said to be saved, {} saved without a word: \
             {} lost, {} doubled, {} unreadable files, {} s",
            self.kills(),
            self.missed,
            self.promised,
            self.unsaid,
            self.lost.len(),
            self.doubled.len(),
            self.unreadable.len(),
            self.took.as_secs()
        )?;
        for (place, count) in &self.struck {
            writeln!(f, "{count:>6}  {place}")?;
        }
        self.faults().iter().try_for_each(|fault| writeln!(f, "FAULT {fault}"))
    }
}

/// What the program said about a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Saved,
    Refused,
    /// The blow fell before it said anything.
    Nothing,
}

struct Decided {
    op: String,
    request: String,
    is_reply: bool,
    said: Said,
}

/// One blow to come.
enum Blow {
    Place(&'static str, u64),
    Moment(Duration),
}

/// Strikes the program so many times and counts.
#[allow(clippy::disallowed_methods, reason = "the report says how long it took")]
pub async fn run(kills: u32, seed: u64) -> Report {
    let started = Instant::now();
    let mut report = Report::default();
    let mut world_seed = seed;
    while report.kills() < kills {
        let mut world = World::open(world_seed).await;
        for _ in 0..BLOWS_OF_A_WORLD.min(kills - report.kills()) {
            world.blow(&mut report).await;
        }
        world.count(&mut report).await;
        report.took = started.elapsed();
        say(&format!(
            "seed {world_seed}: {} of {kills} kills, {} faults, {} s",
            report.kills(),
            report.faults().len(),
            report.took.as_secs()
        ));
        world_seed += 1;
    }
    report
}

struct World {
    seed: u64,
    dice: Dice,
    provider: Provider,
    pc: Pc,
    requests: Vec<String>,
    decided: Vec<Decided>,
}

impl World {
    async fn open(seed: u64) -> Self {
        let provider = Provider::with(practice_with(REQUESTS)).await;
        let pc = Pc::of("555000000101", &provider).await;
        let requests = pc.open_requests().await;
        Self { seed, dice: Dice::new(seed), provider, pc, requests, decided: Vec::new() }
    }

    /// One blow, and a look at what it left.
    async fn blow(&mut self, report: &mut Report) {
        let choice = self.dice.below(PLACES.len() + 4);
        match PLACES.get(choice).copied() {
            Some("begin-epoch") => {
                self.restore_the_provider(report).await;
                self.strike_sync(Blow::Place("begin-epoch", 1), report).await;
            }
            Some(place) if PLACES_OF_SAVING.contains(&place) && self.dice.below(2) == 0 => {
                self.strike_saving(Blow::Place(place, 1), report).await;
            }
            Some(place) => {
                let nth = 1 + self.dice.below(if place == "in-page" || place == "after-page" { 2 } else { 4 });
                self.work().await;
                self.strike_sync(Blow::Place(place, nth as u64), report).await;
            }
            None if choice == PLACES.len() => {
                let moment = Duration::from_millis(self.dice.below(90) as u64);
                self.strike_saving(Blow::Moment(moment), report).await;
            }
            None => {
                self.work().await;
                let moment = Duration::from_millis(self.dice.below(MOMENT_MS_MAX as usize) as u64);
                self.strike_sync(Blow::Moment(moment), report).await;
            }
        }
        self.look(report).await;
    }

    /// A few decisions, and something new at the provider.
    async fn work(&mut self) {
        for _ in 0..1 + self.dice.below(4) {
            let (op, request, decision) = self.next_decision();
            let ended = self.pc.run(&saving(&op, &request, &decision)).await;
            let said = if ended.code == Some(0) { Said::Saved } else { Said::Refused };
            self.take_down(op, request, &decision, said);
        }
        let _ = self.provider.post("/admin/arrive", &json!({ "count": 1 })).await.ok();
    }

    /// What was confirmed after a backup is lost at the provider: a note, which goes again by itself.
    async fn restore_the_provider(&mut self, report: &mut Report) {
        self.sync_in_peace(report).await;
        let order = async |path: &str| self.provider.send(Method::POST, path, None, &[]).await.unwrap().ok();
        let _ = order("/admin/restore-point").await;
        let (op, request, _) = self.next_decision();
        let note = vec!["note".to_owned(), format!("After the backup {op}")];
        self.pc.done(&saving(&op, &request, &note)).await;
        self.sync_in_peace(report).await;
        let order = async |path: &str| self.provider.send(Method::POST, path, None, &[]).await.unwrap().ok();
        let _ = order("/admin/restore").await;
        self.take_down(op, request, &note, Said::Saved);
    }

    async fn strike_saving(&mut self, blow: Blow, report: &mut Report) {
        let (op, request, decision) = self.next_decision();
        let said = match self.strike(&saving(&op, &request, &decision), blow, report).await {
            Some(0) => Said::Saved,
            Some(_) => Said::Refused,
            None => Said::Nothing,
        };
        self.take_down(op, request, &decision, said);
    }

    async fn strike_sync(&mut self, blow: Blow, report: &mut Report) {
        let _ = self.strike(&["sync"], blow, report).await;
    }

    /// Runs the program under a blow and returns its exit code, where it had the time to end.
    async fn strike(&self, arguments: &[&str], blow: Blow, report: &mut Report) -> Option<i32> {
        let mut command = self.pc.command(arguments);
        let (place, wait) = match blow {
            Blow::Place(place, nth) => {
                command.env("TRIAGE_KILL_AT", format!("{place}:{nth}"));
                (place, WAIT_MAX)
            }
            Blow::Moment(moment) => ("at a random moment", moment),
        };
        let mut child =
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
        let status = match tokio::time::timeout(wait, child.wait()).await {
            Ok(status) => status.unwrap(),
            Err(_) => {
                child.start_kill().unwrap();
                child.wait().await.unwrap()
            }
        };
        if status.signal() == Some(9) {
            *report.struck.entry(place.to_owned()).or_default() += 1;
        } else {
            report.missed += 1;
        }
        status.code()
    }

    /// Every file can be read, and everything that was said to be saved is there; what was refused is not.
    async fn look(&mut self, report: &mut Report) {
        let ended = self.pc.run(&["decisions"]).await;
        if ended.code != Some(0) || !ended.stderr.is_empty() {
            report.unreadable.push(format!("seed {}: {ended:?}", self.seed));
            return;
        }
        let listed = ended.json();
        for decided in &mut self.decided {
            let is_there = listed.as_array().unwrap().iter().any(|row| row["op"] == decided.op.as_str());
            match (decided.said, is_there) {
                (Said::Saved, false) => report.lost.push(format!("seed {}: {} after a blow", self.seed, decided.op)),
                (Said::Refused, true) => report.doubled.push(format!("seed {}: {} was refused", self.seed, decided.op)),
                (Said::Nothing, true) => {
                    report.unsaid += 1;
                    decided.said = Said::Saved;
                }
                // It cannot turn up later.
                (Said::Nothing, false) => decided.said = Said::Refused,
                (Said::Saved, true) | (Said::Refused, false) => {}
            }
        }
    }

    async fn sync_in_peace(&self, report: &mut Report) {
        let ended = self.pc.run(&["sync"]).await;
        if ended.code != Some(0) {
            let outbox = self.pc.outbox().await;
            report.lost.push(format!("seed {}: a sync in peace ended so: {ended:?} {outbox}", self.seed));
        }
    }

    /// Lets the program end its work in peace and counts at the provider.
    async fn count(&self, report: &mut Report) {
        self.sync_in_peace(report).await;
        self.sync_in_peace(report).await;
        for decided in &self.decided {
            let times = self.provider.times(&decided.op, &decided.request, decided.is_reply).await;
            let wrong = format!("seed {}: {} {times:?}", self.seed, decided.op);
            let wanted = usize::from(decided.said == Said::Saved);
            report.promised += u32::from(decided.said == Said::Saved);
            if times.iter().any(|times| *times < wanted) {
                report.lost.push(wrong);
            } else if times.iter().any(|times| *times > wanted) {
                report.doubled.push(wrong);
            }
        }
    }

    fn next_decision(&mut self) -> (String, String, Vec<String>) {
        let op = format!("01890000-0000-7000-8000-{:04x}{:08x}", self.seed & 0xffff, self.decided.len());
        let request = self.requests[self.dice.below(self.requests.len())].clone();
        let of = self.dice.below(4);
        let decision = match self.dice.below(6) {
            0 => vec!["reply".to_owned(), format!("Please ring us. {op}")],
            1 => vec!["assign".to_owned(), format!("55500000010{}", 1 + of)],
            2 => vec!["category".to_owned(), ["clinical", "administrative"][of % 2].to_owned()],
            3 => vec!["urgency".to_owned(), "emergency".to_owned()],
            4 => vec!["chase".to_owned(), "phone".to_owned(), format!("Asked again. {op}")],
            _ => vec!["note".to_owned(), format!("Rang, no answer. {op}")],
        };
        (op, request, decision)
    }

    fn take_down(&mut self, op: String, request: String, decision: &[String], said: Said) {
        let is_reply = decision[0] == "reply";
        self.decided.push(Decided { op, request, is_reply, said });
    }
}

fn saving<'a>(op: &'a str, request: &'a str, decision: &'a [String]) -> Vec<&'a str> {
    let mut arguments = vec!["--offline", "decide", request, "--op", op];
    arguments.extend(decision.iter().map(String::as_str));
    arguments
}
