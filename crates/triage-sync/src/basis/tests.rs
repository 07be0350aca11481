#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use triage_domain::Decision;
use triage_domain::request::{Answer, Delivery, Note, Photo};
use triage_domain::{OpId, Words};

use super::*;
use crate::sample::{at, close, gp, nurse, op, patient_writes, person, request};

fn changed(change: impl FnOnce(&mut TriageRequest)) -> Vec<BasisField> {
    let before = request("req-a");
    let mut after = before.clone();
    change(&mut after);
    let (before, after) = (Basis::of(&before), Basis::of(&after));
    assert_eq!(before.hash == after.hash, before.differences(&after).is_empty(), "hash and differences agree");
    before.differences(&after)
}

fn write_reply(request: &mut TriageRequest, delivery: Delivery) {
    request.messages.push(Message::Reply {
        id: op(1).as_str().to_owned(),
        author: gp().name,
        at: at(5),
        text: Words::new("Come today"),
        channel: "sms".to_owned(),
        delivery,
        sends_again: None,
        may_answer: false,
        attachments: Vec::new(),
    });
}

#[test]
fn what_matters_clinically_changes_the_basis() {
    assert_eq!(changed(|request| request.state.urgency = Urgency::Emergency), [BasisField::Urgency]);
    assert_eq!(changed(|request| request.state.category = Category::Administrative), [BasisField::Category]);
    assert_eq!(changed(|request| request.state.owner = person(&nurse())), [BasisField::Owner]);
    assert_eq!(changed(|request| close().apply(request, &op(1), &gp(), at(5))), [BasisField::Ending]);
    assert_eq!(changed(|request| patient_writes(request, "m-1")), [BasisField::Messages]);
    assert_eq!(changed(|request| request.state.held_until = Some(at(50))), [BasisField::Held]);
    assert_eq!(changed(|request| request.submission.words = Words::new("Chest pain")), [BasisField::Content]);
    let answer = Answer { question: Words::new("Fever?"), answer: Words::new("Yes"), is_red_flag: true };
    assert_eq!(changed(|request| request.submission.answers.push(answer)), [BasisField::Content]);
    let photo = Photo {
        id: "photo-1".to_owned(),
        title: Words::new("Arm"),
        url: "Binary/1".to_owned(),
        content_type: "image/jpeg".to_owned(),
        size_bytes: 1,
        sha1_base64: None,
        taken_at: None,
    };
    assert_eq!(changed(|request| request.photos.push(photo)), [BasisField::Content]);
}

#[test]
fn what_does_not_matter_leaves_it_alone() {
    let none: [BasisField; 0] = [];
    assert_eq!(changed(|request| request.version = crate::sample::version("99")), none);
    assert_eq!(changed(|request| request.title = Words::new("Renamed")), none);
    assert_eq!(changed(|request| request.state.first_opened_at = Some(at(9))), none);
    assert_eq!(changed(|request| request.due_at = Some(at(9))), none);
    let note = Note { author: gp().name, author_id: None, at: None, text: Words::new("x"), op_id: None::<OpId> };
    assert_eq!(changed(|request| request.notes.push(note)), none);
}

#[test]
fn a_delivery_report_or_a_new_display_name_is_no_change() {
    let mut before = request("req-a");
    before.state.owner = person(&nurse());
    write_reply(&mut before, Delivery::Waiting);
    let mut after = before.clone();
    after.messages.clear();
    write_reply(&mut after, Delivery::Delivered);
    let mut married = nurse();
    married.name = "Nurse Bea Lund-Mills".to_owned();
    after.state.owner = person(&married);
    assert_eq!(Basis::of(&before).hash, Basis::of(&after).hash);
}

#[test]
fn answers_cannot_be_moved_about_unnoticed() {
    let with = |question: &str, answer: &str| {
        let mut request = request("req-a");
        request.submission.answers.push(Answer {
            question: Words::new(question),
            answer: Words::new(answer),
            is_red_flag: false,
        });
        Basis::of(&request).hash
    };
    assert_ne!(with("Fever", "No"), with("FeverN", "o"));
}

/// What a ledger of before holds and claims holds: fields as they were then, with hashes that another program computed.
const STORED_BEFORE: &str = concat!(
    r#"{"version":"1","fields":{"urgency":"soon","category":"clinical","owner":{"kind":"nobody"},"#,
    r#""ending":{"kind":"open"},"messages":[],"#,
    r#""content":"6cf406a682f8e52e6af66769a94b1880301fbfbc78d1b7f4578d07f68e7ff380"},"#,
    r#""hash":"8e4e513c2a2478bcaa072348f9f90bd5366ab138c3ffbf1c5b3288953efa4675"}"#,
);

#[test]
fn a_stored_basis_of_before_is_read_and_written_back_byte_for_byte() {
    let basis: Basis = serde_json::from_str(STORED_BEFORE).unwrap();
    assert_eq!(serde_json::to_string(&basis).unwrap(), STORED_BEFORE);
}

#[test]
fn what_was_stored_before_is_no_change_to_the_same_request_as_it_is_read_now() {
    let before: Basis = serde_json::from_str(STORED_BEFORE).unwrap();
    assert_eq!(Basis::of(&request("req-a")), before);
}

/// One thing that happens beside what matters clinically.
fn beside(request: &mut TriageRequest, what: u8, n: u8) {
    match what % 8 {
        0 => request.version = crate::sample::version(&n.to_string()),
        1 => request.title = Words::new(n.to_string()),
        2 => crate::sample::note("Rang").apply(request, &op(n), &gp(), at(20)),
        3 => Decision::FirstOpened.apply(request, &op(n), &gp(), at(20)),
        4 => Decision::RecordFiled.apply(request, &op(n), &gp(), at(20)),
        5 => crate::sample::chase("Any news?").apply(request, &op(n), &gp(), at(20)),
        6 => Decision::Claim { until: at(25) }.apply(request, &op(n), &gp(), at(20)),
        _ => {
            for message in &mut request.messages {
                if let Message::Reply { delivery, .. } = message {
                    *delivery = Delivery::Delivered;
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn the_hash_sees_a_new_message_and_nothing_that_happens_beside(events in vec((any::<u8>(), 1_u8..200), 0..12)) {
        let mut request = request("req-a");
        write_reply(&mut request, Delivery::Waiting);
        let seen = Basis::of(&request);
        for (what, n) in &events {
            beside(&mut request, *what, *n);
        }
        prop_assert_eq!(&Basis::of(&request).hash, &seen.hash);
        patient_writes(&mut request, "m-1");
        prop_assert_ne!(&Basis::of(&request).hash, &seen.hash);
    }
}
