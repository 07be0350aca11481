//! Keeps what the provider sent: resources as they came, and what lists need of each request they belong to. Notices what
//! does not fit: rows that come late, versions that were used twice or went back.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use tracing::warn;
use triage_domain::{RequestId, TriageRequest, Version};
use triage_fhir::communication::tasks_of;
use triage_store::{CacheWrite, ResourceRow, StoreError, Stores};
use triage_sync::version::{Verdict, instant, is_before};
use triage_sync::view::entered;
use triage_sync::{Cursor, Doubt, Input, Scope};

use crate::assemble::assemble_from;
use crate::killpoint::killpoint;
use crate::received::{named_by, walked};
use crate::short::short_form;

/// What arrived and is to be kept in one transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrived<'a> {
    pub resources: &'a [ResourceRow],
    /// `(reference, problem)`.
    pub broken: &'a [(String, String)],
    /// The cursor that stands for these rows.
    pub cursor: Option<(Scope, &'a Cursor)>,
    /// The version of a request that was known when it was asked for by itself: an older one is no late page, nor is the
    /// same one where the provider had deleted the request before.
    pub asked: Option<(&'a RequestId, &'a Version)>,
    /// Requests with decisions on their way: the engine is told of them even where nothing about them is new.
    pub live: &'a BTreeSet<RequestId>,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub requests: Vec<TriageRequest>,
    /// How far behind the high water the latest row came in that was not here.
    pub lateness_ms: Option<u64>,
    pub doubt: Option<Doubt>,
    /// Requests of which an older version came that was written later than the one here.
    pub out_of_order: Vec<RequestId>,
}

impl Kept {
    /// What the engine has to know of it.
    pub fn doubts(&self) -> impl Iterator<Item = Input> + use<> {
        let out_of_order = Some(self.out_of_order.clone()).filter(|requests| !requests.is_empty());
        self.doubt.map(Input::Doubted).into_iter().chain(out_of_order.map(Input::OutOfOrder))
    }
}

/// Keeps it all, or nothing of it.
pub(crate) fn keep(stores: &Stores, arrived: Arrived<'_>, at: DateTime<Utc>) -> Result<Kept, StoreError> {
    if let (Some((scope, cursor)), true) = (arrived.cursor, triage_sync::mutant!("cursor-before-rows")) {
        stores.cache.write(|cache| cache.move_cursor(scope, cursor))?;
    }
    stores.cache.write(|cache| {
        let mut kept = Kept::default();
        let mut touched = BTreeSet::new();
        let cursors = cache.cursors()?;
        for row in arrived.resources {
            let verdict = keep_one(cache, row, arrived, &mut touched)?;
            let walks = Scope::ALL.into_iter().find(|scope| walked(*scope) == row.kind);
            let high_water = walks.and_then(|scope| cursors.get(&scope)?.high_water.as_deref());
            if let (Verdict::Newer, Some(high_water)) = (verdict, high_water) {
                kept.lateness_ms = kept.lateness_ms.max(lateness_ms(&row.last_updated, high_water));
            }
            let went_back = match arrived.asked.filter(|(id, _)| row.kind == "Task" && row.id == id.as_str()) {
                Some((_, version)) if row.version == *version => !cache.has_resource("Task", &row.id)?,
                Some((_, version)) => is_before(&row.version, version),
                None => false,
            };
            kept.doubt = kept.doubt.or(match verdict {
                Verdict::Doubtful => Some(Doubt::VersionReused),
                Verdict::Older | Verdict::OutOfOrder if went_back => Some(Doubt::VersionWentBack),
                Verdict::Older | Verdict::OutOfOrder | Verdict::Newer | Verdict::Same => None,
            });
            if verdict == Verdict::OutOfOrder && row.kind == "Task" {
                kept.out_of_order.extend(RequestId::parse(&row.id));
            }
        }
        for (reference, problem) in arrived.broken {
            cache.report_unreadable(None, (reference, problem), at)?;
        }
        for task_id in touched {
            kept.requests.extend(summarise(cache, &task_id, at)?);
        }
        if let Some((scope, cursor)) = arrived.cursor {
            killpoint("in-page");
            cache.move_cursor(scope, cursor)?;
        }
        Ok(kept)
    })
}

/// Fills an empty cache with requests that no provider sent. They go the way of a page, so that every screen finds them as
/// it finds any other.
///
/// # Errors
/// Fails when the store does; nothing is kept then.
pub fn keep_invented(stores: &Stores, resources: &[ResourceRow], at: DateTime<Utc>) -> Result<(), StoreError> {
    let high_water = Some(at.to_rfc3339_opts(SecondsFormat::Millis, true));
    let cursor = Cursor { high_water, ..Cursor::default() };
    let live = BTreeSet::new();
    let cursor = Some((Scope::Requests, &cursor));
    keep(stores, Arrived { resources, broken: &[], cursor, asked: None, live: &live }, at)?;
    Ok(())
}

/// Setting of the profile: why the present state of the provider is not known whole. It stands in the ledger, because the
/// cache may be gone after a power cut, and what was in doubt is still in doubt.
pub(crate) const IN_DOUBT: &str = "provider-in-doubt";

/// The provider is in another state than before: whatever it sends from now on replaces what is here.
pub(crate) fn begin_state(stores: &Stores, evidence: Doubt) -> Result<(), StoreError> {
    stores.ledger.set(IN_DOUBT, &evidence)?;
    stores.cache.write(|cache| cache.begin_epoch())
}

/// The provider's present state is known whole: what only its former one had is dropped.
pub(crate) fn end_former(stores: &Stores, at: DateTime<Utc>) -> Result<Vec<TriageRequest>, StoreError> {
    let kept = stores.cache.write_through(|cache| {
        let mut kept = Vec::new();
        for task_id in cache.end_former()? {
            kept.extend(summarise(cache, &task_id, at)?);
        }
        Ok(kept)
    })?;
    // Not before the disk has the cache of the new state: one of the former state, without this, would pass for known.
    stores.ledger.unset(IN_DOUBT)?;
    Ok(kept)
}

fn lateness_ms(last_updated: &str, high_water: &str) -> Option<u64> {
    let behind = instant(high_water)? - instant(last_updated)?;
    u64::try_from(behind.num_milliseconds()).ok().filter(|milliseconds| *milliseconds > 0)
}

/// Keeps a resource, and takes down which requests have to be put together anew: every pull brings again what the last one
/// brought, and most of it is here.
fn keep_one(
    cache: &CacheWrite<'_>,
    row: &ResourceRow,
    arrived: Arrived<'_>,
    touched: &mut BTreeSet<String>,
) -> Result<Verdict, StoreError> {
    let verdict = cache.keep(row)?;
    let is_wanted =
        |task: &str| verdict == Verdict::Newer || arrived.live.iter().any(|request| request.as_str() == task);
    if verdict == Verdict::Doubtful {
        warn!(kind = row.kind, id = row.id, "the provider used a version twice");
    }
    match row.kind.as_str() {
        "Task" => {
            for (kind, id) in named_by(&row.body) {
                cache.link(&row.id, &kind, &id)?;
            }
            if is_wanted(&row.id) {
                touched.insert(row.id.clone());
            }
        }
        "Communication" | "CommunicationRequest" => {
            for task in tasks_of(&row.body) {
                cache.link(&task, &row.kind, &row.id)?;
                if is_wanted(&task) {
                    touched.insert(task);
                }
            }
        }
        _ => {
            if verdict == Verdict::Newer {
                touched.extend(cache.tasks_of(&row.kind, &row.id)?);
            }
        }
    }
    Ok(verdict)
}

/// Puts a request together anew and keeps what lists need of it. One that was deleted has no Task here.
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

/// Puts a request together from what is on this device, as the provider has it; one that staff entered and the provider
/// does not have yet, from its entry.
///
/// # Errors
/// Fails when the store does.
pub fn snapshot(stores: &Stores, request_id: &RequestId) -> Result<Option<TriageRequest>, StoreError> {
    let task = stores.cache.read(|cache| {
        let Some(task) = cache.resource("Task", request_id.as_str())? else { return Ok(None) };
        Ok(Some(assemble_from(cache, &task)?.ok().map(|assembled| assembled.request)))
    })?;
    match task {
        Some(request) => Ok(request),
        None => Ok(stores.ledger.operations_about(request_id)?.iter().find_map(entered)),
    }
}
