//! Decisions as they are written: what a Bundle holds, and what it leaves as it came.

use chrono::{DateTime, TimeZone, Utc};
use expect_test::expect_file;
use serde_json::{Value, json};
use triage_domain::decision::WaitsFor;
use triage_domain::{
    AfterReply, Attachment, Author, Category, ChaseRoute, Decision, Disposition, Mode, OdsCode, OpId, Owner, PersonRef,
    RequestId, Role, StaffId, TeamId, TeamRef, TriageRequest, Urgency, Version, Words,
};
use triage_fhir::encode::{EncodeDecisionError, NAMED_IN_ONE_TRANSACTION, NAMED_STEP_BY_STEP};
use triage_fhir::json::version_of;
use triage_fhir::{DecisionWrite, Parts, Practice, assemble, decision_bundle};
use triage_sync::Basis;

use super::{of_type, resources, wire, wire_file};

const OP: &str = "01930000-0000-7000-8000-000000000001";

fn author() -> Author {
    Author { id: StaffId::parse("555000000101").unwrap(), name: "Dr Amara Osei".to_owned(), role: Role::Gp }
}

/// The reply that did not reach the patient.
const FAILED: &str = "01930000-0000-7000-8000-0000000000ff";

fn until() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 38, 0).unwrap()
}

fn decided_at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 30, 0).unwrap()
}

fn person() -> Owner {
    Owner::Person(PersonRef { id: author().id, name: author().name })
}

fn team() -> Owner {
    Owner::Team(TeamRef { id: TeamId::parse("nurses").unwrap(), name: "Nurses".to_owned() })
}

fn text() -> Words {
    Words::new("Please come at 15:40.")
}

fn advice() -> Disposition {
    Disposition::known("advice-by-message").unwrap()
}

fn with_file() -> Decision {
    let file = Attachment {
        id: "019373f6-8b1a-7c3e-9d2f-0000000000f1".to_owned(),
        name: "Knee exercises.pdf".to_owned(),
        content_type: "application/pdf".to_owned(),
        size_bytes: 48_211,
        sha1_base64: "2jmj7l5rSw0yVb/vlWAYkK/YBwk=".to_owned(),
    };
    Decision::Reply { text: text(), then: AfterReply::KeepOpen, may_answer: true, attachments: vec![file] }
}

/// Every kind of decision, under the name of its golden file.
fn decisions() -> Vec<(&'static str, Decision)> {
    let reply = |then| Decision::reply(text(), then);
    let reason = || Some(Words::new("Read the photo"));
    vec![
        ("assign-person", Decision::Assign { to: person() }),
        ("assign-team", Decision::Assign { to: team() }),
        ("assign-nobody", Decision::Assign { to: Owner::Nobody }),
        ("set-urgency", Decision::SetUrgency { to: Urgency::UrgentToday, reason: reason() }),
        ("set-category", Decision::SetCategory { to: Category::Administrative }),
        ("add-note", Decision::AddNote { text: Words::new("Rang, no answer") }),
        ("first-opened", Decision::FirstOpened),
        ("reply", reply(AfterReply::KeepOpen)),
        ("reply-await-patient", reply(AfterReply::AwaitPatient { until: None })),
        ("reply-close", reply(AfterReply::Close { disposition: advice(), mode: Some(Mode::Message) })),
        ("close", Decision::Close { disposition: advice(), mode: Some(Mode::Message), reason: reason() }),
        ("reopen", Decision::Reopen { reason: Words::new("The patient rang") }),
        ("reply-await-until", reply(AfterReply::AwaitPatient { until: Some(until()) })),
        ("reply-with-file", with_file()),
        ("hold", Decision::hold(until())),
        ("wait-for-patient", Decision::Hold { until: until(), waits_for: WaitsFor::Patient }),
        ("end-hold", Decision::EndHold),
        (
            "send-again",
            Decision::SendAgain { reply: FAILED.to_owned(), text: text(), may_answer: false, attachments: Vec::new() },
        ),
        ("merge", Decision::Merge { into: RequestId::parse("req-other").unwrap() }),
        ("record-filed", Decision::RecordFiled),
        ("log-chase", Decision::LogChase { route: ChaseRoute::Phone, text: reason() }),
        ("claim", Decision::Claim { until: until() }),
        ("release", Decision::Release),
    ]
}

fn written(task: &Value, decision: &Decision) -> Result<Value, EncodeDecisionError> {
    written_with(task, decision, Urgency::UrgentToday, NAMED_IN_ONE_TRANSACTION)
}

fn written_naming(task: &Value, decision: &Decision, decisions_named: usize) -> Result<Value, EncodeDecisionError> {
    written_with(task, decision, Urgency::UrgentToday, decisions_named)
}

fn written_with(
    task: &Value,
    decision: &Decision,
    in_force: Urgency,
    decisions_named: usize,
) -> Result<Value, EncodeDecisionError> {
    let practice = Practice { ods: OdsCode::parse("A81001").unwrap(), name: "Example Surgery".to_owned() };
    decision_bundle(&DecisionWrite {
        base_url: "https://provider.example/fhir",
        practice: &practice,
        task,
        if_match: &Version::parse(version_of(task).unwrap_or("1")).unwrap(),
        op_id: &OpId::parse(OP).unwrap(),
        decision,
        author: &author(),
        decided_at: decided_at(),
        urgency: in_force,
        held_after: Some("m-1"),
        digest: "00ff",
        decisions_named,
    })
}

fn pulled_task() -> Value {
    let page = wire_file("sekmet-2-pull-searchset");
    of_type(&resources(&page), "Task")[0].clone()
}

/// A Task with everything on it that this program does not understand, in an order of its own.
fn crowded_task() -> Value {
    json!({
        "x-first": { "z": 1, "a": [null, 1.50, "é\u{0}", { "deep": { "er": [] } }] },
        "performerType": [
            { "coding": [{ "system": "http://snomed.info/sct", "code": "71838004" }], "text": "Somebody else's" },
            { "coding": [{ "system": triage_fhir::systems::TEAM, "code": "reception" }] },
        ],
        "meta": { "versionId": "7", "source": "#abc", "lastUpdated": "2026-11-23T09:00:00Z", "tag": [{ "code": "A81001" }], "security": [] },
        "extension": [{ "url": "https://other.example", "valueString": "kept" }],
        "resourceType": "Task",
        "executionPeriod": { "start": "2026-11-22T09:00:00Z", "end": "2026-11-22T10:00:00Z", "extension": [1] },
        "_status": { "extension": [{ "url": "https://other.example/why" }] },
        "status": "completed",
        "id": "crowded",
        "identifier": [{ "system": "urn:x", "value": "1" }, { "use": "official", "value": "REF", "x": true }],
        "reasonCode": { "coding": [{ "system": "urn:other", "code": "kept" }], "text": "kept" },
        "focus": { "reference": "QuestionnaireResponse/1" },
        "big": 12_345_678_901_234_567_890_u64,
        "note": [{ "text": "first", "extension": [{ "url": "urn:n" }] }],
        "for": { "reference": "Patient/1", "display": "x" },
        "output": [{ "type": { "text": "somebody else's" }, "valueString": "kept" }],
        "x-last": "z",
    })
}

/// The members that a decision names; everything else is somebody else's.
fn named(decision: &Decision) -> &'static [&'static str] {
    match decision {
        Decision::Assign { .. } => &["performerType", "owner", "status", "businessStatus", "priority"],
        Decision::SetUrgency { .. } => &["businessStatus", "priority", "note"],
        Decision::SetCategory { .. } => &["reasonCode", "businessStatus", "priority"],
        Decision::AddNote { .. } => &["note"],
        Decision::FirstOpened => &["output"],
        Decision::Reply { then: AfterReply::Close { .. }, .. } => {
            &["output", "status", "businessStatus", "priority", "executionPeriod"]
        }
        Decision::Reply { then: AfterReply::KeepOpen, .. } => &["output", "status", "businessStatus", "priority"],
        Decision::Reply { then: AfterReply::AwaitPatient { .. }, .. } => {
            &["output", "status", "businessStatus", "priority", "restriction"]
        }
        Decision::Close { .. } => &["output", "status", "businessStatus", "priority", "executionPeriod", "note"],
        Decision::Reopen { .. } => &["status", "businessStatus", "executionPeriod", "note", "output"],
        Decision::Hold { .. } | Decision::EndHold => &["status", "businessStatus", "restriction"],
        Decision::SendAgain { .. } | Decision::RecordFiled => &["output"],
        Decision::Merge { .. } => &["output", "status", "businessStatus", "priority", "executionPeriod"],
        Decision::LogChase { .. } => &["output", "note"],
        Decision::Claim { .. } | Decision::Release => &["extension"],
        Decision::Enter { .. } => &[],
    }
}

fn without_named(task: &Value, decision: &Decision) -> String {
    let mut task = task.as_object().unwrap().clone();
    for member in named(decision).iter().chain(&["identifier"]) {
        task.shift_remove(*member);
    }
    if let Some(meta) = task.get_mut("meta").and_then(Value::as_object_mut) {
        meta.shift_remove("versionId");
        meta.shift_remove("lastUpdated");
    }
    Value::Object(task).to_string()
}

#[test]
fn a_decision_leaves_every_member_it_does_not_name_byte_for_byte_in_its_place() {
    let files = wire();
    let mut tasks: Vec<Value> = files
        .iter()
        .flat_map(|(_, body)| of_type(&resources(body), "Task"))
        .filter(|task| version_of(task).is_some())
        .cloned()
        .collect();
    assert!(tasks.len() > 20, "{}", tasks.len());
    tasks.push(crowded_task());
    for task in &tasks {
        for (name, decision) in decisions() {
            let bundle = written(task, &decision).unwrap();
            let after = &bundle["entry"][0]["resource"];
            assert_eq!(without_named(after, &decision), without_named(task, &decision), "{name}");
        }
    }
}

fn is_kept(before: &Value, after: &Value, member: &str) {
    let after: Vec<String> = after[member].as_array().into_iter().flatten().map(Value::to_string).collect();
    for kept in before[member].as_array().into_iter().flatten() {
        assert!(after.contains(&kept.to_string()), "{member} lost {kept}");
    }
}

#[test]
fn what_others_wrote_into_a_list_stays_in_it() {
    let before = crowded_task();
    for (name, decision) in decisions() {
        let bundle = written(&before, &decision).unwrap();
        let after = &bundle["entry"][0]["resource"];
        for member in ["note", "output", "identifier", "extension"] {
            is_kept(&before, after, member);
        }
        assert_eq!(after["performerType"][0], before["performerType"][0], "{name}");
        assert_eq!(after["reasonCode"]["coding"][0], before["reasonCode"]["coding"][0], "{name}");
        assert_eq!(after["executionPeriod"]["start"], before["executionPeriod"]["start"], "{name}");
    }
}

#[test]
fn a_written_decision_is_read_back_as_what_was_decided() {
    for (name, decision) in decisions() {
        let before = pulled_task();
        let bundle = written(&before, &decision).unwrap();
        let mut after = bundle["entry"][0]["resource"].clone();
        after["meta"]["versionId"] = json!("2");
        after["meta"]["lastUpdated"] = json!("2026-11-23T09:30:01Z");
        let read = triage_fhir::task::read(&after).unwrap();
        assert_eq!(read.not_understood, Vec::<String>::new(), "{name}");
        match &decision {
            Decision::Assign { to } => assert!(read.state.owner.is_same(to), "{name}"),
            Decision::SetUrgency { to, .. } => assert_eq!(read.state.urgency, *to),
            Decision::SetCategory { to } => assert_eq!(read.state.category, *to),
            Decision::AddNote { text } => assert_eq!(read.notes.last().map(|note| &note.text), Some(text)),
            Decision::FirstOpened => assert_eq!(read.state.first_opened_at, Some(decided_at())),
            Decision::Reply { then, .. } => {
                assert_eq!(read.awaits_patient, matches!(then, AfterReply::AwaitPatient { .. }), "{name}");
                if let AfterReply::AwaitPatient { until } = then {
                    assert_eq!(read.state.held_until, *until, "{name}");
                }
                assert_eq!(read.state.lifecycle.is_open(), !matches!(then, AfterReply::Close { .. }), "{name}");
            }
            Decision::Close { .. } => assert!(!read.state.lifecycle.is_open()),
            Decision::Reopen { .. } | Decision::SendAgain { .. } => assert!(read.state.lifecycle.is_open()),
            Decision::Hold { until, waits_for } => {
                assert_eq!(read.state.held_until, Some(*until));
                assert_eq!(read.awaits_patient, *waits_for == WaitsFor::Patient, "{name}");
                assert_eq!(read.state.held_after.as_deref(), Some("m-1"));
            }
            Decision::EndHold => assert_eq!(read.state.held_until, None),
            Decision::Merge { into } => assert_eq!(read.state.merged_into.as_ref(), Some(into)),
            Decision::RecordFiled => assert_eq!(read.state.record_filed_at, Some(decided_at())),
            Decision::LogChase { route, .. } => {
                let chase = read.state.chases.last().unwrap();
                assert_eq!((chase.at, chase.route), (decided_at(), *route));
                assert_eq!(chase.op_id.as_ref().map(OpId::as_str), Some(OP));
            }
            Decision::Claim { until } => {
                let claim = read.state.claim.unwrap();
                assert_eq!((claim.by.id, claim.expires), (author().id, *until));
            }
            Decision::Release => assert_eq!(read.state.claim, None),
            Decision::Enter { .. } => unreachable!("an entry edits no Task"),
        }
    }
}

#[test]
fn the_bundle_of_every_kind_of_decision() {
    for (name, decision) in decisions() {
        let bundle = written(&pulled_task(), &decision).unwrap();
        let text = serde_json::to_string_pretty(&bundle).unwrap() + "\n";
        expect_file![format!("{}/golden/decisions/{name}.json", env!("CARGO_MANIFEST_DIR"))].assert_eq(&text);
    }
}

#[test]
fn every_bundle_holds_the_task_under_if_match_first_and_the_witness_under_the_decisions_id() {
    for (name, decision) in decisions() {
        let bundle = written(&crowded_task(), &decision).unwrap();
        let entries = bundle["entry"].as_array().unwrap();
        assert_eq!(entries[0]["request"], json!({ "method": "PUT", "url": "Task/crowded", "ifMatch": "W/\"7\"" }));
        let witness = entries.last().unwrap();
        assert_eq!(witness["request"]["url"], format!("Provenance/{OP}"), "{name}");
        assert_eq!(triage_fhir::encode::digest_of(&witness["resource"]), Some("00ff"));
        assert_eq!(witness["resource"]["activity"]["text"], decision.kind());
        assert_eq!(triage_fhir::task::last_operation(&entries[0]["resource"]), Some(OP));
        let replies =
            entries.iter().filter(|entry| entry["resource"]["resourceType"] == "CommunicationRequest").count();
        assert_eq!(replies, usize::from(decision.reaches_the_patient()), "{name}");
    }
}

#[test]
fn a_decision_written_step_by_step_leaves_the_last_ones_named_behind_it_and_others_identifiers_alone() {
    let mut task = crowded_task();
    let id = |system: &str, value: String| json!({ "system": system, "value": value });
    let mut identifiers = vec![id("https://provider.example/ref", "R-1".to_owned())];
    identifiers.extend((0..12).map(|n| id(triage_fhir::systems::CLIENT_OPERATION, format!("earlier-{n}"))));
    task["identifier"] = json!(identifiers);
    let named = |count| {
        let bundle = written_naming(&task, &Decision::FirstOpened, count).unwrap();
        let all = bundle["entry"][0]["resource"]["identifier"].as_array().unwrap().clone();
        all.iter().map(|id| id["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut expected = vec!["R-1".to_owned(), OP.to_owned()];
    assert_eq!(named(NAMED_IN_ONE_TRANSACTION), expected);
    expected.extend((0..7).map(|n| format!("earlier-{n}")));
    assert_eq!(named(NAMED_STEP_BY_STEP), expected);
}

#[test]
fn the_same_decision_gives_the_same_bytes() {
    for (_, decision) in decisions() {
        let write = || written(&crowded_task(), &decision).unwrap().to_string();
        assert_eq!(write(), write());
    }
}

#[test]
fn nothing_is_written_over_a_version_that_nobody_saw() {
    let mut task = crowded_task();
    task["meta"].as_object_mut().unwrap().shift_remove("versionId");
    assert_eq!(written(&task, &Decision::FirstOpened), Err(EncodeDecisionError::OtherVersion));
    assert_eq!(written(&json!([]), &Decision::FirstOpened), Err(EncodeDecisionError::BrokenTask));
}

/// The request with a decision as it stands here, and as it comes back once the provider has the decision.
fn here_and_there(decision: &Decision) -> (TriageRequest, TriageRequest) {
    let before = prepared_task(decision);
    let failed = json!({
        "resourceType": "CommunicationRequest",
        "id": FAILED,
        "status": "active",
        "about": [{ "reference": "Task/x" }],
        "medium": [{ "text": "sms" }],
        "payload": [{ "contentString": "Please come at 15:40." }],
        "authoredOn": "2026-11-23T09:00:00Z",
    });
    let report = json!({
        "resourceType": "Communication",
        "id": "report",
        "status": "not-done",
        "basedOn": [{ "reference": format!("CommunicationRequest/{FAILED}") }],
    });
    let read = |task: &Value, replies: &[&Value]| {
        let parts = Parts { task: Some(task), replies, communications: &[&report], ..Parts::default() };
        assemble(&parts).unwrap().request
    };
    let mut here = read(&before, &[&failed]);
    decision.apply(&mut here, &OpId::parse(OP).unwrap(), &author(), decided_at());
    let bundle = written_with(&before, decision, here.state.urgency, NAMED_IN_ONE_TRANSACTION).unwrap();
    let entries = resources(&bundle);
    let mut task = of_type(&entries, "Task")[0].clone();
    task["meta"]["versionId"] = json!("2");
    let mut replies = of_type(&entries, "CommunicationRequest");
    replies.insert(0, &failed);
    (here, read(&task, &replies))
}

/// A Task on which the decision means something.
fn prepared_task(decision: &Decision) -> Value {
    let first = |decision: Decision| {
        let mut task = written(&pulled_task(), &decision).unwrap()["entry"][0]["resource"].clone();
        task["meta"]["versionId"] = json!("1");
        task
    };
    match decision.kind() {
        "reopen" => first(Decision::Merge { into: RequestId::parse("req-other").unwrap() }),
        "end-hold" => first(Decision::hold(until())),
        "release" => first(Decision::Claim { until: until() }),
        _ => pulled_task(),
    }
}

#[test]
fn what_stands_here_with_a_decision_is_what_comes_back_from_the_provider() {
    for (name, decision) in decisions() {
        let (here, there) = here_and_there(&decision);
        assert_eq!(Basis::of(&here).differences(&Basis::of(&there)), [], "{name}");
        assert_eq!((&here.notes, &here.messages), (&there.notes, &there.messages), "{name}");
        let (here, there) = (here.state, there.state);
        assert_eq!((here.next_action, here.held_until), (there.next_action, there.held_until), "{name}");
        assert_eq!(
            (here.first_opened_at, here.record_filed_at),
            (there.first_opened_at, there.record_filed_at),
            "{name}"
        );
        assert_eq!(
            (here.merged_into, here.chases, here.claim),
            (there.merged_into, there.chases, there.claim),
            "{name}"
        );
    }
}

#[test]
fn a_hold_that_ends_leaves_of_the_restriction_what_the_provider_wrote() {
    for before in [pulled_task(), crowded_task()] {
        let mut held = written(&before, &Decision::hold(until())).unwrap()["entry"][0]["resource"].clone();
        held["meta"]["versionId"] = json!("1");
        let ended = &written(&held, &Decision::EndHold).unwrap()["entry"][0]["resource"];
        assert_eq!(ended.get("restriction"), before.get("restriction"));
    }
}

#[test]
fn an_entry_edits_no_task() {
    let words = Words::new("Rang");
    let about = triage_domain::About::NotIdentified { name: words.clone(), born: None };
    let route = triage_domain::EntryRoute::Phone;
    let request = triage_domain::NewRequest {
        about,
        route,
        words,
        ring_back: None,
        category: Category::Unknown,
        urgency: Urgency::Soon,
    };
    let enter = Decision::Enter { request: Box::new(request) };
    assert_eq!(written(&pulled_task(), &enter), Err(EncodeDecisionError::NothingToEdit));
}
