//! Runs histories of tier 0 by seed and says what they met, how fast, and which promise broke.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for people, which measures itself")]

use std::collections::BTreeMap;
use std::time::Instant;

use clap::Parser;
use simulation::tier0::{Coverage, breaks, run, trace};

/// Runs histories of tier 0.
#[derive(Debug, Parser)]
struct Options {
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many.
    #[arg(long, default_value_t = 10_000)]
    count: u64,
    /// Writes down the history of the first seed.
    #[arg(long)]
    trace: bool,
    /// Goes on after a broken promise and counts which break how often.
    #[arg(long)]
    census: bool,
    /// Builds this known bug in; only in a program built for it.
    #[arg(long)]
    mutant: Option<String>,
}

fn main() {
    let options = Options::parse();
    if let Some(name) = &options.mutant {
        choose(name);
    }
    if options.trace {
        print!("{}", trace(options.from));
        return;
    }
    let (mut watch, began) = (Coverage::default(), Instant::now());
    let mut census: BTreeMap<u8, (u64, u64, String)> = BTreeMap::new();
    for seed in options.from..options.from + options.count {
        if options.census {
            if let Some(broken) = breaks(seed, &mut watch) {
                let entry = census.entry(broken.invariant).or_insert((0, seed, broken.what));
                entry.0 += 1;
            }
        } else if let Err(violation) = run(seed, &mut watch) {
            println!("{violation}\n{}", violation.trace);
            println!("found after {} seeds", seed - options.from + 1);
            return;
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    for (invariant, (count, seed, what)) in census {
        println!("promise {invariant}: {count} times, first at seed {seed}: {what}");
    }
    println!("{:.0} histories a minute, {watch:#?}", options.count as f64 / seconds * 60.0);
    println!("edges {:#?}", watch.edges());
}

#[cfg(mutant = "any")]
fn choose(name: &str) {
    triage_sync::mutant::choose(name);
}

#[cfg(not(mutant = "any"))]
fn choose(name: &str) {
    println!("{name} is not in this build");
}
