//! `simulate`: plays histories by seed and prints what they reached, what broke, and how fast it went.

mod known;
mod play;
mod report;

use std::process::ExitCode;

use mimalloc::MiMalloc;

use clap::{Parser, Subcommand, ValueEnum};

/// A quarter of a history's time is asking for memory.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

/// The proving ground of Triage Desk.
///
/// Exit codes: 0 nothing broke · 1 a promise was broken, or a known bug was not found.
#[derive(Debug, Parser)]
#[command(name = "simulate")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play histories.
    Play(Play),
    /// Find one known bug that is built in, within its budget of seeds.
    Mutant {
        /// Its name, as `known` lists it.
        name: String,
        /// Seeds to try, in percent of the bug's budget.
        #[arg(long, default_value_t = 100)]
        percent: u64,
    },
    /// List the known bugs.
    Known,
}

/// What to play.
#[derive(Debug, Clone, clap::Args)]
struct Play {
    /// Which tier.
    #[arg(long, value_enum, default_value = "1")]
    tier: Tier,
    /// How many histories.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Threads; 0 takes one for each core.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Print the whole history of the first seed.
    #[arg(long)]
    trace: bool,
}

/// A tier of the proving ground (`sync.md` d.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tier {
    /// The pure engine against a small model.
    #[value(name = "0")]
    Engine,
    /// The protocol as a model, explored whole.
    #[value(name = "0b")]
    Protocol,
    /// Whole practices: engine, store and FHIR in virtual time.
    #[value(name = "1")]
    Practice,
    /// Every point at which the power can go.
    #[value(name = "2")]
    PowerCuts,
}

fn main() -> ExitCode {
    let worked = match Args::parse().command {
        Command::Play(play) => play::run(&play),
        Command::Mutant { name, percent } => known::find(&name, percent),
        Command::Known => known::list(),
    };
    if worked { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
