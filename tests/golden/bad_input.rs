//! Resources as nobody should send them: the rest is read, and what is broken is named.

use serde_json::{Value, json};
use triage_domain::request::TriageRequest;
use triage_domain::{Category, NhsNumberMatch, Urgency};
use triage_fhir::{Assembled, PageEntry, Parts, assemble, read_search_page};

use super::read_as_everything;

fn task() -> Value {
    json!({
        "resourceType": "Task",
        "id": "task-1",
        "meta": { "versionId": "1", "lastUpdated": "2026-11-23T09:00:00Z" },
        "status": "requested",
        "priority": "routine",
        "code": { "coding": [{ "code": "triage-online-consultation" }] },
        "description": "Rash",
        "focus": { "reference": "QuestionnaireResponse/form-1" },
        "for": { "reference": "Patient/pat-1" },
        "authoredOn": "2026-11-23T08:59:00Z",
    })
}

fn patient(name: &Value, nhs_number: &str) -> Value {
    json!({
        "resourceType": "Patient",
        "id": "pat-1",
        "identifier": [{ "system": triage_fhir::systems::NHS_NUMBER, "value": nhs_number }],
        "name": [name],
    })
}

fn form(answer: &str) -> Value {
    json!({
        "resourceType": "QuestionnaireResponse",
        "id": "form-1",
        "item": [{ "linkId": "problem", "text": "What is the problem?", "answer": [{ "valueString": answer }] }],
    })
}

fn put_together(task: &Value, form: &Value, patient: Option<&Value>) -> Assembled {
    assemble(&Parts { task: Some(task), form: Some(form), patient, ..Parts::default() }).unwrap()
}

fn named(name: &Value) -> TriageRequest {
    put_together(&task(), &form("A rash"), Some(&patient(name, "9990000018"))).request
}

fn has_problem(assembled: &Assembled, reference: &str) -> bool {
    let named = assembled.problems.iter().any(|(found, _)| found == reference);
    named && assembled.request.unreadable.iter().any(|found| found == reference)
}

#[test]
fn a_page_with_broken_entries_is_read_and_each_broken_one_is_named() {
    let entry = |resource: Value| json!({ "fullUrl": "https://p.example/fhir/Task/x", "resource": resource });
    let page = read_search_page(&json!({
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [
            entry(task()),
            { "fullUrl": "https://p.example/fhir/Task/without-resource" },
            { "fullUrl": "https://p.example/fhir/Task/text", "resource": "not an object" },
            entry(json!({ "resourceType": "Task", "id": "no-version" })),
            entry(json!({ "resourceType": "Task", "meta": { "versionId": "1", "lastUpdated": "x" } })),
            { "resource": null },
            "not even an entry",
            { "search": { "mode": "outcome" }, "resource": { "resourceType": "OperationOutcome" } },
            { "fullUrl": "Patient/p", "resource": { "resourceType": "Patient", "id": "p", "meta": { "versionId": "1", "lastUpdated": "x" } } },
        ],
    }))
    .unwrap();
    let read: Vec<String> = page
        .entries
        .iter()
        .map(|entry| match entry {
            PageEntry::Resource { kind, id, .. } => format!("read {kind}/{id}"),
            PageEntry::Broken { reference, problem } => format!("{reference}: {problem}"),
        })
        .collect();
    assert_eq!(
        read,
        [
            "read Task/task-1",
            "Task/without-resource: it holds no resource",
            "Task/text: it holds no resource",
            "Task/no-version: it has no version",
            "Task/x: it has no type or no id",
            "entry 5 of a page: it holds no resource",
            "entry 6 of a page: it holds no resource",
            "read Patient/p",
        ]
    );
}

#[test]
fn an_unknown_code_is_named_and_read_on_the_safe_side() {
    for (member, value) in [
        ("status", json!("teleported")),
        ("priority", json!("whenever")),
        ("reasonCode", json!({ "coding": [{ "system": triage_fhir::systems::CATEGORY, "code": "veterinary" }] })),
    ] {
        let mut task = task();
        task[member] = value;
        let assembled =
            put_together(&task, &form("A rash"), Some(&patient(&json!({ "family": "Example" }), "9990000018")));
        assert!(has_problem(&assembled, "Task/task-1"), "{member}: {:?}", assembled.problems);
        let state = &assembled.request.state;
        assert!(state.lifecycle.is_open(), "it may not vanish");
        let safe = if member == "priority" { Urgency::UrgentToday } else { Urgency::Routine };
        assert_eq!((state.urgency, state.category), (safe, Category::Unknown), "{member}");
    }
}

#[test]
fn an_unknown_code_is_not_repeated_at_length_or_with_what_it_smuggles_in() {
    let mut task = task();
    task["status"] = json!(format!("<b>{}\u{202e}\n", "x".repeat(5_000)));
    let assembled = put_together(&task, &form("A rash"), None);
    assert!(assembled.problems.iter().all(|(_, problem)| problem.len() < 100 && problem.is_ascii()));
}

#[test]
fn a_missing_patient_or_form_is_named_and_the_request_is_shown() {
    let assembled = assemble(&Parts { task: Some(&task()), ..Parts::default() }).unwrap();
    assert!(has_problem(&assembled, "Patient/pat-1") && has_problem(&assembled, "QuestionnaireResponse/form-1"));
    assert_eq!(assembled.request.patient.name.display(), "Name not given");
    assert_eq!(assembled.request.submission.words.as_str(), "Rash", "the title stands in");
    let mut nobody = task();
    nobody.as_object_mut().unwrap().shift_remove("for");
    assert!(has_problem(&put_together(&nobody, &form("A rash"), None), "Task/task-1"));
}

#[test]
fn a_missing_photo_is_named() {
    let mut task = task();
    task["input"] = json!([{
        "type": { "coding": [{ "system": triage_fhir::systems::TASK_IO, "code": "photo" }] },
        "valueReference": { "reference": "DocumentReference/photo-1" },
    }]);
    assert!(has_problem(&put_together(&task, &form("A rash"), None), "DocumentReference/photo-1"));
}

#[test]
fn a_wrong_nhs_number_is_named_and_never_shown_as_one() {
    for wrong in ["9990000019", "9999999999", "999 000 001", "abc", "", "99900000180"] {
        let patient = patient(&json!({ "family": "Example" }), wrong);
        let assembled = put_together(&task(), &form("A rash"), Some(&patient));
        assert_eq!(assembled.request.patient.nhs_number, NhsNumberMatch::Invalid, "{wrong}");
        assert!(has_problem(&assembled, "Patient/pat-1"), "{wrong}");
        assert!(assembled.problems.iter().all(|(_, problem)| wrong.is_empty() || !problem.contains(wrong)));
    }
}

#[test]
fn an_answer_of_forty_thousand_characters_is_kept_whole() {
    let long = "ŵ🤒 ".repeat(13_334);
    let request = put_together(&task(), &form(&long), None).request;
    assert_eq!(request.submission.words.as_str(), long);
    assert!(request.submission.words.excerpt(240).chars().count() <= 240);
}

#[test]
fn names_of_any_script_are_shown_and_turn_nothing_around() {
    let emoji = named(&json!({ "family": "🦊", "given": ["Zoë 🌧"] }));
    assert_eq!(emoji.patient.name.display(), "🦊, Zoë 🌧");
    let arabic = named(&json!({ "family": "العربي", "given": ["محمد"], "prefix": ["Mr"] }));
    assert_eq!(arabic.patient.name.display(), "العربي, محمد (Mr)");
    let turned = named(&json!({ "family": "\u{202e}Example\u{2066}", "given": ["A\nvery"] }));
    assert_eq!(turned.patient.name.display(), "EXAMPLE, A very");
    let empty = named(&json!({ "family": " ", "given": ["\u{200b}"] }));
    assert_eq!(empty.patient.name.display(), "Name not given");
}

#[test]
fn a_form_nested_as_deep_as_a_parser_lets_it_is_read_as_deep_as_forms_go() {
    let group =
        |inner: &str| format!(r#"{{"linkId":"red-flags","answer":[{{"valueBoolean":true}}],"item":[{inner}]}}"#);
    let item = (0..40).fold(r#"{"linkId":"deepest"}"#.to_owned(), |inner, _| group(&inner));
    let text = format!(r#"{{"item":[{{"linkId":"problem","answer":[{{"valueString":"A rash"}}]}},{item}]}}"#);
    let form: Value = serde_json::from_str(&text).unwrap();
    let read = triage_fhir::submission::read(&form).submission;
    assert_eq!((read.words.as_str(), read.answers.len()), ("A rash", 12));
    let deeper = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    assert!(serde_json::from_str::<Value>(&deeper).is_err(), "the parser refuses what could exhaust the stack");
}

#[test]
fn a_resource_without_version_cannot_be_decided_about() {
    let mut task = task();
    task.as_object_mut().unwrap().shift_remove("meta");
    let parts = Parts { task: Some(&task), ..Parts::default() };
    assert_eq!(assemble(&parts), Err(triage_fhir::task::ReadTaskError::NoVersion));
}

/// Puts another value in the place of every member in turn.
fn disturbed(value: &Value, with: &Value) -> Vec<Value> {
    let mut all = vec![with.clone()];
    if let Some(members) = value.as_object() {
        for (member, inner) in members {
            for other in disturbed(inner, with) {
                let mut copy = value.clone();
                copy[member] = other;
                all.push(copy);
            }
        }
    }
    if let Some(elements) = value.as_array() {
        for (at, inner) in elements.iter().enumerate() {
            for other in disturbed(inner, with) {
                let mut copy = value.clone();
                copy[at] = other;
                all.push(copy);
            }
        }
    }
    all
}

#[test]
fn anything_in_the_place_of_anything_breaks_no_reader() {
    let odd = [
        json!(null),
        json!(-1),
        json!(true),
        json!("\u{202e}/_history//"),
        json!([]),
        json!([[]]),
        json!({}),
        json!({ "coding": 1 }),
    ];
    let mut sources =
        vec![task(), form("A rash"), patient(&json!({ "family": "Example", "given": ["A"] }), "9990000018")];
    sources.extend(["7-delivered", "8-patient-answer"].map(|file| super::wire_file(&format!("sekmet-{file}"))));
    for source in &sources {
        for with in &odd {
            for broken in disturbed(source, with) {
                read_as_everything(&broken);
            }
        }
    }
}
