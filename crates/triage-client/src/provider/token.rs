//! A person's tokens for one provider: in memory for calls, renewed once when the provider says they are worn out.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The id under which this program is known to providers.
pub const CLIENT_ID: &str = "triage-desk";

/// What a provider gives a person who signed in. It lies in the key store and never shows in a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenSet {
    pub access: String,
    pub refresh: Option<String>,
    /// Where tokens are renewed.
    pub endpoint: String,
}

impl fmt::Debug for TokenSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSet(redacted)")
    }
}

type Keep = Arc<dyn Fn(&TokenSet) + Send + Sync>;

#[derive(Default)]
struct Held {
    set: Option<TokenSet>,
    keep: Option<Keep>,
}

/// The token that calls carry. Clones share it.
#[derive(Clone, Default)]
pub struct Token {
    held: Arc<Mutex<Held>>,
    renewing: Arc<tokio::sync::Mutex<()>>,
}

impl Token {
    /// Holds a person's tokens; `keep` stores them again whenever they are renewed, because old ones stop working then.
    pub fn of(set: TokenSet, keep: impl Fn(&TokenSet) + Send + Sync + 'static) -> Self {
        let token = Self::default();
        token.put(set, keep);
        token
    }

    /// Replaces the tokens.
    pub fn put(&self, set: TokenSet, keep: impl Fn(&TokenSet) + Send + Sync + 'static) {
        *self.held() = Held { set: Some(set), keep: Some(Arc::new(keep)) };
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn access(&self) -> Option<String> {
        self.held().set.as_ref().map(|set| set.access.clone())
    }

    /// Renews the tokens unless somebody else has done so since `worn` was used; true when there is a new one.
    pub(super) async fn renew(&self, client: &reqwest::Client, worn: &str) -> bool {
        let _one_at_a_time = self.renewing.lock().await;
        let (set, keep) = {
            let held = self.held();
            (held.set.clone(), held.keep.clone())
        };
        let Some(set) = set else { return false };
        if set.access != worn {
            return true;
        }
        let Some(refresh) = &set.refresh else { return false };
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", CLIENT_ID)];
        let Some(renewed) = ask(client, &set.endpoint, &form).await else { return false };
        let renewed = TokenSet { refresh: renewed.refresh.or(set.refresh), ..renewed };
        if let Some(keep) = &keep {
            keep(&renewed);
        }
        self.held().set = Some(renewed);
        true
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(redacted)")
    }
}

/// Asks a token endpoint; nothing where it does not give a token.
pub(crate) async fn ask(client: &reqwest::Client, endpoint: &str, form: &[(&str, &str)]) -> Option<TokenSet> {
    ask_for_all(client, endpoint, form).await.map(|(set, _)| set)
}

/// Asks a token endpoint and returns the whole answer beside the tokens.
pub(crate) async fn ask_for_all(
    client: &reqwest::Client,
    endpoint: &str,
    form: &[(&str, &str)],
) -> Option<(TokenSet, Value)> {
    let response = client.post(endpoint).form(form).send().await.ok()?;
    if !response.status().is_success() {
        return None;
    }
    let answer: Value = serde_json::from_slice(&response.bytes().await.ok()?).ok()?;
    let text = |member: &str| answer.get(member).and_then(Value::as_str).map(str::to_owned);
    let set = TokenSet { access: text("access_token")?, refresh: text("refresh_token"), endpoint: endpoint.to_owned() };
    Some((set, answer))
}
