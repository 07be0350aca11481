//! Reads what can be read of a damaged table, row by row. Whatever page is torn, the rows on the others are found.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params};

/// Most rows that are looked for one by one in a stretch that cannot be read in order: above it, a whole branch of the
/// table is gone, and each look costs milliseconds.
const PROBES_MAX: i64 = 5_000;

/// Looks in a row that fail before the torn end of a table counts as passed: more than the smallest rows on one page.
const FAILURES_IN_A_ROW_MAX: i64 = 64;

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

/// Reads every readable row of a table, whose last rowid is known or not.
///
/// # Errors
/// Fails where not even its columns are known.
pub(crate) fn walk(open: Open<'_>, table: &str, last: Option<i64>) -> rusqlite::Result<Found> {
    let mut found = Found { columns: columns(&open()?, table)?, ..Found::default() };
    if scan(&open()?, table, &mut found, Stretch::Upwards { after: i64::MIN }).is_ok() {
        return Ok(found);
    }
    let last_below = found.rows.last_key_value().map(|(rowid, _)| *rowid);
    let _ = scan(&open()?, table, &mut found, Stretch::Downwards);
    let mut rowid = last_below.unwrap_or(0) + 1;
    let above = |found: &Found, rowid: i64| found.rows.range(rowid..).next().map(|(rowid, _)| *rowid);
    let bound = above(&found, rowid).or(last.map(|last| last + 1));
    let end = bound.unwrap_or(i64::MAX).min(rowid.saturating_add(PROBES_MAX));
    let mut connection = open()?;
    let mut in_a_row = 0;
    while rowid < end && (bound.is_some() || in_a_row < FAILURES_IN_A_ROW_MAX) {
        if scan(&connection, table, &mut found, Stretch::One(rowid)).is_ok() {
            in_a_row = 0;
        } else {
            in_a_row += 1;
            found.unreadable += 1;
            connection = open()?;
        }
        rowid += 1;
    }
    Ok(found)
}

/// Returns the number before the next one that this device gives, which no rowid of `op` is above.
pub(crate) fn last_given(device: &Found) -> Option<i64> {
    let next = device.rows.values().filter_map(|row| match device.value(row, "next_seq") {
        Some(Value::Integer(next)) => Some(*next),
        Some(Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_)) | None => None,
    });
    next.max().map(|next| next - 1)
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
