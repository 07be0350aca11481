//! Owns the resources: every version as JSON, the search index and the one order of changes.
//!
//! Deliberately knows no HTTP and no FHIR rules beyond `id` and `meta`: preconditions, validation and
//! Bundles live in `fhir`.

mod history;
mod index;
mod instant;
mod read;
mod restore;
mod search;
mod write;

use std::cell::Cell;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, TransactionBehavior};

use crate::clock::Clock;

pub use history::{HistoryEntry, HistoryQuery};
pub use index::{Kind, Parameter, ResourceType, TYPES, is_known_type, parameter, parameters, split_reference};
pub use instant::{Span, format_ms, parse_span};
pub use read::Stored;
pub use search::{Comparison, Criterion, Cursor, Order, Search, SortKey, TokenValue};
pub use write::Method;

/// Why the store could not carry something out.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused or failed.
    #[error("the database failed")]
    Database(#[from] rusqlite::Error),
    /// A stored body is no longer JSON.
    #[error("a stored resource is not readable")]
    Body(#[from] serde_json::Error),
    /// The work on the database was interrupted.
    #[error("the work on the database was interrupted")]
    Interrupted,
}

/// The database, used by one session at a time.
pub struct Store {
    gate: Mutex<Gate>,
    clock: Clock,
    base_url: String,
}

struct Gate {
    connection: Connection,
    last_stamp: i64,
}

/// One reader's or writer's view of the database while it holds the gate.
pub struct Session<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) base_url: &'a str,
    pub(crate) now: DateTime<Utc>,
    /// ODS code of the practice whose resources are visible; `None` sees all.
    pub(crate) practice: Option<&'a str>,
    last_stamp: Cell<i64>,
}

impl Store {
    /// Opens the database file, or a database in memory, and creates what is missing.
    pub fn open(file: Option<&Path>, clock: Clock, base_url: &str) -> Result<Self, StoreError> {
        let connection = match file {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;")?;
        connection.set_prepared_statement_cache_capacity(128);
        connection.execute_batch(include_str!("schema.sql"))?;
        let last_stamp =
            connection.query_row("SELECT coalesce(max(last_updated), 0) FROM version", [], |row| row.get(0))?;
        Ok(Self { gate: Mutex::new(Gate { connection, last_stamp }), clock, base_url: base_url.to_owned() })
    }

    /// Runs `work` on a consistent view without changing anything.
    pub fn view<T, E: From<StoreError>>(
        &self,
        practice: Option<&str>,
        work: impl FnOnce(&Session<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        work(&self.session(&gate.connection, gate.last_stamp, practice))
    }

    /// Runs `work` as one transaction: all of it is durable when this returns `Ok`, none of it otherwise.
    pub fn transact<T, E: From<StoreError>>(
        &self,
        practice: Option<&str>,
        work: impl FnOnce(&Session<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let before = gate.last_stamp;
        let transaction =
            gate.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let session = self.session(&transaction, before, practice);
        let answer = work(&session)?;
        let after = session.last_stamp.get();
        transaction.commit().map_err(StoreError::from)?;
        gate.last_stamp = after;
        Ok(answer)
    }

    /// Returns the instant of the newest change, 1970 when there is none.
    pub fn newest_change(&self) -> DateTime<Utc> {
        let gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        DateTime::from_timestamp_millis(gate.last_stamp).unwrap_or_default()
    }

    fn session<'a>(&'a self, connection: &'a Connection, last_stamp: i64, practice: Option<&'a str>) -> Session<'a> {
        Session {
            connection,
            base_url: &self.base_url,
            now: self.clock.now(),
            practice,
            last_stamp: Cell::new(last_stamp),
        }
    }
}

impl Session<'_> {
    /// Returns the next instant for a change: `moment` at millisecond precision, or the one after the newest change.
    fn stamp(&self, moment: DateTime<Utc>) -> i64 {
        let stamp = moment.timestamp_millis().max(self.last_stamp.get() + 1);
        self.last_stamp.set(stamp);
        stamp
    }

    /// Runs `work` so that its changes are undone when it fails, while the transaction goes on.
    pub fn attempt<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<Result<T, E>, StoreError> {
        self.connection.execute_batch("SAVEPOINT attempt")?;
        let outcome = work();
        if outcome.is_err() {
            self.connection.execute_batch("ROLLBACK TO attempt")?;
        }
        self.connection.execute_batch("RELEASE attempt")?;
        Ok(outcome)
    }

    /// Returns a named setting that was kept with the data.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
        let mut rows = statement.query([name])?;
        Ok(match rows.next()? {
            Some(row) => Some(row.get(0)?),
            None => None,
        })
    }

    /// Keeps a named setting with the data.
    pub fn keep_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
