//! Owns the FHIR R4 API: from a request read whole to an answer, without any waiting in between.
//!
//! Deliberately knows no sockets: `http` reads requests and writes answers, `faults` spoils them.

pub mod bundle;
pub mod call;
mod capability;
mod history;
pub mod instance;
pub mod outcome;
mod query;
mod references;
mod reply;
pub mod scope;
mod search;
mod validate;

use axum::http::{Method, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::gaps::Gap;
use crate::oauth;
use crate::server::Server;
use crate::store::{Session, Stored, is_known_type};
use call::{Call, parse_pairs, quoted};
use history::Of;
use outcome::FhirError;

pub use reply::{Content, Reply, challenge, http_date};

/// Answers a FHIR request.
pub fn answer(server: &Server, call: &Call) -> Reply {
    route(server, call).unwrap_or_else(|error| Reply::refusal(&error))
}

fn route(server: &Server, call: &Call) -> Result<Reply, FhirError> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let reads = matches!(call.method, Method::GET | Method::HEAD);
    match segments.as_slice() {
        ["metadata"] if reads => return metadata(server, call),
        [".well-known", "smart-configuration"] if reads => {
            return Ok(Reply {
                content: Content::Json(capability::smart_configuration(server)),
                ..Reply::fhir(Value::Null)
            });
        }
        _ => {}
    }
    let practice = oauth::practice_of_caller(server, call)?;
    let practice = practice.as_deref();
    if reads {
        server.store.view(practice, |session| read_route(session, call, segments.as_slice()))
    } else if let [type_name, "_search"] = segments.as_slice()
        && call.method == Method::POST
    {
        known(type_name)?;
        let pairs = call.gaps.of_search(search_form(call)?);
        server.store.view(practice, |session| {
            let found = search::searchset(session, type_name, &pairs, call.handling())?;
            Ok(Reply::fhir(found))
        })
    } else {
        server.store.transact(practice, |session| write_route(session, call, segments.as_slice()))
    }
}

fn metadata(server: &Server, call: &Call) -> Result<Reply, FhirError> {
    call.check_acceptable()?;
    let statement = capability::statement(server);
    let etag = capability::etag(&statement);
    let mut reply = Reply::fhir(statement);
    if call.header(header::IF_NONE_MATCH) == Some(etag.as_str()) {
        reply.status = StatusCode::NOT_MODIFIED;
        reply.content = Content::Nothing;
    }
    reply.headers.push((header::ETAG, etag));
    Ok(reply)
}

fn read_route(session: &Session<'_>, call: &Call, segments: &[&str]) -> Result<Reply, FhirError> {
    match segments {
        ["_history"] | [_, "_history"] if call.gaps.has(Gap::History) => Err(no_such_address()),
        ["_history"] => {
            call.check_acceptable()?;
            Ok(Reply::fhir(history::history(session, Of::Server, &call.query)?))
        }
        [type_name] => {
            known(type_name)?;
            call.check_acceptable()?;
            let pairs = call.gaps.of_search(call.query.clone());
            let found = search::searchset(session, type_name, &pairs, call.handling())?;
            Ok(Reply::fhir(found))
        }
        [type_name, "_history"] => {
            known(type_name)?;
            let of = Of::Type(type_name);
            Ok(Reply::fhir(history::history(session, of, &call.query)?))
        }
        [type_name, id] => {
            known(type_name)?;
            one_version(call, &instance::read(session, type_name, id)?)
        }
        [type_name, id, "_history"] => {
            known(type_name)?;
            let of = Of::Resource(type_name, id);
            Ok(Reply::fhir(history::history(session, of, &call.query)?))
        }
        [type_name, id, "_history", version] => {
            known(type_name)?;
            let stored = instance::read_version(session, type_name, id, version)?;
            one_version(call, &stored)
        }
        [] => Err(not_allowed()),
        _ => Err(no_such_address()),
    }
}

fn write_route(session: &Session<'_>, call: &Call, segments: &[&str]) -> Result<Reply, FhirError> {
    match (call.method.clone(), segments) {
        (Method::POST, []) => bundle_route(session, call),
        (_, ["metadata" | "_history"] | []) => Err(not_allowed()),
        (Method::POST, [type_name]) => {
            known(type_name)?;
            create_route(session, call, type_name)
        }
        (Method::PUT, [type_name]) => {
            known(type_name)?;
            let done =
                instance::conditional_update(session, type_name, &call.query, call.json()?, &call.preconditions()?)?;
            Ok(written(session, call, &done))
        }
        (Method::PUT, [type_name, id]) => {
            known(type_name)?;
            let rules = call.preconditions()?;
            let done = instance::update(session, type_name, id, call.json()?, &rules)?;
            Ok(written(session, call, &done))
        }
        (Method::DELETE, [type_name, id]) => {
            known(type_name)?;
            let gone = instance::delete(session, type_name, id, &call.preconditions()?)?;
            Ok(Reply::deleted(gone.as_ref()))
        }
        (_, [type_name] | [type_name, _] | [type_name, _, "_history"]) | (_, [type_name, _, "_history", _]) => {
            known(type_name)?;
            Err(not_allowed())
        }
        _ => Err(no_such_address()),
    }
}

fn create_route(session: &Session<'_>, call: &Call, type_name: &str) -> Result<Reply, FhirError> {
    let resource = call.json()?;
    let condition = call.headers.get("if-none-exist");
    if let Some(condition) = condition.and_then(|value| value.to_str().ok())
        && let Some(stored) = instance::existing_match(session, type_name, condition)?
    {
        let existing = instance::Done { status: StatusCode::OK, stored };
        return Ok(written(session, call, &existing));
    }
    let done = instance::create(session, type_name, resource, None)?;
    Ok(written(session, call, &done))
}

fn bundle_route(session: &Session<'_>, call: &Call) -> Result<Reply, FhirError> {
    let body = call.json()?;
    let member = |name: &str| body.get(name).and_then(Value::as_str);
    let wants = call.wants_return();
    match (member("resourceType"), member("type")) {
        (Some("Bundle"), Some("transaction")) if call.gaps.has(Gap::Transactions) => {
            Err(FhirError::NotSupported("Transactions are not supported".to_owned()))
        }
        (Some("Bundle"), Some("transaction")) => {
            Ok(Reply::fhir(bundle::transaction(session, &body, wants, &call.gaps)?))
        }
        (Some("Bundle"), Some("batch")) => Ok(Reply::fhir(bundle::batch(session, &body, wants, &call.gaps)?)),
        _ => Err(FhirError::Malformed("The base accepts a Bundle of type transaction or batch".to_owned())),
    }
}

fn one_version(call: &Call, stored: &Stored) -> Result<Reply, FhirError> {
    if let Some(known) = call.header(header::IF_NONE_MATCH) {
        let version = stored.version.to_string();
        if known.split(',').any(|tag| quoted(tag.trim()) == Some(&version)) {
            return Ok(Reply::not_modified(stored));
        }
    }
    match (call.check_acceptable(), stored.type_name.as_str()) {
        (Ok(()), _) => Ok(Reply::version(stored)),
        (Err(_), "Binary") => raw_bytes(call, stored),
        (Err(error), _) => Err(error),
    }
}

/// Answers a Binary with its own media type, when that is what the client accepts.
fn raw_bytes(call: &Call, stored: &Stored) -> Result<Reply, FhirError> {
    let body = stored.body.as_ref();
    let member = |name: &str| body.and_then(|body| body.get(name)).and_then(Value::as_str);
    let content_type = member("contentType").unwrap_or("application/octet-stream");
    let accepted = call.header(header::ACCEPT).unwrap_or("*/*");
    let family = content_type.split('/').next().unwrap_or("");
    if !accepted.contains(content_type) && !accepted.contains(&format!("{family}/*")) {
        return Err(FhirError::NotAcceptable);
    }
    let bytes = STANDARD.decode(member("data").unwrap_or("")).map_err(|_| FhirError::NotAcceptable)?;
    Ok(Reply { content: Content::Raw { content_type: content_type.to_owned(), bytes }, ..Reply::version(stored) })
}

fn search_form(call: &Call) -> Result<Vec<(String, String)>, FhirError> {
    call.check_acceptable()?;
    let content_type = call.header(header::CONTENT_TYPE).unwrap_or("");
    if !call.body.is_empty() && !content_type.starts_with("application/x-www-form-urlencoded") {
        return Err(FhirError::WrongContentType);
    }
    let mut pairs = call.query.clone();
    pairs.extend(parse_pairs(&call.body));
    Ok(pairs)
}

fn written(session: &Session<'_>, call: &Call, done: &instance::Done) -> Reply {
    let url = search::full_url(session, &done.stored);
    Reply::written(done, &url, call.wants_return())
}

fn known(type_name: &str) -> Result<(), FhirError> {
    if is_known_type(type_name) {
        Ok(())
    } else {
        Err(FhirError::NotFound("The server keeps no resources of this type".to_owned()))
    }
}

fn not_allowed() -> FhirError {
    FhirError::NotAllowed("The method is not supported at this address".to_owned())
}

fn no_such_address() -> FhirError {
    FhirError::NotFound("No such address".to_owned())
}

#[cfg(test)]
mod tests;
