//! Signing in: SMART App Launch with authorization code and PKCE, in the system's browser, back over a loopback address
//! (RFC 8252). Tokens go into the key store.

use std::sync::{Arc, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tracing::warn;
use triage_domain::{StaffId, StaffMember};
use triage_fhir::json::relative;
use triage_store::StoreError;
use triage_sync::{Failure, Input};
use url::Url;

use crate::client::{Client, Inner};
use crate::provider::token::{CLIENT_ID, ask_for_all};
use crate::provider::{Provider, Token, TokenSet};
use crate::usecase::connect::{ConnectError, Connection, PracticeName, SignInAt};

/// Largest request that the loopback address reads: the provider's redirect is one short line.
const REDIRECT_BYTES_MAX: usize = 16 * 1024;

const DONE_PAGE: &str = "<!doctype html><html lang=\"en-GB\"><title>Triage Desk</title>\
    <p>You are signed in. You can close this page and go back to Triage Desk.</p>";

/// Why nobody is signed in.
#[derive(Debug, Error)]
pub enum SignInError {
    #[error("this profile is not connected, or its provider asks for no sign-in")]
    NotAsked,
    #[error("this PC gives no loopback address")]
    NoLoopback(#[from] std::io::Error),
    #[error("no random value could be made")]
    NoRandomness(#[source] getrandom::Error),
    #[error("the provider's sign-in address is not one")]
    BadAddress,
    #[error("the provider did not let this person in")]
    Refused,
    #[error("the provider gave no token")]
    NoToken,
    #[error("the provider does not say who signed in, or which role they have")]
    Unknown,
    #[error("the provider could not be asked")]
    Provider { failure: Failure },
    #[error("asked for one practice's requests, the provider sends everybody's")]
    FilterIgnored,
    #[error("the token was not kept in the key store")]
    NotKept,
    #[error("TLS could not be set up")]
    Tls(#[source] reqwest::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A sign-in under way: the address for the browser, and the waiting loopback address.
pub struct SignInFlow {
    address: Url,
    listener: TcpListener,
    redirect: String,
    verifier: String,
    state: String,
    at: SignInAt,
}

impl SignInFlow {
    /// Returns the address that the browser has to open.
    #[must_use]
    pub fn address(&self) -> &Url {
        &self.address
    }

    /// Waits for the browser to come back, and returns the code it brings.
    async fn code(&self) -> Result<String, SignInError> {
        loop {
            let (stream, _) = self.listener.accept().await?;
            if let Some(result) = self.answer(stream).await {
                return result;
            }
        }
    }

    /// Answers one call; nothing where it was not the provider's redirect (a favicon, another program).
    async fn answer(&self, mut stream: TcpStream) -> Option<Result<String, SignInError>> {
        let mut bytes = vec![0; REDIRECT_BYTES_MAX];
        let read = stream.read(&mut bytes).await.ok()?;
        let head = String::from_utf8_lossy(&bytes[..read]).into_owned();
        let path = head.split_whitespace().nth(1)?.to_owned();
        let url = Url::parse(&format!("http://127.0.0.1{path}")).ok()?;
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let is_ours = url.path() == "/cb" && value("state").as_deref() == Some(self.state.as_str());
        let page = if is_ours { DONE_PAGE } else { "" };
        let status = if is_ours { "200 OK" } else { "404 Not Found" };
        let response = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
        let _ = stream.write_all(response.as_bytes()).await;
        let _ = stream.shutdown().await;
        is_ours.then(|| value("code").ok_or(SignInError::Refused))
    }
}

impl Client {
    /// Begins a sign-in: the caller opens `address()` in the system's browser and then calls `finish_sign_in`.
    ///
    /// # Errors
    /// Says why it cannot begin.
    pub async fn begin_sign_in(&self) -> Result<SignInFlow, SignInError> {
        let connection = self.inner.connection().ok_or(SignInError::NotAsked)?;
        let at = connection.sign_in.clone().ok_or(SignInError::NotAsked)?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let redirect = format!("http://127.0.0.1:{}/cb", listener.local_addr()?.port());
        let (verifier, state) = (random_text()?, random_text()?);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let mut address = Url::parse(&at.authorize).map_err(|_| SignInError::BadAddress)?;
        address.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", CLIENT_ID),
            ("redirect_uri", &redirect),
            ("scope", "openid fhirUser user/*.cruds offline_access"),
            ("state", &state),
            ("aud", &connection.server),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        Ok(SignInFlow { address, listener, redirect, verifier, state, at })
    }

    /// Waits for the browser, takes the token, finds out who signed in, and starts the engine where that was missing.
    ///
    /// # Errors
    /// Says why nobody is signed in.
    pub async fn finish_sign_in(&self, flow: SignInFlow) -> Result<StaffMember, SignInError> {
        let connection = self.inner.connection().ok_or(SignInError::NotAsked)?;
        let code = flow.code().await?;
        let server = Url::parse(&connection.server).map_err(|_| SignInError::BadAddress)?;
        let http = self.inner.http(&server, Token::default()).map_err(SignInError::Tls)?;
        let client = http.client().ok_or(SignInError::NoToken)?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", flow.redirect.as_str()),
            ("code_verifier", flow.verifier.as_str()),
            ("client_id", CLIENT_ID),
        ];
        let (set, answer) = ask_for_all(client, &flow.at.token, &form).await.ok_or(SignInError::NoToken)?;
        let user =
            answer.get("fhirUser").and_then(|user| user.as_str()).and_then(relative).map(|(_, id)| id.to_owned());
        let user = user.ok_or(SignInError::Unknown)?;
        let provider = Provider::new(http.with_token(Token::of(set.clone(), |_| {})), None);
        let member = self.who_signed_in(&provider, &user, connection).await?;
        self.keep_token(&member.id, set)?;
        self.take_staff(member.clone())?;
        Ok(member)
    }

    async fn who_signed_in(
        &self,
        provider: &Provider,
        user: &str,
        mut connection: Connection,
    ) -> Result<StaffMember, SignInError> {
        let failed = |failure| SignInError::Provider { failure };
        let practitioner = provider.resource(&format!("Practitioner/{user}")).await.map_err(failed)?;
        let id = triage_fhir::json::identifier_in(&practitioner, triage_fhir::systems::SDS_USER_ID);
        let id = id.and_then(|id| StaffId::parse(id).ok()).ok_or(SignInError::Unknown)?;
        let directory = provider.directory().await.map_err(failed)?;
        let member = directory.staff.iter().find(|member| member.id == id).cloned().ok_or(SignInError::Unknown)?;
        let was_unknown = connection.practice.is_none();
        if let Some((ods, name)) = directory.practice.clone() {
            connection.practice = Some(PracticeName { ods, name });
        }
        if connection.checked_at.is_none() {
            // Where it could not be tried now, it is tried again once the line is up.
            if let Err(ConnectError::FilterIgnored) = self.try_out(provider, &mut connection).await {
                return Err(SignInError::FilterIgnored);
            }
        }
        self.keep_connection(&connection, &directory)?;
        if was_unknown {
            self.load_token(&member.id);
            self.start_core(&connection)?;
        }
        Ok(member)
    }

    fn keep_token(&self, id: &StaffId, set: TokenSet) -> Result<(), SignInError> {
        let stored = serde_json::to_string(&set).map_err(|_| SignInError::NotKept)?;
        self.inner.vault.set(&secret_name(id), &stored).map_err(|_| SignInError::NotKept)?;
        self.inner.hold_token(id, set);
        self.inner.tell(Input::SignedIn { staff: id.clone() });
        Ok(())
    }

    /// Makes a person's token the one that pulls go under.
    pub(crate) fn load_token(&self, id: &StaffId) {
        if let Some(token) = self.inner.token_of(id) {
            self.inner.pull_under(token);
        }
    }
}

fn secret_name(id: &StaffId) -> String {
    format!("token-{id}")
}

fn random_text() -> Result<String, SignInError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(SignInError::NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

impl Inner {
    /// Returns a person's token, from memory or from the key store.
    pub(crate) fn token_of(self: &Arc<Self>, id: &StaffId) -> Option<Token> {
        if let Some(token) = self.tokens.lock().unwrap_or_else(PoisonError::into_inner).get(id) {
            return Some(token.clone());
        }
        let stored = self.vault.get(&secret_name(id)).ok().flatten()?;
        Some(self.hold_token(id, serde_json::from_str(&stored).ok()?))
    }

    fn hold_token(self: &Arc<Self>, id: &StaffId, set: TokenSet) -> Token {
        let (vault, name) = (Arc::clone(&self.vault), secret_name(id));
        let keep = move |renewed: &TokenSet| {
            let kept = serde_json::to_string(renewed).map(|stored| vault.set(&name, &stored).is_ok());
            if !kept.unwrap_or(false) {
                warn!("a renewed token was not kept; its owner has to sign in after the next start");
            }
        };
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let token = tokens.entry(id.clone()).or_default().clone();
        token.put(set, keep);
        token
    }
}
