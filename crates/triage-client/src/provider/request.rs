//! Fetching one request after a doubt, and who changed it last.

use serde_json::Value;
use triage_device::{LastChange, RequestParts, named_by, row};
use triage_domain::RequestId;
use triage_fhir::json::{instant_of, list, reference, relative, text};
use triage_store::ResourceRow;
use triage_sync::Failure;

use super::Provider;
use super::page::KnownResources;

impl Provider {
    /// Fetches a request with what it names and this device does not hold.
    ///
    /// # Errors
    /// Fails unless the provider itself answers.
    pub async fn request(&self, id: &RequestId, known: &dyn KnownResources) -> Result<RequestParts, Failure> {
        let task = match self.http.get(&format!("Task/{id}")).await {
            Ok(answer) => answer.body,
            Err(Failure::Refused { http_status: 404 | 410 }) => return Ok(RequestParts::Gone),
            Err(failure) => return Err(failure),
        };
        let mut resources: Vec<ResourceRow> = Vec::new();
        for (kind, id) in named_by(&task).into_iter().chain(replies_of(&task)) {
            if !known.knows(&kind, &id)
                && let Ok(answer) = self.http.get(&format!("{kind}/{id}")).await
            {
                resources.extend(row(&answer.body));
            }
        }
        let change = self.last_change(id).await;
        resources.extend(row(&task));
        Ok(RequestParts::There { resources, change })
    }

    /// Asks who changed a request last. Not every provider can say; a conflict is shown without a name then.
    pub async fn last_change(&self, id: &RequestId) -> LastChange {
        let target = format!("Task/{id}");
        let parameters = [("target", target.as_str()), ("_sort", "-_lastUpdated"), ("_count", "1")];
        let Ok(answer) = self.http.search("Provenance", &parameters).await else { return LastChange::default() };
        let newest = list(&answer.body, "entry").find_map(|entry| entry.get("resource"));
        let Some(provenance) = newest else { return LastChange::default() };
        let by = list(provenance, "agent").find_map(|agent| text(agent.get("who")?, "display")).map(str::to_owned);
        let at = instant_of(provenance, "occurredDateTime").or_else(|| instant_of(provenance, "recorded"));
        LastChange { by, at }
    }

    /// Fetches a photo's bytes.
    ///
    /// # Errors
    /// Fails unless the provider itself answers with them.
    pub async fn photo(&self, url: &str) -> Result<Vec<u8>, Failure> {
        self.http.binary(url).await
    }
}

/// Lists the replies that a Task names: a reply that was just sent is fetched with its request, so that it never leaves
/// the screen until the next pull of replies.
fn replies_of(task: &Value) -> Vec<(String, String)> {
    list(task, "output")
        .filter_map(|output| reference(output, "valueReference"))
        .filter_map(relative)
        .filter(|(kind, _)| *kind == "CommunicationRequest")
        .map(|(kind, id)| (kind.to_owned(), id.to_owned()))
        .collect()
}
