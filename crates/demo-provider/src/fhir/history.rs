//! Owns `_history` of one resource, of a type and of the whole server.

use serde_json::{Value, json};

use super::outcome::FhirError;
use super::query::{CURSOR, PAGE_DEFAULT, PAGE_MAX};
use super::search::{bundle, full_url, link};
use crate::store::{HistoryEntry, HistoryQuery, Session, format_ms, parse_span};

/// Which history is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// All resources.
    Server,
    /// All resources of a type.
    Type(&'a str),
    /// One resource.
    Resource(&'a str, &'a str),
}

/// Answers a history with one page, newest first; deletes are entries without a resource.
pub fn history(session: &Session<'_>, of: Of<'_>, pairs: &[(String, String)]) -> Result<Value, FhirError> {
    let mut query = HistoryQuery { count: PAGE_DEFAULT, ..HistoryQuery::default() };
    let mut address = session.base_url.to_owned();
    match of {
        Of::Server => {}
        Of::Type(type_name) => {
            query.type_name = Some(type_name.to_owned());
            address = format!("{address}/{type_name}");
        }
        Of::Resource(type_name, id) => {
            if session.find(type_name, id)?.is_none() {
                return Err(FhirError::NotFound("No such resource".to_owned()));
            }
            query.type_name = Some(type_name.to_owned());
            query.id = Some(id.to_owned());
            address = format!("{address}/{type_name}/{id}");
        }
    }
    address.push_str("/_history");
    let used = read_parameters(&mut query, pairs)?;
    let (entries, total) = session.history(&query)?;
    let mut links = vec![link("self", &address, &used)];
    if let (true, Some(last)) = (entries.len() == query.count, entries.last()) {
        let mut next = used.clone();
        next.push((CURSOR.to_owned(), last.stored.last_updated_ms.to_string()));
        links.push(link("next", &address, &next));
    }
    let entries = entries.iter().map(|entry| wire(session, entry)).collect();
    Ok(bundle(session, "history", total, links, entries))
}

fn read_parameters(query: &mut HistoryQuery, pairs: &[(String, String)]) -> Result<Vec<(String, String)>, FhirError> {
    let wrong = |name: &str| FhirError::Malformed(format!("{name} cannot be read"));
    let mut used = Vec::new();
    for (name, value) in pairs {
        match name.as_str() {
            "_since" => {
                query.since_ms = Some(parse_span(value).ok_or_else(|| wrong(name))?.low);
            }
            "_count" => {
                let count: usize = value.parse().map_err(|_| wrong(name))?;
                query.count = count.clamp(1, PAGE_MAX);
            }
            CURSOR => {
                query.before_ms = Some(value.parse().map_err(|_| wrong(name))?);
                continue;
            }
            "_format" => {}
            _ => continue,
        }
        used.push((name.clone(), value.clone()));
    }
    Ok(used)
}

fn wire(session: &Session<'_>, entry: &HistoryEntry) -> Value {
    let stored = &entry.stored;
    let url = full_url(session, stored);
    let request_url = match entry.method.as_str() {
        "POST" => stored.type_name.clone(),
        _ => format!("{}/{}", stored.type_name, stored.id),
    };
    let status = match (entry.method.as_str(), stored.version) {
        ("DELETE", _) => "204 No Content",
        (_, 1) => "201 Created",
        _ => "200 OK",
    };
    let mut wire = json!({
        "fullUrl": url,
        "resource": stored.body,
        "request": { "method": entry.method, "url": request_url },
        "response": {
            "status": status,
            "etag": format!("W/\"{}\"", stored.version),
            "lastModified": format_ms(stored.last_updated_ms),
        },
    });
    if let (None, Some(members)) = (&stored.body, wire.as_object_mut()) {
        members.shift_remove("resource");
    }
    wire
}
