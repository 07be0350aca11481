//! Owns the return to an older state, as after a server was restored from a backup.
//!
//! Instants go on from the newest change, so a restored server hands out old version numbers with new instants.

use rusqlite::params;
use serde_json::Value;

use super::{Session, StoreError};

impl Session<'_> {
    /// Drops every version stored after `moment_ms` and returns how many were dropped.
    pub fn restore_to(&self, moment_ms: i64) -> Result<usize, StoreError> {
        let touched: Vec<(i64, String)> = self
            .connection
            .prepare("SELECT key, type FROM resource WHERE last_updated > ?1")?
            .query_map([moment_ms], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let dropped = self.connection.execute("DELETE FROM version WHERE last_updated > ?1", [moment_ms])?;
        self.connection.execute_batch(
            "DELETE FROM resource WHERE key NOT IN (SELECT key FROM version);
             DELETE FROM dispatch WHERE request_id NOT IN
               (SELECT id FROM resource WHERE type = 'CommunicationRequest');",
        )?;
        for (key, type_name) in touched {
            self.make_newest_current(key, &type_name)?;
        }
        Ok(dropped)
    }

    fn make_newest_current(&self, key: i64, type_name: &str) -> Result<(), StoreError> {
        self.forget_index(key)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT version, last_updated, body FROM version WHERE key = ?1
             ORDER BY version DESC LIMIT 1",
        )?;
        let mut rows = statement.query([key])?;
        let Some(row) = rows.next()? else {
            return Ok(());
        };
        let body: String = row.get(2)?;
        self.connection
            .prepare_cached("UPDATE resource SET version = ?2, last_updated = ?3, deleted = ?4 WHERE key = ?1")?
            .execute(params![key, row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, i64::from(body.is_empty())])?;
        if body.is_empty() {
            return Ok(());
        }
        let body: Value = serde_json::from_str(&body)?;
        self.write_index(key, type_name, &body)
    }
}
