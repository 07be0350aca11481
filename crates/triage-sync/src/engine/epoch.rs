//! Whether the provider is still the one that was pulled from: a server that was restored from a backup has lost decisions
//! that were confirmed, and hands out version numbers a second time (`sync.md` b.11).
//!
//! A hint is looked into: the witnesses of the decisions that were confirmed since the last look are asked for, and of a
//! few before them. A proof begins a new epoch: nothing is pushed until everything was pulled again and the witness of
//! every recent decision was looked up.

mod hints;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use triage_domain::OpId;

use crate::clock::Now;
use crate::effect::{Effect, Scope, Topic};
use crate::engine::Engine;
use crate::input::{Doubt, WitnessAnswer};
use crate::operation::{OpState, Operation};
use crate::rebase::commutes;

/// Decisions confirmed within this time are looked up again in a new epoch (`sync.md` b.11).
const VERIFIED_DAYS: i64 = 30;

/// Longest time that a call may be on its way to the provider, in milliseconds: half as long again as an answer is
/// waited for. A provider that went back hands out versions again, and an attempt from before, held up by a proxy, could land
/// beside the one that follows it.
const CALL_LIFE_MS: u64 = 45_000;

/// Decisions that stay watched once they were found: of those that were under way together nobody here knows which one
/// landed last, and a restore takes the last ones.
pub const WATCHED_MIN: usize = 4;

/// What is known about the provider's identity.
#[derive(Debug, Default)]
pub(super) struct Epoch {
    /// Decisions that the provider confirmed since it was last checked, and the last few before: a restore that nobody
    /// noticed took some of these, whatever landed after it.
    watched: Vec<Operation>,
    check: Check,
    verifying: Option<Verifying>,
    /// The hint that was looked into last, so that it is not looked into with every pull.
    looked_into: Option<(Doubt, Option<String>)>,
    server_date: Option<DateTime<Utc>>,
    /// The newest row of a scope, where the last walk did not bring it.
    missed: BTreeMap<Scope, String>,
}

/// How far the look at the watched decisions has got.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
enum Check {
    #[default]
    Done,
    Due,
    UnderWay(Looks),
}

/// Witnesses of watched decisions that are to be asked for, that were, and that were found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Looks {
    open: Vec<OpId>,
    asked: BTreeSet<OpId>,
    found: BTreeSet<OpId>,
}

/// A new epoch in which not everything is known yet.
#[derive(Debug, Default)]
struct Verifying {
    /// The cache counts as former.
    begun: bool,
    pulled: bool,
    waiting: BTreeMap<OpId, Operation>,
    /// The latest confirmed decision whose witness was found.
    landed: Option<Box<Operation>>,
    looking_up: BTreeSet<OpId>,
    not_before_ms: u64,
}

impl Epoch {
    pub(super) fn restored(watched: Vec<Operation>) -> Self {
        Self { watched, ..Self::default() }
    }

    pub(super) fn is_sure(&self) -> bool {
        self.verifying.is_none() && self.check == Check::Done
    }

    pub(super) fn lookups(&self) -> usize {
        let verifying = self.verifying.as_ref().map_or(0, |verifying| verifying.looking_up.len());
        let checking = if let Check::UnderWay(looks) = &self.check { looks.asked.len() } else { 0 };
        verifying + checking
    }

    pub(super) fn watch(&mut self, operation: &Operation) {
        self.watched.retain(|watched| watched.op_id != operation.op_id);
        self.watched.push(operation.clone());
    }

    /// Takes in that one of the watched was looked up; false where it was not asked for.
    fn looked_up(&mut self, op_id: &OpId, found: bool) -> bool {
        let Check::UnderWay(looks) = &mut self.check else { return false };
        if !looks.asked.remove(op_id) {
            return false;
        }
        if found {
            looks.found.insert(op_id.clone());
        }
        self.end_check();
        true
    }

    /// Ends the look where nothing is left to ask or to hear, and lets go of those that were found, but for the last few.
    fn end_check(&mut self) {
        let Check::UnderWay(looks) = &mut self.check else { return };
        if !looks.asked.is_empty() || !looks.open.is_empty() {
            return;
        }
        let found = std::mem::take(&mut looks.found);
        self.check = Check::Done;
        let mut surplus = found.len().saturating_sub(WATCHED_MIN);
        self.watched.retain(|watched| {
            let goes = surplus > 0 && found.contains(&watched.op_id);
            surplus -= usize::from(goes);
            !goes
        });
    }
}

impl Engine {
    /// Says whether the provider was found to be in another state than before and not everything is known of it yet.
    #[must_use]
    pub fn is_verifying(&self) -> bool {
        self.epoch.verifying.is_some()
    }

    /// A new epoch was found and its list of what was confirmed before is not here yet: nothing may settle, or it would
    /// be in neither.
    pub(super) fn is_between_epochs(&self) -> bool {
        self.epoch.verifying.as_ref().is_some_and(|verifying| !verifying.begun)
    }

    /// Says whether the provider is known to be in the state that was pulled: nothing is being looked up about that.
    #[must_use]
    pub fn is_sure_of_provider(&self) -> bool {
        self.epoch.is_sure()
    }

    /// The line came back: whatever answers now may have been restored meanwhile. A new epoch ends with a look of its own.
    pub(super) fn check_epoch(&mut self) {
        let is_wanted = self.epoch.verifying.is_none() && !self.epoch.watched.is_empty();
        if is_wanted && self.epoch.check == Check::Done {
            self.epoch.check = Check::Due;
        }
    }

    pub(super) fn epoch_due(&self) -> Option<u64> {
        let room = self.under_way() < self.settings.in_flight_max;
        let check = match &self.epoch.check {
            Check::Done => None,
            Check::Due => Some(0),
            Check::UnderWay(looks) => (room && !looks.open.is_empty()).then_some(0),
        };
        let lookups = self.epoch.verifying.as_ref().and_then(|verifying| {
            let open = verifying.waiting.len() > verifying.looking_up.len();
            (open && room).then_some(verifying.not_before_ms)
        });
        check.into_iter().chain(lookups).min()
    }

    pub(super) fn drive_epoch(&mut self, now: Now) {
        self.drive_check();
        let mut room = self.settings.in_flight_max.saturating_sub(self.under_way());
        let Some(verifying) = self.epoch.verifying.as_mut().filter(|it| now.elapsed_ms >= it.not_before_ms) else {
            return;
        };
        for (op_id, operation) in &verifying.waiting {
            if room == 0 {
                break;
            }
            if verifying.looking_up.insert(op_id.clone()) {
                room -= 1;
                let digest_of = Box::new(operation.clone());
                self.effects.push_back(Effect::LookUpWitness { op_id: op_id.clone(), digest_of });
            }
        }
    }

    /// Asks for the watched, the latest first: of what a restore took, that is the likeliest to show it.
    fn drive_check(&mut self) {
        if self.epoch.check == Check::Due {
            let open = self.epoch.watched.iter().map(|watched| watched.op_id.clone()).collect();
            self.epoch.check = Check::UnderWay(Looks { open, ..Looks::default() });
        }
        while self.under_way() < self.settings.in_flight_max
            && let Check::UnderWay(looks) = &mut self.epoch.check
            && let Some(op_id) = looks.open.pop()
        {
            if let Some(operation) = self.epoch.watched.iter().find(|watched| watched.op_id == op_id) {
                looks.asked.insert(op_id.clone());
                let digest_of = Box::new(operation.clone());
                self.effects.push_back(Effect::LookUpWitness { op_id, digest_of });
            }
        }
        self.epoch.end_check();
    }

    pub(super) fn doubted(&mut self, doubt: Doubt, now: Now) {
        if crate::mutant!("no-epoch-after-restore") {
            return;
        }
        if doubt.is_proof() {
            self.begin_epoch(doubt, now);
        } else {
            self.check_epoch();
            self.manifest.due_ms = now.elapsed_ms;
        }
    }

    pub(super) fn begin_epoch(&mut self, evidence: Doubt, now: Now) {
        if self.epoch.verifying.as_ref().is_some_and(|verifying| !verifying.pulled) {
            return;
        }
        self.epoch.verifying = Some(Verifying::default());
        self.epoch.check = Check::Done;
        self.epoch.looked_into = None;
        self.epoch.missed.clear();
        self.walk = None;
        self.pulled_started = None;
        self.must_pull_first = true;
        let verify_since = now.wall - Duration::days(VERIFIED_DAYS);
        self.effects.push_back(Effect::BeginEpoch { evidence, verify_since });
        self.effects.push_back(Effect::Changed(Topic::Status));
    }

    pub(super) fn epoch_begun(&mut self, confirmed: Vec<Operation>, now: Now) {
        let doubtful = |operation: &&Operation| operation.state == OpState::Acked || is_unproven_reply(operation);
        let doubtful = self.operations.values().filter(doubtful).cloned();
        let waiting =
            confirmed.into_iter().chain(doubtful).map(|operation| (operation.op_id.clone(), operation)).collect();
        self.epoch.verifying = Some(Verifying { begun: true, waiting, ..Verifying::default() });
        self.epoch.check = Check::Done;
        self.walk = None;
        for cursor in self.cursors.values_mut() {
            *cursor = cursor.anew();
        }
        self.seen.clear();
        self.looked_up_at.clear();
        self.absent.clear();
        let tried = self.operations.values().filter(|operation| operation.attempts > 0 && operation.state.is_unsent());
        for op_id in tried.map(|operation| operation.op_id.clone()) {
            self.ready_at_ms.insert(op_id, now.elapsed_ms + CALL_LIFE_MS);
        }
        self.pull_due_ms = now.elapsed_ms;
        self.manifest.due_ms = now.elapsed_ms;
    }

    /// Takes an answer about a decision that was confirmed before; false where it was about another.
    pub(super) fn confirmed_looked_up(&mut self, op_id: &OpId, answer: &WitnessAnswer, now: Now) -> bool {
        if self.epoch.looked_up(op_id, *answer == WitnessAnswer::Landed) {
            match answer {
                WitnessAnswer::Absent | WitnessAnswer::Differs => self.doubted(Doubt::WitnessGone, now),
                WitnessAnswer::Failed(failure) => self.failed(*failure, now),
                WitnessAnswer::Landed => {}
            }
            return true;
        }
        let Some(verifying) = self.epoch.verifying.as_mut().filter(|it| it.waiting.contains_key(op_id)) else {
            return false;
        };
        verifying.looking_up.remove(op_id);
        self.looking_up.remove(op_id);
        match answer {
            WitnessAnswer::Landed => {
                let found = verifying.waiting.remove(op_id).filter(|it| !is_unproven_reply(it)).map(Box::new);
                verifying.landed = found.into_iter().chain(verifying.landed.take()).max_by_key(|landed| landed.seq);
            }
            WitnessAnswer::Absent | WitnessAnswer::Differs => {
                if let Some(operation) = verifying.waiting.remove(op_id) {
                    self.lost(operation, now);
                }
            }
            WitnessAnswer::Failed(failure) => {
                verifying.not_before_ms = now.elapsed_ms + self.jitter.backoff_ms(2);
                self.failed(*failure, now);
            }
        }
        self.finish_epoch();
        true
    }

    /// Nobody knows whether this reply landed before the provider went back: its patient may have it, whatever the
    /// witness says.
    pub(super) fn doubts_landing(&mut self, op_id: &OpId) {
        let Some(operation) = self.operation(op_id).filter(|operation| is_unproven_reply(operation)).cloned() else {
            return;
        };
        if let Some(verifying) = &mut self.epoch.verifying {
            verifying.waiting.insert(op_id.clone(), operation);
        }
    }

    /// This attempt did not land, whatever the answer was; one before it, that nobody answered, may have, and was under way
    /// when the provider was found to have gone back.
    pub(super) fn doubts_earlier_landing(&mut self, op_id: &OpId) {
        if self.operation(op_id).is_some_and(|operation| operation.attempts > 1) {
            self.doubts_landing(op_id);
        }
    }

    /// The provider had this decision and has it no longer. What only adds is sent again under the same id; everything
    /// else, replies above all, goes to a person: the patient has the reply already.
    fn lost(&mut self, mut operation: Operation, now: Now) {
        self.epoch.watched.retain(|watched| watched.op_id != operation.op_id);
        operation.state = OpState::LostOnServer;
        let (seq, op_id) = (operation.seq, operation.op_id.clone());
        let adds_only = commutes(&operation.decision);
        self.operations.insert(seq, operation);
        self.save(seq);
        if adds_only {
            self.goes_again(&op_id, now.elapsed_ms);
        }
        self.effects.push_back(Effect::Changed(Topic::Status));
    }

    /// A lost decision that only adds goes again under its id, once its request was read back.
    fn goes_again(&mut self, op_id: &OpId, from_ms: u64) {
        self.read_back_first(op_id);
        self.update(op_id, |operation| {
            operation.state = OpState::Unknown;
            operation.ack_version = None;
            operation.acked_at = None;
        });
        self.ready_at_ms.insert(op_id.clone(), from_ms);
    }

    /// The program may have ended between writing that a decision is lost and writing that it goes again: of those that
    /// only add, none stays with a person.
    pub(super) fn lost_go_again(mut self) -> Self {
        let lost = self
            .operations
            .values()
            .filter(|operation| operation.state == OpState::LostOnServer && commutes(&operation.decision));
        let lost: Vec<OpId> = lost.map(|operation| operation.op_id.clone()).collect();
        for op_id in lost {
            self.goes_again(&op_id, 0);
        }
        self
    }

    /// A complete pull came in.
    pub(super) fn epoch_pulled(&mut self) {
        if let Some(verifying) = self.epoch.verifying.as_mut().filter(|verifying| verifying.begun) {
            verifying.pulled = true;
        }
        self.finish_epoch();
    }

    /// The provider may have gone back once more while its witnesses were looked up: the latest that was found is asked for
    /// again, and from now on that one tells, where all that were watched are lost.
    ///
    /// A reply that left before and is not answered yet keeps it open: what becomes of it is judged by the former state.
    pub(super) fn finish_epoch(&mut self) {
        let is_reply_out = self
            .operations
            .values()
            .any(|operation| operation.state == OpState::InFlight && operation.decision.reaches_the_patient());
        let is_done = |it: &mut Verifying| it.begun && it.pulled && it.waiting.is_empty() && !is_reply_out;
        if let Some(verified) = self.epoch.verifying.take_if(is_done) {
            if self.epoch.watched.is_empty() {
                self.epoch.watched.extend(verified.landed.map(|landed| *landed));
            }
            self.check_epoch();
            self.effects.push_back(Effect::EpochIsSure);
            self.effects.push_back(Effect::Changed(Topic::Status));
        }
    }
}

/// A reply that was tried and of which nobody knows whether it landed.
fn is_unproven_reply(operation: &Operation) -> bool {
    let tried = operation.attempts > 0 && matches!(operation.state, OpState::Unknown | OpState::Sealed);
    tried && operation.decision.reaches_the_patient()
}
