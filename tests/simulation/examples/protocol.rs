//! Explores the protocol and prints what was found: `cargo run -p simulation --example protocol -- ci`, or `full`.
//!
//! Other bounds come as numbers: PCs, decisions, kinds, losses, duplicates, crashes, restores, messages, threads.

use std::io::Write;

use simulation::protocol::{Bounds, Faults, check};

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let at = |place: usize| words.get(place).and_then(|word| word.parse().ok()).unwrap_or(1u8);
    let all = match words.first().map(String::as_str) {
        None | Some("ci") => vec![Bounds::ci()],
        Some("full") => Bounds::full(),
        Some(_) => vec![Bounds {
            pcs: at(0),
            ops: at(1),
            kinds: &Bounds::KINDS[..usize::from(at(2)).min(Bounds::KINDS.len())],
            faults: Faults { losses: at(3), duplicates: at(4), crashes: at(5), restores: at(6), messages: at(7) },
            threads: usize::from(at(8)),
            ..Bounds::ci()
        }],
    };
    let mut out = std::io::stdout();
    for bounds in all {
        let found = check(bounds);
        writeln!(out, "{bounds:?}")?;
        writeln!(out, "{} generated, {} unique, {} deep", found.generated, found.unique, found.depth)?;
        writeln!(out, "{} changes of state; broken: {:?}", found.edges.len(), found.violations)?;
    }
    Ok(())
}
