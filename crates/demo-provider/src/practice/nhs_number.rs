//! Owns synthetic NHS numbers: valid, distinct, and from the 999 range that is issued to nobody.

use super::dice::Dice;

/// NHS numbers of the 999 test range, each once.
pub struct NhsNumbers {
    next: u64,
}

/// Numbers in the 999 range before the check digit.
const NHS_RANGE: u64 = 1_000_000;
/// Step through the range; it shares no factor with it, so no number comes twice.
const NHS_STEP: u64 = 618_033;

impl NhsNumbers {
    /// Starts at a number that depends on the seed.
    pub fn new(seed: u64) -> Self {
        Self { next: Dice::new(seed, "nhs", 0).below(NHS_RANGE) }
    }

    /// Returns a valid number that has not been returned before.
    pub fn next_number(&mut self) -> String {
        loop {
            self.next = (self.next + NHS_STEP) % NHS_RANGE;
            let body = format!("999{:06}", self.next);
            if let Some(check) = check_digit(&body) {
                return format!("{body}{check}");
            }
        }
    }
}

/// Returns the check digit of nine digits, or nothing when no valid number begins with them.
///
/// Modulus 11, weights 10 to 2. Source: NHS Data Dictionary, NHS NUMBER.
pub fn check_digit(body: &str) -> Option<u32> {
    let sum: u32 = body
        .chars()
        .zip((2..=10).rev())
        .filter_map(|(digit, weight): (char, u32)| Some(digit.to_digit(10)? * weight))
        .sum();
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    }
}
