//! Pushing one decision, and looking up whether one landed. Only a transaction response with versions is proof.

use serde_json::Value;
use triage_domain::{OpId, Version};
use triage_fhir::encode::digest_of;
use triage_fhir::read_transaction;
use triage_sync::{Failure, PushAnswer, WitnessAnswer};

use super::Provider;
use super::http::{PostFailure, json, retry_after_ms};

/// What a push brought: the engine's answer, and everything that the decision wrote as the provider stored it; nothing
/// where the provider did not send all of it back, because a request without its own reply would look unanswered.
#[derive(Debug, Clone, PartialEq)]
pub struct PushResult {
    pub answer: PushAnswer,
    pub written: Vec<Value>,
}

impl From<PushAnswer> for PushResult {
    fn from(answer: PushAnswer) -> Self {
        Self { answer, written: Vec::new() }
    }
}

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
        let response = match self.http.post_bundle(bytes, op_id.as_str(), attempt).await {
            Ok(response) => response,
            Err(PostFailure::NotSent) => return PushAnswer::NotSent.into(),
            Err(PostFailure::Unknown) => return PushAnswer::Unknown.into(),
        };
        match response.status().as_u16() {
            200 | 201 => match json(response).await {
                Some(body) => proof(&body, entries),
                None => PushAnswer::Unknown.into(),
            },
            401 => PushAnswer::SignInNeeded.into(),
            403 => PushAnswer::NotAllowed.into(),
            407 => PushAnswer::NotSent.into(),
            408 | 500 => PushAnswer::Broken.into(),
            413 => PushAnswer::TooLarge.into(),
            429 | 503 => PushAnswer::Busy { retry_after_ms: retry_after_ms(&response) }.into(),
            http_status @ 400..=499 => PushAnswer::Refused { http_status }.into(),
            501 => PushAnswer::Refused { http_status: 501 }.into(),
            _ => PushAnswer::Unknown.into(),
        }
    }

    /// Asks for the witness of a decision: `Provenance/{op_id}`.
    pub async fn witness(&self, op_id: &OpId, digest: &str) -> WitnessAnswer {
        match self.http.get(&format!("Provenance/{op_id}")).await {
            Ok(answer) if digest_of(&answer.body) == Some(digest) => WitnessAnswer::Landed,
            Ok(_) => WitnessAnswer::Differs,
            Err(Failure::Refused { http_status: 404 | 410 }) => WitnessAnswer::Absent,
            Err(failure) => WitnessAnswer::Failed(failure),
        }
    }
}

fn proof(body: &Value, entries: usize) -> PushResult {
    let Ok(outcome) = read_transaction(body, entries) else { return PushAnswer::Unknown.into() };
    let Ok(version) = Version::parse(&outcome.version) else { return PushAnswer::Unknown.into() };
    let mut written = outcome.beside;
    written.extend(outcome.task);
    if written.len() < entries {
        written.clear();
    }
    PushResult { answer: PushAnswer::Applied { version }, written }
}
