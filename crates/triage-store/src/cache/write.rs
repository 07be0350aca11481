//! Writing `cache.db`: rows by the rules of versions and epochs, and what is derived from them, in the caller's transaction.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use triage_domain::{RequestId, Version};
use triage_sync::basis::hex;
use triage_sync::version::{Verdict, judge};
use triage_sync::{Cursor, Scope, Stamp};

use super::{CacheWrite, EPOCH, ResourceRow};
use crate::open::StoreError;

struct Stored {
    stamp: Stamp,
    epoch: i64,
    deleted: bool,
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
        let verdict = match self.stored(&row.kind, &row.id)? {
            None => Verdict::Newer,
            Some(stored) if stored.epoch < self.epoch()? => Verdict::Newer,
            Some(stored) => match judge(Some(&stored.stamp), &arriving) {
                Verdict::Same if stored.deleted => Verdict::Older,
                verdict @ (Verdict::Newer
                | Verdict::Same
                | Verdict::Older
                | Verdict::OutOfOrder
                | Verdict::Doubtful) => verdict,
            },
        };
        if verdict == Verdict::Newer {
            let mut statement = self.connection.prepare_cached(
                "INSERT INTO resource (type, id, version, last_updated, content, body, epoch, deleted)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
                 ON CONFLICT (type, id) DO UPDATE SET version = excluded.version,
                   last_updated = excluded.last_updated, content = excluded.content, body = excluded.body,
                   epoch = excluded.epoch, deleted = 0",
            )?;
            let version = row.version.as_str();
            statement.execute(params![row.kind, row.id, version, row.last_updated, content, body, self.epoch()?])?;
        }
        Ok(verdict)
    }

    fn stored(&self, kind: &str, id: &str) -> Result<Option<Stored>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT version, last_updated, content, epoch, deleted FROM resource WHERE type = ?1 AND id = ?2",
        )?;
        let found = statement
            .query_row([kind, id], |row| {
                Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .optional()?;
        found
            .map(|(version, last_updated, content, epoch, deleted)| {
                let version = Version::parse(&version).map_err(|_| StoreError::BadValue { what: "version" })?;
                Ok(Stored { stamp: Stamp { version, last_updated, content }, epoch, deleted })
            })
            .transpose()
    }

    /// Takes down that the provider has deleted a request. What is known of it stays behind as a tombstone, so that a page
    /// that comes late does not bring it back; a version after that one does.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn bury(&self, task_id: &RequestId) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE resource SET deleted = 1 WHERE type = 'Task' AND id = ?1")?
            .execute([task_id.as_str()])?;
        self.connection.prepare_cached("DELETE FROM summary WHERE task_id = ?1")?.execute([task_id.as_str()])?;
        self.clear_unreadable(task_id)
    }

    /// Begins a new state of the provider: whatever it sends from now on replaces what is here, however its versions
    /// compare, and everything is pulled from the beginning.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn begin_epoch(&self) -> Result<(), StoreError> {
        let next = self.epoch()? + 1;
        self.state_fact(EPOCH, &next)?;
        self.connection.execute("UPDATE cursor SET high_water = NULL, resume_from = NULL", [])?;
        Ok(())
    }

    /// The present state of the provider is known whole: drops messages of its former state that did not come again.
    /// Returns the requests that they belonged to.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn end_former(&self) -> Result<Vec<String>, StoreError> {
        const FORMER: &str = "type IN ('Communication', 'CommunicationRequest') AND epoch < ?1";
        let current = self.epoch()?;
        let mut statement = self.connection.prepare(&format!(
            "SELECT DISTINCT task_id FROM link JOIN resource USING (type, id) WHERE {FORMER} ORDER BY task_id"
        ))?;
        let touched = statement.query_map([current], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        self.connection.execute(
            &format!("DELETE FROM link WHERE (type, id) IN (SELECT type, id FROM resource WHERE {FORMER})"),
            [current],
        )?;
        self.connection.execute(&format!("DELETE FROM resource WHERE {FORMER}"), [current])?;
        Ok(touched)
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
                "INSERT INTO cursor (scope, high_water, resume_from, overlap_ms, removals_from)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (scope) DO UPDATE SET high_water = excluded.high_water,
                   resume_from = excluded.resume_from, overlap_ms = excluded.overlap_ms,
                   removals_from = excluded.removals_from
                 WHERE (cursor.high_water, cursor.resume_from, cursor.overlap_ms, cursor.removals_from) IS NOT
                   (excluded.high_water, excluded.resume_from, excluded.overlap_ms, excluded.removals_from)",
            )?
            .execute(params![
                scope.name(),
                cursor.high_water,
                cursor.resume_from,
                cursor.overlap_ms.and_then(|milliseconds| i64::try_from(milliseconds).ok()),
                cursor.removals_from.map(|at| at.to_rfc3339_opts(SecondsFormat::Nanos, true))
            ])?;
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
