//! The device: one owner of the engine and its files. Every input is handed to the engine, every effect is carried out in
//! order, and what is left for the network and the screen waits in two queues.

mod anew;
mod arrive;
mod bundle;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use thiserror::Error;
use tracing::{debug, warn};
use triage_domain::{OpId, RequestId, TriageRequest, Version};
use triage_fhir::Practice;
use triage_store::{OpenStoreError, StoreError, Stores};
use triage_sync::{Basis, Effect, Engine, EngineSettings, Input, Now, Operation, PullOrder, Scope, SoFar, Topic};

use crate::keep::{self, Arrived};
use crate::killpoint::killpoint;
use crate::received::{LastChange, ReceivedPage};

/// Shortest rest after a write that failed; it doubles up to half a minute.
const REST_MS_MIN: u64 = 500;

/// What the network is to be asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    Probe,
    Page(PullOrder),
    Push(Box<Push>),
    Witness { op_id: OpId, digest: String, steps: Option<Box<Steps>> },
    Request(RequestId),
    Manifest,
    Removals { since: chrono::DateTime<chrono::Utc> },
}

/// One attempt to push a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Push {
    pub operation: Operation,
    pub attempt: u32,
    /// The transaction to send; nothing where the version on this device is not the one that the decision must find: the
    /// engine reads the request back then, as after a refusal by the provider.
    pub bundle: Option<serde_json::Value>,
}

/// Where decisions are written step by step, what looking one up has to finish once its request has landed.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    pub operation: Operation,
    /// What the decision writes beside its request, in order, the witness last.
    pub beside: Vec<serde_json::Value>,
}

/// What a screen may have to show.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The provider's copy of a request as it is here now.
    Kept {
        request: Box<TriageRequest>,
        change: LastChange,
    },
    /// Decisions about it have moved.
    Refolded(RequestId),
    /// The provider has deleted it.
    Gone(RequestId),
    /// A page of a scope is on the disk.
    PageKept {
        scope: Scope,
        count: usize,
    },
    Changed(Topic),
    /// A write failed, and everything stands as the ledger has it.
    TakenUpAnew,
}

/// Why a damaged cache could not be made anew.
#[derive(Debug, Error)]
pub enum RenewCacheError {
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One PC's copy of the practice.
#[derive(Debug)]
pub struct Device {
    stores: Arc<Stores>,
    engine: Engine,
    settings: EngineSettings,
    practice: Practice,
    base_url: String,
    /// The page of each scope that has arrived and is not stored.
    pages: BTreeMap<Scope, ReceivedPage>,
    /// The call for a page of each scope that was made last.
    asked_pages: BTreeMap<Scope, u64>,
    /// The version that was known when a request was asked for by itself.
    asked: BTreeMap<RequestId, Version>,
    /// The engine may know what the ledger does not: nothing is done before it is made anew.
    is_ahead_of_ledger: bool,
    /// Writes that failed in a row, and until when the device rests after them, by the elapsed clock.
    failed_writes: u32,
    rests_until_ms: u64,
    /// Sign-ins that came while nothing could be written.
    sign_ins: Vec<Input>,
    inputs: VecDeque<Input>,
    calls: VecDeque<Call>,
    news: VecDeque<News>,
}

impl Device {
    /// Takes up where the files stand. `base_url` is where FHIR begins on the provider, without a slash at the end.
    ///
    /// # Errors
    /// Fails when the files cannot be read.
    pub fn restore(
        stores: Arc<Stores>,
        settings: EngineSettings,
        practice: Practice,
        base_url: String,
    ) -> Result<Self, StoreError> {
        let engine = anew::restored(&stores, settings, SoFar::default())?;
        Ok(Self {
            stores,
            engine,
            settings,
            practice,
            base_url,
            pages: BTreeMap::new(),
            asked_pages: BTreeMap::new(),
            asked: BTreeMap::new(),
            is_ahead_of_ledger: false,
            failed_writes: 0,
            rests_until_ms: 0,
            sign_ins: Vec::new(),
            inputs: VecDeque::new(),
            calls: VecDeque::new(),
            news: VecDeque::new(),
        })
    }

    /// Tells the engine how the requests stand that have decisions on their way, as they are on this device.
    ///
    /// # Errors
    /// Fails when the files do.
    pub fn begin(&mut self, now: Now) -> Result<(), StoreError> {
        for request_id in self.live_requests() {
            if let Some(request) = self.snapshot(&request_id)?.filter(|copy| copy.version.is_at_the_provider()) {
                self.tell(seen(&request, LastChange::default()), now)?;
            }
        }
        Ok(())
    }

    /// Returns the engine, to be read.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Returns the files.
    #[must_use]
    pub fn stores(&self) -> &Arc<Stores> {
        &self.stores
    }

    /// Returns the next thing to ask the network for; the caller asks until there is none.
    pub fn next_call(&mut self) -> Option<Call> {
        self.calls.pop_front()
    }

    /// Returns the next thing that a screen may have to show.
    pub fn next_news(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    /// Hands one input to the engine and carries out what follows.
    ///
    /// # Errors
    /// A commit that fails is treated like a crash: the engine is made anew from the ledger, nothing that was to be asked
    /// of the network goes out, and the caller is told.
    pub fn tell(&mut self, input: Input, now: Now) -> Result<(), StoreError> {
        let sign_in = matches!(input, Input::SignedIn { .. }).then(|| input.clone());
        let result = self.try_to_tell(input, now);
        if result.is_ok() {
            self.failed_writes = 0;
            self.sign_in_again(now);
        } else {
            self.sign_ins.extend(sign_in);
            self.failed_writes = self.failed_writes.saturating_add(1);
            self.rests_until_ms = now.elapsed_ms + (REST_MS_MIN << self.failed_writes.min(5));
        }
        result
    }

    fn try_to_tell(&mut self, input: Input, now: Now) -> Result<(), StoreError> {
        let is_anew = self.stores.reopen_ledger()?;
        if is_anew || self.is_ahead_of_ledger {
            // The provider's wish to wait holds also where nothing of its answer can be kept.
            self.engine.heed(&input, now);
            self.take_up_anew(now)?;
        }
        self.inputs.push_back(input);
        let result = self.drain(now);
        if result.is_err() {
            self.is_ahead_of_ledger = true;
            self.calls.clear();
            self.take_up_anew(now)?;
        }
        result
    }

    /// Says whether what the engine knows may not be on the disk: nobody is to be shown it.
    #[must_use]
    pub fn is_ahead_of_ledger(&self) -> bool {
        self.is_ahead_of_ledger
    }

    /// Returns the elapsed time at which to tell the device that time has passed, though nothing happens. After a write
    /// that failed it rests: a disk that is full does not get room by being asked a thousand times a second.
    #[must_use]
    pub fn wake_at(&self) -> Option<u64> {
        self.engine.wake_at().map(|at| at.max(self.rests_until_ms))
    }

    fn drain(&mut self, now: Now) -> Result<(), StoreError> {
        while let Some(input) = self.inputs.pop_front() {
            self.engine.handle(input, now);
            while let Some(effect) = self.engine.poll() {
                debug!(effect = name(&effect), "effect");
                self.carry_out(effect, now)?;
            }
        }
        Ok(())
    }

    fn live_requests(&self) -> BTreeSet<RequestId> {
        self.engine.operations().map(|operation| operation.request_id.clone()).collect()
    }

    fn carry_out(&mut self, effect: Effect, now: Now) -> Result<(), StoreError> {
        match effect {
            Effect::Commit(change) => {
                killpoint("before-commit");
                self.stores.commit(&change, now.wall)?;
                killpoint("after-commit");
                let about = change.operations.into_iter().map(|operation| News::Refolded(operation.request_id));
                self.news.extend(about);
            }
            Effect::StorePage { scope, cursor } => self.store_page(scope, &cursor, now),
            Effect::BeginEpoch { evidence, verify_since } => {
                warn!(?evidence, "the provider is in another state than before");
                keep::begin_state(&self.stores, evidence)?;
                killpoint("begin-epoch");
                self.pages.clear();
                let confirmed = self.stores.ledger.settled_since(verify_since)?;
                self.inputs.push_back(Input::EpochBegun { confirmed });
            }
            Effect::EpochIsSure => {
                let kept = keep::end_former(&self.stores, now.wall)?;
                self.show(kept, &BTreeMap::new());
            }
            Effect::Probe => self.calls.push_back(Call::Probe),
            Effect::Pull(order) => {
                self.asked_pages.insert(order.scope, order.call);
                self.calls.push_back(Call::Page(order));
            }
            Effect::Push(order) => {
                let bundle = self.bundle(&order.op);
                self.calls.push_back(Call::Push(Box::new(Push {
                    operation: *order.op,
                    attempt: order.attempt,
                    bundle,
                })));
            }
            Effect::LookUpWitness { op_id, .. } if triage_sync::mutant!("if-none-exist-as-idempotency") => {
                self.inputs.push_back(Input::Witness { op_id, answer: triage_sync::WitnessAnswer::Absent });
            }
            Effect::LookUpWitness { op_id, digest_of } => {
                let digest = digest_of.digest();
                let steps = self.beside(*digest_of);
                self.calls.push_back(Call::Witness { op_id, digest, steps });
            }
            Effect::Fetch { request_id } => {
                if let Some(version) = self.stores.cache.read(|cache| cache.version("Task", request_id.as_str()))? {
                    self.asked.insert(request_id.clone(), version);
                }
                self.calls.push_back(Call::Request(request_id));
            }
            Effect::CompareManifest => self.calls.push_back(Call::Manifest),
            Effect::AskRemovals { since } => self.calls.push_back(Call::Removals { since }),
            Effect::Changed(topic) => self.news.push_back(News::Changed(topic)),
        }
        Ok(())
    }

    /// Stores the page that arrived and its cursor in one transaction, then shows it.
    fn store_page(&mut self, scope: Scope, cursor: &triage_sync::Cursor, now: Now) {
        let Some(page) = self.pages.remove(&scope) else { return };
        let live = self.live_requests();
        let arrived = Arrived {
            resources: &page.resources,
            broken: &page.broken,
            cursor: Some((scope, cursor)),
            asked: None,
            live: &live,
        };
        match keep::keep(&self.stores, arrived, now.wall) {
            Ok(kept) => {
                killpoint("after-page");
                self.news.push_back(News::PageKept { scope, count: page.summary.last_updated.len() });
                self.inputs.push_back(Input::PageStored { scope, lateness_ms: kept.lateness_ms });
                self.inputs.extend(kept.doubts());
                self.show(kept.requests, &page.changes);
            }
            Err(error) => {
                warn!(%error, "page not stored");
                self.inputs.push_back(Input::PageNotStored { scope });
            }
        }
    }

    /// Tells the engine of requests with decisions on their way, and the screen of all.
    fn show(&mut self, kept: Vec<TriageRequest>, changes: &BTreeMap<RequestId, LastChange>) {
        for request in kept {
            let change = changes.get(&request.id).cloned().unwrap_or_default();
            if self.engine.operations_about(&request.id).next().is_some() {
                self.inputs.push_back(seen(&request, change.clone()));
            }
            self.news.push_back(News::Kept { request: Box::new(request), change });
        }
    }

    /// Puts a request together from what is on this device, as the provider has it.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn snapshot(&self, request_id: &RequestId) -> Result<Option<TriageRequest>, StoreError> {
        keep::snapshot(&self.stores, request_id)
    }
}

fn seen(request: &TriageRequest, change: LastChange) -> Input {
    Input::Seen {
        basis: Box::new(Basis::of(request)),
        request_id: request.id.clone(),
        changed_by: change.by,
        changed_at: change.at,
    }
}

/// Names an effect for the log.
fn name(effect: &Effect) -> &'static str {
    match effect {
        Effect::Commit(_) => "commit",
        Effect::Probe => "probe",
        Effect::Pull(_) => "pull",
        Effect::StorePage { .. } => "store-page",
        Effect::Push(_) => "push",
        Effect::LookUpWitness { .. } => "look-up-witness",
        Effect::Fetch { .. } => "fetch",
        Effect::CompareManifest => "compare-manifest",
        Effect::AskRemovals { .. } => "ask-removals",
        Effect::BeginEpoch { .. } => "begin-epoch",
        Effect::EpochIsSure => "epoch-is-sure",
        Effect::Changed(_) => "changed",
    }
}

#[cfg(test)]
mod tests;
