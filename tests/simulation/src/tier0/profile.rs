//! The weather of one history: each seed switches kinds of fault on or off and sets their rates, so that some histories
//! are about one fault and not all are about all of them.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use triage_sync::EngineSettings;

use super::step::{Kind, PCS_MAX, Step, Tick, Trouble};

/// Longest delay of a provider's transaction that the overlap covers, in milliseconds (`wire.md` amendment 2).
pub const OVERLAP_KEPT_MS: u64 = 122_000;
/// How long a PC waits for an answer.
pub const PATIENCE_MS: u64 = 30_000;

/// The weather of one history.
#[derive(Debug, Clone)]
pub struct Profile {
    pub pcs: u8,
    /// Requests at the beginning.
    pub requests: u8,
    pub first_version: u64,
    pub precision_ms: i64,
    /// Whether the provider has other resources than requests; where not, it answers 404.
    pub scopes: Scopes,
    /// Chances in a thousand, for every call.
    pub loses_call: u16,
    pub loses_answer: u16,
    pub doubles: u16,
    /// A call or an answer that takes longer than anybody waits.
    pub delays: u16,
    pub latency_ms_max: u64,
    pub settings: EngineSettings,
    weights: [u16; CLASSES],
    kinds: [u16; Kind::ALL.len()],
    ticks: u16,
    pace_ms: u32,
    /// Whether the wind-down runs its whole time although everything rests before.
    pub whole_rest: Rest,
}

/// How much of the wire contract the provider keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scopes {
    All,
    RequestsOnly,
}

/// How long the wind-down lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// The whole time.
    Whole,
    /// Until nothing is on its way and all copies agree.
    UntilQuiet,
}

/// Kinds of step that are switched on and off together.
const CLASSES: usize = 24;

fn chance(dice: &mut ChaCha8Rng, of: u32) -> bool {
    dice.random_range(0..of) == 0
}

fn rate(dice: &mut ChaCha8Rng, on_in: u32, rates: &[u16]) -> u16 {
    if chance(dice, on_in) { rates[dice.random_range(0..rates.len())] } else { 0 }
}

impl Profile {
    /// Chooses the weather.
    pub fn choose(dice: &mut ChaCha8Rng) -> Self {
        let pcs = [1, 2, 2, 3][dice.random_range(0..4_usize)].min(PCS_MAX);
        let mut weights = [0; CLASSES];
        for (class, weight) in weights.iter_mut().enumerate() {
            // People always work; each fault is on in one history out of four.
            *weight = if class < 4 { 12 } else { rate(dice, 4, &[1, 3, 8]) };
        }
        let mut kinds = [0; Kind::ALL.len()];
        for weight in &mut kinds {
            *weight = [0, 1, 1, 4][dice.random_range(0..4_usize)];
        }
        kinds[0] += 1;
        let settings = EngineSettings {
            pull_gap_ms: [30_000, 60_000, 60_000, 120_000][dice.random_range(0..4_usize)],
            page_count: [1, 2, 3, 50][dice.random_range(0..4_usize)],
            in_flight_max: [1, 2, 4, 4][dice.random_range(0..4_usize)],
            seed: dice.random(),
            ..EngineSettings::default()
        };
        Self {
            pcs,
            requests: [1, 2, 3, 4][dice.random_range(0..4_usize)],
            first_version: [1, 8, 9, 98][dice.random_range(0..4_usize)],
            precision_ms: [1, 1, 1_000, 10_000][dice.random_range(0..4_usize)],
            scopes: if chance(dice, 4) { Scopes::All } else { Scopes::RequestsOnly },
            loses_call: rate(dice, 3, &[10, 50, 200]),
            loses_answer: rate(dice, 3, &[10, 50, 200]),
            doubles: rate(dice, 3, &[20, 100, 300]),
            delays: rate(dice, 4, &[10, 50, 150]),
            latency_ms_max: [20, 200, 2_000, 20_000][dice.random_range(0..4_usize)],
            settings,
            weights,
            kinds,
            ticks: dice.random_range(15..45),
            pace_ms: [500, 5_000, 20_000, 60_000][dice.random_range(0..4_usize)],
            whole_rest: if chance(dice, 8) { Rest::Whole } else { Rest::UntilQuiet },
        }
    }

    /// Writes the history: what people do and what goes wrong, in order.
    pub fn history(&self, dice: &mut ChaCha8Rng) -> Vec<Tick> {
        (0..self.ticks).map(|_| self.tick(dice)).collect()
    }

    fn tick(&self, dice: &mut ChaCha8Rng) -> Tick {
        let wait_ms = match dice.random_range(0..4_u32) {
            0 => dice.random_range(0..100),
            1 | 2 => dice.random_range(0..self.pace_ms),
            _ => dice.random_range(0..4 * self.pace_ms),
        };
        Tick { wait_ms, step: self.step(dice) }
    }

    fn step(&self, dice: &mut ChaCha8Rng) -> Step {
        let pc = dice.random_range(0..self.pcs);
        let about = dice.random_range(0..self.requests);
        let seconds = [2, 20, 90, 300, 1_200][dice.random_range(0..5_usize)];
        let staff = if chance(dice, 3) { dice.random_range(0..super::names::STAFF) } else { pc };
        match pick(dice, &self.weights) {
            0..=2 => Step::Decide { pc, about, kind: self.kind(dice) },
            3 => match dice.random_range(0..5_u32) {
                0 => Step::Wait,
                1 => Step::Withdraw { pc },
                2 => Step::KeepTheirs { pc },
                3 => Step::Reissue { pc },
                _ => Step::SyncNow { pc },
            },
            4 => Step::DecideAgain { pc },
            5 => Step::Crash { pc, effects: dice.random_range(0..6) },
            6 => Step::Reboot { pc },
            7 => Step::Suspend { pc, seconds: [30, 100, 1_000, 10_000, 200_000][dice.random_range(0..5_usize)] },
            8 => Step::ClockJump {
                pc,
                seconds: [-100_000, -3_600, -40, 40, 3_600, 100_000][dice.random_range(0..6_usize)],
            },
            9 => {
                if chance(dice, 2) {
                    Step::WorkOffline { pc }
                } else {
                    Step::WorkOnline { pc }
                }
            }
            10 => {
                if chance(dice, 2) {
                    Step::Cut { pc }
                } else {
                    Step::Join { pc }
                }
            }
            11 => {
                if chance(dice, 2) {
                    Step::SignOut { pc, staff }
                } else {
                    Step::SignIn { pc, staff }
                }
            }
            12 => Step::PatientWrites { about },
            13 | 14 => Step::Elsewhere { about, kind: self.kind(dice) },
            15 => Step::Slowly { about, kind: self.kind(dice), seconds: self.lateness_s(dice) },
            16 => Step::Touch { about },
            17 => {
                let about = dice.random_range(0..super::step::REQUESTS);
                Step::Create { about, seconds: self.lateness_s(dice) }
            }
            18 => Step::Delete { about },
            19 => {
                if chance(dice, 2) {
                    Step::Backup
                } else {
                    Step::Restore
                }
            }
            20 => Step::ServerClockBack { minutes: [10, 60][dice.random_range(0..2_usize)] },
            21 => Step::Outage { seconds },
            22 => Step::Throttle { seconds, retry_after_s: [0, 1, 60, 1_200][dice.random_range(0..4_usize)] },
            _ => {
                let trouble = Trouble::ALL[dice.random_range(0..Trouble::ALL.len())];
                Step::Trouble { about, trouble, seconds }
            }
        }
    }

    fn lateness_s(&self, dice: &mut ChaCha8Rng) -> u16 {
        [0, 30, 120, 400][dice.random_range(0..4_usize)]
    }

    fn kind(&self, dice: &mut ChaCha8Rng) -> Kind {
        Kind::ALL[pick(dice, &self.kinds)]
    }
}

fn pick(dice: &mut ChaCha8Rng, weights: &[u16]) -> usize {
    let sum: u32 = weights.iter().map(|weight| u32::from(*weight)).sum();
    let mut left = dice.random_range(0..sum.max(1));
    for (at, weight) in weights.iter().enumerate() {
        let weight = u32::from(*weight);
        if left < weight {
            return at;
        }
        left -= weight;
    }
    0
}
