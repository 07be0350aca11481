//! Trying what a provider can do: at the connection, and every week from then on. What it says of itself is not enough.

use std::sync::{Arc, Weak};

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;
use tokio::sync::broadcast::error::RecvError;
use tracing::{info, warn};
use triage_store::StoreError;
use triage_sync::{Failure, Input, LinkState};

use crate::client::{Client, Inner, Subject};
use crate::provider::contract::{Extent, Obstacle, Report, Stop};
use crate::provider::{Http, Provider, Token, TokenSet};
use crate::usecase::connect::{ConnectError, Connection, address};

/// How long a result holds (`sync.md` b.5: repeated weekly).
const HOLDS: TimeDelta = TimeDelta::days(7);
/// Shortest time between two tries where the first brought no result.
const AGAIN_MS: u64 = 10 * 60 * 1000;

/// Why the contract could not be tried.
#[derive(Debug, Error)]
pub enum ProviderCheckError {
    #[error("{0}")]
    Address(#[source] ConnectError),
    #[error("TLS could not be set up")]
    Tls(#[source] reqwest::Error),
}

/// Tries the whole contract on any FHIR server, without a profile.
///
/// # Errors
/// Fails where the address is none, or not private. What the server does or does not do is part of the report.
pub async fn check_provider(server: &str, token: Option<&str>) -> Result<Report, ProviderCheckError> {
    let server = address(server).map_err(ProviderCheckError::Address)?;
    let token = token.map_or_else(Token::default, |access| {
        let set = TokenSet { access: access.to_owned(), refresh: None, endpoint: String::new() };
        Token::of(set, |_| {})
    });
    let http = Http::new(&server, token).map_err(ProviderCheckError::Tls)?;
    Ok(Provider::new(http, None).check(Extent::Whole).await)
}

impl Client {
    /// Tries the provider before it is connected, and takes down what was found.
    pub(crate) async fn try_out(&self, provider: &Provider, connection: &mut Connection) -> Result<(), ConnectError> {
        let report = provider.check(Extent::Connection).await;
        match report.obstacle() {
            Some(Obstacle::NotFhir) => return Err(ConnectError::NotAProvider),
            Some(Obstacle::FilterIgnored) => return Err(ConnectError::FilterIgnored),
            None => {}
        }
        match (report.abilities(), report.stop) {
            (Some(abilities), _) => {
                connection.abilities = abilities;
                connection.checked_at = Some(self.now());
                connection.obstacle = None;
                Ok(())
            }
            // Tried as soon as somebody has signed in.
            (None, Some(Stop::SignInNeeded)) => Ok(()),
            (None, Some(Stop::Busy)) => Err(Failure::Busy { retry_after_ms: None }.into()),
            (None, Some(Stop::Silent | Stop::TooMany) | None) => Err(ConnectError::Unreachable),
        }
    }
}

/// Tries the provider again whenever its last trial is a week old and the line is up, as long as the client lives.
pub(crate) async fn repeat(inner: Weak<Inner>, provider: Provider) {
    let Some(mut changes) = inner.upgrade().map(|inner| inner.listen()) else { return };
    let mut next_try_ms = 0;
    loop {
        {
            let Some(inner) = inner.upgrade() else { return };
            let now = inner.clock.now();
            if now.elapsed_ms >= next_try_ms && inner.is_check_due(now.wall) && inner.link() == LinkState::Online {
                next_try_ms = now.elapsed_ms + AGAIN_MS;
                let _until_tidied_up = inner.checking.lock().await;
                inner.check_again(&provider.with_token(inner.pull_token())).await;
            }
        }
        match changes.recv().await {
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

impl Inner {
    fn is_check_due(&self, now: DateTime<Utc>) -> bool {
        let Some(connection) = self.connection() else { return false };
        let fresh = connection.checked_at.is_some_and(|at| at <= now && now - at < HOLDS);
        !fresh || connection.obstacle.is_some()
    }

    async fn check_again(self: &Arc<Self>, provider: &Provider) {
        let Some(before) = self.connection() else { return };
        let mut report = provider.check(Extent::Connection).await;
        // One bad moment of the provider's is no reason to stop a practice.
        if is_worse(&report, &before) {
            report = provider.check(Extent::Connection).await;
        }
        let (obstacle, abilities) = (report.obstacle(), report.abilities());
        let Some(mut connection) = self.connection() else { return };
        match (obstacle, abilities) {
            (Some(Obstacle::NotFhir), _) | (None, None) => {
                info!(stop = ?report.stop, "the provider could not be tried; it is tried again later");
                return;
            }
            (None | Some(Obstacle::FilterIgnored), Some(abilities)) => connection.abilities = abilities,
            (Some(Obstacle::FilterIgnored), None) => {}
        }
        connection.obstacle = obstacle;
        connection.checked_at = Some(self.clock.now().wall);
        if connection.abilities != before.abilities || obstacle != before.obstacle {
            warn!(level = ?connection.abilities.level(), ?obstacle, "the provider does other things than before");
        }
        if let Err(error) = self.take_in(&connection) {
            warn!(%error, "what the provider was found to do was not kept");
        }
    }

    fn take_in(&self, connection: &Connection) -> Result<(), StoreError> {
        // In force before it is stored: a decision that must not go may be next.
        self.set_connection(connection.clone());
        self.tell(Input::AbilitiesFound(connection.abilities));
        if connection.obstacle.is_some() {
            self.tell(Input::WorkOffline);
        }
        self.announce(Subject::Session, None);
        self.announce(Subject::Status, None);
        self.keep_connection(connection)
    }
}

fn is_worse(report: &Report, before: &Connection) -> bool {
    let weaker = report.abilities().is_some_and(|abilities| abilities.level() < before.abilities.level());
    weaker || (report.obstacle().is_some() && before.obstacle.is_none())
}
