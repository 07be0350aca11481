//! What looks like one request sent twice, and what does not.

#![allow(clippy::unwrap_used)]

use chrono::{DateTime, TimeZone, Utc};

use super::*;
use crate::request::{Lifecycle, RequestState, Submission};
use crate::{Patient, RequestId, Version, Words};

fn sent(id: &str, patient: &str, hour: u32, words: &str) -> TriageRequest {
    TriageRequest {
        id: RequestId::parse(id).unwrap(),
        version: Version::parse("1").unwrap(),
        reference: String::new(),
        title: Words::new("Skin problem"),
        received_at: at(hour),
        due_at: None,
        state: RequestState::untouched(),
        patient: Patient::not_known(patient),
        sent_by: None,
        route: None,
        submission: Submission { words: Words::new(words), ..Submission::default() },
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    }
}

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, hour, 0, 0).unwrap()
}

const RASH: &str = "A red rash on my left arm since Friday";

#[test]
fn the_same_words_of_one_patient_look_like_one_request_with_the_reason_said() {
    let (one, other) = (sent("a", "pat-1", 9, RASH), sent("b", "pat-1", 11, "Red rash on my LEFT arm, since Friday!"));
    let expected = Likeness { apart: TimeDelta::hours(2), same_form: true, same_words_percent: 100 };
    assert_eq!(likeness(&one, &other), Some(expected));
    assert_eq!(likeness(&other, &one), Some(expected), "whichever came first");
}

#[test]
fn the_same_form_again_within_two_days_looks_like_one_whatever_the_words() {
    let one = sent("a", "pat-1", 9, RASH);
    let mut other = sent("b", "pat-1", 10, "It itches terribly");
    assert_eq!(likeness(&one, &other).map(|alike| alike.same_words_percent), Some(0));
    other.received_at += FORM_AGAIN;
    assert_eq!(likeness(&one, &other), None);
}

#[test]
fn another_patient_with_the_very_same_words_is_never_the_same_request() {
    assert_eq!(likeness(&sent("a", "pat-1", 9, RASH), &sent("b", "pat-2", 9, RASH)), None);
    assert_eq!(likeness(&sent("a", "", 9, RASH), &sent("b", "", 9, RASH)), None, "nobody knows who these are");
}

#[test]
fn a_request_that_has_ended_and_one_of_another_month_are_repeat_contacts_and_no_duplicates() {
    let one = sent("a", "pat-1", 9, RASH);
    let mut ended = sent("b", "pat-1", 10, RASH);
    ended.state.lifecycle = Lifecycle::Withdrawn;
    assert_eq!(likeness(&one, &ended), None);
    let mut long_ago = sent("b", "pat-1", 10, RASH);
    long_ago.received_at -= TimeDelta::days(29);
    assert_eq!(likeness(&one, &long_ago), None);
}
