//! The handle that windows and commands hold. Screens read what the core publishes; decisions go to the core.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, Utc};
use tokio::sync::{broadcast, mpsc, oneshot};
use triage_domain::{Author, OpId, RequestId, StaffId, StaffMember};
use triage_store::{Finding, StoreError, Stores};
use triage_sync::{EngineSettings, Input, LinkState, Operation, Scope};

use crate::clock::Clock;
use crate::core::{EngineReading, Message};
use crate::desk::{Desk, Listing};
use crate::notifier::Notifier;
use crate::profile::{Profile, Purpose};
use crate::provider::{Directory, Token};
use crate::usecase::connect::Connection;
use crate::vault::KeyVault;

/// Announcements that may wait for a slow reader; whoever misses some reads everything anew.
const ANNOUNCEMENTS_MAX: usize = 1024;

/// Groups of decisions that are remembered as one: as many as the list of last actions shows.
const TOGETHER_MAX: usize = 50;

/// The setting that keeps "work offline" over a restart.
const WORK_OFFLINE: &str = "work-offline";

/// What may be set about a client.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClientSettings {
    pub engine: EngineSettings,
    /// Starts without the network, as "work offline" does.
    pub start_offline: bool,
}

/// What has changed for a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Session,
    /// Routes, templates, outcomes, the text for the record, or what a person has set for themselves.
    Setup,
    Queue,
    Status,
    Outbox,
    Time,
}

/// One announcement to every screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub subject: Subject,
    pub request: Option<RequestId>,
}

pub(crate) struct Inner {
    pub purpose: Purpose,
    pub stores: Arc<Stores>,
    pub vault: Arc<dyn KeyVault>,
    pub clock: Clock,
    pub notifier: Box<dyn Notifier>,
    pub settings: ClientSettings,
    /// Everybody who has signed in on this PC.
    pub tokens: Mutex<BTreeMap<StaffId, Token>>,
    token: RwLock<Token>,
    desk: RwLock<Desk>,
    listing: Mutex<Option<Listing>>,
    reading: RwLock<EngineReading>,
    staff: RwLock<Option<StaffMember>>,
    connection: RwLock<Option<Connection>>,
    core: Mutex<Option<mpsc::UnboundedSender<Message>>>,
    changed: broadcast::Sender<Changed>,
    window_in_front: AtomicBool,
    received: AtomicU32,
    pub bringing_photos: AtomicBool,
    /// Files that were taken up to the provider, and when, on the clock that counts suspend.
    taken_up: Mutex<BTreeMap<String, u64>>,
    /// Decisions that were taken as one, so that one undo takes them back. After a restart each stands alone.
    together: Mutex<Vec<BTreeSet<OpId>>>,
    /// Held while the provider is being tried: the program does not end before it is tidy there again.
    pub checking: tokio::sync::Mutex<()>,
}

/// The application without a window.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

impl Client {
    /// Opens the client on a profile and, where it is connected to a provider, starts the engine.
    ///
    /// # Errors
    /// Fails when the stores cannot be read.
    pub fn start(
        profile: Profile,
        clock: Clock,
        notifier: Box<dyn Notifier>,
        settings: ClientSettings,
    ) -> Result<Self, StoreError> {
        let (changed, _) = broadcast::channel(ANNOUNCEMENTS_MAX);
        let inner = Arc::new(Inner {
            purpose: profile.purpose,
            stores: Arc::new(profile.stores),
            vault: profile.vault,
            clock,
            notifier,
            settings,
            tokens: Mutex::default(),
            token: RwLock::default(),
            desk: RwLock::default(),
            listing: Mutex::default(),
            reading: RwLock::default(),
            staff: RwLock::default(),
            connection: RwLock::default(),
            core: Mutex::default(),
            changed,
            window_in_front: AtomicBool::new(false),
            received: AtomicU32::new(0),
            bringing_photos: AtomicBool::new(false),
            taken_up: Mutex::default(),
            together: Mutex::default(),
            checking: tokio::sync::Mutex::default(),
        });
        let client = Self { inner };
        // A cache that was made anew holds nothing of what was pulled before.
        let is_empty = client.inner.stores.cache.read(|cache| cache.cursors()).is_ok_and(|cursors| cursors.is_empty());
        if is_empty && client.as_at().is_some() {
            Self::forget_pull(&client.inner)?;
        }
        // Decisions wait here whether or not the profile knows where to send them.
        let (live, _) = client.inner.stores.ledger.load_live()?;
        client.inner.set_reading(EngineReading { live, ..EngineReading::default() });
        client.inner.forget_attachments();
        client.resume()?;
        Ok(client)
    }

    /// Lists what the opening of the profile found out about it: damage that was dealt with, and what is lost.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        self.inner.stores.findings()
    }

    /// Says whether this is the practice queue, from which nothing is sent.
    #[must_use]
    pub fn is_training(&self) -> bool {
        self.inner.purpose == Purpose::Training
    }

    /// Reads the wall clock, for showing.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now().wall
    }

    /// Listens for what changes on screens.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Changed> {
        self.inner.listen()
    }

    /// Says whether the window is in front of the user, so that notifications stay quiet.
    pub fn window_in_front(&self, in_front: WindowPlace) {
        self.inner.window_in_front.store(in_front == WindowPlace::InFront, Ordering::Relaxed);
    }

    /// Switches the network off for this program, or on again; it stays so over a restart.
    ///
    /// # Errors
    /// Fails when the switch cannot be kept.
    pub fn work(&self, how: Work) -> Result<(), StoreError> {
        self.inner.stores.ledger.set(WORK_OFFLINE, &(how == Work::Offline))?;
        self.inner.tell(match (how, self.inner.purpose) {
            (Work::Online, Purpose::Work) => Input::WorkOnline,
            (Work::Offline, _) | (Work::Online, Purpose::Training) => Input::WorkOffline,
        });
        Ok(())
    }

    /// Pulls and pushes now instead of at the next turn.
    pub fn sync_now(&self) {
        self.inner.tell(Input::SyncNow);
    }

    /// The PC woke up or its clock jumped: nothing on screen counts as current until a pull completes.
    pub fn clock_doubt(&self) {
        self.inner.tell(Input::ClockDoubt);
    }

    /// Lists this device's decisions that are not final, in the order they were taken.
    #[must_use]
    pub fn live_operations(&self) -> Vec<Operation> {
        self.inner.reading().live
    }

    /// Returns the start of the last complete pull of this run.
    #[must_use]
    pub fn pulled_at(&self) -> Option<DateTime<Utc>> {
        self.inner.reading().pulled_at
    }

    /// Says whether the provider is known to be in the state that was pulled; false while the witnesses of decisions that
    /// were confirmed before are being looked up.
    #[must_use]
    pub fn is_sure_of_provider(&self) -> bool {
        self.inner.reading().is_sure_of_provider
    }

    /// Makes the id of a decision: a UUID that sorts by time.
    #[must_use]
    pub fn new_op_id(&self) -> OpId {
        OpId::from_bytes(uuid::Uuid::now_v7().into_bytes())
    }

    /// Ends the engine in good order. What is not sent is kept.
    pub async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        if self.inner.send(Message::Stop { done }) {
            let _ = stopped.await;
        }
        let _tidied_up = self.inner.checking.lock().await;
    }
}

/// Where the window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowPlace {
    InFront,
    Behind,
}

/// Whether the network is to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    Offline,
    Online,
}

impl Inner {
    pub(crate) fn taken_up(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        self.taken_up.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn desk(&self) -> RwLockReadGuard<'_, Desk> {
        self.desk.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn desk_mut(&self) -> RwLockWriteGuard<'_, Desk> {
        self.desk.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn listing(&self) -> MutexGuard<'_, Option<Listing>> {
        self.listing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn drop_from_listing(&self, request_id: &RequestId) {
        let now = self.clock.now().wall;
        let desk = self.desk();
        if let Some(listing) = self.listing().as_mut() {
            listing.drop_decided(&desk, request_id, now);
        }
    }

    /// Puts a request back into the list on screen, where an undo has brought it back.
    pub(crate) fn bring_back_into_listing(&self, request_id: &RequestId) {
        let now = self.clock.now().wall;
        let desk = self.desk();
        if let Some(listing) = self.listing().as_mut() {
            listing.bring_back(&desk, request_id, now);
        }
    }

    /// Remembers decisions that were taken as one, the last few of them.
    pub(crate) fn taken_as_one(&self, op_ids: BTreeSet<OpId>) {
        if op_ids.len() < 2 {
            return;
        }
        let mut together = self.together.lock().unwrap_or_else(PoisonError::into_inner);
        together.push(op_ids);
        let surplus = together.len().saturating_sub(TOGETHER_MAX);
        together.drain(..surplus);
    }

    /// Lists the decisions that were taken as one with this one, itself among them; nothing where it stands alone.
    pub(crate) fn taken_as_one_with(&self, op_id: &OpId) -> Vec<OpId> {
        let together = self.together.lock().unwrap_or_else(PoisonError::into_inner);
        together.iter().find(|op_ids| op_ids.contains(op_id)).into_iter().flatten().cloned().collect()
    }

    pub(crate) fn reading(&self) -> EngineReading {
        self.reading.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn link(&self) -> LinkState {
        self.reading.read().unwrap_or_else(PoisonError::into_inner).link
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Changed> {
        self.changed.subscribe()
    }

    pub(crate) fn set_reading(&self, reading: EngineReading) {
        *self.reading.write().unwrap_or_else(PoisonError::into_inner) = reading;
    }

    pub(crate) fn set_directory(&self, directory: Directory) {
        self.desk_mut().set_directory(directory);
    }

    pub(crate) fn staff(&self) -> Option<StaffMember> {
        self.staff.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_staff(&self, staff: Option<StaffMember>) {
        *self.staff.write().unwrap_or_else(PoisonError::into_inner) = staff;
    }

    pub(crate) fn author(&self) -> Option<Author> {
        self.staff().as_ref().map(Author::from)
    }

    pub(crate) fn connection(&self) -> Option<Connection> {
        self.connection.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_connection(&self, connection: Connection) {
        *self.connection.write().unwrap_or_else(PoisonError::into_inner) = Some(connection);
    }

    pub(crate) fn set_core(&self, send: mpsc::UnboundedSender<Message>) {
        *self.core.lock().unwrap_or_else(PoisonError::into_inner) = Some(send);
    }

    /// Returns the token of whoever works here: pulls go under it.
    pub(crate) fn pull_token(&self) -> Token {
        self.token.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn pull_under(&self, token: Token) {
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = token;
    }

    pub(crate) fn send(&self, message: Message) -> bool {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
        core.as_ref().is_some_and(|core| core.send(message).is_ok())
    }

    pub(crate) fn tell(&self, input: Input) {
        self.send(Message::Input(input));
    }

    pub(crate) fn announce(&self, subject: Subject, request: Option<&RequestId>) {
        let _ = self.changed.send(Changed { subject, request: request.cloned() });
    }

    pub(crate) fn announce_time(&self) {
        self.announce(Subject::Time, None);
    }

    pub(crate) fn is_window_in_front(&self) -> bool {
        self.window_in_front.load(Ordering::Relaxed)
    }

    pub(crate) fn has_pulled(&self) -> bool {
        self.reading().pulled_at.is_some()
    }

    pub(crate) fn count_received(&self, scope: Scope, count: usize) {
        if scope == Scope::Requests {
            self.received.fetch_add(u32::try_from(count).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
    }

    pub(crate) fn works_offline(&self) -> bool {
        let obstructed = self.connection().is_some_and(|connection| connection.obstacle.is_some());
        obstructed
            || self.purpose == Purpose::Training
            || self.settings.start_offline
            || self.stores.ledger.get(WORK_OFFLINE).ok().flatten().unwrap_or(false)
    }

    pub(crate) fn received(&self) -> u32 {
        self.received.load(Ordering::Relaxed)
    }
}
