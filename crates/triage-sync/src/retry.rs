//! Waiting between tries: full jitter, no limit on their number. The dice are the caller's seed.

/// Shortest ceiling of a wait (`sync.md` b.8).
pub const BACKOFF_MS_MIN: u64 = 1_000;
/// Longest ceiling of a wait (`sync.md` b.8).
pub const BACKOFF_MS_MAX: u64 = 60_000;
/// Longest `Retry-After` that is honoured as it stands (`sync.md` b.8).
pub const RETRY_AFTER_MS_MAX: u64 = 15 * 60 * 1_000;

/// A small deterministic source of jitter (SplitMix64), seeded from outside.
#[derive(Debug, Clone)]
pub struct Jitter(u64);

impl Jitter {
    /// Starts from a seed; the same seed gives the same waits.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns the wait before the next try after `failures` in a row: full jitter below a doubling ceiling, but never
    /// under a quarter of it, so that a dead line is not hammered.
    pub fn backoff_ms(&mut self, failures: u32) -> u64 {
        let doublings = failures.saturating_sub(1).min(16);
        let ceiling = (BACKOFF_MS_MIN << doublings).min(BACKOFF_MS_MAX);
        let floor = ceiling / 4;
        floor + self.next() % (ceiling - floor + 1)
    }

    /// Returns a wait of at most `ceiling_ms`, evenly spread.
    pub fn below(&mut self, ceiling_ms: u64) -> u64 {
        if ceiling_ms == 0 { 0 } else { self.next() % (ceiling_ms + 1) }
    }

    /// Returns the provider's own wish plus up to a fifth, so that PCs of one practice do not come back together.
    pub fn retry_after_ms(&mut self, wished_ms: u64) -> u64 {
        let wished_ms = wished_ms.min(RETRY_AFTER_MS_MAX);
        wished_ms + self.next() % (wished_ms / 5 + 1)
    }
}

#[cfg(test)]
mod tests;
