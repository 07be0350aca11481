//! What counts as the provider's word and what does not (`sync.md` b.5, the result table). A page of a network's sign-in,
//! a proxy's error, half a body: none of them is an answer, whatever its status says.

use chrono::{DateTime, Utc};
use serde_json::Value;
use triage_domain::Version;
use triage_fhir::encode::digest_of;
use triage_fhir::read_transaction;
use triage_sync::{Failure, PushAnswer, WitnessAnswer};

use crate::received::PushResult;

/// `Task.status` of everything that is open.
pub const OPEN_STATUSES: &[&str] = &["draft", "requested", "received", "accepted", "ready", "in-progress", "on-hold"];

/// One HTTP answer that arrived whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HttpAnswer {
    pub status: u16,
    pub content_type: Option<String>,
    /// `Retry-After`, verbatim: seconds or a date.
    pub retry_after: Option<String>,
    /// `Date`, verbatim.
    pub date: Option<String>,
    pub body: Vec<u8>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    Answer(HttpAnswer),
    /// Not one byte left this PC.
    NotSent,
    /// Bytes left, and no whole answer came back.
    Nothing,
}

/// A resource that the provider sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub body: Value,
    /// The provider's clock.
    pub date: Option<DateTime<Utc>>,
}

impl HttpAnswer {
    /// Returns the body where it is a FHIR resource as JSON; anything else is not the provider's word.
    #[must_use]
    pub fn resource(&self) -> Option<Value> {
        if !self.content_type.as_deref()?.contains("json") {
            return None;
        }
        let body: Value = serde_json::from_slice(&self.body).ok()?;
        body.get("resourceType")?.as_str()?;
        Some(body)
    }

    /// Returns the provider's clock.
    #[must_use]
    pub fn server_date(&self) -> Option<DateTime<Utc>> {
        DateTime::parse_from_rfc2822(self.date.as_deref()?).ok().map(|at| at.to_utc())
    }

    /// Returns the wait that the provider asks for, in milliseconds; a date counts from the provider's own clock, and one
    /// that has passed asks for none.
    #[must_use]
    pub fn retry_after_ms(&self) -> Option<u64> {
        let value = self.retry_after.as_deref()?.trim();
        if let Ok(seconds) = value.parse::<u64>() {
            return Some(seconds.saturating_mul(1000));
        }
        let until = DateTime::parse_from_rfc2822(value).ok()?.to_utc();
        u64::try_from((until - self.server_date()?).num_milliseconds()).ok()
    }

    fn failure(&self) -> Failure {
        match self.status {
            401 => Failure::SignInNeeded,
            403 => Failure::NotAllowed,
            429 | 503 => Failure::Busy { retry_after_ms: self.retry_after_ms() },
            407 | 502 | 504 | 300..=399 => Failure::Unreachable,
            404 | 410 if self.is_web_page() => Failure::Unreachable,
            408 | 500..=599 => Failure::Broken,
            http_status => Failure::Refused { http_status },
        }
    }

    /// Something between this PC and the provider speaks like this: that it does not find a request says nothing about it.
    fn is_web_page(&self) -> bool {
        self.content_type.as_deref().is_some_and(|content_type| content_type.contains("html"))
    }
}

impl Heard {
    /// Reads the answer to a question.
    ///
    /// # Errors
    /// Fails unless the provider itself answers with a resource.
    pub fn resource(&self) -> Result<Answer, Failure> {
        let Self::Answer(answer) = self else { return Err(Failure::Unreachable) };
        if answer.status != 200 {
            return Err(answer.failure());
        }
        let body = answer.resource().ok_or(Failure::Unreachable)?;
        Ok(Answer { body, date: answer.server_date() })
    }

    /// Reads the answer to the transaction of one decision. Only a transaction response with a version is proof.
    #[must_use]
    pub fn push_result(&self, entries: usize) -> PushResult {
        let answer = match self {
            Self::NotSent => return PushAnswer::NotSent.into(),
            Self::Nothing => return PushAnswer::Unknown.into(),
            Self::Answer(answer) => answer,
        };
        if triage_sync::mutant!("html-counts-as-success") && matches!(answer.status, 200 | 201) {
            let version = Version::parse("1").ok();
            return version.map_or(PushAnswer::Unknown, |version| PushAnswer::Applied { version }).into();
        }
        match answer.status {
            200 | 201 => answer.resource().map_or(PushAnswer::Unknown.into(), |body| proof(&body, entries)),
            401 => PushAnswer::SignInNeeded.into(),
            403 => PushAnswer::NotAllowed.into(),
            407 => PushAnswer::NotSent.into(),
            413 => PushAnswer::TooLarge.into(),
            429 | 503 if triage_sync::mutant!("temporary-taken-for-permanent") => PushAnswer::NotAllowed.into(),
            429 | 503 => PushAnswer::Busy { retry_after_ms: answer.retry_after_ms() }.into(),
            408 | 500 => PushAnswer::Broken.into(),
            http_status @ (400..=499 | 501) => PushAnswer::Refused { http_status }.into(),
            _ => PushAnswer::Unknown.into(),
        }
    }

    /// Reads the answer to the question for a decision's witness.
    #[must_use]
    pub fn witness(&self, digest: &str) -> WitnessAnswer {
        match self.resource() {
            Ok(answer) if digest_of(&answer.body) == Some(digest) => WitnessAnswer::Landed,
            Ok(_) => WitnessAnswer::Differs,
            Err(Failure::Refused { http_status: 404 | 410 }) => WitnessAnswer::Absent,
            Err(failure) => WitnessAnswer::Failed(failure),
        }
    }
}

fn proof(body: &Value, entries: usize) -> PushResult {
    if triage_sync::mutant!("partial-success-accepted") {
        let entries = body.get("entry").and_then(Value::as_array);
        let worked = entries
            .into_iter()
            .flatten()
            .find(|it| it["response"]["status"].as_str().is_some_and(|s| s.starts_with('2')));
        let version = worked.and_then(|_| Version::parse("1").ok());
        return version.map_or(PushAnswer::Unknown, |version| PushAnswer::Applied { version }).into();
    }
    let Ok(outcome) = read_transaction(body, entries) else { return PushAnswer::Unknown.into() };
    let Ok(version) = Version::parse(&outcome.version) else { return PushAnswer::Unknown.into() };
    let mut written = outcome.beside;
    written.extend(outcome.task);
    if written.len() < entries {
        written.clear();
    }
    PushResult { answer: PushAnswer::Applied { version }, written }
}

#[cfg(test)]
mod tests;
