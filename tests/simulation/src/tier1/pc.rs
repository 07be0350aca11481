//! One PC: a disk, a program that is running or not, two clocks, a line, and somebody in front of it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Duration, TimeZone, Utc};
use triage_device::Device;
use triage_domain::{Author, OdsCode, OpId, Role, StaffId};
use triage_fhir::Practice;
use triage_store::{DataKey, Opening, StoreError, Stores};
use triage_sync::{Clocks, EngineSettings, Input, Now, OpState};

use crate::disk::{Disk, Image};
use crate::provider::{BASE, ODS};

/// The first moment of every history.
pub(crate) fn base() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).single().unwrap_or_default()
}

/// The key of every simulated profile.
pub(crate) fn key() -> DataKey {
    DataKey::new([7; 32])
}

/// How the line of a PC is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Up,
    /// No connection at all.
    Down,
    /// A network's sign-in page answers everything with 200.
    Portal,
}

/// One PC.
pub(crate) struct Pc {
    pub disk: Disk,
    pub device: Option<Device>,
    /// Counts starts: answers to calls of an earlier run reach nobody.
    pub run: u64,
    pub booted_ms: i64,
    pub slept_ms: i64,
    pub asleep_until_ms: i64,
    pub wall_offset_ms: i64,
    pub line: Line,
    pub author: Author,
    pub is_signed_in: bool,
    pub settings: EngineSettings,
    /// The wake-up that counts; earlier ones are void.
    pub wake: u64,
    /// True times of calls for pages by what the wall clock of this PC said then, and of the start of the last complete
    /// pull.
    pub walks: BTreeMap<DateTime<Utc>, i64>,
    pub pulled_ms: Option<i64>,
    pub pulled_at: Option<DateTime<Utc>>,
    /// Where each decision of this PC stood last.
    pub states: BTreeMap<OpId, OpState>,
    /// The provider asked this PC not to call before this true time.
    pub host_hold_until_ms: i64,
    pub last_push_ms: BTreeMap<OpId, i64>,
    /// When it last knew that the provider was in another state than before.
    pub verified_ms: Option<i64>,
    /// Its last start failed because a file was found to be damaged.
    pub was_damaged: bool,
}

impl Pc {
    pub(crate) fn new(n: usize, seed: u64, settings: EngineSettings) -> Result<Self, StoreError> {
        let disk = Disk::from_image(template(), seed).map_err(|_| StoreError::BadValue { what: "disk" })?;
        let number = 555_000_000_101 + n as u64;
        let id = StaffId::parse(&number.to_string()).map_err(|_| StoreError::BadValue { what: "staff" })?;
        let role = if n == 0 { Role::Receptionist } else { Role::Gp };
        let author = Author { id, name: format!("Person {n}"), role };
        Ok(Self::on(disk, author, EngineSettings { seed: seed ^ n as u64, ..settings }))
    }

    /// A PC with this disk, on which nothing runs.
    pub(crate) fn on(disk: Disk, author: Author, settings: EngineSettings) -> Self {
        Self {
            disk,
            device: None,
            run: 0,
            booted_ms: 0,
            slept_ms: 0,
            asleep_until_ms: 0,
            wall_offset_ms: 0,
            line: Line::Up,
            author,
            is_signed_in: true,
            settings,
            wake: 0,
            walks: BTreeMap::new(),
            pulled_ms: None,
            pulled_at: None,
            states: BTreeMap::new(),
            host_hold_until_ms: 0,
            last_push_ms: BTreeMap::new(),
            verified_ms: None,
            was_damaged: false,
        }
    }

    /// Reads the clocks of this PC at a true time.
    pub(crate) fn now(&self, true_ms: i64) -> Now {
        let with_sleep = true_ms - self.booted_ms;
        let wall = base() + Duration::milliseconds(true_ms + self.wall_offset_ms);
        let positive = |milliseconds: i64| u64::try_from(milliseconds).unwrap_or(0);
        Clocks { with_sleep_ms: positive(with_sleep), awake_ms: positive(with_sleep - self.slept_ms), wall }.now()
    }

    /// Starts the program on what the disk holds.
    pub(crate) fn start(&mut self, true_ms: i64) -> Result<(), StartError> {
        self.run += 1;
        self.walks.clear();
        self.host_hold_until_ms = 0;
        self.pulled_ms = None;
        self.pulled_at = None;
        let now = self.now(true_ms);
        let stores = Arc::new(open(&self.disk, now.wall)?);
        let mut device = Device::restore(stores, self.settings, practice()?, BASE.to_owned())?;
        device.begin(now)?;
        device.tell(Input::Woken, now)?;
        if self.is_signed_in {
            device.tell(Input::SignedIn { staff: self.author.id.clone() }, now)?;
        }
        self.device = Some(device);
        self.was_damaged = false;
        Ok(())
    }
}

/// Why the program did not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error(transparent)]
    Open(#[from] triage_store::OpenStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the practice has no code")]
    Practice,
}

fn practice() -> Result<Practice, StartError> {
    let ods = OdsCode::parse(ODS).map_err(|_| StartError::Practice)?;
    Ok(Practice { ods, name: "The Simulated Practice".to_owned() })
}

pub(crate) fn open(disk: &Disk, at: DateTime<Utc>) -> Result<Stores, triage_store::OpenStoreError> {
    let opening = Opening { reserve_bytes: 0, ..Opening::new(at, [1; 16]) };
    Stores::open_on(Arc::new(disk.clone()), &key(), &opening)
}

/// Files of a profile that was just made: copied into every history instead of being made a hundred thousand times.
fn template() -> &'static Image {
    static TEMPLATE: OnceLock<Image> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let Ok(disk) = Disk::new(0) else { return Image::default() };
        drop(open(&disk, base()));
        disk.image()
    })
}
