//! Owns how answers and refusals become HTTP responses.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::call::Return;
use super::instance::Done;
use super::outcome::{FhirError, outcome};
use crate::store::Stored;

/// Media type of FHIR JSON.
const FHIR_JSON: &str = "application/fhir+json; charset=utf-8";

/// An answer before it is written to the connection.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers besides the content type.
    pub headers: Vec<(HeaderName, String)>,
    /// The content.
    pub content: Content,
}

/// What stands in the body of an answer.
#[derive(Debug)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// A resource or Bundle.
    Fhir(Value),
    /// JSON that is no resource.
    Json(Value),
    /// Bytes of a Binary.
    Raw {
        /// Media type.
        content_type: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl Reply {
    /// Answers with a resource or Bundle.
    pub fn fhir(body: Value) -> Self {
        Self { status: StatusCode::OK, headers: Vec::new(), content: Content::Fhir(body) }
    }

    /// Answers with one version of a resource.
    pub fn version(stored: &Stored) -> Self {
        let mut reply = Self::fhir(stored.body.clone().unwrap_or_default());
        reply.headers = version_headers(stored);
        reply
    }

    /// Answers that nothing changed since the client's copy.
    pub fn not_modified(stored: &Stored) -> Self {
        Self { status: StatusCode::NOT_MODIFIED, headers: version_headers(stored), content: Content::Nothing }
    }

    /// Answers a write in the way the client prefers.
    pub fn written(done: &Done, url: &str, wants: Return) -> Self {
        let mut headers = version_headers(&done.stored);
        headers.push((header::LOCATION, format!("{url}/_history/{}", done.stored.version)));
        let content = match wants {
            Return::Minimal => Content::Nothing,
            Return::Representation => Content::Fhir(done.stored.body.clone().unwrap_or_default()),
            Return::Outcome => Content::Fhir(outcome("information", "informational", "Stored", None)),
        };
        Self { status: done.status, headers, content }
    }

    /// Answers a delete.
    pub fn deleted(gone: Option<&Stored>) -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            headers: gone.map(version_headers).unwrap_or_default(),
            content: Content::Nothing,
        }
    }

    /// Refuses.
    pub fn refusal(error: &FhirError) -> Self {
        let mut headers = Vec::new();
        if matches!(error, FhirError::NotSignedIn) {
            headers.push(challenge(""));
        }
        if matches!(error, FhirError::TokenExpired) {
            headers.push(challenge(", error=\"invalid_token\""));
        }
        if let Some(cause) = error.failure() {
            tracing::error!(?cause, "the store failed");
        }
        Self { status: error.status(), headers, content: Content::Fhir(error.outcome()) }
    }

    /// Writes the answer as an HTTP response.
    pub fn into_response(self) -> Response<Body> {
        let (content_type, bytes) = match self.content {
            Content::Nothing => (None, Vec::new()),
            Content::Fhir(value) => (Some(FHIR_JSON.to_owned()), value.to_string().into_bytes()),
            Content::Json(value) => (Some("application/json".to_owned()), value.to_string().into_bytes()),
            Content::Raw { content_type, bytes } => (Some(content_type), bytes),
        };
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() = self.status;
        let typed = content_type.map(|value| (header::CONTENT_TYPE, value));
        for (name, value) in self.headers.into_iter().chain(typed) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// Returns the `WWW-Authenticate` of a 401.
pub fn challenge(detail: &str) -> (HeaderName, String) {
    (header::WWW_AUTHENTICATE, format!("Bearer realm=\"demo provider\"{detail}"))
}

/// Writes an instant as HTTP headers do, to the second.
pub fn http_date(moment: DateTime<Utc>) -> String {
    moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn version_headers(stored: &Stored) -> Vec<(HeaderName, String)> {
    let changed = DateTime::from_timestamp_millis(stored.last_updated_ms).unwrap_or_default();
    vec![(header::ETAG, format!("W/\"{}\"", stored.version)), (header::LAST_MODIFIED, http_date(changed))]
}
