//! `cargo xtask`: the commands people type in this repository.
//!
//! Owns what is installed, built, started and stopped, and in which order. It deliberately knows nothing of the product:
//! what the scripted day does is in `tests/e2e`.

mod bindings;
mod clock;
mod demo;
mod display;
mod interop;
mod lack;
mod place;
mod prepare;
mod run;
mod say;
mod simulate;
mod steps;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use interop::Helios;
use place::Place;

/// Builds, shows and tests Triage Desk.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the demo provider with a synthetic practice of today, and the application on a fresh demo profile.
    Demo {
        /// Run a scripted day in a window that nobody sees, and write pictures and a summary to target/demo.
        #[arg(long)]
        scripted: bool,
    },
    /// Go the journeys of a receptionist and a GP through the real window, and leave pictures in target/journeys.
    Journeys,
    /// Measure how long the real window takes from a key to the painted frame, and write the figures to target/bench.
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
    /// Install what is missing and run every check and test in order.
    Test,
    /// Run the tests against FHIR servers that others wrote: Sekmet, and Helios where it is installed.
    Interop {
        /// Build and install Helios first, into target/tools/helios or $TRIAGE_TOOLS/helios. It takes half an hour and more.
        #[arg(long)]
        helios: bool,
    },
    /// Try on a FHIR server what Triage Desk asks of a provider, as `triagectl provider-check` does.
    ProviderCheck {
        /// The server's address, and options of `triagectl provider-check`.
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Play simulated histories, and say what they reached, what broke, and how fast it went.
    Simulate(simulate::Simulate),
    /// Build in every known bug of other programs, one at a time, and find it.
    Mutants {
        /// Seeds to try, in percent of each bug's budget
        #[arg(long, default_value_t = 100)]
        percent: u64,
    },
    /// Write ui/src/host/bindings.ts anew from the Rust types.
    Bindings,
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// The window, with so many open requests on the device.
    Ui {
        #[arg(long, default_value_t = 50_000)]
        requests: u32,
    },
}

fn main() -> ExitCode {
    let args = Args::parse();
    let place = match Place::find() {
        Ok(place) => place,
        Err(error) => {
            say::line(&format!("xtask: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match args.command {
        Command::Demo { scripted: true } => demo::scripted(&place),
        Command::Demo { scripted: false } => demo::run(&place),
        Command::Journeys => demo::journeys(&place),
        Command::Bench { what: Bench::Ui { requests } } => demo::bench(&place, requests),
        Command::Test => test::run(&place),
        Command::Interop { helios: true } => interop::run(&place, Helios::Install),
        Command::Interop { helios: false } => interop::run(&place, Helios::AsItIs),
        Command::ProviderCheck { arguments } => interop::provider_check(&place, &arguments),
        Command::Simulate(wanted) => simulate::run(&place, &wanted),
        Command::Mutants { percent } => simulate::mutants(&place, percent),
        Command::Bindings => bindings::run(&place),
    }
}
