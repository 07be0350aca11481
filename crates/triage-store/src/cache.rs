//! `cache.db`: what the provider sent. Written in transactions of the caller's making, read beside them.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use triage_domain::{RequestId, Version};
use triage_sync::basis::hex;
use triage_sync::version::{Verdict, judge};
use triage_sync::{Cursor, Scope, Stamp};

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
        let mut statement = self.connection.prepare_cached("SELECT body FROM resource WHERE type = ?1 AND id = ?2")?;
        let body: Option<String> = statement.query_row([kind, id], |row| row.get(0)).optional()?;
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    /// Says whether a resource is here.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn has_resource(&self, kind: &str, id: &str) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM resource WHERE type = ?1 AND id = ?2")?;
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

    /// Loads every summary.
    ///
    /// # Errors
    /// Fails when the store does or a summary is of another form.
    pub fn summaries<T: DeserializeOwned>(&self) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare("SELECT body FROM summary")?;
        let mut rows = statement.query([])?;
        let mut summaries = Vec::new();
        while let Some(row) = rows.next()? {
            summaries.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
        }
        Ok(summaries)
    }

    /// Returns how far each scope has been pulled.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn cursors(&self) -> Result<BTreeMap<Scope, Cursor>, StoreError> {
        let mut statement = self.connection.prepare("SELECT scope, high_water, resume_from FROM cursor")?;
        statement
            .query_map([], |row| {
                Ok((row.get::<_, String>(0)?, Cursor { high_water: row.get(1)?, resume_from: row.get(2)? }))
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

impl CacheWrite<'_> {
    /// Keeps a resource if it is newer than what is here.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn keep(&self, row: &ResourceRow) -> Result<Verdict, StoreError> {
        let body = serde_json::to_string(&row.body)?;
        let content = hex(&Sha256::digest(body.as_bytes()));
        let arriving =
            Stamp { version: row.version.clone(), last_updated: row.last_updated.clone(), content: content.clone() };
        let verdict = judge(self.stamp(&row.kind, &row.id)?.as_ref(), &arriving);
        if verdict == Verdict::Newer {
            let mut statement = self.connection.prepare_cached(
                "INSERT INTO resource (type, id, version, last_updated, content, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (type, id) DO UPDATE SET version = excluded.version,
                   last_updated = excluded.last_updated, content = excluded.content, body = excluded.body",
            )?;
            statement.execute(params![row.kind, row.id, row.version.as_str(), row.last_updated, content, body])?;
        }
        Ok(verdict)
    }

    fn stamp(&self, kind: &str, id: &str) -> Result<Option<Stamp>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT version, last_updated, content FROM resource WHERE type = ?1 AND id = ?2")?;
        let found = statement
            .query_row([kind, id], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        found
            .map(|(version, last_updated, content)| {
                let version = Version::parse(&version).map_err(|_| StoreError::BadValue { what: "version" })?;
                Ok(Stamp { version, last_updated, content })
            })
            .transpose()
    }

    /// Takes down that a resource belongs to a request.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn link(&self, task_id: &str, kind: &str, id: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO link (task_id, type, id) VALUES (?1, ?2, ?3)")?
            .execute([task_id, kind, id])?;
        Ok(())
    }

    /// Keeps what lists need of a request.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn summarise<T: Serialize>(&self, task_id: &RequestId, summary: &T) -> Result<(), StoreError> {
        let body = serde_json::to_string(summary)?;
        self.connection
            .prepare_cached(
                "INSERT INTO summary (task_id, body) VALUES (?1, ?2)
                 ON CONFLICT (task_id) DO UPDATE SET body = excluded.body",
            )?
            .execute([task_id.as_str(), &body])?;
        Ok(())
    }

    /// Moves the cursor of a scope, in the same transaction as the rows it stands for.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn move_cursor(&self, scope: Scope, cursor: &Cursor) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO cursor (scope, high_water, resume_from) VALUES (?1, ?2, ?3)
                 ON CONFLICT (scope) DO UPDATE SET high_water = excluded.high_water, resume_from = excluded.resume_from",
            )?
            .execute(params![scope.name(), cursor.high_water, cursor.resume_from])?;
        Ok(())
    }

    /// Puts something on the list of what could not be read.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn report_unreadable(
        &self,
        task_id: Option<&RequestId>,
        (reference, problem): (&str, &str),
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT OR IGNORE INTO unreadable (reference, problem, task_id, seen_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                reference,
                problem,
                task_id.map(RequestId::as_str),
                at.to_rfc3339_opts(SecondsFormat::Millis, true)
            ])?;
        Ok(())
    }

    /// Takes off the list what belonged to a request that is being put together anew.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn clear_unreadable(&self, task_id: &RequestId) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM unreadable WHERE task_id = ?1 OR reference = 'Task/' || ?1")?
            .execute([task_id.as_str()])?;
        Ok(())
    }

    /// Keeps a photo's bytes.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn attach(&self, id: &str, content_type: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO attachment (id, content_type, bytes) VALUES (?1, ?2, ?3)")?
            .execute(params![id, content_type, bytes])?;
        Ok(())
    }

    /// Keeps a fact about the provider.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn state_fact<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        let value = serde_json::to_string(value)?;
        self.connection
            .prepare_cached(
                "INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute([name, &value])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
