//! The list of promises is whole, and says the truth about where each is checked.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

/// The sources that hold the checks of tier 0.
const CHECKS: &[&str] = &[
    include_str!("../tier0/check/copies.rs"),
    include_str!("../tier0/check/durable.rs"),
    include_str!("../tier0/check/landing.rs"),
    include_str!("../tier0/check/rest.rs"),
    include_str!("../tier0/check/sending.rs"),
    include_str!("../tier0/check/shown.rs"),
];

#[test]
fn all_fifty_two_are_named_once_and_in_order() {
    let numbers: Vec<u8> = INVARIANTS.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=52).collect::<Vec<u8>>());
}

#[test]
fn each_that_tier_0_checks_has_its_function_there() {
    let has = |number: u8| {
        let name = format!("pub fn i{number}");
        let ends = |rest: &str| rest.starts_with('(') || rest.starts_with('_');
        CHECKS.iter().any(|text| text.split(&name).skip(1).any(ends))
    };
    let missing: Vec<u8> = INVARIANTS
        .iter()
        .filter(|(number, _, place)| *place == Where::Tier0 && !has(*number))
        .map(|(number, ..)| *number)
        .collect();
    assert_eq!(missing, Vec::<u8>::new());
}
