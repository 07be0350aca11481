//! Owns the interactions with single resources and their preconditions.

use axum::http::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use super::call::{Preconditions, VersionMatch, parse_pairs};
use super::outcome::FhirError;
use super::scope;
use super::search::conditional_matches;
use super::validate::{is_id, validate};
use crate::courier;
use crate::store::{Method, Session, Stored};

/// What an interaction did, before it becomes an HTTP response or an entry of a Bundle.
#[derive(Clone, Debug)]
pub struct Done {
    /// HTTP status.
    pub status: StatusCode,
    /// The version that is current now.
    pub stored: Stored,
}

/// Reads the newest version.
pub fn read(session: &Session<'_>, type_name: &str, id: &str) -> Result<Stored, FhirError> {
    present(session.find(type_name, id)?)
}

/// Reads one version.
pub fn read_version(session: &Session<'_>, type_name: &str, id: &str, version: &str) -> Result<Stored, FhirError> {
    let found = match version.parse() {
        Ok(number) => session.find_version(type_name, id, number)?,
        Err(_) => None,
    };
    present(found)
}

/// Returns what a conditional create would answer with instead of creating.
pub fn existing_match(
    session: &Session<'_>,
    type_name: &str,
    if_none_exist: &str,
) -> Result<Option<Stored>, FhirError> {
    let pairs = parse_pairs(if_none_exist.trim_start_matches('?').as_bytes());
    single(conditional_matches(session, type_name, &pairs)?)
}

/// Creates a resource under a new id, or under one that a transaction chose before.
pub fn create(
    session: &Session<'_>,
    type_name: &str,
    resource: Value,
    chosen_id: Option<String>,
) -> Result<Done, FhirError> {
    validate(type_name, &resource)?;
    let id = chosen_id.unwrap_or_else(|| Uuid::new_v4().to_string());
    let practice = scope::practice_of(session, &resource, None)?;
    let stored = session.put(type_name, &id, resource, &practice, Method::Post)?;
    courier::accept(session, &stored)?;
    Ok(Done { status: StatusCode::CREATED, stored })
}

/// Stores a new version under an id, or creates it there.
pub fn update(
    session: &Session<'_>,
    type_name: &str,
    id: &str,
    resource: Value,
    preconditions: &Preconditions,
) -> Result<Done, FhirError> {
    validate(type_name, &resource)?;
    if !is_id(id) {
        return Err(FhirError::Malformed("The id is not a FHIR id".to_owned()));
    }
    if resource.get("id").and_then(Value::as_str) != Some(id) {
        return Err(FhirError::Malformed("The resource's id must be the id in the address".to_owned()));
    }
    let current = session.find_unscoped(type_name, id)?;
    if let Some(current) = &current {
        scope::check_visible(session, current)?;
    }
    if current.is_none() && preconditions.must_exist {
        return Err(FhirError::NotAllowed("The server chooses the ids of new resources".to_owned()));
    }
    check(current.as_ref(), preconditions)?;
    let practice = scope::practice_of(session, &resource, current.as_ref())?;
    let existed = current.is_some_and(|current| current.body.is_some());
    let stored = session.put(type_name, id, resource, &practice, Method::Put)?;
    courier::accept(session, &stored)?;
    Ok(Done { status: if existed { StatusCode::OK } else { StatusCode::CREATED }, stored })
}

/// Stores a new version of the one resource that matches a query, or creates it.
pub fn conditional_update(
    session: &Session<'_>,
    type_name: &str,
    query: &[(String, String)],
    mut resource: Value,
    preconditions: &Preconditions,
) -> Result<Done, FhirError> {
    let own_id = resource.get("id").and_then(Value::as_str).map(str::to_owned);
    let Some(existing) = single(conditional_matches(session, type_name, query)?)? else {
        if preconditions.if_match.is_some() {
            check(None, preconditions)?;
        }
        return match own_id {
            Some(id) => update(session, type_name, &id, resource, preconditions),
            None => create(session, type_name, resource, None),
        };
    };
    if own_id.as_ref().is_some_and(|id| *id != existing.id) {
        return Err(FhirError::Malformed("The resource's id is not the id of the match".to_owned()));
    }
    if let Some(members) = resource.as_object_mut() {
        members.insert("id".to_owned(), Value::from(existing.id.clone()));
    }
    update(session, type_name, &existing.id, resource, preconditions)
}

/// Deletes a resource; deleting what is not there changes nothing.
pub fn delete(
    session: &Session<'_>,
    type_name: &str,
    id: &str,
    preconditions: &Preconditions,
) -> Result<Option<Stored>, FhirError> {
    let current = session.find(type_name, id)?;
    check(current.as_ref(), preconditions)?;
    match current {
        Some(current) if current.body.is_some() => Ok(Some(session.delete(&current)?)),
        Some(_) | None => Ok(None),
    }
}

fn check(current: Option<&Stored>, preconditions: &Preconditions) -> Result<(), FhirError> {
    let alive = current.filter(|current| current.body.is_some());
    if preconditions.must_not_exist && alive.is_some() {
        return Err(FhirError::VersionConflict("If-None-Match * but the resource exists".to_owned()));
    }
    match (&preconditions.if_match, current) {
        (None, _) => Ok(()),
        (Some(VersionMatch::Any), Some(_)) if alive.is_some() => Ok(()),
        (Some(VersionMatch::Version(wanted)), Some(current)) if *wanted == current.version.to_string() => Ok(()),
        (Some(VersionMatch::Version(wanted)), Some(current)) => Err(FhirError::VersionConflict(format!(
            "Version conflict: If-Match W/\"{wanted}\" but current is {}",
            current.version
        ))),
        (Some(_), _) => {
            Err(FhirError::VersionConflict("Version conflict: If-Match but the resource does not exist".to_owned()))
        }
    }
}

fn present(found: Option<Stored>) -> Result<Stored, FhirError> {
    match found {
        None => Err(FhirError::NotFound("No such resource".to_owned())),
        Some(stored) if stored.body.is_none() => Err(FhirError::Gone),
        Some(stored) => Ok(stored),
    }
}

fn single(mut matches: Vec<Stored>) -> Result<Option<Stored>, FhirError> {
    if matches.len() > 1 {
        return Err(FhirError::ConditionFailed("The condition matches several resources".to_owned()));
    }
    Ok(matches.pop())
}
