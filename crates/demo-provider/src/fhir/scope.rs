//! Owns the rule which practice a resource belongs to.
//!
//! A resource says so with an ODS code as `meta.tag` or, for patients, as managing organisation. Without one it
//! stays with the practice of its writer; without a writer it stays visible to all.

use serde_json::Value;

use super::outcome::FhirError;
use crate::store::{Session, Stored};

/// Identifier system of NHS organisation codes.
pub const ODS_SYSTEM: &str = "https://fhir.nhs.uk/Id/ods-organization-code";

/// Returns the ODS code that a new version belongs to, empty for everybody.
pub fn practice_of(session: &Session<'_>, resource: &Value, current: Option<&Stored>) -> Result<String, FhirError> {
    let stated = stated_practice(resource);
    if let (Some(stated), Some(own)) = (&stated, session.practice)
        && stated != own
    {
        return Err(FhirError::Forbidden("The resource names another practice".to_owned()));
    }
    Ok(stated
        .or_else(|| current.map(|current| current.practice.clone()))
        .or_else(|| session.practice.map(str::to_owned))
        .unwrap_or_default())
}

/// Fails as if nothing were there when the resource belongs to another practice.
pub fn check_visible(session: &Session<'_>, current: &Stored) -> Result<(), FhirError> {
    let visible = current.practice.is_empty() || session.practice.is_none_or(|own| own == current.practice);
    if visible { Ok(()) } else { Err(FhirError::NotFound("No such resource".to_owned())) }
}

/// Returns the ODS code that a resource states.
pub fn stated_practice(resource: &Value) -> Option<String> {
    let tags = resource.pointer("/meta/tag").and_then(Value::as_array);
    let tag = tags.into_iter().flatten().find(|tag| is_ods(tag));
    if let Some(code) = tag.and_then(|tag| tag.get("code")).and_then(Value::as_str) {
        return Some(code.to_owned());
    }
    let identifier = resource.pointer("/managingOrganization/identifier")?;
    if !is_ods(identifier) {
        return None;
    }
    identifier.get("value")?.as_str().map(str::to_owned)
}

fn is_ods(coded: &Value) -> bool {
    coded.get("system").and_then(Value::as_str) == Some(ODS_SYSTEM)
}
