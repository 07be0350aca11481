//! One PC: the real engine over an in-memory ledger and cache, carried out as the device does it.

mod hear;

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use triage_sync::version::{Verdict, instant};
use triage_sync::{
    Basis, Clocks, Cursor, Doubt, Effect, Engine, EngineSettings, Input, LedgerChange, Now, OpState, Restored, Scope,
    SoFar, WATCHED_MIN, WitnessAnswer,
};

use super::check::copies::{AtWalk, i28, i29};
use super::check::{Promise, durable, sending};
use super::ledger::{Cache, Ledger};
use super::names;
use super::server::{Page, Record, Server};
use super::step::REQUESTS;
use super::truth::Truth;
use super::wire::Call;
use crate::coverage::Coverage;

/// What the world lends a PC while it carries out effects.
#[derive(Debug)]
pub struct Around<'a> {
    pub now_ms: u64,
    pub truth: &'a mut Truth,
    pub server: &'a Server,
    pub coverage: &'a mut Coverage,
    pub lines: &'a mut Option<String>,
}

/// Since when the PC cannot know whether what it shows is current, and why.
#[derive(Debug, Clone, Copy)]
pub struct InDoubt {
    pub since_ms: u64,
    pub why: &'static str,
}

/// One PC of the practice.
#[derive(Debug)]
pub struct Pc {
    pub number: u8,
    pub engine: Engine,
    settings: EngineSettings,
    /// Counts how often the program was started.
    pub run: u32,
    pub ledger: Ledger,
    pub cache: Cache,
    pub user: u8,
    pub tokens: [bool; names::STAFF as usize],
    pub is_cut: bool,
    pub asleep_until_ms: Option<u64>,
    boot_ms: u64,
    slept_ms: u64,
    pub wall_offset_ms: i64,
    pages: BTreeMap<Scope, Page>,
    asked: [Option<u64>; REQUESTS as usize],
    inputs: VecDeque<Input>,
    pub calls: Vec<Call>,
    /// The program ends after so many more effects.
    pub ends_after: Option<u8>,
    // What follows is the simulator's own knowledge.
    pub doubt: InDoubt,
    walk_began_ms: Option<u64>,
    walk_scope: Scope,
    page_call: u64,
    /// The next page of requests goes on with this walk.
    more: bool,
    walk_at_server: Option<AtWalk>,
    requests_began_ms: Option<u64>,
    pub pulled_began_ms: Option<u64>,
    pub pulled_done_ms: Option<u64>,
    pub epoch_begun_ms: Option<u64>,
    /// Nothing went wrong since then.
    pub calm_ms: u64,
    pub hold_until_ms: u64,
    pub kept_pages: Vec<(u32, Vec<Rc<Record>>)>,
}

impl Pc {
    /// Makes a PC on which nothing has happened.
    pub fn new(number: u8, settings: EngineSettings) -> Self {
        let settings = EngineSettings { seed: settings.seed ^ u64::from(number), ..settings };
        let mut tokens = [false; names::STAFF as usize];
        tokens[usize::from(number)] = true;
        Self {
            number,
            engine: Engine::restore(settings, Restored { next_seq: 1, ..Restored::default() }),
            settings,
            run: 0,
            ledger: Ledger::default(),
            cache: Cache::default(),
            user: number,
            tokens,
            is_cut: false,
            asleep_until_ms: None,
            boot_ms: 0,
            slept_ms: 0,
            wall_offset_ms: 0,
            pages: BTreeMap::new(),
            asked: [None; REQUESTS as usize],
            inputs: VecDeque::new(),
            calls: Vec::new(),
            ends_after: None,
            doubt: InDoubt { since_ms: 0, why: "the start" },
            walk_began_ms: None,
            walk_scope: Scope::Requests,
            page_call: 0,
            more: false,
            walk_at_server: None,
            requests_began_ms: None,
            pulled_began_ms: None,
            pulled_done_ms: None,
            epoch_begun_ms: None,
            calm_ms: 0,
            hold_until_ms: 0,
            kept_pages: Vec::new(),
        }
    }

    /// Returns the time as this PC's clocks have it.
    pub fn now(&self, now_ms: u64) -> Now {
        let with_sleep_ms = now_ms - self.boot_ms;
        let wall = names::at(now_ms.cast_signed() + self.wall_offset_ms);
        Clocks { with_sleep_ms, awake_ms: with_sleep_ms.saturating_sub(self.slept_ms), wall }.now()
    }

    /// Returns the true time at which the engine wants to be called.
    pub fn wakes_ms(&self, now_ms: u64) -> Option<u64> {
        if self.asleep_until_ms.is_some() {
            return None;
        }
        let elapsed_ms = self.now(now_ms).elapsed_ms;
        self.engine.wake_at().map(|at_ms| now_ms + at_ms.saturating_sub(elapsed_ms))
    }

    /// Takes down that something went wrong, or that what is shown may not be current.
    pub fn doubts(&mut self, now_ms: u64, why: &'static str) {
        self.doubt = InDoubt { since_ms: now_ms, why };
        self.calm_ms = self.calm_ms.max(now_ms);
    }

    /// Sleeps so long without noticing.
    pub fn slept(&mut self, milliseconds: u64) {
        self.slept_ms += milliseconds;
    }

    /// Wakes before its time: it has slept less than was thought.
    pub fn wakes_early(&mut self, now_ms: u64) {
        let left_ms = self.asleep_until_ms.map_or(0, |until_ms| until_ms.saturating_sub(now_ms));
        self.slept_ms = self.slept_ms.saturating_sub(left_ms);
    }

    /// A walk ends with the line.
    pub fn settles_walk(&mut self) {
        if self.engine.link() != triage_sync::LinkState::Online {
            self.walk_began_ms = None;
            self.more = false;
        }
    }

    /// Ends the program and starts it again from what is durable.
    pub fn restarts(&mut self, around: &mut Around<'_>) -> Promise {
        self.run += 1;
        self.ends_after = None;
        self.pages.clear();
        self.asked = [None; REQUESTS as usize];
        self.inputs.clear();
        self.walk_began_ms = None;
        self.walk_at_server = None;
        self.hold_until_ms = 0;
        self.doubts(around.now_ms, "a restart");
        let restored = Restored {
            live: self.live_in_order(),
            next_seq: self.ledger.seq_last + 1,
            cursors: self.cache.cursors.clone(),
            confirmed: self.ledger.last_settled(WATCHED_MIN),
            in_doubt: self.cache.in_doubt,
            so_far: SoFar::default(),
        };
        self.engine = Engine::restore(self.settings, restored);
        let live: Vec<u8> = self.ledger.live().map(|operation| names::about(&operation.request_id)).collect();
        for about in 0..REQUESTS {
            if let Some(record) = self.cache.copy(about).filter(|_| live.contains(&about)) {
                let seen = seen(record);
                self.tell(seen, around)?;
            }
        }
        self.tell(Input::Woken, around)
    }

    fn live_in_order(&self) -> Vec<triage_sync::Operation> {
        let mut live: Vec<_> = self.ledger.live().cloned().collect();
        live.sort_by_key(|operation| operation.seq);
        live
    }

    /// Switches the PC off and on: its elapsed clock begins anew.
    pub fn reboots(&mut self, now_ms: u64) {
        self.boot_ms = now_ms;
        self.slept_ms = 0;
    }

    /// Hands one input to the engine and carries out what follows.
    pub fn tell(&mut self, input: Input, around: &mut Around<'_>) -> Promise {
        self.inputs.push_back(input);
        while let Some(input) = self.inputs.pop_front() {
            around.coverage.inputs += 1;
            self.note(around, &input);
            self.engine.handle(input, self.now(around.now_ms));
            while let Some(effect) = self.engine.poll() {
                match &mut self.ends_after {
                    Some(0) => {
                        around.coverage.fault("crash among effects");
                        return self.restarts(around);
                    }
                    Some(left) => *left -= 1,
                    None => {}
                }
                self.carry_out(effect, around)?;
            }
        }
        Ok(())
    }

    fn note(&self, around: &mut Around<'_>, what: &impl std::fmt::Debug) {
        if let Some(lines) = around.lines {
            use std::fmt::Write as _;
            let _ = writeln!(lines, "{:>9} pc{}  {what:?}", around.now_ms, self.number);
        }
    }

    fn carry_out(&mut self, effect: Effect, around: &mut Around<'_>) -> Promise {
        self.note(around, &effect);
        match effect {
            Effect::Commit(change) => self.commit(change, around)?,
            Effect::StorePage { scope, cursor } => self.store_page(scope, cursor, around)?,
            Effect::BeginEpoch { evidence, verify_since } => {
                around.coverage.meets("new epoch");
                self.doubts(around.now_ms, "a doubt about the provider");
                self.cache.begin_epoch(evidence);
                self.pages.clear();
                self.walk_began_ms = None;
                self.more = false;
                self.epoch_begun_ms = Some(around.now_ms);
                let confirmed = self.ledger.settled_since(verify_since);
                self.inputs.push_back(Input::EpochBegun { confirmed });
            }
            Effect::EpochIsSure => self.cache.in_doubt = None,
            Effect::Probe => self.calls.push(Call::Probe),
            Effect::Pull(order) => {
                if order.scope == Scope::Requests && !std::mem::take(&mut self.more) {
                    self.walk_began_ms = Some(around.now_ms);
                    self.walk_at_server = Some(AtWalk {
                        clock_ms: i64::MAX,
                        records: around.server.held.records.iter().flatten().cloned().collect(),
                    });
                }
                self.walk_scope = order.scope;
                self.page_call = order.call;
                self.calls.push(Call::Page(order));
            }
            Effect::Push(order) => {
                let operation = Rc::new(*order.op.clone());
                let digest: Rc<str> = operation.digest().into();
                self.may_push(&order, &digest, around)?;
                let staff = names::staff(&operation.author.id);
                self.calls.push(Call::Push { operation, digest, staff });
            }
            Effect::LookUpWitness { op_id, digest_of } => {
                self.calls.push(Call::Witness { op: names::op(&op_id), digest: digest_of.digest() });
            }
            Effect::Fetch { request_id } => {
                let about = names::about(&request_id);
                let row = self.cache.rows[usize::from(about)].as_ref();
                self.asked[usize::from(about)] = row.map(|cached| cached.record.number);
                self.calls.push(Call::Request(about));
            }
            Effect::CompareManifest => self.calls.push(Call::Manifest),
            Effect::AskRemovals { since } => {
                self.calls.push(Call::Removals { since_ms: (since - names::at(0)).num_milliseconds() });
            }
            Effect::Changed(_) => {}
        }
        Ok(())
    }

    fn may_push(&mut self, order: &triage_sync::PushOrder, digest: &str, around: &mut Around<'_>) -> Promise {
        let op = names::op(&order.op.op_id);
        sending::i12(&self.ledger, order)?;
        sending::i16(&self.ledger, order)?;
        sending::i32(self.engine.is_verifying())?;
        let Some(act) = around.truth.act(op) else { return Ok(()) };
        sending::i11(act, order, digest)?;
        sending::i14(act)?;
        sending::i18(around.truth, act)?;
        sending::i47_rate(act, order, self.run, around.now_ms)?;
        if let Some(act) = around.truth.act_mut(op) {
            act.pushed = Some((around.now_ms, names::number(&order.op.if_match), order.op.rebase_generation));
            act.run_pushed = self.run;
            act.left_ms = around.now_ms;
        }
        Ok(())
    }

    fn commit(&mut self, change: LedgerChange, around: &mut Around<'_>) -> Promise {
        for operation in change.operations {
            let op = names::op(&operation.op_id);
            let Some(old) = self.ledger.operations.get(&op) else {
                durable::i5(&self.ledger, &operation)?;
                self.ledger.seq_last = operation.seq;
                around.truth.decided(self.number, &operation);
                around.coverage.born();
                self.ledger.write(op, operation);
                continue;
            };
            durable::i24(old, &operation)?;
            around.coverage.edge(old.state, operation.state);
            if let Some(act) = around.truth.act_mut(op) {
                let gone = around.server.record(act.about).is_none();
                if !(act.state == OpState::Settled && operation.state == OpState::Settled) {
                    durable::i6(act, &operation, gone)?;
                }
                act.state = operation.state;
                match operation.state {
                    OpState::LostOnServer => {
                        act.told_landed = false;
                        act.was_lost = true;
                    }
                    OpState::Acked => act.told_landed = true,
                    OpState::Queued
                    | OpState::Sealed
                    | OpState::InFlight
                    | OpState::Unknown
                    | OpState::Settled
                    | OpState::Conflict
                    | OpState::Rejected
                    | OpState::Parked
                    | OpState::Withdrawn
                    | OpState::Superseded => {}
                }
            }
            self.ledger.write(op, operation);
        }
        if let Some(attempt) = change.attempt {
            self.ledger.attempts.insert(names::op(&attempt.op_id), attempt.n);
        }
        Ok(())
    }

    fn keep(&mut self, record: &Rc<Record>) -> Result<Verdict, Box<super::check::Broken>> {
        let before = self.cache.rows[usize::from(record.about)].clone();
        let verdict = self.cache.keep(record);
        i29(before.as_ref(), record, self.cache.epoch, verdict)?;
        Ok(verdict)
    }

    fn store_page(&mut self, scope: Scope, cursor: Cursor, around: &mut Around<'_>) -> Promise {
        let Some(page) = self.pages.remove(&scope) else { return Ok(()) };
        let high_water = self.cache.cursors.get(&scope).and_then(|cursor| cursor.high_water.clone());
        let (mut lateness_ms, mut doubt, mut shown) = (None, None, Vec::new());
        let mut out_of_order = Vec::new();
        for record in &page.records {
            let verdict = self.keep(record)?;
            if let (Verdict::Newer, Some(high_water)) = (verdict, high_water.as_deref()) {
                lateness_ms = lateness_ms.max(late_ms(&record.stamp.last_updated, high_water));
            }
            match verdict {
                Verdict::Doubtful => doubt = Some(Doubt::VersionReused),
                Verdict::OutOfOrder => out_of_order.push(names::request_id(record.about).clone()),
                Verdict::Older | Verdict::Newer | Verdict::Same => {}
            }
            if self.has_live(record.about) {
                shown.push(record.about);
            }
        }
        if scope == Scope::Requests {
            if cursor.high_water != high_water
                && doubt.is_none()
                && let (Some(moved), Some(began)) = (&cursor.high_water, &self.walk_at_server)
            {
                let overlap_ms = cursor.overlap_ms.unwrap_or(self.settings.overlap_ms);
                i28(&self.cache, around.server, began, (moved, overlap_ms))?;
            }
            self.more = page.summary.next.is_some();
            if !self.more {
                self.requests_began_ms = self.walk_began_ms.take();
                self.walk_at_server = None;
            }
            if !page.records.is_empty() && self.kept_pages.len() < 6 {
                self.kept_pages.push((self.cache.epoch, page.records));
            }
        }
        if scope == Scope::Patients && page.summary.next.is_none() {
            self.walk_is_done(around.now_ms);
        }
        self.cache.cursors.insert(scope, cursor);
        self.inputs.push_back(Input::PageStored { scope, lateness_ms });
        self.inputs.extend(doubt.map(Input::Doubted));
        self.inputs.extend(Some(out_of_order).filter(|requests| !requests.is_empty()).map(Input::OutOfOrder));
        let copies = shown.into_iter().filter_map(|about| self.cache.copy(about)).map(|record| seen(record));
        self.inputs.extend(copies);
        Ok(())
    }

    fn walk_is_done(&mut self, now_ms: u64) {
        if let Some(began_ms) = self.requests_began_ms.take() {
            self.pulled_began_ms = Some(began_ms);
            self.pulled_done_ms = Some(now_ms);
        }
    }

    fn has_live(&self, about: u8) -> bool {
        self.engine.operations_about(names::request_id(about)).next().is_some()
    }
}

fn seen(record: &Record) -> Input {
    Input::Seen {
        basis: Box::new(Basis::clone(&record.basis)),
        request_id: names::request_id(record.about).clone(),
        changed_by: None,
        changed_at: None,
    }
}

fn late_ms(last_updated: &str, high_water: &str) -> Option<u64> {
    let behind = instant(high_water)? - instant(last_updated)?;
    u64::try_from(behind.num_milliseconds()).ok().filter(|milliseconds| *milliseconds > 0)
}

/// Says what a PC is told about the witness of a decision.
pub fn witness(server: &Server, op: u16, digest: &str) -> WitnessAnswer {
    match server.held.witnesses.get(&op) {
        None => WitnessAnswer::Absent,
        Some(held) if held == digest => WitnessAnswer::Landed,
        Some(_) => WitnessAnswer::Differs,
    }
}
