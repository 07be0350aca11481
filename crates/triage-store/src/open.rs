//! Opening a profile's two files: the lock, the key check, the pragmas, the migrations. Nothing is ever created over
//! something that exists.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};
use thiserror::Error;

use crate::cache::Cache;
use crate::files::{Files, Folder, Lock, LockError};
use crate::key::DataKey;
use crate::ledger::Ledger;

/// Oldest SQLite without the WAL-reset fault that can lose committed writes (`sync.md` §0.11): 3.51.3.
const SQLITE_VERSION_MIN: i32 = 3_051_003;

const LEDGER: &str = "ledger.db";
const CACHE: &str = "cache.db";
const KEY_CHECK: &str = "key-check";

const LEDGER_MIGRATIONS: &[&str] = &[include_str!("../migrations/ledger/001_ledger.sql")];
const CACHE_MIGRATIONS: &[&str] =
    &[include_str!("../migrations/cache/001_cache.sql"), include_str!("../migrations/cache/002_epochs.sql")];

/// Why a profile cannot be opened. In none of these was anything changed or deleted.
#[derive(Debug, Error)]
pub enum OpenStoreError {
    #[error("another copy of the program has this profile open")]
    InUse,
    #[error("this key is not the one that the profile was made with")]
    WrongKey,
    #[error("the profile holds data but no key check; it was not made by this program")]
    NoKeyCheck,
    #[error("{file} cannot be read although the key is right")]
    Damaged { file: &'static str, source: rusqlite::Error },
    #[error("{file} was written by a newer version of the program")]
    Newer { file: &'static str },
    #[error("the SQLite inside is {found}, which may lose committed writes")]
    UnsafeSqlite { found: String },
    #[error("the folder cannot be used")]
    Folder(#[from] io::Error),
    #[error("a migration of {file} failed; the file is as it was")]
    Migration { file: &'static str, source: rusqlite::Error },
}

/// Why something could not be read or kept.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error("the disk is full")]
    DiskFull(#[source] rusqlite::Error),
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
        } else {
            Self::Sqlite(error)
        }
    }
}

/// One profile's files, open and locked.
#[derive(Debug)]
pub struct Stores {
    pub ledger: Ledger,
    pub cache: Cache,
    _lock: Lock,
}

impl Stores {
    /// Opens the profile in `folder`, making it where there is none.
    ///
    /// # Errors
    /// Says what stands against it; a wrong key, damage and a newer file are told apart, and nothing is overwritten.
    pub fn open(folder: &Path, key: &DataKey) -> Result<Self, OpenStoreError> {
        Self::open_on(Arc::new(Folder::new(folder)?), key)
    }

    /// Opens the profile that lies in `files`, making it where there is none.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_on(files: Arc<dyn Files>, key: &DataKey) -> Result<Self, OpenStoreError> {
        if rusqlite::version_number() < SQLITE_VERSION_MIN {
            return Err(OpenStoreError::UnsafeSqlite { found: rusqlite::version().to_owned() });
        }
        let lock = files.lock().map_err(|error| match error {
            LockError::InUse => OpenStoreError::InUse,
            LockError::Io(error) => OpenStoreError::Folder(error),
        })?;
        check_key(&*files, key)?;
        let ledger = open_file(&*files, LEDGER, key, "FULL", LEDGER_MIGRATIONS)?;
        let cache = open_file(&*files, CACHE, key, "NORMAL", CACHE_MIGRATIONS)?;
        let cache_reader =
            connect(&*files, CACHE, key, "NORMAL").map_err(|source| OpenStoreError::Damaged { file: CACHE, source })?;
        Ok(Self { ledger: Ledger::new(ledger), cache: Cache::new(cache, cache_reader), _lock: lock })
    }

    /// Says whether a profile was ever made in this folder.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        folder.join(LEDGER).exists()
    }
}

fn check_key(files: &dyn Files, key: &DataKey) -> Result<(), OpenStoreError> {
    match files.read(KEY_CHECK) {
        Ok(stored) if stored.trim_ascii() == key.check_value().as_bytes() => Ok(()),
        Ok(_) => Err(OpenStoreError::WrongKey),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if files.exists(LEDGER) {
                return Err(OpenStoreError::NoKeyCheck);
            }
            files.write(KEY_CHECK, key.check_value().as_bytes()).map_err(OpenStoreError::Folder)
        }
        Err(error) => Err(error.into()),
    }
}

fn open_file(
    files: &dyn Files,
    file: &'static str,
    key: &DataKey,
    synchronous: &str,
    migrations: &[&str],
) -> Result<Connection, OpenStoreError> {
    let mut connection =
        connect(files, file, key, synchronous).map_err(|source| OpenStoreError::Damaged { file, source })?;
    migrate(&mut connection, file, migrations)?;
    Ok(connection)
}

fn connect(files: &dyn Files, file: &str, key: &DataKey, synchronous: &str) -> rusqlite::Result<Connection> {
    let path = files.path(file);
    let connection = match files.vfs() {
        None => Connection::open(path)?,
        Some(vfs) => Connection::open_with_flags_and_vfs(path, OpenFlags::default(), vfs)?,
    };
    connection.pragma_update(None, "key", key.raw_key_of(file))?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    // Sorting must not write decrypted rows into files of its own.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -32_768)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(connection)
}

/// Runs what is missing in one transaction with the version number: a file is never half migrated.
fn migrate(connection: &mut Connection, file: &'static str, migrations: &[&str]) -> Result<(), OpenStoreError> {
    let failed = |source| OpenStoreError::Migration { file, source };
    let found: usize =
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).map_err(failed)? as usize;
    if found > migrations.len() {
        return Err(OpenStoreError::Newer { file });
    }
    let transaction = connection.transaction().map_err(failed)?;
    for migration in &migrations[found..] {
        transaction.execute_batch(migration).map_err(failed)?;
    }
    let reached = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    transaction.pragma_update(None, "user_version", reached).map_err(failed)?;
    transaction.commit().map_err(failed)
}

#[cfg(test)]
pub(crate) mod tests;
