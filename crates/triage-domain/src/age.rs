//! A person's age in whole years. Dates of birth stay in `patient`.

use chrono::NaiveDate;

/// Returns the age in completed years on a date; none where the person was not yet born.
///
/// Who was born on 29 February completes a year on 1 March in years without that day, as is usual in the United Kingdom.
#[must_use]
pub fn age_years(born: NaiveDate, on: NaiveDate) -> Option<u32> {
    on.years_since(born)
}

#[cfg(test)]
mod tests;
