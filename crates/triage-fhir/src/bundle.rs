//! Bundles that come back: pages of a search, and answers to a transaction. Only a well-formed one is proof of anything.

use serde_json::Value;
use thiserror::Error;

use crate::json::{last_updated_of, list, text, type_and_id, version_of};

/// Why an answer is not the provider's word.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum ReadBundleError {
    #[error("it is not a Bundle")]
    NotABundle,
    #[error("it is a Bundle of another type")]
    OtherType,
    #[error("not every entry succeeded with a version")]
    Unproven,
}

/// One entry of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum PageEntry {
    /// A resource that can be told apart and kept.
    Resource { kind: String, id: String, version: String, last_updated: String, is_match: bool, body: Value },
    /// Something that cannot be kept; the rest of the page can.
    Broken { reference: String, problem: String },
}

/// One page of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    pub entries: Vec<PageEntry>,
    pub next: Option<String>,
}

/// Reads one page.
///
/// # Errors
/// Fails where the answer is no search result at all; broken entries are part of the result.
pub fn read_search_page(bundle: &Value) -> Result<SearchPage, ReadBundleError> {
    if text(bundle, "resourceType") != Some("Bundle") {
        return Err(ReadBundleError::NotABundle);
    }
    if !matches!(text(bundle, "type"), Some("searchset" | "history")) {
        return Err(ReadBundleError::OtherType);
    }
    let entries = list(bundle, "entry").enumerate().filter_map(|(at, entry)| page_entry(at, entry)).collect();
    let next = list(bundle, "link")
        .find(|link| text(link, "relation") == Some("next"))
        .and_then(|link| text(link, "url"))
        .map(str::to_owned);
    Ok(SearchPage { entries, next })
}

/// One page of the history of a type, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// Ids of what was deleted.
    pub removed: Vec<String>,
    /// The instant of the last entry that carries one, verbatim.
    pub oldest: Option<String>,
    pub next: Option<String>,
}

/// Reads one page of a history: an entry without a resource, or one that was a `DELETE`, is a deletion.
///
/// # Errors
/// Fails where the answer is no history.
pub fn read_history_page(bundle: &Value) -> Result<HistoryPage, ReadBundleError> {
    if text(bundle, "resourceType") != Some("Bundle") {
        return Err(ReadBundleError::NotABundle);
    }
    if text(bundle, "type") != Some("history") {
        return Err(ReadBundleError::OtherType);
    }
    let is_deletion = |entry: &&Value| {
        let request = entry.get("request");
        request.and_then(|request| text(request, "method")) == Some("DELETE") || entry.get("resource").is_none()
    };
    let id_of = |entry: &Value| {
        let url = entry.get("request").and_then(|request| text(request, "url")).or_else(|| text(entry, "fullUrl"))?;
        crate::json::relative(url).map(|(_, id)| id.to_owned())
    };
    let stamp_of = |entry: &Value| {
        let response = entry.get("response").and_then(|response| text(response, "lastModified"));
        response.or_else(|| entry.get("resource").and_then(last_updated_of)).map(str::to_owned)
    };
    Ok(HistoryPage {
        removed: list(bundle, "entry").filter(is_deletion).filter_map(id_of).collect(),
        oldest: list(bundle, "entry").filter_map(stamp_of).last(),
        next: list(bundle, "link")
            .find(|link| text(link, "relation") == Some("next"))
            .and_then(|link| text(link, "url"))
            .map(str::to_owned),
    })
}

fn page_entry(at: usize, entry: &Value) -> Option<PageEntry> {
    let mode = entry.get("search").and_then(|search| text(search, "mode"));
    if mode == Some("outcome") {
        return None;
    }
    let broken = |reference: String, problem: &str| Some(PageEntry::Broken { reference, problem: problem.to_owned() });
    let place = || text(entry, "fullUrl").map_or_else(|| format!("entry {at} of a page"), shorten);
    let Some(resource) = entry.get("resource").filter(|resource| resource.is_object()) else {
        return broken(place(), "it holds no resource");
    };
    let Some((kind, id)) = type_and_id(resource) else {
        return broken(place(), "it has no type or no id");
    };
    let (Some(version), Some(last_updated)) = (version_of(resource), last_updated_of(resource)) else {
        return broken(format!("{kind}/{id}"), "it has no version");
    };
    Some(PageEntry::Resource {
        kind: kind.to_owned(),
        id: id.to_owned(),
        version: version.to_owned(),
        last_updated: last_updated.to_owned(),
        is_match: mode != Some("include"),
        body: resource.clone(),
    })
}

fn shorten(url: &str) -> String {
    crate::json::relative(url).map_or_else(|| url.chars().take(80).collect(), |(kind, id)| format!("{kind}/{id}"))
}

/// What a transaction's answer proves.
#[derive(Debug, Clone, PartialEq)]
pub struct TransactionOutcome {
    /// The version that the provider gave the Task.
    pub version: String,
    /// The Task as the provider stored it, where it sent it back.
    pub task: Option<Value>,
    /// What the other entries wrote, as the provider stored it, where it sent it back.
    pub beside: Vec<Value>,
}

/// Reads the answer to a decision's transaction; its first entry is the Task's.
///
/// # Errors
/// Fails unless every entry says 2xx and the Task's names its version: nothing less is proof.
pub fn read_transaction(bundle: &Value, entries_sent: usize) -> Result<TransactionOutcome, ReadBundleError> {
    if text(bundle, "resourceType") != Some("Bundle") {
        return Err(ReadBundleError::NotABundle);
    }
    if text(bundle, "type") != Some("transaction-response") {
        return Err(ReadBundleError::OtherType);
    }
    let entries: Vec<&Value> = list(bundle, "entry").collect();
    let succeeded = entries.iter().all(|entry| {
        entry
            .get("response")
            .and_then(|response| text(response, "status"))
            .is_some_and(|status| status.starts_with('2'))
    });
    let (Some(first), true) = (entries.first(), succeeded && entries.len() == entries_sent) else {
        return Err(ReadBundleError::Unproven);
    };
    let task = first.get("resource").filter(|resource| text(resource, "resourceType") == Some("Task"));
    let version = version_in(first).or_else(|| task.and_then(version_of).map(str::to_owned));
    let beside = entries.iter().skip(1).filter_map(|entry| entry.get("resource"));
    Ok(TransactionOutcome {
        version: version.ok_or(ReadBundleError::Unproven)?,
        task: task.filter(|task| version_of(task).is_some()).cloned(),
        beside: beside.filter(|resource| version_of(resource).is_some()).cloned().collect(),
    })
}

fn version_in(entry: &Value) -> Option<String> {
    let response = entry.get("response")?;
    if let Some(etag) = text(response, "etag") {
        return Some(etag.trim_start_matches("W/").trim_matches('"').to_owned());
    }
    let location = text(response, "location")?;
    location.split_once("/_history/").map(|(_, version)| version.to_owned())
}
