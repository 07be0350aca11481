//! What tests are about: one synthetic patient's request, the people who decide, and decisions of every kind.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{DateTime, TimeZone, Utc};
use triage_domain::request::{Delivery, Submission};
use triage_domain::{
    About, AfterReply, Author, Category, ChaseRoute, Decision, Disposition, EntryRoute, Message, NewRequest, NhsNumber,
    NhsNumberMatch, OpId, Owner, Patient, PersonName, PersonRef, RequestId, RequestState, Role, StaffId, TriageRequest,
    Urgency, Version, Words,
};

use crate::basis::Basis;
use crate::operation::{OpState, Operation};

pub(crate) fn at(minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, minute, 0).unwrap()
}

pub(crate) fn op(n: u8) -> OpId {
    OpId::from_bytes([n; 16])
}

pub(crate) fn id(name: &str) -> RequestId {
    RequestId::parse(name).unwrap()
}

pub(crate) fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

pub(crate) fn words(text: &str) -> Words {
    Words::new(text)
}

pub(crate) fn gp() -> Author {
    Author { id: StaffId::parse("555000000101").unwrap(), name: "Dr Amara Osei".to_owned(), role: Role::Gp }
}

pub(crate) fn nurse() -> Author {
    Author { id: StaffId::parse("555000000202").unwrap(), name: "Nurse Bea Lund".to_owned(), role: Role::Gp }
}

pub(crate) fn person(author: &Author) -> Owner {
    Owner::Person(PersonRef { id: author.id.clone(), name: author.name.clone() })
}

pub(crate) fn request(name: &str) -> TriageRequest {
    let mut patient = Patient::not_known("pat-1");
    patient.name =
        PersonName { family: Some("Example".to_owned()), given: vec!["Avery".to_owned()], ..PersonName::default() };
    patient.nhs_number = NhsNumberMatch::Verified { number: NhsNumber::parse("999 000 0018").unwrap() };
    let mut state = RequestState::untouched();
    state.category = Category::Clinical;
    state.urgency = Urgency::Soon;
    state.first_opened_at = Some(at(0));
    TriageRequest {
        id: id(name),
        version: version("1"),
        reference: format!("REF-{name}"),
        title: words("Rash"),
        received_at: at(0),
        due_at: None,
        state,
        patient,
        sent_by: None,
        route: None,
        submission: Submission { words: words("A rash since Friday"), ..Submission::default() },
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    }
}

pub(crate) fn patient_writes(request: &mut TriageRequest, message: &str) {
    request.messages.push(Message::FromPatient { id: message.to_owned(), at: at(30), text: words("It is worse") });
}

pub(crate) fn note(text: &str) -> Decision {
    Decision::AddNote { text: words(text) }
}

pub(crate) fn urgency(to: Urgency) -> Decision {
    Decision::SetUrgency { to, reason: Some(words("Read again")) }
}

pub(crate) fn category(to: Category) -> Decision {
    Decision::SetCategory { to }
}

pub(crate) fn assign(to: &Author) -> Decision {
    Decision::Assign { to: person(to) }
}

pub(crate) fn reply(then: AfterReply) -> Decision {
    Decision::reply(words("Please come at 15:40"), then)
}

pub(crate) fn disposition(code: &str) -> Disposition {
    Disposition::known(code).unwrap()
}

pub(crate) fn close() -> Decision {
    Decision::Close { disposition: disposition("telephone-today"), mode: None, reason: None }
}

pub(crate) fn reply_and_close() -> Decision {
    reply(AfterReply::Close { disposition: disposition("advice-by-message"), mode: None })
}

pub(crate) fn reopen() -> Decision {
    Decision::Reopen { reason: words("Closed by mistake") }
}

/// A reply of the practice's that did not reach the patient.
pub(crate) fn failed_reply(request: &mut TriageRequest, n: u8) {
    request.messages.push(Message::Reply {
        id: op(n).as_str().to_owned(),
        author: nurse().name,
        at: at(3),
        text: words("Please come at 15:40"),
        channel: "sms".to_owned(),
        delivery: Delivery::Failed { reason: words("No such number") },
        sends_again: None,
        may_answer: false,
        attachments: Vec::new(),
    });
}

pub(crate) fn send_again(n: u8) -> Decision {
    Decision::SendAgain {
        reply: op(n).as_str().to_owned(),
        text: words("Please come at 15:40"),
        may_answer: false,
        attachments: Vec::new(),
    }
}

pub(crate) fn merge(into: &str) -> Decision {
    Decision::Merge { into: id(into) }
}

pub(crate) fn chase(text: &str) -> Decision {
    Decision::LogChase { route: ChaseRoute::Phone, text: Some(words(text)) }
}

pub(crate) fn entry() -> NewRequest {
    NewRequest {
        about: About::NotIdentified { name: words("Mrs Jones from the bakery"), born: None },
        route: EntryRoute::Phone,
        words: words("Her husband is short of breath"),
        ring_back: None,
        category: Category::Clinical,
        urgency: Urgency::UrgentToday,
    }
}

pub(crate) fn enter() -> Decision {
    Decision::Enter { request: Box::new(entry()) }
}

pub(crate) fn operation(n: u8, decision: Decision, basis: &TriageRequest) -> Operation {
    Operation {
        op_id: op(n),
        seq: u64::from(n),
        request_id: basis.id.clone(),
        decision,
        author: gp(),
        basis: Basis::of(basis),
        decided_at: at(10),
        state: OpState::Queued,
        if_match: basis.version.clone(),
        rebase_generation: 0,
        attempts: 0,
        ack_version: None,
        acked_at: None,
        stuck: None,
        conflict: None,
        resolution: None,
        supersedes: None,
    }
}
