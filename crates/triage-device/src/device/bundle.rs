//! The transaction of one decision, made from the stored version that the decision must find.

use serde_json::Value;
use tracing::warn;
use triage_fhir::{DecisionWrite, decision_bundle};
use triage_sync::Operation;
use triage_sync::rebase::effective;

use super::Device;

impl Device {
    /// Returns nothing where the version on this device is not the one the decision must find.
    pub(super) fn bundle(&self, operation: &Operation) -> Option<Value> {
        let id = operation.request_id.as_str();
        let task = self.stores.cache.read(|cache| cache.resource("Task", id)).ok().flatten()?;
        let mut request = self.snapshot(&operation.request_id).ok().flatten()?;
        let decision = effective(&operation.decision, &operation.basis, request.state.urgency);
        decision.apply(&mut request, &operation.op_id, &operation.author, operation.decided_at);
        let write = DecisionWrite {
            base_url: &self.base_url,
            practice: &self.practice,
            task: &task,
            if_match: &operation.if_match,
            op_id: &operation.op_id,
            decision: &decision,
            author: &operation.author,
            decided_at: operation.decided_at,
            urgency: request.state.urgency,
            digest: &operation.digest(),
        };
        match decision_bundle(&write) {
            Ok(bundle) => Some(bundle),
            Err(error) => {
                warn!(op_id = %operation.op_id, %error, "no bundle could be made");
                None
            }
        }
    }
}
