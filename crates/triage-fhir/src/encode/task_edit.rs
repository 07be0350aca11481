//! Edits the named members of a Task and no other; the others keep their bytes and their order.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use triage_domain::decision::{AfterReply, WaitsFor};
use triage_domain::{Decision, Disposition, Mode, Owner, Words};

use super::{DecisionWrite, EncodeDecisionError, organization, practitioner, stamp};
use crate::codes;
use crate::json::{code_in, instant_of, list_mut, text};
use crate::systems;

type Task = Map<String, Value>;

pub(super) fn edited(write: &DecisionWrite<'_>) -> Result<Value, EncodeDecisionError> {
    let mut task = write.task.as_object().ok_or(EncodeDecisionError::BrokenTask)?.clone();
    if let Some(meta) = task.get_mut("meta").and_then(Value::as_object_mut) {
        meta.shift_remove("versionId");
        meta.shift_remove("lastUpdated");
    }
    name_operation(&mut task, write);
    match write.decision {
        Decision::Assign { to } => assign(&mut task, write, to),
        Decision::SetUrgency { reason, .. } => {
            sorted(&mut task, write);
            note_if_any(&mut task, write, reason.as_ref());
        }
        Decision::SetCategory { to } => {
            set_coding(&mut task, "reasonCode", systems::CATEGORY, codes::category_code(*to));
            sorted(&mut task, write);
        }
        Decision::AddNote { text } => note(&mut task, write, text),
        Decision::FirstOpened => output_once(&mut task, "first-opened", write.decided_at),
        Decision::Reply { then, .. } => reply(&mut task, write, then),
        Decision::Close { disposition, mode, reason } => {
            close(&mut task, write, disposition, *mode);
            note_if_any(&mut task, write, reason.as_ref());
        }
        Decision::Reopen { reason } => {
            task.insert("status".to_owned(), json!("in-progress"));
            business_status(&mut task, "sorted");
            if let Some(period) = task.get_mut("executionPeriod").and_then(Value::as_object_mut) {
                period.shift_remove("end");
            }
            remove_outputs(&mut task, "merged-into");
            note(&mut task, write, reason);
        }
        Decision::Hold { until, waits_for: WaitsFor::Moment } => {
            set_aside(&mut task, "held", Some(*until), write.held_after);
        }
        Decision::Hold { until, waits_for: WaitsFor::Patient } => {
            set_aside(&mut task, "awaiting-patient", Some(*until), write.held_after);
        }
        Decision::EndHold => end_hold(&mut task),
        Decision::SendAgain { .. } => output_reply(&mut task, write),
        Decision::Merge { into } => {
            close(&mut task, write, &Disposition::duplicate(), None);
            remove_outputs(&mut task, "merged-into");
            let other = json!({ "reference": format!("Task/{into}") });
            output(&mut task, json!({ "type": io_type("merged-into"), "valueReference": other }));
        }
        Decision::RecordFiled => output_once(&mut task, "record-filed", write.decided_at),
        Decision::LogChase { route, text } => {
            let mut kind = io_type("chase");
            kind["text"] = json!(route.code());
            let (id, at) = (write.op_id.as_str(), stamp(write.decided_at));
            output(&mut task, json!({ "id": id, "type": kind, "valueDateTime": at }));
            note_if_any(&mut task, write, text.as_ref());
        }
        Decision::Enter { .. } => return Err(EncodeDecisionError::NothingToEdit),
        Decision::Claim { until } => claim(&mut task, write, *until),
        Decision::Release => {
            remove_claim(&mut task);
        }
    }
    Ok(Value::Object(task))
}

/// Puts the decision's id on the Task before those of earlier ones, as many as stay: the second witness.
fn name_operation(task: &mut Task, write: &DecisionWrite<'_>) {
    if let Some(identifiers) = list_mut(task, "identifier") {
        let is_ours = |id: &Value| text(id, "system") == Some(systems::CLIENT_OPERATION);
        let earlier = identifiers.iter().filter(|id| is_ours(id) && text(id, "value") != Some(write.op_id.as_str()));
        let earlier: Vec<Value> = earlier.take(write.decisions_named.saturating_sub(1)).cloned().collect();
        identifiers.retain(|id| !is_ours(id));
        identifiers.push(json!({
            "use": "secondary",
            "system": systems::CLIENT_OPERATION,
            "value": write.op_id.as_str(),
        }));
        identifiers.extend(earlier);
    }
}

fn business_status(task: &mut Task, code: &str) {
    task.insert(
        "businessStatus".to_owned(),
        json!({ "coding": [{ "system": systems::BUSINESS_STATUS, "code": code }] }),
    );
}

fn set_coding(task: &mut Task, member: &str, system: &str, code: &str) {
    let concept = task.entry(member.to_owned()).or_insert_with(|| json!({}));
    if !concept.is_object() {
        *concept = json!({});
    }
    if let Some(codings) = concept.as_object_mut().and_then(|concept| list_mut(concept, "coding")) {
        codings.retain(|coding| text(coding, "system") != Some(system));
        codings.push(json!({ "system": system, "code": code }));
    }
}

/// Takes down that a person has judged the request, with the urgency that is in force.
fn sorted(task: &mut Task, write: &DecisionWrite<'_>) {
    let current = task.get("businessStatus").and_then(|status| code_in(status, systems::BUSINESS_STATUS));
    if matches!(current, None | Some("new" | "released")) {
        business_status(task, "sorted");
    }
    task.insert("priority".to_owned(), json!(codes::priority(write.urgency)));
}

/// Moves the status along the allowed edges only: `on-hold` and `in-progress` stay what they are.
fn assign(task: &mut Task, write: &DecisionWrite<'_>, to: &Owner) {
    if let Some(types) = list_mut(task, "performerType") {
        types.retain(|concept| code_in(concept, systems::TEAM).is_none());
        if let Owner::Team(team) = to {
            types.push(json!({
                "coding": [{ "system": systems::TEAM, "code": team.id.as_str(), "display": team.name }],
                "text": team.name,
            }));
        }
    }
    if task.get("performerType").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        task.shift_remove("performerType");
    }
    let status = task.get("status").and_then(Value::as_str).unwrap_or_default().to_owned();
    let waiting = matches!(status.as_str(), "requested" | "received" | "accepted" | "ready");
    let (owner, next_status) = match to {
        Owner::Person(person) => (
            json!({
                "type": "Practitioner",
                "identifier": { "system": systems::SDS_USER_ID, "value": person.id.as_str() },
                "display": person.name,
            }),
            "accepted",
        ),
        Owner::Team(_) | Owner::Nobody => (organization(write.practice), "requested"),
    };
    task.insert("owner".to_owned(), owner);
    if waiting {
        task.insert("status".to_owned(), json!(next_status));
    }
    sorted(task, write);
}

fn note_if_any(task: &mut Task, write: &DecisionWrite<'_>, text: Option<&Words>) {
    if let Some(text) = text.filter(|text| !text.is_blank()) {
        note(task, write, text);
    }
}

fn note(task: &mut Task, write: &DecisionWrite<'_>, text: &Words) {
    if let Some(notes) = list_mut(task, "note") {
        notes.push(json!({
            "id": write.op_id.as_str(),
            "authorReference": practitioner(write.author),
            "time": stamp(write.decided_at),
            "text": text.as_str(),
        }));
    }
}

fn io_type(kind: &str) -> Value {
    json!({ "coding": [{ "system": systems::TASK_IO, "code": kind }] })
}

fn is_output(output: &Value, kind: &str) -> bool {
    output.get("type").is_some_and(|concept| code_in(concept, systems::TASK_IO) == Some(kind))
}

fn output(task: &mut Task, output: Value) {
    if let Some(outputs) = list_mut(task, "output") {
        outputs.push(output);
    }
}

fn output_once(task: &mut Task, kind: &str, at: DateTime<Utc>) {
    if let Some(outputs) = list_mut(task, "output")
        && !outputs.iter().any(|output| is_output(output, kind))
    {
        outputs.push(json!({ "type": io_type(kind), "valueDateTime": stamp(at) }));
    }
}

fn remove_outputs(task: &mut Task, kind: &str) {
    if let Some(outputs) = task.get_mut("output").and_then(Value::as_array_mut) {
        outputs.retain(|output| !is_output(output, kind));
    }
}

fn output_reply(task: &mut Task, write: &DecisionWrite<'_>) {
    let reply = json!({ "reference": format!("CommunicationRequest/{}", write.op_id) });
    output(task, json!({ "type": io_type("reply"), "valueReference": reply }));
}

/// The end of a hold, or of a wait for the patient, stands where the provider's due time begins (`wire.md` 1.1b). The due
/// time itself is the provider's and stays, also where the hold outlasts it.
fn set_aside(task: &mut Task, status: &str, until: Option<DateTime<Utc>>, after: Option<&str>) {
    task.insert("status".to_owned(), json!("on-hold"));
    business_status(task, status);
    let Some(until) = until else { return remove_end(task) };
    if let Some(after) = after {
        task["businessStatus"]["extension"] = json!([{ "url": systems::HELD_AFTER, "valueString": after }]);
    }
    let restriction = task.entry("restriction".to_owned()).or_insert_with(|| json!({}));
    let Some(restriction) = restriction.as_object_mut() else { return };
    let period = restriction.entry("period".to_owned()).or_insert_with(|| json!({}));
    if let Some(period) = period.as_object_mut() {
        period.insert("start".to_owned(), json!(stamp(until)));
    }
}

fn end_hold(task: &mut Task) {
    let status = task.get("businessStatus").and_then(|status| code_in(status, systems::BUSINESS_STATUS));
    if matches!(status, Some("held" | "awaiting-patient")) {
        task.insert("status".to_owned(), json!("in-progress"));
        business_status(task, "sorted");
    }
    remove_end(task);
}

/// Says whether the patient was to answer until a moment that is past. Where they have, this changes nothing that is shown.
fn waited_in_vain(task: &Task, at: DateTime<Utc>) -> bool {
    let status = task.get("businessStatus").and_then(|status| code_in(status, systems::BUSINESS_STATUS));
    let period = task.get("restriction").and_then(|restriction| restriction.get("period"));
    let until = period.and_then(|period| instant_of(period, "start"));
    status == Some("awaiting-patient") && until.is_some_and(|until| until <= at)
}

fn remove_end(task: &mut Task) {
    // FHIR knows no empty object: what only the hold had made goes with it.
    let Some(restriction) = task.get_mut("restriction").and_then(Value::as_object_mut) else { return };
    if let Some(period) = restriction.get_mut("period").and_then(Value::as_object_mut) {
        period.shift_remove("start");
        if period.is_empty() {
            restriction.shift_remove("period");
        }
    }
    if restriction.is_empty() {
        task.shift_remove("restriction");
    }
}

fn claim(task: &mut Task, write: &DecisionWrite<'_>, until: DateTime<Utc>) {
    remove_claim(task);
    if let Some(extensions) = list_mut(task, "extension") {
        extensions.push(json!({
            "url": systems::CLAIM,
            "extension": [
                { "url": "by", "valueReference": practitioner(write.author) },
                { "url": "expires", "valueInstant": stamp(until) },
            ],
        }));
    }
}

fn remove_claim(task: &mut Task) {
    let Some(extensions) = task.get_mut("extension").and_then(Value::as_array_mut) else { return };
    extensions.retain(|extension| text(extension, "url") != Some(systems::CLAIM));
    if extensions.is_empty() {
        task.shift_remove("extension");
    }
}

fn reply(task: &mut Task, write: &DecisionWrite<'_>, then: &AfterReply) {
    output_reply(task, write);
    sorted(task, write);
    match then {
        AfterReply::KeepOpen => {
            if waited_in_vain(task, write.decided_at) {
                end_hold(task);
            }
            let status = task.get("status").and_then(Value::as_str).unwrap_or_default();
            if matches!(status, "requested" | "received" | "accepted" | "ready") {
                task.insert("status".to_owned(), json!("in-progress"));
            }
        }
        AfterReply::AwaitPatient { until } => set_aside(task, "awaiting-patient", *until, write.held_after),
        AfterReply::Close { disposition, mode } => close(task, write, disposition, *mode),
    }
}

fn close(task: &mut Task, write: &DecisionWrite<'_>, disposition: &Disposition, mode: Option<Mode>) {
    sorted(task, write);
    task.insert("status".to_owned(), json!("completed"));
    business_status(task, "closed");
    if let Some(outputs) = list_mut(task, "output") {
        outputs.retain(|output| !is_output(output, "disposition") && !is_output(output, "mode"));
        outputs.push(json!({
            "type": io_type("disposition"),
            "valueCodeableConcept": {
                "coding": [{ "system": systems::OUTCOME, "code": disposition.code(), "display": disposition.label() }],
                "text": disposition.label(),
            },
        }));
        if let Some(mode) = mode {
            outputs.push(json!({
                "type": io_type("mode"),
                "valueCodeableConcept": {
                    "coding": [{ "system": systems::MODE, "code": mode.code(), "display": mode.label() }],
                    "text": mode.label(),
                },
            }));
        }
    }
    let period = task.entry("executionPeriod".to_owned()).or_insert_with(|| json!({}));
    if let Some(period) = period.as_object_mut() {
        period.insert("end".to_owned(), json!(stamp(write.decided_at)));
    }
}
