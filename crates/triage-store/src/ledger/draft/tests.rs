//! What is being written is kept whole, for its author and its patient, and a file lives as long as what names it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use triage_domain::decision::AfterReply;
use triage_domain::{Decision, OpId};
use triage_sync::{OpState, Operation};

use super::*;
use crate::open::Stores;
use crate::open::tests::{at, folder, key, opening, operation, saved};

fn request(name: &str) -> RequestId {
    RequestId::parse(name).unwrap()
}

fn person(id: &str) -> StaffId {
    StaffId::parse(id).unwrap()
}

fn file(n: u32) -> Attachment {
    Attachment {
        id: format!("019373f6-8b1a-7c3e-9d2f-00000000000{n}"),
        name: format!("Leaflet {n}.pdf"),
        content_type: "application/pdf".to_owned(),
        size_bytes: 8,
        sha1_base64: "x".to_owned(),
    }
}

fn names(ledger: &Ledger, about: &str, author: &str) -> Vec<String> {
    let draft = ledger.draft(&request(about), &person(author)).unwrap();
    draft.map(|draft| draft.attachments.into_iter().map(|file| file.name).collect()).unwrap_or_default()
}

/// A reply with one file, in a state of its life.
fn reply(state: OpState) -> Operation {
    let then = AfterReply::KeepOpen;
    let decision =
        Decision::Reply { text: Words::new("Please read this"), then, may_answer: false, attachments: vec![file(1)] };
    Operation { decision, state, ..operation(1, "Seen") }
}

#[test]
fn files_stay_with_their_author_and_their_request_in_the_order_in_which_they_were_attached() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let ledger = &stores.ledger;
    for n in [2, 1] {
        ledger.attach((&request("req-1"), &person("1")), &file(n), b"%PDF-1.7", at(10)).unwrap();
    }
    assert_eq!(names(ledger, "req-1", "1"), ["Leaflet 2.pdf", "Leaflet 1.pdf"]);
    assert!(names(ledger, "req-1", "2").is_empty() && names(ledger, "req-2", "1").is_empty());
    ledger.detach((&request("req-2"), &person("1")), &file(1).id).unwrap();
    ledger.detach((&request("req-1"), &person("2")), &file(1).id).unwrap();
    assert_eq!(names(ledger, "req-1", "1").len(), 2, "nobody else, and nothing about another patient, takes it away");
    ledger.detach((&request("req-1"), &person("1")), &file(2).id).unwrap();
    assert_eq!(names(ledger, "req-1", "1"), ["Leaflet 1.pdf"]);
}

#[test]
fn a_draft_of_files_alone_is_a_draft_and_files_outlive_the_text() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let (about, author) = (request("req-1"), person("1"));
    stores.ledger.attach((&about, &author), &file(1), b"%PDF-1.7", at(10)).unwrap();
    let draft = stores.ledger.draft(&about, &author).unwrap().unwrap();
    assert_eq!((draft.text.as_str(), draft.saved_at, draft.attachments[0].size_bytes), ("", at(10), 8));
    stores.ledger.save_draft(&about, &author, &Words::new("Dear"), at(11)).unwrap();
    stores.ledger.save_draft(&about, &author, &Words::new(""), at(12)).unwrap();
    assert_eq!(names(&stores.ledger, "req-1", "1"), ["Leaflet 1.pdf"]);
}

#[test]
fn files_leave_the_draft_with_the_reply_and_come_back_when_it_is_taken_back() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.attach((&request("req-1"), &person("1")), &file(1), b"%PDF-1.7", at(10)).unwrap();
    let op_id: OpId = operation(1, "Seen").op_id;
    stores.ledger.attached_to(Some(&op_id), &[file(1)]).unwrap();
    assert!(names(&stores.ledger, "req-1", "1").is_empty());
    stores.ledger.detach((&request("req-1"), &person("1")), &file(1).id).unwrap();
    assert_eq!(stores.ledger.attached_bytes(&file(1).id).unwrap().unwrap(), b"%PDF-1.7", "what was sent stays");
    stores.ledger.attached_to(None, &[file(1)]).unwrap();
    assert_eq!(names(&stores.ledger, "req-1", "1"), ["Leaflet 1.pdf"]);
}

#[test]
fn a_file_of_a_live_decision_is_never_forgotten_and_one_that_is_settled_goes_after_its_time() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let ledger = &stores.ledger;
    let about = reply(OpState::Queued).request_id;
    ledger.attach((&about, &person("1")), &file(1), b"%PDF-1.7", at(10)).unwrap();
    ledger.attached_to(Some(&reply(OpState::Queued).op_id), &[file(1)]).unwrap();
    for state in [OpState::Queued, OpState::InFlight, OpState::Acked] {
        ledger.commit(&saved(&reply(state)), at(11)).unwrap();
        assert_eq!(ledger.forget_attached(at(59)).unwrap(), 0, "{state:?}");
    }
    ledger.commit(&saved(&reply(OpState::Settled)), at(12)).unwrap();
    assert_eq!(ledger.forget_attached(at(10)).unwrap(), 0, "its time is not over");
    assert_eq!(ledger.forget_attached(at(59)).unwrap(), 1);
    assert_eq!(ledger.attached_bytes(&file(1).id).unwrap(), None);
}
