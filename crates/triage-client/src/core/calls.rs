//! Asks the network for what the device wants. Calls run beside the core and report back to its inbox.

use std::collections::BTreeSet;
use std::sync::Arc;

use triage_device::{Call, Push, PushResult, ReceivedPage, Steps, killpoint};
use triage_domain::{OpId, RequestId, StaffId};
use triage_sync::{Input, PullOrder, PushAnswer};

use super::{Core, Message};
use crate::client::Inner;
use crate::provider::Provider;

impl Core {
    pub(super) fn ask(&self, call: Call) {
        match call {
            Call::Probe => self.probe(),
            Call::Page(order) => self.pull(order),
            Call::Push(push) => self.push(*push),
            Call::Witness { op_id, digest, steps } => self.look_up(op_id, digest, steps),
            Call::Request(request_id) => self.fetch(request_id),
            Call::Manifest => self.manifest(),
            Call::Removals { since } => {
                let (provider, send) = (self.puller(), self.send.clone());
                tokio::spawn(async move {
                    let answer = provider.removals(since).await;
                    let _ = send.send(Message::Input(Input::RemovalsArrived(answer)));
                });
            }
        }
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
            let _ = send.send(Message::Page { order, result });
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

    fn manifest(&self) {
        let (provider, send) = (self.puller(), self.send.clone());
        tokio::spawn(async move {
            let listed = provider.manifest().await;
            let _ = send.send(Message::Manifest { listed });
        });
    }

    /// Where decisions are written step by step, looking one up also finishes it: under its author's authority.
    fn look_up(&self, op_id: OpId, digest: String, steps: Option<Box<Steps>>) {
        let (provider, send) = (self.puller(), self.send.clone());
        let finish = steps.and_then(|steps| Some((self.provider_for(&steps.operation.author.id)?, steps)));
        tokio::spawn(async move {
            let answer = match finish {
                None => provider.witness(&op_id, &digest).await,
                Some((author, steps)) => {
                    let task = steps.operation.request_id.as_str();
                    author.witness_or_finish(&steps.beside, &op_id, &digest, task).await
                }
            };
            let _ = send.send(Message::Witness { op_id, answer });
        });
    }

    fn push(&self, push: Push) {
        let (send, inner) = (self.send.clone(), Arc::clone(&self.inner));
        let provider = self.provider_for(&push.operation.author.id);
        let way = self.inner.way();
        tokio::spawn(async move {
            let Push { operation, attempt, bundle } = push;
            let op_id = operation.op_id;
            let result = match (provider, bundle) {
                (None, _) => PushResult::from(PushAnswer::SignInNeeded),
                (Some(_), None) => PushResult::from(PushAnswer::Refused { http_status: 412 }),
                (Some(provider), Some(bundle)) => match inner.take_files_up(&provider, &operation.decision).await {
                    Err(answer) => answer.into(),
                    Ok(()) => {
                        killpoint("before-push");
                        let result = provider.push(&bundle, &op_id, attempt, way).await;
                        killpoint("after-push");
                        result
                    }
                },
            };
            let _ = send.send(Message::Pushed { op_id, result });
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
