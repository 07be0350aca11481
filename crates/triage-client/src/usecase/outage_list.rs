//! The list of everything open on paper, for the hours in which no PC works: who waits, since when, with what.

use chrono::{DateTime, Utc};
use thiserror::Error;
use triage_domain::deadline::DueState;
use triage_domain::{TriageRequest, Words};
use triage_store::StoreError;

use super::queue::{due, waiting_minutes};
use crate::client::Client;
use crate::desk::{Listing, View};

/// Why the list was not made. Nothing was written down then.
#[derive(Debug, Error)]
pub enum OutageListError {
    #[error("nobody is signed in")]
    NotReady,
    #[error("identifiable data leave this PC for a reason that is said, and none was")]
    ReasonNeeded,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct OutageRow {
    pub request: TriageRequest,
    pub waiting_minutes: i64,
    pub due: Option<(DateTime<Utc>, DueState)>,
}

/// Everything open as it is on this device: urgent first, then the oldest.
#[derive(Debug, Clone)]
pub struct OutageList {
    pub rows: Vec<OutageRow>,
    /// What is on the list is never newer than this.
    pub as_at: Option<DateTime<Utc>>,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
}

impl Client {
    /// Makes the list, and writes down who made it and why, before anything is returned (`ux.md` §12.2).
    ///
    /// # Errors
    /// Fails without a person or a reason, and where the reason cannot be written down.
    pub fn outage_list(&self, reason: &Words) -> Result<OutageList, OutageListError> {
        let staff = self.inner.staff().ok_or(OutageListError::NotReady)?;
        if reason.is_blank() {
            return Err(OutageListError::ReasonNeeded);
        }
        let now = self.inner.clock.now().wall;
        let desk = self.inner.desk();
        let page = Listing::build(&desk, View::AllOpen, "", Some(&staff.id), now).page(&desk, 0, usize::MAX, now);
        let rows: Vec<OutageRow> = page
            .rows
            .iter()
            .map(|listed| {
                let request = listed.entry.shown().clone();
                OutageRow { waiting_minutes: waiting_minutes(&request, now), due: due(&request, now), request }
            })
            .collect();
        let event = format!("list of {} open requests made: {}", rows.len(), reason.as_str().trim());
        self.inner.stores.ledger.write_down(&staff.id, &event, now)?;
        Ok(OutageList { rows, as_at: self.as_at(), made_at: now, made_by: staff.name })
    }
}
