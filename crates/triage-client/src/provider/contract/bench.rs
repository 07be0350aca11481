//! Sends what a check needs, within bounds, and takes down each exchange so that it can be shown.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::HeaderMap;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use triage_fhir::json::{last_updated_of, list, text, type_and_id, version_of};

use super::super::http::{Ask, Http};

/// Most requests of one run; what is written on the way is taken away again beyond that.
const REQUESTS_MAX: usize = 60;
/// Longest wait for one answer: an engineer runs this by hand, and a connection waits for it.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// Requests in a row without an answer after which the server counts as gone.
const SILENCES_MAX: u32 = 2;
/// Most characters of a body that an exchange shows.
const SHOWN_CHARS_MAX: usize = 700;

/// Headers of an answer that say something about the contract.
const SHOWN_HEADERS: [&str; 6] = ["content-type", "etag", "location", "last-modified", "date", "retry-after"];

/// One request and its answer, shortened, without a token and without anybody's resource but the check's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    pub method: String,
    /// Below the base, or the provider's own link.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    pub answer: Answered,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    Nothing,
    With { http_status: u16, headers: Vec<(String, String)>, body: String },
}

/// Why a check did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Short {
    /// The server does not do it.
    Failed(String),
    /// It stands on something that the server does not do.
    NotTried(String),
    /// Nothing more can be tried with this server now.
    Stopped,
}

/// Why a run ended before its last check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// No answers come back, or something answers that is not the provider.
    Silent,
    SignInNeeded,
    /// The provider asks to wait.
    Busy,
    /// More requests than a check may send.
    TooMany,
}

/// An answer as a check looks at it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub status: u16,
    pub headers: HeaderMap,
    /// Null where it is no JSON.
    pub body: Value,
}

/// One request of a check.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub method: Method,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Value>,
}

/// Where the checks are carried out.
pub(super) struct Bench<'a> {
    http: &'a Http,
    exchanges: Vec<Exchange>,
    sent: usize,
    silences: u32,
    /// Something went unanswered, so that what it would have shown is not known.
    has_a_hole: bool,
    stop: Option<Stop>,
}

impl Call {
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), headers: Vec::new(), body: None }
    }

    /// Writes a resource under its own id.
    pub(super) fn put(resource: &Value) -> Self {
        let (kind, id) = type_and_id(resource).unwrap_or(("Basic", "nameless"));
        let headers = vec![("Prefer", "return=representation".to_owned())];
        Self { method: Method::PUT, path: format!("{kind}/{id}"), headers, body: Some(resource.clone()) }
    }

    pub(super) fn post(path: &str, body: &Value) -> Self {
        let headers = vec![("Prefer", "return=representation".to_owned())];
        Self { method: Method::POST, path: path.to_owned(), headers, body: Some(body.clone()) }
    }

    pub(super) fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::DELETE, path: path.into(), headers: Vec::new(), body: None }
    }

    /// Searches, with every value encoded.
    pub(super) fn search(kind: &str, parameters: &[(&str, &str)]) -> Self {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        Self::get(format!("{kind}?{query}"))
    }

    pub(super) fn under(mut self, version: &str) -> Self {
        self.headers.push(("If-Match", format!("W/\"{version}\"")));
        self
    }

    pub(super) fn with(mut self, header: &'static str, value: &str) -> Self {
        self.headers.push((header, value.to_owned()));
        self
    }
}

impl Seen {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the version that the answer names: in the resource, or where none came back in the ETag.
    pub(super) fn version(&self) -> Option<String> {
        let etag = || self.header("etag").map(|tag| tag.trim_start_matches("W/").trim_matches('"').to_owned());
        version_of(&self.body).map(str::to_owned).or_else(etag).filter(|version| !version.is_empty())
    }

    pub(super) fn last_updated(&self) -> Option<&str> {
        last_updated_of(&self.body)
    }

    pub(super) fn date(&self) -> Option<DateTime<Utc>> {
        DateTime::parse_from_rfc2822(self.header("date")?).ok().map(|at| at.to_utc())
    }

    /// Lists the resources of a Bundle that were searched for, without an OperationOutcome or what came along.
    pub(super) fn matches(&self) -> Vec<&Value> {
        let found =
            list(&self.body, "entry").filter(|entry| !matches!(search_mode(entry), Some("outcome" | "include")));
        let resources = found.filter_map(|entry| entry.get("resource"));
        resources.filter(|resource| text(resource, "resourceType") != Some("OperationOutcome")).collect()
    }

    /// Lists the resources of a Bundle that nobody searched for and that belong to those that were found.
    pub(super) fn came_along(&self) -> impl Iterator<Item = &Value> {
        let along = list(&self.body, "entry").filter(|entry| search_mode(entry) == Some("include"));
        along.filter_map(|entry| entry.get("resource"))
    }

    pub(super) fn ids(&self) -> Vec<&str> {
        self.matches().into_iter().filter_map(|resource| text(resource, "id")).collect()
    }

    pub(super) fn next_link(&self) -> Option<&str> {
        list(&self.body, "link").find(|link| text(link, "relation") == Some("next")).and_then(|link| text(link, "url"))
    }
}

fn search_mode(entry: &Value) -> Option<&str> {
    text(entry.get("search")?, "mode")
}

impl<'a> Bench<'a> {
    pub(super) fn new(http: &'a Http) -> Self {
        Self { http, exchanges: Vec::new(), sent: 0, silences: 0, has_a_hole: false, stop: None }
    }

    pub(super) fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    /// Returns why the whole is not known, where it is not.
    pub(super) fn ended(&self) -> Option<Stop> {
        self.stop.or(self.has_a_hole.then_some(Stop::Silent))
    }

    /// Hands over the exchanges since the last time.
    pub(super) fn take_exchanges(&mut self) -> Vec<Exchange> {
        std::mem::take(&mut self.exchanges)
    }

    /// Sends one request.
    pub(super) async fn send(&mut self, call: Call) -> Result<Seen, Short> {
        self.begin(1)?;
        let answer = exchange(self.http, &call).await;
        self.end(&call, answer)
    }

    /// Sends two requests at the same time.
    pub(super) async fn send_both(&mut self, one: Call, other: Call) -> Result<[Seen; 2], Short> {
        self.begin(2)?;
        let (first, second) = tokio::join!(exchange(self.http, &one), exchange(self.http, &other));
        let first = self.end(&one, first);
        let second = self.end(&other, second);
        Ok([first?, second?])
    }

    /// Sends a request of the tidying up, which neither counts nor shows, and whose answer nobody waits for long.
    pub(super) async fn send_quietly(&self, call: Call) -> Option<Seen> {
        if matches!(self.stop, Some(Stop::Silent | Stop::SignInNeeded)) {
            return None;
        }
        exchange(self.http, &call).await
    }

    fn begin(&mut self, requests: usize) -> Result<(), Short> {
        if self.stop.is_none() && self.sent + requests > REQUESTS_MAX {
            self.stop = Some(Stop::TooMany);
        }
        self.sent += requests;
        if self.stop.is_some() { Err(Short::Stopped) } else { Ok(()) }
    }

    fn end(&mut self, call: &Call, answer: Option<Seen>) -> Result<Seen, Short> {
        self.exchanges.push(shown(call, answer.as_ref()));
        let Some(seen) = answer else {
            self.silences += 1;
            self.has_a_hole = true;
            if self.silences < SILENCES_MAX {
                return Err(Short::NotTried("the server did not answer".to_owned()));
            }
            self.stop = Some(Stop::Silent);
            return Err(Short::Stopped);
        };
        self.silences = 0;
        let html = seen.header("content-type").is_some_and(|kind| kind.contains("html"));
        self.stop = match seen.status {
            401 => Some(Stop::SignInNeeded),
            408 | 429 | 503 => Some(Stop::Busy),
            // What redirects or shows a page is usually a network's sign-in; a gateway speaks for no provider.
            300..=399 | 407 | 502 | 504 => Some(Stop::Silent),
            200..=299 if html => Some(Stop::Silent),
            _ => None,
        };
        if self.stop.is_some() { Err(Short::Stopped) } else { Ok(seen) }
    }
}

async fn exchange(http: &Http, call: &Call) -> Option<Seen> {
    let ask = Ask {
        method: call.method.clone(),
        path: &call.path,
        headers: &call.headers,
        body: call.body.as_ref(),
        longest: Some(ANSWER_TIMEOUT),
    };
    let response: Response = http.exchange(ask).await.ok()?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await.ok()?;
    Some(Seen { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) })
}

fn shown(call: &Call, answer: Option<&Seen>) -> Exchange {
    let answer = answer.map_or(Answered::Nothing, |seen| Answered::With {
        http_status: seen.status,
        headers: SHOWN_HEADERS
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), seen.header(name)?.to_owned())))
            .collect(),
        body: shortened(&seen.body),
    });
    Exchange {
        method: call.method.to_string(),
        path: call.path.clone(),
        headers: call.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        body: call.body.as_ref().map(shortened),
        answer,
    }
}

/// Shortens a body for people. Of a Bundle only the outline stays: a search can bring what patients wrote.
fn shortened(body: &Value) -> String {
    let outline = if text(body, "resourceType") == Some("Bundle") { outline(body) } else { body.clone() };
    if outline.is_null() {
        return "no JSON".to_owned();
    }
    let full = outline.to_string();
    if full.chars().count() <= SHOWN_CHARS_MAX {
        return full;
    }
    format!("{}…", full.chars().take(SHOWN_CHARS_MAX).collect::<String>())
}

fn outline(bundle: &Value) -> Value {
    let entries: Vec<Value> = list(bundle, "entry")
        .map(|entry| {
            let mut kept = json!({});
            if let Some(resource) = entry.get("resource") {
                kept["resource"] = json!({
                    "resourceType": resource.get("resourceType"),
                    "id": resource.get("id"),
                    "meta": { "versionId": version_of(resource), "lastUpdated": last_updated_of(resource) },
                });
            }
            for member in ["request", "response"] {
                if let Some(value) = entry.get(member) {
                    kept[member] = value.clone();
                }
            }
            kept
        })
        .collect();
    let links: Vec<&Value> = list(bundle, "link").collect();
    json!({
        "resourceType": "Bundle",
        "type": bundle.get("type"),
        "total": bundle.get("total"),
        "link": links,
        "entry": entries,
    })
}
