//! A history that breaks a promise is made smaller, and still breaks it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::super::step::Step;
use super::*;

fn cuts(history: &[Tick]) -> Vec<u8> {
    let pc = |tick: &Tick| if let Step::Cut { pc } = tick.step { Some(pc) } else { None };
    history.iter().filter_map(pc).collect()
}

#[test]
fn what_is_left_fails_still_and_every_step_of_it_is_needed() {
    let history: Vec<Tick> = (0..40).map(|pc| Tick { wait_ms: 1, step: Step::Cut { pc } }).collect();
    let fails = |history: &[Tick]| [3, 17, 39].iter().all(|needed| cuts(history).contains(needed));
    let short = shrink(&history, fails);
    assert_eq!(cuts(&short), [3, 17, 39]);
    assert_eq!(short.iter().map(|tick| tick.wait_ms).sum::<u32>(), 40, "the time still passes");
}
