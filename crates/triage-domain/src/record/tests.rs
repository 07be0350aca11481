//! What is pasted into other programs is what the screen shows, in the practice's own form.

#![allow(clippy::unwrap_used)]

use chrono::TimeZone;

use super::*;
use crate::request::{Closure, Delivery, RequestState, Submission};
use crate::{Disposition, NhsNumberMatch, Patient, PersonName, PersonRef, RequestId, StaffId, Version, Words};

fn request() -> TriageRequest {
    let number = NhsNumber::parse("999 000 0018").unwrap();
    let name = PersonName {
        family: Some("Patel".to_owned()),
        given: vec!["Bilal".to_owned()],
        prefix: Some("Mr".to_owned()),
        text: None,
    };
    let answer = |question: &str, answer: &str, is_red_flag| Answer {
        question: Words::new(question),
        answer: Words::new(answer),
        is_red_flag,
    };
    TriageRequest {
        id: RequestId::parse("req-1").unwrap(),
        version: Version::parse("1").unwrap(),
        reference: "ML-0042".to_owned(),
        title: Words::new("Cough"),
        received_at: at(8),
        due_at: None,
        state: RequestState::untouched(),
        patient: Patient {
            name,
            nhs_number: NhsNumberMatch::Verified { number },
            born: NaiveDate::from_ymd_opt(1962, 9, 4),
            ..Patient::not_known("pat-1")
        },
        sent_by: None,
        route: None,
        submission: Submission {
            words: Words::new(" My cough is worse {{outcome}} "),
            answers: vec![answer("Coughing blood?", "Yes", true), answer("How long?", "3 weeks", false)],
            is_amended: false,
        },
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    }
}

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, 4, hour, 5, 0).unwrap()
}

#[test]
fn every_month_is_three_letters_and_september_is_sep() {
    let months: Vec<String> = (1..=12).map(|month| date(NaiveDate::from_ymd_opt(2026, month, 4).unwrap())).collect();
    assert_eq!(
        months.join(" "),
        "04-Jan-2026 04-Feb-2026 04-Mar-2026 04-Apr-2026 04-May-2026 04-Jun-2026 04-Jul-2026 \
                                  04-Aug-2026 04-Sep-2026 04-Oct-2026 04-Nov-2026 04-Dec-2026"
    );
}

#[test]
fn moments_are_told_by_the_clock_of_the_practice() {
    assert_eq!(moment(at(8)), "04-Sep-2026 09:05", "summer time");
}

#[test]
fn a_patient_is_named_by_name_and_date_of_birth() {
    assert_eq!(name_and_born(&request()), "PATEL, Bilal (Mr), born 04-Sep-1962");
    let unknown = TriageRequest { patient: Patient::not_known(""), ..request() };
    assert_eq!(name_and_born(&unknown), "Name not given, born Not known");
}

#[test]
fn what_the_patient_sent_is_their_words_and_every_answer_with_its_flag() {
    assert_eq!(
        request_text(&request()),
        "My cough is worse {{outcome}}\n\nCoughing blood?: Yes (red flag)\nHow long?: 3 weeks"
    );
}

#[test]
fn the_text_for_the_record_has_the_practices_form_and_fills_nothing_that_a_patient_wrote() {
    let format = "{{ Patient }} {{nhs number}} {{words}} / {{messages}} / {{outcome}} / {{star sign}} {{words}";
    assert_eq!(
        record_text(format, &request()),
        "PATEL, Bilal (Mr) 999 000 0018 My cough is worse {{outcome}} / None / Still open / {{star sign}} {{words}"
    );
}

#[test]
fn every_field_is_known_and_none_is_ever_empty() {
    for name in RECORD_FIELDS {
        let text = record_text(&format!("{{{{{name}}}}}"), &request());
        assert!(!text.is_empty() && !text.contains("{{") || name == "words", "{name}: {text}");
    }
}

#[test]
fn what_was_answered_and_how_it_ended_stand_with_name_and_time() {
    let mut done = request();
    done.messages = vec![Message::Reply {
        id: "op-1".to_owned(),
        author: "Dr Anwen Rees".to_owned(),
        at: at(9),
        text: Words::new("Please come in today"),
        channel: "sms".to_owned(),
        delivery: Delivery::Sent,
        sends_again: None,
        may_answer: false,
        attachments: Vec::new(),
    }];
    done.state.lifecycle = Lifecycle::Closed(Closure {
        disposition: Disposition::known("face-to-face-today"),
        mode: None,
        at: Some(at(10)),
        by: Some(PersonRef { id: StaffId::parse("gp").unwrap(), name: "Dr Anwen Rees".to_owned() }),
    });
    assert_eq!(
        record_text("{{messages}}|{{outcome}}", &done),
        "04-Sep-2026 10:05 Dr Anwen Rees: Please come in today|Face to face today, Dr Anwen Rees, 04-Sep-2026 11:05"
    );
}
