//! Owns what a provider can be started with from inside a program.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};

use crate::gaps::Gaps;
use crate::practice::PracticeSettings;

/// Life of an access token, long enough for a clinic session and short enough to see a refresh.
const TOKEN_LIFE: TimeDelta = TimeDelta::minutes(30);

/// How a provider is started.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Database file; in memory when absent.
    pub database: Option<PathBuf>,
    /// Whether a token is needed.
    pub auth: bool,
    /// Life of an access token by the server's clock.
    pub token_life: TimeDelta,
    /// The synthetic practice; without one the server starts empty, but for the staff directory when `auth` is on.
    pub practice: Option<PracticeSettings>,
    /// Whether nothing happens by itself: no arrivals, no deliveries, no answers until `/admin` asks for them.
    pub still: bool,
    /// What the server's clock shows at the start; the system's time when absent.
    pub clock: Option<DateTime<Utc>>,
    /// Address that links and tokens name instead of the bound one, for a server behind a proxy.
    pub public_url: Option<String>,
    /// What is left out, though the server goes on claiming it.
    pub without: Gaps,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            database: None,
            auth: true,
            token_life: TOKEN_LIFE,
            practice: None,
            still: false,
            clock: None,
            public_url: None,
            without: Gaps::default(),
        }
    }
}
