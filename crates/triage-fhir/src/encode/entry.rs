//! A request that staff entered, as one transaction Bundle that makes its Task, its form and the witness.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use triage_domain::new_request::{BORN_QUESTION, RING_BACK_QUESTION};
use triage_domain::{About, Author, NewRequest, OpId, RequestId};

use super::{Practice, Witness, organization, practitioner, put, stamp, witness};
use crate::codes;
use crate::submission::PROBLEM;
use crate::systems;

/// What stands for the question above what a caller said.
const PROBLEM_QUESTION: &str = "What the caller said";
/// The question by which staff take down where to ring back.
const RING_BACK: &str = "ring-back";
/// The question by which staff take down when somebody who was not found was born.
const BORN: &str = "born";

/// Everything that an entry's Bundle is made of.
#[derive(Debug, Clone, Copy)]
pub struct EntryWrite<'a> {
    /// Where FHIR begins on the provider, without a slash at the end.
    pub base_url: &'a str,
    pub practice: &'a Practice,
    /// Made by the client, so that decisions about the request can be taken before the provider has it.
    pub request_id: &'a RequestId,
    pub entry: &'a NewRequest,
    pub op_id: &'a OpId,
    pub author: &'a Author,
    pub decided_at: DateTime<Utc>,
    /// SHA-256 of the decision's unchanging part, in hex.
    pub digest: &'a str,
}

/// Makes the Bundle of one entry. The same input gives the same bytes.
///
/// The form has the decision's own id, as everything has that a decision makes. There is no version for `ifMatch` to
/// name: a server that ignores `ifNoneMatch` would take the Bundle twice, which is why the witness is looked up before
/// anything is sent again.
#[must_use]
pub fn entry_bundle(write: &EntryWrite<'_>) -> Value {
    let (id, form_id) = (write.request_id.as_str(), write.op_id.as_str());
    let provenance = witness(&Witness {
        op_id: write.op_id,
        digest: write.digest,
        task_id: id,
        decided_at: write.decided_at,
        kind: "enter",
        operation: "CREATE",
        author: write.author,
        practice: write.practice,
    });
    json!({
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            put(write.base_url, "Task", id, task(write)),
            put(write.base_url, "QuestionnaireResponse", form_id, form(write)),
            put(write.base_url, "Provenance", form_id, provenance),
        ],
    })
}

/// The tag by which the provider tells whose the resource is; an owner cannot, because it changes (`wire.md` risk 11).
fn meta(practice: &Practice) -> Value {
    json!({ "tag": [{ "system": systems::ODS_CODE, "code": practice.ods.as_str() }] })
}

fn patient(about: &About) -> Value {
    match about {
        About::Known { patient } => json!({ "reference": format!("Patient/{}", patient.reference) }),
        About::NotIdentified { name, .. } => json!({ "display": name.as_str() }),
    }
}

fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code }] })
}

fn task(write: &EntryWrite<'_>) -> Value {
    let entry = write.entry;
    json!({
        "resourceType": "Task",
        "id": write.request_id.as_str(),
        "meta": meta(write.practice),
        "identifier": [{
            "use": "secondary",
            "system": systems::CLIENT_OPERATION,
            "value": write.op_id.as_str(),
        }],
        "status": "requested",
        "businessStatus": concept(systems::BUSINESS_STATUS, "sorted"),
        "intent": "order",
        "priority": codes::priority(entry.urgency),
        "code": {
            "coding": [{
                "system": systems::TASK_CODE,
                "code": "triage-online-consultation",
                "display": "Triage online consultation",
            }],
        },
        "description": entry.title().as_str(),
        "focus": { "reference": format!("QuestionnaireResponse/{}", write.op_id) },
        "for": patient(&entry.about),
        "authoredOn": stamp(write.decided_at),
        "requester": practitioner(write.author),
        "owner": organization(write.practice),
        "reasonCode": concept(systems::CATEGORY, codes::category_code(entry.category)),
        "input": [{ "type": concept(systems::TASK_IO, "route"), "valueCode": entry.route.code() }],
    })
}

fn form(write: &EntryWrite<'_>) -> Value {
    let mut form = Map::new();
    form.insert("resourceType".to_owned(), json!("QuestionnaireResponse"));
    form.insert("id".to_owned(), json!(write.op_id.as_str()));
    form.insert("meta".to_owned(), meta(write.practice));
    let identifier = json!({ "system": systems::CLIENT_OPERATION, "value": write.op_id.as_str() });
    form.insert("identifier".to_owned(), identifier);
    form.insert("status".to_owned(), json!("completed"));
    form.insert("subject".to_owned(), patient(&write.entry.about));
    form.insert("authored".to_owned(), json!(stamp(write.decided_at)));
    form.insert("author".to_owned(), practitioner(write.author));
    let answer = json!([{ "valueString": write.entry.words.as_str() }]);
    let mut items = vec![json!({ "linkId": PROBLEM, "text": PROBLEM_QUESTION, "answer": answer })];
    if let Some(born) = write.entry.born() {
        let answer = json!([{ "valueDate": born.format("%Y-%m-%d").to_string() }]);
        items.push(json!({ "linkId": BORN, "text": BORN_QUESTION, "answer": answer }));
    }
    if let Some(number) = &write.entry.ring_back {
        let answer = json!([{ "valueString": number.as_str() }]);
        items.push(json!({ "linkId": RING_BACK, "text": RING_BACK_QUESTION, "answer": answer }));
    }
    form.insert("item".to_owned(), json!(items));
    Value::Object(form)
}
