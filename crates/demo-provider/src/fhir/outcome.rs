//! Owns the refusals of the FHIR API: which status, which issue code, as an OperationOutcome.

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::store::StoreError;

/// Why an interaction was refused.
///
/// The texts are for developers and never carry a value of a resource.
#[derive(Debug, thiserror::Error)]
pub enum FhirError {
    /// The request cannot be understood.
    #[error("{0}")]
    Malformed(String),
    /// No token, or one that is unknown.
    #[error("A valid access token is required")]
    NotSignedIn,
    /// The token was valid once.
    #[error("The access token has expired")]
    TokenExpired,
    /// Signed in, but this belongs to another practice or is not allowed.
    #[error("{0}")]
    Forbidden(String),
    /// Nothing is there, or it belongs to another practice.
    #[error("{0}")]
    NotFound(String),
    /// It was deleted.
    #[error("The resource was deleted")]
    Gone,
    /// The address exists, the method does not.
    #[error("{0}")]
    NotAllowed(String),
    /// The server does not do this at all.
    #[error("{0}")]
    NotSupported(String),
    /// The client accepts no format that the server writes.
    #[error("The server answers application/fhir+json only")]
    NotAcceptable,
    /// `If-Match` named an older version.
    #[error("{0}")]
    VersionConflict(String),
    /// A condition matched several resources, or one that must not exist.
    #[error("{0}")]
    ConditionFailed(String),
    /// The body is larger than the limit.
    #[error("The body is larger than {limit} bytes")]
    TooLarge {
        /// Largest body in bytes.
        limit: usize,
    },
    /// The body has another format than FHIR JSON.
    #[error("The server reads application/fhir+json only")]
    WrongContentType,
    /// The resource breaks a rule of FHIR.
    #[error("{text}")]
    Invalid {
        /// FHIR issue code: `required`, `code-invalid`, `structure` or `value`.
        code: &'static str,
        /// What is wrong.
        text: String,
        /// Where it is wrong, as FHIRPath.
        expression: String,
    },
    /// The server failed.
    #[error("The server failed")]
    Store(#[from] StoreError),
    /// An entry of a Bundle failed; the whole Bundle was rolled back.
    #[error("Transaction rolled back: entry {index}: {cause}")]
    Transaction {
        /// Position in the Bundle, from 0.
        index: usize,
        /// What the entry failed with.
        cause: Box<FhirError>,
    },
}

impl FhirError {
    /// Returns the HTTP status of the refusal.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::NotSignedIn | Self::TokenExpired => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::NotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotSupported(_) => StatusCode::NOT_IMPLEMENTED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::VersionConflict(_) | Self::ConditionFailed(_) => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Transaction { cause, .. } => cause.status(),
        }
    }

    /// Returns the refusal as an OperationOutcome.
    pub fn outcome(&self) -> Value {
        outcome("error", self.code(), &self.to_string(), self.expression())
    }

    /// Returns the failure of the server behind the refusal, when it is one.
    pub fn failure(&self) -> Option<&StoreError> {
        match self {
            Self::Store(cause) => Some(cause),
            Self::Transaction { cause, .. } => cause.failure(),
            Self::Malformed(_)
            | Self::NotSignedIn
            | Self::TokenExpired
            | Self::Forbidden(_)
            | Self::NotFound(_)
            | Self::Gone
            | Self::NotAllowed(_)
            | Self::NotSupported(_)
            | Self::NotAcceptable
            | Self::VersionConflict(_)
            | Self::ConditionFailed(_)
            | Self::TooLarge { .. }
            | Self::WrongContentType
            | Self::Invalid { .. } => None,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "invalid",
            Self::NotSignedIn => "login",
            Self::TokenExpired => "expired",
            Self::Forbidden(_) => "forbidden",
            Self::NotFound(_) => "not-found",
            Self::Gone => "deleted",
            Self::NotAllowed(_) | Self::NotSupported(_) | Self::NotAcceptable | Self::WrongContentType => {
                "not-supported"
            }
            Self::VersionConflict(_) => "conflict",
            Self::ConditionFailed(_) => "multiple-matches",
            Self::TooLarge { .. } => "too-long",
            Self::Invalid { code, .. } => code,
            Self::Store(_) => "exception",
            Self::Transaction { cause, .. } => cause.code(),
        }
    }

    fn expression(&self) -> Option<String> {
        match self {
            Self::Invalid { expression, .. } => Some(expression.clone()),
            Self::Transaction { index, cause } => Some(match cause.expression() {
                Some(inner) => format!("Bundle.entry[{index}].resource.ofType({inner})"),
                None => format!("Bundle.entry[{index}]"),
            }),
            Self::Malformed(_)
            | Self::NotSignedIn
            | Self::TokenExpired
            | Self::Forbidden(_)
            | Self::NotFound(_)
            | Self::Gone
            | Self::NotAllowed(_)
            | Self::NotSupported(_)
            | Self::NotAcceptable
            | Self::VersionConflict(_)
            | Self::ConditionFailed(_)
            | Self::TooLarge { .. }
            | Self::WrongContentType
            | Self::Store(_) => None,
        }
    }
}

/// Writes an OperationOutcome with one issue.
pub fn outcome(severity: &str, code: &str, text: &str, expression: Option<String>) -> Value {
    let mut issue = json!({ "severity": severity, "code": code, "diagnostics": text });
    if let (Some(expression), Some(members)) = (expression, issue.as_object_mut()) {
        members.insert("expression".to_owned(), json!([expression]));
    }
    json!({
        "resourceType": "OperationOutcome",
        "id": Uuid::new_v4().to_string(),
        "issue": [issue],
    })
}
