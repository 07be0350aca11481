//! The transaction of one decision, made from the stored version that the decision must find.

use serde_json::Value;
use tracing::warn;
use triage_domain::{Decision, NewRequest, OpId};
use triage_fhir::encode::{EncodeDecisionError, NAMED_IN_ONE_TRANSACTION, NAMED_STEP_BY_STEP, decision_beside};
use triage_fhir::{DecisionWrite, EntryWrite, decision_bundle, entry_bundle};
use triage_sync::rebase::effective;
use triage_sync::{Level, Operation};

use super::{Device, Steps};

impl Device {
    /// Returns nothing where the version on this device is not the one the decision must find.
    pub(super) fn bundle(&self, operation: &Operation) -> Option<Value> {
        if let Decision::Enter { request } = &operation.decision {
            return self.entry_bundle(operation, request);
        }
        self.made(operation, decision_bundle).map(|bundle| guarded_by_search(bundle, operation))
    }

    /// Returns what is written beside the request, where decisions are written step by step.
    pub(super) fn beside(&self, operation: Operation) -> Option<Box<Steps>> {
        if self.engine.abilities().level() != Level::A {
            return None;
        }
        let beside = if let Decision::Enter { request } = &operation.decision {
            let bundle = self.entry_bundle(&operation, request)?;
            bundle.get("entry")?.as_array()?.iter().skip(1).cloned().collect()
        } else {
            self.made(&operation, decision_beside)?
        };
        Some(Box::new(Steps { operation, beside }))
    }

    /// Makes what a decision writes. Returns nothing where the version on this device is not the one the decision must
    /// find: the engine reads the request back then, as after a refusal by the provider.
    fn made<T>(
        &self,
        operation: &Operation,
        make: impl FnOnce(&DecisionWrite<'_>) -> Result<T, EncodeDecisionError>,
    ) -> Option<T> {
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
            op_id: &sent_as(operation),
            decision: &decision,
            author: &operation.author,
            decided_at: operation.decided_at,
            urgency: request.state.urgency,
            held_after: request.state.held_after.as_deref(),
            digest: &operation.digest(),
            decisions_named: match self.engine.abilities().level() {
                Level::A => NAMED_STEP_BY_STEP,
                Level::ReadOnly | Level::B | Level::C => NAMED_IN_ONE_TRANSACTION,
            },
        };
        match make(&write) {
            Ok(made) => Some(made),
            Err(error) => {
                warn!(op_id = %operation.op_id, %error, "a decision could not be written down");
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

/// Returns the id under which a decision goes out: its own, at every attempt.
fn sent_as(operation: &Operation) -> OpId {
    let id = operation.op_id.as_str();
    if triage_sync::mutant!("resend-with-new-id") && operation.attempts > 1 {
        let other = OpId::parse(&format!("{}{:02x}", &id[..34], operation.attempts));
        return other.unwrap_or_else(|_| operation.op_id.clone());
    }
    operation.op_id.clone()
}

/// The known bug of guarding by a search that lags behind and not by the request's version.
fn guarded_by_search(mut bundle: Value, operation: &Operation) -> Value {
    if triage_sync::mutant!("if-none-exist-as-idempotency")
        && let Some(entries) = bundle.get_mut("entry").and_then(Value::as_array_mut)
    {
        for entry in entries {
            let is_reply = entry["resource"]["resourceType"] == "CommunicationRequest";
            let request = &mut entry["request"];
            if is_reply {
                let condition = format!("identifier=|{}", operation.op_id);
                *request =
                    serde_json::json!({ "method": "POST", "url": "CommunicationRequest", "ifNoneExist": condition });
            } else if let Some(request) = request.as_object_mut() {
                request.remove("ifMatch");
            }
        }
    }
    bundle
}
