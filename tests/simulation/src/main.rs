//! `simulate`: plays histories by seed and prints what they reached, what broke, and how fast it went.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use simulation::coverage::Coverage;
use simulation::tier1::{self, Lines};

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
}

#[allow(clippy::print_stdout, clippy::disallowed_methods)]
fn main() -> ExitCode {
    let args = Args::parse();
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
