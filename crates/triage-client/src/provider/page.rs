//! Pulling one page of one scope, with the forms, patients and photos that its requests name.

use std::collections::BTreeSet;

use triage_fhir::json::{list, reference, relative};
use triage_fhir::task::is_work_item;
use triage_store::ResourceRow;
use triage_sync::{Failure, PageStart, PullOrder, Scope};

use super::answer::row;
use super::{Provider, ReceivedPage};
use crate::provider::http::Answer;
use triage_fhir::systems;

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

fn walked(scope: Scope) -> &'static str {
    match scope {
        Scope::Requests => "Task",
        Scope::Messages => "Communication",
        Scope::Replies => "CommunicationRequest",
        Scope::Submissions => "QuestionnaireResponse",
        Scope::Patients => "Patient",
    }
}

impl Provider {
    /// Pulls one page.
    ///
    /// # Errors
    /// Fails unless the provider itself answers; broken entries are part of the page.
    pub async fn page(&self, order: &PullOrder, known: &dyn KnownResources) -> Result<ReceivedPage, Failure> {
        let kind = walked(order.scope);
        let answer = self.page_answer(order, kind).await?;
        let page = triage_fhir::read_search_page(&answer.body).map_err(|_| Failure::Unreachable)?;
        let mut received = ReceivedPage::empty(page.next);
        received.summary.server_date = answer.date;
        for entry in page.entries {
            received.take(kind, entry);
        }
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

    async fn page_answer(&self, order: &PullOrder, kind: &str) -> Result<Answer, Failure> {
        let from = match &order.start {
            PageStart::Link(link) => return self.http.get(link).await,
            PageStart::From(instant) => Some(format!("ge{instant}")),
            PageStart::Beginning => None,
        };
        let count = order.count.to_string();
        let mut parameters = vec![("_sort", "_lastUpdated"), ("_count", count.as_str())];
        if let Some(from) = &from {
            parameters.push(("_lastUpdated", from));
        }
        let tag = self.practice.as_ref().map(|practice| format!("{}|{}", systems::ODS_CODE, practice.ods));
        if order.scope == Scope::Requests {
            parameters.extend([("_include", "Task:focus"), ("_include", "Task:patient")]);
            if let Some(tag) = &tag {
                parameters.push(("_tag", tag));
            }
        }
        let path = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        self.http.get(&format!("{kind}?{path}")).await
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

/// Lists what a Task names and a reader needs: the form, the patient, who sent it, the photos.
#[must_use]
pub fn named_by(task: &serde_json::Value) -> Vec<(String, String)> {
    let direct = ["focus", "for", "requester"].into_iter().filter_map(|member| reference(task, member));
    let inputs = list(task, "input").filter_map(|input| reference(input, "valueReference"));
    direct
        .chain(inputs)
        .filter_map(relative)
        .filter(|(kind, _)| {
            matches!(*kind, "QuestionnaireResponse" | "Patient" | "RelatedPerson" | "DocumentReference")
        })
        .map(|(kind, id)| (kind.to_owned(), id.to_owned()))
        .collect()
}
