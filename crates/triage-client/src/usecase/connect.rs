//! Connecting a profile to a provider, and taking the connection up again at every start.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::sync::mpsc;
use triage_domain::{OdsCode, StaffMember};
use triage_fhir::Practice;
use triage_store::StoreError;
use triage_sync::{Abilities, Failure, Input};
use url::Url;

use crate::client::{Client, Inner, Subject};
use crate::core::Core;
use crate::profile::Purpose;
use crate::provider::contract::{Limit, Obstacle, limits};
use crate::provider::{Directory, Http, Provider, Token, Way};

/// The setting and the fact that hold the practice's staff and teams.
const DIRECTORY: &str = "directory";

const CONNECTION: &str = "connection";

/// What is known of a provider that was never tried.
const NOTHING: Abilities =
    Abilities { guards_versions: false, transactions: false, own_ids: false, creates_once: false, history: false };

/// What a profile is connected to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredConnection")]
pub struct Connection {
    /// Where FHIR begins.
    pub server: String,
    /// The practice; absent until somebody has signed in, where the provider asks for that first.
    pub practice: Option<PracticeName>,
    pub software: Option<String>,
    /// Where people sign in; absent where the provider asks for none.
    pub sign_in: Option<SignInAt>,
    /// What the provider was found to do, or was taken to do before anybody tried.
    pub abilities: Abilities,
    /// When the provider was last tried; absent until then.
    pub checked_at: Option<DateTime<Utc>>,
    /// What was found later to stand against being connected at all.
    pub obstacle: Option<Obstacle>,
}

/// A connection as any version of this program has stored it.
#[derive(Deserialize)]
struct StoredConnection {
    server: String,
    practice: Option<PracticeName>,
    software: Option<String>,
    sign_in: Option<SignInAt>,
    abilities: Option<Abilities>,
    #[serde(default)]
    checked_at: Option<DateTime<Utc>>,
    #[serde(default)]
    obstacle: Option<Obstacle>,
    /// What versions before 0.2 kept in place of the abilities: whether the provider claimed transactions.
    #[serde(default)]
    read_only: bool,
}

impl From<StoredConnection> for Connection {
    fn from(stored: StoredConnection) -> Self {
        let StoredConnection { server, practice, software, sign_in, checked_at, obstacle, .. } = stored;
        let claimed = Abilities {
            guards_versions: !stored.read_only,
            transactions: !stored.read_only,
            own_ids: !stored.read_only,
            creates_once: false,
            history: false,
        };
        let abilities = stored.abilities.unwrap_or(claimed);
        Self { server, practice, software, sign_in, abilities, checked_at, obstacle }
    }
}

impl Connection {
    /// Lists what staff has to know because of what the provider cannot do.
    #[must_use]
    pub fn limits(&self) -> Vec<Limit> {
        let untried = self.checked_at.is_none() && !self.abilities.may_write();
        if untried { vec![Limit::NotTried] } else { limits(self.abilities, self.obstacle) }
    }

    /// Says why no decision can be taken, where none can.
    #[must_use]
    pub fn why_read_only(&self) -> Option<Limit> {
        if self.abilities.may_write() { None } else { self.limits().into_iter().next_back() }
    }
}

/// A practice by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeName {
    pub ods: OdsCode,
    pub name: String,
}

/// The two addresses of SMART App Launch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInAt {
    pub authorize: String,
    pub token: String,
}

/// What is needed to connect. Practice and person are for providers that hold no directory.
#[derive(Debug, Clone, Default)]
pub struct ConnectForm {
    pub server: String,
    pub practice: Option<(OdsCode, String)>,
    pub staff: Option<StaffMember>,
}

/// Why a profile was not connected.
#[derive(Debug, Error)]
pub enum ConnectError {
    #[error("this is not a web address")]
    BadAddress,
    #[error("only https, or http on this PC, keeps what patients wrote private")]
    NotPrivate,
    #[error("the provider cannot be reached")]
    Unreachable,
    #[error("something answers there, and it is not an online consultation provider with FHIR R4")]
    NotAProvider,
    #[error("the provider refused with {http_status}")]
    Refused { http_status: u16 },
    #[error("the provider names no practice, and none was given")]
    NoPractice,
    #[error("asked for one practice's requests, the provider sends everybody's")]
    FilterIgnored,
    #[error("this profile is connected to another provider")]
    OtherProvider,
    #[error("TLS could not be set up")]
    Tls(#[source] reqwest::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Failure> for ConnectError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unreachable => Self::Unreachable,
            Failure::Busy { .. } => Self::Refused { http_status: 503 },
            Failure::Broken => Self::Refused { http_status: 500 },
            Failure::SignInNeeded => Self::Refused { http_status: 401 },
            Failure::NotAllowed => Self::Refused { http_status: 403 },
            Failure::Refused { http_status: 200 | 404 } => Self::NotAProvider,
            Failure::Refused { http_status } => Self::Refused { http_status },
        }
    }
}

impl Client {
    /// Connects this profile to a provider and starts the engine.
    ///
    /// # Errors
    /// Says what stands against it; the profile is as it was then.
    pub async fn connect(&self, form: ConnectForm) -> Result<Connection, ConnectError> {
        let server = address(&form.server)?;
        if let Some(connection) = self.inner.connection() {
            return if connection.server == server.as_str() {
                Ok(connection)
            } else {
                Err(ConnectError::OtherProvider)
            };
        }
        let http = self.inner.http(&server, self.inner.pull_token()).map_err(ConnectError::Tls)?;
        let provider = Provider::new(http, None);
        let capability = provider.probe().await?;
        let (mut directory, asks_for_sign_in_first) = match provider.directory().await {
            Ok(directory) => (directory, false),
            Err(Failure::SignInNeeded) => (Directory::default(), true),
            Err(failure) => return Err(failure.into()),
        };
        let practice = form.practice.or_else(|| directory.practice.clone());
        if practice.is_none() && capability.sign_in.is_none() {
            return Err(ConnectError::NoPractice);
        }
        directory.practice.clone_from(&practice);
        if let Some(member) = &form.staff {
            directory.staff.retain(|other| other.id != member.id);
            directory.staff.push(member.clone());
        }
        let mut connection = Connection {
            server: server.as_str().to_owned(),
            practice: practice.map(|(ods, name)| PracticeName { ods, name }),
            software: capability.software,
            sign_in: capability.sign_in.map(|at| SignInAt { authorize: at.authorize, token: at.token }),
            abilities: NOTHING,
            checked_at: None,
            obstacle: None,
        };
        if !asks_for_sign_in_first {
            self.try_out(&provider, &mut connection).await?;
        }
        self.keep_connection(&connection, &directory)?;
        if let Some(member) = form.staff {
            self.take_staff(member)?;
        }
        self.start_core(&connection)?;
        self.inner.announce(Subject::Session, None);
        Ok(connection)
    }

    /// Takes the connection and the person up where the last run left them.
    pub(crate) fn resume(&self) -> Result<(), StoreError> {
        let staff = self.resume_staff()?;
        let Some(connection) = self.inner.stores.ledger.get::<Connection>(CONNECTION)? else { return Ok(()) };
        self.inner.set_connection(connection.clone());
        self.resume_directory();
        self.start_core(&connection)?;
        // As at a sign-in: the program may have ended before what waited for this person was let go.
        if let Some(staff) = staff {
            self.inner.tell(Input::SignedIn { staff });
        }
        Ok(())
    }

    /// Brings the directory back into a cache that was made anew: it comes with the connection and not with a pull.
    fn resume_directory(&self) {
        let stores = &self.inner.stores;
        let cached = stores.cache.read(|cache| cache.fact::<Directory>(DIRECTORY));
        let kept = stores.ledger.get::<Directory>(DIRECTORY);
        let result = match (cached, kept) {
            (Ok(Some(cached)), Ok(None)) => stores.ledger.set(DIRECTORY, &cached),
            (Ok(None), Ok(Some(kept))) => stores.cache.write(|cache| cache.state_fact(DIRECTORY, &kept)),
            (Ok(_), Ok(_)) => Ok(()),
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        if let Err(error) = result {
            tracing::warn!(%error, "the directory was not brought back");
        }
    }

    pub(crate) fn keep_connection(&self, connection: &Connection, directory: &Directory) -> Result<(), StoreError> {
        self.inner.stores.cache.write(|cache| cache.state_fact(DIRECTORY, directory))?;
        self.inner.stores.ledger.set(DIRECTORY, directory)?;
        self.inner.set_directory(directory.clone());
        self.inner.keep_connection(connection)
    }

    /// Starts the engine, once the practice is known.
    pub(crate) fn start_core(&self, connection: &Connection) -> Result<(), StoreError> {
        let Some(PracticeName { ods, name }) = connection.practice.clone() else { return Ok(()) };
        let Ok(server) = Url::parse(&connection.server) else {
            return Err(StoreError::BadValue { what: "server" });
        };
        let Ok(http) = self.inner.http(&server, self.inner.pull_token()) else {
            return Err(StoreError::BadValue { what: "TLS" });
        };
        let practice = Practice { ods, name };
        let provider = Provider::new(http, Some(practice.clone()));
        let (send, inbox) = mpsc::unbounded_channel();
        let core = Core::restore(std::sync::Arc::clone(&self.inner), provider, practice, (send.clone(), inbox))?;
        self.inner.set_core(send);
        if self.inner.purpose == Purpose::Work {
            let trying = super::check_provider::repeat(std::sync::Arc::downgrade(&self.inner), core.provider().clone());
            tokio::spawn(trying);
        }
        tokio::spawn(core.run());
        Ok(())
    }
}

impl Inner {
    /// Returns the way to a host. No client gets to the network but through here, and a training profile has no way.
    pub(crate) fn http(&self, server: &Url, token: Token) -> Result<Http, reqwest::Error> {
        match self.purpose {
            Purpose::Work => Http::new(server, token),
            Purpose::Training => Ok(Http::nowhere(server)),
        }
    }

    pub(crate) fn keep_connection(&self, connection: &Connection) -> Result<(), StoreError> {
        self.stores.ledger.set(CONNECTION, connection)?;
        self.set_connection(connection.clone());
        Ok(())
    }

    /// Returns how decisions are written to this provider.
    pub(crate) fn way(&self) -> Way {
        self.connection().map_or(Way::NotAtAll, |connection| Way::with(connection.abilities))
    }
}

/// Reads an address as people type it: the scheme may be missing, a slash at the end is dropped.
pub(super) fn address(text: &str) -> Result<Url, ConnectError> {
    let text = text.trim().trim_end_matches('/');
    if text.is_empty() {
        return Err(ConnectError::BadAddress);
    }
    let full = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&full).map_err(|_| ConnectError::BadAddress)?;
    let host = url.host_str().ok_or(ConnectError::BadAddress)?;
    let on_this_pc = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    match url.scheme() {
        "https" => Ok(url),
        "http" if on_this_pc => Ok(url),
        "http" => Err(ConnectError::NotPrivate),
        _ => Err(ConnectError::BadAddress),
    }
}

#[cfg(test)]
mod tests;
