//! What a run writes to try things on, unmistakably marked, and the taking away of it afterwards.
//!
//! No work item and about no patient: `triage_fhir::task::is_work_item` says no to it, it carries no practice, and the
//! message to nobody stays a draft, so that no provider sends it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use triage_fhir::systems::PROVIDER_CHECK;

use super::bench::{Bench, Call, Seen, Short};

/// Extension that must come back although the server does not know it.
const EXTENSION: &str = "https://triage.example/fhir/StructureDefinition/provider-check";
const DISPLAY: &str = "Triage Desk provider check: a scratch resource, about no patient";

/// A resource of the run as the server has it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub id: String,
    pub version: String,
    /// The server's instant, verbatim.
    pub last_updated: String,
}

/// Everything that a run has written.
#[derive(Debug)]
pub(super) struct Scratch {
    /// Names the run: the tag of everything in it.
    pub run: String,
    /// The Task that writes are tried on.
    pub task: Option<Known>,
    /// Tasks that searches look for beside it.
    pub others: Vec<Known>,
    /// Whether the server takes ids made by the client; nothing before it was tried.
    pub own_ids: Option<bool>,
    /// A version of the Task that was current once.
    pub old_version: Option<String>,
    /// The witness of the transaction that was taken.
    pub landed: Option<String>,
    /// The witness of the transaction that was refused.
    pub rolled_back: Option<String>,
    /// Whether transactions work at all.
    pub transactions: bool,
    /// Every `lastUpdated` that came by.
    pub stamps: Vec<String>,
    /// Id of the Task that was deleted on purpose.
    pub deleted: Option<String>,
    made: Vec<(&'static str, String)>,
    /// What stands in the identifier of Tasks whose id the server chose.
    labels: BTreeMap<String, String>,
}

pub(super) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

impl Scratch {
    pub(super) fn new() -> Self {
        Self {
            run: new_id(),
            task: None,
            others: Vec::new(),
            own_ids: None,
            old_version: None,
            landed: None,
            rolled_back: None,
            transactions: false,
            stamps: Vec::new(),
            deleted: None,
            made: Vec::new(),
            labels: BTreeMap::new(),
        }
    }

    /// Returns the Task that writes are tried on.
    pub(super) fn task(&self) -> Result<Known, Short> {
        self.task.clone().ok_or_else(|| Short::NotTried("there is no Task to try it on".to_owned()))
    }

    /// Refuses a check that needs ids made by the client where the server takes none.
    pub(super) fn needs_own_ids(&self) -> Result<(), Short> {
        if self.own_ids == Some(true) {
            return Ok(());
        }
        Err(Short::NotTried("it needs ids made by the client, which this server does not take".to_owned()))
    }

    /// Remembers a resource that has to be taken away again.
    pub(super) fn made(&mut self, kind: &'static str, id: &str) {
        if !self.made.iter().any(|(of, known)| *of == kind && known == id) {
            self.made.push((kind, id.to_owned()));
        }
    }

    /// Remembers the identifier of a Task whose id the server chose.
    pub(super) fn labelled(&mut self, id: &str, label: String) {
        self.labels.insert(id.to_owned(), label);
    }

    /// Returns what stands in the identifier of a Task.
    pub(super) fn label(&self, id: &str) -> String {
        self.labels.get(id).map_or(id, String::as_str).to_owned()
    }

    /// Makes the Task of this id; the text tells one writing of it from another.
    pub(super) fn task_body(&self, id: &str, text: &str) -> Value {
        json!({
            "resourceType": "Task",
            "id": id,
            "meta": { "tag": [{ "system": PROVIDER_CHECK, "code": self.run }] },
            "extension": [{ "url": EXTENSION, "valueString": self.run }],
            "identifier": [{ "system": PROVIDER_CHECK, "value": self.label(id) }],
            "status": "draft",
            "intent": "order",
            "code": { "coding": [{ "system": PROVIDER_CHECK, "code": "scratch" }], "text": DISPLAY },
            "description": text,
        })
    }

    pub(super) fn message_body(&self, id: &str) -> Value {
        json!({
            "resourceType": "CommunicationRequest",
            "id": id,
            "meta": { "tag": [{ "system": PROVIDER_CHECK, "code": self.run }] },
            "identifier": [{ "system": PROVIDER_CHECK, "value": id }],
            "status": "draft",
            "payload": [{ "contentString": DISPLAY }],
        })
    }

    pub(super) fn witness_body(&self, id: &str, task_id: &str) -> Value {
        json!({
            "resourceType": "Provenance",
            "id": id,
            "meta": { "tag": [{ "system": PROVIDER_CHECK, "code": self.run }] },
            "target": [{ "reference": format!("Task/{task_id}") }],
            // A fixed instant: what counts is the server's own stamp.
            "recorded": "2026-01-01T00:00:00.000Z",
            "agent": [{ "who": { "display": DISPLAY } }],
        })
    }

    /// Takes in a Task as an answer shows it, asking for it where the answer came without a body.
    pub(super) async fn known(&mut self, bench: &mut Bench<'_>, seen: Seen, id: &str) -> Result<Known, Short> {
        let seen =
            if seen.last_updated().is_some() { seen } else { bench.send(Call::get(format!("Task/{id}"))).await? };
        let version = seen.version().ok_or_else(|| failed("the answer names no version"))?;
        let last_updated = seen.last_updated().ok_or_else(|| failed("the answer has no meta.lastUpdated"))?.to_owned();
        self.stamps.push(last_updated.clone());
        Ok(Known { id: id.to_owned(), version, last_updated })
    }

    /// Takes everything away again as far as the server lets it: marked as entered in error, then deleted.
    pub(super) async fn tidy_up(&self, bench: &Bench<'_>) {
        for (kind, id) in self.made.iter().rev() {
            let path = format!("{kind}/{id}");
            let body = match *kind {
                "Task" => Some(self.task_body(id, "Done with")),
                "CommunicationRequest" => Some(self.message_body(id)),
                _ => None,
            };
            if let Some(mut body) = body
                && let Some(seen) = bench.send_quietly(Call::get(path.clone())).await
                && let (true, Some(version)) = (seen.is_success(), seen.version())
            {
                body["status"] = json!("entered-in-error");
                let _ = bench.send_quietly(Call::put(&body).under(&version)).await;
            }
            let _ = bench.send_quietly(Call::delete(path)).await;
        }
    }
}

pub(super) fn failed(why: impl Into<String>) -> Short {
    Short::Failed(why.into())
}

/// Fails unless the answer is a success.
pub(super) fn taken(seen: Seen, what: &str) -> Result<Seen, Short> {
    if seen.is_success() { Ok(seen) } else { Err(failed(format!("{what} was refused with {}", seen.status))) }
}
