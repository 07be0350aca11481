//! Owns searches from their parameters to a searchset Bundle.

use std::collections::BTreeSet;

use chrono::SecondsFormat;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::{Handling, format_pairs};
use super::outcome::FhirError;
use super::query::{Along, CURSOR, Plan, format_cursor, plan};
use crate::store::{Criterion, Session, Stored};

/// Answers a search with one page.
pub fn searchset(
    session: &Session<'_>,
    type_name: &str,
    pairs: &[(String, String)],
    handling: Handling,
) -> Result<Value, FhirError> {
    let plan = plan(type_name, pairs, handling, session.base_url)?;
    let found = session.search(&plan.search)?;
    let address = format!("{}/{type_name}", session.base_url);
    let mut links = vec![link("self", &address, &plan.used)];
    if let Some(next) = &found.next {
        let mut used = plan.used.clone();
        used.push((CURSOR.to_owned(), format_cursor(next)));
        links.push(link("next", &address, &used));
    }
    let mut entries: Vec<Value> =
        found.matches.iter().map(|stored| entry(session, stored, "match", plan.elements.as_deref())).collect();
    for stored in related(session, &plan, &found.matches)? {
        entries.push(entry(session, &stored, "include", None));
    }
    Ok(bundle(session, "searchset", found.total, links, entries))
}

/// Returns at most two current resources that match a condition of a write.
///
/// Conditions are always strict: an ignored parameter would match everything.
pub fn conditional_matches(
    session: &Session<'_>,
    type_name: &str,
    pairs: &[(String, String)],
) -> Result<Vec<Stored>, FhirError> {
    let mut plan = plan(type_name, pairs, Handling::Strict, session.base_url)?;
    if plan.search.criteria.is_empty() {
        return Err(FhirError::Malformed("A condition needs at least one search parameter".to_owned()));
    }
    if let [Criterion::LastUpdated(_)] = plan.search.criteria.as_slice() {
        return Err(FhirError::Malformed("A condition needs more than _lastUpdated".to_owned()));
    }
    plan.search.count = 2;
    Ok(session.search(&plan.search)?.matches)
}

/// Builds a Bundle that answers a search or a history.
pub fn bundle(session: &Session<'_>, kind: &str, total: i64, links: Vec<Value>, entries: Vec<Value>) -> Value {
    let mut bundle = json!({
        "resourceType": "Bundle",
        "id": Uuid::new_v4().to_string(),
        "meta": { "lastUpdated": session.now.to_rfc3339_opts(SecondsFormat::Millis, true) },
        "type": kind,
        "total": total,
        "link": links,
    });
    if let (false, Some(members)) = (entries.is_empty(), bundle.as_object_mut()) {
        members.insert("entry".to_owned(), Value::Array(entries));
    }
    bundle
}

/// Writes a link of a Bundle.
pub fn link(relation: &str, address: &str, pairs: &[(String, String)]) -> Value {
    let url = if pairs.is_empty() { address.to_owned() } else { format!("{address}?{}", format_pairs(pairs)) };
    json!({ "relation": relation, "url": url })
}

/// Returns the address of a resource.
pub fn full_url(session: &Session<'_>, stored: &Stored) -> String {
    format!("{}/{}/{}", session.base_url, stored.type_name, stored.id)
}

fn entry(session: &Session<'_>, stored: &Stored, mode: &str, elements: Option<&[String]>) -> Value {
    let body = stored.body.as_ref();
    let resource = match elements {
        Some(elements) => body.map(|body| subset(body, elements)),
        None => body.cloned(),
    };
    json!({
        "fullUrl": full_url(session, stored),
        "resource": resource,
        "search": { "mode": mode },
    })
}

/// Keeps the wanted members and marks the resource as incomplete, so that nobody sends it back as whole.
fn subset(body: &Value, elements: &[String]) -> Value {
    let mut kept = Map::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        let always = matches!(name.as_str(), "resourceType" | "id" | "meta");
        if always || elements.iter().any(|element| element == name) {
            kept.insert(name.clone(), value.clone());
        }
    }
    if let Some(meta) = kept.get_mut("meta").and_then(Value::as_object_mut) {
        let tags = meta.entry("tag").or_insert_with(|| json!([]));
        if let Some(tags) = tags.as_array_mut() {
            tags.push(json!({
                "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
                "code": "SUBSETTED",
            }));
        }
    }
    Value::Object(kept)
}

fn related(session: &Session<'_>, plan: &Plan, matches: &[Stored]) -> Result<Vec<Stored>, FhirError> {
    let key = |stored: &Stored| (stored.type_name.clone(), stored.id.clone());
    let mut seen: BTreeSet<_> = matches.iter().map(key).collect();
    let mut added = Vec::new();
    for along in &plan.along {
        for stored in one_relation(session, along, matches)? {
            let wanted = along.target.as_ref().is_none_or(|target| along.reverse || *target == stored.type_name);
            if wanted && seen.insert(key(&stored)) {
                added.push(stored);
            }
        }
    }
    Ok(added)
}

fn one_relation(session: &Session<'_>, along: &Along, matches: &[Stored]) -> Result<Vec<Stored>, FhirError> {
    Ok(if along.reverse {
        session.referring(matches, &along.type_name, &along.param)?
    } else {
        session.referenced(matches, &along.param)?
    })
}
