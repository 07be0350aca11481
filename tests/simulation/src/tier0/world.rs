//! The whole practice in virtual time: PCs, the provider, and the wire between them, on which calls and answers are lost,
//! doubled, delayed and overtake one another.

mod judge;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use triage_sync::{Failure, Input, PushAnswer};

use super::check::{Promise, rest, sending};
use super::names;
use super::pc::{Around, Pc};
use super::profile::{PATIENCE_MS, Profile};
use super::server::Server;
use super::step::{Kind, PCS_MAX, Tick};
use super::truth::Truth;
use super::wire::{Answer, Call};
use crate::coverage::Coverage;

/// Longest time on the way beyond anybody's patience.
const DELAY_MS_MAX: u64 = 100_000;

/// Something on its way.
#[derive(Debug)]
pub enum Event {
    Arrives {
        pc: u8,
        run: u32,
        call: Call,
        generation: u32,
        gives_up_ms: u64,
        copy: Copy,
    },
    Answers {
        pc: u8,
        run: u32,
        answer: Answer,
    },
    Awakes {
        pc: u8,
        failed: Vec<Answer>,
    },
    /// A slow transaction becomes visible.
    Late {
        about: u8,
        kind: Option<Kind>,
        late_ms: u64,
        generation: u32,
    },
}

/// Which of two deliveries of one call this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    First,
    Second,
}

/// Whether faults still happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faults {
    On,
    Off,
}

/// The practice.
#[derive(Debug)]
pub struct World<'a> {
    pub profile: Profile,
    pub now_ms: u64,
    pub server: Server,
    pub pcs: Vec<Pc>,
    pub truth: Truth,
    pub faults: Faults,
    pub coverage: &'a mut Coverage,
    pub lines: Option<String>,
    pub next_op: u16,
    pub next_foreign: u16,
    events: BTreeMap<(u64, u64), Event>,
    event_last: u64,
    dice: ChaCha8Rng,
    rounds: [(u64, u32); PCS_MAX as usize],
}

impl<'a> World<'a> {
    /// Makes the world in which nothing has happened.
    pub fn new(profile: Profile, dice: ChaCha8Rng, coverage: &'a mut Coverage, lines: Option<String>) -> Self {
        let server = Server::new(profile.requests, profile.first_version, profile.precision_ms);
        let pcs = (0..profile.pcs).map(|number| Pc::new(number, profile.settings)).collect();
        Self {
            profile,
            now_ms: 1_000,
            server,
            pcs,
            truth: Truth::default(),
            faults: Faults::On,
            coverage,
            lines,
            next_op: 0,
            next_foreign: 0x8000,
            events: BTreeMap::new(),
            event_last: 0,
            dice,
            rounds: [(0, 0); PCS_MAX as usize],
        }
    }

    /// Lives through a history, then through a quiet quarter of an hour, and checks what must hold then.
    ///
    /// # Errors
    /// Says which promise broke first.
    pub fn lives(&mut self, history: &[Tick]) -> Promise {
        self.begins()?;
        history.iter().try_for_each(|tick| self.ticks(*tick))?;
        self.winds_down()
    }

    /// The programs start.
    pub fn begins(&mut self) -> Promise {
        (0..self.profile.pcs).try_for_each(|pc| self.tell(pc, Input::Woken))
    }

    /// Lets the time of a step pass, and takes it.
    pub fn ticks(&mut self, tick: Tick) -> Promise {
        self.coverage.steps += 1;
        self.passes(u64::from(tick.wait_ms))?;
        self.says(&tick);
        self.takes(tick.step)
    }

    fn says(&mut self, what: &impl std::fmt::Debug) {
        if let Some(lines) = &mut self.lines {
            let _ = writeln!(lines, "{:>9} ---  {what:?}", self.now_ms);
        }
    }

    /// Tells one PC something and sends what it then wants to know.
    pub fn tell(&mut self, pc: u8, input: Input) -> Promise {
        self.with(pc, |pc, around| pc.tell(input, around))
    }

    /// Does something on one PC, sends what follows, and checks what it shows.
    pub fn with(&mut self, pc: u8, act: impl FnOnce(&mut Pc, &mut Around<'_>) -> Promise) -> Promise {
        let number = pc;
        let pc = &mut self.pcs[usize::from(number)];
        let mut around = Around {
            now_ms: self.now_ms,
            truth: &mut self.truth,
            server: &self.server,
            coverage: self.coverage,
            lines: &mut self.lines,
        };
        act(pc, &mut around)?;
        pc.settles_walk();
        let calls = std::mem::take(&mut pc.calls);
        for call in calls {
            self.sends(number, call)?;
        }
        self.check(number)
    }

    /// Puts something on its way.
    pub fn later(&mut self, at_ms: u64, event: Event) {
        self.event_last += 1;
        self.events.insert((at_ms, self.event_last), event);
    }

    fn happens(&mut self, per_mille: u16) -> bool {
        self.faults == Faults::On && per_mille > 0 && self.dice.random_range(0..1_000) < per_mille
    }

    pub(super) fn dice(&mut self) -> &mut ChaCha8Rng {
        &mut self.dice
    }

    /// Takes away what a PC waits for and returns the answers that say it failed. What is on its way to the provider
    /// still arrives there.
    pub(super) fn waits_of(&mut self, pc: u8) -> Vec<Answer> {
        let mut failed = Vec::new();
        let mut gone = Vec::new();
        for (at, event) in &mut self.events {
            match event {
                Event::Arrives { pc: of, call, copy, .. } if *of == pc && *copy == Copy::First => {
                    failed.push(call.failed(Failure::Unreachable));
                    *copy = Copy::Second;
                }
                Event::Answers { pc: of, answer, .. } if *of == pc => {
                    failed.push(answer.failed());
                    gone.push(*at);
                }
                Event::Arrives { .. } | Event::Answers { .. } | Event::Awakes { .. } | Event::Late { .. } => {}
            }
        }
        for at in gone {
            self.events.remove(&at);
        }
        failed
    }

    /// Takes away the awakening of a PC and returns the answers that wait for it.
    pub(super) fn takes_awakening(&mut self, pc: u8) -> Vec<Answer> {
        let awakes = |event: &Event| matches!(event, Event::Awakes { pc: of, .. } if *of == pc);
        let at = self.events.iter().find(|(_, event)| awakes(event)).map(|(at, _)| *at);
        match at.and_then(|at| self.events.remove(&at)) {
            Some(Event::Awakes { failed, .. }) => failed,
            Some(Event::Arrives { .. } | Event::Answers { .. } | Event::Late { .. }) | None => Vec::new(),
        }
    }

    fn latency_ms(&mut self) -> u64 {
        let most = if self.faults == Faults::On { self.profile.latency_ms_max } else { 100 };
        self.dice.random_range(5..=most.max(6))
    }

    fn sends(&mut self, pc: u8, call: Call) -> Promise {
        let from = &mut self.pcs[usize::from(pc)];
        sending::i47_waiting(from.hold_until_ms, self.now_ms, call.name())?;
        let run = from.run;
        let token = if let Call::Push { staff, .. } = &call { *staff } else { from.user };
        if from.is_cut {
            let answer = call.not_sent();
            self.coverage.fault("no line");
            self.later(self.now_ms + 20, Event::Answers { pc, run, answer });
            return Ok(());
        }
        if !from.tokens[usize::from(token)] {
            self.coverage.fault("no token");
            let answer = call.failed(Failure::SignInNeeded);
            self.later(self.now_ms + 5, Event::Answers { pc, run, answer });
            return Ok(());
        }
        if let Call::Push { operation, .. } = &call {
            let there = from.cache.copy(names::about(&operation.request_id)).map(|copy| copy.number);
            if there != Some(names::number(&operation.if_match)) {
                let answer = call.failed(Failure::Refused { http_status: 412 });
                self.coverage.meets("no bundle for the version");
                self.later(self.now_ms, Event::Answers { pc, run, answer });
                return Ok(());
            }
        }
        let gives_up_ms = self.now_ms + PATIENCE_MS;
        let generation = self.server.generation;
        if self.happens(self.profile.loses_call) {
            self.fails(pc, "call lost");
            let answer = call.failed(Failure::Unreachable);
            self.later(gives_up_ms, Event::Answers { pc, run, answer });
            return Ok(());
        }
        let mut at_ms = self.now_ms + self.latency_ms();
        if self.happens(self.profile.delays) {
            self.fails(pc, "call delayed");
            at_ms += self.dice.random_range(PATIENCE_MS / 2..DELAY_MS_MAX);
        }
        if at_ms >= gives_up_ms {
            let answer = call.failed(Failure::Unreachable);
            self.later(gives_up_ms, Event::Answers { pc, run, answer });
        }
        if self.happens(self.profile.doubles) && matches!(call, Call::Push { .. }) {
            self.fails(pc, "call doubled");
            let again_ms = at_ms + self.dice.random_range(1..DELAY_MS_MAX);
            let call = call.clone();
            self.later(again_ms, Event::Arrives { pc, run, call, generation, gives_up_ms, copy: Copy::Second });
        }
        self.later(at_ms, Event::Arrives { pc, run, call, generation, gives_up_ms, copy: Copy::First });
        Ok(())
    }

    fn fails(&mut self, pc: u8, fault: &'static str) {
        self.coverage.fault(fault);
        let pc = &mut self.pcs[usize::from(pc)];
        pc.calm_ms = pc.calm_ms.max(self.now_ms + DELAY_MS_MAX);
    }

    /// Lets time pass.
    pub fn passes(&mut self, milliseconds: u64) -> Promise {
        let until_ms = self.now_ms + milliseconds;
        loop {
            let event = self.events.first_key_value().map(|((at_ms, _), _)| *at_ms);
            let mut wake: Option<(u64, u8)> = None;
            for pc in &self.pcs {
                if let Some(at_ms) = pc.wakes_ms(self.now_ms)
                    && wake.is_none_or(|(first_ms, _)| at_ms < first_ms)
                {
                    wake = Some((at_ms, pc.number));
                }
            }
            let event_first = event.is_some_and(|event_ms| wake.is_none_or(|(wake_ms, _)| event_ms <= wake_ms));
            match (event, wake) {
                (Some(at_ms), _) if event_first && at_ms <= until_ms => {
                    self.now_ms = self.now_ms.max(at_ms);
                    if let Some((_, event)) = self.events.pop_first() {
                        self.occurs(event)?;
                    }
                }
                (_, Some((at_ms, pc))) if !event_first && at_ms <= until_ms => {
                    self.now_ms = self.now_ms.max(at_ms);
                    self.wakes(pc)?;
                }
                (Some(_) | None, _) => break,
            }
        }
        self.now_ms = until_ms;
        Ok(())
    }

    fn wakes(&mut self, pc: u8) -> Promise {
        let (at_ms, rounds) = &mut self.rounds[usize::from(pc)];
        *rounds = if *at_ms == self.now_ms { *rounds + 1 } else { 0 };
        *at_ms = self.now_ms;
        rest::i48(*rounds)?;
        self.tell(pc, Input::Woken)
    }

    fn occurs(&mut self, event: Event) -> Promise {
        match event {
            Event::Arrives { pc, run, call, generation, gives_up_ms, copy } => {
                if generation != self.server.generation {
                    if copy == Copy::First && self.now_ms < gives_up_ms {
                        let answer = call.failed(Failure::Unreachable);
                        self.later(gives_up_ms, Event::Answers { pc, run, answer });
                    }
                    return Ok(());
                }
                let answer = self.serves(pc, &call)?;
                if copy == Copy::First {
                    self.answers((pc, run), &call, answer, gives_up_ms);
                }
                Ok(())
            }
            Event::Answers { pc, run, answer } => self.hears(pc, run, answer),
            Event::Awakes { pc, failed } => self.awakes(pc, failed),
            Event::Late { about, kind, late_ms, generation } => {
                if generation == self.server.generation {
                    self.becomes_visible(about, kind, late_ms);
                }
                Ok(())
            }
        }
    }

    fn answers(&mut self, (pc, run): (u8, u32), call: &Call, answer: Answer, gives_up_ms: u64) {
        if self.now_ms >= gives_up_ms {
            return;
        }
        let mut at_ms = self.now_ms + self.latency_ms();
        if self.happens(self.profile.delays) {
            self.fails(pc, "answer delayed");
            at_ms += self.dice.random_range(PATIENCE_MS / 2..DELAY_MS_MAX);
        }
        let lost = self.happens(self.profile.loses_answer);
        if lost {
            self.fails(pc, "answer lost");
        }
        let event = if lost || at_ms > gives_up_ms {
            (gives_up_ms, call.failed(Failure::Unreachable))
        } else {
            (at_ms, answer)
        };
        self.later(event.0, Event::Answers { pc, run, answer: event.1 });
    }

    pub(super) fn hears(&mut self, pc: u8, run: u32, answer: Answer) -> Promise {
        let to = &mut self.pcs[usize::from(pc)];
        if to.run != run || to.asleep_until_ms.is_some() {
            return Ok(());
        }
        let asked_to_wait = match &answer {
            Answer::Pushed { answer: PushAnswer::Busy { retry_after_ms }, .. } => *retry_after_ms,
            Answer::Probe(Err(failure))
            | Answer::Page(_, _, Err(failure))
            | Answer::Request(_, Err(failure))
            | Answer::Manifest(Err(failure))
            | Answer::Removals(Err(failure))
            | Answer::Witness { answer: triage_sync::WitnessAnswer::Failed(failure), .. } => {
                to.calm_ms = to.calm_ms.max(self.now_ms);
                if let Failure::Busy { retry_after_ms } = failure { *retry_after_ms } else { None }
            }
            Answer::Pushed { .. }
            | Answer::Probe(Ok(()))
            | Answer::Page(_, _, Ok(_))
            | Answer::Request(_, Ok(_))
            | Answer::Manifest(Ok(_))
            | Answer::Removals(Ok(_))
            | Answer::Witness { .. } => None,
        };
        let signs_out = matches!(
            &answer,
            Answer::Probe(Err(Failure::SignInNeeded)) | Answer::Page(_, _, Err(Failure::SignInNeeded))
        );
        if signs_out {
            to.doubts(self.now_ms, "a loss of authority");
        }
        if let Some(retry_after_ms) = asked_to_wait {
            let wait_ms = retry_after_ms.min(triage_sync::retry::RETRY_AFTER_MS_MAX);
            to.hold_until_ms = to.hold_until_ms.max(self.now_ms + wait_ms);
            to.calm_ms = to.calm_ms.max(self.now_ms + wait_ms + wait_ms / 5);
        }
        self.with(pc, |pc, around| pc.hears(answer, around))
    }
}
