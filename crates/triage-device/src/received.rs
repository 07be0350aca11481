//! What the provider sent, read: pages of a walk, one request with its parts, the proof of a push. And how it is asked for.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use triage_domain::{OdsCode, RequestId, Version};
use triage_fhir::json::{list, reference, relative};
use triage_fhir::{PageEntry, systems};
use triage_store::ResourceRow;
use triage_sync::version::instant;
use triage_sync::{Failure, PageStart, PageSummary, PullOrder, PushAnswer, Scope};

use crate::heard::{Answer, OPEN_STATUSES};

/// Entries of the provider's list of everything open on one page (`sync.md` b.4).
const MANIFEST_COUNT: &str = "1000";

/// A page with everything it names that could be had.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedPage {
    pub summary: PageSummary,
    pub resources: Vec<ResourceRow>,
    /// `(reference, problem)`.
    pub broken: Vec<(String, String)>,
    /// Who changed the requests that have decisions on their way.
    pub changes: BTreeMap<RequestId, LastChange>,
}

/// Who changed a request last, as far as the provider can say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LastChange {
    pub by: Option<String>,
    pub at: Option<DateTime<Utc>>,
}

/// What the provider holds about one request now.
#[derive(Debug, Clone, PartialEq)]
pub enum RequestParts {
    There { resources: Vec<ResourceRow>, change: LastChange },
    Gone,
}

/// What a push brought: the engine's answer, and everything that the decision wrote as the provider stored it; nothing
/// where the provider did not send all of it back, because a request without its own reply would look unanswered.
#[derive(Debug, Clone, PartialEq)]
pub struct PushResult {
    pub answer: PushAnswer,
    pub written: Vec<Value>,
}

impl From<PushAnswer> for PushResult {
    fn from(answer: PushAnswer) -> Self {
        Self { answer, written: Vec::new() }
    }
}

/// Turns a resource that arrived by itself into a row.
#[must_use]
pub fn row(body: &Value) -> Option<ResourceRow> {
    let (kind, id) = triage_fhir::json::type_and_id(body)?;
    Some(ResourceRow {
        kind: kind.to_owned(),
        id: id.to_owned(),
        version: Version::parse(triage_fhir::json::version_of(body)?).ok()?,
        last_updated: triage_fhir::json::last_updated_of(body)?.to_owned(),
        body: body.clone(),
    })
}

impl ReceivedPage {
    /// Reads one page of a scope; broken entries are part of it.
    ///
    /// # Errors
    /// Fails with `Unreachable` where the answer is no result of a search: it is not the provider's word then.
    pub fn read(scope: Scope, answer: &Answer) -> Result<Self, Failure> {
        let page = triage_fhir::read_search_page(&answer.body).map_err(|_| Failure::Unreachable)?;
        let mut received = Self {
            summary: PageSummary { last_updated: Vec::new(), next: page.next, server_date: answer.date },
            resources: Vec::new(),
            broken: Vec::new(),
            changes: BTreeMap::new(),
        };
        for entry in page.entries {
            received.take(walked(scope), entry);
        }
        Ok(received)
    }

    /// Takes in one entry; what the walk is about moves the cursor, what came along with it does not.
    fn take(&mut self, walked: &str, entry: PageEntry) {
        match entry {
            PageEntry::Broken { reference, problem } => self.broken.push((reference, problem)),
            PageEntry::Resource { kind, id, version, last_updated, is_match, body } => match Version::parse(&version) {
                Ok(version) => {
                    if is_match && kind == walked {
                        self.summary.last_updated.push(last_updated.clone());
                    }
                    self.resources.push(ResourceRow { kind, id, version, last_updated, body });
                }
                Err(_) => self.broken.push((format!("{kind}/{id}"), "its version cannot be used".to_owned())),
            },
        }
    }
}

/// Names the resource type that a scope walks over.
#[must_use]
pub fn walked(scope: Scope) -> &'static str {
    match scope {
        Scope::Requests => "Task",
        Scope::Messages => "Communication",
        Scope::Replies => "CommunicationRequest",
        Scope::Submissions => "QuestionnaireResponse",
        Scope::Patients => "Patient",
    }
}

/// Returns the relative address of a page, or the provider's own link.
#[must_use]
pub fn page_query(order: &PullOrder, practice: Option<&OdsCode>) -> String {
    let prefix = if triage_sync::mutant!("gt-instead-of-ge") { "gt" } else { "ge" };
    let from = match &order.start {
        PageStart::Link(link) => return link.clone(),
        PageStart::From(instant) => Some(format!("{prefix}{instant}")),
        PageStart::Beginning => None,
    };
    let count = order.count.to_string();
    let mut parameters = vec![("_sort", "_lastUpdated"), ("_count", count.as_str())];
    if let Some(from) = &from {
        parameters.push(("_lastUpdated", from));
    }
    let tag = practice.map(|ods| format!("{}|{ods}", systems::ODS_CODE));
    if order.scope == Scope::Requests {
        parameters.extend([("_include", "Task:focus"), ("_include", "Task:patient")]);
        if let Some(tag) = &tag {
            parameters.push(("_tag", tag));
        }
    }
    address(walked(order.scope), &parameters)
}

/// One request in the provider's list of everything open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub version: Version,
    /// As the provider stamped it; empty where it did not.
    pub last_updated: String,
}

impl Listed {
    /// Reads one from a resource of that list.
    #[must_use]
    pub fn of(row: &ResourceRow) -> Self {
        Self { version: row.version.clone(), last_updated: row.last_updated.clone() }
    }

    /// Says whether a copy is this one. A restored provider hands out a version a second time, at another instant; not all
    /// providers tell fractions of a second everywhere.
    #[must_use]
    pub fn is_copied(&self, version: &Version, last_updated: &str) -> bool {
        let instants = instant(&self.last_updated).zip(instant(last_updated));
        self.version == *version && instants.is_none_or(|(there, here)| there.timestamp() == here.timestamp())
    }
}

/// Returns the relative address of the provider's list of everything open.
#[must_use]
pub fn manifest_query(practice: Option<&OdsCode>) -> String {
    let statuses = OPEN_STATUSES.join(",");
    let mut parameters =
        vec![("_elements", "id,meta,code,focus,status"), ("_count", MANIFEST_COUNT), ("status", statuses.as_str())];
    let tag = practice.map(|ods| format!("{}|{ods}", systems::ODS_CODE));
    if let Some(tag) = &tag {
        parameters.push(("_tag", tag));
    }
    address("Task", &parameters)
}

fn address(kind: &str, parameters: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{kind}?{query}")
}

/// Lists what a Task names and a reader needs: the form, the patient, who sent it, the photos.
#[must_use]
pub fn named_by(task: &Value) -> Vec<(String, String)> {
    let direct = ["focus", "for", "requester"].into_iter().filter_map(|member| reference(task, member));
    let inputs = list(task, "input").filter_map(|input| reference(input, "valueReference"));
    direct
        .chain(inputs)
        .filter_map(relative)
        .filter(|(kind, _)| {
            matches!(*kind, "QuestionnaireResponse" | "Patient" | "RelatedPerson" | "DocumentReference")
        })
        .map(|(kind, id)| (kind.to_owned(), id.to_owned()))
        .collect()
}
