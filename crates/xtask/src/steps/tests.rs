#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::Steps;
use crate::lack::Lack;
use crate::run::RunError;

fn broken() -> Result<(), RunError> {
    Err(RunError::NotStarted { program: "none".to_owned(), source: std::io::ErrorKind::NotFound.into() })
}

#[test]
fn a_step_that_was_left_out_counts_neither_as_passed_nor_as_failed() {
    let mut steps = Steps::default();
    steps.step("one", || Ok(()));
    steps.step("two", || Err(Lack::Node.into()));
    assert_eq!(steps.counts(), (1, 0));
    assert!(!steps.passed("two"));
}

#[test]
fn steps_after_a_failed_one_still_run() {
    let mut steps = Steps::default();
    steps.step("one", broken);
    steps.step("two", || Ok(()));
    assert_eq!(steps.counts(), (1, 1));
    assert!(steps.passed("two"));
}
