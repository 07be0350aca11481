//! Plain HTTP to a FHIR server, for looking at it past the client, and for changing it behind the client's back.

use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::{Value, json};

const FHIR: &str = "application/fhir+json";
const CLIENT_OPERATION: &str = "https://triage.example/fhir/Id/client-operation";

/// Somebody who talks to a FHIR server without the client.
#[derive(Debug, Clone)]
pub struct Wire {
    /// Where FHIR begins, without a slash at the end.
    pub base: String,
    http: Client,
}

/// What a server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    /// Returns the answer of a call that must succeed.
    ///
    /// # Panics
    /// When it did not.
    #[must_use]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.body);
        self.body
    }

    /// Returns a header, or an empty text.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Wire {
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        let http = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { base: base.into(), http }
    }

    /// Sends one request below the base; a path that begins with a slash is below the host instead.
    ///
    /// # Errors
    /// Fails when there is no answer.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> reqwest::Result<Answer> {
        let url = if path.starts_with('/') {
            format!("{}{path}", self.origin())
        } else {
            format!("{}/{path}", self.base).trim_end_matches('/').to_owned()
        };
        let mut request = self.http.request(method, url);
        if let Some(body) = body {
            request = request.header("content-type", FHIR).body(body.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = serde_json::from_str(&response.text().await?).unwrap_or(Value::Null);
        Ok(Answer { status, headers, body })
    }

    /// Returns scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.base.trim_end_matches("/fhir")
    }

    /// Returns the HTTP client, for what is not FHIR.
    #[must_use]
    pub fn http(&self) -> &Client {
        &self.http
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await.unwrap()
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some(body), &[]).await.unwrap()
    }

    /// Edits a resource as somebody else would: read, change, write under its version.
    pub async fn edit(&self, path: &str, change: impl FnOnce(&mut Value)) -> Value {
        let mut body = self.get(path).await.ok();
        let version = format!("W/\"{}\"", body["meta"]["versionId"].as_str().unwrap());
        change(&mut body);
        self.send(Method::PUT, path, Some(&body), &[("if-match", &version)]).await.unwrap().ok()
    }

    /// Counts the resources that a search finds.
    pub async fn count(&self, search: &str) -> u64 {
        let joint = if search.contains('?') { '&' } else { '?' };
        let bundle = self.get(&format!("{search}{joint}_summary=count")).await.ok();
        bundle["total"].as_u64().unwrap()
    }

    /// Lists the decisions that a Task has carried, oldest first: one for each version that a decision wrote.
    pub async fn decisions_on(&self, task: &str) -> Vec<String> {
        let bundle = self.get(&format!("Task/{task}/_history?_count=1000")).await.ok();
        let mut versions: Vec<&Value> =
            bundle["entry"].as_array().into_iter().flatten().map(|entry| &entry["resource"]).collect();
        versions.sort_by_key(|version| version["meta"]["versionId"].as_str().unwrap().parse::<u64>().unwrap());
        versions.into_iter().filter_map(op_id_of).map(str::to_owned).collect()
    }

    /// Checks that a decision took effect exactly once: one witness in one version, one version of the Task, and where
    /// it is a reply one message in one version.
    ///
    /// # Panics
    /// When it did not.
    pub async fn assert_once(&self, op: &str, task: &str, reply: Option<&str>) {
        let witness = self.get(&format!("Provenance/{op}")).await;
        assert_eq!(witness.status, 200, "the witness of {op} is there");
        assert_eq!(witness.body["meta"]["versionId"], "1", "the witness of {op} was written once");
        assert_eq!(witness.body["target"][0]["reference"], format!("Task/{task}"));
        let carried = self.decisions_on(task).await;
        assert_eq!(carried.iter().filter(|carried| *carried == op).count(), 1, "{op} among {carried:?}");
        let message = self.get(&format!("CommunicationRequest/{op}")).await;
        match reply {
            None => assert_eq!(message.status, 404, "{op} is no message to the patient"),
            Some(text) => {
                assert_eq!(message.status, 200, "the reply {op} is there");
                assert_eq!(message.body["meta"]["versionId"], "1", "the reply {op} was written once");
                assert_eq!(message.body["payload"][0]["contentString"], text);
            }
        }
    }

    /// Returns how often a decision took effect: by its witness, by the versions of its request, and by its message where
    /// it is a reply.
    pub async fn times(&self, op: &str, task: &str, is_reply: bool) -> Vec<usize> {
        let versions = async |path: String| {
            let answer = self.get(&path).await;
            let version = answer.body["meta"]["versionId"].as_str().and_then(|version| version.parse().ok());
            if answer.status == 200 { version.unwrap_or(1) } else { 0 }
        };
        let carried = self.decisions_on(task).await;
        let mut times =
            vec![versions(format!("Provenance/{op}")).await, carried.iter().filter(|carried| *carried == op).count()];
        if is_reply {
            times.push(versions(format!("CommunicationRequest/{op}")).await);
        }
        times
    }

    /// Checks that a decision never reached the provider.
    ///
    /// # Panics
    /// When it did.
    pub async fn assert_never(&self, op: &str, task: &str) {
        assert_eq!(self.get(&format!("Provenance/{op}")).await.status, 404);
        assert_eq!(self.get(&format!("CommunicationRequest/{op}")).await.status, 404);
        assert!(!self.decisions_on(task).await.iter().any(|carried| carried == op));
    }

    /// Orders faults from the demo provider, in place of those ordered before.
    pub async fn order_faults(&self, rules: Value) {
        let _ = self.post("/admin/faults", &json!({ "rules": rules })).await.ok();
    }

    /// Ends all faults of the demo provider.
    pub async fn forgive(&self) {
        let _ = self.send(Method::DELETE, "/admin/faults", None, &[]).await.unwrap().ok();
    }

    /// Returns how many requests the rule at this place has been about.
    pub async fn seen_by_rule(&self, place: usize) -> u64 {
        self.get("/admin/faults").await.ok()["rules"][place]["seen"].as_u64().unwrap()
    }

    /// Moves the demo provider's clock on.
    pub async fn advance_clock(&self, seconds: i64) {
        let _ = self.post("/admin/clock", &json!({ "advance_s": seconds })).await.ok();
    }
}

/// Returns the decision that a Task carries as its second witness.
#[must_use]
pub fn op_id_of(task: &Value) -> Option<&str> {
    task["identifier"].as_array()?.iter().find(|id| id["system"] == CLIENT_OPERATION)?["value"].as_str()
}
