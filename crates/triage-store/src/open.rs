//! Opening a profile's two files: the lock, the key check, the migrations, and what is done about damage. Nothing is ever
//! created over something that exists, and nothing that may hold a decision is ever deleted.

mod cache;
mod ledger;

use std::io;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::cache::Cache;
use crate::files::{Files, Folder, Lock, LockError};
use crate::finding::Finding;
use crate::key::DataKey;
use crate::key::check::{self, KEY_CHECK, KeyCheck, Salts};
use crate::ledger::Ledger;
use crate::reserve::{self, RESERVE_BYTES};
use crate::sqlite::{self, Place};

/// Oldest SQLite without the WAL-reset fault that can lose committed writes (`sync.md` §0.11): 3.51.3.
const SQLITE_VERSION_MIN: i32 = 3_051_003;

pub(crate) const LEDGER: &str = "ledger.db";
pub(crate) const CACHE: &str = "cache.db";

pub(crate) const LEDGER_MIGRATIONS: &[&str] = &[
    include_str!("../migrations/ledger/001_ledger.sql"),
    include_str!("../migrations/ledger/002_recovery.sql"),
    include_str!("../migrations/ledger/003_attached.sql"),
];
pub(crate) const CACHE_MIGRATIONS: &[&str] = &[
    include_str!("../migrations/cache/001_cache.sql"),
    include_str!("../migrations/cache/002_epochs.sql"),
    include_str!("../migrations/cache/003_removals.sql"),
];

/// Why a profile cannot be opened. In none of these was anything changed or deleted.
#[derive(Debug, Error)]
pub enum OpenStoreError {
    #[error("another copy of the program has this profile open")]
    InUse,
    #[error("this key is not the one that the profile was made with; every file is as it was")]
    WrongKey,
    #[error(
        "the key check is missing or damaged, and ledger.db does not open with this key: either the key is not the one \
         that the profile was made with, or both files are damaged; every file is as it was"
    )]
    NoKeyCheck,
    #[error(
        "{file} cannot be read although the key is right; the damaged file is kept as it is: copy the profile's folder \
         to a safe place, run `rescue`, and put back a copy of the file from a backup"
    )]
    Damaged { file: &'static str, source: rusqlite::Error },
    #[error(
        "ledger.db is gone: this profile had one, and no new one is made in its place; put it back from a backup, or \
         move the folder away to begin anew"
    )]
    LedgerGone,
    #[error(
        "{file} was written by a newer version of the program; it is as it was, and `rescue` can list what it holds"
    )]
    Newer { file: &'static str },
    #[error("the SQLite inside is {found}, which may lose committed writes")]
    UnsafeSqlite { found: String },
    #[error("the folder cannot be used")]
    Folder(#[from] io::Error),
    #[error("{file} cannot be opened at the moment; it is as it was")]
    NotOpened { file: &'static str, source: rusqlite::Error },
    #[error("a migration of {file} failed; the file is as it was")]
    Migration { file: &'static str, source: rusqlite::Error },
    #[error(
        "a row of the ledger is not what this program writes; the file is as it was, and `rescue` lists the others"
    )]
    Row(#[from] StoreError),
}

/// Why something could not be read or kept.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error("the disk is full")]
    DiskFull(#[source] rusqlite::Error),
    #[error("the file is damaged; the next start deals with it")]
    Damaged(#[source] rusqlite::Error),
    #[error("another process has opened this profile since; this one writes nothing more")]
    TakenOver,
    #[error("the store failed")]
    Sqlite(#[source] rusqlite::Error),
    #[error("a stored value is not what this program writes")]
    Unreadable(#[from] serde_json::Error),
    #[error("a stored {what} is not what this program writes")]
    BadValue { what: &'static str },
    #[error("a thread failed while it held the store")]
    Poisoned,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) {
            Self::DiskFull(error)
        } else if sqlite::is_damage(&error) || sqlite::is_stuck(&error) {
            Self::Damaged(error)
        } else {
            Self::Sqlite(error)
        }
    }
}

/// What an opening needs from outside: the store reads no clock and rolls no dice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    pub at: DateTime<Utc>,
    /// Names this device where the profile is new: 16 random bytes.
    pub device_id: [u8; 16],
    /// Bytes to set aside for a full disk.
    pub reserve_bytes: usize,
}

impl Opening {
    /// Opens at this time, with the usual reserve.
    #[must_use]
    pub fn new(at: DateTime<Utc>, device_id: [u8; 16]) -> Self {
        Self { at, device_id, reserve_bytes: RESERVE_BYTES }
    }

    /// Returns the end of the name under which a damaged file is kept.
    pub(crate) fn stamp(&self) -> String {
        self.at.format("%Y%m%dT%H%M%SZ").to_string()
    }
}

/// One profile's files, open and locked.
#[derive(Debug)]
pub struct Stores {
    pub ledger: Ledger,
    pub cache: Cache,
    files: Arc<dyn Files>,
    key: DataKey,
    findings: Vec<Finding>,
    _lock: Lock,
}

impl Stores {
    /// Opens the profile in `folder`, making it where there is none.
    ///
    /// # Errors
    /// Says what stands against it; a wrong key, damage and a newer file are told apart, and nothing is overwritten.
    pub fn open(folder: &Path, key: &DataKey, opening: &Opening) -> Result<Self, OpenStoreError> {
        Self::open_on(Arc::new(Folder::new(folder)?), key, opening)
    }

    /// Opens the profile that lies in `files`, making it where there is none.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_on(files: Arc<dyn Files>, key: &DataKey, opening: &Opening) -> Result<Self, OpenStoreError> {
        let lock = lock(&*files)?;
        Self::open_locked(files, lock, key, opening)
    }

    /// Opens a profile that the caller has locked with `lock`: whoever chooses the key holds the lock before.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_locked(
        files: Arc<dyn Files>,
        lock: Lock,
        key: &DataKey,
        opening: &Opening,
    ) -> Result<Self, OpenStoreError> {
        if rusqlite::version_number() < SQLITE_VERSION_MIN {
            return Err(OpenStoreError::UnsafeSqlite { found: rusqlite::version().to_owned() });
        }
        let known = checked_salts(&*files, key)?;
        let mut findings = Vec::new();
        let (ledger, opened) = ledger::open(&*files, key, known, opening, &mut findings)?;
        let cache = cache::open(&*files, key, known.cache, opening, &mut findings)?;
        let salts =
            Salts { ledger: Place::new(&*files, LEDGER, key).salt()?, cache: Place::new(&*files, CACHE, key).salt()? };
        if salts != known {
            check::write(&*files, key, salts)?;
        }
        if !reserve::set_aside(&*files, opening.reserve_bytes) {
            findings.push(Finding::NoReserve);
        }
        let older = cache::older_ledger(&cache, opened.generation).or_else(|error| {
            if !cache.is_damaged() {
                return Err(OpenStoreError::Row(error));
            }
            findings.push(cache::renew(&cache, &*files, key, opening)?);
            cache::older_ledger(&cache, opened.generation).map_err(OpenStoreError::Row)
        })?;
        findings.extend(older);
        Ok(Self { ledger, cache, files, key: key.clone(), findings, _lock: lock })
    }

    /// Says whether a profile was ever made in this folder.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        Folder::found(folder).is_some_and(|files| profile_exists(&files))
    }

    /// Lists what the opening found out about the profile.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Reads every page of both files and the whole record: seconds for a large profile, so for a thread of its own.
    /// Damage is marked, and the next opening deals with it.
    ///
    /// # Errors
    /// Fails when a file cannot be opened a second time.
    pub fn check(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        for file in [LEDGER, CACHE] {
            let connection = Place::new(&*self.files, file, &self.key).connect("FULL", None)?;
            if !sqlite::is_sound(&connection).unwrap_or(false) {
                mark_doubt(&*self.files, file);
                findings.push(Finding::Damage { file });
            }
        }
        match self.ledger.verify_record() {
            Ok(_) | Err(StoreError::Damaged(_)) => {}
            Err(StoreError::BadValue { .. }) => findings.push(Finding::RecordBroken),
            Err(error) => return Err(error),
        }
        Ok(findings)
    }

    /// Makes the cache anew while the profile is open: the damaged file is kept aside, and the next pull fills the new one.
    ///
    /// # Errors
    /// Fails where the disk does; the cache gives nothing then.
    pub fn renew_cache(&self, at: DateTime<Utc>) -> Result<Finding, OpenStoreError> {
        let opening = Opening { at, device_id: [0; 16], reserve_bytes: 0 };
        let finding = cache::renew(&self.cache, &*self.files, &self.key, &opening)?;
        let salts = Salts {
            ledger: Place::new(&*self.files, LEDGER, &self.key).salt()?,
            cache: Place::new(&*self.files, CACHE, &self.key).salt()?,
        };
        check::write(&*self.files, &self.key, salts)?;
        Ok(finding)
    }

    /// Opens the ledger anew where reading it met damage; true where it did. After one page that could not be read, be it
    /// for a moment, SQLCipher reads no other on the same connection. The next opening of the profile looks at every page.
    ///
    /// # Errors
    /// Fails where the file cannot be read now either; everything is as it was.
    pub fn reopen_ledger(&self) -> Result<bool, StoreError> {
        if !self.ledger.is_damaged() {
            return Ok(false);
        }
        self.ledger.replace(|| ledger::again(&*self.files, &self.key))?;
        mark_doubt(&*self.files, LEDGER);
        Ok(true)
    }

    pub(crate) fn files(&self) -> &dyn Files {
        &*self.files
    }
}

impl Drop for Stores {
    /// Leaves a mark where damage was met, so that the next opening looks at every page.
    fn drop(&mut self) {
        for (file, is_damaged) in [(LEDGER, self.ledger.is_damaged()), (CACHE, self.cache.is_damaged())] {
            if is_damaged {
                mark_doubt(&*self.files, file);
            }
        }
    }
}

/// Locks a profile.
///
/// # Errors
/// Says whether another program has it.
pub fn lock(files: &dyn Files) -> Result<Lock, OpenStoreError> {
    files.lock().map_err(|error| match error {
        LockError::InUse => OpenStoreError::InUse,
        LockError::Io(error) => OpenStoreError::Folder(error),
    })
}

/// Says whether these files are, or were, a profile. A copy of a ledger that was kept aside counts: it had a key.
#[must_use]
pub fn profile_exists(files: &dyn Files) -> bool {
    let Ok(names) = files.names() else { return true };
    names.iter().any(|name| name == KEY_CHECK || name == CACHE || name.starts_with(LEDGER))
}

/// Marks a file for a thorough look at the next opening.
pub(crate) fn mark_doubt(files: &dyn Files, file: &str) {
    if let Err(error) = files.write(&doubt(file), b"") {
        tracing::warn!(file, %error, "the doubt about a file could not be marked");
    }
}

pub(crate) fn doubt(file: &str) -> String {
    format!("{file}.doubt")
}

/// Holds the key against the key check, and where that is missing, damaged or of another key against the ledger itself.
fn checked_salts(files: &dyn Files, key: &DataKey) -> Result<Salts, OpenStoreError> {
    // Every page carries a proof of its key: a ledger that opens is enough, whatever one flipped bit of the check says.
    let opens = || {
        files.exists(LEDGER)
            && Place::new(files, LEDGER, key).open(None).and_then(|open| sqlite::version(&open)).is_ok()
    };
    match KeyCheck::read(files, key)? {
        KeyCheck::Right(salts) => Ok(salts),
        KeyCheck::Wrong if triage_sync::mutant!("new-key-when-keyring-empty") => {
            check::write(files, key, Salts::default())?;
            Ok(Salts::default())
        }
        // In less than a page there is nothing that could prove a key.
        KeyCheck::Wrong if ledger::is_missing(files)? || !opens() => Err(OpenStoreError::WrongKey),
        KeyCheck::Wrong => Ok(Salts::default()),
        KeyCheck::Absent if !profile_exists(files) => {
            check::write(files, key, Salts::default())?;
            Ok(Salts::default())
        }
        KeyCheck::Absent | KeyCheck::Damaged => {
            if opens() {
                Ok(Salts::default())
            } else {
                Err(OpenStoreError::NoKeyCheck)
            }
        }
    }
}

/// Replaces the salt at the beginning of a file by the known one, where the file can be read with that one only. The
/// file as it was is kept aside.
pub(crate) fn mend_header(
    place: Place<'_>,
    salt: Option<crate::key::Salt>,
    kept_as: &str,
) -> Result<bool, OpenStoreError> {
    let (Some(salt), Some(found)) = (salt, place.salt()?) else { return Ok(false) };
    if salt == found || place.open(Some(salt)).and_then(|open| sqlite::version(&open)).is_err() {
        return Ok(false);
    }
    let mut bytes = place.files.read(place.name)?;
    place.files.write(kept_as, &bytes)?;
    if let Some(head) = bytes.get_mut(..sqlite::SALT_BYTES) {
        head.copy_from_slice(&salt.bytes());
    }
    place.files.write(place.name, &bytes)?;
    Ok(true)
}

#[cfg(test)]
pub(crate) mod tests;
