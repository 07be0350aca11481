//! What the rules allow, and what a decision does to a request.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{SubsecRound, TimeZone};

use super::*;
use crate::disposition::{Disposition, Mode};
use crate::ids::{OpId, RequestId, StaffId, TeamId, Version};
use crate::new_request::{About, EntryRoute, NewRequest};
use crate::nhs_number::NhsNumber;
use crate::owner::{Owner, TeamRef};
use crate::patient::{NhsNumberMatch, Patient};
use crate::request::{
    Answer, ChaseRoute, Delivery, Lifecycle, Message, NextAction, RequestState, Stage, Submission, TriageRequest,
};
use crate::staff::{Author, Role};
use crate::urgency::{Category, Urgency};

fn at(minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, minute, 0).unwrap()
}

fn op(n: u8) -> OpId {
    OpId::from_bytes([n; 16])
}

fn author(role: Role) -> Author {
    Author { id: StaffId::parse("555000000101").unwrap(), name: "Dr Amara Osei".to_owned(), role }
}

fn words(text: &str) -> Words {
    Words::new(text)
}

/// An open clinical request that a person has opened.
fn request() -> TriageRequest {
    let mut patient = Patient::not_known("pat-1");
    patient.nhs_number = NhsNumberMatch::Verified { number: NhsNumber::parse("999 000 0018").unwrap() };
    let mut state = RequestState::untouched();
    state.category = Category::Clinical;
    state.urgency = Urgency::Soon;
    state.first_opened_at = Some(at(1));
    TriageRequest {
        id: RequestId::parse("req-1").unwrap(),
        version: Version::parse("1").unwrap(),
        reference: "REF-1".to_owned(),
        title: words("Rash"),
        received_at: at(0),
        due_at: None,
        state,
        patient,
        sent_by: None,
        route: None,
        submission: Submission::default(),
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    }
}

fn closed() -> TriageRequest {
    let mut request = request();
    close_with(None).apply(&mut request, &op(9), &author(Role::Gp), at(30));
    request
}

fn close_with(reason: Option<&str>) -> Decision {
    let disposition = Disposition::known("telephone-today").unwrap();
    Decision::Close { disposition, mode: Some(Mode::Telephone), reason: reason.map(words) }
}

fn urgency(to: Urgency, reason: Option<&str>) -> Decision {
    Decision::SetUrgency { to, reason: reason.map(words) }
}

fn reply(text: &str, then: AfterReply) -> Decision {
    Decision::reply(words(text), then)
}

fn reply_and_close() -> Decision {
    let disposition = Disposition::known("advice-by-message").unwrap();
    reply("Rest and drink", AfterReply::Close { disposition, mode: None })
}

fn blocked(decision: &Decision, request: &TriageRequest, role: Role) -> Option<Blocked> {
    decision.check(request, &author(role), at(40)).err()
}

#[test]
fn anybody_may_raise_urgency_and_only_a_clinician_may_lower_it_with_a_reason() {
    for role in [Role::Receptionist, Role::Manager, Role::Gp] {
        assert_eq!(blocked(&urgency(Urgency::Emergency, None), &request(), role), None);
    }
    let lower = urgency(Urgency::Routine, Some("Read the photo"));
    assert_eq!(blocked(&lower, &request(), Role::Receptionist), Some(Blocked::RoleMayNotLowerUrgency));
    assert_eq!(blocked(&lower, &request(), Role::Manager), Some(Blocked::RoleMayNotLowerUrgency));
    assert_eq!(blocked(&lower, &request(), Role::Gp), None);
    assert_eq!(blocked(&urgency(Urgency::Routine, None), &request(), Role::Gp), Some(Blocked::ReasonNeeded));
    assert_eq!(blocked(&urgency(Urgency::Routine, Some("  ")), &request(), Role::Gp), Some(Blocked::ReasonNeeded));
}

#[test]
fn a_clinical_request_is_not_closed_before_a_person_has_opened_it() {
    for category in [Category::Clinical, Category::Unknown] {
        let mut unopened = request();
        unopened.state.category = category;
        unopened.state.first_opened_at = None;
        assert_eq!(blocked(&close_with(None), &unopened, Role::Gp), Some(Blocked::ClinicalNotOpened));
        assert_eq!(blocked(&reply_and_close(), &unopened, Role::Gp), Some(Blocked::ClinicalNotOpened));
    }
    let mut administrative = request();
    administrative.state.category = Category::Administrative;
    administrative.state.first_opened_at = None;
    assert_eq!(blocked(&close_with(None), &administrative, Role::Receptionist), None);
}

#[test]
fn a_red_flag_is_closed_only_with_a_reason() {
    let mut flagged = request();
    let answer = Answer { question: words("Chest pain?"), answer: words("Yes"), is_red_flag: true };
    flagged.submission.answers.push(answer);
    assert_eq!(blocked(&close_with(None), &flagged, Role::Gp), Some(Blocked::ReasonNeeded));
    assert_eq!(blocked(&close_with(Some(" ")), &flagged, Role::Gp), Some(Blocked::ReasonNeeded));
    assert_eq!(blocked(&close_with(Some("Seen in person")), &flagged, Role::Gp), None);
}

#[test]
fn a_closed_request_takes_notes_and_reopening_and_nothing_else() {
    let closed = closed();
    for allowed in [
        Decision::AddNote { text: words("Rang back") },
        Decision::FirstOpened,
        Decision::Reopen { reason: words("Patient rang") },
    ] {
        assert_eq!(blocked(&allowed, &closed, Role::Gp), None);
    }
    for refused in [close_with(None), reply("Hello", AfterReply::KeepOpen), urgency(Urgency::Emergency, None)] {
        assert_eq!(blocked(&refused, &closed, Role::Gp), Some(Blocked::AlreadyClosed));
    }
}

#[test]
fn a_withdrawn_request_takes_notes_only() {
    let mut withdrawn = request();
    withdrawn.state.lifecycle = Lifecycle::Withdrawn;
    assert_eq!(blocked(&Decision::AddNote { text: words("Rang") }, &withdrawn, Role::Gp), None);
    assert_eq!(blocked(&close_with(None), &withdrawn, Role::Gp), Some(Blocked::WithdrawnByProvider));
    let reopen = Decision::Reopen { reason: words("Why") };
    assert_eq!(blocked(&reopen, &withdrawn, Role::Gp), Some(Blocked::WithdrawnByProvider));
}

#[test]
fn reopening_needs_a_reason_and_something_closed() {
    let reopen = |reason: &str| Decision::Reopen { reason: words(reason) };
    assert_eq!(blocked(&reopen(""), &closed(), Role::Gp), Some(Blocked::ReasonNeeded));
    assert_eq!(blocked(&reopen("Rang"), &request(), Role::Gp), Some(Blocked::NotClosed));
}

#[test]
fn nothing_is_sent_to_a_patient_nobody_has_matched() {
    for unmatched in [NhsNumberMatch::Invalid, NhsNumberMatch::Missing] {
        let mut request = request();
        request.patient.nhs_number = unmatched;
        let decision = reply("Come in", AfterReply::KeepOpen);
        assert_eq!(blocked(&decision, &request, Role::Gp), Some(Blocked::PatientNotMatched));
        assert_eq!(blocked(&close_with(None), &request, Role::Gp), None);
    }
}

#[test]
fn empty_texts_and_texts_past_the_limit_are_refused_and_the_limit_counts_characters() {
    let note = |text: String| Decision::AddNote { text: Words::new(text) };
    assert_eq!(blocked(&note(" \n".to_owned()), &request(), Role::Gp), Some(Blocked::EmptyText));
    assert_eq!(blocked(&note("ŵ".repeat(NOTE_CHARS_MAX)), &request(), Role::Gp), None);
    assert_eq!(blocked(&note("a".repeat(NOTE_CHARS_MAX + 1)), &request(), Role::Gp), Some(Blocked::TextTooLong));
    let long = reply(&"a".repeat(REPLY_CHARS_MAX + 1), AfterReply::KeepOpen);
    assert_eq!(blocked(&long, &request(), Role::Gp), Some(Blocked::TextTooLong));
    let reason = "a".repeat(REASON_CHARS_MAX + 1);
    assert_eq!(blocked(&close_with(Some(&reason)), &request(), Role::Gp), Some(Blocked::TextTooLong));
    let reopen = Decision::Reopen { reason: Words::new(reason) };
    assert_eq!(blocked(&reopen, &closed(), Role::Gp), Some(Blocked::TextTooLong));
}

#[test]
fn a_decision_that_changes_nothing_is_refused() {
    let no_change = Some(Blocked::NoChange);
    assert_eq!(blocked(&Decision::Assign { to: Owner::Nobody }, &request(), Role::Gp), no_change);
    assert_eq!(blocked(&Decision::SetCategory { to: Category::Clinical }, &request(), Role::Gp), no_change);
    assert_eq!(blocked(&urgency(Urgency::Soon, None), &request(), Role::Gp), no_change);
}

#[test]
fn closing_gives_the_outcome_the_person_and_the_time_and_takes_the_move_from_everybody() {
    let state = closed().state;
    let Lifecycle::Closed(closure) = &state.lifecycle else { panic!("it is open") };
    assert_eq!(closure.disposition.as_ref().map(Disposition::code), Some("telephone-today"));
    assert_eq!((closure.mode, closure.at), (Some(Mode::Telephone), Some(at(30))));
    assert_eq!(closure.by.as_ref().map(|person| person.name.as_str()), Some("Dr Amara Osei"));
    assert_eq!((state.next_action, state.stage), (NextAction::Nobody, Stage::Decided));
    assert_eq!((state.first_response_at, state.decided_at), (Some(at(30)), Some(at(30))));
}

#[test]
fn the_first_response_is_the_first_and_stays_it() {
    let mut request = request();
    reply("Holding", AfterReply::KeepOpen).apply(&mut request, &op(1), &author(Role::Gp), at(10));
    close_with(None).apply(&mut request, &op(2), &author(Role::Gp), at(20));
    assert_eq!((request.state.first_response_at, request.state.decided_at), (Some(at(10)), Some(at(20))));
}

#[test]
fn reopening_gives_the_move_back_to_the_practice_and_keeps_the_owner_and_the_reason() {
    let mut request = closed();
    let owner = Owner::Team(TeamRef { id: TeamId::parse("nurses").unwrap(), name: "Nurses".to_owned() });
    request.state.owner = owner.clone();
    Decision::Reopen { reason: words("Worse") }.apply(&mut request, &op(3), &author(Role::Gp), at(40));
    assert!(request.state.lifecycle.is_open());
    assert_eq!((request.state.next_action, &request.state.owner), (NextAction::Practice, &owner));
    assert_eq!(request.notes.last().map(|note| note.text.as_str()), Some("Worse"));
}

#[test]
fn awaiting_the_patient_moves_the_next_action_and_keeps_the_request_open() {
    let mut request = request();
    reply("Photo?", AfterReply::AwaitPatient { until: None }).apply(&mut request, &op(1), &author(Role::Gp), at(10));
    assert!(request.state.lifecycle.is_open());
    assert_eq!(request.state.next_action, NextAction::Patient);
}

#[test]
fn what_was_flagged_at_intake_is_never_changed_by_staff() {
    let mut request = request();
    request.state.intake_urgency = Some(Urgency::Emergency);
    urgency(Urgency::Routine, Some("Fine")).apply(&mut request, &op(1), &author(Role::Gp), at(10));
    assert_eq!(request.state.intake_urgency, Some(Urgency::Emergency));
    assert_eq!(request.state.urgency, Urgency::Routine);
}

#[test]
fn applying_a_decision_twice_writes_its_note_and_its_message_once() {
    let decisions =
        [Decision::AddNote { text: words("Seen") }, reply("Come in", AfterReply::KeepOpen), Decision::FirstOpened];
    for decision in decisions {
        let mut once = request();
        decision.apply(&mut once, &op(1), &author(Role::Gp), at(10));
        let mut twice = once.clone();
        decision.apply(&mut twice, &op(1), &author(Role::Gp), at(10));
        assert_eq!(once, twice);
    }
}

#[test]
fn of_two_openings_the_earlier_counts() {
    let mut request = request();
    request.state.first_opened_at = Some(at(5));
    Decision::FirstOpened.apply(&mut request, &op(1), &author(Role::Gp), at(3));
    Decision::FirstOpened.apply(&mut request, &op(2), &author(Role::Gp), at(8));
    assert_eq!(request.state.first_opened_at, Some(at(3)));
}

mod all_kinds;
mod waiting;
