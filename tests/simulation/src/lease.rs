//! Claims on the server's clock: however wrong the PCs' own clocks are and however slow the line, a holder has stopped
//! acting on a claim before anybody else may take it over (I38, I39).

use chrono::{DateTime, Duration, Utc};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use triage_sync::lease::Sample;
use triage_sync::{Now, ServerClock, may_act, may_take};

/// Length of a claim, in milliseconds (`sync.md` b.7).
const CLAIM_MS: i64 = 10 * 60_000;

struct Pc {
    booted_ms: i64,
    wall_offset_ms: i64,
    clock: ServerClock,
}

impl Pc {
    fn new(dice: &mut ChaCha8Rng) -> Self {
        let wrong_ms = dice.random_range(-3_600_000..=3_600_000);
        Self {
            booted_ms: dice.random_range(-86_400_000..-700_000),
            wall_offset_ms: wrong_ms,
            clock: ServerClock::default(),
        }
    }

    fn elapsed_ms(&self, true_ms: i64) -> u64 {
        u64::try_from(true_ms - self.booted_ms).unwrap_or(0)
    }

    fn now(&self, true_ms: i64) -> Now {
        Now { elapsed_ms: self.elapsed_ms(true_ms), wall: at(true_ms + self.wall_offset_ms) }
    }

    /// Asks the server something; its answer says the time in whole seconds.
    fn asks(&mut self, true_ms: i64, dice: &mut ChaCha8Rng) {
        let (there_ms, back_ms) = (dice.random_range(1..4_000), dice.random_range(1..4_000));
        let written = at(true_ms + there_ms);
        let date = written - Duration::milliseconds(i64::from(written.timestamp_subsec_millis()));
        let (sent_ms, received_ms) = (self.elapsed_ms(true_ms), self.elapsed_ms(true_ms + there_ms + back_ms));
        self.clock.learn(Sample { sent_ms, received_ms, date });
    }
}

fn at(true_ms: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Duration::milliseconds(1_800_000_000_000 + true_ms)
}

/// Plays one claim with a holder and somebody who waits for it; says what broke.
#[must_use]
pub fn run(seed: u64) -> Option<String> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let (mut holder, mut taker) = (Pc::new(&mut dice), Pc::new(&mut dice));
    for _ in 0..dice.random_range(1..12) {
        let asked_ms = dice.random_range(-600_000..0);
        holder.asks(asked_ms, &mut dice);
        taker.asks(asked_ms + 5, &mut dice);
    }
    let expires = at(CLAIM_MS);
    for _ in 0..40 {
        let true_ms = CLAIM_MS + dice.random_range(-20_000..20_000);
        let acts = holder.clock.time(holder.now(true_ms)).is_some_and(|time| may_act(expires, time));
        let takes = taker.clock.time(taker.now(true_ms)).is_some_and(|time| may_take(expires, time));
        if acts && takes {
            return Some(format!("seed {seed}: invariant 38 broken: two hold one claim at {true_ms} ms"));
        }
        if acts && at(true_ms) >= expires {
            return Some(format!("seed {seed}: invariant 39 broken: acts on a claim that has run out at {true_ms} ms"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_acts_on_a_claim_that_somebody_else_may_take() {
        for seed in 0..2_000 {
            assert_eq!(run(seed), None);
        }
    }
}
