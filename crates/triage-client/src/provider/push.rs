//! Pushing one decision, and looking up whether one landed. Only a transaction response with versions is proof.

use serde_json::Value;
use triage_device::PushResult;
use triage_domain::OpId;
use triage_sync::{Abilities, Level, PushAnswer, WitnessAnswer};

use super::Provider;

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
        self.http.post_bundle(bytes, op_id.as_str(), attempt).await.push_result(entries)
    }

    /// Asks for the witness of a decision: `Provenance/{op_id}`.
    pub async fn witness(&self, op_id: &OpId, digest: &str) -> WitnessAnswer {
        self.http.hear(&format!("Provenance/{op_id}")).await.witness(digest)
    }
}
