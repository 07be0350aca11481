//! How the line is, how old the data are, and what waits: said on every screen.

use chrono::{DateTime, Utc};
use triage_device::answer;
use triage_domain::calendar::{day_span, local};
use triage_domain::{Decision, OpId, RequestId};
use triage_store::StoreError;
use triage_sync::{Freshness, LinkState, OpState, Operation};

use crate::client::{Client, Inner};
use crate::core::EngineReading;
use crate::profile::Purpose;

/// How the user's last decision could be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoWay {
    /// It is still held here and leaves no trace.
    Withdraws,
    /// It was sent; a decision of its own answers it.
    Answers,
    Impossible,
}

/// The user's last decision.
#[derive(Debug, Clone)]
pub struct LastAction {
    pub op_id: OpId,
    pub request_id: RequestId,
    pub at: DateTime<Utc>,
    pub decision: Decision,
    pub patient_name: String,
    pub undo: UndoWay,
}

/// What every screen says about the state of things.
#[derive(Debug, Clone)]
pub struct Status {
    pub link: LinkState,
    pub since: Option<DateTime<Utc>>,
    pub freshness: Freshness,
    pub as_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
    pub unsent: usize,
    pub sending: usize,
    pub conflicts: usize,
    pub failed: usize,
    pub unreadable: usize,
    pub sent_today: u32,
    pub urgent_open: usize,
    pub held_reply_seconds: Option<u64>,
    pub last_action: Option<LastAction>,
    /// Requests received so far while this device has never completed a pull.
    pub first_sync: Option<u32>,
    pub requests_here: usize,
}

/// Most actions of the day that are listed (`ux.md` D9).
const ACTIONS_MAX: u32 = 50;

const PULLED_AT: &str = "pulled-at";

impl Client {
    /// Reads the state of things.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn status(&self) -> Result<Status, StoreError> {
        let now = self.inner.clock.now().wall;
        let reading = self.inner.reading();
        let today = day_span(local(now).date()).start;
        let count = |wanted: fn(OpState) -> bool| reading.live.iter().filter(|o| wanted(o.state)).count();
        let as_at = self.as_at();
        let tally = self.inner.desk().tally();
        Ok(Status {
            link: reading.link,
            since: reading.link_since,
            freshness: self.inner.freshness(&reading),
            as_at,
            now,
            unsent: count(OpState::is_unsent),
            sending: count(|state| matches!(state, OpState::InFlight | OpState::Unknown)),
            conflicts: count(|state| state == OpState::Conflict),
            failed: count(|state| matches!(state, OpState::Rejected | OpState::LostOnServer)) + tally.undelivered,
            unreadable: self.inner.stores.cache.read(|cache| Ok(cache.unreadable()?.len()))?,
            sent_today: self.inner.stores.ledger.confirmed_since(today)?,
            urgent_open: tally.urgent_open,
            held_reply_seconds: self.held_reply_seconds(&reading.live),
            last_action: self.last_actions(today, 1)?.pop(),
            first_sync: (as_at.is_none() && reading.link == LinkState::Online).then(|| self.inner.received()),
            requests_here: self.inner.desk().len(),
        })
    }

    /// Counts the urgent requests that are open: the number on the taskbar.
    #[must_use]
    pub fn urgent_open(&self) -> usize {
        self.inner.desk().tally().urgent_open
    }

    /// Returns the start of the last complete pull, of this run or of an earlier one.
    #[must_use]
    pub fn as_at(&self) -> Option<DateTime<Utc>> {
        self.inner.last_pull()
    }

    fn held_reply_seconds(&self, live: &[Operation]) -> Option<u64> {
        let held = self.inner.reading().held_ms;
        live.iter()
            .filter(|operation| operation.state == OpState::Queued && operation.decision.reaches_the_patient())
            .filter_map(|operation| held.get(&operation.op_id))
            .filter(|milliseconds| **milliseconds > 0)
            .map(|milliseconds| milliseconds.div_ceil(1000))
            .min()
    }

    /// Lists what the person who works here did today, the last first, at most fifty.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn actions(&self) -> Result<Vec<LastAction>, StoreError> {
        let today = day_span(local(self.inner.clock.now().wall).date()).start;
        self.last_actions(today, ACTIONS_MAX)
    }

    fn last_actions(&self, since: DateTime<Utc>, count_max: u32) -> Result<Vec<LastAction>, StoreError> {
        let Some(staff) = self.inner.staff() else { return Ok(Vec::new()) };
        let operations = self.inner.stores.ledger.last_decisions_of(&staff.id, since, count_max)?;
        Ok(operations.into_iter().map(|operation| self.action(operation)).collect())
    }

    fn action(&self, operation: Operation) -> LastAction {
        let patient_name = {
            let desk = self.inner.desk();
            desk.entry(&operation.request_id).map(|entry| entry.shown().patient.name.display()).unwrap_or_default()
        };
        LastAction {
            op_id: operation.op_id.clone(),
            request_id: operation.request_id.clone(),
            at: operation.decided_at,
            undo: self.undo_way(&operation),
            decision: operation.decision,
            patient_name,
        }
    }

    fn undo_way(&self, operation: &Operation) -> UndoWay {
        let together = self.inner.taken_as_one_with(&operation.op_id);
        if !together.is_empty() {
            let live = self.inner.reading().live;
            let held = |op_id: &OpId| live.iter().any(|one| one.op_id == *op_id && one.state == OpState::Queued);
            return if together.iter().all(held) { UndoWay::Withdraws } else { UndoWay::Impossible };
        }
        if operation.state == OpState::Queued {
            return UndoWay::Withdraws;
        }
        let desk = self.inner.desk();
        let shown = desk.entry(&operation.request_id).map(crate::desk::Entry::shown);
        let answerable = !operation.state.needs_a_person() && shown.is_some_and(|r| answer(operation, r).is_some());
        if answerable { UndoWay::Answers } else { UndoWay::Impossible }
    }

    /// Remembers when the last complete pull began, so that a start without a network can say how old things are.
    pub(crate) fn remember_pull(inner: &Inner, at: DateTime<Utc>) -> Result<(), StoreError> {
        inner.stores.ledger.set(PULLED_AT, &at)
    }

    /// Forgets it where what was pulled is gone: an empty list must not look like one of this morning.
    pub(crate) fn forget_pull(inner: &Inner) -> Result<(), StoreError> {
        inner.stores.ledger.unset(PULLED_AT)
    }
}

impl Inner {
    /// Invented requests do not age: nobody else can change them.
    fn freshness(&self, reading: &EngineReading) -> Freshness {
        match self.purpose {
            Purpose::Work => reading.freshness,
            Purpose::Training => Freshness::Live,
        }
    }

    fn last_pull(&self) -> Option<DateTime<Utc>> {
        let kept = || self.stores.ledger.get::<DateTime<Utc>>(PULLED_AT).ok().flatten();
        self.reading().pulled_at.or_else(kept)
    }

    /// Says whether this device has ever had everything.
    pub(crate) fn has_ever_pulled(&self) -> bool {
        self.last_pull().is_some()
    }
}
