//! HTTP to one host: what counts as an answer of the provider's and what does not.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, DATE, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use triage_device::{Answer, Heard, HttpAnswer};
use triage_sync::Failure;
use url::Url;

use super::token::Token;

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest wait for a whole answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest wait while a file of 5 MB goes up: an old line carries 1 Mbit in a second.
const FILE_TIMEOUT: Duration = Duration::from_secs(120);
/// Largest answer that is read: a page of 200 requests with forms of 40,000 characters stays well below.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

const FHIR_JSON: &str = "application/fhir+json";

/// One host.
#[derive(Debug, Clone)]
pub struct Http {
    /// Absent where nothing may leave this PC: without it no socket can be opened.
    client: Option<reqwest::Client>,
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
        Ok(Self { client: Some(client), base: base.clone(), token })
    }

    /// Talks to nobody: every call fails as on a PC without a network.
    #[must_use]
    pub fn nowhere(base: &Url) -> Self {
        Self { client: None, base: base.clone(), token: Token::default() }
    }

    /// Talks to the same host with another person's token.
    #[must_use]
    pub fn with_token(&self, token: Token) -> Self {
        Self { client: self.client.clone(), base: self.base.clone(), token }
    }

    /// Returns the HTTP client, for the token endpoint; nothing where nobody may be talked to.
    pub(crate) fn client(&self) -> Option<&reqwest::Client> {
        self.client.as_ref()
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
        let client = self.client.as_ref().ok_or(Failure::Unreachable)?;
        let request = client.request(method, self.address(path)?);
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
                let renewed = match &self.client {
                    Some(client) => self.token.renew(client, &token).await,
                    None => false,
                };
                if !renewed {
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
        self.hear(path).await.resource()
    }

    /// Gets whatever answers at a path.
    pub(super) async fn hear(&self, path: &str) -> Heard {
        let (Ok(request), Ok(again)) = (self.request(Method::GET, path), self.request(Method::GET, path)) else {
            return Heard::NotSent;
        };
        match self.send(request).await {
            Ok(response) => whole(response).await,
            // A connection that the server closed between two polls fails without an answer; reading again is safe.
            Err(_) => match self.send(again).await {
                Ok(response) => whole(response).await,
                Err(_) => Heard::Nothing,
            },
        }
    }

    /// Searches with the parameters in the body, so that they stand in no log of addresses.
    ///
    /// # Errors
    /// Fails unless the provider itself answers with a resource.
    pub async fn search(&self, kind: &str, parameters: &[(&str, &str)]) -> Result<Answer, Failure> {
        let request = self.request(Method::POST, &format!("{kind}/_search"))?.form(parameters);
        match self.send(request).await {
            Ok(response) => whole(response).await.resource(),
            Err(_) => Err(Failure::Unreachable),
        }
    }

    /// Posts a Bundle; what the answer means is for the caller to say.
    pub(super) async fn post_bundle(&self, bundle: Vec<u8>, op_id: &str, attempt: u32) -> Heard {
        let Ok(request) = self.request(Method::POST, "") else { return Heard::NotSent };
        let request = request
            .header(CONTENT_TYPE, FHIR_JSON)
            .header("Idempotency-Key", op_id)
            .header("X-Request-Id", format!("{op_id}-{attempt}"))
            .header("Prefer", "return=representation")
            .body(bundle);
        match self.send(request).await {
            Ok(response) => whole(response).await,
            Err(error) if error.is_connect() || error.is_builder() => Heard::NotSent,
            Err(_) => Heard::Nothing,
        }
    }

    /// Sends one request as it is and returns whatever comes back: what it means is for the caller to say.
    pub(super) async fn exchange(&self, ask: Ask<'_>) -> Result<Response, NoAnswer> {
        let mut request = self.request(ask.method, ask.path).map_err(|_| NoAnswer::NotSent)?;
        if let Some(longest) = ask.longest {
            request = request.timeout(longest);
        }
        for (name, value) in ask.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = ask.body {
            let bytes = serde_json::to_vec(body).map_err(|_| NoAnswer::NotSent)?;
            request = request.header(CONTENT_TYPE, FHIR_JSON).body(bytes);
        }
        self.send(request).await.map_err(|error| {
            if error.is_connect() || error.is_builder() { NoAnswer::NotSent } else { NoAnswer::Unknown }
        })
    }

    /// Sends one request and returns what is heard of it.
    pub(super) async fn heard(&self, ask: Ask<'_>) -> Heard {
        match self.exchange(ask).await {
            Ok(response) => whole(response).await,
            Err(NoAnswer::NotSent) => Heard::NotSent,
            Err(NoAnswer::Unknown) => Heard::Nothing,
        }
    }

    /// Keeps a file's bytes on the provider, as the JSON of a Binary under an id made here: twice is as once.
    ///
    /// # Errors
    /// Fails unless the provider itself answers that it has them.
    pub async fn put_binary(&self, id: &str, content_type: &str, bytes: &[u8]) -> Result<(), Failure> {
        let data = BASE64.encode(bytes);
        let body = json!({ "resourceType": "Binary", "id": id, "contentType": content_type, "data": data });
        let path = format!("Binary/{id}");
        // What went up need not come down again.
        let headers = [("Prefer", "return=minimal".to_owned())];
        let body = Some(&body);
        let ask = Ask { method: Method::PUT, path: &path, headers: &headers, body, longest: Some(FILE_TIMEOUT) };
        match self.heard(ask).await {
            // A network's sign-in page creates nothing, and is never empty.
            Heard::Answer(answer) if answer.status == 201 => Ok(()),
            Heard::Answer(answer) if matches!(answer.status, 200 | 204) && answer.body.is_empty() => Ok(()),
            heard @ (Heard::Answer(_) | Heard::NotSent | Heard::Nothing) => heard.resource().map(|_| ()),
        }
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
    /// Longest wait for the whole answer, where it is another than for other calls.
    pub longest: Option<Duration>,
}

/// What became of a request that brought no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAnswer {
    NotSent,
    Unknown,
}

/// Reads an answer to its end; one that breaks off is none.
async fn whole(response: Response) -> Heard {
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut answer = HttpAnswer {
        status: response.status().as_u16(),
        content_type: header(CONTENT_TYPE),
        retry_after: header(RETRY_AFTER),
        date: header(DATE),
        body: Vec::new(),
    };
    match response.bytes().await {
        Ok(bytes) if bytes.len() <= ANSWER_BYTES_MAX => {
            answer.body = bytes.to_vec();
            Heard::Answer(answer)
        }
        // What a refusal says beside its status is not needed.
        Ok(_) | Err(_) if answer.status >= 400 => Heard::Answer(answer),
        Ok(_) | Err(_) => Heard::Nothing,
    }
}
