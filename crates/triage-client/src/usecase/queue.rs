//! One page of a list, in an order that stands still until it is asked for anew.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use thiserror::Error;
use tracing::warn;
use triage_domain::calendar::local;
use triage_domain::deadline::{DueState, due_state};
use triage_domain::{RequestId, StaffId, TriageRequest};

use crate::client::Client;
use crate::desk::{ChangeMark, Desk, Entry, ListedRow, Listing, SyncWord, View, deadline_of};
use crate::usecase::writing::Writing;

/// Days within which another request of the same patient is said on the row: a month of work, as `ux.md` §0 shows it.
const REPEAT_DAYS: i64 = 28;
/// Most rows of one page.
const ROWS_MAX: usize = 200;

/// Which part of which list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueForm {
    pub view: View,
    pub search: String,
    pub offset: usize,
    pub limit: usize,
    pub order: QueueOrder,
}

/// Whether the order on screen is read, or built anew with what has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueOrder {
    AsItStands,
    Anew,
}

/// Why a list could not be read.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum QueueError {
    #[error("the profile is not connected")]
    NotReady,
}

/// "2nd request in 9 days".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    pub ordinal: usize,
    pub days: i64,
}

/// One row.
#[derive(Debug, Clone)]
pub struct QueueRow {
    pub request: TriageRequest,
    pub waiting_minutes: i64,
    pub due: Option<(DateTime<Utc>, DueState)>,
    pub repeat: Option<Repeat>,
    pub changed: Option<ChangeMark>,
    pub sync: SyncWord,
    pub similar_name: bool,
    pub writing: Option<Writing>,
    /// The person who works here has begun a reply.
    pub has_draft: bool,
    pub moved: bool,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct QueuePage {
    pub total: usize,
    pub urgent: usize,
    pub rows: Vec<QueueRow>,
    pub arrivals: usize,
    pub urgent_arrivals: usize,
    pub built_at: DateTime<Utc>,
    pub as_at: Option<DateTime<Utc>>,
}

impl Client {
    /// Reads one page of a list.
    ///
    /// # Errors
    /// Fails while the profile is not connected to anything.
    pub fn queue(&self, form: &QueueForm) -> Result<QueuePage, QueueError> {
        if self.inner.connection().is_none() {
            return Err(QueueError::NotReady);
        }
        let now = self.inner.clock.now().wall;
        let me = self.inner.staff().map(|staff| staff.id);
        let drafts = me.as_ref().map(|me| self.drafts_of(me)).unwrap_or_default();
        let desk = self.inner.desk();
        let mut held = self.inner.listing();
        let reuse = form.order == QueueOrder::AsItStands
            && held.as_ref().is_some_and(|listing| listing.is_for(form.view, &form.search, me.as_ref()));
        if !reuse {
            *held = Some(if form.view == View::Minutes {
                Listing::planned(&desk, &self.inner.planned(), me.as_ref(), now)
            } else {
                Listing::build(&desk, form.view, &form.search, me.as_ref(), now)
            });
        }
        let listing = held.as_mut().ok_or(QueueError::NotReady)?;
        // Nothing can jump in an empty list, nor before the first sync has ended: what arrives is shown at once.
        let may_grow = form.view != View::Minutes && (listing.is_empty() || self.as_at().is_none());
        if may_grow && listing.has_arrivals(&desk, now) {
            *listing = Listing::build(&desk, form.view, &form.search, me.as_ref(), now);
        }
        let page = listing.page(&desk, form.offset, form.limit.min(ROWS_MAX), now);
        let rows = page.rows.iter().map(|listed| row(&desk, listed, (me.as_ref(), &drafts), now)).collect();
        Ok(QueuePage {
            total: page.total,
            urgent: page.urgent,
            rows,
            arrivals: page.arrivals.count,
            urgent_arrivals: page.arrivals.urgent,
            built_at: page.built_at,
            as_at: self.as_at(),
        })
    }
}

impl Client {
    /// Lists what somebody has begun to answer. Where the disk cannot be read, the list is shown without these marks: it
    /// stands in memory, and is needed most then.
    fn drafts_of(&self, staff: &StaffId) -> BTreeSet<RequestId> {
        self.inner.stores.ledger.drafts_of(staff).unwrap_or_else(|error| {
            warn!(%error, "begun replies are not marked");
            BTreeSet::new()
        })
    }
}

fn row(
    desk: &Desk,
    listed: &ListedRow<'_>,
    (me, drafts): (Option<&StaffId>, &BTreeSet<RequestId>),
    now: DateTime<Utc>,
) -> QueueRow {
    let (entry, moved) = (listed.entry, listed.moved);
    let request = entry.shown();
    QueueRow {
        waiting_minutes: waiting_minutes(request, now),
        due: due(request, now),
        repeat: repeat(desk, request),
        changed: entry.changed().cloned(),
        sync: entry.sync(),
        writing: Writing::about(request, me, now),
        has_draft: drafts.contains(&request.id),
        similar_name: desk.has_similar_open_name(request),
        moved,
        request: request.clone(),
    }
}

/// Returns how long the patient has waited, in whole minutes on the clock.
#[must_use]
pub fn waiting_minutes(request: &TriageRequest, now: DateTime<Utc>) -> i64 {
    let until = crate::desk::closed_at(request).unwrap_or(now);
    (until - request.received_at).num_minutes().max(0)
}

/// Returns until when the practice must have answered, and how near that is; nothing once it has.
#[must_use]
pub fn due(request: &TriageRequest, now: DateTime<Utc>) -> Option<(DateTime<Utc>, DueState)> {
    let facts = crate::desk::facts(request, now);
    let waits = facts.open && !facts.awaiting_patient && facts.dealt_with_at().is_none();
    waits.then(|| {
        let at = deadline_of(request);
        (at, due_state(at, now))
    })
}

/// Says whether the patient has sent other requests in the last four weeks, counting this one among them.
#[must_use]
pub fn repeat(desk: &Desk, request: &TriageRequest) -> Option<Repeat> {
    let earlier: Vec<&Entry> = desk
        .others_of(request)
        .into_iter()
        .filter(|other| {
            let other = other.shown();
            let days = (local(request.received_at).date() - local(other.received_at).date()).num_days();
            other.received_at <= request.received_at && days <= REPEAT_DAYS
        })
        .collect();
    let first = earlier.last()?;
    let days = (local(request.received_at).date() - local(first.shown().received_at).date()).num_days();
    Some(Repeat { ordinal: earlier.len() + 1, days })
}
