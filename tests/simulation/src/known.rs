//! The known bugs of other programs (`sync.md` d.4), where each came from, and the seeds within which it must be found.

use simulation::coverage::Coverage;
use simulation::{lease, tier2};

use crate::Tier;
use crate::play::one;
use crate::report::{Clock, say};

/// What finds a bug.
#[derive(Debug, Clone, Copy)]
enum By {
    Histories(Tier),
    PowerCuts,
    Claims,
}

struct Known {
    name: &'static str,
    origin: &'static str,
    seeds: u64,
    by: By,
}

const fn known(name: &'static str, origin: &'static str, seeds: u64, by: By) -> Known {
    Known { name, origin, seeds, by }
}

const PRACTICE: By = By::Histories(Tier::Practice);
const ENGINE: By = By::Histories(Tier::Engine);

/// All of them, with the budgets of `sync.md` d.4.
const KNOWN: [Known; 25] = [
    known("cursor-before-rows", "PouchDB #1240; android-fhir", 200, By::PowerCuts),
    known("gt-instead-of-ge", "android-fhir #1420; LinuxForHealth's window", 2_000, PRACTICE),
    known("all-pending-marked-done", "Simple, SyncCoordinator", 200, PRACTICE),
    known("changes-during-push-lost", "WatermelonDB; android-fhir #2433", 500, PRACTICE),
    known("resend-with-new-id", "Linear, as it was studied", 100, PRACTICE),
    known("if-none-exist-as-idempotency", "HAPI #3141; Microsoft #1382", 500, PRACTICE),
    known("payload-edited-after-sending", "ODK #5317, #4589", 200, ENGINE),
    known("dropped-after-retries", "chatmail, smtp.rs", 100, ENGINE),
    known("stuck-deleted-at-launch", "Mailspring", 100, PRACTICE),
    known("queue-deleted-by-migration", "matrix 008; chatmail 101", 1, By::PowerCuts),
    known("recreated-on-open-error", "android-fhir, RECREATE_AT_OPEN", 50, By::PowerCuts),
    known("new-key-when-keyring-empty", "android-fhir; reports at Signal", 50, By::PowerCuts),
    known("first-failure-stops-all", "android-fhir; chatmail", 100, ENGINE),
    known("stuck-though-connected", "powersync.dart #307", 1_000, PRACTICE),
    known("failed-pull-counts-as-pulled", "powersync.dart #253", 1_000, PRACTICE),
    known("partial-success-accepted", "android-fhir #2408", 200, PRACTICE),
    known("no-epoch-after-restore", "cht-core #8093", 500, PRACTICE),
    known("conflict-drops-mine", "android-fhir, AcceptRemote", 100, PRACTICE),
    known("html-counts-as-success", "ODK without its guard", 50, PRACTICE),
    known("suspend-not-counted", "rust #79462", 50, PRACTICE),
    known("versions-compared-as-text", "\"10\" < \"9\"", 100, PRACTICE),
    known("last-updated-beats-version", "Microsoft #3998", 500, PRACTICE),
    known("lease-judged-on-local-clock", "sync.md b.7", 500, By::Claims),
    known("ledger-not-synced", "SQLite's documents on synchronous=NORMAL", 1, By::PowerCuts),
    known("temporary-taken-for-permanent", "chatmail 1.51 to 1.151", 100, PRACTICE),
];

/// Lists them.
pub fn list() -> bool {
    for known in &KNOWN {
        say(&format!("{:<32} {:>5} seeds  {}", known.name, known.seeds, known.origin));
    }
    true
}

/// Looks for one that is built into this program; true where it was found.
pub fn find(name: &str, percent: u64) -> bool {
    let Some(known) = KNOWN.iter().find(|known| known.name == name) else {
        say(&format!("There is no known bug of the name {name}."));
        return false;
    };
    if !choose(name) {
        return false;
    }
    let clock = Clock::start();
    let seeds = (known.seeds * percent / 100).max(1);
    let found = match known.by {
        By::Histories(tier) => {
            (0..seeds).find_map(|seed| Some((seed, one(tier, seed, &mut Coverage::default())?.what)))
        }
        By::Claims => (0..seeds).find_map(|seed| Some((seed, lease::run(seed)?))),
        By::PowerCuts => {
            let report = tier2::run(tier2::Extent::EveryNth(3), &mut |_| {});
            report.violations.first().map(|violation| (0, violation.to_string()))
        }
    };
    let seconds = clock.seconds();
    match found {
        Some((seed, what)) => {
            let what: String = what.chars().take(140).collect();
            say(&format!("found     {name} after {} of {seeds} seeds, {seconds:.1} s: {what}", seed + 1));
            true
        }
        None => {
            say(&format!("SURVIVED  {name}: not found in {seeds} seeds, {seconds:.1} s"));
            false
        }
    }
}

#[cfg(mutant = "any")]
fn choose(name: &str) -> bool {
    triage_sync::mutant::choose(name);
    true
}

#[cfg(not(mutant = "any"))]
fn choose(name: &str) -> bool {
    say(&format!("{name} is not in this program: it needs --cfg mutant=\"any\" (cargo xtask mutants)."));
    false
}
