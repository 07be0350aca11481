//! A provider may send anything. What can be read is shown, what cannot is named, and nothing makes the program fall over.

use serde_json::{Value, json};
use tests::{Pc, StandIn};

const ODS: &str = "https://fhir.nhs.uk/Id/ods-organization-code";
const NHS_NUMBER: &str = "https://fhir.nhs.uk/Id/nhs-number";
const TASK_CODE: &str = "https://triage.example/fhir/CodeSystem/olc-task-code";
const CATEGORY: &str = "https://triage.example/fhir/CodeSystem/olc-category";

/// Characters of the longest answer that a form of this product takes.
const LONG_ANSWER_CHARS: usize = 40_000;

fn meta() -> Value {
    json!({
        "versionId": "1",
        "lastUpdated": "2026-11-23T09:00:00.000Z",
        "tag": [{ "system": ODS, "code": "A99999" }],
    })
}

fn patient(id: &str, family: &str, nhs_number: &str) -> Value {
    json!({
        "resourceType": "Patient",
        "id": id,
        "meta": meta(),
        "identifier": [{ "system": NHS_NUMBER, "value": nhs_number }],
        "name": [{ "use": "official", "family": family, "given": ["Testa"] }],
        "birthDate": "1980-02-29",
    })
}

fn form(id: &str, words: &str) -> Value {
    json!({
        "resourceType": "QuestionnaireResponse",
        "id": id,
        "meta": meta(),
        "status": "completed",
        "item": [{ "linkId": "problem", "text": "What is the problem?", "answer": [{ "valueString": words }] }],
    })
}

fn task(id: &str, form: &str, patient: &str) -> Value {
    json!({
        "resourceType": "Task",
        "id": id,
        "meta": meta(),
        "identifier": [{ "use": "official", "system": "https://provider.example/ref", "value": format!("REF-{id}") }],
        "status": "requested",
        "intent": "order",
        "priority": "routine",
        "code": { "coding": [{ "system": TASK_CODE, "code": "triage-online-consultation" }] },
        "focus": { "reference": format!("QuestionnaireResponse/{form}") },
        "for": { "reference": format!("Patient/{patient}") },
        "authoredOn": "2026-11-23T08:55:00Z",
    })
}

fn found(resource: Value) -> Value {
    json!({ "fullUrl": format!("urn:x:{}", resource["id"]), "resource": resource, "search": { "mode": "match" } })
}

/// A provider whose one page holds a good request and these entries of Tasks, with these forms and patients.
async fn serving(tasks: Vec<Value>, forms: Vec<Value>, patients: Vec<Value>) -> (StandIn, Pc, i32) {
    let good = found(task("good", "form-good", "patient-good"));
    let tasks = std::iter::once(good).chain(tasks).collect();
    let forms = std::iter::once(form("form-good", "A cough since Friday")).chain(forms).map(found).collect();
    let patients = std::iter::once(patient("patient-good", "Testpatient", "9990000018")).chain(patients);
    let patients = patients.map(found).collect();
    let provider = StandIn::serving(&[("Task", tasks), ("QuestionnaireResponse", forms), ("Patient", patients)]).await;
    let pc = Pc::new();
    let person = ["--staff", "555000000101", "--name", "Dr Anwen Rees", "--role", "gp"];
    let practice = ["connect", &provider.wire.base, "--ods", "A99999", "--practice", "Meadow Lane Surgery"];
    pc.done(&[&practice[..], &person].concat()).await;
    let code = pc.run(&["sync"]).await.code.expect("it does not fall over");
    assert!(pc.rows("all-open").await.iter().any(|row| row["id"] == "good"), "the rest is shown");
    assert_eq!(pc.json(&["show", "good"]).await["words"], "A cough since Friday");
    (provider, pc, code)
}

/// Lists what the program says it could not read, as reference and problem.
async fn unreadable(pc: &Pc) -> Vec<(String, String)> {
    let listed = pc.run(&["unreadable"]).await.with_code(5).json();
    let text = |one: &Value, member: &str| one[member].as_str().unwrap().to_owned();
    listed.as_array().unwrap().iter().map(|one| (text(one, "reference"), text(one, "problem"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_faults_leaves_nothing_unreadable() {
    let (_provider, pc, code) = serving(Vec::new(), Vec::new(), Vec::new()).await;
    assert_eq!(code, 0);
    assert_eq!(pc.json(&["unreadable"]).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_entries_are_named_and_the_rest_of_the_page_is_shown() {
    let mut without_version = task("no-version", "form-good", "patient-good");
    without_version["meta"] = json!({});
    let mut without_id = task("x", "form-good", "patient-good");
    without_id.as_object_mut().unwrap().remove("id");
    let broken = vec![
        json!({ "fullUrl": "http://127.0.0.1/fhir/Task/empty", "search": { "mode": "match" } }),
        json!({ "fullUrl": "http://127.0.0.1/fhir/Task/text", "resource": "not a resource" }),
        json!({ "fullUrl": "http://127.0.0.1/fhir/Task/nameless", "resource": without_id }),
        found(without_version),
        json!("not even an entry"),
        json!(null),
    ];
    let (_provider, pc, code) = serving(broken, Vec::new(), Vec::new()).await;
    assert_eq!(code, 5, "something needs a person");
    let listed = unreadable(&pc).await;
    for reference in ["Task/empty", "Task/text", "Task/nameless", "Task/no-version"] {
        assert!(listed.iter().any(|(found, _)| found == reference), "{reference} in {listed:?}");
    }
    assert_eq!(pc.status().await["unreadable"], listed.len());
    assert_eq!(pc.rows("all-open").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_codes_are_shown_on_the_safe_side_and_named() {
    let mut odd = task("odd", "form-odd", "patient-good");
    odd["status"] = json!("paused-by-robot");
    odd["priority"] = json!("whenever");
    odd["reasonCode"] = json!({ "coding": [{ "system": CATEGORY, "code": "astrology" }] });
    odd["businessStatus"] = json!({ "coding": [{ "system": "urn:elsewhere", "code": "limbo" }] });
    let (_provider, pc, code) = serving(vec![found(odd)], vec![form("form-odd", "A rash")], Vec::new()).await;
    assert_eq!(code, 5);
    let rows = pc.rows("all-open").await;
    let row = rows.iter().find(|row| row["id"] == "odd").expect("an unknown status does not hide a request");
    assert_eq!(row["state"]["urgency"], "urgent-today", "an unknown priority is not routine");
    assert_eq!(row["state"]["category"], "unknown");
    let listed = unreadable(&pc).await;
    assert!(listed.iter().all(|(reference, _)| reference == "Task/odd"), "{listed:?}");
    for code in ["paused-by-robot", "whenever", "astrology"] {
        assert!(listed.iter().any(|(_, problem)| problem.contains(code)), "{code} in {listed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_patient_or_form_is_missing_is_shown_and_says_so() {
    let orphan = task("orphan", "form-nowhere", "patient-nowhere");
    let mut nobody = task("nobody", "form-good", "x");
    nobody.as_object_mut().unwrap().remove("for");
    let (_provider, pc, code) = serving(vec![found(orphan), found(nobody)], Vec::new(), Vec::new()).await;
    assert_eq!(code, 5);
    assert_eq!(pc.rows("all-open").await.len(), 3);
    let listed = unreadable(&pc).await;
    for reference in ["Patient/patient-nowhere", "QuestionnaireResponse/form-nowhere", "Task/nobody"] {
        assert!(listed.iter().any(|(found, _)| found == reference), "{reference} in {listed:?}");
    }
    let shown = pc.json(&["show", "orphan"]).await;
    assert_eq!(shown["nhsNumber"], Value::Null);
    let refused = pc.run(&["--offline", "decide", "orphan", "reply", "Hello"]).await.with_code(6);
    assert!(refused.stderr.contains("nobody knows which patient this is"), "{}", refused.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_nhs_number_with_a_wrong_check_digit_is_not_shown_as_one() {
    let wrong = patient("patient-wrong", "Testpatient", "9990000019");
    let one = found(task("wrong", "form-good", "patient-wrong"));
    let (_provider, pc, code) = serving(vec![one], Vec::new(), vec![wrong]).await;
    assert_eq!(code, 5);
    assert_eq!(pc.json(&["show", "wrong"]).await["nhsNumber"], Value::Null);
    let listed = unreadable(&pc).await;
    assert_eq!(listed, [("Patient/patient-wrong".to_owned(), "the NHS number is not valid".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn long_answers_and_unusual_names_are_shown_whole() {
    let long: String = "Ω wörter und 🤧 ".chars().cycle().take(LONG_ANSWER_CHARS).collect();
    let names = ["🦆🌈", "O’Neill-ap-Rhys ẞ", "עֶזְרָא", "\u{202e}gnorts"];
    let ids = ["duck", "rhys", "ezra", "bidi"];
    let tasks = ids.iter().map(|id| found(task(id, &format!("form-{id}"), &format!("patient-{id}")))).collect();
    let forms = ids.iter().map(|id| form(&format!("form-{id}"), &long)).collect();
    let patients = ids.iter().zip(names).map(|(id, name)| patient(&format!("patient-{id}"), name, "9990000018"));
    let (_provider, pc, code) = serving(tasks, forms, patients.collect()).await;
    assert_eq!(code, 0, "{:?}", pc.run(&["unreadable"]).await);
    for (id, name) in ids.iter().zip(names) {
        let shown = pc.json(&["show", id]).await;
        assert_eq!(shown["words"].as_str().map(|words| words.chars().count()), Some(long.trim().chars().count()));
        let displayed = shown["name"].as_str().unwrap();
        let first = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('🦆');
        assert!(displayed.to_lowercase().contains(&first.to_lowercase().to_string()), "{displayed} for {name}");
    }
    assert_eq!(pc.json(&["queue", "--search", "wörter"]).await["total"], 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_about_a_request_with_unknown_codes_can_still_be_saved() {
    let mut odd = task("odd", "form-good", "patient-good");
    odd["priority"] = json!("whenever");
    let (_provider, pc, _) = serving(vec![found(odd)], Vec::new(), Vec::new()).await;
    pc.decides("odd", &["urgency", "routine", "--reason", "Read it"]).await;
    assert_eq!(pc.json(&["show", "odd"]).await["state"]["stage"], "sorted");
}
