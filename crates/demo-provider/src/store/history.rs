//! Owns the reading of past versions, newest first, deletes included.

use rusqlite::types::Value as Sql;
use rusqlite::{Row, params_from_iter};

use super::read::stored_from;
use super::{Session, StoreError, Stored};

/// Which past versions are wanted.
#[derive(Clone, Debug, Default)]
pub struct HistoryQuery {
    /// One resource type, or all.
    pub type_name: Option<String>,
    /// One resource of that type.
    pub id: Option<String>,
    /// Only versions stored at or after this instant, in ms since 1970.
    pub since_ms: Option<i64>,
    /// Only versions older than this one, in ms since 1970: where the page before ended.
    pub before_ms: Option<i64>,
    /// Largest number of versions in the answer.
    pub count: usize,
}

/// A version with the method that made it.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    /// The version.
    pub stored: Stored,
    /// POST, PUT or DELETE.
    pub method: String,
}

impl Session<'_> {
    /// Returns the versions asked for, newest first, and how many there are without paging.
    pub fn history(&self, query: &HistoryQuery) -> Result<(Vec<HistoryEntry>, i64), StoreError> {
        let mut parameters = Vec::new();
        let mut conditions = vec!["1 = 1".to_owned()];
        let mut restrict = |sql: &str, value: Sql| {
            parameters.push(value);
            conditions.push(sql.replace('?', &format!("?{}", parameters.len())));
        };
        if let Some(type_name) = &query.type_name {
            restrict("r.type = ?", Sql::Text(type_name.clone()));
        }
        if let Some(id) = &query.id {
            restrict("r.id = ?", Sql::Text(id.clone()));
        }
        if let Some(practice) = self.practice {
            restrict("r.practice IN ('', ?)", Sql::Text(practice.to_owned()));
        }
        if let Some(since_ms) = query.since_ms {
            restrict("v.last_updated >= ?", Sql::Integer(since_ms));
        }
        let rows_of = "FROM version v JOIN resource r ON r.key = v.key WHERE";
        let total = self
            .connection
            .prepare_cached(&format!("SELECT count(*) {rows_of} {}", conditions.join(" AND ")))?
            .query_row(params_from_iter(&parameters), |row| row.get(0))?;
        if let Some(before_ms) = query.before_ms {
            parameters.push(Sql::Integer(before_ms));
            conditions.push(format!("v.last_updated < ?{}", parameters.len()));
        }
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT r.key, r.type, r.id, v.version, v.last_updated, r.practice, v.body, v.method
             {rows_of} {} ORDER BY v.last_updated DESC LIMIT {}",
            conditions.join(" AND "),
            query.count
        ))?;
        let rows = statement.query_map(params_from_iter(&parameters), |row| Ok(entry_from(row)))?;
        let mut entries = Vec::new();
        for row in rows {
            entries.push(row??);
        }
        Ok((entries, total))
    }
}

fn entry_from(row: &Row<'_>) -> Result<HistoryEntry, StoreError> {
    Ok(HistoryEntry { stored: stored_from(row)?, method: row.get(7)? })
}
