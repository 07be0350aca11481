//! What the disk promises, and what the store keeps on it when the power goes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod faults;
mod power;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeZone;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use sha2::Sha256;
use triage_domain::{
    Author, Decision, OpId, Patient, RequestId, RequestState, Role, StaffId, TriageRequest, Version, Words,
};
use triage_store::{DataKey, Files, OpenStoreError, Opening, StoreError, Stores};
use triage_sync::{Basis, LedgerChange, OpState};

use super::handle::{AtClose, Missing};
use super::locks::{Busy, FileLocks, Level, SharedMemory, ShmHeld};
use super::*;

#[test]
fn a_profile_is_made_closed_and_found_again() {
    let disk = Disk::new(1).unwrap();
    let stores = open(&disk).unwrap();
    decide(&stores, 1).unwrap();
    drop(stores);
    assert_eq!(kept(&open(&disk).unwrap()), 1);
    assert_eq!(disk.lengths().keys().collect::<Vec<_>>(), ["cache.db", "key-check", "ledger.db", "reserve"]);
}

#[test]
fn a_profile_in_use_is_locked_until_it_is_closed_or_its_program_or_its_pc_ends() {
    let disk = Disk::new(1).unwrap();
    let first = open(&disk).unwrap();
    assert!(matches!(open(&disk), Err(OpenStoreError::InUse)));
    disk.kill_program();
    let second = open(&disk).unwrap();
    drop(first);
    assert!(matches!(open(&disk), Err(OpenStoreError::InUse)), "what is left of a dead program lets nobody in");
    disk.restart(Loss::Everything, &mut dice(1));
    drop(open(&disk).unwrap());
    drop(second);
    open(&disk).unwrap();
}

#[test]
fn two_connections_see_each_others_commits_and_the_first_to_close_leaves_the_wal_to_the_other() {
    let disk = Disk::new(1).unwrap();
    let (writer, reader) = (table(&disk, "FULL"), connect(&disk, "ledger.db", "FULL").unwrap());
    insert(&writer, 1).unwrap();
    assert_eq!(rows(&reader), 1);
    reader.execute_batch("BEGIN; SELECT count(*) FROM t").unwrap();
    rows(&reader);
    insert(&writer, 2).unwrap();
    assert_eq!(rows(&reader), 1, "a reader keeps the moment in which it began");
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(rows(&reader), 2);
    insert(&reader, 3).unwrap();
    drop(writer);
    assert!(disk.exists("ledger.db-wal"));
    assert_eq!(rows(&reader), 3);
    drop(reader);
    assert!(!disk.exists("ledger.db-wal"));
}

#[test]
fn a_second_writer_is_refused_after_time_that_passes_on_the_disks_clock_alone() {
    let disk = Disk::new(1).unwrap();
    disk.set_clock(at(0));
    let (first, second) = (table(&disk, "FULL"), connect(&disk, "ledger.db", "FULL").unwrap());
    second.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    first.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = second.execute_batch("BEGIN IMMEDIATE").unwrap_err();
    assert_eq!(refused.sqlite_error_code(), Some(ErrorCode::DatabaseBusy));
    let now: String = first.query_row("SELECT datetime('now')", [], |row| row.get(0)).unwrap();
    assert_eq!(now, "2026-11-23 09:00:05");
}

#[test]
fn without_a_wal_a_reader_keeps_a_writer_from_its_commit_and_a_cut_commit_is_rolled_back() {
    let disk = Disk::new(1).unwrap();
    let (writer, reader) = (table(&disk, "FULL"), connect(&disk, "ledger.db", "FULL").unwrap());
    drop(reader);
    writer.pragma_update(None, "journal_mode", "DELETE").unwrap();
    insert(&writer, 1).unwrap();
    let reader = connect_raw(&disk, "ledger.db").unwrap();
    reader.execute_batch("BEGIN").unwrap();
    assert_eq!(rows(&reader), 1);
    let refused = insert(&writer, 2).unwrap_err();
    assert_eq!(refused.sqlite_error_code(), Some(ErrorCode::DatabaseBusy));
    reader.execute_batch("COMMIT").unwrap();
    insert(&writer, 2).unwrap();
    assert_eq!(rows(&reader), 2);
    disk.cut_power_at(4);
    insert(&writer, 3).unwrap_err();
    disk.restart(Loss::Nothing, &mut dice(1));
    assert_eq!(rows(&connect_raw(&disk, "ledger.db").unwrap()), 2);
}

#[test]
fn a_connection_that_waits_to_be_alone_lets_no_new_reader_in_and_no_second_writer() {
    let mut locks = FileLocks::default();
    let (mut writer, mut reader, mut late) = (Level::None, Level::None, Level::None);
    locks.raise(&mut reader, Level::Shared).unwrap();
    locks.raise(&mut writer, Level::Shared).unwrap();
    locks.raise(&mut writer, Level::Reserved).unwrap();
    assert_eq!(locks.raise(&mut reader, Level::Reserved), Err(Busy));
    locks.raise(&mut late, Level::Shared).unwrap();
    locks.lower(&mut late, Level::None);
    assert_eq!(locks.raise(&mut writer, Level::Exclusive), Err(Busy));
    assert_eq!(writer, Level::Pending);
    assert_eq!(locks.raise(&mut late, Level::Shared), Err(Busy));
    locks.lower(&mut reader, Level::None);
    locks.raise(&mut writer, Level::Exclusive).unwrap();
    assert_eq!(locks.raise(&mut late, Level::Shared), Err(Busy));
    locks.lower(&mut writer, Level::Shared);
    assert!(!locks.is_reserved());
    locks.raise(&mut late, Level::Shared).unwrap();
}

#[test]
fn a_lock_of_the_wal_index_is_for_many_readers_or_one_writer_and_goes_with_its_connection() {
    let shm = SharedMemory::default();
    let (mut one, mut two) = (ShmHeld::default(), ShmHeld::default());
    shm.lock_shared(&mut one, 3..4).unwrap();
    shm.lock_shared(&mut one, 3..4).unwrap();
    shm.lock_shared(&mut two, 3..4).unwrap();
    assert_eq!(shm.lock_exclusive(&mut two, 0..8), Err(Busy), "one of eight is taken");
    shm.unlock(&mut one, 3..4);
    shm.unlock(&mut two, 3..4);
    shm.lock_exclusive(&mut two, 0..8).unwrap();
    assert_eq!(shm.lock_shared(&mut one, 7..8), Err(Busy));
    assert_eq!(shm.lock_exclusive(&mut one, 7..8), Err(Busy));
    shm.unlock_all(&mut two);
    shm.lock_exclusive(&mut one, 0..8).unwrap();
}

#[test]
fn a_reader_in_another_thread_sees_only_whole_commits() {
    let disk = Disk::new(1).unwrap();
    let (writer, written) = (table(&disk, "NORMAL"), AtomicBool::new(false));
    std::thread::scope(|threads| {
        let reader = threads.spawn(|| {
            let connection = connect(&disk, "ledger.db", "NORMAL").unwrap();
            let mut seen = 0;
            while !written.load(Ordering::Acquire) {
                let now = rows(&connection);
                assert!(now >= seen && now.is_multiple_of(2), "{now} after {seen}");
                seen = now;
            }
            assert_eq!(rows(&connection), 400);
        });
        let write = |n| {
            writer.execute_batch("BEGIN IMMEDIATE")?;
            insert(&writer, n)?;
            insert(&writer, n + 1)?;
            writer.execute_batch("COMMIT")
        };
        let all = (1..=400).step_by(2).try_for_each(write);
        written.store(true, Ordering::Release);
        all.unwrap();
        reader.join().unwrap();
    });
    drop(writer);
    assert_sound(&disk, "ledger.db");
}

#[test]
fn disks_made_from_an_image_share_its_bytes_and_nothing_that_happens_to_one_of_them() {
    let image = profile();
    let (one, two) = (Disk::from_image(&image, 1).unwrap(), Disk::from_image(&image, 2).unwrap());
    let stores = open(&one).unwrap();
    decide(&stores, 1).unwrap();
    drop(stores);
    assert_eq!(kept(&open(&two).unwrap()), 0);
    assert_eq!(kept(&open(&one).unwrap()), 1);
    assert_eq!(kept(&open(&Disk::from_image(&image, 3).unwrap()).unwrap()), 0);
    assert_eq!(kept(&open(&Disk::from_image(&one.image(), 4).unwrap()).unwrap()), 1);
}

#[test]
fn the_same_seed_gives_the_same_operations_and_another_story_gives_others() {
    let image = profile();
    let told = |decisions: u8| {
        let disk = Disk::from_image(&image, 5).unwrap();
        disk.set_clock(at(0));
        let _ = disk.trace();
        let stores = open(&disk).unwrap();
        (1..=decisions).for_each(|n| decide(&stores, n).unwrap());
        disk.restart(Loss::RandomSectors, &mut dice(5));
        drop(stores);
        drop(open(&disk).unwrap());
        (disk.trace(), disk.digest())
    };
    let first = told(3);
    assert!(first.0.len() > 10);
    assert_eq!(first, told(3));
    assert_ne!(first, told(4));
}

#[test]
fn a_digest_tells_apart_what_was_written_in_another_order_and_not_what_bytes_were_written() {
    let digest = |writes: [(usize, u8); 2]| {
        let disk = Disk::new(1).unwrap();
        let file = disk.inside.open(0, "file", Missing::Create, AtClose::Keep).unwrap();
        writes.into_iter().for_each(|(offset, byte)| file.write(offset, &[byte; 8]).unwrap());
        disk.digest()
    };
    assert_eq!(digest([(0, 1), (8, 2)]), digest([(0, 3), (8, 4)]));
    assert_ne!(digest([(0, 1), (8, 2)]), digest([(8, 2), (0, 1)]));
}

#[test]
fn a_vfs_is_used_again_by_a_later_disk_which_knows_nothing_of_the_earlier_one() {
    let names: BTreeSet<String> = (0..200)
        .map(|seed| {
            let disk = Disk::new(seed).unwrap();
            assert_eq!(disk.lengths(), BTreeMap::new());
            insert(&table(&disk, "FULL"), 1).unwrap();
            disk.vfs().unwrap().to_owned()
        })
        .collect();
    assert!(names.len() < 100, "{}", names.len());
}

#[test]
fn a_text_is_found_in_a_plain_file_also_after_its_deletion_until_that_is_durable_and_never_in_the_ledger() {
    let disk = Disk::new(1).unwrap();
    let stores = open(&disk).unwrap();
    decide(&stores, 1).unwrap();
    assert!(!disk.holds(b"Rash seen"));
    assert!(disk.holds(b""));
    disk.write("plain", b"-- Rash seen --").unwrap();
    assert!(disk.holds(b"Rash seen"));
    disk.inside.medium().delete("plain").unwrap();
    assert!(disk.holds(b"Rash seen"));
    disk.inside.medium().sync_names().unwrap();
    assert!(!disk.holds(b"Rash seen"));
}

/// A freshly made and closed profile.
fn profile() -> Image {
    let disk = Disk::new(0).unwrap();
    drop(open(&disk).unwrap());
    disk.image()
}

fn open(disk: &Disk) -> Result<Stores, OpenStoreError> {
    let opening = Opening { reserve_bytes: 0, ..Opening::new(crate::tier1::pc::base(), [1; 16]) };
    Stores::open_on(Arc::new(disk.clone()), &DataKey::new([7; 32]), &opening)
}

fn dice(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

fn at(minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, minute, 0).unwrap()
}

/// Keeps the `n`-th decision about a request.
fn decide(stores: &Stores, n: u8) -> Result<(), StoreError> {
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
    let operation = triage_sync::Operation {
        op_id: OpId::from_bytes([n; 16]),
        seq: u64::from(n),
        request_id: request.id.clone(),
        decision: Decision::AddNote { text: Words::new("Rash seen") },
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
    };
    stores.ledger.commit(&LedgerChange { operations: vec![operation], attempt: None }, at(10))
}

/// Counts the decisions kept, which are the first ones, each with its row in an unbroken record.
fn kept(stores: &Stores) -> u64 {
    let operations = stores.ledger.operations().unwrap();
    let numbers: Vec<u64> = operations.iter().map(|operation| operation.seq).collect();
    assert_eq!(numbers, (1..=operations.len() as u64).collect::<Vec<_>>());
    // An opening that met a fault takes down what it did about it.
    assert!(stores.ledger.verify_record().unwrap() >= operations.len() as u64);
    operations.len() as u64
}

/// Opens one file of a profile as the store does, and without any of its care.
fn connect_raw(disk: &Disk, file: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags_and_vfs(disk.path(file), OpenFlags::default(), disk.vfs().unwrap())?;
    let key = Sha256::digest([format!("triage-desk:{file}:").as_bytes(), &[7; 32]].concat());
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.pragma_update(None, "key", format!("x'{hex}'"))?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    Ok(connection)
}

fn connect(disk: &Disk, file: &str, synchronous: &str) -> rusqlite::Result<Connection> {
    let connection = connect_raw(disk, file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    Ok(connection)
}

/// A database with one table.
fn table(disk: &Disk, synchronous: &str) -> Connection {
    let connection = connect(disk, "ledger.db", synchronous).unwrap();
    connection.execute_batch("CREATE TABLE IF NOT EXISTS t (n INTEGER NOT NULL PRIMARY KEY) STRICT").unwrap();
    connection
}

fn insert(connection: &Connection, n: u64) -> rusqlite::Result<()> {
    connection.execute("INSERT INTO t (n) VALUES (?1)", [n as i64]).map(|_| ())
}

fn rows(connection: &Connection) -> u64 {
    connection.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, u32>(0)).unwrap().into()
}

/// Asks SQLite and SQLCipher whether a file is whole.
fn assert_sound(disk: &Disk, file: &str) {
    let connection = connect_raw(disk, file).unwrap();
    let found: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(found, "ok");
    // SQLCipher looks at the file without its WAL, which a checkpoint that was cut short may still need.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let mut statement = connection.prepare("PRAGMA cipher_integrity_check").unwrap();
    let broken: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(broken, Vec::<String>::new());
}
