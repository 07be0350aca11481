//! Pushing one decision, and looking up whether one landed. Only a transaction response with versions is proof.

use serde_json::Value;
use triage_domain::{OpId, Version};
use triage_fhir::encode::{NAMED_IN_ONE_TRANSACTION, NAMED_STEP_BY_STEP, digest_of};
use triage_fhir::read_transaction;
use triage_sync::{Abilities, Failure, Level, PushAnswer, WitnessAnswer};

use super::Provider;
use super::http::{PostFailure, json, retry_after_ms};
use reqwest::Response;

/// What a push brought: the engine's answer, and everything that the decision wrote as the provider stored it; nothing
/// where the provider did not send all of it back, because a request without its own reply would look unanswered.
#[derive(Debug, Clone, PartialEq)]
pub struct PushResult {
    pub answer: PushAnswer,
    pub written: Vec<Value>,
}

/// How decisions are written to a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One transaction for each.
    Together,
    /// One resource after the other: the request, the reply, and the witness last.
    StepByStep,
    /// It would not be safe.
    NotAtAll,
}

impl Way {
    /// Returns the way that these abilities leave open.
    #[must_use]
    pub fn with(abilities: Abilities) -> Self {
        match abilities.level() {
            Level::ReadOnly => Self::NotAtAll,
            Level::A => Self::StepByStep,
            Level::B | Level::C => Self::Together,
        }
    }

    /// Returns how many decisions stay named on a request.
    #[must_use]
    pub fn decisions_named(self) -> usize {
        match self {
            Self::Together | Self::NotAtAll => NAMED_IN_ONE_TRANSACTION,
            Self::StepByStep => NAMED_STEP_BY_STEP,
        }
    }
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

    /// Sends one decision's Bundle in the way that is safe with this provider.
    pub async fn push(&self, bundle: &Value, op_id: &OpId, attempt: u32, way: Way) -> PushResult {
        match way {
            Way::Together => self.push_together(bundle, op_id, attempt).await,
            Way::StepByStep => self.push_step_by_step(bundle, op_id).await,
            Way::NotAtAll => PushAnswer::NotAllowed.into(),
        }
    }

    async fn push_together(&self, bundle: &Value, op_id: &OpId, attempt: u32) -> PushResult {
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
            _ => unproven(&response).into(),
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

/// Says what an answer without proof means where nothing of the decision was written before.
pub(super) fn unproven(response: &Response) -> PushAnswer {
    match response.status().as_u16() {
        401 => PushAnswer::SignInNeeded,
        403 => PushAnswer::NotAllowed,
        407 => PushAnswer::NotSent,
        408 | 500 => PushAnswer::Broken,
        413 => PushAnswer::TooLarge,
        429 | 503 => PushAnswer::Busy { retry_after_ms: retry_after_ms(response) },
        http_status @ 400..=499 => PushAnswer::Refused { http_status },
        501 => PushAnswer::Refused { http_status: 501 },
        _ => PushAnswer::Unknown,
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
