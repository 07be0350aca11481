//! Keeps what the provider sent: resources as they came, and what lists need of each request they belong to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use tracing::warn;
use triage_domain::{RequestId, TriageRequest};
use triage_fhir::communication::tasks_of;
use triage_store::{CacheWrite, ResourceRow, StoreError};
use triage_sync::version::Verdict;
use triage_sync::{Basis, Cursor, FetchedRequest, Input, Operation, PushOrder, Scope};

use super::Core;
use crate::client::{Inner, Subject};
use crate::desk::{ChangeMark, short_form};
use crate::provider::{LastChange, PushResult, RequestParts, resource_row};
use crate::usecase::assemble::{assemble_from, named_resources};

impl Core {
    pub(super) fn load_desk(&mut self) -> Result<(), StoreError> {
        let (summaries, directory) = self
            .inner
            .stores
            .cache
            .read(|cache| Ok((cache.summaries::<TriageRequest>()?, cache.fact("directory")?)))?;
        {
            let mut desk = self.inner.desk_mut();
            for summary in summaries {
                let operations: Vec<&Operation> = self.engine.operations_about(&summary.id).collect();
                desk.put(summary.clone(), &operations);
            }
        }
        let directory = directory.or(self.inner.stores.ledger.get("directory")?);
        if let Some(directory) = directory {
            self.inner.set_directory(directory);
        }
        let live: BTreeSet<RequestId> =
            self.engine.operations().map(|operation| operation.request_id.clone()).collect();
        for request_id in live {
            if let Some(snapshot) = self.inner.snapshot(&request_id)? {
                self.tell_seen(&snapshot, None, None);
            }
        }
        Ok(())
    }

    /// Tells the engine which version of a request is here. Only decisions on their way need it.
    fn tell_seen(&mut self, snapshot: &TriageRequest, changed_by: Option<String>, changed_at: Option<DateTime<Utc>>) {
        if self.engine.operations_about(&snapshot.id).next().is_some() {
            let basis = Box::new(Basis::of(snapshot));
            self.step(Input::Seen { basis, request_id: snapshot.id.clone(), changed_by, changed_at });
        }
    }

    pub(super) fn refold(&self, request_id: &RequestId) {
        let operations: Vec<&Operation> = self.engine.operations_about(request_id).collect();
        self.inner.desk_mut().refold(request_id, &operations);
        self.inner.announce(Subject::Queue, Some(request_id));
    }

    pub(super) fn refold_all(&self) {
        let live: BTreeSet<RequestId> =
            self.engine.operations().map(|operation| operation.request_id.clone()).collect();
        for request_id in live {
            self.refold(&request_id);
        }
    }

    /// Stores the page that arrived and its cursor in one transaction, then shows it.
    pub(super) fn store_page(&mut self, scope: Scope, cursor: &Cursor) {
        let Some(page) = self.pages.remove(&scope) else { return };
        match self.keep(&page.resources, &page.broken, Some((scope, cursor))) {
            Ok(kept) => {
                self.show(kept, &page.changes);
                self.inner.count_received(scope, page.summary.last_updated.len());
                self.step_later(Input::PageStored { scope });
            }
            Err(error) => {
                warn!(%error, "page not stored");
                self.step_later(Input::PageNotStored { scope });
            }
        }
    }

    /// Puts an input behind what is being drained.
    fn step_later(&self, input: Input) {
        let _ = self.send.send(super::Message::Input(input));
    }

    fn keep(
        &self,
        resources: &[ResourceRow],
        broken: &[(String, String)],
        cursor: Option<(Scope, &Cursor)>,
    ) -> Result<Vec<TriageRequest>, StoreError> {
        let at = self.inner.clock.now().wall;
        self.inner.stores.cache.write(|cache| {
            let mut touched = BTreeSet::new();
            for row in resources {
                keep_one(cache, row, &mut touched)?;
            }
            for (reference, problem) in broken {
                cache.report_unreadable(None, (reference, problem), at)?;
            }
            let mut kept = Vec::new();
            for task_id in touched {
                kept.extend(summarise(cache, &task_id, at)?);
            }
            if let Some((scope, cursor)) = cursor {
                cache.move_cursor(scope, cursor)?;
            }
            Ok(kept)
        })
    }

    fn show(&mut self, kept: Vec<TriageRequest>, changes: &BTreeMap<RequestId, LastChange>) {
        let knew_all = self.inner.has_ever_pulled();
        for request in kept {
            {
                let operations: Vec<&Operation> = self.engine.operations_about(&request.id).collect();
                let mut desk = self.inner.desk_mut();
                let before = desk.entry(&request.id).map(|entry| (entry.shown().clone(), entry.snapshot().clone()));
                self.notice.take(before.as_ref().map(|(shown, _)| shown), &request);
                let short = short_form(request.clone());
                let differs =
                    before.is_some_and(|(_, old)| !Basis::of(&old).differences(&Basis::of(&short)).is_empty());
                desk.put(short, &operations);
                // In a first sync a request grows part by part; nobody has changed it.
                if differs && knew_all {
                    let LastChange { by, at } = changes.get(&request.id).cloned().unwrap_or_default();
                    let at = at.unwrap_or(self.inner.clock.now().wall);
                    desk.mark(&request.id, Some(ChangeMark { at, by }));
                }
            }
            if self.engine.operations_about(&request.id).next().is_some() {
                let basis = Box::new(Basis::of(&request));
                let LastChange { by: changed_by, at: changed_at } =
                    changes.get(&request.id).cloned().unwrap_or_default();
                self.step_later(Input::Seen { basis, request_id: request.id.clone(), changed_by, changed_at });
            }
            self.inner.announce(Subject::Queue, Some(&request.id));
        }
        self.notice.tell(&self.inner);
    }

    /// Takes in what a push brought. The provider's own copy of the request and of the reply comes first, so that an
    /// acknowledged decision never flickers away before it is seen.
    pub(super) fn pushed(&mut self, order: &PushOrder, result: PushResult) {
        let written = result.written.iter().filter_map(resource_row).filter(|row| row.kind != "Provenance");
        let rows: Vec<ResourceRow> = written.collect();
        if !rows.is_empty() {
            match self.keep(&rows, &[], None) {
                Ok(kept) => {
                    for request in kept {
                        let operations: Vec<&Operation> = self.engine.operations_about(&request.id).collect();
                        self.inner.desk_mut().put(short_form(request.clone()), &operations);
                        self.tell_seen(&request, None, None);
                    }
                }
                Err(error) => warn!(%error, "the provider's copy was not stored"),
            }
        }
        self.step(Input::Pushed { op_id: order.op.op_id.clone(), answer: result.answer });
    }

    pub(super) fn request_arrived(
        &mut self,
        request_id: RequestId,
        result: Result<RequestParts, triage_sync::Failure>,
    ) {
        let answer = match result {
            Err(failure) => FetchedRequest::Failed(failure),
            Ok(RequestParts::Gone) => FetchedRequest::Gone,
            Ok(RequestParts::There { resources, changed_by, changed_at }) => {
                match self.keep(&resources, &[], None) {
                    Ok(kept) => {
                        let change = LastChange { by: changed_by.clone(), at: changed_at };
                        self.show(kept, &BTreeMap::from([(request_id.clone(), change)]));
                    }
                    Err(error) => warn!(%error, "a fetched request was not stored"),
                }
                match self.inner.snapshot(&request_id) {
                    Ok(Some(snapshot)) => {
                        FetchedRequest::There { basis: Box::new(Basis::of(&snapshot)), changed_by, changed_at }
                    }
                    Ok(None) | Err(_) => FetchedRequest::Failed(triage_sync::Failure::Broken),
                }
            }
        };
        self.step(Input::Fetched { request_id, answer });
    }
}

fn keep_one(cache: &CacheWrite<'_>, row: &ResourceRow, touched: &mut BTreeSet<String>) -> Result<(), StoreError> {
    let verdict = cache.keep(row)?;
    if verdict == Verdict::Doubtful {
        warn!(kind = row.kind, id = row.id, "the provider used a version twice");
    }
    match row.kind.as_str() {
        "Task" => {
            for (kind, id) in named_resources(&row.body) {
                cache.link(&row.id, &kind, &id)?;
            }
            touched.insert(row.id.clone());
        }
        "Communication" | "CommunicationRequest" => {
            for task in tasks_of(&row.body) {
                cache.link(&task, &row.kind, &row.id)?;
                touched.insert(task);
            }
        }
        _ => {
            if verdict == Verdict::Newer {
                touched.extend(cache.tasks_of(&row.kind, &row.id)?);
            }
        }
    }
    Ok(())
}

/// Puts a request together anew and keeps what lists need of it.
fn summarise(cache: &CacheWrite<'_>, task_id: &str, at: DateTime<Utc>) -> Result<Option<TriageRequest>, StoreError> {
    let Some(task) = cache.resource("Task", task_id)? else { return Ok(None) };
    let assembled = match assemble_from(cache, &task)? {
        Ok(assembled) => assembled,
        Err(error) => {
            cache.report_unreadable(None, (&format!("Task/{task_id}"), &error.to_string()), at)?;
            return Ok(None);
        }
    };
    let request = assembled.request;
    cache.clear_unreadable(&request.id)?;
    for (reference, problem) in &assembled.problems {
        cache.report_unreadable(Some(&request.id), (reference, problem), at)?;
    }
    cache.summarise(&request.id, &short_form(request.clone()))?;
    Ok(Some(request))
}

impl Inner {
    /// Puts a request together from what is on this device, as the provider has it.
    pub(crate) fn snapshot(&self, request_id: &RequestId) -> Result<Option<TriageRequest>, StoreError> {
        self.stores.cache.read(|cache| {
            let Some(task) = cache.resource("Task", request_id.as_str())? else { return Ok(None) };
            Ok(assemble_from(cache, &task)?.ok().map(|assembled| assembled.request))
        })
    }
}
