//! Days on a bad line: a PC sends and receives while everything goes wrong between it and the provider, and once the line
//! is good again each decision is there once.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::dice::Dice;
use crate::foreign::{Foreign, ForeignServer, ODS, StartForeignError};
use crate::pc::Pc;
use crate::programs::say;
use crate::provider::{Provider, practice};
use crate::proxy::{LineFault, Proxy};
use crate::wire::Wire;

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct LineReport {
    pub scenarios: u32,
    pub decisions: u32,
    /// Scenarios in which the program reached its end although the line was bad.
    pub done_on_the_bad_line: u32,
    pub met: BTreeMap<LineFault, u32>,
    pub lost: Vec<String>,
    pub doubled: Vec<String>,
    pub took: Duration,
}

impl LineReport {
    /// Returns everything that is wrong.
    #[must_use]
    pub fn faults(&self) -> Vec<&String> {
        self.lost.iter().chain(&self.doubled).collect()
    }
}

impl fmt::Display for LineReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} scenarios, {} decisions, {} done on the bad line, {} faults of the line: {} lost, {} doubled, {} s",
            self.scenarios,
            self.decisions,
            self.done_on_the_bad_line,
            self.met.values().sum::<u32>(),
            self.lost.len(),
            self.doubled.len(),
            self.took.as_secs()
        )?;
        self.met.iter().try_for_each(|(fault, count)| writeln!(f, "{count:>6}  {fault:?}"))?;
        self.faults().iter().try_for_each(|fault| writeln!(f, "FAULT {fault}"))
    }
}

/// Plays so many scenarios against the demo provider.
pub async fn on_the_demo_provider(scenarios: u32, seed: u64) -> LineReport {
    let provider = Provider::with(practice()).await;
    let line = Proxy::to(&provider, seed).await;
    let pc = Pc::of("555000000101", &line.wire).await;
    play(&provider, line, pc, scenarios, seed).await
}

/// Plays so many scenarios against a server that others wrote.
///
/// # Errors
/// Fails where that server is not here.
pub async fn on_a_foreign_server(
    which: ForeignServer,
    scenarios: u32,
    seed: u64,
) -> Result<LineReport, StartForeignError> {
    let server = Foreign::with_a_practice(which).await?;
    let line = Proxy::to(&server, seed).await;
    let pc = Pc::new();
    let practice = ["connect", &line.wire.base, "--ods", ODS, "--practice", "Example Surgery"];
    let person = ["--staff", "555000000101", "--name", "Dr Anwen Rees", "--role", "gp"];
    pc.done(&[&practice[..], &person].concat()).await;
    pc.done(&["sync"]).await;
    Ok(play(&server, line, pc, scenarios, seed).await)
}

#[allow(clippy::disallowed_methods, reason = "the report says how long it took")]
async fn play(server: &Wire, line: Proxy, pc: Pc, scenarios: u32, seed: u64) -> LineReport {
    let started = Instant::now();
    let (mut report, mut dice) = (LineReport::default(), Dice::new(seed));
    let requests = pc.open_requests().await;
    while report.scenarios < scenarios {
        one(&mut report, (server, &line, &pc), &requests, &mut dice).await;
        report.scenarios += 1;
        report.took = started.elapsed();
        if report.scenarios.is_multiple_of(50) {
            say(&format!(
                "{} scenarios, {} faults, {} s",
                report.scenarios,
                report.faults().len(),
                report.took.as_secs()
            ));
        }
    }
    report.met = line.met();
    report
}

/// One scenario: decisions, a bad line, a good line, and a count.
async fn one(report: &mut LineReport, (server, line, pc): (&Wire, &Proxy, &Pc), requests: &[String], dice: &mut Dice) {
    let mut decided = Vec::new();
    for _ in 0..2 + dice.below(4) {
        let request = &requests[dice.below(requests.len())];
        let text = format!("Number {} of the day", report.decisions);
        let decision = match dice.below(3) {
            0 => vec!["reply", &text],
            1 => vec!["chase", "phone", &text],
            _ => vec!["note", &text],
        };
        decided.push((pc.decides(request, &decision).await, decision[0] == "reply"));
        report.decisions += 1;
    }
    // Somebody else has touched one of them meanwhile: there is something to receive, and a version that moved.
    let touched = &requests[dice.below(requests.len())];
    let reference = json!({ "system": "https://example.org/elsewhere", "value": format!("{}", report.decisions) });
    server
        .edit(&format!("Task/{touched}"), |task| match task["identifier"].as_array_mut() {
            Some(identifiers) => {
                identifiers.retain(|it| it["system"] != reference["system"]);
                identifiers.push(reference.clone());
            }
            None => task["identifier"] = json!([reference]),
        })
        .await;

    line.go_bad();
    let ended = pc.run(&["sync", "--wait-s", "2"]).await;
    report.done_on_the_bad_line += u32::from(ended.code == Some(0));
    line.be_good();
    let ended = pc.run(&["sync"]).await;
    let scenario = report.scenarios;
    if ended.code != Some(0) {
        let outbox = pc.outbox().await;
        report.lost.push(format!("scenario {scenario} ended so on the good line: {ended:?} {outbox}"));
    }
    for (saved, is_reply) in &decided {
        let times = server.times(&saved.op, &saved.request, *is_reply).await;
        let wrong = format!("scenario {scenario}: {} {times:?}", saved.op);
        if times.contains(&0) {
            report.lost.push(wrong);
        } else if times.iter().any(|times| *times > 1) {
            report.doubled.push(wrong);
        }
    }
}
