//! One request with everything the reader shows.

use chrono::{DateTime, Utc};
use thiserror::Error;
use triage_device::folded;
use triage_domain::deadline::DueState;
use triage_domain::likeness::{Likeness, likeness};
use triage_domain::{Decision, OpId, RequestId, TriageRequest, Words};
use triage_store::StoreError;
use triage_sync::{Basis, OpState, Operation};

use crate::client::Client;
use crate::desk::SyncWord;
use crate::usecase::queue::{Repeat, due, repeat, waiting_minutes};
use crate::usecase::writing::Writing;

/// Why a request could not be shown.
#[derive(Debug, Error)]
pub enum ReaderError {
    #[error("there is no such request on this device")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A note with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderNote {
    pub author: String,
    pub at: Option<DateTime<Utc>>,
    pub text: Words,
    pub sync: SyncWord,
}

/// Another request of the same patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierRequest {
    pub id: RequestId,
    pub received_at: DateTime<Utc>,
    pub words: String,
    pub is_open: bool,
    pub outcome: Option<String>,
    /// Set where both are open and look like one request that was sent twice.
    pub likeness: Option<Likeness>,
}

/// Something this device's people did about the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestEvent {
    pub op_id: OpId,
    pub at: DateTime<Utc>,
    pub by: String,
    pub decision: Decision,
    pub state: OpState,
}

/// Everything the reader shows.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Names exactly what is shown; a decision carries it back.
    pub seen: String,
    pub request: TriageRequest,
    pub waiting_minutes: i64,
    pub due: Option<(DateTime<Utc>, DueState)>,
    pub repeat: Option<Repeat>,
    pub notes: Vec<ReaderNote>,
    pub earlier: Vec<EarlierRequest>,
    pub events: Vec<RequestEvent>,
    pub sync: SyncWord,
    pub writing: Option<Writing>,
    /// Two people's decisions differ; the more urgent state is in force.
    pub is_contested: bool,
    /// Replies on their way, by id, with what they are.
    pub pending_replies: Vec<(OpId, OpState)>,
    pub photos_here: Vec<String>,
}

impl Client {
    /// Reads one request, with what is on its way.
    ///
    /// # Errors
    /// Fails when it is not on this device or the store fails.
    pub fn request(&self, id: &RequestId) -> Result<Reader, ReaderError> {
        let snapshot = self.inner.snapshot(id)?.ok_or(ReaderError::NotFound)?;
        let now = self.inner.clock.now().wall;
        let reading = self.inner.reading();
        let live: Vec<&Operation> = reading.live.iter().filter(|operation| &operation.request_id == id).collect();
        let request = folded(snapshot, &live);
        let all = self.inner.stores.ledger.operations_about(id)?;
        let photos_here = self.inner.stores.cache.read(|cache| {
            let here = request.photos.iter().map(|photo| Ok((photo.id.clone(), cache.has_attachment(&photo.id)?)));
            here.collect::<Result<Vec<_>, StoreError>>()
        })?;
        // Writing waits for everybody who counts the lists: only where there is a mark to take off.
        let is_marked = self.inner.desk().entry(id).is_some_and(|entry| entry.changed().is_some());
        if is_marked {
            self.inner.desk_mut().mark(id, None);
        }
        let desk = self.inner.desk();
        Ok(Reader {
            seen: Basis::of(&request).hash,
            waiting_minutes: waiting_minutes(&request, now),
            due: due(&request, now),
            repeat: repeat(&desk, &request),
            notes: notes(&request, &live),
            earlier: earlier(&desk, &request),
            events: events(&all),
            sync: SyncWord::over(&live),
            writing: Writing::about(&request, self.inner.staff().map(|staff| staff.id).as_ref(), now),
            is_contested: live.iter().any(|operation| operation.state == OpState::Conflict),
            pending_replies: live
                .iter()
                .filter(|operation| operation.decision.reaches_the_patient())
                .map(|operation| (operation.op_id.clone(), operation.state))
                .collect(),
            photos_here: photos_here.into_iter().filter(|(_, here)| *here).map(|(id, _)| id).collect(),
            request,
        })
    }
}

fn notes(request: &TriageRequest, live: &[&Operation]) -> Vec<ReaderNote> {
    let state_of = |op_id: &OpId| live.iter().find(|operation| &operation.op_id == op_id).map(|o| o.state);
    let mut notes: Vec<ReaderNote> = request
        .notes
        .iter()
        .map(|note| ReaderNote {
            author: note.author.clone(),
            at: note.at,
            text: note.text.clone(),
            sync: note.op_id.as_ref().and_then(state_of).map_or(SyncWord::Clean, SyncWord::of),
        })
        .collect();
    notes.sort_by_key(|note| note.at);
    notes
}

fn earlier(desk: &crate::desk::Desk, request: &TriageRequest) -> Vec<EarlierRequest> {
    let others = desk.others_of(request);
    others
        .into_iter()
        .map(|entry| {
            let other = entry.shown();
            EarlierRequest {
                id: other.id.clone(),
                received_at: other.received_at,
                words: other.submission.words.excerpt(120),
                is_open: other.state.lifecycle.is_open(),
                outcome: outcome(other),
                likeness: likeness(request, other),
            }
        })
        .collect()
}

/// Returns the disposition in words.
#[must_use]
pub fn outcome(request: &TriageRequest) -> Option<String> {
    match &request.state.lifecycle {
        triage_domain::request::Lifecycle::Closed(closure) => {
            closure.disposition.as_ref().map(|disposition| disposition.label().to_owned())
        }
        triage_domain::request::Lifecycle::Open | triage_domain::request::Lifecycle::Withdrawn => None,
    }
}

fn events(all: &[Operation]) -> Vec<RequestEvent> {
    all.iter()
        .map(|operation| RequestEvent {
            op_id: operation.op_id.clone(),
            at: operation.decided_at,
            by: operation.author.name.clone(),
            decision: operation.decision.clone(),
            state: operation.state,
        })
        .collect()
}
