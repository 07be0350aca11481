//! A Task as the state of a request. Codes nobody here knows are reported and read on the safe side.

use chrono::{DateTime, Utc};
use serde_json::Value;
use thiserror::Error;
use triage_domain::owner::{Owner, PersonRef, TeamRef};
use triage_domain::request::{Chase, ChaseRoute, Claim, Closure, Lifecycle, NextAction, Note, RequestState, Stage};
use triage_domain::{Category, Disposition, Mode, OpId, RequestId, StaffId, TeamId, Urgency, Version, Words};

use crate::codes;
use crate::json::{
    code_in, extension, identifier_in, instant_of, last_updated_of, list, reference, relative, text, version_of,
};
use crate::systems;

/// Why a Task cannot be shown at all.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum ReadTaskError {
    #[error("it is not a Task")]
    NotATask,
    #[error("it has no id that could be used")]
    NoId,
    #[error("it has no version, so no decision about it could be made safe")]
    NoVersion,
}

/// What a Task says, with the references to what it does not hold itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadTask {
    pub id: RequestId,
    pub version: Version,
    pub reference: String,
    pub title: Words,
    pub received_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    pub state: RequestState,
    pub awaits_patient: bool,
    pub notes: Vec<Note>,
    pub route: Option<String>,
    pub form: Option<String>,
    pub patient: Option<String>,
    /// The name of a patient whom nobody has identified, as it was told.
    pub told_name: Option<Words>,
    pub requester: Option<String>,
    pub requester_name: Option<String>,
    pub photos: Vec<String>,
    /// Codes that were not understood, as `member: code`.
    pub not_understood: Vec<String>,
}

/// Says whether a Task is one of this product's work items.
///
/// A Task without our code counts when it points to a form: providers may code it otherwise. Anything else on the same
/// server (a referral, a lab order) is somebody else's.
#[must_use]
pub fn is_work_item(task: &Value) -> bool {
    let coded = task
        .get("code")
        .into_iter()
        .flat_map(|code| list(code, "coding"))
        .any(|coding| text(coding, "code") == Some("triage-online-consultation"));
    coded || reference(task, "focus").is_some_and(|focus| focus.contains("QuestionnaireResponse"))
}

/// Reads a Task.
///
/// # Errors
/// Fails where there is nothing a decision could be tied to: another type, no id, no version.
pub fn read(task: &Value) -> Result<ReadTask, ReadTaskError> {
    if text(task, "resourceType") != Some("Task") {
        return Err(ReadTaskError::NotATask);
    }
    let id = text(task, "id").and_then(|id| RequestId::parse(id).ok()).ok_or(ReadTaskError::NoId)?;
    let version = version_of(task).and_then(|v| Version::parse(v).ok()).ok_or(ReadTaskError::NoVersion)?;
    let mut not_understood = Vec::new();
    let received_at = ["authoredOn", "lastModified"]
        .iter()
        .find_map(|member| instant_of(task, member))
        .or_else(|| last_updated_of(task).and_then(crate::json::instant))
        .unwrap_or_default();
    let state = state(task, &mut not_understood);
    let restriction = task.get("restriction").and_then(|restriction| restriction.get("period"));
    let status = text(task, "status").unwrap_or_default();
    let business = business_status(task);
    Ok(ReadTask {
        awaits_patient: status == "on-hold" && business == Some("awaiting-patient"),
        reference: official_reference(task).unwrap_or_else(|| id.as_str()).to_owned(),
        title: Words::new(text(task, "description").unwrap_or_default()),
        received_at,
        due_at: restriction.and_then(|period| instant_of(period, "end")),
        state,
        notes: list(task, "note").map(note).collect(),
        route: input(task, "route").and_then(plain_value).map(str::to_owned),
        form: reference(task, "focus").map(str::to_owned),
        patient: reference(task, "for").map(str::to_owned),
        told_name: task.get("for").and_then(|patient| text(patient, "display")).map(Words::new),
        requester: reference(task, "requester").map(str::to_owned),
        requester_name: task.get("requester").and_then(|r| text(r, "display")).map(str::to_owned),
        photos: inputs(task, "photo")
            .filter_map(|input| reference(input, "valueReference"))
            .map(str::to_owned)
            .collect(),
        id,
        version,
        not_understood,
    })
}

fn official_reference(task: &Value) -> Option<&str> {
    let official = list(task, "identifier").find(|id| text(id, "use") == Some("official"));
    let other = || list(task, "identifier").find(|id| text(id, "system") != Some(systems::CLIENT_OPERATION));
    official.or_else(other).and_then(|id| text(id, "value"))
}

fn business_status(task: &Value) -> Option<&str> {
    code_in(task.get("businessStatus")?, systems::BUSINESS_STATUS)
}

fn state(task: &Value, not_understood: &mut Vec<String>) -> RequestState {
    let stage = business_status(task).and_then(codes::stage).unwrap_or_else(|| stage_by_status(task));
    let intake_urgency = input(task, "intake-urgency").and_then(plain_value).and_then(any_urgency);
    let judged = judged_urgency(task, not_understood);
    let urgency = match stage {
        // Until somebody has judged it, a flag raised at intake is in force: software may raise, never lower.
        Stage::Untriaged => judged.max(intake_urgency.unwrap_or(judged)),
        Stage::Sorted | Stage::Decided => judged,
    };
    let lifecycle = lifecycle(task, not_understood);
    let closed_at = match &lifecycle {
        Lifecycle::Closed(closure) => closure.at,
        Lifecycle::Open | Lifecycle::Withdrawn => None,
    };
    let is_closed = matches!(lifecycle, Lifecycle::Closed(_));
    RequestState {
        next_action: if lifecycle.is_open() { NextAction::Practice } else { NextAction::Nobody },
        lifecycle,
        stage,
        owner: owner(task),
        urgency,
        intake_urgency,
        category: category(task, not_understood),
        held_until: held_until(task),
        held_after: held_after(task),
        first_opened_at: output(task, "first-opened").and_then(|output| instant_of(output, "valueDateTime")),
        first_response_at: closed_at,
        decided_at: closed_at,
        merged_into: merged_into(task, is_closed),
        record_filed_at: output(task, "record-filed").and_then(|output| instant_of(output, "valueDateTime")),
        chases: chases(task),
        claim: claim(task),
    }
}

fn stage_by_status(task: &Value) -> Stage {
    match text(task, "status") {
        Some("accepted" | "ready") => Stage::Sorted,
        Some("in-progress" | "on-hold" | "completed" | "failed" | "rejected") => Stage::Decided,
        Some(_) | None => Stage::Untriaged,
    }
}

/// An unknown priority is shown as urgent today: it may not hide among the routine ones.
fn judged_urgency(task: &Value, not_understood: &mut Vec<String>) -> Urgency {
    match text(task, "priority") {
        None => Urgency::Routine,
        Some(code) => codes::urgency(code).unwrap_or_else(|| {
            not_understood.push(format!("priority: {}", shorten(code)));
            Urgency::UrgentToday
        }),
    }
}

fn any_urgency(code: &str) -> Option<Urgency> {
    codes::urgency(code).or(match code {
        "emergency" => Some(Urgency::Emergency),
        "urgent-today" => Some(Urgency::UrgentToday),
        "soon" => Some(Urgency::Soon),
        _ => None,
    })
}

/// An unknown status is shown as open: a request may not vanish because of a code.
fn lifecycle(task: &Value, not_understood: &mut Vec<String>) -> Lifecycle {
    match text(task, "status") {
        Some("completed" | "rejected" | "failed") => Lifecycle::Closed(closure(task)),
        Some("cancelled" | "entered-in-error") => Lifecycle::Withdrawn,
        Some("draft" | "requested" | "received" | "accepted" | "ready" | "in-progress" | "on-hold") => Lifecycle::Open,
        Some(code) => {
            not_understood.push(format!("status: {}", shorten(code)));
            Lifecycle::Open
        }
        None => {
            not_understood.push("status: missing".to_owned());
            Lifecycle::Open
        }
    }
}

fn shorten(code: &str) -> String {
    code.chars().filter(char::is_ascii_graphic).take(40).collect()
}

fn closure(task: &Value) -> Closure {
    // Outputs are appended: whoever wrote last, this program or another, said how it ended.
    let disposition = list(task, "output")
        .filter(|output| ["disposition", "correction", "closure"].iter().any(|kind| is_of_type(output, kind)))
        .last()
        .and_then(|output| output.get("valueCodeableConcept"))
        .and_then(|concept| {
            let code = list(concept, "coding").find_map(|coding| text(coding, "code"))?;
            Some(Disposition::received(code, text(concept, "text")))
        });
    let mode = output(task, "mode")
        .and_then(|output| output.get("valueCodeableConcept"))
        .and_then(|concept| list(concept, "coding").find_map(|coding| text(coding, "code")))
        .and_then(Mode::from_code);
    let ended = task.get("executionPeriod").and_then(|period| instant_of(period, "end"));
    let at = ended.or_else(|| last_updated_of(task).and_then(crate::json::instant));
    Closure { disposition, mode, at, by: None }
}

fn owner(task: &Value) -> Owner {
    if let Some(owner) = task.get("owner") {
        let name = text(owner, "display").unwrap_or("A member of staff").to_owned();
        if let Some(id) = person_id(owner) {
            return Owner::Person(PersonRef { id, name });
        }
    }
    list(task, "performerType")
        .find_map(|concept| {
            let code = code_in(concept, systems::TEAM)?;
            let name = text(concept, "text")
                .or_else(|| list(concept, "coding").find_map(|coding| text(coding, "display")))
                .unwrap_or(code);
            Some(Owner::Team(TeamRef { id: TeamId::parse(code).ok()?, name: name.to_owned() }))
        })
        .unwrap_or_default()
}

fn person_id(owner: &Value) -> Option<StaffId> {
    let by_identifier = owner
        .get("identifier")
        .filter(|id| text(id, "system") == Some(systems::SDS_USER_ID))
        .and_then(|id| text(id, "value"));
    let by_reference =
        || text(owner, "reference").and_then(relative).filter(|(kind, _)| *kind == "Practitioner").map(|(_, id)| id);
    by_identifier.or_else(by_reference).and_then(|id| StaffId::parse(id).ok())
}

fn category(task: &Value, not_understood: &mut Vec<String>) -> Category {
    let Some(code) = task.get("reasonCode").and_then(|concept| code_in(concept, systems::CATEGORY)) else {
        return Category::Unknown;
    };
    codes::category(code).unwrap_or_else(|| {
        not_understood.push(format!("category: {}", shorten(code)));
        Category::Unknown
    })
}

fn held_until(task: &Value) -> Option<DateTime<Utc>> {
    if !is_set_aside(task) {
        return None;
    }
    task.get("restriction").and_then(|restriction| restriction.get("period")).and_then(|p| instant_of(p, "start"))
}

fn is_set_aside(task: &Value) -> bool {
    matches!(business_status(task), Some("held" | "awaiting-patient"))
}

fn held_after(task: &Value) -> Option<String> {
    let status = task.get("businessStatus").filter(|_| is_set_aside(task))?;
    extension(status, systems::HELD_AFTER).and_then(|after| text(after, "valueString")).map(str::to_owned)
}

/// A program that reopened a request may have left the reference: what is open lives on in nothing else.
fn merged_into(task: &Value, is_closed: bool) -> Option<RequestId> {
    let merged = outputs(task, "merged-into").last().filter(|_| is_closed)?;
    let (_, id) = reference(merged, "valueReference").and_then(relative).filter(|(kind, _)| *kind == "Task")?;
    RequestId::parse(id).ok()
}

fn chases(task: &Value) -> Vec<Chase> {
    let mut chases: Vec<Chase> = outputs(task, "chase")
        .filter_map(|output| {
            let route = output.get("type").and_then(|concept| text(concept, "text")).unwrap_or_default();
            Some(Chase {
                at: instant_of(output, "valueDateTime")?,
                route: ChaseRoute::from_code(route),
                op_id: text(output, "id").and_then(|id| OpId::parse(id).ok()),
            })
        })
        .collect();
    chases.sort_by(|a, b| (a.at, &a.op_id).cmp(&(b.at, &b.op_id)));
    chases
}

fn claim(task: &Value) -> Option<Claim> {
    let claim = extension(task, systems::CLAIM)?;
    let by = extension(claim, "by")?.get("valueReference")?;
    Some(Claim {
        by: PersonRef { id: person_id(by)?, name: text(by, "display").unwrap_or("A member of staff").to_owned() },
        device: extension(claim, "device").and_then(|device| text(device, "valueString")).map(str::to_owned),
        expires: extension(claim, "expires").and_then(|expires| instant_of(expires, "valueInstant"))?,
    })
}

fn note(note: &Value) -> Note {
    let by = note.get("authorReference");
    let author =
        by.and_then(|by| text(by, "display")).or_else(|| text(note, "authorString")).unwrap_or("Not known").to_owned();
    Note {
        author,
        author_id: by.and_then(person_id),
        at: instant_of(note, "time"),
        text: Words::new(text(note, "text").unwrap_or_default()),
        op_id: text(note, "id").and_then(|id| OpId::parse(id).ok()),
    }
}

fn of_type<'a>(task: &'a Value, member: &'a str, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    list(task, member).filter(move |entry| is_of_type(entry, kind))
}

fn is_of_type(entry: &Value, kind: &str) -> bool {
    entry.get("type").is_some_and(|concept| code_in(concept, systems::TASK_IO) == Some(kind))
}

fn inputs<'a>(task: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    of_type(task, "input", kind)
}

fn input<'a>(task: &'a Value, kind: &'a str) -> Option<&'a Value> {
    inputs(task, kind).next()
}

fn outputs<'a>(task: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    of_type(task, "output", kind)
}

fn output<'a>(task: &'a Value, kind: &'a str) -> Option<&'a Value> {
    outputs(task, kind).next()
}

fn plain_value(entry: &Value) -> Option<&str> {
    ["valueCode", "valueString"]
        .iter()
        .find_map(|member| text(entry, member))
        .or_else(|| entry.get("valueCoding").and_then(|coding| text(coding, "code")))
        .or_else(|| {
            let concept = entry.get("valueCodeableConcept")?;
            list(concept, "coding").find_map(|coding| text(coding, "code")).or_else(|| text(concept, "text"))
        })
}

/// Says whether a decision stands among those that the Task names: its effect is on it.
#[must_use]
pub fn names_decision(task: &Value, op_id: &OpId) -> bool {
    list(task, "identifier")
        .any(|id| text(id, "system") == Some(systems::CLIENT_OPERATION) && text(id, "value") == Some(op_id.as_str()))
}

/// Returns the decision whose effect the Task last carried, by the witness on its identifiers.
#[must_use]
pub fn last_operation(task: &Value) -> Option<&str> {
    identifier_in(task, systems::CLIENT_OPERATION)
}
