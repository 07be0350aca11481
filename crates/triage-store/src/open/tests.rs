//! A profile's folder: made once, locked, never overwritten.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;

use chrono::{TimeZone, Utc};
use tempfile::TempDir;
use triage_domain::{
    Author, Decision, OpId, Patient, RequestId, RequestState, Role, StaffId, TriageRequest, Version, Words,
};
use triage_sync::{Basis, Cursor, LedgerChange, OpState, Operation, Scope};

use rusqlite::Connection;

use super::*;
use crate::cache::ResourceRow;
use crate::finding::CacheFault;

pub(crate) fn key() -> DataKey {
    DataKey::new([7; 32])
}

/// An opening that sets aside next to nothing, so that tests do not wait for the disk.
pub(crate) fn opening() -> Opening {
    Opening { at: at(30), device_id: [1; 16], reserve_bytes: 16 }
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) fn at(minute: u32) -> DateTimeUtc {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, minute, 0).unwrap()
}

pub(crate) type DateTimeUtc = chrono::DateTime<Utc>;

pub(crate) fn op(n: u8) -> OpId {
    OpId::from_bytes([n; 16])
}

/// A decision about `req-1`, saved and not yet sent.
pub(crate) fn operation(n: u8, text: &str) -> Operation {
    let request = TriageRequest {
        id: RequestId::parse("req-1").unwrap(),
        version: Version::parse("1").unwrap(),
        reference: "REF-1".to_owned(),
        title: Words::new("Rash"),
        received_at: at(0),
        due_at: None,
        state: RequestState::untouched(),
        patient: Patient::not_known("pat-1"),
        sent_by: None,
        route: None,
        submission: Default::default(),
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    };
    Operation {
        op_id: op(n),
        seq: u64::from(n),
        request_id: request.id.clone(),
        decision: Decision::AddNote { text: Words::new(text) },
        author: Author {
            id: StaffId::parse("555000000101").unwrap(),
            name: "Dr Amara Osei".to_owned(),
            role: Role::Gp,
        },
        basis: Basis::of(&request),
        decided_at: at(10),
        state: OpState::Queued,
        if_match: request.version,
        rebase_generation: 0,
        attempts: 0,
        ack_version: None,
        acked_at: None,
        stuck: None,
        conflict: None,
        resolution: None,
        supersedes: None,
    }
}

pub(crate) fn saved(operation: &Operation) -> LedgerChange {
    LedgerChange { operations: vec![operation.clone()], attempt: None }
}

pub(crate) fn resource(id: &str, version: &str, text: &str) -> ResourceRow {
    ResourceRow {
        kind: "Task".to_owned(),
        id: id.to_owned(),
        version: Version::parse(version).unwrap(),
        last_updated: format!("2026-11-23T09:00:0{}Z", version.len()),
        body: serde_json::json!({ "resourceType": "Task", "id": id, "description": text }),
    }
}

pub(crate) fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// A profile with one decision in it, closed.
pub(crate) fn made() -> TempDir {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&operation(1, "Seen")), at(10)).unwrap();
    folder
}

/// Opens one file of a profile without any of this program's care.
pub(crate) fn raw(folder: &Path, file: &str) -> Connection {
    let connection = Connection::open(folder.join(file)).unwrap();
    connection.pragma_update(None, "key", key().raw_key_of(file, None)).unwrap();
    connection
}

#[test]
fn a_profile_is_made_where_there_is_none_and_found_again() {
    let folder = folder();
    assert!(!Stores::exists(folder.path()));
    drop(Stores::open(folder.path(), &key(), &opening()).unwrap());
    assert!(Stores::exists(folder.path()));
    assert!(Stores::open(folder.path(), &key(), &opening()).is_ok());
}

#[test]
fn a_wrong_key_is_said_to_be_one_and_changes_nothing() {
    let folder = made();
    let before = bytes(folder.path());
    let error = Stores::open(folder.path(), &DataKey::new([8; 32]), &opening()).unwrap_err();
    assert!(matches!(error, OpenStoreError::WrongKey), "{error}");
    assert_eq!(bytes(folder.path()), before);
    assert_eq!(Stores::open(folder.path(), &key(), &opening()).unwrap().ledger.load_live().unwrap().0.len(), 1);
}

#[test]
fn damage_is_told_apart_from_a_wrong_key_and_nothing_is_made_over_it() {
    let folder = made();
    let path = folder.path().join("ledger.db");
    let mut damaged = fs::read(&path).unwrap();
    damaged[100..300].fill(0x5a);
    fs::write(&path, &damaged).unwrap();
    let error = Stores::open(folder.path(), &key(), &opening()).unwrap_err();
    assert!(matches!(error, OpenStoreError::Damaged { file: "ledger.db", .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), damaged);
}

#[test]
fn without_a_key_check_a_ledger_that_does_not_open_is_left_alone() {
    for damage in [None, Some(&b"not a key check"[..])] {
        let folder = made();
        match damage {
            None => fs::remove_file(folder.path().join("key-check")).unwrap(),
            Some(text) => fs::write(folder.path().join("key-check"), text).unwrap(),
        }
        let before = bytes(folder.path());
        let error = Stores::open(folder.path(), &DataKey::new([8; 32]), &opening()).unwrap_err();
        assert!(matches!(error, OpenStoreError::NoKeyCheck), "{error}");
        for (name, was) in before {
            assert_eq!(fs::read(folder.path().join(&name)).unwrap(), was, "{name}");
        }
    }
}

#[test]
fn a_ledger_that_opens_proves_its_key_and_the_key_check_is_made_again() {
    for damage in [None, Some(&b"not a key check"[..])] {
        let folder = made();
        let path = folder.path().join("key-check");
        let whole = fs::read(&path).unwrap();
        match damage {
            None => fs::remove_file(&path).unwrap(),
            Some(text) => fs::write(&path, text).unwrap(),
        }
        let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
        assert_eq!(stores.ledger.load_live().unwrap().0.len(), 1);
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
}

#[test]
fn a_second_program_is_told_that_the_profile_is_in_use() {
    let folder = folder();
    let first = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let error = Stores::open(folder.path(), &key(), &opening()).unwrap_err();
    assert!(matches!(error, OpenStoreError::InUse), "{error}");
    drop(first);
    assert!(Stores::open(folder.path(), &key(), &opening()).is_ok());
}

#[test]
fn a_newer_ledger_is_refused_and_left_as_it_is() {
    let folder = made();
    raw(folder.path(), "ledger.db").pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(folder.path().join("ledger.db")).unwrap();
    let error = Stores::open(folder.path(), &key(), &opening()).unwrap_err();
    assert!(matches!(error, OpenStoreError::Newer { file: "ledger.db" }), "{error}");
    assert_eq!(fs::read(folder.path().join("ledger.db")).unwrap(), before);
}

#[test]
fn the_precious_file_waits_for_the_disk_and_both_keep_sorting_out_of_plain_files() {
    let folder = made();
    let connection = Place::new(&Folder::new(folder.path()).unwrap(), LEDGER, &key()).connect("FULL", None).unwrap();
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((pragma("synchronous"), pragma("temp_store"), pragma("foreign_keys")), (2, 2, 1));
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

fn holds(folder: &Path, needle: &str) -> Vec<String> {
    let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let has = |bytes: &[u8], of: &[u8]| bytes.windows(of.len()).any(|window| window == of);
    bytes(folder)
        .into_iter()
        .filter(|(_, bytes)| has(bytes, needle.as_bytes()) || has(bytes, &wide))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn nothing_that_anybody_wrote_is_readable_in_any_file_open_or_closed() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let staff = StaffId::parse("555000000101").unwrap();
    let request = RequestId::parse("req-1").unwrap();
    stores.ledger.commit(&saved(&operation(1, "canarydecision")), at(10)).unwrap();
    stores.ledger.save_draft(&request, &staff, &Words::new("canarydraft"), at(10)).unwrap();
    stores.ledger.set("place", &"canarysetting").unwrap();
    stores
        .cache
        .write(|cache| {
            cache.keep(&resource("req-1", "1", "canaryresource"))?;
            cache.summarise(&request, &"canarysummary")?;
            cache.attach("photo-1", "image/jpeg", b"canaryphoto")?;
            cache.state_fact("directory", &"canaryfact")?;
            cache.report_unreadable(Some(&request), ("Patient/1", "canaryproblem"), at(10))?;
            cache.move_cursor(
                Scope::Requests,
                &Cursor { high_water: Some("canarycursor".to_owned()), ..Cursor::default() },
            )
        })
        .unwrap();
    let found = |moment: &str| {
        assert!(bytes(folder.path()).len() >= 4, "{moment}");
        assert_eq!(holds(folder.path(), "canary"), Vec::<String>::new(), "{moment}");
        assert_eq!(holds(folder.path(), "SQLite format 3"), Vec::<String>::new(), "{moment}");
        assert_eq!(holds(folder.path(), "555000000101"), Vec::<String>::new(), "{moment}");
    };
    assert!(bytes(folder.path()).keys().any(|name| name.ends_with("-wal")));
    found("while it is open");
    drop(stores);
    found("after it is closed");
    assert!(!holds(folder.path(), &key().check_value()).is_empty(), "the search itself finds what is there");
    assert_eq!(holds(folder.path(), &key().to_hex()), Vec::<String>::new(), "the key itself is not on the disk");
}

/// A ledger as version 0.1.0 of the program left it, with a decision in every state. The key is `key()`.
fn golden(version: &str) -> (TempDir, serde_json::Value) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(version);
    let folder = folder();
    for name in ["ledger.db", "key-check"] {
        fs::copy(from.join(name), folder.path().join(name)).unwrap();
    }
    (folder, serde_json::from_slice(&fs::read(from.join("operations.json")).unwrap()).unwrap())
}

#[test]
fn every_decision_of_an_older_ledger_is_there_after_its_migration_and_a_copy_of_it_is_kept() {
    let (folder, expected) = golden("ledger-1");
    let old = fs::read(folder.path().join("ledger.db")).unwrap();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let found: Vec<_> = stores
        .ledger
        .operations()
        .unwrap()
        .into_iter()
        .map(|operation| {
            serde_json::json!({
                "op_id": operation.op_id.as_str(), "payload_sha": operation.digest(), "state": operation.state.name(),
            })
        })
        .collect();
    assert_eq!(serde_json::Value::from(found), expected);
    let live = OpState::ALL.into_iter().filter(|state| !state.is_final()).count();
    assert_eq!(stores.ledger.load_live().unwrap().0.len(), live);
    assert_eq!(stores.ledger.get::<bool>("work-offline").unwrap(), Some(true));
    assert_eq!(stores.ledger.verify_record().unwrap(), 23);
    assert_eq!(stores.findings(), []);
    assert_eq!(fs::read(folder.path().join("ledger.db.before-2")).unwrap(), old);
}

#[test]
fn a_damaged_older_ledger_is_salvaged_into_todays_form() {
    let (folder, _) = golden("ledger-1");
    let path = folder.path().join("ledger.db");
    let whole = fs::read(&path).unwrap();
    let mut salvaged = 0;
    for page in 1..whole.len() / 4096 {
        let (folder, _) = golden("ledger-1");
        let mut damaged = whole.clone();
        damaged[page * 4096 + 1000] ^= 1;
        fs::write(folder.path().join("ledger.db"), &damaged).unwrap();
        let open = || Stores::open(folder.path(), &key(), &opening());
        let Ok(mut stores) = open() else { continue };
        let next = saved(&operation(200, "Next"));
        if let Err(error) = stores.ledger.commit(&next, at(12)) {
            // Met only where the row goes: nothing is called saved, and the next start deals with it.
            assert!(matches!(error, StoreError::Damaged(_)), "page {page}: {error}");
            drop(stores);
            stores = open().unwrap();
            stores.ledger.commit(&next, at(12)).unwrap();
        }
        let was_salvaged = stores.findings().iter().any(|finding| matches!(finding, Finding::LedgerSalvaged { .. }));
        salvaged += u32::from(was_salvaged);
    }
    assert!(salvaged > 0);
}

fn files_like(folder: &Path, beginning: &str) -> Vec<String> {
    bytes(folder).into_keys().filter(|name| name.starts_with(beginning)).collect()
}

#[test]
fn an_unfit_cache_is_put_aside_and_made_anew_and_costs_no_decision() {
    type Spoil = fn(&Path);
    let spoil: [(&str, Spoil); 5] = [
        ("torn", |path| fs::write(path, [0x5A; 9000]).unwrap()),
        ("cut to nothing", |path| fs::write(path, b"x").unwrap()),
        ("newer", |path| raw(path.parent().unwrap(), "cache.db").pragma_update(None, "user_version", 99).unwrap()),
        ("unknown", |path| raw(path.parent().unwrap(), "cache.db").pragma_update(None, "user_version", -3).unwrap()),
        ("without a table", |path| raw(path.parent().unwrap(), "cache.db").execute_batch("DROP TABLE fact").unwrap()),
    ];
    for (how, spoil) in spoil {
        let folder = made();
        spoil(&folder.path().join("cache.db"));
        let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
        assert!(matches!(stores.findings(), [Finding::CacheRebuilt { .. }]), "{how}: {:?}", stores.findings());
        assert_eq!(stores.ledger.load_live().unwrap().0.len(), 1, "{how}");
        stores.cache.write(|cache| cache.keep(&resource("req-1", "1", "Rash"))).unwrap();
        assert_eq!(files_like(folder.path(), "cache.db.bad-").len(), 1, "{how}");
    }
}

#[test]
fn only_the_newest_bad_cache_is_kept() {
    let folder = made();
    for minute in [1, 2, 3] {
        fs::write(folder.path().join("cache.db"), [0x5A; 9000]).unwrap();
        drop(Stores::open(folder.path(), &key(), &Opening { at: at(minute), ..opening() }).unwrap());
    }
    assert_eq!(files_like(folder.path(), "cache.db.bad-"), ["cache.db.bad-20261123T090300Z"]);
}

#[test]
fn a_cache_that_fails_while_it_is_open_can_be_made_anew_and_its_damage_is_remembered() {
    let folder = made();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    for n in 0..200 {
        let row = resource(&format!("req-{n}"), "1", &"Rash ".repeat(300));
        stores.cache.write(|cache| cache.keep(&row)).unwrap();
    }
    drop(stores);
    let path = folder.path().join("cache.db");
    let mut damaged = fs::read(&path).unwrap();
    let middle = damaged.len() / 2 / 4096 * 4096;
    damaged[middle..middle + 40_960].fill(0x5A);
    fs::write(&path, &damaged).unwrap();
    let read_all = |stores: &Stores| {
        (0..200).map(|n| stores.cache.read(|cache| cache.resource("Task", &format!("req-{n}")))).find(Result::is_err)
    };
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    assert!(matches!(read_all(&stores), Some(Err(StoreError::Damaged(_)))));
    assert!(stores.cache.is_damaged());
    stores.renew_cache(at(40)).unwrap();
    assert!(!stores.cache.is_damaged());
    assert!(read_all(&stores).is_none());
    drop(stores);
    fs::write(&path, &damaged).unwrap();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let _ = read_all(&stores);
    drop(stores);
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    assert!(matches!(stores.findings(), [Finding::CacheRebuilt { fault: CacheFault::Damaged, .. }]));
}
