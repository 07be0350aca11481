//! The one task that owns the engine. It hands the engine what happened, carries its effects out in order, and keeps
//! what screens read up to date.

mod carry_out;
mod keeping;
mod notice;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};
use tracing::{debug, warn};
use triage_domain::{Author, Decision, OpId, RequestId, Words};
use triage_fhir::Practice;
use triage_store::StoreError;
use triage_sync::{Engine, Failure, Freshness, Input, LinkState, Operation, PushOrder, Scope, WitnessAnswer};

use crate::client::{Client, Inner};
use crate::provider::{Provider, PushResult, ReceivedPage, RequestParts};
use crate::usecase::decide::{DecideError, DecideForm, ResolveForm};
use notice::UrgentNotice;

/// Longest time between two looks at the clock: waiting times and freshness on screen move with it.
const TICK: Duration = Duration::from_secs(20);

/// What reaches the core.
pub(crate) enum Message {
    Input(Input),
    Decide { form: DecideForm, author: Author, done: oneshot::Sender<Result<(), DecideError>> },
    Undo { op_id: OpId, target: OpId, author: Author, done: oneshot::Sender<Result<OpId, DecideError>> },
    Resolve { form: ResolveForm, author: Author, done: oneshot::Sender<Result<(), DecideError>> },
    Page { scope: Scope, result: Result<ReceivedPage, Failure> },
    Pushed { order: Box<PushOrder>, result: PushResult },
    Witness { op_id: OpId, answer: WitnessAnswer },
    Request { request_id: RequestId, result: Result<RequestParts, Failure> },
    Stop { done: oneshot::Sender<()> },
}

/// What screens read about the engine: a copy made after every step.
#[derive(Debug, Clone)]
pub(crate) struct EngineReading {
    pub link: LinkState,
    pub link_since: Option<DateTime<Utc>>,
    pub freshness: Freshness,
    pub pulled_at: Option<DateTime<Utc>>,
    pub live: Vec<Operation>,
    pub held_ms: BTreeMap<OpId, u64>,
}

impl Default for EngineReading {
    fn default() -> Self {
        Self {
            link: LinkState::Reconnecting,
            link_since: None,
            freshness: Freshness::Unknown,
            pulled_at: None,
            live: Vec::new(),
            held_ms: BTreeMap::new(),
        }
    }
}

/// The owner of the engine.
pub(crate) struct Core {
    inner: Arc<Inner>,
    engine: Engine,
    provider: Provider,
    practice: Practice,
    inbox: mpsc::UnboundedReceiver<Message>,
    send: mpsc::UnboundedSender<Message>,
    /// The page of each scope that has arrived and is not stored.
    pages: BTreeMap<Scope, ReceivedPage>,
    notice: UrgentNotice,
}

impl Core {
    pub(crate) fn restore(
        inner: Arc<Inner>,
        provider: Provider,
        practice: Practice,
        (send, inbox): (mpsc::UnboundedSender<Message>, mpsc::UnboundedReceiver<Message>),
    ) -> Result<Self, StoreError> {
        let engine = restored_engine(&inner)?;
        let mut core = Self {
            inner,
            engine,
            provider,
            practice,
            inbox,
            send,
            pages: BTreeMap::new(),
            notice: UrgentNotice::default(),
        };
        core.load_desk()?;
        core.publish();
        Ok(core)
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Runs until it is stopped or every handle is gone.
    pub(crate) async fn run(mut self) {
        self.step(if self.inner.works_offline() { Input::WorkOffline } else { Input::Woken });
        loop {
            let wait = self.wait();
            let message = tokio::time::timeout(wait, self.inbox.recv()).await;
            match message {
                Ok(Some(Message::Stop { done })) => {
                    let _ = done.send(());
                    return;
                }
                Ok(Some(message)) => tokio::task::block_in_place(|| self.take(message)),
                Ok(None) => return,
                Err(_) => {
                    self.step(Input::Woken);
                    self.inner.announce_time();
                }
            }
        }
    }

    fn wait(&self) -> Duration {
        let now = self.inner.clock.now();
        let due = self.engine.wake_at().map(|at| Duration::from_millis(at.saturating_sub(now.elapsed_ms).max(1)));
        due.map_or(TICK, |due| due.min(TICK))
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Input(input) => self.step(input),
            Message::Decide { form, author, done } => {
                let result = self.decide(form, author);
                let _ = done.send(result);
            }
            Message::Undo { op_id, target, author, done } => {
                let result = self.undo((op_id, &target), author);
                let _ = done.send(result);
            }
            Message::Resolve { form, author, done } => {
                let result = self.resolve(form, author);
                let _ = done.send(result);
            }
            Message::Page { scope, result } => self.page(scope, result),
            Message::Pushed { order, result } => self.pushed(&order, result),
            Message::Witness { op_id, answer } => self.step(Input::Witness { op_id, answer }),
            Message::Request { request_id, result } => self.request_arrived(request_id, result),
            Message::Stop { done } => {
                let _ = done.send(());
            }
        }
    }

    /// Hands one input to the engine and carries out what follows. A commit that fails is treated like a crash: the
    /// engine is restored from the ledger, and the caller is told.
    pub(crate) fn step(&mut self, input: Input) {
        if let Err(error) = self.try_step(input) {
            warn!(%error, "the ledger could not be written; the engine is restored from it");
        }
    }

    pub(crate) fn try_step(&mut self, input: Input) -> Result<(), StoreError> {
        self.engine.handle(input, self.inner.clock.now());
        let result = self.drain();
        if result.is_err() {
            self.engine = restored_engine(&self.inner)?;
            self.pages.clear();
            self.refold_all();
        }
        self.publish();
        result
    }

    fn drain(&mut self) -> Result<(), StoreError> {
        while let Some(effect) = self.engine.poll() {
            debug!(effect = carry_out::name(&effect), "effect");
            self.carry_out(effect)?;
        }
        Ok(())
    }

    fn publish(&self) {
        let now = self.inner.clock.now();
        let live: Vec<Operation> = self.engine.operations().cloned().collect();
        let held_ms = live
            .iter()
            .map(|operation| (operation.op_id.clone(), self.engine.held_ms(&operation.op_id, now)))
            .collect();
        let before = self.inner.reading().pulled_at;
        self.inner.set_reading(EngineReading {
            link: self.engine.link(),
            link_since: self.engine.link_since(),
            freshness: self.engine.freshness(now),
            pulled_at: self.engine.pulled_at(),
            live,
            held_ms,
        });
        if let Some(pulled_at) = self.engine.pulled_at().filter(|at| Some(*at) != before) {
            self.pull_completed(pulled_at);
        }
    }

    fn pull_completed(&self, pulled_at: DateTime<Utc>) {
        if let Err(error) = Client::remember_pull(&self.inner, pulled_at) {
            warn!(%error, "the time of the last pull was not kept");
        }
        tokio::spawn(Arc::clone(&self.inner).bring_photos());
    }

    fn decide(&mut self, form: DecideForm, author: Author) -> Result<(), DecideError> {
        let request_id = form.request_id.clone();
        let replied = form.decision.reaches_the_patient();
        let writer = author.id.clone();
        let input = crate::usecase::decide::checked(&self.inner, &self.engine, form, author)?;
        let Some(input) = input else { return Ok(()) };
        self.try_step(input)?;
        self.inner.drop_from_listing(&request_id);
        if replied {
            let at = self.inner.clock.now().wall;
            self.inner.stores.ledger.save_draft(&request_id, &writer, &Words::default(), at)?;
        }
        Ok(())
    }

    fn undo(&mut self, (op_id, target): (OpId, &OpId), author: Author) -> Result<OpId, DecideError> {
        if self.engine.can_withdraw(target) {
            let taken_back = self.engine.operation(target).cloned();
            self.try_step(Input::Withdrawn { op_id: target.clone() })?;
            if let Some(operation) = taken_back {
                self.keep_as_draft(&operation)?;
            }
            return Ok(target.clone());
        }
        let form = crate::usecase::decide::answering(&self.inner, &self.engine, op_id.clone(), target)?;
        self.decide(form, author)?;
        Ok(op_id)
    }

    /// A reply that is taken back is still somebody's writing.
    fn keep_as_draft(&self, operation: &Operation) -> Result<(), StoreError> {
        let Decision::Reply { text, .. } = &operation.decision else { return Ok(()) };
        let at = self.inner.clock.now().wall;
        self.inner.stores.ledger.save_draft(&operation.request_id, &operation.author.id, text, at)
    }

    fn resolve(&mut self, form: ResolveForm, by: Author) -> Result<(), DecideError> {
        let input = crate::usecase::decide::resolution(&self.inner, &self.engine, form, by)?;
        self.try_step(input)?;
        Ok(())
    }

    fn page(&mut self, scope: Scope, result: Result<ReceivedPage, Failure>) {
        match result {
            Ok(page) => {
                let summary = page.summary.clone();
                self.pages.insert(scope, page);
                self.step(Input::PageArrived { scope, page: summary });
            }
            Err(failure) => {
                warn!(scope = scope.name(), ?failure, "page not received");
                self.step(Input::PageFailed { scope, failure });
            }
        }
    }
}

fn restored_engine(inner: &Inner) -> Result<Engine, StoreError> {
    let (live, next_seq) = inner.stores.ledger.load_live()?;
    let cursors = inner.stores.cache.read(|cache| cache.cursors())?;
    Ok(Engine::restore(inner.settings.engine, live, next_seq, cursors))
}
