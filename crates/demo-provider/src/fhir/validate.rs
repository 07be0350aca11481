//! Owns the check of resources on arrival: type, id, members that FHIR R4 requires, and status codes.
//!
//! Deliberately no profile validation; the server keeps what it does not understand.

use serde_json::Value;

use super::outcome::FhirError;

/// Members that FHIR R4 (4.0.1) requires, by type.
const REQUIRED: &[(&str, &[&str])] = &[
    ("Task", &["status", "intent"]),
    ("QuestionnaireResponse", &["status"]),
    ("RelatedPerson", &["patient"]),
    ("DocumentReference", &["status", "content"]),
    ("Binary", &["contentType"]),
    ("CommunicationRequest", &["status"]),
    ("Communication", &["status"]),
    ("Provenance", &["target", "recorded", "agent"]),
    ("AuditEvent", &["type", "recorded", "agent", "source"]),
    ("Questionnaire", &["status"]),
];

const TASK_STATUS: &[&str] = &[
    "draft",
    "requested",
    "received",
    "accepted",
    "rejected",
    "ready",
    "cancelled",
    "in-progress",
    "on-hold",
    "failed",
    "completed",
    "entered-in-error",
];

const TASK_INTENT: &[&str] = &[
    "unknown",
    "proposal",
    "plan",
    "order",
    "original-order",
    "reflex-order",
    "filler-order",
    "instance-order",
    "option",
];

const PRIORITY: &[&str] = &["routine", "urgent", "asap", "stat"];

/// Members bound to a required value set of FHIR R4 (4.0.1), by type.
const CODES: &[(&str, &str, &[&str])] = &[
    ("Task", "status", TASK_STATUS),
    ("Task", "intent", TASK_INTENT),
    ("Task", "priority", PRIORITY),
    ("QuestionnaireResponse", "status", &["in-progress", "completed", "amended", "entered-in-error", "stopped"]),
    ("Patient", "gender", &["male", "female", "other", "unknown"]),
    ("DocumentReference", "status", &["current", "superseded", "entered-in-error"]),
    (
        "CommunicationRequest",
        "status",
        &["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"],
    ),
    ("CommunicationRequest", "priority", PRIORITY),
    (
        "Communication",
        "status",
        &["preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"],
    ),
    ("Communication", "priority", PRIORITY),
    ("AuditEvent", "action", &["C", "R", "U", "D", "E"]),
    ("Questionnaire", "status", &["draft", "active", "retired", "unknown"]),
];

/// Checks a resource that is to be stored as `type_name`.
pub fn validate(type_name: &str, resource: &Value) -> Result<(), FhirError> {
    let Some(members) = resource.as_object() else {
        return Err(structure("A resource is a JSON object", type_name));
    };
    match members.get("resourceType").and_then(Value::as_str) {
        Some(stated) if stated == type_name => {}
        Some(_) => {
            return Err(structure(&format!("resourceType is not {type_name}"), "resourceType"));
        }
        None => return Err(required(type_name, "resourceType")),
    }
    for name in required_members(type_name) {
        let present = members
            .get(*name)
            .is_some_and(|value| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()));
        if !present {
            return Err(required(type_name, name));
        }
    }
    for (_, name, allowed) in CODES.iter().filter(|(of, _, _)| *of == type_name) {
        check_code(type_name, name, members.get(*name), allowed)?;
    }
    if members.get("meta").is_some_and(|meta| !meta.is_object()) {
        return Err(structure("meta is not an object", "meta"));
    }
    Ok(())
}

/// Says whether the text may be a logical id: 1 to 64 letters, digits, `-` and `.` (FHIR R4, datatypes, id).
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
}

fn required_members(type_name: &str) -> &'static [&'static str] {
    REQUIRED.iter().find(|(of, _)| *of == type_name).map_or(&[], |(_, names)| names)
}

fn check_code(type_name: &str, name: &str, value: Option<&Value>, allowed: &[&str]) -> Result<(), FhirError> {
    let Some(value) = value else {
        return Ok(());
    };
    if value.as_str().is_some_and(|code| allowed.contains(&code)) {
        return Ok(());
    }
    Err(FhirError::Invalid {
        code: "code-invalid",
        text: format!("{type_name}.{name} is not one of {}", allowed.join(", ")),
        expression: format!("{type_name}.{name}"),
    })
}

fn required(type_name: &str, name: &str) -> FhirError {
    FhirError::Invalid {
        code: "required",
        text: format!("{type_name}.{name} is required"),
        expression: format!("{type_name}.{name}"),
    }
}

fn structure(text: &str, expression: &str) -> FhirError {
    FhirError::Invalid { code: "structure", text: text.to_owned(), expression: expression.to_owned() }
}
