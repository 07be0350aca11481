//! What somebody is writing, and the files that go with it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};
use triage_domain::{Attachment, OpId, RequestId, StaffId, Words};

use super::{Ledger, rows};
use crate::open::StoreError;

/// A reply somebody was writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    pub text: Words,
    /// In the order in which they were attached.
    pub attachments: Vec<Attachment>,
    pub saved_at: DateTime<Utc>,
}

impl Ledger {
    /// Keeps what somebody is writing; an empty text removes it, and leaves the files.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn save_draft(
        &self,
        request_id: &RequestId,
        author: &StaffId,
        text: &Words,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            if text.is_blank() {
                connection.execute(
                    "DELETE FROM draft WHERE request_id = ?1 AND author_id = ?2",
                    [request_id.as_str(), author.as_str()],
                )?;
            } else {
                connection.execute(
                    "INSERT INTO draft (request_id, author_id, text, saved_at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (request_id, author_id) DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at",
                    params![request_id.as_str(), author.as_str(), text.as_str(), rows::stamp(at)],
                )?;
            }
            Ok(())
        })
    }

    /// Returns what somebody was writing about a request: a text, files, or both.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn draft(&self, request_id: &RequestId, author: &StaffId) -> Result<Option<DraftRow>, StoreError> {
        self.with(|connection| {
            let whose = [request_id.as_str(), author.as_str()];
            let text: Option<(String, String)> = connection
                .query_row("SELECT text, saved_at FROM draft WHERE request_id = ?1 AND author_id = ?2", whose, |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            let mut statement = connection.prepare(
                "SELECT id, name, content_type, length(bytes), sha1_base64, added_at FROM attached
                 WHERE request_id = ?1 AND author_id = ?2 AND op_id IS NULL ORDER BY rowid",
            )?;
            let files = statement
                .query_map(whose, |row| Ok((attachment(row)?, row.get::<_, String>(5)?)))?
                .collect::<Result<Vec<_>, _>>()?;
            let saved_at = text.iter().map(|(_, at)| at).chain(files.iter().map(|(_, at)| at)).max();
            let Some(saved_at) = saved_at else { return Ok(None) };
            Ok(Some(DraftRow {
                saved_at: rows::instant(saved_at, "draft time")?,
                text: Words::new(text.map(|(text, _)| text).unwrap_or_default()),
                attachments: files.into_iter().map(|(file, _)| file).collect(),
            }))
        })
    }

    /// Lists the requests about which somebody was writing: a text, files, or both.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn drafts_of(&self, author: &StaffId) -> Result<BTreeSet<RequestId>, StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT request_id FROM draft WHERE author_id = ?1
                 UNION SELECT request_id FROM attached WHERE author_id = ?1 AND op_id IS NULL",
            )?;
            let ids = statement.query_map([author.as_str()], |row| row.get::<_, String>(0))?;
            ids.map(|id| RequestId::parse(&id?).map_err(|_| StoreError::BadValue { what: "request id" })).collect()
        })
    }

    /// Keeps a file with what somebody is writing.
    ///
    /// # Errors
    /// Fails when the store does: nothing is attached then.
    pub fn attach(
        &self,
        (request_id, author): (&RequestId, &StaffId),
        file: &Attachment,
        bytes: &[u8],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.execute(
                "INSERT INTO attached (id, request_id, author_id, name, content_type, sha1_base64, bytes, added_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    file.id,
                    request_id.as_str(),
                    author.as_str(),
                    file.name,
                    file.content_type,
                    file.sha1_base64,
                    bytes,
                    rows::stamp(at)
                ],
            )?;
            Ok(())
        })
    }

    /// Takes a file out of what somebody is writing. One that went with a reply stays.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn detach(&self, (request_id, author): (&RequestId, &StaffId), id: &str) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.execute(
                "DELETE FROM attached WHERE id = ?1 AND request_id = ?2 AND author_id = ?3 AND op_id IS NULL",
                [id, request_id.as_str(), author.as_str()],
            )?;
            Ok(())
        })
    }

    /// Says with which reply files went; with none, they are a draft's again.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn attached_to(&self, op_id: Option<&OpId>, files: &[Attachment]) -> Result<(), StoreError> {
        self.write(|connection| {
            for file in files {
                connection.execute(
                    "UPDATE attached SET op_id = ?1 WHERE id = ?2",
                    params![op_id.map(OpId::as_str), file.id],
                )?;
            }
            Ok(())
        })
    }

    /// Returns a file's bytes; nothing where it was attached on another PC, or has been here for its month.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn attached_bytes(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare("SELECT bytes FROM attached WHERE id = ?1")?;
            Ok(statement.query_row([id], |row| row.get(0)).optional()?)
        })
    }

    /// Forgets the files that went out before a moment, and returns how many. Those of live decisions stay.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn forget_attached(&self, before: DateTime<Utc>) -> Result<usize, StoreError> {
        self.write(|connection| {
            Ok(connection.execute(
                "DELETE FROM attached WHERE op_id IS NOT NULL AND added_at < ?1 AND NOT EXISTS (
                   SELECT 1 FROM op WHERE op.request_id = attached.request_id
                   AND state NOT IN ('settled', 'withdrawn', 'superseded') AND instr(payload, attached.id) > 0)",
                [rows::stamp(before)],
            )?)
        })
    }
}

fn attachment(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment {
        id: row.get(0)?,
        name: row.get(1)?,
        content_type: row.get(2)?,
        size_bytes: row.get::<_, i64>(3)?.unsigned_abs(),
        sha1_base64: row.get(4)?,
    })
}

#[cfg(test)]
mod tests;
