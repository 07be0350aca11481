//! A small world around the engine: it keeps the time and the provider's copies, writes down what the engine asks for,
//! and lets a test say what came of it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod conflict;
mod link;
mod outbox;
mod pull;
mod witness;

use std::fmt::Write as _;

use chrono::Duration;
use triage_domain::{Decision, TriageRequest};

use super::*;
use crate::effect::{PullOrder, PushOrder};
use triage_domain::Version;

use crate::input::{Failure, FetchedRequest, PageSummary, PushAnswer, WitnessAnswer};
use crate::sample::{at, gp, id, op, request, version};
use crate::view::fold;

/// Whether the world answers probes and pulls by itself, with nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pulls {
    Answered,
    LeftOpen,
}

struct World {
    engine: Engine,
    now_ms: u64,
    pulls: Pulls,
    /// The provider's copies.
    requests: BTreeMap<RequestId, TriageRequest>,
    asked: Vec<Effect>,
    trace: String,
}

impl World {
    fn new() -> Self {
        Self::restored(Vec::new(), BTreeMap::new())
    }

    fn restored(live: Vec<Operation>, cursors: BTreeMap<Scope, Cursor>) -> Self {
        let next_seq = live.iter().map(|operation| operation.seq).max().unwrap_or(0) + 1;
        let requests = ["req-a", "req-b"].iter().map(|name| (id(name), request(name))).collect();
        Self {
            engine: Engine::restore(
                EngineSettings::default(),
                Restored { live, next_seq, cursors, ..Restored::default() },
            ),
            now_ms: 0,
            pulls: Pulls::Answered,
            requests,
            asked: Vec::new(),
            trace: String::new(),
        }
    }

    /// Probed and pulled, with nothing on its way.
    fn online() -> Self {
        let mut world = Self::new();
        world.tell(Input::Woken);
        world.forget();
        world
    }

    fn with_requests(mut self, count: usize) -> Self {
        for n in 0..count {
            let name = format!("req-{n}");
            self.requests.insert(id(&name), request(&name));
        }
        self
    }

    fn leave_pulls_open(mut self) -> Self {
        self.pulls = Pulls::LeftOpen;
        self
    }

    fn now(&self) -> Now {
        let elapsed = Duration::milliseconds(i64::try_from(self.now_ms).unwrap());
        Now { elapsed_ms: self.now_ms, wall: at(0) + elapsed }
    }

    /// Forgets what was asked for so far.
    fn forget(&mut self) {
        self.asked.clear();
        self.trace.clear();
    }

    fn tell(&mut self, input: Input) {
        self.engine.handle(input, self.now());
        while let Some(effect) = self.engine.poll() {
            self.note(&effect);
            self.asked.push(effect.clone());
            if self.pulls == Pulls::Answered {
                match effect {
                    Effect::Probe => self.engine.handle(Input::Probed(Ok(())), self.now()),
                    Effect::Pull(order) => {
                        let page = PageSummary { last_updated: Vec::new(), next: None, server_date: None };
                        self.engine
                            .handle(Input::PageArrived { call: order.call, scope: order.scope, page }, self.now());
                    }
                    Effect::StorePage { scope, .. } => {
                        self.engine.handle(Input::PageStored { scope, lateness_ms: None }, self.now());
                    }
                    Effect::CompareManifest => {
                        self.engine.handle(Input::ManifestCompared(Ok(Vec::new())), self.now());
                    }
                    Effect::AskRemovals { .. } => {
                        self.engine.handle(Input::RemovalsArrived(Ok(Vec::new())), self.now());
                    }
                    Effect::Commit(_)
                    | Effect::Push(_)
                    | Effect::LookUpWitness { .. }
                    | Effect::Fetch { .. }
                    | Effect::BeginEpoch { .. }
                    | Effect::EpochIsSure
                    | Effect::Changed(_) => {}
                }
            }
        }
    }

    fn note(&mut self, effect: &Effect) {
        let line = match effect {
            Effect::Commit(change) => {
                let states: Vec<String> = change
                    .operations
                    .iter()
                    .map(|operation| format!("{} {}", short(&operation.op_id), operation.state.name()))
                    .collect();
                let attempt = change.attempt.as_ref().map(|attempt| format!(" attempt {}", attempt.n));
                format!("commit   {}{}", states.join(", "), attempt.unwrap_or_default())
            }
            Effect::Probe => "probe".to_owned(),
            Effect::Pull(order) => format!("pull     {} {:?}", order.scope.name(), order.start),
            Effect::StorePage { scope, .. } => format!("store    {}", scope.name()),
            Effect::Push(order) => {
                format!("push     {} try {} if {}", short(&order.op.op_id), order.attempt, order.op.if_match)
            }
            Effect::LookUpWitness { op_id, .. } => format!("witness? {}", short(op_id)),
            Effect::Fetch { request_id } => format!("fetch    {request_id}"),
            Effect::CompareManifest => "manifest".to_owned(),
            Effect::AskRemovals { since } => format!("removals since {since}"),
            Effect::BeginEpoch { evidence, .. } => format!("epoch    {evidence:?}"),
            Effect::EpochIsSure => "epoch    sure".to_owned(),
            Effect::Changed(_) => return,
        };
        let (minutes, seconds, rest) = (self.now_ms / 60_000, self.now_ms / 1_000 % 60, self.now_ms % 1_000);
        writeln!(self.trace, "{minutes:02}:{seconds:02}.{rest:03}  {line}").unwrap();
    }

    /// Lets time pass, waking the engine when it asks for it.
    fn pass(&mut self, milliseconds: u64) {
        let until = self.now_ms + milliseconds;
        for _ in 0..10_000 {
            let Some(wake) = self.engine.wake_at().filter(|wake| *wake <= until) else { break };
            self.now_ms = self.now_ms.max(wake);
            let before = self.asked.len();
            self.tell(Input::Woken);
            let stands_still = self.asked.len() == before && self.engine.wake_at() == Some(wake);
            assert!(!stands_still, "the engine wants to be woken at {wake} and has nothing to do");
        }
        self.now_ms = until;
        self.tell(Input::Woken);
    }

    /// The request as it is on screen: the provider's copy with what is on its way.
    fn shown(&self, name: &str) -> TriageRequest {
        let mut shown = self.requests[&id(name)].clone();
        fold(&mut shown, self.engine.operations_about(&id(name)));
        shown
    }

    fn decide(&mut self, n: u8, name: &str, decision: Decision) {
        let basis = Box::new(Basis::of(&self.shown(name)));
        self.tell(Input::Decided { op_id: op(n), request_id: id(name), decision, author: gp(), basis });
    }

    /// Decides and waits until the hold is over.
    fn decide_and_send(&mut self, n: u8, name: &str, decision: Decision) {
        self.decide(n, name, decision);
        self.pass(20_000);
    }

    /// Somebody else changes the provider's copy.
    fn elsewhere(&mut self, name: &str, change: impl FnOnce(&mut TriageRequest)) -> Version {
        let copy = self.requests.get_mut(&id(name)).unwrap();
        change(copy);
        copy.version = version(&(copy.version.as_str().parse::<u32>().unwrap() + 1).to_string());
        copy.version.clone()
    }

    /// The provider takes a decision as the engine last sent it.
    fn lands(&mut self, n: u8) -> Version {
        let sent = self.pushes().into_iter().rfind(|order| order.op.op_id == op(n)).expect("it was sent").op;
        self.elsewhere(sent.request_id.clone().as_str(), |copy| {
            let decision = crate::rebase::effective(&sent.decision, &sent.basis, copy.state.urgency);
            decision.apply(copy, &sent.op_id, &sent.author, sent.decided_at);
        })
    }

    /// The provider's copy arrives here.
    fn sees(&mut self, name: &str) {
        let basis = Box::new(Basis::of(&self.requests[&id(name)]));
        self.tell(Input::Seen {
            basis,
            request_id: id(name),
            changed_by: Some("Somebody".to_owned()),
            changed_at: None,
        });
    }

    fn answer(&mut self, n: u8, answer: PushAnswer) {
        self.tell(Input::Pushed { op_id: op(n), answer });
    }

    /// The provider takes the decision and proves it; its copy comes back with the proof.
    fn confirm(&mut self, n: u8) {
        let version = self.lands(n);
        let name = self.engine.operation(&op(n)).unwrap().request_id.clone();
        self.sees(name.as_str());
        self.answer(n, PushAnswer::Applied { version });
    }

    fn witness(&mut self, n: u8, answer: WitnessAnswer) {
        self.tell(Input::Witness { op_id: op(n), answer });
    }

    fn fetched(&mut self, name: &str) {
        let basis = Box::new(Basis::of(&self.requests[&id(name)]));
        let answer = FetchedRequest::There { basis, changed_by: Some("Somebody".to_owned()), changed_at: None };
        self.tell(Input::Fetched { request_id: id(name), answer });
    }

    fn state(&self, n: u8) -> Option<OpState> {
        self.engine.operation(&op(n)).map(|operation| operation.state)
    }

    fn pushes(&self) -> Vec<PushOrder> {
        let push = |effect: &Effect| if let Effect::Push(order) = effect { Some(order.clone()) } else { None };
        self.asked.iter().filter_map(push).collect()
    }

    fn pushed_ops(&self) -> Vec<OpId> {
        self.pushes().into_iter().map(|order| order.op.op_id).collect()
    }

    fn pulls(&self) -> Vec<PullOrder> {
        let pull = |effect: &Effect| if let Effect::Pull(order) = effect { Some(order.clone()) } else { None };
        self.asked.iter().filter_map(pull).collect()
    }

    /// The call for a page that was asked for last; none so far is 0.
    fn last_call(&self) -> u64 {
        self.engine.page_calls
    }

    fn lookups(&self) -> usize {
        self.asked.iter().filter(|effect| matches!(effect, Effect::LookUpWitness { .. })).count()
    }

    /// What was asked of the provider, of any kind.
    fn calls(&self) -> usize {
        let is_call = |effect: &&Effect| match effect {
            Effect::Probe
            | Effect::Pull(_)
            | Effect::Push(_)
            | Effect::LookUpWitness { .. }
            | Effect::Fetch { .. }
            | Effect::CompareManifest
            | Effect::AskRemovals { .. } => true,
            Effect::Commit(_)
            | Effect::StorePage { .. }
            | Effect::BeginEpoch { .. }
            | Effect::EpochIsSure
            | Effect::Changed(_) => false,
        };
        self.asked.iter().filter(is_call).count()
    }

    fn page_arrives(&mut self, scope: Scope, last_updated: &[&str], next: Option<&str>) {
        let page = PageSummary {
            last_updated: last_updated.iter().map(|&stamp| stamp.to_owned()).collect(),
            next: next.map(str::to_owned),
            server_date: Some(at(59)),
        };
        let call = self.last_call();
        self.tell(Input::PageArrived { call, scope, page });
    }
}

fn short(op_id: &OpId) -> &str {
    &op_id.as_str()[..2]
}
