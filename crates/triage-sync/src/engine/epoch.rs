//! Whether the provider is still the one that was pulled from: a server that was restored from a backup has lost decisions
//! that were confirmed, and hands out version numbers a second time (`sync.md` b.11).
//!
//! A hint is looked into: the witness of the last confirmed decision is asked for. A proof begins a new epoch: nothing is
//! pushed until everything was pulled again and the witness of every recent decision was looked up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use triage_domain::OpId;

use crate::clock::Now;
use crate::effect::{Cursor, Effect, Scope, Topic};
use crate::engine::Engine;
use crate::input::{Doubt, WitnessAnswer};
use crate::operation::{OpState, Operation};
use crate::rebase::commutes;

/// Decisions confirmed within this time are looked up again in a new epoch (`sync.md` b.11).
const VERIFIED_DAYS: i64 = 30;
/// A provider's clock that goes back further than this is a hint of another server (`sync.md` b.11).
const CLOCK_BACK_MINUTES: i64 = 5;

/// What is known about the provider's identity.
#[derive(Debug, Default)]
pub(super) struct Epoch {
    last_confirmed: Option<Box<Operation>>,
    check: Check,
    verifying: Option<Verifying>,
    /// The hint that was looked into last, so that it is not looked into with every pull.
    looked_into: Option<(Doubt, Option<String>)>,
    server_date: Option<DateTime<Utc>>,
}

/// How far the look at the last confirmed decision has got.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
enum Check {
    #[default]
    Done,
    Due,
    /// The witness of this decision was asked for.
    UnderWay(OpId),
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
    pub(super) fn restored(last_confirmed: Option<Operation>) -> Self {
        Self { last_confirmed: last_confirmed.map(Box::new), ..Self::default() }
    }

    pub(super) fn is_sure(&self) -> bool {
        self.verifying.is_none() && self.check == Check::Done
    }

    pub(super) fn lookups(&self) -> usize {
        let verifying = self.verifying.as_ref().map_or(0, |verifying| verifying.looking_up.len());
        verifying + usize::from(matches!(self.check, Check::UnderWay(_)))
    }

    pub(super) fn remember(&mut self, operation: &Operation) {
        self.last_confirmed = Some(Box::new(operation.clone()));
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

    /// The line came back: whatever answers now may have been restored meanwhile.
    pub(super) fn check_epoch(&mut self) {
        if self.epoch.last_confirmed.is_some() && self.epoch.check == Check::Done {
            self.epoch.check = Check::Due;
        }
    }

    pub(super) fn epoch_due(&self) -> Option<u64> {
        let check = (self.epoch.check == Check::Due).then_some(0);
        let lookups = self.epoch.verifying.as_ref().and_then(|verifying| {
            let open = verifying.waiting.len() > verifying.looking_up.len();
            (open && self.under_way() < self.settings.in_flight_max).then_some(verifying.not_before_ms)
        });
        check.into_iter().chain(lookups).min()
    }

    pub(super) fn drive_epoch(&mut self, now: Now) {
        if self.epoch.check == Check::Due
            && let Some(operation) = self.epoch.last_confirmed.clone()
        {
            self.epoch.check = Check::UnderWay(operation.op_id.clone());
            self.effects.push_back(Effect::LookUpWitness { op_id: operation.op_id.clone(), digest_of: operation });
        }
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
        self.epoch.looked_into = None;
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
        let begun = |cursor: &Cursor| Cursor { overlap_ms: cursor.overlap_ms, ..Cursor::default() };
        self.cursors = self.cursors.iter().map(|(scope, cursor)| (*scope, begun(cursor))).collect();
        self.seen.clear();
        self.pull_due_ms = now.elapsed_ms;
        self.manifest.due_ms = now.elapsed_ms;
    }

    /// Takes an answer about a decision that was confirmed before; false where it was about another.
    pub(super) fn confirmed_looked_up(&mut self, op_id: &OpId, answer: &WitnessAnswer, now: Now) -> bool {
        if self.epoch.check == Check::UnderWay(op_id.clone()) {
            self.epoch.check = Check::Done;
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

    /// The provider had this decision and has it no longer. What only adds is sent again under the same id; everything
    /// else, replies above all, goes to a person: the patient has the reply already.
    fn lost(&mut self, mut operation: Operation, now: Now) {
        if self.epoch.last_confirmed.as_ref().is_some_and(|last| last.op_id == operation.op_id) {
            self.epoch.last_confirmed = None;
            self.epoch.check = Check::Done;
        }
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
    /// again, and from now on that one tells, where the last confirmed decision is lost.
    fn finish_epoch(&mut self) {
        let is_done = |it: &mut Verifying| it.begun && it.pulled && it.waiting.is_empty();
        if let Some(verified) = self.epoch.verifying.take_if(is_done) {
            self.epoch.last_confirmed = self.epoch.last_confirmed.take().or(verified.landed);
            self.check_epoch();
            self.effects.push_back(Effect::EpochIsSure);
            self.effects.push_back(Effect::Changed(Topic::Status));
        }
    }

    /// Compares the provider's clock and its newest row with what they were before.
    pub(super) fn watch_server_date(&mut self, date: Option<DateTime<Utc>>, now: Now) {
        let Some(date) = date else { return };
        let before = self.epoch.server_date.replace(date).unwrap_or(date);
        let back = date + Duration::minutes(CLOCK_BACK_MINUTES) < before;
        if back {
            self.hint(Doubt::ClockWentBack, None, now);
        }
    }

    pub(super) fn watch_high_water(&mut self, scope: Scope, high_water: &str, now: Now) {
        if scope == Scope::Requests {
            self.hint(Doubt::NothingAtHighWater, Some(high_water.to_owned()), now);
        }
    }

    /// Looks into a hint once.
    fn hint(&mut self, doubt: Doubt, of: Option<String>, now: Now) {
        let hint = Some((doubt, of));
        if doubt == Doubt::ClockWentBack || self.epoch.looked_into != hint {
            self.epoch.looked_into = hint;
            self.doubted(doubt, now);
        }
    }
}

/// A reply that was tried and of which nobody knows whether it landed.
fn is_unproven_reply(operation: &Operation) -> bool {
    let tried = operation.attempts > 0 && matches!(operation.state, OpState::Unknown | OpState::Sealed);
    tried && operation.decision.reaches_the_patient()
}
