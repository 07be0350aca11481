//! What the network brought: kept first, then told to the engine.

use std::collections::BTreeMap;

use tracing::warn;
use triage_domain::{OpId, RequestId};
use triage_fhir::task::is_work_item;
use triage_store::{ResourceRow, StoreError};
use triage_sync::{Basis, Failure, FetchedRequest, Input, Now, PullOrder, Scope, WitnessAnswer};

use super::{Device, News};
use crate::heard::OPEN_STATUSES;
use crate::keep::{self, Arrived};
use crate::killpoint::killpoint;
use crate::received::{LastChange, Listed, PushResult, ReceivedPage, RequestParts, row};

impl Device {
    /// Takes in a page, or why there is none.
    ///
    /// # Errors
    /// As `tell`.
    pub fn page(
        &mut self,
        order: &PullOrder,
        result: Result<ReceivedPage, Failure>,
        now: Now,
    ) -> Result<(), StoreError> {
        let (call, scope) = (order.call, order.scope);
        match result {
            Ok(mut page) => {
                page.resources.retain(|row| row.kind != "Task" || is_work_item(&row.body));
                let summary = page.summary.clone();
                if self.asked_pages.get(&scope) == Some(&call) {
                    self.pages.insert(scope, page);
                }
                self.tell(Input::PageArrived { call, scope, page: summary }, now)
            }
            Err(failure) => {
                warn!(scope = scope.name(), ?failure, "page not received");
                self.tell(Input::PageFailed { call, scope, failure }, now)
            }
        }
    }

    /// Takes in what a push brought. The provider's own copy of the request and of the reply comes first, so that an
    /// acknowledged decision never flickers away before it is seen.
    ///
    /// # Errors
    /// As `tell`.
    pub fn pushed(&mut self, op_id: &OpId, result: PushResult, now: Now) -> Result<(), StoreError> {
        let rows: Vec<ResourceRow> =
            result.written.iter().filter_map(row).filter(|row| row.kind != "Provenance").collect();
        if !rows.is_empty() {
            let live = self.live_requests();
            let arrived = Arrived { resources: &rows, broken: &[], cursor: None, asked: None, live: &live };
            match keep::keep(&self.stores, arrived, now.wall) {
                Ok(kept) => {
                    killpoint("answer-kept");
                    self.inputs.extend(kept.doubts());
                    self.show(kept.requests, &BTreeMap::new());
                }
                Err(error) => warn!(%error, "the provider's copy was not stored"),
            }
        }
        self.tell(Input::Pushed { op_id: op_id.clone(), answer: result.answer }, now)
    }

    /// Takes in the answer to the question for a witness.
    ///
    /// # Errors
    /// As `tell`.
    pub fn witness(&mut self, op_id: &OpId, answer: WitnessAnswer, now: Now) -> Result<(), StoreError> {
        self.tell(Input::Witness { op_id: op_id.clone(), answer }, now)
    }

    /// Takes in a request that was asked for by itself.
    ///
    /// # Errors
    /// As `tell`.
    pub fn request(
        &mut self,
        request_id: &RequestId,
        result: Result<RequestParts, Failure>,
        now: Now,
    ) -> Result<(), StoreError> {
        let asked = self.asked.remove(request_id);
        let answer = match result {
            Err(failure) => FetchedRequest::Failed(failure),
            Ok(RequestParts::Gone) => self.bury(request_id).unwrap_or_else(|error| {
                warn!(%error, "a deleted request was not removed");
                FetchedRequest::Failed(Failure::Broken)
            }),
            Ok(RequestParts::There { resources, change }) => {
                let live = self.live_requests();
                let asked = asked.as_ref().map(|version| (request_id, version));
                let arrived = Arrived { resources: &resources, broken: &[], cursor: None, asked, live: &live };
                self.keep_fetched(request_id, arrived, change, now)
            }
        };
        self.tell(Input::Fetched { request_id: request_id.clone(), answer }, now)
    }

    fn keep_fetched(
        &mut self,
        request_id: &RequestId,
        arrived: Arrived<'_>,
        change: LastChange,
        now: Now,
    ) -> FetchedRequest {
        match keep::keep(&self.stores, arrived, now.wall) {
            Ok(kept) => {
                let late = kept.lateness_ms.map(|lateness_ms| Input::CameLate { scope: Scope::Requests, lateness_ms });
                self.inputs.extend(late);
                self.inputs.extend(kept.doubts());
                self.show(kept.requests, &BTreeMap::from([(request_id.clone(), change.clone())]));
            }
            Err(error) => warn!(%error, "a fetched request was not stored"),
        }
        match self.snapshot(request_id) {
            Ok(Some(snapshot)) => FetchedRequest::There {
                basis: Box::new(Basis::of(&snapshot)),
                changed_by: change.by,
                changed_at: change.at,
            },
            Ok(None) | Err(_) => FetchedRequest::Failed(Failure::Broken),
        }
    }

    fn bury(&mut self, request_id: &RequestId) -> Result<FetchedRequest, StoreError> {
        let was_here = self.stores.cache.write(|cache| {
            let was_here = cache.has_resource("Task", request_id.as_str())?;
            cache.bury(request_id)?;
            Ok(was_here)
        })?;
        if was_here {
            self.news.push_back(News::Gone(request_id.clone()));
        }
        Ok(FetchedRequest::Gone)
    }

    /// Takes in the provider's list of everything open and names to the engine what differs from what is here: other
    /// versions, requests that are not here, and open ones that are not on the list.
    ///
    /// # Errors
    /// As `tell`. Where the cache cannot be read, the comparison counts as failed and is made again.
    pub fn manifest(
        &mut self,
        listed: Result<BTreeMap<RequestId, Listed>, Failure>,
        now: Now,
    ) -> Result<(), StoreError> {
        let answer = match listed {
            Err(failure) => Err(failure),
            Ok(mut listed) => {
                let mut differing = Vec::new();
                let here = match self.stores.cache.read(|cache| cache.task_versions()) {
                    Ok(here) => here,
                    Err(error) => {
                        warn!(%error, "what is open was not compared");
                        return self.tell(Input::ManifestCompared(Err(Failure::Broken)), now);
                    }
                };
                for here in here {
                    let is_open = OPEN_STATUSES.contains(&here.status.as_str());
                    match listed.remove(&here.id) {
                        Some(there) if there.is_copied(&here.version, &here.last_updated) && !here.is_former => {}
                        Some(_) => differing.push(here.id),
                        None if is_open || here.is_former => differing.push(here.id),
                        None => {}
                    }
                }
                differing.extend(listed.into_keys());
                Ok(differing)
            }
        };
        self.tell(Input::ManifestCompared(answer), now)
    }
}
