//! Opening `ledger.db`: what is sound is migrated, what is damaged is mended or salvaged, and what is neither is refused.

use rusqlite::Connection;

use super::{LEDGER, LEDGER_MIGRATIONS, OpenStoreError, Opening, StoreError, doubt, mend_header};
use crate::files::Files;
use crate::finding::Finding;
use crate::key::DataKey;
use crate::key::check::Salts;
use crate::ledger::device::{self, OpenedAs};
use crate::ledger::{Ledger, rows};
use crate::salvage::{SalvageError, finish, salvage};
use crate::sqlite::{PAGE_BYTES, Place, is_damage_at_open, is_sound, look, migrate, trust, version};

/// Every table of the first form; a file without one of them is not a ledger.
const TABLES: [&str; 6] = ["device", "op", "attempt", "audit", "draft", "setting"];

/// Opens the ledger, or says why not. Makes one only where there never was one.
pub(super) fn open(
    files: &dyn Files,
    key: &DataKey,
    known: Salts,
    opening: &Opening,
    findings: &mut Vec<Finding>,
) -> Result<(Ledger, OpenedAs), OpenStoreError> {
    finish(files)?;
    let place = Place::new(files, LEDGER, key);
    if is_missing(files)? && was_made(files, known)? {
        return Err(OpenStoreError::LedgerGone);
    }
    let kept_as = format!("{LEDGER}.bad-{}", opening.stamp());
    if triage_sync::mutant!("recreated-on-open-error") && sound(place).is_err() {
        for end in ["", "-wal", "-shm"] {
            files.remove(&format!("{LEDGER}{end}"))?;
        }
    }
    let connection = match sound(place) {
        Ok(connection) => connection,
        Err(OpenStoreError::Damaged { .. }) if mend_header(place, known.ledger, &kept_as)? => {
            findings.push(Finding::HeaderMended { file: LEDGER });
            match sound(place) {
                Err(damage @ OpenStoreError::Damaged { .. }) => {
                    salvaged(place, known, opening, &format!("{kept_as}-mended"), damage, findings)?
                }
                other => other?,
            }
        }
        Err(damage @ OpenStoreError::Damaged { .. }) => salvaged(place, known, opening, &kept_as, damage, findings)?,
        Err(error) => return Err(error),
    };
    let (connection, opened) = begin(place, connection, opening, findings)?;
    files.remove(&doubt(LEDGER))?;
    Ok((Ledger::new(connection, opened.generation), opened))
}

/// Connects to the ledger of a profile that is open.
pub(super) fn again(files: &dyn Files, key: &DataKey) -> Result<Connection, StoreError> {
    let connection = Place::new(files, LEDGER, key).connect(synchronous(), None)?;
    look(&connection, &TABLES)?;
    trust(&connection)?;
    Ok(connection)
}

/// A file of less than a page counts as none: SQLite would begin a new one in it.
pub(super) fn is_missing(files: &dyn Files) -> Result<bool, OpenStoreError> {
    Ok(!files.exists(LEDGER) || files.head(LEDGER, PAGE_BYTES)?.len() < PAGE_BYTES)
}

/// Says whether this profile had a ledger: its salt was taken down, or a file is there that is made after it.
fn was_made(files: &dyn Files, known: Salts) -> Result<bool, OpenStoreError> {
    let others = files.names()?.into_iter().any(|name| {
        name == super::CACHE || name.starts_with("ledger.db.bad-") || name.starts_with("ledger.db.before-")
    });
    Ok(known.ledger.is_some() || others)
}

/// Opens the file and reads of it what the program needs to start; all of it where there is a doubt.
fn sound(place: Place<'_>) -> Result<Connection, OpenStoreError> {
    let failed = |source| failure(source);
    let connection = place.connect(synchronous(), None).map_err(failed)?;
    let found = version(&connection).map_err(failed)?;
    if usize::try_from(found).map_or(true, |found| found > LEDGER_MIGRATIONS.len()) {
        return Err(OpenStoreError::Newer { file: LEDGER });
    }
    if found > 0 {
        look(&connection, &TABLES).map_err(failed)?;
        live_rows(&connection)?;
    }
    if place.files.exists(&doubt(LEDGER)) && !is_sound(&connection).map_err(failed)? {
        return Err(OpenStoreError::Damaged { file: LEDGER, source: torn() });
    }
    Ok(connection)
}

/// Reads the rows of all live decisions and every number that was given.
fn live_rows(connection: &Connection) -> Result<(), OpenStoreError> {
    let read = || -> Result<(), StoreError> {
        let mut statement = connection
            .prepare(&format!("{} WHERE state NOT IN ('settled', 'withdrawn', 'superseded')", rows::SELECT))?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            rows::read(row)?;
        }
        connection.query_row("SELECT count(*), max(seq) FROM op", [], |_| Ok(()))?;
        // Small, and every screen needs them.
        connection.query_row("SELECT count(value) FROM setting", [], |_| Ok(()))?;
        connection.query_row("SELECT count(text) FROM draft", [], |_| Ok(()))?;
        Ok(())
    };
    read().map_err(|error| match error {
        StoreError::Damaged(source) | StoreError::Sqlite(source) | StoreError::DiskFull(source) => failure(source),
        StoreError::Unreadable(_) | StoreError::BadValue { .. } | StoreError::Poisoned | StoreError::TakenOver => {
            OpenStoreError::Row(error)
        }
    })
}

fn failure(source: rusqlite::Error) -> OpenStoreError {
    if is_damage_at_open(&source) {
        OpenStoreError::Damaged { file: LEDGER, source }
    } else {
        OpenStoreError::NotOpened { file: LEDGER, source }
    }
}

fn torn() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some("a page is not as it was written".to_owned()),
    )
}

fn salvaged(
    place: Place<'_>,
    known: Salts,
    opening: &Opening,
    kept_as: &str,
    damage: OpenStoreError,
    findings: &mut Vec<Finding>,
) -> Result<Connection, OpenStoreError> {
    match salvage(place.files, place.key, known.ledger, opening.at, kept_as) {
        Ok(salvaged) => {
            findings.push(Finding::LedgerSalvaged {
                decisions: salvaged.decisions,
                others: salvaged.others,
                kept_as: kept_as.to_owned(),
            });
            sound(place)
        }
        Err(SalvageError::NothingReadable) => Err(damage),
        Err(SalvageError::Newer) => Err(OpenStoreError::Newer { file: LEDGER }),
        Err(SalvageError::Disk(error)) => Err(OpenStoreError::Folder(error)),
        Err(SalvageError::NewFile(source)) => Err(OpenStoreError::NotOpened { file: LEDGER, source }),
        Err(SalvageError::Migration(error)) => Err(*error),
    }
}

/// Migrates after a copy was kept, counts the opening and looks for numbers that are missing.
fn begin(
    place: Place<'_>,
    connection: Connection,
    opening: &Opening,
    findings: &mut Vec<Finding>,
) -> Result<(Connection, OpenedAs), OpenStoreError> {
    let mut connection = keep_copy(place, connection)?;
    migrate(&mut connection, LEDGER, LEDGER_MIGRATIONS)?;
    let opened = device::open(&mut connection, opening.device_id).map_err(failure)?;
    let missing = device::missing(&mut connection, opened.next_seq, opening.at).map_err(OpenStoreError::Row)?;
    findings.extend(missing);
    trust(&connection).map_err(failure)?;
    Ok((connection, opened))
}

/// Keeps the file as it is before a migration, under a name that says which.
fn keep_copy(place: Place<'_>, connection: Connection) -> Result<Connection, OpenStoreError> {
    let found = version(&connection).map_err(failure)?;
    let reached = i64::try_from(LEDGER_MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found == 0 || found >= reached {
        return Ok(connection);
    }
    trust(&connection).map_err(failure)?;
    // Closing folds the log into the file, so that the file alone is the ledger.
    connection.close().map_err(|(_, error)| failure(error))?;
    place.files.copy(LEDGER, &format!("{LEDGER}.before-{}", found + 1))?;
    place.connect(synchronous(), None).map_err(failure)
}

/// A decision is called saved when its commit returns: the disk has it then.
fn synchronous() -> &'static str {
    if triage_sync::mutant!("ledger-not-synced") { "NORMAL" } else { "FULL" }
}
