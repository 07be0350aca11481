//! HTTP to one host: what counts as an answer of the provider's and what does not.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, DATE, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use triage_sync::Failure;
use url::Url;

use super::token::Token;

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest wait for a whole answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// Largest answer that is read: a page of 200 requests with forms of 40,000 characters stays well below.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

const FHIR_JSON: &str = "application/fhir+json";

/// An answer that is the provider's own: JSON with a resource type.
#[derive(Debug, Clone)]
pub struct Answer {
    pub body: Value,
    pub date: Option<DateTime<Utc>>,
}

/// One host.
#[derive(Debug, Clone)]
pub struct Http {
    client: reqwest::Client,
    base: Url,
    token: Token,
}

impl Http {
    /// Talks to `base`, under which FHIR begins.
    ///
    /// Redirects are not followed: the provider has none, and what redirects is usually a network's sign-in page.
    ///
    /// # Errors
    /// Fails when the system's TLS cannot be set up.
    pub fn new(base: &Url, token: Token) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .user_agent(concat!("triage-desk/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { client, base: base.clone(), token })
    }

    /// Talks to the same host with another person's token.
    #[must_use]
    pub fn with_token(&self, token: Token) -> Self {
        Self { client: self.client.clone(), base: self.base.clone(), token }
    }

    /// Returns the HTTP client, for the token endpoint.
    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// Returns where FHIR begins, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Builds the address of a path below the base, or takes over the provider's own link if it leads to the same host.
    fn address(&self, path: &str) -> Result<Url, Failure> {
        if path.starts_with("http://") || path.starts_with("https://") {
            let link = Url::parse(path).map_err(|_| Failure::Unreachable)?;
            let same_host = link.host_str() == self.base.host_str()
                && link.port_or_known_default() == self.base.port_or_known_default();
            return if same_host { Ok(link) } else { Err(Failure::Unreachable) };
        }
        let address = if path.is_empty() { self.base_url().to_owned() } else { format!("{}/{path}", self.base_url()) };
        Url::parse(&address).map_err(|_| Failure::Unreachable)
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, Failure> {
        let request = self.client.request(method, self.address(path)?);
        Ok(request.header(ACCEPT, FHIR_JSON).header(CACHE_CONTROL, "no-cache"))
    }

    /// Sends with the token, and once more with a renewed one where the provider says that it is worn out: it has not
    /// looked at the request then.
    async fn send(&self, request: RequestBuilder) -> Result<Response, reqwest::Error> {
        let Some(token) = self.token.access() else { return request.send().await };
        let again = request.try_clone();
        let response = request.bearer_auth(&token).send().await?;
        match again {
            Some(again) if response.status() == StatusCode::UNAUTHORIZED => {
                if !self.token.renew(&self.client, &token).await {
                    return Ok(response);
                }
                again.bearer_auth(self.token.access().unwrap_or(token)).send().await
            }
            Some(_) | None => Ok(response),
        }
    }

    /// Gets a resource.
    ///
    /// # Errors
    /// Fails unless the provider itself answers with a resource.
    pub async fn get(&self, path: &str) -> Result<Answer, Failure> {
        let request = self.request(Method::GET, path)?;
        let again = self.request(Method::GET, path)?;
        let response = match self.send(request).await {
            Ok(response) => response,
            // A connection that the server closed between two polls fails without an answer; reading again is safe.
            Err(_) => self.send(again).await.map_err(|_| Failure::Unreachable)?,
        };
        read(response).await
    }

    /// Searches with the parameters in the body, so that they stand in no log of addresses.
    ///
    /// # Errors
    /// Fails unless the provider itself answers with a resource.
    pub async fn search(&self, kind: &str, parameters: &[(&str, &str)]) -> Result<Answer, Failure> {
        let request = self.request(Method::POST, &format!("{kind}/_search"))?.form(parameters);
        read(self.send(request).await.map_err(|_| Failure::Unreachable)?).await
    }

    /// Posts a Bundle and returns the raw response: what it means is for the caller to say.
    pub(super) async fn post_bundle(
        &self,
        bundle: Vec<u8>,
        op_id: &str,
        attempt: u32,
    ) -> Result<Response, PostFailure> {
        let request = self
            .request(Method::POST, "")
            .map_err(|_| PostFailure::NotSent)?
            .header(CONTENT_TYPE, FHIR_JSON)
            .header("Idempotency-Key", op_id)
            .header("X-Request-Id", format!("{op_id}-{attempt}"))
            .header("Prefer", "return=representation")
            .body(bundle);
        self.send(request).await.map_err(|error| {
            if error.is_connect() || error.is_builder() { PostFailure::NotSent } else { PostFailure::Unknown }
        })
    }

    /// Sends one request as it is and returns whatever comes back: what it means is for the caller to say.
    pub(super) async fn exchange(&self, ask: Ask<'_>) -> Result<Response, PostFailure> {
        let mut request = self.request(ask.method, ask.path).map_err(|_| PostFailure::NotSent)?;
        if let Some(longest) = ask.longest {
            request = request.timeout(longest);
        }
        for (name, value) in ask.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = ask.body {
            let bytes = serde_json::to_vec(body).map_err(|_| PostFailure::NotSent)?;
            request = request.header(CONTENT_TYPE, FHIR_JSON).body(bytes);
        }
        self.send(request).await.map_err(|error| {
            if error.is_connect() || error.is_builder() { PostFailure::NotSent } else { PostFailure::Unknown }
        })
    }

    /// Gets a photo's bytes: as the JSON of a Binary, which is what works everywhere.
    ///
    /// # Errors
    /// Fails unless the provider itself answers with a Binary.
    pub async fn binary(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let answer = self.get(path).await?;
        let data = answer.body.get("data").and_then(Value::as_str).ok_or(Failure::Unreachable)?;
        BASE64.decode(data).map_err(|_| Failure::Unreachable)
    }
}

/// One request as it is to be sent.
#[derive(Debug, Clone)]
pub(super) struct Ask<'a> {
    pub method: Method,
    /// Below the base, or the provider's own link.
    pub path: &'a str,
    /// Beside those that every request has.
    pub headers: &'a [(&'static str, String)],
    pub body: Option<&'a Value>,
    /// Longest wait for the whole answer, where it is shorter than for other calls.
    pub longest: Option<Duration>,
}

/// What became of a write that brought no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PostFailure {
    NotSent,
    Unknown,
}

async fn read(response: Response) -> Result<Answer, Failure> {
    let status = response.status();
    if status != StatusCode::OK {
        return Err(failure(&response));
    }
    let date = server_date(&response);
    let body = json(response).await.ok_or(Failure::Unreachable)?;
    Ok(Answer { body, date })
}

/// Reads a body that is a resource; anything else is not the provider's word.
pub(super) async fn json(response: Response) -> Option<Value> {
    let kind = response.headers().get(CONTENT_TYPE)?.to_str().ok()?.to_owned();
    if !kind.contains("json") {
        return None;
    }
    let bytes = response.bytes().await.ok()?;
    if bytes.len() > ANSWER_BYTES_MAX {
        return None;
    }
    let body: Value = serde_json::from_slice(&bytes).ok()?;
    body.get("resourceType")?.as_str()?;
    Some(body)
}

pub(super) fn server_date(response: &Response) -> Option<DateTime<Utc>> {
    let date = response.headers().get(DATE)?.to_str().ok()?;
    DateTime::parse_from_rfc2822(date).ok().map(|at| at.to_utc())
}

/// Reads `Retry-After` in both its forms; a date counts from the provider's own clock.
pub(super) fn retry_after_ms(response: &Response) -> Option<u64> {
    let value = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Some(seconds.saturating_mul(1000));
    }
    let until = DateTime::parse_from_rfc2822(value).ok()?.to_utc();
    let from = server_date(response)?;
    u64::try_from((until - from).num_milliseconds()).ok()
}

pub(super) fn failure(response: &Response) -> Failure {
    match response.status().as_u16() {
        401 => Failure::SignInNeeded,
        403 => Failure::NotAllowed,
        429 | 503 => Failure::Busy { retry_after_ms: retry_after_ms(response) },
        407 | 502 | 504 | 300..=399 => Failure::Unreachable,
        408 | 500..=599 => Failure::Broken,
        http_status => Failure::Refused { http_status },
    }
}
