//! Owns the reading of single resources and versions.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::{Session, StoreError};

/// One version of a resource.
#[derive(Clone, Debug)]
pub struct Stored {
    pub(super) key: i64,
    /// FHIR resource type.
    pub type_name: String,
    /// Logical id.
    pub id: String,
    /// 1, 2, 3, …
    pub version: i64,
    /// Milliseconds since 1970.
    pub last_updated_ms: i64,
    /// ODS code of the practice that may see it; empty means everybody.
    pub practice: String,
    /// The resource, or `None` when this version is a delete.
    pub body: Option<Value>,
}

const COLUMNS: &str = "r.key, r.type, r.id, v.version, v.last_updated, r.practice, v.body FROM resource r
     JOIN version v ON v.key = r.key";

impl Session<'_> {
    /// Returns the newest version, also when it is a delete; `None` when there is none that may be seen.
    pub fn find(&self, type_name: &str, id: &str) -> Result<Option<Stored>, StoreError> {
        let found = self.find_unscoped(type_name, id)?;
        Ok(found.filter(|stored| self.may_see(&stored.practice)))
    }

    /// Returns the newest version, whichever practice it belongs to.
    pub fn find_unscoped(&self, type_name: &str, id: &str) -> Result<Option<Stored>, StoreError> {
        self.one(
            &format!("SELECT {COLUMNS} AND v.version = r.version WHERE r.type = ?1 AND r.id = ?2"),
            params![type_name, id],
        )
    }

    /// Returns one version by its number.
    pub fn find_version(&self, type_name: &str, id: &str, version: i64) -> Result<Option<Stored>, StoreError> {
        let found = self.one(
            &format!("SELECT {COLUMNS} AND v.version = ?3 WHERE r.type = ?1 AND r.id = ?2"),
            params![type_name, id, version],
        )?;
        Ok(found.filter(|stored| self.may_see(&stored.practice)))
    }

    /// Says whether a resource was ever stored under this id.
    pub fn is_known(&self, type_name: &str, id: &str) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM resource WHERE type = ?1 AND id = ?2")?
            .exists(params![type_name, id])?)
    }

    /// Returns how many current resources each type has.
    pub fn counts(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT type, count(*) FROM resource WHERE deleted = 0 GROUP BY type ORDER BY type")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn one(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<Option<Stored>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_row(parameters, |row| Ok(stored_from(row))).optional()?.transpose()
    }

    fn may_see(&self, practice: &str) -> bool {
        practice.is_empty() || self.practice.is_none_or(|own| own == practice)
    }
}

/// Reads a row of key, type, id, version, last_updated, practice, body.
pub(super) fn stored_from(row: &Row<'_>) -> Result<Stored, StoreError> {
    let body: String = row.get(6)?;
    Ok(Stored {
        key: row.get(0)?,
        type_name: row.get(1)?,
        id: row.get(2)?,
        version: row.get(3)?,
        last_updated_ms: row.get(4)?,
        practice: row.get(5)?,
        body: if body.is_empty() { None } else { Some(serde_json::from_str(&body)?) },
    })
}
