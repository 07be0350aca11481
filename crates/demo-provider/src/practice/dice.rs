//! Owns randomness: every choice comes from a named stream of one seed, so equal seeds give equal practices.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A stream of repeatable choices.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Opens the stream of one purpose and one number; streams do not influence each other.
    pub fn new(seed: u64, purpose: &str, number: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&number.to_le_bytes());
        bytes[16..24].copy_from_slice(&fnv(purpose).to_le_bytes());
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// Returns a number below `limit`, or 0 when the limit is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(limit);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// Returns an index into something of that length, 0 when it is empty.
    pub fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// Returns a number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// Says yes in `permille` of a thousand cases.
    pub fn chance(&mut self, permille: u32) -> bool {
        self.below(1000) < u64::from(permille)
    }

    /// Returns one of the texts, or nothing's text when there is none.
    pub fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        let index = self.index(texts.len());
        texts.get(index).copied().unwrap_or("")
    }

    /// Returns an index with a chance in proportion to its weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let total: u64 = weights.clone().map(u64::from).sum();
        let mut left = self.below(total);
        for (index, weight) in weights.enumerate() {
            let weight = u64::from(weight);
            if left < weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// Puts the items into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }

    /// Returns a random UUID.
    pub fn uuid(&mut self) -> String {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// Returns ten upper-case hexadecimal digits.
    pub fn reference(&mut self) -> String {
        format!("{:010X}", self.0.next_u64() & 0xFF_FFFF_FFFF)
    }
}

/// Hashes text to a number that is the same on every machine (FNV-1a, 64 bit).
pub fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
