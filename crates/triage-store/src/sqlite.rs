//! Connections to encrypted files: the key, the pragmas, the migrations, and what an error means.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::files::Files;
use crate::key::{DataKey, Salt};
use crate::open::{LEDGER, OpenStoreError};

/// Where SQLCipher keeps a file's salt: in its first bytes, in the clear.
pub(crate) const SALT_BYTES: usize = 16;

/// Bytes of one page of both files: SQLCipher's own size.
pub(crate) const PAGE_BYTES: usize = 4096;

/// Prepared statements that one connection keeps: more than a file has, so that none is prepared twice.
const STATEMENTS_MAX: usize = 64;

/// One file of a profile as SQLite opens it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub files: &'a dyn Files,
    /// The name that the file has now: a working copy has another than the one its key is derived from.
    pub name: &'a str,
    pub key_of: &'a str,
    pub key: &'a DataKey,
}

impl<'a> Place<'a> {
    pub(crate) fn new(files: &'a dyn Files, name: &'a str, key: &'a DataKey) -> Self {
        Self { files, name, key_of: name, key }
    }

    pub(crate) fn named(self, name: &'a str) -> Self {
        Self { name, ..self }
    }

    /// Opens the file with its key and reads nothing of it. Closing writes nothing either.
    pub(crate) fn open(self, salt: Option<Salt>) -> rusqlite::Result<Connection> {
        let path = self.files.path(self.name);
        let connection = match self.files.vfs() {
            None => Connection::open(path)?,
            Some(vfs) => Connection::open_with_flags_and_vfs(path, OpenFlags::default(), vfs)?,
        };
        // Errors come back as codes; SQLCipher's own lines on stderr say no more than they do.
        connection.pragma_update(None, "cipher_log_level", "NONE")?;
        connection.pragma_update(None, "key", self.key.raw_key_of(self.key_of, salt))?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        Ok(connection)
    }

    /// Opens the file as the program uses it. Closing writes nothing until `trust` is called.
    pub(crate) fn connect(self, synchronous: &str, salt: Option<Salt>) -> rusqlite::Result<Connection> {
        let connection = self.open(salt)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", synchronous)?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        connection.pragma_update(None, "secure_delete", "ON")?;
        // Sorting must not write decrypted rows into files of its own.
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.pragma_update(None, "cache_size", -32_768)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        Ok(connection)
    }

    /// Returns the salt that the file has now; nothing where it is too short to have one.
    pub(crate) fn salt(self) -> std::io::Result<Option<Salt>> {
        Ok(Salt::of(&self.files.head(self.name, SALT_BYTES)?))
    }
}

/// Lets closing fold the write-ahead log into the file, once the file is known to be sound.
pub(crate) fn trust(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map(|_| ())
}

/// Says whether an error means that the bytes on the disk are not what was written.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Says whether the connection takes its file for read-only. One that met a disk which could not be read while it looked at
/// the file's head does so from then on, though the disk is well again: only another connection writes.
pub(crate) fn is_stuck(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ReadOnly)
}

/// Says whether a file that fails so at the opening is to be treated as damaged: a disk that cannot read it counts.
pub(crate) fn is_damage_at_open(error: &rusqlite::Error) -> bool {
    is_damage(error) || error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure)
}

/// Reads which migration a file has reached.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Runs what is missing in one transaction with the version number: a file is never half migrated.
pub(crate) fn migrate(
    connection: &mut Connection,
    file: &'static str,
    migrations: &[&str],
) -> Result<(), OpenStoreError> {
    let failed = |source| OpenStoreError::Migration { file, source };
    let found = usize::try_from(version(connection).map_err(failed)?).unwrap_or(usize::MAX);
    let Some(missing) = migrations.get(found..) else { return Err(OpenStoreError::Newer { file }) };
    if missing.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction().map_err(failed)?;
    for migration in missing {
        transaction.execute_batch(migration).map_err(failed)?;
    }
    if triage_sync::mutant!("queue-deleted-by-migration") && file == LEDGER && found > 0 {
        let sql = "DROP TRIGGER op_kept; DELETE FROM attempt; DELETE FROM op;";
        transaction.execute_batch(sql).map_err(failed)?;
    }
    let reached = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    transaction.pragma_update(None, "user_version", reached).map_err(failed)?;
    transaction.commit().map_err(failed)
}

/// Reads one row of each of these tables: the cheap part of a check.
pub(crate) fn look(connection: &Connection, tables: &[&str]) -> rusqlite::Result<()> {
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\" LIMIT 1"))?;
        statement.query([])?.next()?;
    }
    Ok(())
}

/// Reads every page: whether each is as it was written, and whether together they are a database.
pub(crate) fn is_sound(connection: &Connection) -> rusqlite::Result<bool> {
    let mut torn = connection.prepare("PRAGMA cipher_integrity_check")?;
    if torn.exists([])? {
        return Ok(false);
    }
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok(said == "ok")
}
