//! The world of one history: virtual time, what is due in it, and the order of things.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use triage_device::{Call, Heard};
use triage_sync::{EngineSettings, Input};

use super::chaos::Blow;
use super::network::{self, Fate, Passage};
use super::oracle::Oracle;
use super::pc::{Line, Pc};
use super::swarm::Swarm;
use super::{Lines, Told, Trace, Violation};
use crate::coverage::Coverage;
use crate::provider::{Ask, Provider, arriving_request};

/// Something that is due.
#[derive(Debug, Clone)]
pub(crate) enum Due {
    Wake { pc: usize, wake: u64 },
    AtProvider { pc: usize, run: u64, call: Call, ask: Ask, answer: Option<Passage> },
    AtPc { pc: usize, run: u64, call: Call, heard: Heard },
    PersonActs { pc: usize },
    PersonResolves { pc: usize },
    PatientWrites,
    ProviderChanges,
    RequestArrives,
    Blow(Blow),
}

/// Time after the last fault in which everything has to come to rest: the longest slow lane and one comparison of
/// everything open fit in (`sync.md` (c), Q).
const QUIET_MS: i64 = 26 * 60_000;
/// Steps after which a history counts as never ending.
const STEPS_MAX: u64 = 60_000;

/// The world of one history.
pub struct World {
    pub(crate) seed: u64,
    pub(crate) swarm: Swarm,
    pub(crate) now_ms: i64,
    due: BTreeMap<(i64, u64), Due>,
    order: u64,
    pub(crate) provider: Provider,
    pub(crate) pcs: Vec<Pc>,
    /// The dice of people and patients.
    pub(crate) people: ChaCha8Rng,
    /// The dice of the network and of faults.
    pub(crate) chaos: ChaCha8Rng,
    pub(crate) oracle: Oracle,
    pub(crate) coverage: Coverage,
    pub(crate) trace: Trace,
    pub(crate) steps: u64,
    pub(crate) arrivals: u64,
    /// Faults are over.
    pub(crate) calm: bool,
    pub(crate) violation: Option<Violation>,
}

impl World {
    /// Makes the world of a seed.
    #[must_use]
    pub fn new(seed: u64, swarm: Swarm, lines: Lines) -> Self {
        let provider = Provider::new(swarm.manners.clone());
        Self {
            seed,
            now_ms: 0,
            due: BTreeMap::new(),
            order: 0,
            provider,
            pcs: Vec::new(),
            people: ChaCha8Rng::seed_from_u64(seed),
            chaos: ChaCha8Rng::seed_from_u64(seed ^ 0xc4a0_5000),
            oracle: Oracle::default(),
            coverage: Coverage::default(),
            trace: Trace::new(lines),
            steps: 0,
            arrivals: 0,
            calm: false,
            violation: None,
            swarm,
        }
    }

    /// Plays the history: people work while things go wrong, then everything comes to rest.
    pub(super) fn play(mut self, coverage: &mut Coverage) -> Result<Told, (Violation, Vec<String>)> {
        self.open_practice();
        self.plan();
        let working_ms = self.swarm.working_ms;
        self.run_until(working_ms);
        self.calm_down();
        self.run_until(working_ms + QUIET_MS);
        self.check_rest();
        self.coverage.steps = self.steps;
        self.coverage.histories = 1;
        coverage.merge(&self.coverage);
        let told = self.trace.end(self.steps);
        match self.violation {
            None => Ok(told),
            Some(violation) => Err((violation, told.lines)),
        }
    }

    fn open_practice(&mut self) {
        let settings = EngineSettings { pull_gap_ms: self.swarm.pull_gap_ms, ..EngineSettings::default() };
        for _ in 0..self.swarm.requests {
            self.request_arrives();
        }
        // The provider has been there for a while: what it holds at the start is visible.
        for versions in self.provider.resources.values_mut() {
            for version in versions {
                version.visible_ms = 0;
            }
        }
        for n in 0..self.swarm.pcs {
            match Pc::new(n, self.seed, settings) {
                Ok(pc) => self.pcs.push(pc),
                Err(error) => return self.broken(0, format!("no PC: {error}")),
            }
            self.start(n);
        }
    }

    pub(crate) fn request_arrives(&mut self) {
        self.arrivals += 1;
        let words = format!("canary-words-{} A rash since Friday", self.arrivals);
        let at_ms = self.wall_ms();
        for body in arriving_request(self.arrivals, at_ms, &words, self.arrivals.is_multiple_of(3)) {
            self.provider.put(body, at_ms);
        }
    }

    /// The true time as milliseconds since 1970, for the provider's clock.
    pub(crate) fn wall_ms(&self) -> i64 {
        super::pc::base().timestamp_millis() + self.now_ms
    }

    pub(crate) fn at(&mut self, at_ms: i64, due: Due) {
        self.order += 1;
        self.due.insert((at_ms.max(self.now_ms), self.order), due);
    }

    fn run_until(&mut self, until_ms: i64) {
        while self.violation.is_none() {
            let Some(entry) = self.due.first_entry().filter(|entry| entry.key().0 <= until_ms) else { break };
            let ((at_ms, _), due) = entry.remove_entry();
            self.now_ms = at_ms;
            self.steps += 1;
            if self.steps > STEPS_MAX {
                return self.broken(48, "it never comes to rest".to_owned());
            }
            self.happens(due);
        }
        self.now_ms = self.now_ms.max(until_ms);
    }

    fn happens(&mut self, due: Due) {
        match due {
            Due::Wake { pc, wake } if self.pcs[pc].wake == wake => {
                if self.wakes_later(pc) {
                    return;
                }
                self.tell(pc, Input::Woken);
            }
            Due::Wake { .. } => {}
            Due::AtProvider { pc, run, call, ask, answer } => self.at_provider((pc, run), call, &ask, answer),
            Due::AtPc { pc, run, call, heard } => self.at_pc((pc, run), call, heard),
            Due::PersonActs { pc } => self.person_acts(pc),
            Due::PersonResolves { pc } => self.person_resolves(pc),
            Due::PatientWrites => self.patient_writes(),
            Due::ProviderChanges => self.provider_changes(),
            Due::RequestArrives => self.request_arrives(),
            Due::Blow(blow) => self.strike(blow),
        }
    }

    /// A PC that sleeps does nothing; what was due happens when it wakes.
    fn wakes_later(&mut self, pc: usize) -> bool {
        let until_ms = self.pcs[pc].asleep_until_ms;
        if until_ms <= self.now_ms {
            return false;
        }
        let wake = self.pcs[pc].wake;
        self.at(until_ms, Due::Wake { pc, wake });
        true
    }

    pub(crate) fn tell(&mut self, pc: usize, input: Input) {
        let now = self.pcs[pc].now(self.now_ms);
        let Some(device) = self.pcs[pc].device.as_mut() else { return };
        let result = device.tell(input, now);
        self.follow_up(pc, result.err().map(|error| error.to_string()));
    }

    /// Carries the device's calls to the network, checks what must always hold, and sets the next wake-up.
    pub(crate) fn follow_up(&mut self, pc: usize, failed: Option<String>) {
        if let Some(failed) = failed {
            self.trace.line(format_args!("{} pc{pc} a write failed: {failed:?}", self.now_ms));
            if failed.contains("the next start") && self.pcs[pc].disk.has_power() {
                // Somebody does what the message says.
                self.kill(pc);
                return self.at(self.now_ms + 5_000, Due::Blow(Blow::DiskMended { pc }));
            }
        }
        if !self.pcs[pc].disk.has_power() {
            return self.power_is_gone(pc);
        }
        let now = self.pcs[pc].now(self.now_ms);
        if let Some(Ok(true)) = self.pcs[pc].device.as_mut().map(|device| device.mend(now)) {
            self.trace.line(format_args!("{} pc{pc} made its cache anew", self.now_ms));
            // What the walks do not see yet was there because it had been asked for by itself; it comes again.
            self.oracle.versions.retain(|(of, _), _| *of != pc);
        }
        self.check_step(pc);
        let mut calls = 0;
        while let Some(call) = self.pcs[pc].device.as_mut().and_then(triage_device::Device::next_call) {
            calls += 1;
            if calls > 200 {
                return self.broken(48, "more than 200 calls from one input".to_owned());
            }
            self.send(pc, call);
        }
        while self.pcs[pc].device.as_mut().and_then(triage_device::Device::next_news).is_some() {}
        self.set_wake(pc);
    }

    fn set_wake(&mut self, pc: usize) {
        let now = self.pcs[pc].now(self.now_ms);
        let Some(wake_at) = self.pcs[pc].device.as_ref().and_then(triage_device::Device::wake_at) else { return };
        let wait_ms = i64::try_from(wake_at.saturating_sub(now.elapsed_ms).max(1)).unwrap_or(i64::MAX / 4);
        self.pcs[pc].wake += 1;
        let wake = self.pcs[pc].wake;
        let at_ms = self.now_ms.saturating_add(wait_ms);
        self.at(at_ms, Due::Wake { pc, wake });
    }

    fn send(&mut self, pc: usize, call: Call) {
        self.trace.line(format_args!("{} pc{pc} asks {}", self.now_ms, name(&call)));
        self.check_call(pc, &call);
        let run = self.pcs[pc].run;
        let ask = network::ask_of(&call).filter(|_| self.pcs[pc].is_signed_in || !matches!(call, Call::Push(_)));
        let Some(ask) = ask else {
            // Nothing to send: the version is not here, or the author has no token.
            return self.at(self.now_ms, Due::AtPc { pc, run, call, heard: Heard::NotSent });
        };
        let kind = if matches!(call, Call::Push(_)) { network::Kind::Push } else { network::Kind::Question };
        let line = (self.pcs[pc].line, kind);
        let calm = if self.calm { network::Weather::Calm } else { network::Weather::Stormy };
        let coverage = &mut self.coverage;
        let fate = network::fate(line, &self.swarm, calm, &mut self.chaos, &mut |fault| coverage.fault(fault));
        match fate {
            Fate::Hears { after_ms, heard } => {
                self.at(self.now_ms + after_ms, Due::AtPc { pc, run, call, heard });
            }
            Fate::Arrives { after_ms, again_after_ms, answer } => {
                if let Some(again_ms) = again_after_ms {
                    let (call, ask) = (call.clone(), ask.clone());
                    self.at(self.now_ms + again_ms, Due::AtProvider { pc, run, call, ask, answer: None });
                }
                self.at(self.now_ms + after_ms, Due::AtProvider { pc, run, call, ask, answer: Some(answer) });
            }
        }
    }

    fn at_provider(&mut self, (pc, run): (usize, u64), call: Call, ask: &Ask, answer: Option<Passage>) {
        let commits = self.provider.commits.len();
        self.before_commit(&call);
        let at_ms = self.wall_ms();
        let given = self.provider.answer(ask, at_ms);
        if self.provider.commits.len() > commits {
            self.check_commit(&call);
        }
        let (after_ms, heard) = match answer {
            None => return,
            Some(Passage::Passes { after_ms }) => (after_ms, Heard::Answer(given)),
            Some(Passage::Lost) => (30_000, Heard::Nothing),
            Some(Passage::Replaced(other)) => (5, Heard::Answer(other)),
        };
        self.at(self.now_ms + after_ms, Due::AtPc { pc, run, call, heard });
    }

    fn at_pc(&mut self, (pc, run): (usize, u64), call: Call, heard: Heard) {
        if self.pcs[pc].run != run {
            return;
        }
        let asleep_until_ms = self.pcs[pc].asleep_until_ms;
        if asleep_until_ms > self.now_ms {
            // The connection is gone by the time it wakes.
            let heard = if matches!(heard, Heard::NotSent) { heard } else { Heard::Nothing };
            return self.at(asleep_until_ms + 1, Due::AtPc { pc, run, call, heard });
        }
        self.note_heard(pc, &call, &heard);
        let result = self.pcs[pc].hear(&call, &heard, &self.provider, self.now_ms);
        self.follow_up(pc, result.err().map(|error| error.to_string()));
    }

    pub(crate) fn start(&mut self, pc: usize) {
        self.pcs[pc].booted_ms = self.pcs[pc].booted_ms.min(self.now_ms);
        match self.pcs[pc].start(self.now_ms) {
            Ok(()) => {
                self.trace.line(format_args!("{} pc{pc} starts", self.now_ms));
                self.check_start(pc);
                self.follow_up(pc, None);
            }
            Err(error) => self.does_not_start(pc, &error),
        }
    }

    pub(crate) fn broken(&mut self, invariant: u8, what: String) {
        if self.violation.is_none() {
            self.trace.line(format_args!("{} BROKEN {invariant}: {what}", self.now_ms));
            self.violation = Some(Violation { seed: self.seed, invariant, what, step: self.steps });
        }
    }

    /// Everything is mended, everybody is signed in and online, and nothing more goes wrong.
    fn calm_down(&mut self) {
        self.calm = true;
        self.trace.line(format_args!("{} calm", self.now_ms));
        for pc in 0..self.pcs.len() {
            self.pcs[pc].line = Line::Up;
            let early_ms = (self.pcs[pc].asleep_until_ms - self.now_ms).max(0);
            self.pcs[pc].slept_ms -= early_ms;
            self.pcs[pc].asleep_until_ms -= early_ms;
            if early_ms > 0 {
                self.kill(pc);
            }
            self.pcs[pc].disk.repair();
            self.pcs[pc].disk.free_space();
            if self.pcs[pc].device.is_none() {
                self.start(pc);
            }
            if !self.pcs[pc].is_signed_in {
                self.sign_in(pc);
            }
            self.tell(pc, Input::SyncNow);
            for minute in 1..=20 {
                self.at(self.now_ms + minute * 60_000, Due::PersonResolves { pc });
            }
        }
    }
}

/// Names a call for the trace.
pub(crate) fn name(call: &Call) -> String {
    match call {
        Call::Probe => "probe".to_owned(),
        Call::Page(order) => format!("page {} {:?}", order.scope.name(), order.start),
        Call::Push(push) => {
            format!("push {} try {} if {}", push.operation.op_id, push.attempt, push.operation.if_match)
        }
        Call::Witness { op_id, .. } => format!("witness {op_id}"),
        Call::Request(id) => format!("request {id}"),
        Call::Manifest => "manifest".to_owned(),
        Call::Removals { since } => format!("removals {since}"),
    }
}
