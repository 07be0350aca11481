//! `cache.db`: what the provider sent. Written in transactions of the caller's making, read beside them.

mod write;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;
use serde_json::Value;
use triage_domain::{RequestId, Version};
use triage_sync::{Cursor, Scope};

use crate::open::StoreError;

/// One version of one resource as it arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceRow {
    pub kind: String,
    pub id: String,
    pub version: Version,
    pub last_updated: String,
    pub body: Value,
}

/// A request that is here, for comparing with the provider's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskVersionRow {
    pub id: RequestId,
    pub version: Version,
    /// `Task.status`, verbatim.
    pub status: String,
    /// As the provider stamped it, verbatim.
    pub last_updated: String,
    /// Received from a former state of the provider and not since.
    pub is_former: bool,
}

/// Names the facts that this file keeps about the provider's state.
const EPOCH: &str = "epoch";

/// Something that arrived and could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableRow {
    pub reference: String,
    pub problem: String,
    pub seen_at: DateTime<Utc>,
}

/// The rebuildable file: one connection that writes, one that reads beside it.
#[derive(Debug)]
pub struct Cache {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    /// A page was met that is not as it was written.
    damaged: AtomicBool,
}

/// Reading, within a transaction or beside it.
#[derive(Debug)]
pub struct CacheRead<'a> {
    connection: &'a Connection,
}

/// Writing within one transaction.
#[derive(Debug)]
pub struct CacheWrite<'a> {
    read: CacheRead<'a>,
}

impl<'a> Deref for CacheWrite<'a> {
    type Target = CacheRead<'a>;
    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl Cache {
    pub(crate) fn new(writer: Connection, reader: Connection) -> Self {
        Self { writer: Mutex::new(writer), reader: Mutex::new(reader), damaged: AtomicBool::new(false) }
    }

    /// Says whether damage was met since the cache was opened: `Stores::renew_cache` makes it anew.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Closes both connections, runs `make`, and goes on with what it made.
    pub(crate) fn replace<E: From<StoreError>>(
        &self,
        make: impl FnOnce() -> Result<(Connection, Connection), E>,
    ) -> Result<(), E> {
        let mut writer = self.writer.lock().map_err(|_| StoreError::Poisoned)?;
        let mut reader = self.reader.lock().map_err(|_| StoreError::Poisoned)?;
        *writer = Connection::open_in_memory().map_err(StoreError::from)?;
        *reader = Connection::open_in_memory().map_err(StoreError::from)?;
        let (new_writer, new_reader) = make()?;
        (*writer, *reader) = (new_writer, new_reader);
        self.damaged.store(false, Ordering::Relaxed);
        Ok(())
    }

    fn noticed<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if matches!(result, Err(StoreError::Damaged(_))) {
            self.damaged.store(true, Ordering::Relaxed);
        }
        result
    }

    /// Runs `act` in one transaction; an error leaves everything as it was.
    ///
    /// # Errors
    /// Passes on what `act` or the store says.
    pub fn write<T>(&self, act: impl FnOnce(&CacheWrite<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = self.writer.lock().map_err(|_| StoreError::Poisoned)?;
        self.noticed((|| {
            let transaction = connection.transaction()?;
            let result = act(&CacheWrite { read: CacheRead { connection: &transaction } })?;
            transaction.commit()?;
            Ok(result)
        })())
    }

    /// As [`Cache::write`], and the disk has it when this returns, with everything that was written before.
    ///
    /// # Errors
    /// Passes on what `act` or the store says.
    pub fn write_through<T>(
        &self,
        act: impl FnOnce(&CacheWrite<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let synchronous = |mode: &str| {
            let connection = self.writer.lock().map_err(|_| StoreError::Poisoned)?;
            self.noticed(connection.pragma_update(None, "synchronous", mode).map_err(StoreError::from))
        };
        synchronous("FULL")?;
        let result = self.write(act);
        synchronous("NORMAL").and(result)
    }

    /// Runs `act` on the state of the last commit.
    ///
    /// # Errors
    /// Passes on what `act` or the store says.
    pub fn read<T>(&self, act: impl FnOnce(&CacheRead<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = self.reader.lock().map_err(|_| StoreError::Poisoned)?;
        self.noticed((|| {
            let transaction = connection.transaction()?;
            act(&CacheRead { connection: &transaction })
        })())
    }
}

impl CacheRead<'_> {
    /// Returns a resource as it arrived.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn resource(&self, kind: &str, id: &str) -> Result<Option<Value>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT body FROM resource WHERE type = ?1 AND id = ?2 AND deleted = 0")?;
        let body: Option<String> = statement.query_row([kind, id], |row| row.get(0)).optional()?;
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    /// Says whether a resource is here.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn has_resource(&self, kind: &str, id: &str) -> Result<bool, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT 1 FROM resource WHERE type = ?1 AND id = ?2 AND deleted = 0")?;
        Ok(statement.exists([kind, id])?)
    }

    /// Lists the resources of one type that belong to a request.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn linked(&self, task_id: &str, kind: &str) -> Result<Vec<Value>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT body FROM link JOIN resource USING (type, id) WHERE task_id = ?1 AND type = ?2 ORDER BY id",
        )?;
        statement
            .query_map([task_id, kind], |row| row.get::<_, String>(0))?
            .map(|body| Ok(serde_json::from_str(&body?)?))
            .collect()
    }

    /// Lists the requests that a resource belongs to.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn tasks_of(&self, kind: &str, id: &str) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT task_id FROM link WHERE type = ?1 AND id = ?2 ORDER BY task_id")?;
        Ok(statement.query_map([kind, id], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Hands over every summary, one after the other: of tens of thousands, two copies are never in memory.
    ///
    /// # Errors
    /// Fails when the store does or a summary is of another form.
    pub fn each_summary<T: DeserializeOwned>(&self, mut take: impl FnMut(T)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare("SELECT body FROM summary")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
        }
        Ok(())
    }

    /// Returns how far each scope has been pulled.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn cursors(&self) -> Result<BTreeMap<Scope, Cursor>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT scope, high_water, resume_from, overlap_ms, removals_from FROM cursor")?;
        statement
            .query_map([], |row| {
                let cursor = Cursor {
                    high_water: row.get(1)?,
                    resume_from: row.get(2)?,
                    overlap_ms: row.get::<_, Option<i64>>(3)?.and_then(|milliseconds| u64::try_from(milliseconds).ok()),
                    removals_from: row
                        .get::<_, Option<String>>(4)?
                        .and_then(|at| Some(DateTime::parse_from_rfc3339(&at).ok()?.to_utc())),
                };
                Ok((row.get::<_, String>(0)?, cursor))
            })?
            .map(|row| {
                let (scope, cursor) = row?;
                Ok((Scope::from_name(&scope).ok_or(StoreError::BadValue { what: "scope" })?, cursor))
            })
            .collect()
    }

    /// Lists what could not be read, newest first.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn unreadable(&self) -> Result<Vec<UnreadableRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT reference, problem, seen_at FROM unreadable ORDER BY seen_at DESC, reference")?;
        statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))?
            .map(|row| {
                let (reference, problem, seen_at) = row?;
                let seen_at = DateTime::parse_from_rfc3339(&seen_at)
                    .map_err(|_| StoreError::BadValue { what: "seen_at" })?
                    .to_utc();
                Ok(UnreadableRow { reference, problem, seen_at })
            })
            .collect()
    }

    /// Returns a photo's bytes with their type.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn attachment(&self, id: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT content_type, bytes FROM attachment WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// Says whether a photo's bytes are here.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn has_attachment(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM attachment WHERE id = ?1")?.exists([id])?)
    }

    /// Returns the version that is known of a resource, also of one that the provider has deleted since.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn version(&self, kind: &str, id: &str) -> Result<Option<Version>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT version FROM resource WHERE type = ?1 AND id = ?2")?;
        let found: Option<String> = statement.query_row([kind, id], |row| row.get(0)).optional()?;
        found.map(|text| Version::parse(&text).map_err(|_| StoreError::BadValue { what: "version" })).transpose()
    }

    /// Lists the requests that are here with their versions and the status that their Tasks have.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn task_versions(&self) -> Result<Vec<TaskVersionRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, version, coalesce(body ->> '$.status', ''), epoch, last_updated FROM resource
             WHERE type = 'Task' AND deleted = 0 ORDER BY id",
        )?;
        let current = self.epoch()?;
        statement
            .query_map([], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get(2)?,
                    row.get::<_, i64>(3)?,
                    row.get(4)?,
                ))
            })?
            .map(|row| {
                let (id, version, status, epoch, last_updated) = row?;
                Ok(TaskVersionRow {
                    id: RequestId::parse(&id).map_err(|_| StoreError::BadValue { what: "Task id" })?,
                    version: Version::parse(&version).map_err(|_| StoreError::BadValue { what: "version" })?,
                    status,
                    last_updated,
                    is_former: epoch < current,
                })
            })
            .collect()
    }

    /// Returns the number of the provider's present state.
    fn epoch(&self) -> Result<i64, StoreError> {
        Ok(self.fact(EPOCH)?.unwrap_or(0))
    }

    /// Returns a fact about the provider, such as its directory.
    ///
    /// # Errors
    /// Fails when the store does or the fact is of another form.
    pub fn fact<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
        let value: Option<String> = statement.query_row([name], |row| row.get(0)).optional()?;
        Ok(value.map(|value| serde_json::from_str(&value)).transpose()?)
    }
}

#[cfg(test)]
mod tests;
