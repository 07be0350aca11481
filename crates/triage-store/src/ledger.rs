//! `ledger.db`: decisions, attempts, drafts, settings and the record of who did what.

pub(crate) mod device;
mod draft;
mod envelope;
pub(crate) mod record;
pub(crate) mod rows;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use triage_domain::{OpId, RequestId, StaffId};
use triage_sync::{LedgerChange, OpState, Operation};

use crate::open::StoreError;

pub use draft::DraftRow;
pub use rows::OperationRow;

/// Leaves out what `Decision::is_silent` says of.
const NOT_SILENT: &str = "kind NOT IN ('first-opened', 'claim', 'release')";

/// Rows of the record among which the decisions confirmed last are looked for: one decision writes about six.
const SETTLED_LOOKED_BACK: i64 = 1_000;

/// The precious file.
#[derive(Debug)]
pub struct Ledger {
    connection: Mutex<Connection>,
    /// The opening of the profile that this is.
    generation: i64,
    /// A page was met that is not as it was written.
    damaged: AtomicBool,
}

impl Ledger {
    pub(crate) fn new(connection: Connection, generation: i64) -> Self {
        Self { connection: Mutex::new(connection), generation, damaged: AtomicBool::new(false) }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = self.connection.lock().map_err(|_| StoreError::Poisoned)?;
        let result = act(&mut connection);
        if matches!(result, Err(StoreError::Damaged(_))) {
            self.damaged.store(true, Ordering::Relaxed);
        }
        result
    }

    /// Goes on with another connection.
    pub(crate) fn replace(&self, make: impl FnOnce() -> Result<Connection, StoreError>) -> Result<(), StoreError> {
        let mut connection = self.connection.lock().map_err(|_| StoreError::Poisoned)?;
        *connection = make()?;
        self.damaged.store(false, Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Writes in one transaction, unless another process has opened this profile since.
    fn write<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.with(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if device::generation(&transaction)? != self.generation {
                return Err(StoreError::TakenOver);
            }
            let result = act(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })
    }

    /// Carries out one change in one transaction and returns once it is on the disk.
    ///
    /// # Errors
    /// Fails whole: nothing of the change is kept then.
    pub fn commit(&self, change: &LedgerChange, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.write(|transaction| {
            for operation in &change.operations {
                rows::upsert(transaction, operation)?;
                record::append(transaction, operation, at)?;
            }
            device::count(transaction, &change.operations)?;
            if let Some(attempt) = &change.attempt {
                let (id, n, version) = (attempt.op_id.as_str(), attempt.n, attempt.if_match.as_str());
                transaction
                    .prepare_cached("INSERT INTO attempt (op_id, n, if_match, started_at) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![id, n, version, attempt.started_at.to_rfc3339()])?;
            }
            Ok(())
        })
    }

    /// Loads the decisions that are not final, in the order they were taken, and the next number to give.
    ///
    /// # Errors
    /// Fails when a row is not what this program writes; nothing is skipped.
    pub fn load_live(&self) -> Result<(Vec<Operation>, u64), StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "{} WHERE state NOT IN ('settled', 'withdrawn', 'superseded') ORDER BY seq",
                rows::SELECT
            ))?;
            let live = statement
                .query_map([], |row| Ok(rows::read(row)))?
                .map(|row| row.map_err(StoreError::from)?.map(|row| row.operation))
                .collect::<Result<Vec<_>, _>>()?;
            Ok((live, device::next_seq(connection)?))
        })
    }

    /// Finds a decision, final or not.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn operation(&self, op_id: &OpId) -> Result<Option<Operation>, StoreError> {
        self.with(|connection| {
            connection
                .prepare_cached(&format!("{} WHERE op_id = ?1", rows::SELECT))?
                .query_row([op_id.as_str()], |row| Ok(rows::read(row)))
                .optional()?
                .transpose()
                .map(|row| row.map(|row| row.operation))
        })
    }

    /// Lists every decision ever taken on this device, final or not, in the order they were taken.
    ///
    /// # Errors
    /// Fails when a row is not what this program writes; nothing is skipped.
    pub fn operations(&self) -> Result<Vec<Operation>, StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare(&format!("{} ORDER BY seq", rows::SELECT))?;
            statement
                .query_map([], |row| Ok(rows::read(row)))?
                .map(|row| row.map_err(StoreError::from)?.map(|row| row.operation))
                .collect()
        })
    }

    /// Lists all of this device's decisions about one request, oldest first.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn operations_about(&self, request_id: &RequestId) -> Result<Vec<Operation>, StoreError> {
        self.with(|connection| {
            let mut statement =
                connection.prepare_cached(&format!("{} WHERE request_id = ?1 ORDER BY seq", rows::SELECT))?;
            statement
                .query_map([request_id.as_str()], |row| Ok(rows::read(row)))?
                .map(|row| row.map_err(StoreError::from)?.map(|row| row.operation))
                .collect()
        })
    }

    /// Lists what somebody decided since an instant, the last first, without what was taken back and what is taken down
    /// silently.
    ///
    /// # Errors
    /// Fails when the store does or a row is not what this program writes.
    pub fn last_decisions_of(
        &self,
        author: &StaffId,
        since: DateTime<Utc>,
        count_max: u32,
    ) -> Result<Vec<Operation>, StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "{} WHERE author_id = ?1 AND {NOT_SILENT} AND state NOT IN ('withdrawn', 'superseded')
                 AND decided_at >= ?2 ORDER BY seq DESC LIMIT ?3",
                rows::SELECT
            ))?;
            statement
                .query_map(params![author.as_str(), rows::stamp(since), count_max], |row| Ok(rows::read(row)))?
                .map(|row| row.map_err(StoreError::from)?.map(|row| row.operation))
                .collect()
        })
    }

    /// Lists how long somebody took over requests since an instant: from opening one as the first to answering or closing
    /// it, in milliseconds, by request.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn times_taken(&self, author: &StaffId, since: DateTime<Utc>) -> Result<Vec<(String, i64)>, StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT opened.request_id,
                        CAST(ROUND((julianday(MIN(done.decided_at)) - julianday(opened.decided_at)) * 86400000) AS INTEGER)
                 FROM op AS opened JOIN op AS done
                   ON done.request_id = opened.request_id AND done.author_id = opened.author_id AND done.seq > opened.seq
                  AND done.kind IN ('reply', 'close') AND done.state NOT IN ('withdrawn', 'superseded')
                 WHERE opened.author_id = ?1 AND opened.kind = 'first-opened' AND opened.decided_at >= ?2
                 GROUP BY opened.op_id",
            )?;
            let rows = statement
                .query_map(params![author.as_str(), rows::stamp(since)], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Counts the decisions that the provider confirmed since an instant, without what is taken down silently.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn confirmed_since(&self, since: DateTime<Utc>) -> Result<u32, StoreError> {
        self.with(|connection| {
            Ok(connection.query_row(
                &format!("SELECT count(*) FROM op WHERE acked_at >= ?1 AND {NOT_SILENT}"),
                [rows::stamp(since)],
                |row| row.get(0),
            )?)
        })
    }

    /// Lists the settled decisions that the provider confirmed since an instant, oldest first.
    ///
    /// # Errors
    /// Fails when a row is not what this program writes; nothing is skipped.
    pub fn settled_since(&self, since: DateTime<Utc>) -> Result<Vec<Operation>, StoreError> {
        self.with(|connection| {
            let mut statement = connection
                .prepare_cached(&format!("{} WHERE acked_at >= ?1 AND state = 'settled' ORDER BY seq", rows::SELECT))?;
            statement
                .query_map([rows::stamp(since)], |row| Ok(rows::read(row)))?
                .map(|row| row.map_err(StoreError::from)?.map(|row| row.operation))
                .collect()
        })
    }

    /// Lists the `count` settled decisions that the provider confirmed last, in the order in which that was written here,
    /// whatever the clock said: their numbers are in the order in which they were taken, and clocks are set back.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn last_settled(&self, count: usize) -> Result<Vec<Operation>, StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "{} LEFT JOIN (SELECT op_id AS settled_op, max(seq) AS written FROM audit
                               WHERE seq > (SELECT max(seq) FROM audit) - ?2 AND event LIKE '% settled' GROUP BY op_id)
                    ON settled_op = op_id
                 WHERE acked_at IS NOT NULL AND state = 'settled' ORDER BY written DESC, seq DESC LIMIT ?1",
                rows::SELECT
            ))?;
            let mut last: Vec<Operation> = statement
                .query_map(params![i64::try_from(count).unwrap_or(i64::MAX), SETTLED_LOOKED_BACK], |row| {
                    Ok(rows::read(row))
                })?
                .map(|row| row.map_err(StoreError::from)?.map(|row| row.operation))
                .collect::<Result<_, StoreError>>()?;
            last.reverse();
            Ok(last)
        })
    }

    /// Counts decisions by state, over the whole life of the profile.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn count_by_state(&self) -> Result<Vec<(OpState, u32)>, StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare("SELECT state, count(*) FROM op GROUP BY state ORDER BY state")?;
            statement
                .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?)))?
                .map(|row| {
                    let (state, count) = row?;
                    let state = OpState::from_name(&state).ok_or(StoreError::BadValue { what: "state" })?;
                    Ok((state, count))
                })
                .collect()
        })
    }

    /// Takes down in the record something that a person did and that is no decision: patients' data that left this device.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn write_down(&self, actor: &StaffId, event: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.write(|transaction| record::append_act(transaction, actor, event, at))
    }

    /// Checks the chain of the record and returns its length.
    ///
    /// # Errors
    /// Fails with `BadValue` where a row was changed or is missing.
    pub fn verify_record(&self) -> Result<u64, StoreError> {
        self.with(|connection| record::verify(connection))
    }

    /// Keeps a setting of the profile.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn set<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        let value = serde_json::to_string(value)?;
        self.write(|connection| {
            connection.execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [name, &value],
            )?;
            Ok(())
        })
    }

    /// Returns a setting of the profile.
    ///
    /// # Errors
    /// Fails when the store does or the value is of another form.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        self.with(|connection| {
            let found: Option<String> = connection
                .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))
                .optional()?;
            Ok(found.map(|value| serde_json::from_str(&value)).transpose()?)
        })
    }

    /// Forgets a setting of the profile.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn unset(&self, name: &str) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.execute("DELETE FROM setting WHERE name = ?1", [name])?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests;
