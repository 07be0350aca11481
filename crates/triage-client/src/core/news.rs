//! Takes what the device has to tell to what lists and screens read.

use std::collections::BTreeSet;

use triage_device::{LastChange, News, short_form, snapshot};
use triage_domain::{RequestId, TriageRequest};
use triage_store::StoreError;
use triage_sync::view::entered;
use triage_sync::{Basis, Operation, Topic};

use super::Core;
use crate::client::{Inner, Subject};
use crate::desk::ChangeMark;

impl Core {
    pub(super) fn load_desk(&mut self) -> Result<(), StoreError> {
        let loaded = self.inner.stores.cache.read(|cache| {
            let mut desk = self.inner.desk_mut();
            cache.each_summary(|summary: TriageRequest| {
                let id = summary.id.clone();
                let operations: Vec<&Operation> = self.device.engine().operations_about(&id).collect();
                desk.put(summary, &operations);
            })?;
            cache.fact("directory")
        });
        if loaded.is_err() {
            // What a damaged copy gave before it failed is not shown: nothing would stand behind it.
            self.inner.desk_mut().clear();
        }
        let directory = loaded?.or(self.inner.stores.ledger.get("directory")?);
        if let Some(directory) = directory {
            self.inner.set_directory(directory);
        }
        let live: BTreeSet<RequestId> =
            self.device.engine().operations().map(|operation| operation.request_id.clone()).collect();
        for request_id in live {
            self.fold_anew(&request_id);
        }
        self.device.begin(self.inner.clock.now())
    }

    pub(super) fn show(&mut self, news: News) {
        match news {
            News::Kept { request, change } => self.kept(*request, change),
            News::Refolded(request_id) => self.refold(&request_id),
            News::Gone(request_id) => {
                self.inner.desk_mut().remove(&request_id);
                self.inner.announce(Subject::Queue, Some(&request_id));
            }
            News::PageKept { scope, count } => self.inner.count_received(scope, count),
            News::Changed(Topic::Status) => self.inner.announce(Subject::Status, None),
            News::Changed(Topic::Outbox) => self.inner.announce(Subject::Outbox, None),
            News::TakenUpAnew => self.refold_all(),
        }
    }

    fn kept(&mut self, request: TriageRequest, change: LastChange) {
        let knew_all = self.inner.has_ever_pulled();
        {
            let operations: Vec<&Operation> = self.device.engine().operations_about(&request.id).collect();
            let mut desk = self.inner.desk_mut();
            let before = desk.entry(&request.id).map(|entry| (entry.shown().clone(), entry.snapshot().clone()));
            self.notice.take(before.as_ref().map(|(shown, _)| shown), &request);
            let short = short_form(request.clone());
            // Nobody else has changed what only this PC's own decision did; and in a first sync a request grows part by
            // part.
            let own = before.as_ref().is_some_and(|(shown, _)| same(shown, &short));
            let differs = before.is_some_and(|(_, old)| !same(&old, &short));
            desk.put(short, &operations);
            if differs && !own && knew_all {
                let LastChange { by, at } = change;
                let at = at.unwrap_or(self.inner.clock.now().wall);
                desk.mark(&request.id, Some(ChangeMark { at, by }));
            }
        }
        self.inner.announce(Subject::Queue, Some(&request.id));
    }

    /// Folds what is on its way into a request. One that staff entered and the provider does not have stands on its entry
    /// alone: it comes with it, and goes when it is taken back.
    fn fold_anew(&self, request_id: &RequestId) {
        let operations: Vec<&Operation> = self.device.engine().operations_about(request_id).collect();
        let entered = operations.iter().find_map(|operation| entered(operation));
        let mut desk = self.inner.desk_mut();
        let at_the_provider = desk.entry(request_id).map(|entry| entry.snapshot().version.is_at_the_provider());
        match (at_the_provider, entered) {
            (None, Some(request)) => desk.put(short_form(request), &operations),
            (Some(false), None) => desk.remove(request_id),
            (Some(_), _) => desk.refold(request_id, &operations),
            (None, None) => {}
        }
    }

    fn refold(&self, request_id: &RequestId) {
        self.fold_anew(request_id);
        self.inner.announce(Subject::Queue, Some(request_id));
    }

    fn refold_all(&self) {
        let live: BTreeSet<RequestId> =
            self.device.engine().operations().map(|operation| operation.request_id.clone()).collect();
        for request_id in live {
            self.refold(&request_id);
        }
    }
}

fn same(a: &TriageRequest, b: &TriageRequest) -> bool {
    Basis::of(a).differences(&Basis::of(b)).is_empty()
}

impl Inner {
    /// Puts a request together from what is on this device, as the provider has it; one that staff entered and the
    /// provider does not have yet, from its entry.
    pub(crate) fn snapshot(&self, request_id: &RequestId) -> Result<Option<TriageRequest>, StoreError> {
        snapshot(&self.stores, request_id)
    }
}
