//! Writing one decision step by step, where the provider has no transactions (`wire.md` 1.5, level A): the request under
//! its version, then the reply, and the witness last, so that a witness says that everything has landed.
//!
//! Each step asks first whether it was taken before. A decision whose request has landed is never sent anew: looking it
//! up writes what is missing, because the engine would take its own effect on the request for somebody else's change.

use reqwest::Method;
use serde_json::Value;
use triage_device::{Heard, PushResult};
use triage_domain::{OpId, Version};
use triage_fhir::encode::digest_of;
use triage_fhir::json::{list, text, version_of};
use triage_fhir::task::names_decision;
use triage_sync::{Failure, PushAnswer, WitnessAnswer};

use super::Provider;
use super::http::Ask;

/// One resource to write.
struct Step<'a> {
    path: &'a str,
    resource: &'a Value,
    /// The header that guards it.
    guard: (&'static str, String),
}

impl<'a> Step<'a> {
    fn of(entry: &'a Value) -> Option<Self> {
        let request = entry.get("request")?;
        let guard = match text(request, "ifMatch") {
            Some(version) => ("If-Match", version.to_owned()),
            None => ("If-None-Match", "*".to_owned()),
        };
        Some(Self { path: text(request, "url")?, resource: entry.get("resource")?, guard })
    }

    fn creates(&self) -> bool {
        self.guard.0 == "If-None-Match"
    }
}

/// Why the steps after the request did not all land.
enum Unfinished {
    /// Nobody knows; look it up.
    Unknown,
    /// The provider answered and cannot now; look it up later.
    Later,
    /// The provider does not take it: a person has to know, because the request says that it was done.
    Refused,
    /// Another decision stands under this one's id.
    Differs,
}

impl Provider {
    /// Writes a decision's Bundle entry by entry, going on where an earlier try has stopped.
    pub(super) async fn push_step_by_step(&self, bundle: &Value, op_id: &OpId) -> PushResult {
        let steps: Option<Vec<Step<'_>>> = list(bundle, "entry").map(Step::of).collect();
        let Some((request, beside)) = steps.as_deref().and_then(<[_]>::split_first) else {
            return PushAnswer::NotSent.into();
        };
        let task = match self.http.get(request.path).await {
            Ok(answer) if names_decision(&answer.body, op_id) => answer.body,
            Ok(_) => match self.put_request(request, op_id).await {
                Ok(task) => task,
                Err(answer) => return answer.into(),
            },
            // A request that staff entered is not there yet.
            Err(Failure::Refused { http_status: 404 }) if request.creates() => {
                match self.put_request(request, op_id).await {
                    Ok(task) => task,
                    Err(answer) => return answer.into(),
                }
            }
            Err(failure) => return before_writing(failure).into(),
        };
        let version = version_of(&task).and_then(|version| Version::parse(version).ok());
        let Some(version) = version else { return PushAnswer::Unknown.into() };
        match self.finish(beside).await {
            Ok(mut written) => {
                written.push(task);
                PushResult { answer: PushAnswer::Applied { version }, written }
            }
            Err(Unfinished::Unknown) => PushAnswer::Unknown.into(),
            Err(Unfinished::Later) => PushAnswer::Broken.into(),
            Err(Unfinished::Refused) => PushAnswer::NotAllowed.into(),
            Err(Unfinished::Differs) => PushAnswer::Refused { http_status: 409 }.into(),
        }
    }

    /// Looks up a decision that is written step by step, and finishes it where its request has landed.
    pub async fn witness_or_finish(&self, beside: &[Value], op_id: &OpId, digest: &str, task: &str) -> WitnessAnswer {
        match self.witness(op_id, digest).await {
            WitnessAnswer::Absent => {}
            answer @ (WitnessAnswer::Landed | WitnessAnswer::Differs | WitnessAnswer::Failed(_)) => return answer,
        }
        match self.http.get(&format!("Task/{task}")).await {
            Ok(answer) if names_decision(&answer.body, op_id) => {}
            Ok(_) | Err(Failure::Refused { http_status: 404 | 410 }) => return WitnessAnswer::Absent,
            Err(failure) => return WitnessAnswer::Failed(failure),
        }
        let steps: Option<Vec<Step<'_>>> = beside.iter().map(Step::of).collect();
        let Some(steps) = steps else { return WitnessAnswer::Failed(Failure::Broken) };
        match self.finish(&steps).await {
            Ok(_) => WitnessAnswer::Landed,
            Err(Unfinished::Unknown) => WitnessAnswer::Failed(Failure::Unreachable),
            Err(Unfinished::Later) => WitnessAnswer::Failed(Failure::Broken),
            Err(Unfinished::Refused | Unfinished::Differs) => WitnessAnswer::Differs,
        }
    }

    /// Writes the request under the version that the decision was taken on, and returns it as the provider stored it.
    async fn put_request(&self, step: &Step<'_>, op_id: &OpId) -> Result<Value, PushAnswer> {
        let heard = self.put(step).await;
        match &heard {
            Heard::Answer(answer) if matches!(answer.status, 200 | 201) => {
                answer.resource().filter(|stored| names_decision(stored, op_id)).ok_or(PushAnswer::Unknown)
            }
            Heard::Answer(_) | Heard::NotSent | Heard::Nothing => Err(heard.push_result(1).answer),
        }
    }

    /// Writes what is not there yet, in order, and returns the messages as the provider stored them.
    async fn finish(&self, steps: &[Step<'_>]) -> Result<Vec<Value>, Unfinished> {
        let mut written = Vec::new();
        for step in steps {
            match self.http.get(step.path).await {
                Ok(answer) if digest_of(&answer.body) != digest_of(step.resource) => return Err(Unfinished::Differs),
                Ok(answer) => written.push(answer.body),
                Err(Failure::Refused { http_status: 404 }) => written.push(self.put_beside(step).await?),
                // What was taken away was there once: it is not sent again.
                Err(Failure::Refused { http_status: 410 }) => {}
                Err(Failure::Unreachable) => return Err(Unfinished::Unknown),
                Err(Failure::Busy { .. } | Failure::Broken | Failure::SignInNeeded) => return Err(Unfinished::Later),
                Err(Failure::NotAllowed | Failure::Refused { .. }) => return Err(Unfinished::Refused),
            }
        }
        Ok(written)
    }

    async fn put_beside(&self, step: &Step<'_>) -> Result<Value, Unfinished> {
        let Heard::Answer(answer) = self.put(step).await else { return Err(Unfinished::Unknown) };
        match answer.status {
            200 | 201 => answer.resource().ok_or(Unfinished::Unknown),
            // Somebody was quicker, who can only have been this decision itself.
            401 | 408 | 409 | 412 | 429 | 500 | 503 => Err(Unfinished::Later),
            400..=499 | 501 => Err(Unfinished::Refused),
            _ => Err(Unfinished::Unknown),
        }
    }

    async fn put(&self, step: &Step<'_>) -> Heard {
        let headers = [step.guard.clone(), ("Prefer", "return=representation".to_owned())];
        let body = Some(step.resource);
        self.http.heard(Ask { method: Method::PUT, path: step.path, headers: &headers, body, longest: None }).await
    }
}

/// Says what a failure means for a decision of which nothing has left yet: never "nobody knows".
pub(crate) fn before_writing(failure: Failure) -> PushAnswer {
    match failure {
        Failure::Unreachable => PushAnswer::NotSent,
        Failure::Busy { retry_after_ms } => PushAnswer::Busy { retry_after_ms },
        Failure::Broken => PushAnswer::Broken,
        Failure::SignInNeeded => PushAnswer::SignInNeeded,
        Failure::NotAllowed => PushAnswer::NotAllowed,
        Failure::Refused { http_status: 413 } => PushAnswer::TooLarge,
        Failure::Refused { http_status } => PushAnswer::Refused { http_status },
    }
}
