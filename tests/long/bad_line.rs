//! `cargo run -p tests --bin bad-line -- --scenarios 1000 --from 0`: the scenarios of `scenarios/bad_proxy.rs`, as many as
//! one has time for, first against the demo provider and then against Sekmet. Ends with 1 where anything was lost or
//! doubled.

use std::io::Write;
use std::process::ExitCode;

use tests::bad_line::{on_a_foreign_server, on_the_demo_provider};
use tests::{ForeignServer, left_out, number_after};

#[tokio::main]
async fn main() -> ExitCode {
    let scenarios = u32::try_from(number_after("--scenarios", 1_000)).unwrap_or(u32::MAX);
    let from = number_after("--from", 0);
    let mut reports = vec![("demo provider", on_the_demo_provider(scenarios, from).await)];
    match on_a_foreign_server(ForeignServer::Sekmet, scenarios, from).await {
        Ok(report) => reports.push(("Sekmet", report)),
        Err(error) => left_out("a bad line to Sekmet", &error.to_string()),
    }
    for (name, report) in &reports {
        let _ = write!(std::io::stdout(), "{name}: {report}");
    }
    let is_good = reports.iter().all(|(_, report)| report.faults().is_empty());
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
