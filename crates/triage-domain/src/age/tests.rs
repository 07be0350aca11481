#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_year_is_completed_on_the_birthday_and_not_before() {
    let born = date(1962, 9, 4);
    assert_eq!(age_years(born, date(2026, 9, 3)), Some(63));
    assert_eq!(age_years(born, date(2026, 9, 4)), Some(64));
}

#[test]
fn who_was_born_on_29_february_completes_a_common_year_on_1_march() {
    let born = date(2008, 2, 29);
    assert_eq!(age_years(born, date(2026, 2, 28)), Some(17));
    assert_eq!(age_years(born, date(2026, 3, 1)), Some(18));
    assert_eq!(age_years(born, date(2028, 2, 28)), Some(19));
    assert_eq!(age_years(born, date(2028, 2, 29)), Some(20));
}

#[test]
fn a_newborn_is_nought_and_nobody_has_an_age_before_birth() {
    let born = date(2026, 11, 23);
    assert_eq!(age_years(born, born), Some(0));
    assert_eq!(age_years(born, date(2026, 11, 22)), None);
}

proptest! {
    #![proptest_config(repeatable())]

    #[test]
    fn nobody_gets_younger(born_day in 693_596_i32..740_000, earlier in 0_i64..40_000, later in 0_i64..40_000) {
        let born = NaiveDate::from_num_days_from_ce_opt(born_day).unwrap();
        let on = born + chrono::Days::new(earlier.unsigned_abs());
        let after = on + chrono::Days::new(later.unsigned_abs());
        prop_assert!(age_years(born, on) <= age_years(born, after));
    }
}

/// The same cases on every run.
fn repeatable() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(999), failure_persistence: None, ..ProptestConfig::default() }
}
