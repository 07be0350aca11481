//! `cargo xtask simulate` and `cargo xtask mutants`: the proving ground, and the proof that it finds what it is for.

use std::process::{Command, ExitCode};

use crate::place::Place;
use crate::run::{self, RunError};
use crate::say;
use crate::steps::Steps;

/// Histories of tier 0 for every change.
const TIER_0: &str = "200000";
/// Histories of tier 1 for every change.
const TIER_1: &str = "5000";

/// What is to be played.
#[derive(Debug, clap::Args)]
pub struct Simulate {
    /// How many histories
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// 0 the pure engine, 0b the protocol explored whole, 1 whole practices, 2 power cuts, 4 the real program killed, 5 a bad line
    #[arg(long, default_value = "1")]
    tier: String,
    /// Print the whole history of the first seed
    #[arg(long)]
    trace: bool,
}

/// Plays one tier.
pub fn run(place: &Place, wanted: &Simulate) -> ExitCode {
    let (seeds, from) = (wanted.seeds.to_string(), wanted.from.to_string());
    let done = match wanted.tier.as_str() {
        "4" => real(place, &["kills", "--kills", &seeds, "--from", &from]),
        "5" => real(place, &["bad-line", "--scenarios", &seeds, "--from", &from]),
        tier => build(place).and_then(|()| {
            let mut play = ground(place);
            play.args(["play", "--tier", tier, "--seeds", &seeds, "--from", &from]);
            if wanted.trace {
                play.arg("--trace");
            }
            run::shown(play)
        }),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::line(&format!("xtask: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Looks for every known bug, each built in alone; fails where one survives.
pub fn mutants(place: &Place, percent: u64) -> ExitCode {
    let mut steps = Steps::default();
    find_mutants(place, &mut steps, percent);
    steps.finish()
}

/// The steps of `cargo xtask test`.
pub fn steps(place: &Place, steps: &mut Steps) {
    steps.step("simulation: build", || build(place));
    for (name, tier, seeds) in [
        ("simulation: tier 0, the engine", "0", TIER_0),
        ("simulation: tier 1, whole practices", "1", TIER_1),
        ("simulation: tier 2, power cuts", "2", "1"),
    ] {
        steps.step(name, || {
            let mut play = ground(place);
            play.args(["play", "--tier", tier, "--seeds", seeds]);
            run::shown(play)
        });
    }
    find_mutants(place, steps, 100);
}

fn find_mutants(place: &Place, steps: &mut Steps, percent: u64) {
    steps.step("mutants: build", || {
        let mut build =
            run::cargo(place, &["build", "--quiet", "--profile", "proving", "--package", "simulation", "--bins"]);
        build.env("CARGO_TARGET_DIR", place.built("mutants")).env("RUSTFLAGS", "--cfg mutant=\"any\"");
        run::shown(build)
    });
    steps.step("mutants: every known bug is found", || {
        let program = place.built("mutants/proving").join(format!("simulate{}", std::env::consts::EXE_SUFFIX));
        let known = run::printed(command(place, &program, &["known"])).unwrap_or_default();
        let names: Vec<&str> = known.lines().filter_map(|line| line.split_whitespace().next()).collect();
        let percent = percent.to_string();
        let mut first_failure =
            if names.is_empty() { run::shown(command(place, &program, &["known"])) } else { Ok(()) };
        for name in names {
            let found = run::shown(command(place, &program, &["mutant", name, "--percent", &percent]));
            first_failure = first_failure.and(found);
        }
        first_failure
    });
}

fn build(place: &Place) -> Result<(), RunError> {
    run::shown(run::cargo(place, &["build", "--quiet", "--profile", "proving", "--package", "simulation", "--bins"]))
}

fn ground(place: &Place) -> Command {
    let program = place.built("proving").join(format!("simulate{}", std::env::consts::EXE_SUFFIX));
    run::program(place, program)
}

fn command(place: &Place, program: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = run::program(place, program);
    command.args(arguments);
    command
}

fn real(place: &Place, arguments: &[&str]) -> Result<(), RunError> {
    run::shown(run::cargo(place, &["build", "--quiet", "--package", "triagectl", "--package", "demo-provider"]))?;
    let mut long = run::cargo(place, &["run", "--quiet", "--package", "tests", "--bin"]);
    if let Some((bin, rest)) = arguments.split_first() {
        long.args([*bin, "--"]).args(rest);
    }
    run::shown(long)
}
