#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::sample::version;

fn stamp(number: &str, second: u32, content: &str) -> Stamp {
    let last_updated = format!("2026-11-23T09:00:{second:02}Z");
    Stamp { version: version(number), last_updated, content: content.to_owned() }
}

#[test]
fn whole_numbers_decide_before_any_clock() {
    assert_eq!(judge(Some(&stamp("9", 30, "a")), &stamp("10", 10, "b")), Verdict::Newer);
    assert_eq!(judge(Some(&stamp("10", 30, "b")), &stamp("9", 10, "a")), Verdict::Older);
}

#[test]
fn other_versions_are_told_apart_by_the_providers_instant_and_a_tie_by_arrival() {
    assert_eq!(judge(Some(&stamp("a1", 10, "a")), &stamp("0f", 11, "b")), Verdict::Newer);
    assert_eq!(judge(Some(&stamp("a1", 10, "a")), &stamp("0f", 9, "b")), Verdict::Older);
    assert_eq!(judge(Some(&stamp("a1", 10, "a")), &stamp("0f", 10, "b")), Verdict::Newer);
}

#[test]
fn the_same_version_with_other_content_is_a_doubt_and_not_an_update() {
    assert_eq!(judge(Some(&stamp("3", 10, "a")), &stamp("3", 11, "a")), Verdict::Same);
    assert_eq!(judge(Some(&stamp("3", 10, "a")), &stamp("3", 11, "b")), Verdict::Doubtful);
}

#[test]
fn a_lower_version_that_was_written_later_is_no_late_page() {
    assert_eq!(judge(Some(&stamp("10", 10, "b")), &stamp("9", 30, "a")), Verdict::OutOfOrder);
}

#[test]
fn what_is_not_here_yet_is_newer_than_nothing() {
    assert_eq!(judge(None, &stamp("1", 0, "a")), Verdict::Newer);
}

#[test]
fn instants_are_compared_as_instants_and_not_as_text() {
    let utc = Stamp { last_updated: "2026-11-23T09:00:00Z".to_owned(), ..stamp("a", 0, "a") };
    let local = Stamp { last_updated: "2026-11-23T09:30:00+01:00".to_owned(), ..stamp("b", 0, "b") };
    assert_eq!(judge(Some(&utc), &local), Verdict::Older);
}
