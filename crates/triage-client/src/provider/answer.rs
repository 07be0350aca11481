//! What a page holds once it has been read: rows to keep, things that cannot be kept, and the summary for the engine.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use triage_domain::{RequestId, Version};
use triage_fhir::PageEntry;
use triage_store::ResourceRow;
use triage_sync::PageSummary;

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
    pub(super) fn empty(next: Option<String>) -> Self {
        Self {
            summary: PageSummary { last_updated: Vec::new(), next, server_date: None },
            resources: Vec::new(),
            broken: Vec::new(),
            changes: BTreeMap::new(),
        }
    }

    /// Takes in one entry; what the walk is about moves the cursor, what came along with it does not.
    pub(super) fn take(&mut self, walked: &str, entry: PageEntry) {
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
