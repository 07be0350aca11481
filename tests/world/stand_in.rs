//! A server that stands in for a provider and answers what a test has written by hand: things that no honest server
//! stores. Everything else it passes on to an honest one behind it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use demo_provider::Settings;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::forward::forward;
use crate::wire::Wire;

/// A server in this process.
pub struct StandIn {
    pub wire: Wire,
    serving: JoinHandle<()>,
    _behind: demo_provider::Provider,
}

struct Held {
    /// Entries of a search, by type.
    searches: BTreeMap<String, Vec<Value>>,
    behind: Wire,
}

impl StandIn {
    /// Starts a server whose searches hold these entries, by type; each entry is what `Bundle.entry` holds.
    pub async fn serving(searches: &[(&str, Vec<Value>)]) -> Self {
        let searches = searches.iter().map(|(kind, entries)| ((*kind).to_owned(), entries.clone())).collect();
        let behind = demo_provider::start(Settings { auth: false, still: true, ..Settings::default() }).await.unwrap();
        let held = Arc::new(Held { searches, behind: Wire::new(behind.base_url.clone()) });
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let base = format!("http://{}/fhir", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(held);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { wire: Wire::new(base), serving, _behind: behind }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(
    State(held): State<Arc<Held>>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let path = request.uri().path().trim_start_matches("/fhir").trim_matches('/').to_owned();
    if path == "metadata" {
        return fhir(StatusCode::OK, &capability());
    }
    let of_a_check = query.get("_tag").is_some_and(|tag| tag.contains("NOBODY"));
    if path.ends_with("_search") {
        return fhir(StatusCode::NOT_FOUND, &json!({ "resourceType": "OperationOutcome", "issue": [] }));
    }
    if request.method() != Method::GET || of_a_check {
        return forward(held.behind.http(), held.behind.origin(), request).await;
    }
    let (kind, id) = path.split_once('/').unwrap_or((&path, ""));
    if id.is_empty() {
        // One page: what is newer than all of it does not exist.
        let later = query.get("_lastUpdated").is_some_and(|from| from.as_str() > "ge2027");
        let entries = if later { Vec::new() } else { held.searches.get(kind).cloned().unwrap_or_default() };
        return fhir(StatusCode::OK, &json!({ "resourceType": "Bundle", "type": "searchset", "entry": entries }));
    }
    let found = held.searches.values().flatten().map(|entry| &entry["resource"]);
    match found.into_iter().find(|resource| resource["resourceType"] == kind && resource["id"] == id) {
        Some(resource) => fhir(StatusCode::OK, resource),
        None => forward(held.behind.http(), held.behind.origin(), request).await,
    }
}

fn fhir(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/fhir+json")], body.to_string()).into_response()
}

fn capability() -> Value {
    json!({
        "resourceType": "CapabilityStatement",
        "fhirVersion": "4.0.1",
        "software": { "name": "stand-in" },
        "rest": [{ "mode": "server", "interaction": [{ "code": "transaction" }] }],
    })
}
