#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn probe() {
    let get = |name: &str, or: u8| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or);
    let bounds = Bounds {
        pcs: get("PCS", 2),
        ops: get("OPS", 2),
        faults: Faults {
            losses: get("L", 1),
            duplicates: get("D", 1),
            crashes: get("C", 1),
            restores: get("R", 1),
            messages: get("M", 0),
        },
        kinds: {
            let n = get("K", 6) as usize;
            &Bounds::KINDS[usize::from(n == 4) * 2..][..n]
        },
        threads: get("T", 1) as usize,
        ..Bounds::ci()
    };
    let found = if get("F", 0) == 1 { find(bounds) } else { explore(bounds, Search::Whole) };
    eprintln!("{} {} {}", found.generated, found.unique, found.depth);
    eprintln!("{:?}", found.edges);
    for (name, steps) in &found.violations {
        eprintln!("{name}: {steps:?}");
    }
}
