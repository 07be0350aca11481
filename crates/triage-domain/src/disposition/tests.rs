#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use super::*;

#[test]
fn no_two_outcomes_share_a_code_or_a_label() {
    let codes: BTreeSet<&str> = DISPOSITIONS.iter().map(|choice| choice.code).collect();
    let labels: BTreeSet<&str> = DISPOSITIONS.iter().map(|choice| choice.label).collect();
    assert_eq!((codes.len(), labels.len()), (DISPOSITIONS.len(), DISPOSITIONS.len()));
}

#[test]
fn an_outcome_of_another_program_keeps_its_code_and_its_own_words() {
    let foreign = Disposition::received("appointment-booked", Some("Booked"));
    assert_eq!((foreign.code(), foreign.label()), ("appointment-booked", "Booked"));
    assert_eq!(foreign.group(), DispositionGroup::None);
    assert_eq!(Disposition::received("x-1", None).label(), "x-1");
    assert_eq!(Disposition::received("video", Some("Video call")), Disposition::known("video").unwrap());
}

#[test]
fn every_mode_is_found_by_its_code() {
    for mode in Mode::ALL {
        assert_eq!(Mode::from_code(mode.code()), Some(mode));
    }
    assert_eq!(Mode::from_code("telepathy"), None);
}
