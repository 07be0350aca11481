//! Owns what a FHIR request says besides its body: address, preferences and preconditions.

use axum::http::{HeaderMap, Method, header};
use serde_json::Value;
use url::form_urlencoded;

use super::outcome::FhirError;
use crate::gaps::Gaps;

/// A FHIR request, read whole.
#[derive(Clone, Debug)]
pub struct Call {
    /// HTTP method.
    pub method: Method,
    /// Parts of the path below the FHIR base, decoded.
    pub segments: Vec<String>,
    /// Query parameters in their order.
    pub query: Vec<(String, String)>,
    /// HTTP headers.
    pub headers: HeaderMap,
    /// The body as received.
    pub body: Vec<u8>,
    /// What the server leaves out.
    pub gaps: Gaps,
}

/// What the client wants to get back from a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// The stored resource.
    Representation,
    /// Nothing but headers.
    Minimal,
    /// An OperationOutcome.
    Outcome,
}

/// What happens to search parameters that the server does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// They are refused.
    Strict,
    /// They are ignored and missing from the `self` link.
    Lenient,
}

/// Conditions on the stored version that a write depends on.
#[derive(Clone, Debug, Default)]
pub struct Preconditions {
    /// The version that must be current.
    pub if_match: Option<VersionMatch>,
    /// Whether nothing may exist yet (`If-None-Match: *`).
    pub must_not_exist: bool,
    /// Whether something must exist already: the server takes no ids of clients.
    pub must_exist: bool,
}

/// The value of an `If-Match`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionMatch {
    /// Any version, but one must exist.
    Any,
    /// This version.
    Version(String),
}

impl Call {
    /// Returns a header as text.
    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the preference for the answer of a write.
    pub fn wants_return(&self) -> Return {
        match self.preference("return").as_deref() {
            Some("minimal") => Return::Minimal,
            Some("OperationOutcome") => Return::Outcome,
            Some(_) | None => Return::Representation,
        }
    }

    /// Returns the preference for unknown search parameters.
    pub fn handling(&self) -> Handling {
        match self.preference("handling").as_deref() {
            Some("strict") => Handling::Strict,
            Some(_) | None => Handling::Lenient,
        }
    }

    /// Reads `If-Match` and `If-None-Match` of a write.
    pub fn preconditions(&self) -> Result<Preconditions, FhirError> {
        let if_match = self.header(header::IF_MATCH).map(parse_if_match).transpose()?;
        let must_not_exist = self.header(header::IF_NONE_MATCH) == Some("*");
        Ok(self.gaps.of_write(Preconditions { if_match, must_not_exist, must_exist: false }))
    }

    /// Returns the body as JSON after checking its content type.
    pub fn json(&self) -> Result<Value, FhirError> {
        let content_type = self.header(header::CONTENT_TYPE).unwrap_or("");
        let media = content_type.split(';').next().unwrap_or("").trim();
        if !matches!(media, "application/fhir+json" | "application/json" | "text/json") {
            return Err(FhirError::WrongContentType);
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            FhirError::Malformed(format!("The body is not JSON: line {}, column {}", error.line(), error.column()))
        })
    }

    /// Fails when the client accepts no JSON.
    pub fn check_acceptable(&self) -> Result<(), FhirError> {
        let format = self.query.iter().find(|(name, _)| name == "_format");
        let wanted = format.map(|(_, value)| value.as_str()).or_else(|| self.header(header::ACCEPT)).unwrap_or("*/*");
        if wanted.contains("json") || wanted.contains("*/*") || wanted.contains("application/*") {
            Ok(())
        } else {
            Err(FhirError::NotAcceptable)
        }
    }

    fn preference(&self, name: &str) -> Option<String> {
        self.headers
            .get_all("prefer")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|text| text.split([',', ';']))
            .filter_map(|part| part.trim().split_once('='))
            .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().trim_matches('"').to_owned())
    }
}

/// Reads `W/"3"`, `"3"` or `*`.
pub fn parse_if_match(text: &str) -> Result<VersionMatch, FhirError> {
    let text = text.trim();
    if text == "*" {
        return Ok(VersionMatch::Any);
    }
    quoted(text)
        .map(|version| VersionMatch::Version(version.to_owned()))
        .ok_or_else(|| FhirError::Malformed("If-Match must have the form W/\"version\"".to_owned()))
}

/// Returns the version inside `W/"3"` or `"3"`.
pub fn quoted(text: &str) -> Option<&str> {
    let tag = text.strip_prefix("W/").unwrap_or(text);
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.is_empty() && !inner.contains('"')).then_some(inner)
}

/// Reads a query string or form body into pairs.
pub fn parse_pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// Writes pairs as a query string.
pub fn format_pairs(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
