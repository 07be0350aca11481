//! Opening `cache.db`: whatever is wrong with it, it is put aside and made anew, because all of it can be fetched again.

use rusqlite::{Connection, ErrorCode};

use super::{CACHE, CACHE_MIGRATIONS, OpenStoreError, Opening, StoreError, doubt, mend_header};
use crate::cache::Cache;
use crate::files::Files;
use crate::finding::{CacheFault, Finding};
use crate::key::{DataKey, Salt};
use crate::sqlite::{PAGE_BYTES, Place, look, migrate, trust, version};

/// The fact that names how often the ledger beside the cache had been opened.
const OPENINGS: &str = "ledger-openings";

/// Every table of the first form; a file without one of them is not a cache.
const TABLES: [&str; 7] = ["attachment", "cursor", "fact", "link", "resource", "summary", "unreadable"];

type Connections = (Connection, Connection);

/// Why a cache is not used.
enum Unfit {
    Fault(CacheFault),
    /// Nothing says that the file is damaged: it is in use, not allowed, or there is no room or memory.
    NotNow(rusqlite::Error),
}

/// Opens the cache, making it anew where it is unfit.
pub(super) fn open(
    files: &dyn Files,
    key: &DataKey,
    salt: Option<Salt>,
    opening: &Opening,
    findings: &mut Vec<Finding>,
) -> Result<Cache, OpenStoreError> {
    let place = Place::new(files, CACHE, key);
    let fault = match fit(place) {
        Ok(connections) => return Ok(cache(connections)),
        Err(Unfit::NotNow(source)) => return Err(OpenStoreError::NotOpened { file: CACHE, source }),
        Err(Unfit::Fault(fault)) => fault,
    };
    let kept_as = format!("{CACHE}.bad-{}", opening.stamp());
    if fault == CacheFault::Damaged
        && !files.exists(&doubt(CACHE))
        && mend_header(place, salt, &kept_as)?
        && let Ok(connections) = fit(place)
    {
        findings.push(Finding::HeaderMended { file: CACHE });
        keep_one(files, &kept_as)?;
        return Ok(cache(connections));
    }
    let connections = anew(place, &kept_as)?;
    findings.push(Finding::CacheRebuilt { fault, kept_as });
    Ok(cache(connections))
}

/// Makes an open cache anew.
pub(super) fn renew(
    cache: &Cache,
    files: &dyn Files,
    key: &DataKey,
    opening: &Opening,
) -> Result<Finding, OpenStoreError> {
    let kept_as = format!("{CACHE}.bad-{}", opening.stamp());
    cache.replace(|| anew(Place::new(files, CACHE, key), &kept_as))?;
    Ok(Finding::CacheRebuilt { fault: CacheFault::Damaged, kept_as })
}

/// Says whether the ledger is an older copy than the one that was open beside this cache, and takes down this opening.
pub(super) fn older_ledger(cache: &Cache, generation: i64) -> Result<Option<Finding>, StoreError> {
    let openings = u64::try_from(generation).unwrap_or_default();
    cache.write(|cache| {
        let known_openings: u64 = cache.fact(OPENINGS)?.unwrap_or_default();
        cache.state_fact(OPENINGS, &openings)?;
        let older = known_openings >= openings;
        Ok(older.then(|| Finding::OlderLedger { openings: openings.saturating_sub(1), known_openings }))
    })
}

fn cache((writer, reader): Connections) -> Cache {
    Cache::new(writer, reader)
}

fn fit(place: Place<'_>) -> Result<Connections, Unfit> {
    let beginning = place.files.head(CACHE, PAGE_BYTES).map_or(0, |head| head.len());
    // In a file of less than a page SQLite would begin a new one.
    if place.files.exists(&doubt(CACHE)) || (1..PAGE_BYTES).contains(&beginning) {
        return Err(Unfit::Fault(CacheFault::Damaged));
    }
    let mut writer = place.connect("NORMAL", None).map_err(unfit)?;
    let found = version(&writer).map_err(unfit)?;
    if usize::try_from(found).map_or(true, |found| found > CACHE_MIGRATIONS.len()) {
        return Err(Unfit::Fault(CacheFault::OtherVersion));
    }
    migrate(&mut writer, CACHE, CACHE_MIGRATIONS).map_err(|error| {
        if let OpenStoreError::Migration { source, .. } = error {
            unfit(source)
        } else {
            Unfit::Fault(CacheFault::OtherVersion)
        }
    })?;
    look(&writer, &TABLES).map_err(unfit)?;
    let reader = place.connect("NORMAL", None).map_err(unfit)?;
    trust(&writer).and_then(|()| trust(&reader)).map_err(unfit)?;
    Ok((writer, reader))
}

/// Whatever cannot be read is unfit, but for what passes by itself.
fn unfit(error: rusqlite::Error) -> Unfit {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::OutOfMemory
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly,
        ) => Unfit::NotNow(error),
        _ => Unfit::Fault(CacheFault::Damaged),
    }
}

/// Puts the file aside with its log and makes a new one.
fn anew(place: Place<'_>, kept_as: &str) -> Result<Connections, OpenStoreError> {
    let files = place.files;
    let log = format!("{CACHE}-wal");
    if files.exists(&log) && !files.head(&log, 1)?.is_empty() {
        files.rename(&log, &format!("{kept_as}-wal"))?;
    }
    files.remove(&log)?;
    files.remove(&format!("{CACHE}-shm"))?;
    if files.exists(CACHE) {
        files.rename(CACHE, kept_as)?;
    }
    files.remove(&doubt(CACHE))?;
    keep_one(files, kept_as)?;
    fit(place).map_err(|unfit| match unfit {
        Unfit::NotNow(source) => OpenStoreError::NotOpened { file: CACHE, source },
        Unfit::Fault(_) => OpenStoreError::NotOpened { file: CACHE, source: rusqlite::Error::InvalidQuery },
    })
}

/// Removes what was put aside earlier: one bad cache is enough to look into, and none is needed.
fn keep_one(files: &dyn Files, kept_as: &str) -> Result<(), OpenStoreError> {
    for name in files.names()? {
        if name.starts_with("cache.db.bad-") && !name.starts_with(kept_as) {
            files.remove(&name)?;
        }
    }
    Ok(())
}
