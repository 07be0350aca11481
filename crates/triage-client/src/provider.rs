//! The narrow boundary to an online consultation provider, with FHIR R4 as its first implementation: probe, pull a page,
//! push one decision, look a decision up, fetch one request, fetch one photo, list the staff.

pub mod contract;
mod http;
mod page;
mod push;
mod request;
mod steps;
pub(crate) mod token;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use triage_domain::{Attachment, OdsCode, StaffMember, TeamRef};
use triage_fhir::capability::Capability;
use triage_fhir::{Practice, directory};
use triage_sync::Failure;

pub use http::Http;
pub use page::KnownResources;
pub use push::Way;
pub(crate) use steps::before_writing;
pub use token::{Token, TokenSet};

/// Most pages of a directory that are read: a practice with more than 10,000 people in it is a fault.
const DIRECTORY_PAGES_MAX: usize = 100;

/// The provider as this program talks to it.
#[derive(Debug, Clone)]
pub struct Provider {
    http: Http,
    practice: Option<Practice>,
}

/// Who works at the practice, as the provider lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// ODS code and name.
    pub practice: Option<(OdsCode, String)>,
    pub staff: Vec<StaffMember>,
    pub teams: Vec<TeamRef>,
}

impl Provider {
    /// Talks FHIR to `http`; with a practice, requests are asked for by its code.
    #[must_use]
    pub fn new(http: Http, practice: Option<Practice>) -> Self {
        Self { http, practice }
    }

    /// Talks to the same provider with another person's token.
    #[must_use]
    pub fn with_token(&self, token: Token) -> Self {
        Self { http: self.http.with_token(token), practice: self.practice.clone() }
    }

    /// Returns the resource at a path.
    ///
    /// # Errors
    /// Fails unless the provider itself answers.
    pub(crate) async fn resource(&self, path: &str) -> Result<Value, Failure> {
        Ok(self.http.get(path).await?.body)
    }

    /// Asks what the provider says it can do.
    ///
    /// # Errors
    /// Fails where no CapabilityStatement of FHIR R4 comes back.
    pub async fn probe(&self) -> Result<Capability, Failure> {
        let statement = self.http.get("metadata").await?;
        let capability = triage_fhir::capability::read(&statement.body).ok_or(Failure::Unreachable)?;
        let is_r4 = capability.fhir_version.as_deref().is_none_or(|version| version.starts_with("4."));
        if is_r4 { Ok(capability) } else { Err(Failure::Refused { http_status: 200 }) }
    }

    /// Keeps a file that goes out with a reply, under the id by which the reply names it.
    ///
    /// # Errors
    /// Fails unless the provider itself answers that it has it.
    pub(crate) async fn put_file(&self, file: &Attachment, bytes: &[u8]) -> Result<(), Failure> {
        self.http.put_binary(&file.id, &file.content_type, bytes).await
    }

    /// Lists the practice's people and teams.
    ///
    /// # Errors
    /// Fails where the provider cannot be asked. A provider without a directory gives an empty one.
    pub async fn directory(&self) -> Result<Directory, Failure> {
        let mut resources: Vec<Value> = Vec::new();
        for kind in ["Organization", "Practitioner", "PractitionerRole"] {
            resources.extend(self.all_of(kind).await?);
        }
        let read = directory::read(&resources);
        let practice = read.practice.map(|practice| (practice.ods, practice.name));
        Ok(Directory { practice, staff: read.staff, teams: read.teams })
    }

    async fn all_of(&self, kind: &str) -> Result<Vec<Value>, Failure> {
        let mut found = Vec::new();
        let mut next = Some(format!("{kind}?_count=200"));
        for _ in 0..DIRECTORY_PAGES_MAX {
            let Some(path) = next.take() else { break };
            let answer = match self.http.get(&path).await {
                Err(Failure::Refused { .. } | Failure::NotAllowed) => return Ok(found),
                other => other?,
            };
            let page = triage_fhir::read_search_page(&answer.body).map_err(|_| Failure::Unreachable)?;
            found.extend(page.entries.into_iter().filter_map(|entry| match entry {
                triage_fhir::PageEntry::Resource { body, .. } => Some(body),
                triage_fhir::PageEntry::Broken { .. } => None,
            }));
            next = page.next;
        }
        Ok(found)
    }
}
