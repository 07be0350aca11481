//! Owns transactions (all or nothing) and batches (each entry for itself).

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::{Handling, Preconditions, Return, parse_if_match, parse_pairs};
use super::instance::{self, Done};
use super::outcome::{FhirError, outcome};
use super::references::rewrite;
use super::search::{full_url, searchset};
use crate::gaps::Gaps;
use crate::store::{Session, Stored, format_ms, is_known_type};

/// Largest number of entries in one Bundle.
pub const ENTRIES_MAX: usize = 1000;

/// One entry of a Bundle, read but not carried out.
struct Entry {
    full_url: Option<String>,
    method: String,
    type_name: String,
    id: Option<String>,
    query: Vec<(String, String)>,
    resource: Option<Value>,
    preconditions: Preconditions,
    if_none_exist: Option<String>,
}

/// What an entry is going to be, decided before anything is written.
enum Fate {
    Create(String),
    Existing(Box<Stored>),
    AsWritten,
}

/// What an entry answered.
enum Answer {
    Done(Done),
    Deleted,
    Found(Value),
}

/// Carries out every entry or none.
pub fn transaction(session: &Session<'_>, bundle: &Value, wants: Return, gaps: &Gaps) -> Result<Value, FhirError> {
    let mut entries = Vec::new();
    for (index, raw) in raw_entries(bundle)?.iter().enumerate() {
        entries.push(at(index, read_entry(session, raw, gaps))?);
    }
    refuse_double_targets(&entries)?;
    let mut fates = Vec::new();
    let mut given = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let fate = at(index, decide(session, entry))?;
        if let (Some(full_url), Some(target)) = (&entry.full_url, target_of(entry, &fate)) {
            given.insert(full_url.clone(), target);
        }
        fates.push(fate);
    }
    for entry in &mut entries {
        if let Some(resource) = &mut entry.resource {
            rewrite(resource, &given);
        }
    }
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|index| processing_rank(&entries[*index].method));
    let mut answers: BTreeMap<usize, Value> = BTreeMap::new();
    for index in order {
        let answer = at(index, carry_out(session, &entries[index], &fates[index]))?;
        answers.insert(index, wire(session, &answer, wants));
    }
    Ok(response("transaction-response", session, answers))
}

/// Carries out every entry for itself.
pub fn batch(session: &Session<'_>, bundle: &Value, wants: Return, gaps: &Gaps) -> Result<Value, FhirError> {
    let mut answers = BTreeMap::new();
    for (index, raw) in raw_entries(bundle)?.iter().enumerate() {
        let outcome = session.attempt(|| {
            let entry = read_entry(session, raw, gaps)?;
            let fate = decide(session, &entry)?;
            carry_out(session, &entry, &fate)
        })?;
        let answer = match outcome {
            Ok(answer) => wire(session, &answer, wants),
            Err(error) => json!({ "response": {
                "status": status_text(error.status()),
                "outcome": error.outcome(),
            }}),
        };
        answers.insert(index, answer);
    }
    Ok(response("batch-response", session, answers))
}

fn raw_entries(bundle: &Value) -> Result<&[Value], FhirError> {
    let entries = bundle.get("entry").and_then(Value::as_array);
    let entries = entries.map_or(&[][..], Vec::as_slice);
    if entries.len() > ENTRIES_MAX {
        return Err(FhirError::Malformed(format!("A Bundle may have {ENTRIES_MAX} entries")));
    }
    Ok(entries)
}

fn read_entry(session: &Session<'_>, raw: &Value, gaps: &Gaps) -> Result<Entry, FhirError> {
    let request = raw.get("request");
    let text = |name: &str| {
        let member = request.and_then(|request| request.get(name));
        member.and_then(Value::as_str).map(str::to_owned)
    };
    let missing = |name: &str| FhirError::Malformed(format!("request.{name} is required"));
    let method = text("method").ok_or_else(|| missing("method"))?;
    let url = text("url").ok_or_else(|| missing("url"))?;
    let local = url.strip_prefix(session.base_url).unwrap_or(&url).trim_start_matches('/');
    let (path, query) = local.split_once('?').unwrap_or((local, ""));
    let mut parts = path.split('/');
    let type_name = parts.next().unwrap_or("").to_owned();
    if !is_known_type(&type_name) {
        return Err(FhirError::NotFound("The address of the entry names no known resource type".to_owned()));
    }
    let id = parts.next().map(str::to_owned);
    if parts.next().is_some() {
        return Err(FhirError::Malformed("Bundles support Type, Type/id and Type?query".to_owned()));
    }
    Ok(Entry {
        full_url: raw.get("fullUrl").and_then(Value::as_str).map(str::to_owned),
        method,
        type_name,
        id,
        query: parse_pairs(query.as_bytes()),
        resource: raw.get("resource").cloned(),
        preconditions: gaps.of_write(Preconditions {
            if_match: text("ifMatch").as_deref().map(parse_if_match).transpose()?,
            must_not_exist: text("ifNoneMatch").as_deref() == Some("*"),
            must_exist: false,
        }),
        if_none_exist: text("ifNoneExist"),
    })
}

fn refuse_double_targets(entries: &[Entry]) -> Result<(), FhirError> {
    let mut seen = BTreeSet::new();
    for (index, entry) in entries.iter().enumerate() {
        let writes = matches!(entry.method.as_str(), "PUT" | "DELETE");
        if let (true, Some(id)) = (writes, &entry.id)
            && !seen.insert((entry.type_name.clone(), id.clone()))
        {
            let twice = FhirError::Malformed("The Bundle writes a resource twice".to_owned());
            return at(index, Err(twice));
        }
    }
    Ok(())
}

fn decide(session: &Session<'_>, entry: &Entry) -> Result<Fate, FhirError> {
    if entry.method != "POST" {
        return Ok(Fate::AsWritten);
    }
    let existing = match &entry.if_none_exist {
        Some(condition) => instance::existing_match(session, &entry.type_name, condition)?,
        None => None,
    };
    Ok(match existing {
        Some(stored) => Fate::Existing(Box::new(stored)),
        None => Fate::Create(Uuid::new_v4().to_string()),
    })
}

/// Returns the address that replaces an entry's temporary one.
fn target_of(entry: &Entry, fate: &Fate) -> Option<String> {
    let id = match fate {
        Fate::Create(id) => id,
        Fate::Existing(stored) => &stored.id,
        Fate::AsWritten => entry.id.as_ref()?,
    };
    Some(format!("{}/{id}", entry.type_name))
}

/// The order in which FHIR R4 processes a transaction (http.html, transaction processing rules).
fn processing_rank(method: &str) -> u8 {
    match method {
        "DELETE" => 0,
        "POST" => 1,
        "PUT" => 2,
        _ => 3,
    }
}

fn carry_out(session: &Session<'_>, entry: &Entry, fate: &Fate) -> Result<Answer, FhirError> {
    let type_name = entry.type_name.as_str();
    let resource =
        || entry.resource.clone().ok_or_else(|| FhirError::Malformed("The entry needs a resource".to_owned()));
    match (entry.method.as_str(), &entry.id, fate) {
        ("POST", None, Fate::Existing(stored)) => {
            Ok(Answer::Done(Done { status: StatusCode::OK, stored: stored.as_ref().clone() }))
        }
        ("POST", None, Fate::Create(id)) => {
            let done = instance::create(session, type_name, resource()?, Some(id.clone()))?;
            Ok(Answer::Done(done))
        }
        ("PUT", Some(id), _) => {
            let done = instance::update(session, type_name, id, resource()?, &entry.preconditions)?;
            Ok(Answer::Done(done))
        }
        ("PUT", None, _) => {
            let (query, rules) = (&entry.query, &entry.preconditions);
            let done = instance::conditional_update(session, type_name, query, resource()?, rules)?;
            Ok(Answer::Done(done))
        }
        ("DELETE", Some(id), _) => {
            instance::delete(session, type_name, id, &entry.preconditions)?;
            Ok(Answer::Deleted)
        }
        ("GET", Some(id), _) => {
            Ok(Answer::Done(Done { status: StatusCode::OK, stored: instance::read(session, type_name, id)? }))
        }
        ("GET", None, _) => {
            let found = searchset(session, type_name, &entry.query, Handling::Strict)?;
            Ok(Answer::Found(found))
        }
        _ => Err(FhirError::NotAllowed("The method is not supported at this address".to_owned())),
    }
}

fn wire(session: &Session<'_>, answer: &Answer, wants: Return) -> Value {
    match answer {
        Answer::Deleted => json!({ "response": { "status": "204 No Content" } }),
        Answer::Found(found) => json!({ "response": { "status": "200 OK" }, "resource": found }),
        Answer::Done(done) => {
            let url = full_url(session, &done.stored);
            let mut response = json!({
                "status": status_text(done.status),
                "location": format!("{url}/_history/{}", done.stored.version),
                "etag": format!("W/\"{}\"", done.stored.version),
                "lastModified": format_ms(done.stored.last_updated_ms),
            });
            let mut entry = Map::new();
            if let (Return::Outcome, Some(members)) = (wants, response.as_object_mut()) {
                let text = outcome("information", "informational", "Stored", None);
                members.insert("outcome".to_owned(), text);
            }
            entry.insert("response".to_owned(), response);
            if let (Return::Representation, Some(body)) = (wants, &done.stored.body) {
                entry.insert("resource".to_owned(), body.clone());
            }
            entry.insert("fullUrl".to_owned(), Value::from(url));
            Value::Object(entry)
        }
    }
}

fn response(kind: &str, session: &Session<'_>, answers: BTreeMap<usize, Value>) -> Value {
    let entries: Vec<Value> = answers.into_values().collect();
    let mut bundle = json!({
        "resourceType": "Bundle",
        "id": Uuid::new_v4().to_string(),
        "type": kind,
        "meta": { "lastUpdated": format_ms(session.now.timestamp_millis()) },
    });
    if let (false, Some(members)) = (entries.is_empty(), bundle.as_object_mut()) {
        members.insert("entry".to_owned(), Value::Array(entries));
    }
    bundle
}

fn at<T>(index: usize, outcome: Result<T, FhirError>) -> Result<T, FhirError> {
    outcome.map_err(|cause| FhirError::Transaction { index, cause: Box::new(cause) })
}

fn status_text(status: StatusCode) -> String {
    format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or("")).trim_end().to_owned()
}
