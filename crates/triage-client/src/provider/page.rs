//! Pulling one page of one scope, with the forms, patients and photos that its requests name.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, Utc};
use triage_device::{Listed, OPEN_STATUSES, ReceivedPage, manifest_query, named_by, page_query, row};
use triage_domain::RequestId;
use triage_fhir::json::{list, text};
use triage_fhir::task::is_work_item;
use triage_store::ResourceRow;
use triage_sync::{Failure, PullOrder, Scope};

use super::Provider;

/// Pages of the list of everything open that are read: 100,000 open requests are a fault.
const MANIFEST_PAGES_MAX: usize = 100;
/// Entries of the history on one page.
const HISTORY_COUNT: &str = "100";
/// Pages of history that are read at once; what is older is found by comparing everything open.
const HISTORY_PAGES_MAX: usize = 20;

/// Resources asked for by id at once.
const IDS_MAX: usize = 50;

/// Says which resources are already on this device, so that they are not fetched again.
pub trait KnownResources: Sync {
    /// Says whether a resource is here.
    fn knows(&self, kind: &str, id: &str) -> bool;
}

impl<F: Fn(&str, &str) -> bool + Sync> KnownResources for F {
    fn knows(&self, kind: &str, id: &str) -> bool {
        self(kind, id)
    }
}

impl Provider {
    /// Pulls one page.
    ///
    /// # Errors
    /// Fails unless the provider itself answers; broken entries are part of the page.
    pub async fn page(&self, order: &PullOrder, known: &dyn KnownResources) -> Result<ReceivedPage, Failure> {
        let practice = self.practice.as_ref().map(|practice| &practice.ods);
        let answer = self.http.get(&page_query(order, practice)).await?;
        let mut received = ReceivedPage::read(order.scope, &answer)?;
        match order.scope {
            Scope::Requests => {
                received.resources.retain(|row| row.kind != "Task" || is_work_item(&row.body));
                self.fill(&mut received, known).await?;
            }
            Scope::Submissions | Scope::Patients => {
                received.resources.retain(|row| known.knows(&row.kind, &row.id));
            }
            Scope::Messages | Scope::Replies => {}
        }
        Ok(received)
    }

    /// Lists everything open.
    ///
    /// # Errors
    /// Fails unless the provider itself answers with the whole list: a part of it would make requests look deleted.
    pub async fn manifest(&self) -> Result<BTreeMap<RequestId, Listed>, Failure> {
        let practice = self.practice.as_ref().map(|practice| &practice.ods);
        let mut listed = BTreeMap::new();
        let mut next = Some(manifest_query(practice));
        for _ in 0..MANIFEST_PAGES_MAX {
            let Some(path) = next.take() else { return Ok(listed) };
            let answer = self.http.get(&path).await?;
            let page = ReceivedPage::read(Scope::Requests, &answer)?;
            let open = page.resources.iter().filter(|row| {
                let status = text(&row.body, "status").unwrap_or_default();
                row.kind == "Task" && is_work_item(&row.body) && OPEN_STATUSES.contains(&status)
            });
            listed.extend(open.filter_map(|row| Some((RequestId::parse(&row.id).ok()?, Listed::of(row)))));
            next = page.summary.next;
        }
        Err(Failure::Refused { http_status: 413 })
    }

    /// Lists the requests that were deleted since an instant of the provider's clock.
    ///
    /// # Errors
    /// Fails unless the provider itself answers.
    pub async fn removals(&self, since: DateTime<Utc>) -> Result<Vec<RequestId>, Failure> {
        let since = since.to_rfc3339_opts(SecondsFormat::Millis, true);
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("_since", since.as_str()), ("_count", HISTORY_COUNT)])
            .finish();
        let mut removed = BTreeSet::new();
        let mut next = Some(format!("Task/_history?{query}"));
        for _ in 0..HISTORY_PAGES_MAX {
            let Some(path) = next.take() else { break };
            let answer = self.http.get(&path).await?;
            let page = triage_fhir::read_history_page(&answer.body).map_err(|_| Failure::Unreachable)?;
            removed.extend(page.removed.iter().filter_map(|id| RequestId::parse(id).ok()));
            // One server's link to more forgets `_since`, and would lead through its whole history (`wire.md` 3.4).
            let is_past = page.oldest.is_some_and(|oldest| oldest.as_str() < since.as_str());
            next = page.next.filter(|_| !is_past);
        }
        Ok(removed.into_iter().collect())
    }

    /// Fetches what the page's requests name and neither the page nor this device holds.
    async fn fill(&self, page: &mut ReceivedPage, known: &dyn KnownResources) -> Result<(), Failure> {
        let here: BTreeSet<(String, String)> =
            page.resources.iter().map(|row| (row.kind.clone(), row.id.clone())).collect();
        let mut wanted: BTreeSet<(String, String)> = BTreeSet::new();
        for row in page.resources.iter().filter(|row| row.kind == "Task") {
            for target in named_by(&row.body) {
                let held = here.contains(&target) || known.knows(&target.0, &target.1);
                if !held {
                    wanted.insert(target);
                }
            }
        }
        for kind in ["QuestionnaireResponse", "Patient", "RelatedPerson", "DocumentReference"] {
            let ids: Vec<&str> = wanted.iter().filter(|(of, _)| of == kind).map(|(_, id)| id.as_str()).collect();
            for chunk in ids.chunks(IDS_MAX) {
                page.resources.extend(self.by_ids(kind, chunk).await?);
            }
        }
        Ok(())
    }

    /// Fetches resources by id in one search, and one by one where the provider cannot search so.
    async fn by_ids(&self, kind: &str, ids: &[&str]) -> Result<Vec<ResourceRow>, Failure> {
        let joined = ids.join(",");
        let count = ids.len().to_string();
        match self.http.search(kind, &[("_id", &joined), ("_count", &count)]).await {
            Ok(answer) => {
                let found: Vec<ResourceRow> =
                    list(&answer.body, "entry").filter_map(|entry| row(entry.get("resource")?)).collect();
                Ok(found.into_iter().filter(|row| row.kind == kind && ids.contains(&row.id.as_str())).collect())
            }
            Err(Failure::Refused { .. } | Failure::Broken) => self.one_by_one(kind, ids).await,
            Err(failure) => Err(failure),
        }
    }

    async fn one_by_one(&self, kind: &str, ids: &[&str]) -> Result<Vec<ResourceRow>, Failure> {
        let mut found = Vec::new();
        for id in ids {
            match self.http.get(&format!("{kind}/{id}")).await {
                Ok(answer) => found.extend(row(&answer.body)),
                Err(Failure::Refused { .. } | Failure::Broken) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(found)
    }
}
