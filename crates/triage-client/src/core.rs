//! The one task that owns the device. It hands the device what happened, asks the network for what the device wants, and
//! keeps what screens read up to date.

mod calls;
mod news;
mod notice;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};
use tracing::warn;
use triage_device::{
    DecideError, DecideForm, Device, Listed, PushResult, ReceivedPage, RequestParts, ResolveChoice, ResolveForm,
};
use triage_domain::{Author, Decision, OpId, RequestId, Words};
use triage_fhir::Practice;
use triage_store::StoreError;
use triage_sync::{Failure, Freshness, Input, LinkState, Operation, PullOrder, WitnessAnswer};

use crate::client::{Client, Inner};
use crate::provider::Provider;
use notice::UrgentNotice;

/// Longest time between two looks at the clock: waiting times and freshness on screen move with it.
const TICK: Duration = Duration::from_secs(20);

/// What reaches the core.
pub(crate) enum Message {
    Input(Input),
    /// Decisions about one request that a person took as one.
    Decide {
        forms: Vec<DecideForm>,
        author: Author,
        done: oneshot::Sender<Result<(), DecideError>>,
    },
    Undo {
        op_id: OpId,
        target: OpId,
        author: Author,
        done: oneshot::Sender<Result<OpId, DecideError>>,
    },
    Resolve {
        form: ResolveForm,
        author: Author,
        done: oneshot::Sender<Result<(), DecideError>>,
    },
    Page {
        order: PullOrder,
        result: Result<ReceivedPage, Failure>,
    },
    Pushed {
        op_id: OpId,
        result: PushResult,
    },
    Witness {
        op_id: OpId,
        answer: WitnessAnswer,
    },
    Request {
        request_id: RequestId,
        result: Result<RequestParts, Failure>,
    },
    Manifest {
        listed: Result<BTreeMap<RequestId, Listed>, Failure>,
    },
    Stop {
        done: oneshot::Sender<()>,
    },
}

/// What screens read about the engine: a copy made after every step.
#[derive(Debug, Clone)]
pub(crate) struct EngineReading {
    pub link: LinkState,
    pub link_since: Option<DateTime<Utc>>,
    pub freshness: Freshness,
    pub pulled_at: Option<DateTime<Utc>>,
    pub is_sure_of_provider: bool,
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
            is_sure_of_provider: false,
            live: Vec::new(),
            held_ms: BTreeMap::new(),
        }
    }
}

/// The owner of the device.
pub(crate) struct Core {
    inner: Arc<Inner>,
    device: Device,
    provider: Provider,
    inbox: mpsc::UnboundedReceiver<Message>,
    send: mpsc::UnboundedSender<Message>,
    notice: UrgentNotice,
}

impl Core {
    pub(crate) fn restore(
        inner: Arc<Inner>,
        provider: Provider,
        practice: Practice,
        (send, inbox): (mpsc::UnboundedSender<Message>, mpsc::UnboundedReceiver<Message>),
    ) -> Result<Self, StoreError> {
        let base_url = provider.base_url().to_owned();
        let restore =
            || Device::restore(Arc::clone(&inner.stores), inner.settings.engine, practice.clone(), base_url.clone());
        let device = restore().or_else(|error| {
            renew_damaged(&inner, error)?;
            restore()
        })?;
        let mut core = Self { inner, device, provider, inbox, send, notice: UrgentNotice::default() };
        if let Err(error) = core.load_desk() {
            renew_damaged(&core.inner, error)?;
            core.load_desk()?;
        }
        core.publish();
        Ok(core)
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Runs until it is stopped or every handle is gone.
    pub(crate) async fn run(mut self) {
        if let Some(connection) = self.inner.connection() {
            self.step(Input::AbilitiesFound(connection.abilities));
        }
        self.step(if self.inner.works_offline() { Input::WorkOffline } else { Input::Woken });
        loop {
            let wait = self.wait();
            let message = tokio::time::timeout(wait, self.inbox.recv()).await;
            match message {
                Ok(Some(Message::Stop { done })) => {
                    // Whoever hears that it has ended may open the profile again.
                    drop(self);
                    let _ = done.send(());
                    return;
                }
                Ok(Some(message)) => tokio::task::block_in_place(|| {
                    self.take(message);
                    self.mend_cache();
                }),
                Ok(None) => return,
                Err(_) => {
                    self.step(Input::Woken);
                    self.inner.announce_time();
                }
            }
        }
    }

    /// Looks whether reading met damage, here or on a screen.
    fn mend_cache(&mut self) {
        match self.device.mend(self.inner.clock.now()) {
            Ok(false) => {}
            Ok(true) => {
                if let Err(error) = Client::forget_pull(&self.inner) {
                    warn!(%error, "the time of the last pull was not forgotten");
                }
                self.follow_up();
            }
            Err(error) => warn!(%error, "the cache stays damaged for now"),
        }
    }

    fn wait(&self) -> Duration {
        let now = self.inner.clock.now();
        let wake = self.device.wake_at();
        let due = wake.map(|at| Duration::from_millis(at.saturating_sub(now.elapsed_ms).max(1)));
        due.map_or(TICK, |due| due.min(TICK))
    }

    fn take(&mut self, message: Message) {
        let now = self.inner.clock.now();
        let result = match message {
            Message::Decide { forms, author, done } => {
                let result = self.decide(forms, &author);
                return self.answer(done, result);
            }
            Message::Undo { op_id, target, author, done } => {
                let result = self.undo((op_id, &target), author);
                // The list looks at the request as it stands after the undo.
                self.follow_up();
                if let (Ok(_), Ok(Some(undone))) = (&result, self.inner.stores.ledger.operation(&target)) {
                    self.inner.bring_back_into_listing(&undone.request_id);
                }
                let _ = done.send(result);
                return;
            }
            Message::Resolve { form, author, done } => {
                let may = if form.choice == ResolveChoice::ReissueMine { self.may_write() } else { Ok(()) };
                let result = may.and_then(|()| self.device.resolve(form, author, now));
                return self.answer(done, result);
            }
            Message::Stop { done } => {
                let _ = done.send(());
                Ok(())
            }
            Message::Input(input) => self.device.tell(input, now),
            Message::Page { order, result } => self.device.page(&order, result, now),
            Message::Pushed { op_id, result } => self.device.pushed(&op_id, result, now),
            Message::Witness { op_id, answer } => self.device.witness(&op_id, answer, now),
            Message::Request { request_id, result } => self.device.request(&request_id, result, now),
            Message::Manifest { listed } => self.device.manifest(listed, now),
        };
        if let Err(error) = result {
            warn!(%error, "a file could not be written; everything stands as the ledger has it");
        }
        self.follow_up();
    }

    /// Answers a person's act once screens can read it: whoever asks next sees what they did.
    fn answer<T>(&mut self, done: oneshot::Sender<T>, result: T) {
        self.follow_up();
        let _ = done.send(result);
    }

    fn step(&mut self, input: Input) {
        self.take(Message::Input(input));
    }

    /// Shows what is new, asks the network for what the device wants, and publishes how things stand.
    fn follow_up(&mut self) {
        while let Some(news) = self.device.next_news() {
            self.show(news);
        }
        self.notice.tell(&self.inner);
        while let Some(call) = self.device.next_call() {
            self.ask(call);
        }
        self.publish();
    }

    fn publish(&self) {
        if self.device.is_ahead_of_ledger() {
            return;
        }
        let now = self.inner.clock.now();
        let engine = self.device.engine();
        let live: Vec<Operation> = engine.operations().cloned().collect();
        let held_ms =
            live.iter().map(|operation| (operation.op_id.clone(), engine.held_ms(&operation.op_id, now))).collect();
        let before = self.inner.reading().pulled_at;
        self.inner.set_reading(EngineReading {
            link: engine.link(),
            link_since: engine.link_since(),
            freshness: engine.freshness(now),
            pulled_at: engine.pulled_at(),
            is_sure_of_provider: engine.is_sure_of_provider(),
            live,
            held_ms,
        });
        if let Some(pulled_at) = engine.pulled_at().filter(|at| Some(*at) != before) {
            self.pull_completed(pulled_at);
        }
    }

    fn pull_completed(&self, pulled_at: DateTime<Utc>) {
        if let Err(error) = Client::remember_pull(&self.inner, pulled_at) {
            warn!(%error, "the time of the last pull was not kept");
        }
        tokio::spawn(Arc::clone(&self.inner).bring_photos());
    }

    fn decide(&mut self, forms: Vec<DecideForm>, author: &Author) -> Result<(), DecideError> {
        let now = self.inner.clock.now();
        let mut is_new = false;
        for form in &forms {
            if self.inner.stores.ledger.operation(&form.op_id)?.is_none() {
                is_new = true;
                self.inner.check_attachments(form, &author.id)?;
            }
        }
        if is_new {
            self.may_write()?;
        }
        self.device.decide_together(forms.clone(), author, now)?;
        self.inner.taken_as_one(forms.iter().map(|form| form.op_id.clone()).collect());
        for form in forms {
            self.inner.drop_from_listing(&form.request_id);
            if let Decision::Reply { attachments, .. } = &form.decision {
                let ledger = &self.inner.stores.ledger;
                ledger.attached_to(Some(&form.op_id), attachments)?;
                ledger.save_draft(&form.request_id, &author.id, &Words::default(), now.wall)?;
            }
        }
        Ok(())
    }

    /// Takes back a decision, with those that were taken as one with it.
    fn undo(&mut self, (op_id, target): (OpId, &OpId), author: Author) -> Result<OpId, DecideError> {
        let now = self.inner.clock.now();
        let together = self.inner.taken_as_one_with(target);
        if !together.is_empty() {
            self.device.undo_together(&together, now)?;
            return Ok(target.clone());
        }
        let (done_by, taken_back) = self.device.undo((op_id, target), author, now)?;
        if let Some(operation) = taken_back {
            self.keep_as_draft(&operation)?;
        }
        Ok(done_by)
    }

    /// Fails where the provider cannot be written to safely. What was decided before can still be taken back or given up.
    fn may_write(&self) -> Result<(), DecideError> {
        match self.inner.connection().and_then(|connection| connection.why_read_only()) {
            Some(why) => Err(DecideError::ReadOnly { why }),
            None => Ok(()),
        }
    }

    /// A reply that is taken back is still somebody's writing.
    fn keep_as_draft(&self, operation: &Operation) -> Result<(), StoreError> {
        let Decision::Reply { text, attachments, .. } = &operation.decision else { return Ok(()) };
        let at = self.inner.clock.now().wall;
        self.inner.stores.ledger.attached_to(None, attachments)?;
        self.inner.stores.ledger.save_draft(&operation.request_id, &operation.author.id, text, at)
    }
}

/// Makes the cache anew where damage of it is what `error` came from.
fn renew_damaged(inner: &Inner, error: StoreError) -> Result<(), StoreError> {
    if !inner.stores.cache.is_damaged() {
        return Err(error);
    }
    let finding = inner.stores.renew_cache(inner.clock.now().wall).map_err(|renewing| {
        warn!(%renewing, "the damaged cache could not be made anew");
        error
    })?;
    warn!(?finding, "the cache was damaged");
    Client::forget_pull(inner)
}
