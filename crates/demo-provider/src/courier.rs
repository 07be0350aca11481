//! Owns what happens to messages after staff asked for them: delivery reports and patients' answers.
//!
//! Each CommunicationRequest has one row in `dispatch`, written in the transaction that accepted it, and the ids of
//! what follows are derived from its id: a restart can neither lose nor double a message.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use rusqlite::params;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::fhir::scope::ODS_SYSTEM;
use crate::practice::{delivery, patient_answer};
use crate::store::{Method, Session, StoreError, Stored, split_reference};

/// Extension of a message that the patient may answer, once.
const MAY_ANSWER: &str = "https://triage.example/fhir/StructureDefinition/may-answer";

/// Task states in which a patient does not answer any more.
const FINISHED: &[&str] = &["completed", "rejected", "cancelled", "failed", "entered-in-error"];

/// What the courier needs to know about the practice.
#[derive(Clone, Debug)]
pub struct Route {
    /// Seed of the patients' behaviour.
    pub seed: u64,
    /// ODS code of the practice.
    pub practice: String,
    /// Name of the practice.
    pub practice_name: String,
}

/// Which waiting messages are handled although their time has not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    /// None: everything at its time.
    Nothing,
    /// Deliveries happen at once.
    Deliveries,
    /// Deliveries and answers happen at once.
    Answers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Accepted,
    Deliver,
    Answer,
    Done,
}

struct Waiting {
    request_id: String,
    accepted_ms: i64,
    stage: Stage,
    due_ms: i64,
}

/// Takes charge of a message about a Task, once, in the transaction that stores it.
pub fn accept(session: &Session<'_>, stored: &Stored) -> Result<(), StoreError> {
    let Some(body) = &stored.body else {
        return Ok(());
    };
    let is_message = stored.type_name == "CommunicationRequest" && is_active(body);
    if !is_message || task_of(session, body).is_none() {
        return Ok(());
    }
    session.connection.execute(
        "INSERT OR IGNORE INTO dispatch (request_id, accepted_ms, stage, due_ms)
         VALUES (?1, ?2, ?3, 0)",
        params![stored.id, stored.last_updated_ms, Stage::Accepted.name()],
    )?;
    Ok(())
}

/// Moves every message on whose time has come and returns how many Communications were written.
pub fn run(session: &Session<'_>, route: &Route, haste: Haste) -> Result<usize, StoreError> {
    let mut written = 0;
    loop {
        let due = waiting(session, haste)?;
        if due.is_empty() {
            return Ok(written);
        }
        for message in due {
            written += usize::from(step(session, route, &message)?);
        }
    }
}

/// Returns how many messages wait for delivery and how many patients may still answer.
pub fn counts(session: &Session<'_>) -> Result<(i64, i64), StoreError> {
    Ok(session.connection.query_row(
        "SELECT count(*) FILTER (WHERE stage IN ('accepted', 'deliver')),
                count(*) FILTER (WHERE stage = 'answer') FROM dispatch",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Starts again with every message whose delivery report is missing, after the store went back in time.
pub fn resume(session: &Session<'_>) -> Result<(), StoreError> {
    let ids: Vec<String> = session
        .connection
        .prepare("SELECT request_id FROM dispatch")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        let report = derived_id("delivery", &id);
        if session.find_unscoped("Communication", &report)?.is_none() {
            move_to(session, &id, Stage::Accepted, 0)?;
        }
    }
    Ok(())
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Deliver => "deliver",
            Self::Answer => "answer",
            Self::Done => "done",
        }
    }

    fn parse(name: &str) -> Self {
        [Self::Accepted, Self::Deliver, Self::Answer]
            .into_iter()
            .find(|stage| stage.name() == name)
            .unwrap_or(Self::Done)
    }
}

fn waiting(session: &Session<'_>, haste: Haste) -> Result<Vec<Waiting>, StoreError> {
    let hurried = match haste {
        Haste::Nothing => "('')",
        Haste::Deliveries => "('accepted', 'deliver')",
        Haste::Answers => "('accepted', 'deliver', 'answer')",
    };
    let mut statement = session.connection.prepare_cached(&format!(
        "SELECT request_id, accepted_ms, stage, due_ms FROM dispatch
         WHERE stage <> 'done' AND (due_ms <= ?1 OR stage IN {hurried}) ORDER BY due_ms, request_id"
    ))?;
    let rows = statement.query_map([session.now.timestamp_millis()], |row| {
        Ok(Waiting {
            request_id: row.get(0)?,
            accepted_ms: row.get(1)?,
            stage: Stage::parse(&row.get::<_, String>(2)?),
            due_ms: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn step(session: &Session<'_>, route: &Route, message: &Waiting) -> Result<bool, StoreError> {
    let request = session.find_unscoped("CommunicationRequest", &message.request_id)?;
    let body = request.as_ref().and_then(|stored| stored.body.as_ref());
    let (Some(request), Some(body)) = (&request, body) else {
        move_to(session, &message.request_id, Stage::Done, 0)?;
        return Ok(false);
    };
    match message.stage {
        Stage::Accepted => {
            let due = message.accepted_ms + ms(delivery(route.seed, body).after);
            move_to(session, &request.id, Stage::Deliver, due)?;
            Ok(false)
        }
        Stage::Deliver if is_active(body) => deliver(session, route, request, body, message),
        Stage::Answer => answer(session, route, request, body, message),
        Stage::Deliver | Stage::Done => {
            move_to(session, &request.id, Stage::Done, 0)?;
            Ok(false)
        }
    }
}

fn deliver(
    session: &Session<'_>,
    route: &Route,
    request: &Stored,
    body: &Value,
    message: &Waiting,
) -> Result<bool, StoreError> {
    let fate = delivery(route.seed, body);
    let happened = message.due_ms.min(session.now.timestamp_millis());
    let practice = practice_of(session, route, request, body)?;
    let mut report = communication(&practice, body);
    set(&mut report, "basedOn", json!([{ "reference": address(request) }]));
    set(&mut report, "sent", json!(instant(message.accepted_ms)));
    match &fate.failure {
        Some(reason) => {
            set(&mut report, "status", json!("not-done"));
            set(&mut report, "statusReason", json!({ "text": reason }));
        }
        None => {
            let received = instant(happened.max(message.accepted_ms));
            set(&mut report, "received", json!(received));
        }
    }
    set(&mut report, "sender", organisation(route));
    set(&mut report, "recipient", json!([body.get("subject")]));
    set(&mut report, "payload", body.get("payload").cloned().unwrap_or(json!([])));
    let written = write_once(session, &practice, request, "delivery", report)?;
    let reply = text_of(body);
    let open_task = task_of(session, body)
        .and_then(|id| session.find_unscoped("Task", &id).transpose())
        .transpose()?
        .and_then(|task| task.body)
        .filter(|task| !is_finished(task) && lets_answer(body, task));
    let planned =
        open_task.filter(|_| fate.failure.is_none()).and_then(|task| patient_answer(route.seed, &task, &reply));
    match planned {
        Some(planned) => move_to(session, &request.id, Stage::Answer, happened + ms(planned.after))?,
        None => move_to(session, &request.id, Stage::Done, 0)?,
    }
    Ok(written)
}

fn answer(
    session: &Session<'_>,
    route: &Route,
    request: &Stored,
    body: &Value,
    message: &Waiting,
) -> Result<bool, StoreError> {
    move_to(session, &request.id, Stage::Done, 0)?;
    let task = task_of(session, body)
        .and_then(|id| session.find_unscoped("Task", &id).transpose())
        .transpose()?
        .and_then(|task| task.body);
    let words = task.and_then(|task| patient_answer(route.seed, &task, &text_of(body)));
    let Some(words) = words else {
        return Ok(false);
    };
    let sent = message.due_ms.min(session.now.timestamp_millis());
    let delivered = derived_id("delivery", &request.id);
    let practice = practice_of(session, route, request, body)?;
    let mut reply = communication(&practice, body);
    let question = json!([{ "reference": format!("Communication/{delivered}") }]);
    set(&mut reply, "inResponseTo", question);
    set(&mut reply, "sent", json!(instant(sent)));
    set(&mut reply, "sender", body.get("subject").cloned().unwrap_or_default());
    set(&mut reply, "recipient", json!([organisation(route)]));
    set(&mut reply, "payload", json!([{ "contentString": words.text }]));
    write_once(session, &practice, request, "answer", reply)
}

/// Says whether the message carries a link for an answer: where the practice allowed one, or waits for the patient.
fn lets_answer(message: &Value, task: &Value) -> bool {
    let extensions = message.get("extension").and_then(Value::as_array);
    let allows = |extension: &Value| extension["url"] == MAY_ANSWER && extension["valueBoolean"] == true;
    let waits = task.pointer("/businessStatus/coding/0/code").is_some_and(|code| code == "awaiting-patient");
    waits || extensions.is_some_and(|extensions| extensions.iter().any(allows))
}

/// Returns the practice of the request, of its Task, or of this server, whichever is known first.
fn practice_of(session: &Session<'_>, route: &Route, request: &Stored, body: &Value) -> Result<String, StoreError> {
    let task = match task_of(session, body) {
        Some(id) => session.find_unscoped("Task", &id)?,
        None => None,
    };
    let known = [Some(request.practice.clone()), task.map(|task| task.practice)];
    Ok(known.into_iter().flatten().find(|practice| !practice.is_empty()).unwrap_or_else(|| route.practice.clone()))
}

/// Builds what a delivery report and an answer have in common.
fn communication(practice: &str, body: &Value) -> Value {
    let mut resource = json!({ "resourceType": "Communication" });
    if !practice.is_empty() {
        let tag = json!({ "tag": [{ "system": ODS_SYSTEM, "code": practice }] });
        set(&mut resource, "meta", tag);
    }
    set(&mut resource, "status", json!("completed"));
    for name in ["subject", "about"] {
        if let Some(value) = body.get(name) {
            set(&mut resource, name, value.clone());
        }
    }
    resource
}

fn write_once(
    session: &Session<'_>,
    practice: &str,
    request: &Stored,
    what: &str,
    resource: Value,
) -> Result<bool, StoreError> {
    let id = derived_id(what, &request.id);
    if session.find_unscoped("Communication", &id)?.is_some() {
        return Ok(false);
    }
    session.put("Communication", &id, resource, practice, Method::Post)?;
    Ok(true)
}

fn move_to(session: &Session<'_>, request_id: &str, stage: Stage, due_ms: i64) -> Result<(), StoreError> {
    session.connection.execute(
        "UPDATE dispatch SET stage = ?2, due_ms = ?3 WHERE request_id = ?1",
        params![request_id, stage.name(), due_ms],
    )?;
    Ok(())
}

/// Returns the id of the Task that a message is about.
fn task_of(session: &Session<'_>, body: &Value) -> Option<String> {
    ["about", "basedOn"]
        .iter()
        .filter_map(|name| body.get(*name).and_then(Value::as_array))
        .flatten()
        .filter_map(|reference| reference.get("reference").and_then(Value::as_str))
        .map(|text| split_reference(text, session.base_url))
        .find(|(type_name, _)| type_name == "Task")
        .map(|(_, id)| id)
}

/// Derives an id, a UUID of version 8, from the request and what follows it.
fn derived_id(what: &str, request_id: &str) -> String {
    let digest = Sha256::digest(format!("{what}|{request_id}").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

fn text_of(body: &Value) -> String {
    let parts = body.get("payload").and_then(Value::as_array);
    let texts = parts.into_iter().flatten().filter_map(|part| part.get("contentString").and_then(Value::as_str));
    texts.collect::<Vec<_>>().join("\n")
}

fn is_active(body: &Value) -> bool {
    body.get("status").and_then(Value::as_str) == Some("active")
}

fn is_finished(task: &Value) -> bool {
    let status = task.get("status").and_then(Value::as_str).unwrap_or("");
    FINISHED.contains(&status)
}

fn organisation(route: &Route) -> Value {
    json!({
        "type": "Organization",
        "identifier": { "system": ODS_SYSTEM, "value": route.practice },
        "display": route.practice_name,
    })
}

fn address(stored: &Stored) -> String {
    format!("{}/{}", stored.type_name, stored.id)
}

fn set(resource: &mut Value, name: &str, value: Value) {
    if let Some(members) = resource.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

fn instant(at_ms: i64) -> String {
    let moment: DateTime<Utc> = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn ms(duration: TimeDelta) -> i64 {
    duration.num_milliseconds().max(0)
}
