//! What the simulated provider's patients send: requests with their forms, and messages.

use chrono::SecondsFormat;
use serde_json::{Value, json};
use triage_fhir::systems;

use super::instant;

/// The simulated practice.
pub const ODS: &str = "A99999";

fn stamp(at_ms: i64) -> String {
    instant(at_ms).map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true)).unwrap_or_default()
}

/// Returns the resources of a request that comes in: patient, form and Task, in the order in which they are written.
#[must_use]
pub fn arriving_request(n: u64, at_ms: i64, words: &str, flagged: bool) -> [Value; 3] {
    let patient = json!({
        "resourceType": "Patient",
        "id": format!("pat-{n}"),
        "identifier": [{
            "system": systems::NHS_NUMBER,
            "value": "9990000018",
            "extension": [{
                "url": systems::NHS_NUMBER_VERIFICATION,
                "valueCodeableConcept": { "coding": [{
                    "system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus",
                    "code": "number-present-and-verified",
                }] },
            }],
        }],
        "name": [{ "family": format!("Example{n}"), "given": ["Avery"] }],
    });
    let form = json!({
        "resourceType": "QuestionnaireResponse",
        "id": format!("qr-{n}"),
        "status": "completed",
        "item": [{ "linkId": "problem", "text": "What is the problem?", "answer": [{ "valueString": words }] }],
    });
    let mut task = json!({
        "resourceType": "Task",
        "id": format!("req-{n}"),
        "meta": { "tag": [{ "system": systems::ODS_CODE, "code": ODS }] },
        "identifier": [{ "use": "official", "system": "https://provider.example/ref", "value": format!("R{n}") }],
        "status": "requested",
        "intent": "order",
        "priority": "routine",
        "code": { "coding": [{ "code": "triage-online-consultation" }] },
        "businessStatus": { "coding": [{ "system": systems::BUSINESS_STATUS, "code": "new" }] },
        "focus": { "reference": format!("QuestionnaireResponse/qr-{n}") },
        "for": { "reference": format!("Patient/pat-{n}") },
        "authoredOn": stamp(at_ms),
        "extension": [{ "url": "https://provider.example/unknown", "valueString": "kept as it came" }],
    });
    if flagged {
        task["input"] = json!([{
            "type": { "coding": [{ "system": systems::TASK_IO, "code": "intake-urgency" }] },
            "valueCode": "asap",
        }]);
    }
    [patient, form, task]
}

/// Returns a message of a patient about a request.
#[must_use]
pub fn patient_message(n: u64, task: &str, at_ms: i64, words: &str) -> Value {
    json!({
        "resourceType": "Communication",
        "id": format!("msg-{n}"),
        "status": "completed",
        "about": [{ "reference": format!("Task/{task}") }],
        "sent": stamp(at_ms),
        "payload": [{ "contentString": words }],
    })
}
