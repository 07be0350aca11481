//! A damaged ledger: what can be read of it is moved into a new file, and the damaged one is kept as it is.
//!
//! The new file takes its place in two steps that a power cut may part: once it is whole and on the disk it is named
//! `ledger.db.ready`, and whoever finds that name finishes the exchange.

use std::io;

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params_from_iter};
use thiserror::Error;

use crate::files::Files;
use crate::finding::Tally;
use crate::key::{DataKey, Salt};
use crate::ledger::record;
use crate::open::{LEDGER, LEDGER_MIGRATIONS, OpenStoreError};
use crate::sqlite::{Place, migrate, trust, version};
use crate::walk::{Found, last_given, walk};

/// The damaged file and its write-ahead log as they are read.
const WORK: &str = "ledger.db.work";
/// The new file while it is written.
const NEW: &str = "ledger.db.new";
/// The new file once it is whole.
const READY: &str = "ledger.db.ready";

/// Every table but `device`, in an order in which what is named comes first.
const TABLES: [&str; 7] = ["op", "attempt", "audit", "draft", "setting", "gap", "attached"];

/// What was saved out of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Salvaged {
    pub decisions: Tally,
    pub others: Tally,
}

/// Why nothing was moved. The damaged file is where it was, as it was.
#[derive(Debug, Error)]
pub(crate) enum SalvageError {
    #[error("not one decision can be read")]
    NothingReadable,
    #[error("the file was written by a newer version of the program")]
    Newer,
    #[error("the disk failed")]
    Disk(#[from] io::Error),
    #[error("the new file could not be written")]
    NewFile(#[from] rusqlite::Error),
    #[error("the new file could not be made")]
    Migration(#[source] Box<OpenStoreError>),
}

/// Moves what can be read of the ledger into a new one. The damaged file is kept under `kept_as`.
pub(crate) fn salvage(
    files: &dyn Files,
    key: &DataKey,
    salt: Option<Salt>,
    at: DateTime<Utc>,
    kept_as: &str,
) -> Result<Salvaged, SalvageError> {
    let result = moved(files, key, salt, at, kept_as);
    for name in [WORK, NEW] {
        forget(files, name)?;
    }
    finish(files)?;
    result
}

/// Finishes an exchange that was begun: the new ledger goes where the old one is, whose log must not outlive it.
pub(crate) fn finish(files: &dyn Files) -> io::Result<()> {
    if !files.exists(READY) {
        return Ok(());
    }
    for log in ["-wal", "-shm"] {
        files.remove(&format!("{LEDGER}{log}"))?;
    }
    files.rename(READY, LEDGER)
}

fn moved(
    files: &dyn Files,
    key: &DataKey,
    salt: Option<Salt>,
    at: DateTime<Utc>,
    kept_as: &str,
) -> Result<Salvaged, SalvageError> {
    work_copy(files, salt)?;
    let place = Place::new(files, LEDGER, key).named(WORK);
    let open = || {
        let connection = place.open(None)?;
        // A schema of which a part is torn is read as far as it goes.
        connection.pragma_update(None, "writable_schema", "ON")?;
        Ok(connection)
    };
    let old = open().and_then(|connection| version(&connection)).map_err(|_| SalvageError::NothingReadable)?;
    if usize::try_from(old).is_ok_and(|old| old > LEDGER_MIGRATIONS.len()) {
        return Err(SalvageError::Newer);
    }
    let device = walk(&open, "device", Some(1)).unwrap_or_default();
    let last = |table| if table == "op" { last_given(&device) } else { None };
    let tables: Vec<(&str, Found)> =
        TABLES.into_iter().map(|table| (table, walk(&open, table, last(table)).unwrap_or_default())).collect();
    let salvaged = tally(&tables, &device);
    let decisions = &tables[0].1;
    if decisions.columns.is_empty() || (decisions.rows.is_empty() && decisions.unreadable > 0) {
        return Err(SalvageError::NothingReadable);
    }
    write_new(files, key, salt, |transaction| {
        insert(transaction, "device", &device)?;
        for (table, found) in &tables {
            insert(transaction, table, found)?;
        }
        let next = i64::try_from(salvaged.decisions.of).unwrap_or(i64::MAX).saturating_add(1);
        transaction.execute("UPDATE device SET next_seq = max(next_seq, ?1)", [next])?;
        let Tally { kept, of } = salvaged.decisions;
        record::append_own(transaction, &format!("ledger salvaged: {kept} of {of} decisions, from {kept_as}"), at)
    })?;
    files.copy(LEDGER, kept_as)?;
    let log = format!("{LEDGER}-wal");
    if files.exists(&log) {
        files.copy(&log, &format!("{kept_as}-wal"))?;
    }
    files.rename(NEW, READY)?;
    Ok(salvaged)
}

/// Copies the damaged file and its log under a name of their own, with the salt that it had where that is known.
fn work_copy(files: &dyn Files, salt: Option<Salt>) -> io::Result<()> {
    forget(files, WORK)?;
    forget(files, NEW)?;
    let mut bytes = files.read(LEDGER)?;
    if let (Some(salt), Some(head)) = (salt, bytes.get_mut(..16)) {
        head.copy_from_slice(&salt.bytes());
    }
    files.write(WORK, &bytes)?;
    let log = format!("{LEDGER}-wal");
    if files.exists(&log) {
        files.copy(&log, &format!("{WORK}-wal"))?;
    }
    Ok(())
}

fn forget(files: &dyn Files, name: &str) -> io::Result<()> {
    ["", "-wal", "-shm"].iter().try_for_each(|part| files.remove(&format!("{name}{part}")))
}

fn tally(tables: &[(&str, Found)], device: &Found) -> Salvaged {
    let count = |found: &Found| found.rows.len() as u64;
    let numbers = |found: &Found, column: &str| {
        let values = found.rows.values().filter_map(|row| match found.value(row, column) {
            Some(Value::Integer(number)) => u64::try_from(*number).ok(),
            Some(Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_)) | None => None,
        });
        values.max().unwrap_or_default()
    };
    let decisions = &tables[0].1;
    let given = numbers(device, "next_seq").saturating_sub(1).max(numbers(decisions, "seq"));
    let kept = count(decisions);
    let others = tables[1..].iter().fold(Tally::default(), |sum, (_, found)| Tally {
        kept: sum.kept + count(found),
        of: sum.of + count(found) + found.unreadable,
    });
    Salvaged { decisions: Tally { kept, of: given.max(kept) }, others }
}

/// Writes the new file, whole and on the disk when this returns. It keeps the salt of the old one where that is known.
fn write_new(
    files: &dyn Files,
    key: &DataKey,
    salt: Option<Salt>,
    fill: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
) -> Result<(), SalvageError> {
    let mut connection = Place::new(files, LEDGER, key).named(NEW).connect("FULL", salt)?;
    migrate(&mut connection, LEDGER, LEDGER_MIGRATIONS).map_err(|error| SalvageError::Migration(Box::new(error)))?;
    // Rows that name a lost one are kept all the same.
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    let transaction = connection.transaction()?;
    fill(&transaction)?;
    transaction.commit()?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    trust(&connection)?;
    connection.close().map_err(|(_, error)| SalvageError::NewFile(error))
}

fn insert(transaction: &Transaction<'_>, table: &str, found: &Found) -> rusqlite::Result<()> {
    if found.rows.is_empty() {
        return Ok(());
    }
    let known = columns_of(transaction, table)?;
    let kept: Vec<usize> = (0..found.columns.len()).filter(|at| known.contains(&found.columns[*at])).collect();
    let names = kept.iter().map(|at| format!("\"{}\"", found.columns[*at])).collect::<Vec<_>>().join(", ");
    let marks = vec!["?"; kept.len()].join(", ");
    let mut statement = transaction.prepare(&format!("INSERT INTO \"{table}\" ({names}) VALUES ({marks})"))?;
    for row in found.rows.values() {
        statement.execute(params_from_iter(kept.iter().map(|at| row.get(*at))))?;
    }
    Ok(())
}

fn columns_of(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests;
