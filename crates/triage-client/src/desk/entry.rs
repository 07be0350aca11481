//! One request in short form, as the provider has it and as it is shown.

use chrono::{DateTime, Utc};
use triage_device::short_form;
use triage_domain::TriageRequest;
use triage_sync::{OpState, Operation};

/// What a row says about decisions on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SyncWord {
    Clean,
    Sent,
    Sending,
    Saved,
    SignIn,
    Failed,
    Conflict,
}

impl SyncWord {
    /// Returns the word for all decisions about one request: the one that most wants to be seen. What is taken down
    /// silently, such as that somebody has had it open, says nothing unless it fails.
    #[must_use]
    pub fn over(operations: &[&Operation]) -> Self {
        let said =
            operations.iter().filter(|operation| !operation.decision.is_silent() || operation.state.needs_a_person());
        said.map(|operation| Self::of(operation.state)).max().unwrap_or(Self::Clean)
    }

    /// Returns the word for one decision.
    #[must_use]
    pub fn of(state: OpState) -> Self {
        match state {
            OpState::Queued | OpState::Sealed => Self::Saved,
            OpState::InFlight | OpState::Unknown => Self::Sending,
            OpState::Acked | OpState::Settled => Self::Sent,
            OpState::Conflict => Self::Conflict,
            OpState::Rejected | OpState::LostOnServer => Self::Failed,
            OpState::Parked => Self::SignIn,
            OpState::Withdrawn | OpState::Superseded => Self::Clean,
        }
    }
}

/// One request in short form.
#[derive(Debug, Clone)]
pub struct Entry {
    snapshot: TriageRequest,
    shown: Option<Box<TriageRequest>>,
    sync: SyncWord,
    haystack: Box<str>,
    changed: Option<ChangeMark>,
}

/// Says that somebody else changed a request since the user last opened it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMark {
    pub at: DateTime<Utc>,
    pub by: Option<String>,
}

impl Entry {
    pub(super) fn new(mut snapshot: TriageRequest, operations: &[&Operation]) -> Self {
        snapshot.shrink_to_fit();
        let haystack = haystack(&snapshot);
        let mut entry = Self { snapshot, shown: None, sync: SyncWord::Clean, haystack, changed: None };
        entry.refold(operations);
        entry
    }

    pub(super) fn refold(&mut self, operations: &[&Operation]) {
        self.shown =
            (!operations.is_empty()).then(|| Box::new(short_form(super::folded(self.snapshot.clone(), operations))));
        self.sync = SyncWord::over(operations);
    }

    /// Returns the mark of somebody else's change.
    #[must_use]
    pub fn changed(&self) -> Option<&ChangeMark> {
        self.changed.as_ref()
    }

    pub(super) fn mark(&mut self, changed: Option<ChangeMark>) {
        self.changed = changed;
    }

    /// Returns the request with pending decisions folded in.
    #[must_use]
    pub fn shown(&self) -> &TriageRequest {
        self.shown.as_deref().unwrap_or(&self.snapshot)
    }

    /// Returns the request as the provider has it.
    #[must_use]
    pub fn snapshot(&self) -> &TriageRequest {
        &self.snapshot
    }

    /// Says what is happening to decisions about it.
    #[must_use]
    pub fn sync(&self) -> SyncWord {
        self.sync
    }

    /// Says whether every word of a search is found in names, NHS number, reference or the patient's words.
    #[must_use]
    pub fn matches(&self, needles: &[String]) -> bool {
        needles.iter().all(|needle| self.haystack.contains(needle))
    }
}

fn haystack(request: &TriageRequest) -> Box<str> {
    let number = request.patient.nhs_number.number();
    let spaced = number.map(triage_domain::NhsNumber::spaced).unwrap_or_default();
    let digits = number.map(triage_domain::NhsNumber::digits).unwrap_or_default();
    let name = request.patient.name.display();
    let words = request.submission.words.as_str();
    // Most titles are how the words begin, and are found there.
    let title =
        if words.starts_with(request.title.as_str().trim_end_matches('…')) { "" } else { request.title.as_str() };
    format!("{name}\n{digits}\n{spaced}\n{}\n{title}\n{words}", request.reference).to_lowercase().into()
}
