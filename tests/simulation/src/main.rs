//! `simulate`: plays histories by seed and prints what they reached, what broke, and how fast it went.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use simulation::coverage::Coverage;
use simulation::tier1::{self, Lines};
use simulation::tier2;

/// Plays simulated histories.
#[derive(Debug, Parser)]
struct Args {
    /// How many histories.
    #[arg(long, default_value_t = 100)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Prints the whole history of the first seed.
    #[arg(long)]
    trace: bool,
    /// Which tier: 1 plays histories by seed, 2 cuts the power at every point of every scenario.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    tier: u8,
    /// The known bug that is built in.
    #[cfg(mutant = "any")]
    #[arg(long)]
    mutant: Option<String>,
}

#[allow(clippy::print_stdout, clippy::disallowed_methods)]
fn main() -> ExitCode {
    let args = Args::parse();
    #[cfg(mutant = "any")]
    if let Some(mutant) = &args.mutant {
        triage_sync::mutant::choose(mutant);
    }
    if args.tier == 2 {
        return crash_points();
    }
    let started = Instant::now();
    let mut coverage = Coverage::default();
    let mut broken = 0;
    for seed in args.from..args.from + args.seeds {
        let lines = if args.trace { Lines::Kept } else { Lines::Digested };
        match tier1::run(seed, lines, &mut coverage) {
            Ok(told) if args.trace => println!("{}", told.lines.join("\n")),
            Ok(_) => {}
            Err((violation, lines)) => {
                broken += 1;
                println!("{}", lines.join("\n"));
                println!("{violation}");
            }
        }
    }
    println!("{coverage:#?}");
    let took = started.elapsed();
    println!("{} histories, {broken} broken, {:?}", args.seeds, took);
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[allow(clippy::print_stdout, clippy::disallowed_methods)]
fn crash_points() -> ExitCode {
    let started = Instant::now();
    let report = tier2::run_all(&mut |so_far| {
        let images: u64 = so_far.scenarios.values().map(|tally| tally.images + tally.faults).sum();
        println!("{images} disks, {} broken, {:?}", so_far.violations.len(), started.elapsed());
    });
    for (name, tally) in &report.scenarios {
        println!("{name}: {tally:?}");
    }
    for violation in report.violations.iter().take(20) {
        println!("{violation}");
    }
    if report.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
