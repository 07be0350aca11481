//! The state machine: what is on its way, how the line is, what has been pulled.
//!
//! A failed commit is treated like a crash: the caller drops the engine and restores it from the ledger.

mod decide;
mod epoch;
mod link;
mod manifest;
mod pulling;
mod pushing;
mod read_back;
mod reading;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};
use triage_domain::{OpId, RequestId, Version};

use crate::ability::Abilities;
use crate::basis::Basis;
use crate::clock::Now;
use crate::effect::{Cursor, Effect, LedgerChange, Scope, Topic};
use crate::input::{Doubt, Input};
use crate::operation::{Attempt, OpState, Operation};
use crate::pull::Walk;
use crate::retry::Jitter;
use epoch::Epoch;
use link::{Circuit, Link};
use manifest::Manifest;

pub use epoch::WATCHED_MIN;
pub use link::LinkState;
pub use manifest::MANIFEST_GAP_MS;
pub use reading::SoFar;

/// Difference between the two clocks' steps that means that one of them jumped (`sync.md` b.10).
const CLOCK_JUMP_MS: i64 = 30_000;

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
    /// A reply that could not be sent for so long is held for a person: what it answers may have moved on (`sync.md` b.6;
    /// the length is an assumption until a clinical safety officer sets it).
    pub reply_wait_ms_max: u64,
    /// PCs of one practice that come back from one outage spread their first calls over this time (`sync.md` b.8).
    pub reconnect_spread_ms: u64,
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
            reply_wait_ms_max: 30 * 60 * 1_000,
            reconnect_spread_ms: 10_000,
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
    /// When this version was first here, by the elapsed clock.
    since_ms: u64,
}

/// Where the ledger and the cache stand when the engine is made.
#[derive(Debug, Default)]
pub struct Restored {
    /// Decisions that are not final.
    pub live: Vec<Operation>,
    pub next_seq: u64,
    pub cursors: BTreeMap<Scope, Cursor>,
    /// The decisions that the provider confirmed last, in that order: their witnesses tell whether the provider is still
    /// the same. [`WATCHED_MIN`] are enough.
    pub confirmed: Vec<Operation>,
    /// A new epoch was begun for this reason, and the program ended before everything was known of it.
    pub in_doubt: Option<Doubt>,
    pub so_far: SoFar,
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
    /// Since when each decision of this run waits, by the elapsed clock.
    waits_since_ms: BTreeMap<OpId, u64>,
    /// Decisions whose last attempt the provider refused, until it is read back.
    refused: BTreeMap<OpId, u16>,
    /// Those of them whose witness is known to be absent.
    absent: BTreeSet<OpId>,
    looking_up: BTreeSet<OpId>,
    /// The version of its request that was known here when a decision's witness was last asked for.
    looked_up_at: BTreeMap<OpId, Version>,
    fetching: BTreeSet<RequestId>,
    seen: BTreeMap<RequestId, Seen>,
    /// Requests of which an earlier decision was dropped on which later ones may be built: the provider's copy is read
    /// before any of these goes.
    to_be_seen: BTreeSet<RequestId>,
    abilities: Abilities,
    epoch: Epoch,
    manifest: Manifest,
    circuit: Circuit,
    link: Link,
    link_since: Option<DateTime<Utc>>,
    in_doubt: Option<Doubt>,
    last_now: Option<Now>,
    /// No request to the provider before this elapsed time, because it asked for it.
    host_hold_until_ms: u64,
    walk: Option<Walk>,
    /// Counts calls for pages.
    page_calls: u64,
    cursors: BTreeMap<Scope, Cursor>,
    pull_due_ms: u64,
    pull_failures: u32,
    /// Set after every loss of the line: others' decisions are taken in before ours go out.
    must_pull_first: bool,
    pulled_started: Option<Now>,
    /// Messages up to here are on this device, by the elapsed clock.
    messages_from_ms: Option<u64>,
    /// When the provider last confirmed a decision, by the elapsed clock.
    confirmed_ms: Option<u64>,
    jitter: Jitter,
    effects: VecDeque<Effect>,
}

impl Engine {
    /// Takes up where the ledger and the cache stand. Decisions that were in flight become unknown: their witness says.
    #[must_use]
    pub fn restore(settings: EngineSettings, restored: Restored) -> Self {
        let mut engine = Self {
            settings,
            operations: BTreeMap::new(),
            next_seq: restored.next_seq.max(1),
            ready_at_ms: BTreeMap::new(),
            failures: BTreeMap::new(),
            waits_since_ms: BTreeMap::new(),
            refused: BTreeMap::new(),
            absent: BTreeSet::new(),
            looking_up: BTreeSet::new(),
            looked_up_at: BTreeMap::new(),
            fetching: BTreeSet::new(),
            seen: BTreeMap::new(),
            to_be_seen: BTreeSet::new(),
            abilities: restored.so_far.abilities,
            epoch: Epoch::restored(restored.confirmed),
            manifest: Manifest::restored(restored.cursors.get(&Scope::Requests), settings.overlap_ms),
            circuit: Circuit::default(),
            link: Link::starting(restored.so_far.works_offline),
            link_since: None,
            in_doubt: restored.in_doubt,
            last_now: None,
            host_hold_until_ms: restored.so_far.host_hold_until_ms,
            walk: None,
            page_calls: restored.so_far.page_calls,
            cursors: restored.cursors,
            pull_due_ms: 0,
            pull_failures: 0,
            must_pull_first: true,
            pulled_started: None,
            messages_from_ms: None,
            confirmed_ms: None,
            jitter: Jitter::new(settings.seed),
            effects: VecDeque::new(),
        };
        for mut operation in restored.live {
            if crate::mutant!("stuck-deleted-at-launch") && operation.attempts > 0 {
                operation.state = OpState::Withdrawn;
            }
            let was_in_flight = operation.state == OpState::InFlight;
            if was_in_flight {
                operation.state = OpState::Unknown;
            }
            let changed = was_in_flight || operation.state.is_final();
            let seq = operation.seq;
            engine.operations.insert(seq, operation);
            if changed {
                engine.save(seq);
            }
        }
        engine.lost_go_again()
    }

    /// Takes in one thing that happened.
    pub fn handle(&mut self, input: Input, now: Now) {
        if self.link_since.is_none() {
            self.begin(now);
        }
        self.watch_clocks(now);
        self.heed_wish_to_wait(&input, now);
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
            Input::PageArrived { call, scope, page } => self.page_arrived((call, scope), &page, now),
            Input::PageFailed { call, scope, failure } => self.page_failed((call, scope), failure, now),
            Input::PageStored { scope, lateness_ms } => self.page_stored(scope, lateness_ms, now),
            Input::PageNotStored { scope } => self.page_not_stored(scope, now),
            Input::Pushed { op_id, answer } => self.pushed(&op_id, answer, now),
            Input::Witness { op_id, answer } => self.witnessed(&op_id, answer, now),
            Input::Fetched { request_id, answer } => self.fetched(&request_id, answer, now),
            Input::Seen { basis, request_id, changed_by, changed_at } => {
                self.seen(&request_id, Seen { basis: *basis, changed_by, changed_at, since_ms: now.elapsed_ms });
            }
            Input::SignedIn { staff } => self.signed_in(&staff, now),
            Input::AbilitiesFound(abilities) => self.abilities = abilities,
            Input::ManifestCompared(answer) => self.manifest_compared(answer, now),
            Input::RemovalsArrived(answer) => self.removals_arrived(answer, now),
            Input::CameLate { scope, lateness_ms } => self.widen(scope, Some(lateness_ms)),
            Input::OutOfOrder(requests) => self.doubt_requests(requests, now),
            Input::Doubted(doubt) => self.doubted(doubt, now),
            Input::EpochBegun { confirmed } => self.epoch_begun(confirmed, now),
        }
        self.drive(now);
    }

    /// One clock jumped against the other: the PC's time was set, or something counted wrongly. Nothing on screen is known
    /// to be current then.
    fn watch_clocks(&mut self, now: Now) {
        if let Some(last) = self.last_now.replace(now) {
            let elapsed_ms = i64::try_from(now.elapsed_ms.saturating_sub(last.elapsed_ms)).unwrap_or(i64::MAX);
            let wall_ms = (now.wall - last.wall).num_milliseconds();
            if wall_ms.abs_diff(elapsed_ms) > CLOCK_JUMP_MS.unsigned_abs() {
                self.clock_doubt(now);
            }
        }
    }

    /// The first moment of a run. A reply that was held when the program ended is held anew: whoever wrote it may have
    /// ended the program in order to stop it.
    fn begin(&mut self, now: Now) {
        self.link_since = Some(now.wall);
        if let Some(doubt) = self.in_doubt.take() {
            self.begin_epoch(doubt, now);
        }
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
                let room = self.may_push() && self.under_way() < self.settings.in_flight_max;
                let pushes = self.heads().filter(|_| room).filter_map(|operation| self.waits_until(operation));
                let beside = [self.epoch_due(), self.manifest_due()].into_iter().flatten();
                pull.into_iter().chain(pushes).chain(beside).min().map(|at| at.max(self.host_hold_until_ms))
            }
        }
    }

    fn drive(&mut self, now: Now) {
        self.drive_link(now);
        if self.link == Link::Up && now.elapsed_ms >= self.host_hold_until_ms {
            self.drive_epoch(now);
            self.drive_pull(now);
            self.drive_manifest(now);
            if self.may_push() {
                self.drive_push(now);
                if self.must_pull_first {
                    self.drive_pull(now);
                }
            }
        }
    }

    /// Says whether decisions may go out now: after the first pull, to a provider that guards against overwriting and is
    /// known to be in the state that was pulled.
    fn may_push(&self) -> bool {
        !self.must_pull_first && self.abilities.may_write() && self.epoch.is_sure()
    }

    /// The first live decision of each request: the only one that may move.
    fn heads(&self) -> impl Iterator<Item = &Operation> {
        let mut met = BTreeSet::new();
        self.operations.values().filter(move |operation| met.insert(&operation.request_id))
    }

    fn waits_until(&self, operation: &Operation) -> Option<u64> {
        match operation.state {
            OpState::Unknown if self.looking_up.contains(&operation.op_id) => None,
            OpState::Queued | OpState::Sealed | OpState::Acked | OpState::Unknown => {
                self.ready_at_ms.get(&operation.op_id).copied().or(Some(0))
            }
            OpState::InFlight
            | OpState::Settled
            | OpState::Conflict
            | OpState::Rejected
            | OpState::Parked
            | OpState::Withdrawn
            | OpState::Superseded
            | OpState::LostOnServer => None,
        }
        .filter(|_| !self.fetching.contains(&operation.request_id))
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
        self.waits_since_ms.remove(&operation.op_id);
        self.refused.remove(&operation.op_id);
        self.absent.remove(&operation.op_id);
        self.looking_up.remove(&operation.op_id);
        self.looked_up_at.remove(&operation.op_id);
        if self.operations_about(&operation.request_id).next().is_none() {
            self.seen.remove(&operation.request_id);
            self.to_be_seen.remove(&operation.request_id);
        }
    }
}

#[cfg(test)]
mod tests;
