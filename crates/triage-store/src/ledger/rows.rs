//! Decisions as rows and back.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Row, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use triage_domain::{Author, OpId, RequestId, Role, StaffId, Version};
use triage_sync::{OpState, Operation};

use super::envelope;
use crate::open::StoreError;

/// A decision as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationRow {
    pub operation: Operation,
}

pub(crate) const SELECT: &str = "SELECT op_id, seq, request_id, payload, basis, author_id, author_name, author_role, \
     decided_at, state, if_match, rebase_generation, attempts, ack_version, acked_at, stuck, conflict, resolution, \
     supersedes, payload_sha, kind_v FROM op";

pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Nanos, true)
}

pub(super) fn instant(text: &str, what: &'static str) -> Result<DateTime<Utc>, StoreError> {
    DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).map_err(|_| StoreError::BadValue { what })
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Receptionist => "receptionist",
        Role::Gp => "gp",
        Role::Manager => "manager",
    }
}

fn optional_json<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    Ok(value.map(serde_json::to_string).transpose()?)
}

pub(super) fn upsert(transaction: &Transaction<'_>, operation: &Operation) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO op (op_id, seq, request_id, kind, kind_v, payload, payload_sha, basis, author_id, author_name,
                         author_role, decided_at, state, if_match, rebase_generation, attempts, ack_version, acked_at,
                         stuck, conflict, resolution, supersedes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
         ON CONFLICT (op_id) DO UPDATE SET
           payload = excluded.payload, payload_sha = excluded.payload_sha, basis = excluded.basis,
           state = excluded.state, if_match = excluded.if_match, rebase_generation = excluded.rebase_generation,
           attempts = excluded.attempts, ack_version = excluded.ack_version, acked_at = excluded.acked_at,
           stuck = excluded.stuck, conflict = excluded.conflict, resolution = excluded.resolution",
    )?;
    statement.execute(params![
        operation.op_id.as_str(),
        i64::try_from(operation.seq).map_err(|_| StoreError::BadValue { what: "seq" })?,
        operation.request_id.as_str(),
        operation.decision.kind(),
        envelope::KIND_V,
        serde_json::to_string(&operation.decision)?,
        operation.digest(),
        serde_json::to_string(&operation.basis)?,
        operation.author.id.as_str(),
        operation.author.name,
        role_name(operation.author.role),
        stamp(operation.decided_at),
        operation.state.name(),
        operation.if_match.as_str(),
        operation.rebase_generation,
        operation.attempts,
        operation.ack_version.as_ref().map(Version::as_str),
        operation.acked_at.map(stamp),
        optional_json(operation.stuck.as_ref())?,
        optional_json(operation.conflict.as_ref())?,
        optional_json(operation.resolution.as_ref())?,
        operation.supersedes.as_ref().map(OpId::as_str),
    ])?;
    Ok(())
}

fn parsed<T>(text: Result<T, triage_domain::ParseIdError>, what: &'static str) -> Result<T, StoreError> {
    text.map_err(|_| StoreError::BadValue { what })
}

fn read_json<T: DeserializeOwned>(text: Option<String>) -> Result<Option<T>, StoreError> {
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

pub(crate) fn read(row: &Row<'_>) -> Result<OperationRow, StoreError> {
    let text = |at: usize| -> Result<String, StoreError> { Ok(row.get::<_, String>(at)?) };
    let optional = |at: usize| -> Result<Option<String>, StoreError> { Ok(row.get::<_, Option<String>>(at)?) };
    let role: Role = serde_json::from_value(serde_json::Value::String(text(7)?))?;
    let operation = Operation {
        op_id: parsed(OpId::parse(&text(0)?), "op_id")?,
        seq: u64::try_from(row.get::<_, i64>(1)?).map_err(|_| StoreError::BadValue { what: "seq" })?,
        request_id: parsed(RequestId::parse(&text(2)?), "request_id")?,
        decision: envelope::decision(row.get(20)?, &text(3)?)?,
        basis: serde_json::from_str(&text(4)?)?,
        author: Author { id: parsed(StaffId::parse(&text(5)?), "author")?, name: text(6)?, role },
        decided_at: instant(&text(8)?, "decided_at")?,
        state: OpState::from_name(&text(9)?).ok_or(StoreError::BadValue { what: "state" })?,
        if_match: parsed(Version::parse(&text(10)?), "if_match")?,
        rebase_generation: row.get(11)?,
        attempts: row.get(12)?,
        ack_version: optional(13)?.map(|text| parsed(Version::parse(&text), "ack_version")).transpose()?,
        acked_at: optional(14)?.map(|text| instant(&text, "acked_at")).transpose()?,
        stuck: read_json(optional(15)?)?,
        conflict: read_json(optional(16)?)?,
        resolution: read_json(optional(17)?)?,
        supersedes: optional(18)?.map(|text| parsed(OpId::parse(&text), "supersedes")).transpose()?,
    };
    if operation.digest() != text(19)? {
        return Err(StoreError::BadValue { what: "payload" });
    }
    Ok(OperationRow { operation })
}
