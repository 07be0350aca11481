//! The state machine: what is on its way, how the line is, what has been pulled.
//!
//! A failed commit is treated like a crash: the caller drops the engine and restores it from the ledger.

mod decide;
mod link;
mod pulling;
mod pushing;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};
use triage_domain::{OpId, RequestId, StaffId, Version};

use crate::basis::Basis;
use crate::clock::Now;
use crate::effect::{Cursor, Effect, LedgerChange, Scope, Topic};
use crate::freshness::{Freshness, freshness};
use crate::input::Input;
use crate::operation::{Attempt, OpState, Operation};
use crate::pull::Walk;
use crate::retry::Jitter;
use link::Link;

pub use link::LinkState;

/// What a practice may set about the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngineSettings {
    /// Longest gap between two pulls while online, so that a new request shows within a minute.
    pub pull_gap_ms: u64,
    /// How long a decision stays on this PC so that it can be undone without a trace at the provider.
    pub hold_ms: u64,
    /// The same for replies, which cannot be taken back once a patient has them (`ux.md` §7.3).
    pub reply_hold_ms: u64,
    /// How far behind the high water a pull begins: above the provider's longest transaction plus its clocks' drift;
    /// LinuxForHealth documents 120 s and 2 s (`wire.md` amendment 2).
    pub overlap_ms: u64,
    /// Entries a page.
    pub page_count: u32,
    /// Decisions under way at once, each about another request.
    pub in_flight_max: usize,
    /// Seeds the jitter of waits.
    pub seed: u64,
}

impl Default for EngineSettings {
    fn default() -> Self {
        Self {
            pull_gap_ms: 30_000,
            hold_ms: 5_000,
            reply_hold_ms: 20_000,
            overlap_ms: 150_000,
            page_count: 200,
            in_flight_max: 4,
            seed: 0,
        }
    }
}

/// The provider's copy of a request as it was last received here.
#[derive(Debug, Clone)]
struct Seen {
    basis: Basis,
    changed_by: Option<String>,
    changed_at: Option<DateTime<Utc>>,
}

/// The sync engine.
#[derive(Debug)]
pub struct Engine {
    settings: EngineSettings,
    /// Decisions that are not final, by `seq`.
    operations: BTreeMap<u64, Operation>,
    next_seq: u64,
    /// Not to be sent before this elapsed time.
    ready_at_ms: BTreeMap<OpId, u64>,
    failures: BTreeMap<OpId, u32>,
    /// Decisions whose last attempt the provider refused, until it is read back.
    refused: BTreeMap<OpId, u16>,
    /// Those of them whose witness is known to be absent.
    absent: BTreeSet<OpId>,
    looking_up: BTreeSet<OpId>,
    fetching: BTreeSet<RequestId>,
    seen: BTreeMap<RequestId, Seen>,
    link: Link,
    link_since: Option<DateTime<Utc>>,
    /// No request to the provider before this elapsed time, because it asked for it.
    host_hold_until_ms: u64,
    walk: Option<Walk>,
    cursors: BTreeMap<Scope, Cursor>,
    pull_due_ms: u64,
    pull_failures: u32,
    /// Set after every loss of the line: others' decisions are taken in before ours go out.
    must_pull_first: bool,
    pulled_started: Option<Now>,
    jitter: Jitter,
    effects: VecDeque<Effect>,
}

impl Engine {
    /// Takes up where the ledger and the cache stand. Decisions that were in flight become unknown: their witness says.
    #[must_use]
    pub fn restore(
        settings: EngineSettings,
        live: Vec<Operation>,
        next_seq: u64,
        cursors: BTreeMap<Scope, Cursor>,
    ) -> Self {
        let mut engine = Self {
            settings,
            operations: BTreeMap::new(),
            next_seq,
            ready_at_ms: BTreeMap::new(),
            failures: BTreeMap::new(),
            refused: BTreeMap::new(),
            absent: BTreeSet::new(),
            looking_up: BTreeSet::new(),
            fetching: BTreeSet::new(),
            seen: BTreeMap::new(),
            link: Link::starting(),
            link_since: None,
            host_hold_until_ms: 0,
            walk: None,
            cursors,
            pull_due_ms: 0,
            pull_failures: 0,
            must_pull_first: true,
            pulled_started: None,
            jitter: Jitter::new(settings.seed),
            effects: VecDeque::new(),
        };
        for mut operation in live {
            let was_in_flight = operation.state == OpState::InFlight;
            if was_in_flight {
                operation.state = OpState::Unknown;
            }
            let seq = operation.seq;
            engine.operations.insert(seq, operation);
            if was_in_flight {
                engine.save(seq);
            }
        }
        engine
    }

    /// Takes in one thing that happened.
    pub fn handle(&mut self, input: Input, now: Now) {
        if self.link_since.is_none() {
            self.begin(now);
        }
        match input {
            Input::Decided { op_id, request_id, decision, author, basis } => {
                self.decided((op_id, request_id), (decision, author), *basis, now);
            }
            Input::Withdrawn { op_id } => self.withdrawn(&op_id),
            Input::KeptTheirs { op_id, by, reason } => self.kept_theirs(&op_id, (by, reason), now),
            Input::Reissued { op_id, by, reason, new_op_id, basis } => {
                self.reissued((&op_id, new_op_id), (by, reason), *basis, now);
            }
            Input::WorkOffline => self.work_offline(now),
            Input::WorkOnline => self.work_online(now),
            Input::SyncNow => self.sync_now(now),
            Input::ClockDoubt => self.clock_doubt(now),
            Input::Woken => {}
            Input::Probed(answer) => self.probed(answer, now),
            Input::PageArrived { scope, page } => self.page_arrived(scope, &page, now),
            Input::PageFailed { scope, failure } => self.page_failed(scope, failure, now),
            Input::PageStored { scope } => self.page_stored(scope, now),
            Input::PageNotStored { scope } => self.page_not_stored(scope, now),
            Input::Pushed { op_id, answer } => self.pushed(&op_id, answer, now),
            Input::Witness { op_id, answer } => self.witnessed(&op_id, answer, now),
            Input::Fetched { request_id, answer } => self.fetched(&request_id, answer, now),
            Input::Seen { basis, request_id, changed_by, changed_at } => {
                self.seen(&request_id, Seen { basis: *basis, changed_by, changed_at });
            }
            Input::SignedIn { staff } => self.signed_in(&staff, now),
        }
        self.drive(now);
    }

    /// The first moment of a run. A reply that was held when the program ended is held anew: whoever wrote it may have
    /// ended the program in order to stop it.
    fn begin(&mut self, now: Now) {
        self.link_since = Some(now.wall);
        let held =
            |operation: &&Operation| operation.state == OpState::Queued && operation.decision.reaches_the_patient();
        let until_ms = now.elapsed_ms + self.settings.reply_hold_ms;
        for operation in self.operations.values().filter(held) {
            self.ready_at_ms.insert(operation.op_id.clone(), until_ms);
        }
    }

    /// Returns the next thing to do; the caller asks until there is none.
    pub fn poll(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// Returns the elapsed time at which to call again though nothing happens.
    #[must_use]
    pub fn wake_at(&self) -> Option<u64> {
        match self.link {
            Link::WorkingOffline | Link::SignInNeeded | Link::Probing { .. } => None,
            Link::Down { retry_at_ms, .. } => Some(retry_at_ms.max(self.host_hold_until_ms)),
            Link::Up => {
                let pull = match &self.walk {
                    None => Some(self.pull_due_ms),
                    Some(walk) => walk.page_is_due.then_some(0),
                };
                let room = self.under_way() < self.settings.in_flight_max;
                let pushes = self.heads().filter(|_| room).filter_map(|operation| self.waits_until(operation));
                pull.into_iter().chain(pushes).min().map(|at| at.max(self.host_hold_until_ms))
            }
        }
    }

    /// Lists the live decisions in the order they were taken.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.values()
    }

    /// Lists the live decisions about one request in the order they were taken.
    pub fn operations_about<'a>(&'a self, request_id: &'a RequestId) -> impl Iterator<Item = &'a Operation> {
        self.operations.values().filter(move |operation| &operation.request_id == request_id)
    }

    /// Finds a live decision.
    #[must_use]
    pub fn operation(&self, op_id: &OpId) -> Option<&Operation> {
        self.operations.values().find(|operation| &operation.op_id == op_id)
    }

    /// Says how the line is.
    #[must_use]
    pub fn link(&self) -> LinkState {
        self.link.state()
    }

    /// Returns since when the line has been so.
    #[must_use]
    pub fn link_since(&self) -> Option<DateTime<Utc>> {
        self.link_since
    }

    /// Judges how current the data are.
    #[must_use]
    pub fn freshness(&self, now: Now) -> Freshness {
        freshness(self.pulled_started.map(|at| at.elapsed_ms), self.settings.pull_gap_ms, now)
    }

    /// Returns the start of the last complete pull in this run.
    #[must_use]
    pub fn pulled_at(&self) -> Option<DateTime<Utc>> {
        self.pulled_started.map(|at| at.wall)
    }

    /// Returns how long the decision still stays on this PC; zero when its hold is over.
    #[must_use]
    pub fn held_ms(&self, op_id: &OpId, now: Now) -> u64 {
        self.ready_at_ms.get(op_id).map_or(0, |at| at.saturating_sub(now.elapsed_ms))
    }

    fn drive(&mut self, now: Now) {
        self.drive_link(now);
        if self.link == Link::Up && now.elapsed_ms >= self.host_hold_until_ms {
            self.drive_pull(now);
            if !self.must_pull_first {
                self.drive_push(now);
            }
        }
    }

    /// The first live decision of each request: the only one that may move.
    fn heads(&self) -> impl Iterator<Item = &Operation> {
        let mut met = BTreeSet::new();
        self.operations.values().filter(move |operation| met.insert(&operation.request_id))
    }

    fn waits_until(&self, operation: &Operation) -> Option<u64> {
        match operation.state {
            OpState::Queued | OpState::Sealed | OpState::Acked => {
                self.ready_at_ms.get(&operation.op_id).copied().or(Some(0))
            }
            OpState::Unknown if !self.looking_up.contains(&operation.op_id) => {
                self.ready_at_ms.get(&operation.op_id).copied().or(Some(0))
            }
            OpState::Unknown
            | OpState::InFlight
            | OpState::Settled
            | OpState::Conflict
            | OpState::Rejected
            | OpState::Parked
            | OpState::Withdrawn
            | OpState::Superseded
            | OpState::LostOnServer => None,
        }
        .filter(|_| !self.must_pull_first && !self.fetching.contains(&operation.request_id))
    }

    fn seq_of(&self, op_id: &OpId) -> Option<u64> {
        self.operation(op_id).map(|operation| operation.seq)
    }

    fn update(&mut self, op_id: &OpId, change: impl FnOnce(&mut Operation)) {
        if let Some(seq) = self.seq_of(op_id) {
            if let Some(operation) = self.operations.get_mut(&seq) {
                change(operation);
            }
            self.save(seq);
        }
    }

    fn save(&mut self, seq: u64) {
        self.save_with(seq, None);
    }

    fn save_with(&mut self, seq: u64, attempt: Option<Attempt>) {
        self.commit(&[seq], attempt);
    }

    fn commit(&mut self, seqs: &[u64], attempt: Option<Attempt>) {
        let operations: Vec<Operation> = seqs.iter().filter_map(|seq| self.operations.get(seq).cloned()).collect();
        for operation in operations.iter().filter(|operation| operation.state.is_final()) {
            self.operations.remove(&operation.seq);
            self.forget(operation);
        }
        self.effects.push_back(Effect::Commit(LedgerChange { operations, attempt }));
        self.effects.push_back(Effect::Changed(Topic::Outbox));
    }

    fn forget(&mut self, operation: &Operation) {
        self.ready_at_ms.remove(&operation.op_id);
        self.failures.remove(&operation.op_id);
        self.refused.remove(&operation.op_id);
        self.absent.remove(&operation.op_id);
        self.looking_up.remove(&operation.op_id);
        if self.operations_about(&operation.request_id).next().is_none() {
            self.seen.remove(&operation.request_id);
        }
    }

    fn known_version(&self, operation: &Operation) -> Version {
        self.seen
            .get(&operation.request_id)
            .map_or_else(|| operation.basis.version.clone(), |seen| seen.basis.version.clone())
    }

    fn signed_in(&mut self, staff: &StaffId, now: Now) {
        let parked: Vec<OpId> = self
            .operations
            .values()
            .filter(|operation| operation.state == OpState::Parked && &operation.author.id == staff)
            .map(|operation| operation.op_id.clone())
            .collect();
        for op_id in parked {
            self.update(&op_id, |operation| {
                operation.state = OpState::Sealed;
                operation.stuck = None;
            });
        }
        self.signed_in_again(now);
    }
}

#[cfg(test)]
mod tests;
