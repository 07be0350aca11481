//! Which faults a history has, and how often they strike: chosen anew by every seed, so that no two kinds of histories hide
//! each other's bugs.

use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use crate::provider::Manners;

/// One kind of history.
#[derive(Debug, Clone)]
pub struct Swarm {
    pub pcs: usize,
    pub requests: u64,
    /// Decisions that people take, over all PCs.
    pub decisions: u32,
    /// How long people work, in milliseconds.
    pub working_ms: i64,
    pub pull_gap_ms: u64,
    pub manners: Manners,
    /// Chances in a thousand for each call.
    pub not_sent: u32,
    pub request_lost: u32,
    pub answer_lost: u32,
    pub duplicated: u32,
    pub portal: u32,
    pub refused_by_host: u32,
    pub broken_after_commit: u32,
    pub partial: u32,
    /// Longest latency of one way, in milliseconds.
    pub latency_ms_max: i64,
    /// Times in the history.
    pub outages: u32,
    pub kills: u32,
    pub power_cuts: u32,
    pub suspends: u32,
    pub clock_jumps: u32,
    pub full_disks: u32,
    pub failing_disks: u32,
    pub cache_damages: u32,
    pub restores: u32,
    pub deletions: u32,
    pub patient_writes: u32,
    pub sign_outs: u32,
}

impl Swarm {
    /// What can be taken out of a history, one thing at a time.
    pub const SMALLER: [fn(&mut Self); 24] = [
        |it| it.not_sent = 0,
        |it| it.request_lost = 0,
        |it| it.answer_lost = 0,
        |it| it.duplicated = 0,
        |it| it.portal = 0,
        |it| it.refused_by_host = 0,
        |it| it.broken_after_commit = 0,
        |it| it.partial = 0,
        |it| it.outages = 0,
        |it| it.kills = 0,
        |it| it.power_cuts = 0,
        |it| it.suspends = 0,
        |it| it.clock_jumps = 0,
        |it| it.full_disks = 0,
        |it| it.failing_disks = 0,
        |it| it.cache_damages = 0,
        |it| it.restores = 0,
        |it| it.deletions = 0,
        |it| it.patient_writes = 0,
        |it| it.sign_outs = 0,
        |it| it.manners = Manners::default(),
        |it| it.pcs = 1,
        |it| it.decisions /= 2,
        |it| it.decisions /= 2,
    ];

    /// Draws the kind of history of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut dice = ChaCha8Rng::seed_from_u64(seed ^ 0x5761_726d);
        let mut rate = |odds: f64, most: u32| if dice.random_bool(odds) { dice.random_range(1..=most) } else { 0 };
        let (not_sent, request_lost, answer_lost) = (rate(0.3, 60), rate(0.4, 80), rate(0.5, 120));
        let (duplicated, portal, refused_by_host) = (rate(0.4, 80), rate(0.2, 60), rate(0.4, 80));
        let (broken_after_commit, partial) = (rate(0.3, 60), rate(0.2, 60));
        let (outages, kills, power_cuts) = (rate(0.5, 2), rate(0.4, 2), rate(0.4, 2));
        let (suspends, clock_jumps) = (rate(0.2, 1), rate(0.2, 2));
        let (full_disks, failing_disks, cache_damages) = (rate(0.15, 1), rate(0.15, 2), rate(0.15, 1));
        let (restores, deletions, patient_writes) = (rate(0.2, 1), rate(0.3, 2), rate(0.5, 3));
        let sign_outs = rate(0.15, 1);
        let late_commit_ms_max = if dice.random_bool(0.3) { dice.random_range(1..120_000) } else { 0 };
        let manners = Manners {
            whole_seconds: dice.random_bool(0.2),
            says_400: dice.random_bool(0.3),
            late_commit_ms_max,
            no_history: dice.random_bool(0.4),
            minimal_return: dice.random_bool(0.4),
            skew_ms_max: if dice.random_bool(0.3) { 3_000 } else { 0 },
            first_number: *[1, 1, 8, 98].choose(&mut dice).unwrap_or(&1),
        };
        Self {
            pcs: dice.random_range(1..=3),
            requests: dice.random_range(2..=6),
            decisions: dice.random_range(6..=22),
            working_ms: dice.random_range(2..=12) * 60_000,
            pull_gap_ms: *[30_000, 60_000, 120_000].choose(&mut dice).unwrap_or(&60_000),
            manners,
            not_sent,
            request_lost,
            answer_lost,
            duplicated,
            portal,
            refused_by_host,
            broken_after_commit,
            partial,
            latency_ms_max: *[50, 800, 8_000].choose(&mut dice).unwrap_or(&800),
            outages,
            kills,
            power_cuts,
            suspends,
            clock_jumps,
            full_disks,
            failing_disks,
            cache_damages,
            restores,
            deletions,
            patient_writes,
            sign_outs,
        }
    }
}
