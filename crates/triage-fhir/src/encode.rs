//! One decision as one transaction Bundle: the Task edited in place under `ifMatch`, the reply, and the Provenance that
//! is the decision's witness (`wire.md` 1.3 and amendment 1).

mod entry;
mod task_edit;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use thiserror::Error;
use triage_domain::{Attachment, Author, Decision, OdsCode, OpId, Urgency, Version, Words};

use crate::systems;

pub use entry::{EntryWrite, entry_bundle};

/// The practice on whose behalf decisions are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    pub ods: OdsCode,
    pub name: String,
}

/// Everything that one decision's Bundle is made of.
#[derive(Debug, Clone, Copy)]
pub struct DecisionWrite<'a> {
    /// Where FHIR begins on the provider, without a slash at the end.
    pub base_url: &'a str,
    pub practice: &'a Practice,
    /// The Task as received in the version named by `if_match`.
    pub task: &'a Value,
    pub if_match: &'a Version,
    pub op_id: &'a OpId,
    pub decision: &'a Decision,
    pub author: &'a Author,
    pub decided_at: DateTime<Utc>,
    /// The urgency in force after the decision: written with it, so that what was only flagged at intake is not lost
    /// when somebody sorts the request.
    pub urgency: Urgency,
    /// Id of the patient's last message that was read when the request was set aside; written with a hold and with a wait
    /// for the patient.
    pub held_after: Option<&'a str>,
    /// SHA-256 of the decision's unchanging part, in hex.
    pub digest: &'a str,
    /// How many decisions stay named on the Task, this one included; the newest stands first.
    pub decisions_named: usize,
}

/// Decisions named on a Task where each is one transaction: its witness says whether it landed.
pub const NAMED_IN_ONE_TRANSACTION: usize = 1;

/// Decisions named on a Task where each is written step by step: the Task lands before its witness, and others may
/// decide before anybody looks whether it did.
pub const NAMED_STEP_BY_STEP: usize = 8;

/// Why no Bundle can be made.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum EncodeDecisionError {
    #[error("the stored Task is not an object with an id")]
    BrokenTask,
    #[error("the stored Task is not the version that the decision must find")]
    OtherVersion,
    #[error("an entry makes a request and edits none")]
    NothingToEdit,
}

/// Makes the Bundle of one decision. The same input gives the same bytes.
///
/// # Errors
/// Fails where the stored Task is not the one that the decision is about.
pub fn decision_bundle(write: &DecisionWrite<'_>) -> Result<Value, EncodeDecisionError> {
    let id = write.task.get("id").and_then(Value::as_str).ok_or(EncodeDecisionError::BrokenTask)?;
    if crate::json::version_of(write.task) != Some(write.if_match.as_str()) {
        return Err(EncodeDecisionError::OtherVersion);
    }
    let task = task_edit::edited(write)?;
    let mut entries = vec![json!({
        "fullUrl": format!("{}/Task/{id}", write.base_url),
        "resource": task,
        "request": {
            "method": "PUT",
            "url": format!("Task/{id}"),
            "ifMatch": format!("W/\"{}\"", write.if_match),
        },
    })];
    entries.extend(beside(write, id));
    Ok(json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries }))
}

/// Makes the entries that a decision writes beside the Task, in the order in which they are written: the reply where
/// there is one, and the witness. They are the same whatever has become of the Task since.
///
/// # Errors
/// Fails where the stored Task is not an object with an id.
pub fn decision_beside(write: &DecisionWrite<'_>) -> Result<Vec<Value>, EncodeDecisionError> {
    let id = write.task.get("id").and_then(Value::as_str).ok_or(EncodeDecisionError::BrokenTask)?;
    Ok(beside(write, id))
}

fn beside(write: &DecisionWrite<'_>, id: &str) -> Vec<Value> {
    let mut entries = Vec::new();
    if let Some(reply) = reply(write, id) {
        entries.push(put(write.base_url, "CommunicationRequest", write.op_id.as_str(), reply));
    }
    entries.push(put(write.base_url, "Provenance", write.op_id.as_str(), provenance(write, id)));
    entries
}

/// An entry that only creates. Servers that ignore `ifNoneMatch` on a PUT would overwrite: of a decision's own resources
/// the Task's `ifMatch` keeps them from it, in the same transaction.
fn put(base_url: &str, kind: &str, id: &str, resource: Value) -> Value {
    json!({
        "fullUrl": format!("{base_url}/{kind}/{id}"),
        "resource": resource,
        "request": { "method": "PUT", "url": format!("{kind}/{id}"), "ifNoneMatch": "*" },
    })
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn practitioner(author: &Author) -> Value {
    json!({
        "type": "Practitioner",
        "identifier": { "system": systems::SDS_USER_ID, "value": author.id.as_str() },
        "display": author.name,
    })
}

fn organization(practice: &Practice) -> Value {
    json!({
        "type": "Organization",
        "identifier": { "system": systems::ODS_CODE, "value": practice.ods.as_str() },
        "display": practice.name,
    })
}

/// Makes what goes to the patient, where the decision sends something.
fn reply(write: &DecisionWrite<'_>, task_id: &str) -> Option<Value> {
    let (text, replaces, may_answer, attachments) = match write.decision {
        Decision::Reply { text, may_answer, attachments, .. } => (text, None, *may_answer, attachments.as_slice()),
        Decision::SendAgain { text, reply, may_answer, attachments } => {
            (text, Some(reply), *may_answer, attachments.as_slice())
        }
        Decision::Assign { .. }
        | Decision::SetUrgency { .. }
        | Decision::SetCategory { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Close { .. }
        | Decision::Reopen { .. }
        | Decision::Hold { .. }
        | Decision::EndHold
        | Decision::Merge { .. }
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => return None,
    };
    let patient = write.task.get("for").cloned().unwrap_or_else(|| json!({}));
    let mut request = json!({
        "resourceType": "CommunicationRequest",
        "id": write.op_id.as_str(),
        "identifier": [{ "system": systems::CLIENT_OPERATION, "value": write.op_id.as_str() }],
        "basedOn": [{ "reference": format!("Task/{task_id}") }],
        "status": "active",
        "priority": crate::codes::priority(write.urgency),
        "medium": [{ "text": "sms" }],
        "subject": patient,
        "about": [{ "reference": format!("Task/{task_id}") }],
        "payload": payload(text, attachments),
        "authoredOn": stamp(write.decided_at),
        "requester": practitioner(write.author),
        "recipient": [patient],
        "sender": organization(write.practice),
    });
    if let (Some(old), Some(members)) = (replaces, request.as_object_mut()) {
        members.insert("replaces".to_owned(), json!([{ "reference": format!("CommunicationRequest/{old}") }]));
    }
    if may_answer && let Some(members) = request.as_object_mut() {
        members.insert("extension".to_owned(), json!([{ "url": systems::MAY_ANSWER, "valueBoolean": true }]));
    }
    Some(request)
}

/// The text, and after it the files, whose bytes are on the provider already as `Binary` of the ids that this PC made.
fn payload(text: &Words, attachments: &[Attachment]) -> Vec<Value> {
    let files = attachments.iter().map(|file| {
        json!({ "contentAttachment": {
            "contentType": file.content_type,
            "url": format!("Binary/{}", file.id),
            "size": file.size_bytes,
            "hash": file.sha1_base64,
            "title": file.name,
        }})
    });
    std::iter::once(json!({ "contentString": text.as_str() })).chain(files).collect()
}

fn provenance(write: &DecisionWrite<'_>, task_id: &str) -> Value {
    let mut provenance = witness(&Witness {
        op_id: write.op_id,
        digest: write.digest,
        task_id,
        decided_at: write.decided_at,
        kind: write.decision.kind(),
        operation: "UPDATE",
        author: write.author,
        practice: write.practice,
    });
    let what = json!({
        "reference": format!("Task/{task_id}/_history/{}", write.if_match),
        "identifier": { "system": systems::CLIENT_OPERATION, "value": write.op_id.as_str() },
    });
    if let Some(members) = provenance.as_object_mut() {
        members.insert("entity".to_owned(), json!([{ "role": "revision", "what": what }]));
    }
    provenance
}

struct Witness<'a> {
    op_id: &'a OpId,
    digest: &'a str,
    task_id: &'a str,
    decided_at: DateTime<Utc>,
    kind: &'a str,
    /// Code of HL7's v3-DataOperation.
    operation: &'a str,
    author: &'a Author,
    practice: &'a Practice,
}

fn witness(witness: &Witness<'_>) -> Value {
    json!({
        "resourceType": "Provenance",
        "id": witness.op_id.as_str(),
        "extension": [{ "url": systems::OPERATION_DIGEST, "valueString": witness.digest }],
        "target": [{ "reference": format!("Task/{}", witness.task_id) }],
        "occurredDateTime": stamp(witness.decided_at),
        "recorded": stamp(witness.decided_at),
        "activity": {
            "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/v3-DataOperation",
                "code": witness.operation,
            }],
            "text": witness.kind,
        },
        "agent": [{
            "type": {
                "coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                    "code": "author",
                }],
            },
            "who": practitioner(witness.author),
            "onBehalfOf": organization(witness.practice),
        }],
    })
}

/// Reads the digest from a witness.
#[must_use]
pub fn digest_of(provenance: &Value) -> Option<&str> {
    crate::json::list(provenance, "extension")
        .find(|extension| crate::json::text(extension, "url") == Some(systems::OPERATION_DIGEST))
        .and_then(|extension| crate::json::text(extension, "valueString"))
}
