//! NHS numbers: reading them from what people and providers write, checking them, and writing them 3-3-4.
//!
//! It says whether a number is well formed, not whether it is traced or whose it is (`patient::NhsNumberMatch`).

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Digits in an NHS number (NHS Data Dictionary, NHS NUMBER).
const DIGITS: usize = 10;

/// A ten-digit NHS number with a correct check digit.
///
/// Modulus 11, weights 10 to 2; a result of 11 stands for 0 and 10 is never valid.
/// Source: NHS Data Dictionary, NHS NUMBER.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NhsNumber([u8; DIGITS]);

/// Why a text is not an NHS number; it never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ParseNhsNumberError {
    #[error("an NHS number has only digits, spaces and hyphens")]
    NotDigits,
    #[error("an NHS number has ten digits, not {digits}")]
    WrongLength { digits: usize },
    /// Every such number passes modulus 11, and they are typed to fill a field.
    #[error("an NHS number does not repeat one digit ten times")]
    RepeatedDigit,
    #[error("the check digit of the NHS number is wrong")]
    WrongCheckDigit,
}

impl NhsNumber {
    /// Reads a number as people write it: spaces and hyphens may stand anywhere between the digits.
    pub fn parse(text: &str) -> Result<Self, ParseNhsNumberError> {
        let mut digits = [0; DIGITS];
        let mut count = 0;
        for character in text.chars().filter(|character| !is_separator(*character)) {
            let digit = character.to_digit(10).ok_or(ParseNhsNumberError::NotDigits)?;
            if let Some(place) = digits.get_mut(count) {
                *place = digit as u8;
            }
            count += 1;
        }
        if count != DIGITS {
            return Err(ParseNhsNumberError::WrongLength { digits: count });
        }
        if digits.iter().all(|digit| *digit == digits[0]) {
            return Err(ParseNhsNumberError::RepeatedDigit);
        }
        if check_digit(&digits) != Some(digits[DIGITS - 1]) {
            return Err(ParseNhsNumberError::WrongCheckDigit);
        }
        Ok(Self(digits))
    }

    /// Returns the ten bare digits, as they travel to providers and into other programs.
    #[must_use]
    pub fn digits(self) -> String {
        self.0.iter().map(|digit| char::from(b'0' + digit)).collect()
    }

    /// Returns the digits as people read them: `999 000 0018` (CUI NUM-0001 to NUM-0003).
    #[must_use]
    pub fn spaced(self) -> String {
        let digits = self.digits();
        format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..])
    }

    /// Says whether the number is from the 999 range, which is kept for tests and never issued to a person.
    #[must_use]
    pub fn is_synthetic(self) -> bool {
        self.0.starts_with(&[9, 9, 9])
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(redacted)")
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = ParseNhsNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> Self {
        number.digits()
    }
}

/// White space includes the no-break space that numbers are shown with, so a copied number pastes back.
fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}' | '\u{2011}')
}

/// Computes the tenth digit from the first nine; there is none where modulus 11 gives 10.
fn check_digit(digits: &[u8; DIGITS]) -> Option<u8> {
    let weighted: u32 = digits.iter().zip((2..=10_u32).rev()).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    match 11 - weighted % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit as u8),
    }
}

#[cfg(test)]
mod tests;
