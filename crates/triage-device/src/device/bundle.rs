//! The transaction of one decision, made from the stored version that the decision must find.

use serde_json::Value;
use tracing::warn;
use triage_domain::{Decision, NewRequest};
use triage_fhir::{DecisionWrite, EntryWrite, decision_bundle, entry_bundle};
use triage_sync::Operation;
use triage_sync::rebase::effective;

use super::Device;

impl Device {
    /// Returns nothing where the version on this device is not the one the decision must find.
    pub(super) fn bundle(&self, operation: &Operation) -> Option<Value> {
        if let Decision::Enter { request } = &operation.decision {
            return self.entry_bundle(operation, request);
        }
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
            held_after: request.state.held_after.as_deref(),
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

    /// Returns nothing where the provider has a request under this id: an entry makes one and changes none.
    fn entry_bundle(&self, operation: &Operation, entry: &NewRequest) -> Option<Value> {
        let write = EntryWrite {
            base_url: &self.base_url,
            practice: &self.practice,
            request_id: &operation.request_id,
            entry,
            op_id: &operation.op_id,
            author: &operation.author,
            decided_at: operation.decided_at,
            digest: &operation.digest(),
        };
        (!operation.if_match.is_at_the_provider()).then(|| entry_bundle(&write))
    }
}
