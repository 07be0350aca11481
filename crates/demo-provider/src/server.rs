//! Owns the running provider: what it is made of, its start, the passing of time and its end.

use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::arrivals::{self, Live};
use crate::clock::Clock;
use crate::connection::{BreakableListener, Line};
use crate::courier::{self, Haste, Route};
use crate::faults::Rules;
use crate::fhir::scope::ODS_SYSTEM;
use crate::gaps::Gaps;
use crate::http;
use crate::practice::{PracticeSettings, Staff, SyntheticPractice, generate};
use crate::settings::Settings;
use crate::store::{Store, StoreError};

/// How often the provider looks whether a request, delivery or answer is due.
const TICK: Duration = Duration::from_millis(250);

/// How long open connections may take to finish at shutdown.
const SHUTDOWN_MAX: Duration = Duration::from_secs(2);

/// Name of the setting that remembers which practice a database holds.
const PRACTICE: &str = "practice";

/// Why a provider did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("the address cannot be used")]
    Listen(#[source] std::io::Error),
    /// The database cannot be used.
    #[error("the database cannot be used")]
    Store(#[from] StoreError),
    /// Building the practice was interrupted.
    #[error("the synthetic practice was not built")]
    Build(#[source] tokio::task::JoinError),
}

/// Everything that answers requests share.
pub struct Server {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    /// FHIR base, without a slash at its end.
    pub(crate) base_url: String,
    /// Scheme, host and port.
    pub(crate) origin: String,
    pub(crate) auth: bool,
    pub(crate) still: bool,
    pub(crate) gaps: Gaps,
    pub(crate) token_life: TimeDelta,
    pub(crate) staff: Vec<Staff>,
    pub(crate) route: Route,
    pub(crate) live: Mutex<Option<Live>>,
    pub(crate) faults: Mutex<Rules>,
    pub(crate) requests_served: AtomicU64,
    pub(crate) restore_point_ms: Mutex<Option<i64>>,
}

/// A provider that is running; it stops when this is dropped.
pub struct Provider {
    /// The bound address.
    pub addr: SocketAddr,
    /// FHIR base, `http://…/fhir`.
    pub base_url: String,
    /// Scheme, host and port, before `/fhir`, `/oauth` and `/admin`.
    pub origin: String,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    ticking: JoinHandle<()>,
}

/// Starts a provider and returns when it answers.
pub async fn start(settings: Settings) -> Result<Provider, StartError> {
    let listener = TcpListener::bind(settings.listen).await.map_err(StartError::Listen)?;
    let addr = listener.local_addr().map_err(StartError::Listen)?;
    let origin = settings
        .public_url
        .as_deref()
        .map_or_else(|| format!("http://{addr}"), |url| url.trim_end_matches('/').to_owned());
    let building = {
        let origin = origin.clone();
        tokio::task::spawn_blocking(move || build(&settings, origin))
    };
    let server = Arc::new(building.await.map_err(StartError::Build)??);
    let base_url = server.base_url.clone();
    let (stop, stopped) = watch::channel(false);
    let ticking = tokio::spawn(tick(Arc::clone(&server)));
    let serving = tokio::spawn(serve(listener, server, stopped));
    tracing::info!(%addr, %base_url, "the demo provider answers");
    Ok(Provider { addr, base_url, origin, stop, serving, ticking })
}

impl Provider {
    /// Stops taking requests, finishes those that are open and returns.
    pub async fn shutdown(mut self) {
        self.ticking.abort();
        self.stop.send_replace(true);
        if tokio::time::timeout(SHUTDOWN_MAX, &mut self.serving).await.is_err() {
            self.serving.abort();
        }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.ticking.abort();
        self.serving.abort();
    }
}

impl Server {
    /// Carries out everything that is due and returns how many requests and messages were written.
    pub(crate) fn pass_time(&self, haste: Haste) -> Result<(usize, usize), StoreError> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        let mut live = live.as_mut().filter(|_| !self.still);
        let (arrived, messages) = self.store.transact(None, |session| {
            let arrived = match &live {
                Some(live) => live.catch_up(session)?,
                None => 0,
            };
            let messages =
                if self.still && haste == Haste::Nothing { 0 } else { courier::run(session, &self.route, haste)? };
            Ok::<_, StoreError>((arrived, messages))
        })?;
        if let Some(live) = &mut live {
            live.forget(arrived);
        }
        Ok((arrived, messages))
    }
}

fn build(settings: &Settings, origin: String) -> Result<Server, StartError> {
    let began = Clock::system();
    let clock = Clock::starting_at(settings.clock);
    let base_url = format!("{origin}/fhir");
    let store = Store::open(settings.database.as_deref(), clock.clone(), &base_url)?;
    clock.not_before(store.newest_change());
    let wanted = match &settings.practice {
        Some(asked) => Some(PracticeSettings { now: clock.now(), ..remembered(&store, asked)? }),
        None => None,
    };
    let seed = wanted.as_ref().map_or(0, |wanted| wanted.seed);
    let mut practice = match &wanted {
        Some(wanted) => generate(wanted),
        None => generate(&directory_only(clock.now())),
    };
    let generated_ms = (Clock::system() - began).num_milliseconds();
    let code = ods_code(&practice);
    let upcoming = std::mem::take(&mut practice.upcoming);
    let live = wanted.map(|wanted| Live::new(wanted, &code, upcoming));
    let (directory, patients) = (practice.directory, practice.patients);
    store.transact(None, |session| {
        if settings.practice.is_some() {
            arrivals::load(session, directory, patients, practice.history, &code)
        } else if settings.auth {
            arrivals::load_directory(session, directory, session.now)
        } else {
            Ok::<_, StoreError>(())
        }
    })?;
    let ready_ms = (Clock::system() - began).num_milliseconds();
    tracing::info!(generated_ms, ready_ms, "the practice is open");
    let name = practice.organization.get("name").and_then(|name| name.as_str());
    Ok(Server {
        store,
        clock,
        base_url,
        origin,
        auth: settings.auth,
        still: settings.still,
        gaps: settings.without.clone(),
        token_life: settings.token_life,
        route: Route { seed, practice: code, practice_name: name.unwrap_or("The practice").to_owned() },
        staff: practice.staff,
        live: Mutex::new(live),
        faults: Mutex::new(Rules::default()),
        requests_served: AtomicU64::new(0),
        restore_point_ms: Mutex::new(None),
    })
}

/// Returns the settings of the practice that the database already holds, or keeps the wanted ones in it.
fn remembered(store: &Store, wanted: &PracticeSettings) -> Result<PracticeSettings, StoreError> {
    let requests = wanted.requests.map(|count| count.to_string());
    let text = format!("{} {} {} {}", wanted.seed, wanted.list_size, requests.as_deref().unwrap_or("-"), wanted.date);
    store.transact(None, |session| {
        let Some(held) = session.setting(PRACTICE)? else {
            session.keep_setting(PRACTICE, &text)?;
            return Ok(wanted.clone());
        };
        if held != text {
            tracing::warn!(held, asked = text, "the database holds another practice, which is served");
        }
        Ok(parse_practice(&held, wanted).unwrap_or_else(|| wanted.clone()))
    })
}

fn parse_practice(held: &str, wanted: &PracticeSettings) -> Option<PracticeSettings> {
    let mut parts = held.split(' ');
    Some(PracticeSettings {
        seed: parts.next()?.parse().ok()?,
        list_size: parts.next()?.parse().ok()?,
        requests: parts.next()?.parse().ok(),
        date: parts.next()?.parse().ok()?,
        now: wanted.now,
    })
}

/// The smallest practice, of which only the staff directory is used.
fn directory_only(now: DateTime<Utc>) -> PracticeSettings {
    PracticeSettings { list_size: 1, seed: 0, date: now.date_naive(), requests: Some(0), now }
}

fn ods_code(practice: &SyntheticPractice) -> String {
    let identifiers = practice.organization.get("identifier").and_then(|identifier| identifier.as_array());
    let member = |value: &serde_json::Value, name: &str| {
        let member = value.get(name).and_then(|member| member.as_str());
        member.map(str::to_owned)
    };
    identifiers
        .into_iter()
        .flatten()
        .find(|identifier| member(identifier, "system").as_deref() == Some(ODS_SYSTEM))
        .and_then(|identifier| member(identifier, "value"))
        .unwrap_or_default()
}

async fn serve(listener: TcpListener, server: Arc<Server>, mut stopped: watch::Receiver<bool>) {
    let service = http::router(server).into_make_service_with_connect_info::<Line>();
    let until = async move {
        // An error means that the provider was dropped, which is an end as well.
        let ended = stopped.wait_for(|stop| *stop).await;
        tracing::debug!(orderly = ended.is_ok(), "the demo provider stops");
    };
    let served = axum::serve(BreakableListener(listener), service).with_graceful_shutdown(until);
    if let Err(error) = served.await {
        tracing::error!(%error, "the demo provider ended");
    }
}

async fn tick(server: Arc<Server>) {
    if server.still {
        return;
    }
    let mut interval = tokio::time::interval(TICK);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        let server = Arc::clone(&server);
        let passed = tokio::task::spawn_blocking(move || server.pass_time(Haste::Nothing)).await;
        match passed {
            Ok(Ok((arrived, messages))) if arrived + messages > 0 => {
                tracing::info!(arrived, messages, "patients wrote");
            }
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::error!(%error, "time did not pass"),
            Err(error) => tracing::error!(%error, "time did not pass"),
        }
    }
}
