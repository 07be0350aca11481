//! Carries out one effect of the engine. Network calls run beside the core and report back to its inbox.

use std::collections::BTreeSet;
use std::sync::Arc;

use tracing::warn;
use triage_domain::{OpId, RequestId, StaffId};
use triage_fhir::encode::{EncodeDecisionError, decision_beside};
use triage_fhir::{DecisionWrite, decision_bundle};
use triage_store::StoreError;
use triage_sync::rebase::effective;
use triage_sync::{Effect, Input, Operation, PullOrder, PushAnswer, PushOrder, Topic};

use super::{Core, Message};
use crate::client::{Inner, Subject};
use crate::provider::{Provider, PushResult, ReceivedPage, Way};

/// Names an effect for the log.
pub(super) fn name(effect: &Effect) -> &'static str {
    match effect {
        Effect::Commit(_) => "commit",
        Effect::Probe => "probe",
        Effect::Pull(_) => "pull",
        Effect::StorePage { .. } => "store-page",
        Effect::Push(_) => "push",
        Effect::LookUpWitness { .. } => "look-up-witness",
        Effect::Fetch { .. } => "fetch",
        Effect::Changed(_) => "changed",
    }
}

impl Core {
    pub(super) fn carry_out(&mut self, effect: Effect) -> Result<(), StoreError> {
        match effect {
            Effect::Commit(change) => {
                self.inner.stores.ledger.commit(&change, self.inner.clock.now().wall)?;
                for operation in &change.operations {
                    self.refold(&operation.request_id);
                }
            }
            Effect::Probe => self.probe(),
            Effect::Pull(order) => self.pull(order),
            Effect::StorePage { scope, cursor } => self.store_page(scope, &cursor),
            Effect::Push(order) => self.push(order),
            Effect::LookUpWitness { op_id, digest_of } => self.look_up(op_id, *digest_of),
            Effect::Fetch { request_id, .. } => self.fetch(request_id),
            Effect::Changed(Topic::Status) => self.inner.announce(Subject::Status, None),
            Effect::Changed(Topic::Outbox) => self.inner.announce(Subject::Outbox, None),
        }
        Ok(())
    }

    fn puller(&self) -> Provider {
        self.provider.with_token(self.inner.pull_token())
    }

    fn probe(&self) {
        let (provider, send) = (self.puller(), self.send.clone());
        tokio::spawn(async move {
            let answer = provider.probe().await.map(|_| ());
            let _ = send.send(Message::Input(Input::Probed(answer)));
        });
    }

    fn pull(&self, order: PullOrder) {
        let (provider, send, inner) = (self.puller(), self.send.clone(), Arc::clone(&self.inner));
        tokio::spawn(async move {
            let known = known(&inner);
            let mut result = provider.page(&order, &known).await;
            if let Ok(page) = &mut result {
                name_changes(&inner, &provider, page).await;
            }
            let _ = send.send(Message::Page { scope: order.scope, result });
        });
    }

    fn fetch(&self, request_id: RequestId) {
        let (provider, send, inner) = (self.puller(), self.send.clone(), Arc::clone(&self.inner));
        tokio::spawn(async move {
            let known = known(&inner);
            let result = provider.request(&request_id, &known).await;
            let _ = send.send(Message::Request { request_id, result });
        });
    }

    /// Where decisions are written step by step, looking one up also finishes it: under its author's authority.
    fn look_up(&self, op_id: OpId, operation: Operation) {
        let steps = match self.inner.way() {
            Way::StepByStep => self.made(&operation, decision_beside).zip(self.provider_for(&operation.author.id)),
            Way::Together | Way::NotAtAll => None,
        };
        let (provider, send) = (self.puller(), self.send.clone());
        tokio::spawn(async move {
            let (digest, task) = (operation.digest(), operation.request_id.as_str());
            let answer = match steps {
                Some((beside, author)) => author.witness_or_finish(&beside, &op_id, &digest, task).await,
                None => provider.witness(&op_id, &digest).await,
            };
            let _ = send.send(Message::Witness { op_id, answer });
        });
    }

    /// Builds the Bundle from the stored version that the decision must find, and sends it.
    fn push(&self, order: PushOrder) {
        let send = self.send.clone();
        let way = self.inner.way();
        let bundle = self.made(&order.op, decision_bundle);
        let provider = self.provider_for(&order.op.author.id);
        tokio::spawn(async move {
            let Some(provider) = provider else {
                let result = PushResult::from(PushAnswer::SignInNeeded);
                let _ = send.send(Message::Pushed { order: Box::new(order), result });
                return;
            };
            let result = match bundle {
                Some(bundle) => provider.push(&bundle, &order.op.op_id, order.attempt, way).await,
                None => PushResult::from(PushAnswer::Refused { http_status: 412 }),
            };
            let _ = send.send(Message::Pushed { order: Box::new(order), result });
        });
    }

    /// A decision goes under its author's own authority, whoever works here by then; nothing where the author has no token.
    fn provider_for(&self, author: &StaffId) -> Option<Provider> {
        let asks_for_sign_in = self.inner.connection().is_some_and(|connection| connection.sign_in.is_some());
        if !asks_for_sign_in {
            return Some(self.provider.clone());
        }
        self.inner.token_of(author).map(|token| self.provider.with_token(token))
    }

    /// Makes what a decision writes. Returns nothing where the version on this device is not the one the decision must
    /// find: the engine reads the request back then, as after a refusal by the provider.
    fn made<T>(
        &self,
        operation: &Operation,
        make: impl FnOnce(&DecisionWrite<'_>) -> Result<T, EncodeDecisionError>,
    ) -> Option<T> {
        let id = operation.request_id.as_str();
        let task = self.inner.stores.cache.read(|cache| cache.resource("Task", id)).ok().flatten()?;
        let mut request = self.inner.snapshot(&operation.request_id).ok().flatten()?;
        let decision = effective(&operation.decision, &operation.basis, request.state.urgency);
        decision.apply(&mut request, &operation.op_id, &operation.author, operation.decided_at);
        let write = DecisionWrite {
            base_url: self.provider.base_url(),
            practice: &self.practice,
            task: &task,
            if_match: &operation.if_match,
            op_id: &operation.op_id,
            decision: &decision,
            author: &operation.author,
            decided_at: operation.decided_at,
            urgency: request.state.urgency,
            digest: &operation.digest(),
            decisions_named: self.inner.way().decisions_named(),
        };
        match make(&write) {
            Ok(made) => Some(made),
            Err(error) => {
                warn!(op_id = %operation.op_id, %error, "a decision could not be written down");
                None
            }
        }
    }
}

/// Asks who changed the requests that have decisions on their way: a conflict names people.
async fn name_changes(inner: &Inner, provider: &Provider, page: &mut ReceivedPage) {
    let waiting: BTreeSet<RequestId> = inner.reading().live.into_iter().map(|operation| operation.request_id).collect();
    let named = page.resources.iter().filter(|row| row.kind == "Task").filter_map(|row| RequestId::parse(&row.id).ok());
    let moved: Vec<RequestId> = named.filter(|id| waiting.contains(id)).collect();
    for id in moved {
        let change = provider.last_change(&id).await;
        page.changes.insert(id, change);
    }
}

fn known(inner: &Arc<Inner>) -> impl Fn(&str, &str) -> bool + Sync + use<> {
    let inner = Arc::clone(inner);
    move |kind: &str, id: &str| inner.stores.cache.read(|cache| cache.has_resource(kind, id)).unwrap_or(false)
}
