//! Waiting for the patient: whose move it is, until when, and that nothing waits for ever unseen.

use super::*;
use crate::attachment::{ATTACHMENTS_MAX, Attachment};

fn wait(until: DateTime<Utc>) -> Decision {
    Decision::Hold { until, waits_for: WaitsFor::Patient }
}

fn apply(decision: &Decision, request: &mut TriageRequest, minute: u32) {
    decision.apply(request, &op(minute as u8), &author(Role::Gp), at(minute));
}

fn patient_writes(request: &mut TriageRequest, id: &str) {
    request.messages.push(Message::FromPatient { id: id.to_owned(), at: at(1), text: words("Here it is") });
}

/// A request whose patient has written once, and was rung at 09:20: theirs until 09:50.
fn waiting() -> TriageRequest {
    let mut request = request();
    patient_writes(&mut request, "m-1");
    apply(&wait(at(50)), &mut request, 20);
    request
}

#[test]
fn without_a_reply_the_practice_waits_for_the_patient_although_they_wrote_last() {
    let request = waiting();
    assert!(request.awaits_patient(at(49)) && !request.is_held(at(49)));
    assert_eq!(request.no_answer_since(at(49)), None);
    assert_eq!(request.state.first_response_at, None, "nobody has been told anything by this");
}

#[test]
fn once_the_time_is_past_it_is_the_practices_move_and_that_is_said() {
    let request = waiting();
    assert!(!request.awaits_patient(at(50)) && !request.is_held(at(50)));
    assert_eq!(request.no_answer_since(at(50)), Some(at(50)));
}

#[test]
fn any_message_of_the_patients_ends_the_wait_whatever_its_time_says() {
    let mut request = waiting();
    patient_writes(&mut request, "m-2");
    assert!(!request.awaits_patient(at(30)) && request.has_answered());
    assert_eq!(request.no_answer_since(at(55)), None, "they did answer");
}

#[test]
fn a_reply_can_wait_for_a_time_and_one_without_waits_for_the_answer() {
    let mut timed = request();
    apply(&reply("Photo?", AfterReply::AwaitPatient { until: Some(at(50)) }), &mut timed, 20);
    assert!(timed.awaits_patient(at(30)));
    assert_eq!(timed.no_answer_since(at(51)), Some(at(50)));
    let mut open_ended = request();
    apply(&reply("Photo?", AfterReply::AwaitPatient { until: None }), &mut open_ended, 20);
    assert!(open_ended.awaits_patient(at(59)));
    patient_writes(&mut open_ended, "m-1");
    assert!(!open_ended.awaits_patient(at(59)));
}

#[test]
fn a_hold_and_a_wait_take_each_others_place_and_both_end_early() {
    let mut request = waiting();
    apply(&Decision::hold(at(55)), &mut request, 30);
    assert!(request.is_held(at(40)) && !request.awaits_patient(at(40)));
    apply(&wait(at(56)), &mut request, 31);
    assert!(request.awaits_patient(at(40)) && !request.is_held(at(40)));
    apply(&Decision::EndHold, &mut request, 32);
    assert!(!request.awaits_patient(at(40)) && !request.is_held(at(40)));
    let mut open_ended = super::request();
    apply(&reply("Photo?", AfterReply::AwaitPatient { until: None }), &mut open_ended, 20);
    assert_eq!(Decision::EndHold.check(&open_ended, &author(Role::Receptionist), at(30)), Ok(()));
}

#[test]
fn who_writes_again_after_the_time_does_not_wait_any_more() {
    let mut late = waiting();
    apply(&reply("We tried to reach you", AfterReply::KeepOpen), &mut late, 55);
    assert_eq!((late.no_answer_since(at(56)), late.awaits_patient(at(56))), (None, false));
    let mut in_time = waiting();
    apply(&reply("By the way", AfterReply::KeepOpen), &mut in_time, 30);
    assert!(in_time.awaits_patient(at(40)), "within the time the wait goes on");
}

#[test]
fn the_same_wait_twice_and_a_time_that_is_past_are_refused() {
    let who = author(Role::Receptionist);
    assert_eq!(wait(at(50)).check(&waiting(), &who, at(30)), Err(Blocked::NoChange));
    assert_eq!(wait(at(51)).check(&waiting(), &who, at(30)), Ok(()));
    assert_eq!(Decision::hold(at(50)).check(&waiting(), &who, at(30)), Ok(()), "a hold is another thing");
    assert_eq!(wait(at(30)).check(&request(), &who, at(30)), Err(Blocked::NotInTheFuture));
    let late = reply("Photo?", AfterReply::AwaitPatient { until: Some(at(30)) });
    assert_eq!(late.check(&request(), &who, at(30)), Err(Blocked::NotInTheFuture));
}

#[test]
fn a_reply_takes_three_files_and_they_stand_in_the_thread() {
    let file = |n: usize| Attachment {
        id: format!("file-{n}"),
        name: format!("Leaflet {n}.pdf"),
        content_type: "application/pdf".to_owned(),
        size_bytes: 9,
        sha1_base64: String::new(),
    };
    let with = |count: usize| Decision::Reply {
        text: words("Please read"),
        then: AfterReply::KeepOpen,
        may_answer: true,
        attachments: (0..count).map(file).collect(),
    };
    let who = author(Role::Gp);
    assert_eq!(with(ATTACHMENTS_MAX + 1).check(&request(), &who, at(20)), Err(Blocked::TooManyFiles));
    assert_eq!(with(ATTACHMENTS_MAX).check(&request(), &who, at(20)), Ok(()));
    let mut sent = request();
    apply(&with(2), &mut sent, 20);
    let Some(Message::Reply { may_answer, attachments, .. }) = sent.messages.last() else { panic!("no reply") };
    assert_eq!((*may_answer, attachments.len()), (true, 2));
}
