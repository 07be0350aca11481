//! Reads what can be read of a damaged table, row by row. Whatever page is torn, the rows on the others are found.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params};

/// Most rows that are looked for one by one in a stretch that cannot be read in order: above it, a whole branch of the
/// table is gone, and each look costs a millisecond.
const PROBES_MAX: i64 = 5_000;

/// Opens the file anew: after one torn page SQLCipher gives nothing more through the same connection.
pub(crate) type Open<'a> = &'a dyn Fn() -> rusqlite::Result<Connection>;

/// What could be read of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Found {
    pub columns: Vec<String>,
    /// By rowid.
    pub rows: BTreeMap<i64, Vec<Value>>,
    /// Rows that are there, or may be, and cannot be read.
    pub unreadable: u64,
}

impl Found {
    /// Returns one column of a row.
    pub(crate) fn value<'a>(&self, row: &'a [Value], column: &str) -> Option<&'a Value> {
        row.get(self.columns.iter().position(|name| name == column)?)
    }
}

/// Reads every readable row of a table.
///
/// # Errors
/// Fails where not even its columns are known.
pub(crate) fn walk(open: Open<'_>, table: &str) -> rusqlite::Result<Found> {
    let mut found = Found { columns: columns(&open()?, table)?, ..Found::default() };
    if scan(&open()?, table, &mut found, Stretch::Upwards { after: i64::MIN }).is_ok() {
        return Ok(found);
    }
    let last_below = found.rows.last_key_value().map(|(rowid, _)| *rowid);
    let _ = scan(&open()?, table, &mut found, Stretch::Downwards);
    let mut rowid = last_below.unwrap_or(0) + 1;
    let above = |found: &Found, rowid: i64| found.rows.range(rowid..).next().map(|(rowid, _)| *rowid);
    let end = above(&found, rowid).unwrap_or(i64::MAX).min(rowid.saturating_add(PROBES_MAX));
    let mut connection = open()?;
    while rowid < end {
        match scan(&connection, table, &mut found, Stretch::One(rowid)) {
            Ok(()) => {}
            Err(_) => {
                found.unreadable += 1;
                connection = open()?;
            }
        }
        rowid += 1;
    }
    Ok(found)
}

enum Stretch {
    Upwards { after: i64 },
    Downwards,
    One(i64),
}

/// Puts rows into `found` until the first that cannot be read.
fn scan(connection: &Connection, table: &str, found: &mut Found, stretch: Stretch) -> rusqlite::Result<()> {
    let (clause, bound) = match stretch {
        Stretch::Upwards { after } => ("rowid > ?1 ORDER BY rowid", after),
        Stretch::Downwards => ("rowid > ?1 ORDER BY rowid DESC", i64::MIN),
        Stretch::One(rowid) => ("rowid = ?1", rowid),
    };
    let columns = found.columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let mut statement = connection.prepare(&format!("SELECT rowid, {columns} FROM \"{table}\" WHERE {clause}"))?;
    let mut rows = statement.query(params![bound])?;
    while let Some(row) = rows.next()? {
        let values = (1..=found.columns.len()).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>()?;
        found.rows.insert(row.get(0)?, values);
    }
    Ok(())
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let columns: Vec<String> = statement.query_map([table], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if columns.is_empty() { Err(rusqlite::Error::QueryReturnedNoRows) } else { Ok(columns) }
}

#[cfg(test)]
mod tests;
