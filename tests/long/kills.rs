//! `cargo run -p tests --bin kills -- --kills 1000 --from 0`: the blows of `scenarios/kills.rs`, as many as one has time
//! for. Ends with 1 where anything was lost, doubled or left unreadable.

use std::io::Write;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let kills = tests::number_after("--kills", 1_000);
    let from = tests::number_after("--from", 0);
    let report = tests::kills::run(u32::try_from(kills).unwrap_or(u32::MAX), from).await;
    let _ = write!(std::io::stdout(), "{report}");
    if report.faults().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
