//! What stands on screen before the provider has a decision is what comes back from the provider: entries, and every kind
//! of decision about a request.

use chrono::{DateTime, TimeZone, Utc};
use expect_test::expect_file;
use serde_json::{Value, json};
use triage_domain::{
    About, Author, Category, EntryRoute, NewRequest, NhsNumber, NhsNumberMatch, OdsCode, OpId, Patient, RequestId,
    Role, StaffId, TriageRequest, Urgency, Words,
};
use triage_fhir::{EntryWrite, Parts, Practice, assemble, entry_bundle};
use triage_sync::Basis;

const OP: &str = "01930000-0000-7000-8000-000000000001";
const REQUEST: &str = "01930000-0000-7000-8000-00000000000a";

fn entered_at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 30, 0).unwrap()
}

fn entry(about: About) -> NewRequest {
    NewRequest {
        about,
        route: EntryRoute::Desk,
        words: Words::new("Her inhaler has run out.\nShe is wheezing."),
        ring_back: None,
        category: Category::Clinical,
        urgency: Urgency::UrgentToday,
    }
}

/// An entry with where to ring back.
fn with_number(about: About) -> NewRequest {
    NewRequest { ring_back: Some(Words::new("07700 900123, after four")), ..entry(about) }
}

/// Somebody who was not found, and said when they were born.
fn born() -> About {
    About::NotIdentified {
        name: Words::new("Mrs Jones from the bakery"),
        born: chrono::NaiveDate::from_ymd_opt(1961, 3, 2),
    }
}

fn known() -> About {
    let mut patient = Patient::not_known("pat-1");
    patient.nhs_number = NhsNumberMatch::Unverified { number: NhsNumber::parse("999 000 0018").unwrap() };
    About::Known { patient: Box::new(patient) }
}

fn not_identified() -> About {
    About::NotIdentified { name: Words::new("Mrs Jones from the bakery"), born: None }
}

fn written(entry: &NewRequest) -> Value {
    entry_bundle(&EntryWrite {
        base_url: "https://provider.example/fhir",
        practice: &Practice { ods: OdsCode::parse("A81001").unwrap(), name: "Example Surgery".to_owned() },
        request_id: &RequestId::parse(REQUEST).unwrap(),
        entry,
        op_id: &OpId::parse(OP).unwrap(),
        author: &Author {
            id: StaffId::parse("555000000101").unwrap(),
            name: "Dr Amara Osei".to_owned(),
            role: Role::Gp,
        },
        decided_at: entered_at(),
        digest: "00ff",
    })
}

/// The entry as the provider sends it once it has it.
fn read_back(bundle: &Value) -> (TriageRequest, Vec<(String, String)>) {
    let mut task = bundle["entry"][0]["resource"].clone();
    task["meta"]["versionId"] = json!("1");
    task["meta"]["lastUpdated"] = json!("2026-11-23T09:30:01Z");
    let patient = json!({
        "resourceType": "Patient",
        "id": "pat-1",
        "identifier": [{ "system": triage_fhir::systems::NHS_NUMBER, "value": "9990000018" }],
    });
    let names_patient = task["for"]["reference"].is_string();
    let assembled = assemble(&Parts {
        task: Some(&task),
        form: Some(&bundle["entry"][1]["resource"]),
        patient: names_patient.then_some(&patient),
        ..Parts::default()
    });
    let assembled = assembled.unwrap();
    (assembled.request, assembled.problems)
}

#[test]
fn an_entered_request_comes_back_as_it_stood_before_the_provider_had_it() {
    for entry in [entry(known()), entry(not_identified()), with_number(not_identified()), with_number(born())] {
        let here = entry.as_request(&RequestId::parse(REQUEST).unwrap(), entered_at());
        let (there, problems) = read_back(&written(&entry));
        assert_eq!(problems, []);
        let differs = Basis::of(&here).differences(&Basis::of(&there));
        assert_eq!(differs, [], "a decision on top of it would be a conflict");
        assert_eq!(there, TriageRequest { version: there.version.clone(), ..here });
    }
}

#[test]
fn the_bundle_of_an_entry() {
    for (name, entry) in [
        ("enter-known", entry(known())),
        ("enter-not-identified", entry(not_identified())),
        ("enter-with-number", with_number(not_identified())),
        ("enter-born", with_number(born())),
    ] {
        let text = serde_json::to_string_pretty(&written(&entry)).unwrap() + "\n";
        expect_file![format!("{}/golden/decisions/{name}.json", env!("CARGO_MANIFEST_DIR"))].assert_eq(&text);
    }
}

#[test]
fn an_entry_only_creates_and_everything_it_makes_is_the_practices() {
    let bundle = written(&entry(known()));
    let entries = bundle["entry"].as_array().unwrap();
    let made: Vec<&str> = entries.iter().map(|entry| entry["request"]["url"].as_str().unwrap()).collect();
    let form = format!("QuestionnaireResponse/{OP}");
    assert_eq!(made, [&format!("Task/{REQUEST}"), &form, &format!("Provenance/{OP}")]);
    for entry in entries {
        assert_eq!((&entry["request"]["ifNoneMatch"], &entry["request"]["ifMatch"]), (&json!("*"), &Value::Null));
    }
    for resource in [&entries[0]["resource"], &entries[1]["resource"]] {
        assert_eq!(resource["meta"]["tag"][0]["code"], "A81001");
    }
    assert!(triage_fhir::task::is_work_item(&entries[0]["resource"]));
    assert_eq!(triage_fhir::encode::digest_of(&entries[2]["resource"]), Some("00ff"));
}
