//! Pushing one decision, and looking up whether one landed. Only a transaction response with versions is proof.

use serde_json::Value;
use triage_device::PushResult;
use triage_domain::OpId;
use triage_sync::{PushAnswer, WitnessAnswer};

use super::Provider;

impl Provider {
    /// Returns where FHIR begins on this provider.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.http.base_url()
    }

    /// Sends one decision's Bundle.
    pub async fn push(&self, bundle: &Value, op_id: &OpId, attempt: u32) -> PushResult {
        let Ok(bytes) = serde_json::to_vec(bundle) else { return PushAnswer::NotSent.into() };
        let entries = bundle.get("entry").and_then(Value::as_array).map_or(0, Vec::len);
        self.http.post_bundle(bytes, op_id.as_str(), attempt).await.push_result(entries)
    }

    /// Asks for the witness of a decision: `Provenance/{op_id}`.
    pub async fn witness(&self, op_id: &OpId, digest: &str) -> WitnessAnswer {
        self.http.hear(&format!("Provenance/{op_id}")).await.witness(digest)
    }
}
