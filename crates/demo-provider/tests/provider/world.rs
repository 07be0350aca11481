//! A running provider and somebody who talks to it.

use demo_provider::{Provider, Settings, start};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::{Value, json};

pub const FHIR: &str = "application/fhir+json";
pub const REQUEST_REF: &str = "https://provider.example/fhir/Id/request-ref";
pub const ODS: &str = "https://fhir.nhs.uk/Id/ods-organization-code";

pub struct World {
    pub provider: Provider,
    pub http: Client,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl World {
    /// An empty provider that does nothing by itself and lets everybody in.
    pub async fn open() -> Self {
        Self::with(Settings { auth: false, still: true, ..Settings::default() }).await
    }

    pub async fn with(settings: Settings) -> Self {
        Self { provider: start(settings).await.unwrap(), http: client() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some(body), &[]).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>, headers: &[(&str, &str)]) -> Answer {
        self.try_send(method, path, body, headers).await.unwrap()
    }

    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> reqwest::Result<Answer> {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.provider.origin) };
        exchange(&self.http, method, &url, body, headers).await
    }

    /// Creates a Task under an id of the test's choice.
    pub async fn task(&self, id: &str) -> Answer {
        self.put(&format!("/fhir/Task/{id}"), &task(id)).await
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The code of the OperationOutcome's first issue; panics when the body is none.
    pub fn issue(&self) -> String {
        let body = self.json();
        assert_eq!(body["resourceType"], "OperationOutcome", "{body}");
        body["issue"][0]["code"].as_str().unwrap().to_owned()
    }

    pub fn ids(&self) -> Vec<String> {
        let body = self.json();
        let entries = body["entry"].as_array().cloned().unwrap_or_default();
        entries.iter().map(|entry| entry["resource"]["id"].as_str().unwrap().to_owned()).collect()
    }

    pub fn link(&self, relation: &str) -> Option<String> {
        let body = self.json();
        body["link"]
            .as_array()?
            .iter()
            .find(|link| link["relation"] == relation)
            .and_then(|link| link["url"].as_str())
            .map(str::to_owned)
    }
}

pub fn client() -> Client {
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

pub async fn exchange(
    http: &Client,
    method: Method,
    url: &str,
    body: Option<&Value>,
    headers: &[(&str, &str)],
) -> reqwest::Result<Answer> {
    let mut request = http.request(method, url);
    if let Some(body) = body {
        request = request.header("content-type", FHIR).body(body.to_string());
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await?;
    Ok(Answer { status: response.status().as_u16(), headers: response.headers().clone(), text: response.text().await? })
}

pub fn task(id: &str) -> Value {
    json!({
        "resourceType": "Task",
        "id": id,
        "identifier": [{ "system": REQUEST_REF, "value": format!("REF-{id}") }],
        "status": "requested",
        "intent": "order",
        "priority": "routine",
    })
}

/// A message that the patient may answer.
pub fn message(task_id: &str, text: &str) -> Value {
    json!({
        "resourceType": "CommunicationRequest",
        "status": "active",
        "subject": { "reference": "Patient/p1" },
        "about": [{ "reference": format!("Task/{task_id}") }],
        "extension": [{ "url": "https://triage.example/fhir/StructureDefinition/may-answer", "valueBoolean": true }],
        "payload": [{ "contentString": text }],
    })
}

pub fn transaction(entries: Value) -> Value {
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries })
}
