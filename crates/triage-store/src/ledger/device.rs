//! This device: which opening of the profile it is, which number comes next, and which numbers are missing.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use triage_sync::Operation;
use triage_sync::basis::hex;

use super::rows::{instant, stamp};
use crate::finding::Finding;
use crate::open::StoreError;

/// What one opening of the profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenedAs {
    /// Counts the openings, from 1.
    pub generation: i64,
    pub next_seq: i64,
}

/// Counts one more opening, which shuts out whoever has the profile open still. Makes the row where there is none.
pub(crate) fn open(connection: &mut Connection, device_id: [u8; 16]) -> rusqlite::Result<OpenedAs> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "INSERT INTO device (only_row, device_id, next_seq, sender_generation) VALUES (1, ?1, 1, 0)
         ON CONFLICT (only_row) DO NOTHING",
        [hex(&device_id)],
    )?;
    let opened = transaction.query_row(
        "UPDATE device SET sender_generation = sender_generation + 1,
           next_seq = max(next_seq, (SELECT coalesce(max(seq), 0) + 1 FROM op))
         RETURNING sender_generation, next_seq",
        [],
        |row| Ok(OpenedAs { generation: row.get(0)?, next_seq: row.get(1)? }),
    )?;
    transaction.commit()?;
    Ok(opened)
}

pub(super) fn generation(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.prepare_cached("SELECT sender_generation FROM device")?.query_row([], |row| row.get(0))?)
}

/// Moves the next number past those that were given: in the transaction that keeps them, so that a loss shows.
pub(super) fn count(transaction: &Transaction<'_>, operations: &[Operation]) -> Result<(), StoreError> {
    let Some(last) = operations.iter().map(|operation| operation.seq).max() else { return Ok(()) };
    let next = i64::try_from(last + 1).map_err(|_| StoreError::BadValue { what: "seq" })?;
    transaction.prepare_cached("UPDATE device SET next_seq = ?1 WHERE next_seq < ?1")?.execute([next])?;
    Ok(())
}

pub(super) fn next_seq(connection: &Connection) -> Result<u64, StoreError> {
    let next: i64 = connection.query_row(
        "SELECT max(next_seq, (SELECT coalesce(max(seq), 0) + 1 FROM op)) FROM device",
        [],
        |row| row.get(0),
    )?;
    u64::try_from(next).map_err(|_| StoreError::BadValue { what: "seq" })
}

/// Finds the numbers below the next one that no decision has, and takes down those that were not known to be missing.
pub(crate) fn missing(
    connection: &mut Connection,
    next_seq: i64,
    at: DateTime<Utc>,
) -> Result<Vec<Finding>, StoreError> {
    let there: i64 = connection.query_row("SELECT count(*) FROM op WHERE seq < ?1", [next_seq], |row| row.get(0))?;
    if there >= next_seq - 1 {
        return Ok(Vec::new());
    }
    let gaps = gaps(connection, next_seq)?;
    let transaction = connection.transaction()?;
    let mut findings = Vec::new();
    for (first, last) in gaps {
        let known: Option<String> = transaction
            .query_row("SELECT found_at FROM gap WHERE first = ?1 AND last = ?2", [first, last], |row| row.get(0))
            .optional()?;
        let found_at = match known {
            Some(known) => instant(&known, "found_at")?,
            None => {
                transaction.execute(
                    "INSERT INTO gap (first, last, found_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (first) DO UPDATE SET last = excluded.last, found_at = excluded.found_at",
                    params![first, last, stamp(at)],
                )?;
                super::record::append_own(&transaction, &format!("decisions {first} to {last} are missing"), at)?;
                at
            }
        };
        findings.push(Finding::Missing { first: first.unsigned_abs(), last: last.unsigned_abs(), found_at });
    }
    transaction.commit()?;
    Ok(findings)
}

fn gaps(connection: &Connection, next_seq: i64) -> rusqlite::Result<Vec<(i64, i64)>> {
    let mut statement = connection.prepare("SELECT seq FROM op WHERE seq > 0 AND seq < ?1 ORDER BY seq")?;
    let mut rows = statement.query([next_seq])?;
    let (mut expected, mut gaps) = (1, Vec::new());
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        if seq > expected {
            gaps.push((expected, seq - 1));
        }
        expected = seq + 1;
    }
    if expected < next_seq {
        gaps.push((expected, next_seq - 1));
    }
    Ok(gaps)
}

#[cfg(test)]
mod tests;
