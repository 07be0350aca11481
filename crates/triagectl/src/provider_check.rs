//! `provider-check`: the contract tried on any FHIR server, as a table for the engineers who run it.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use serde_json::{Value, json};
use triage_client::provider::contract::{Answered, Checked, Exchange, Outcome, Report, Stop, Verdict};
use triage_client::{Level, check_provider};

use crate::args::ProviderCheckArgs;
use crate::exit::{CommandError, Exit};

/// Tries the contract and prints what came of it.
pub async fn run(args: &ProviderCheckArgs, json: bool) -> Result<Exit, CommandError> {
    let report = check_provider(&args.url, args.token.as_deref()).await?;
    let verdict = report.verdict();
    let text =
        if json { serde_json::to_string_pretty(&value(&report, &verdict))? } else { table(args, &report, &verdict) };
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(ending(&report, &verdict))
}

fn ending(report: &Report, verdict: &Verdict) -> Exit {
    match (verdict.obstacle, report.stop, verdict.level) {
        (Some(_), _, _) | (None, None, Some(Level::ReadOnly)) => Exit::Refused,
        (None, Some(Stop::SignInNeeded), _) => Exit::NotReady,
        (None, Some(Stop::Silent | Stop::Busy | Stop::TooMany), _) | (None, None, None) => Exit::Unreachable,
        (None, None, Some(Level::A)) => Exit::NeedsAttention,
        (None, None, Some(Level::B | Level::C)) => Exit::Done,
    }
}

fn name(outcome: &Outcome) -> (&'static str, Option<&str>) {
    match outcome {
        Outcome::Passed => ("passed", None),
        Outcome::Failed { why } => ("FAILED", Some(why)),
        Outcome::NotTried { why } => ("not tried", Some(why)),
    }
}

fn table(args: &ProviderCheckArgs, report: &Report, verdict: &Verdict) -> String {
    let mut text = format!("{}, {}\n\n", args.url, report.software.as_deref().unwrap_or("which does not say its name"));
    for checked in &report.checks {
        let (outcome, why) = name(&checked.outcome);
        let (id, need, title) = (checked.check.id(), checked.check.need().name(), checked.check.title());
        let _ = writeln!(text, "{id:<28} {need:<5} {outcome:<10} {title}");
        if let Some(why) = why {
            let _ = writeln!(text, "{:<45} because {why}", "");
        }
        if args.exchanges || matches!(checked.outcome, Outcome::Failed { .. }) {
            for exchange in &checked.exchanges {
                show(&mut text, exchange);
            }
        }
    }
    let _ = write!(text, "\n{}", verdict.headline);
    for consequence in &verdict.consequences {
        let _ = write!(text, "\n  - {consequence}");
    }
    text
}

fn show(text: &mut String, exchange: &Exchange) {
    let _ = writeln!(text, "      > {} {}", exchange.method, exchange.path);
    for (name, value) in &exchange.headers {
        let _ = writeln!(text, "      > {name}: {value}");
    }
    if let Some(body) = &exchange.body {
        let _ = writeln!(text, "      > {body}");
    }
    match &exchange.answer {
        Answered::Nothing => {
            let _ = writeln!(text, "      < no answer");
        }
        Answered::With { http_status, headers, body } => {
            let _ = writeln!(text, "      < {http_status}");
            for (name, value) in headers {
                let _ = writeln!(text, "      < {name}: {value}");
            }
            let _ = writeln!(text, "      < {body}");
        }
    }
}

fn value(report: &Report, verdict: &Verdict) -> Value {
    json!({
        "software": report.software,
        "level": verdict.level,
        "abilities": report.abilities(),
        "verdict": verdict.headline,
        "consequences": verdict.consequences,
        "checks": report.checks.iter().map(checked).collect::<Vec<_>>(),
    })
}

fn checked(checked: &Checked) -> Value {
    let (outcome, why) = match &checked.outcome {
        Outcome::Passed => ("passed", None),
        Outcome::Failed { why } => ("failed", Some(why)),
        Outcome::NotTried { why } => ("not-tried", Some(why)),
    };
    json!({
        "id": checked.check.id(),
        "level": checked.check.need().name(),
        "title": checked.check.title(),
        "outcome": outcome,
        "why": why,
        "exchanges": checked.exchanges.iter().map(exchange).collect::<Vec<_>>(),
    })
}

fn exchange(exchange: &Exchange) -> Value {
    let headers = |headers: &[(String, String)]| {
        Value::Object(headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect())
    };
    let answer = match &exchange.answer {
        Answered::Nothing => Value::Null,
        Answered::With { http_status, headers: theirs, body } => {
            json!({ "status": http_status, "headers": headers(theirs), "body": body })
        }
    };
    json!({
        "method": exchange.method,
        "path": exchange.path,
        "headers": headers(&exchange.headers),
        "body": exchange.body,
        "answer": answer,
    })
}
