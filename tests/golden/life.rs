//! One request from its arrival to its correction, as two servers told it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use expect_test::expect;
use serde_json::{Value, json};
use triage_domain::request::{Lifecycle, TriageRequest};
use triage_domain::{Disposition, Message};
use triage_fhir::bundle::ReadBundleError;
use triage_fhir::{Parts, assemble, read_search_page, read_transaction};

use super::{of_type, read_as_everything, resources, wire, wire_file};

#[test]
fn every_file_is_read_by_every_reader_without_a_panic() {
    let files = wire();
    assert_eq!(files.len(), 40);
    for (_, body) in &files {
        for resource in resources(body) {
            read_as_everything(resource);
        }
    }
}

/// The newest version of every resource, as a cache would hold it.
#[derive(Default)]
struct Held(BTreeMap<String, Value>);

impl Held {
    fn take(&mut self, body: &Value) {
        for resource in resources(body) {
            if resource.get("id").is_some() && resource["resourceType"] != "Bundle" {
                let name = format!("{}/{}", resource["resourceType"], resource["id"]);
                self.0.insert(name, resource.clone());
            }
        }
    }

    fn request(&self) -> TriageRequest {
        let all: Vec<&Value> = self.0.values().collect();
        let one = |kind: &str| of_type(&all, kind).first().copied();
        let assembled = assemble(&Parts {
            task: one("Task"),
            form: one("QuestionnaireResponse"),
            patient: one("Patient"),
            requester: None,
            photos: &of_type(&all, "DocumentReference"),
            replies: &of_type(&all, "CommunicationRequest"),
            communications: &of_type(&all, "Communication"),
        })
        .unwrap();
        assert_eq!(assembled.problems, []);
        assembled.request
    }
}

fn life(server: &str) -> String {
    let mut held = Held::default();
    let mut told = String::new();
    for (step, file) in [
        ("arrives", "1-arrives-response"),
        ("pulled", "2-pull-searchset"),
        ("claimed", "3-claimed-response"),
        ("refused", "4-conflict-response"),
        ("triaged", "5-triaged-response"),
        ("replied", "6-replied-response"),
        ("delivered", "7-delivered"),
        ("answered", "8-patient-answer"),
        ("closed", "9-closed-response"),
        ("form amended", "10-patient-correction"),
        ("corrected", "11-corrected-response"),
    ] {
        held.take(&wire_file(&format!("{server}-{file}")));
        tell(&mut told, step, &held.request());
    }
    told
}

fn tell(told: &mut String, step: &str, request: &TriageRequest) {
    let state = &request.state;
    let lifecycle = match &state.lifecycle {
        Lifecycle::Open => "open".to_owned(),
        Lifecycle::Closed(closure) => {
            format!("closed as {}", closure.disposition.as_ref().map_or("nothing", Disposition::code))
        }
        Lifecycle::Withdrawn => "withdrawn".to_owned(),
    };
    writeln!(told, "{step}: version {}, {lifecycle}, next {:?}", request.version, state.next_action).unwrap();
    writeln!(told, "  {:?}, {:?}, {:?}, owner {}", state.urgency, state.category, state.stage, state.owner.key())
        .unwrap();
    for note in &request.notes {
        writeln!(told, "  note by {}: {}", note.author, note.text.as_str()).unwrap();
    }
    for message in &request.messages {
        match message {
            Message::Reply { author, text, delivery, .. } => {
                writeln!(told, "  reply by {author}, {delivery:?}: {}", text.as_str()).unwrap();
            }
            Message::FromPatient { text, .. } => writeln!(told, "  patient: {}", text.as_str()).unwrap(),
        }
    }
    if matches!(step, "pulled" | "form amended") {
        tell_form(told, request);
    }
}

fn tell_form(told: &mut String, request: &TriageRequest) {
    let patient = &request.patient;
    let number = patient.nhs_number.number().map(triage_domain::NhsNumber::spaced).unwrap_or_default();
    writeln!(told, "  about {}, NHS No. {number}, prefers {:?}", patient.name.display(), patient.prefers).unwrap();
    writeln!(told, "  received {}, due {:?}", request.received_at, request.due_at).unwrap();
    writeln!(told, "  says: {}", request.submission.words.as_str()).unwrap();
    for answer in &request.submission.answers {
        let flag = if answer.is_red_flag { " (red flag)" } else { "" };
        writeln!(told, "  {} {}{flag}", answer.question.as_str(), answer.answer.as_str()).unwrap();
    }
    let amended = request.submission.is_amended;
    let photos: Vec<&str> = request.photos.iter().map(|photo| photo.title.as_str()).collect();
    writeln!(told, "  amended {amended}, photos {photos:?}").unwrap();
}

#[test]
fn the_life_of_a_request() {
    expect![[r#"
        arrives: version 1, open, next Practice
          Routine, Unknown, Untriaged, owner nobody
        pulled: version 1, open, next Practice
          Routine, Unknown, Untriaged, owner nobody
          about TESTPATIENT, Avery, NHS No. 999 000 0018, prefers Some("Telephone")
          received 2026-11-22 09:02:12 UTC, due Some(2026-11-23T18:30:00Z)
          says: Rash on my forearm, spreading since Friday
          How long has it lasted? 3 days
          Severe breathlessness No
          High temperature Yes (red flag)
          How should we contact you? Telephone
          amended false, photos ["forearm.jpg"]
        claimed: version 2, open, next Practice
          Routine, Unknown, Sorted, owner person:555021935107
        refused: version 2, open, next Practice
          Routine, Unknown, Sorted, owner person:555021935107
        triaged: version 3, open, next Practice
          Soon, Unknown, Decided, owner person:555021935107
          note by Nurse A. Patel: Spreading rash with fever: same day.
        replied: version 4, open, next Patient
          Soon, Unknown, Decided, owner person:555021935107
          note by Nurse A. Patel: Spreading rash with fever: same day.
          reply by Nurse A. Patel, Waiting: We would like to see you today at 15:40. Reply 1 to confirm.
        delivered: version 4, open, next Patient
          Soon, Unknown, Decided, owner person:555021935107
          note by Nurse A. Patel: Spreading rash with fever: same day.
          reply by Nurse A. Patel, Delivered: We would like to see you today at 15:40. Reply 1 to confirm.
        answered: version 4, open, next Practice
          Soon, Unknown, Decided, owner person:555021935107
          note by Nurse A. Patel: Spreading rash with fever: same day.
          reply by Nurse A. Patel, Delivered: We would like to see you today at 15:40. Reply 1 to confirm.
          patient: 1
        closed: version 5, closed as appointment-booked, next Nobody
          Soon, Unknown, Decided, owner person:555021935107
          note by Nurse A. Patel: Spreading rash with fever: same day.
          reply by Nurse A. Patel, Delivered: We would like to see you today at 15:40. Reply 1 to confirm.
          patient: 1
        form amended: version 5, closed as appointment-booked, next Nobody
          Soon, Unknown, Decided, owner person:555021935107
          note by Nurse A. Patel: Spreading rash with fever: same day.
          reply by Nurse A. Patel, Delivered: We would like to see you today at 15:40. Reply 1 to confirm.
          patient: 1
          about TESTPATIENT, Avery, NHS No. 999 000 0018, prefers Some("Telephone")
          received 2026-11-22 09:02:12 UTC, due Some(2026-11-23T18:30:00Z)
          says: Rash on my forearm, spreading since Friday
          How long has it lasted? 10 days (corrected)
          Severe breathlessness No
          High temperature Yes (red flag)
          How should we contact you? Telephone
          amended true, photos ["forearm.jpg"]
        corrected: version 6, closed as routine-appointment, next Nobody
          Soon, Unknown, Decided, owner person:555038718105
          note by Nurse A. Patel: Spreading rash with fever: same day.
          note by Dr B. Jones: Correction: routine appointment booked instead.
          reply by Nurse A. Patel, Delivered: We would like to see you today at 15:40. Reply 1 to confirm.
          patient: 1
    "#]]
    .assert_eq(&life("sekmet"));
}

#[test]
fn the_outcome_written_last_stands_whoever_wrote_it() {
    let ended = |kinds: &[&str]| {
        let output = |(at, kind): (usize, &&str)| {
            json!({
                "type": { "coding": [{ "system": triage_fhir::systems::TASK_IO, "code": kind }] },
                "valueCodeableConcept": { "coding": [{ "code": format!("{kind}-{at}") }] },
            })
        };
        let mut task = of_type(&resources(&wire_file("sekmet-9-closed-response")), "Task")[0].clone();
        task["output"] = kinds.iter().enumerate().map(output).collect();
        match triage_fhir::task::read(&task).unwrap().state.lifecycle {
            Lifecycle::Closed(closure) => closure.disposition.map(|disposition| disposition.code().to_owned()),
            Lifecycle::Open | Lifecycle::Withdrawn => None,
        }
    };
    assert_eq!(ended(&["disposition", "reply", "correction"]).as_deref(), Some("correction-2"));
    assert_eq!(ended(&["closure", "correction", "disposition"]).as_deref(), Some("disposition-2"));
    assert_eq!(ended(&["reply"]), None);
}

#[test]
fn two_servers_tell_the_same_life() {
    assert_eq!(life("helios"), life("sekmet"));
}

#[test]
fn a_page_is_read_with_its_matches_and_what_they_include() {
    for server in ["sekmet", "helios"] {
        let page = read_search_page(&wire_file(&format!("{server}-2-pull-searchset"))).unwrap();
        let mut read = String::new();
        for entry in &page.entries {
            match entry {
                triage_fhir::PageEntry::Resource { kind, version, is_match, .. } => {
                    writeln!(read, "{kind} version {version}, match {is_match}").unwrap();
                }
                triage_fhir::PageEntry::Broken { reference, problem } => {
                    writeln!(read, "broken {reference}: {problem}").unwrap();
                }
            }
        }
        let expected = "Task version 1, match true\nQuestionnaireResponse version 1, match false\nPatient version 1, match false\n";
        assert_eq!((read.as_str(), page.next), (expected, None), "{server}");
    }
}

#[test]
fn only_a_transaction_response_with_every_entry_and_a_version_is_proof() {
    for server in ["sekmet", "helios"] {
        for (step, version, entries) in
            [("3-claimed", "2", 2), ("5-triaged", "3", 2), ("6-replied", "4", 3), ("9-closed", "5", 2)]
        {
            let answer = wire_file(&format!("{server}-{step}-response"));
            let outcome = read_transaction(&answer, entries).unwrap();
            assert_eq!(outcome.version, version, "{server} {step}");
            assert_eq!(read_transaction(&answer, entries + 1), Err(ReadBundleError::Unproven));
        }
        let refused = wire_file(&format!("{server}-4-conflict-response"));
        assert_eq!(read_transaction(&refused, 2), Err(ReadBundleError::NotABundle));
        let request = wire_file(&format!("{server}-3-claimed-request"));
        assert_eq!(read_transaction(&request, 2), Err(ReadBundleError::OtherType));
    }
}
