//! The record of who did what, each row chained to the one before.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use triage_domain::StaffId;
use triage_sync::Operation;
use triage_sync::basis::hex;

use super::rows::stamp;
use crate::open::StoreError;

fn chained(before: &str, fields: [&str; 5]) -> String {
    let mut sha = Sha256::new();
    for field in std::iter::once(before).chain(fields) {
        sha.update((field.len() as u64).to_be_bytes());
        sha.update(field.as_bytes());
    }
    hex(&sha.finalize())
}

pub(super) fn append(
    transaction: &Transaction<'_>,
    operation: &Operation,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let event = format!("{} {}", operation.decision.kind(), operation.state.name());
    let about = Some((operation.op_id.as_str(), operation.request_id.as_str()));
    Ok(insert(transaction, operation.author.id.as_str(), &event, about, at)?)
}

/// Takes down what somebody did that is no decision.
pub(super) fn append_act(
    transaction: &Transaction<'_>,
    actor: &StaffId,
    event: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    Ok(insert(transaction, actor.as_str(), event, None, at)?)
}

/// Takes down something that the program did by itself.
pub(crate) fn append_own(transaction: &Transaction<'_>, event: &str, at: DateTime<Utc>) -> rusqlite::Result<()> {
    insert(transaction, "triage-desk", event, None, at)
}

fn insert(
    transaction: &Transaction<'_>,
    actor: &str,
    event: &str,
    about: Option<(&str, &str)>,
    at: DateTime<Utc>,
) -> rusqlite::Result<()> {
    let before: String = transaction
        .prepare_cached("SELECT sha FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?
        .unwrap_or_default();
    let at = stamp(at);
    let (op_id, request_id) = about.unzip();
    let sha = chained(&before, [&at, actor, event, op_id.unwrap_or_default(), request_id.unwrap_or_default()]);
    transaction
        .prepare_cached("INSERT INTO audit (at, actor, event, op_id, request_id, sha) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![at, actor, event, op_id, request_id, sha])?;
    Ok(())
}

pub(crate) fn verify(connection: &Connection) -> Result<u64, StoreError> {
    let mut statement = connection.prepare(
        "SELECT at, actor, event, coalesce(op_id, ''), coalesce(request_id, ''), sha FROM audit ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let (mut before, mut count) = (String::new(), 0);
    while let Some(row) = rows.next()? {
        let fields: [String; 5] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
        let [at, actor, event, op_id, request_id] = &fields;
        let sha: String = row.get(5)?;
        if chained(&before, [at, actor, event, op_id, request_id]) != sha {
            return Err(StoreError::BadValue { what: "record" });
        }
        before = sha;
        count += 1;
    }
    Ok(count)
}
