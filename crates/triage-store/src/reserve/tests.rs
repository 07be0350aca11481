//! A full disk keeps no answer of the provider from being taken down, and no new decision is called saved.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;
use std::sync::{Arc, OnceLock, Weak};

use triage_sync::Operation;

use super::*;
use crate::files::{Folder, Lock, LockError};
use crate::finding::Finding;
use crate::open::Opening;
use crate::open::tests::{at, folder, key, opening, operation, saved};

/// A folder on a disk that has room again once the reserve is removed.
#[derive(Debug)]
struct SmallDisk {
    folder: Folder,
    stores: OnceLock<Weak<Stores>>,
}

impl Files for SmallDisk {
    fn vfs(&self) -> Option<&str> {
        None
    }
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path(name)
    }
    fn lock(&self) -> Result<Lock, LockError> {
        self.folder.lock()
    }
    fn exists(&self, name: &str) -> bool {
        self.folder.exists(name)
    }
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.folder.read(name)
    }
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.folder.write(name, bytes)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.folder.rename(from, to)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        if name == RESERVE && self.folder.exists(name) {
            let stores = self.stores.get().and_then(Weak::upgrade).unwrap();
            stores.ledger.limit_pages(1_000_000);
        }
        self.folder.remove(name)
    }
    fn names(&self) -> io::Result<Vec<String>> {
        self.folder.names()
    }
}

/// A profile with decisions 1 to 9 on a disk that has just become full.
fn full() -> (tempfile::TempDir, Arc<Stores>) {
    let folder = folder();
    let disk = Arc::new(SmallDisk { folder: Folder::new(folder.path()).unwrap(), stores: OnceLock::new() });
    let files: Arc<dyn Files> = Arc::clone(&disk) as Arc<dyn Files>;
    let stores = Arc::new(Stores::open_on(files, &key(), &opening()).unwrap());
    disk.stores.set(Arc::downgrade(&stores)).unwrap();
    for n in 1..10 {
        stores.commit(&saved(&operation(n, "Seen")), at(10)).unwrap();
    }
    stores.ledger.limit_pages(1);
    (folder, stores)
}

fn acked(n: u8, text: &str) -> LedgerChange {
    saved(&Operation { state: OpState::Acked, ..operation(n, text) })
}

#[test]
fn on_a_full_disk_answers_are_taken_down_and_new_decisions_are_refused() {
    let (_folder, stores) = full();
    let long = "x".repeat(9_000);
    let refused = stores.commit(&saved(&operation(20, &long)), at(11));
    assert!(matches!(refused, Err(StoreError::DiskFull(_))), "{refused:?}");
    assert_eq!(stores.ledger.operation(&operation(20, &long).op_id).unwrap(), None, "it is not said to be saved");
    assert!(stores.files().exists(RESERVE), "a new decision does not touch the reserve");
    let mut taken = 0;
    for round in 0..40 {
        for n in 1..10 {
            stores.commit(&acked(n, "Seen"), at(12)).unwrap_or_else(|error| panic!("{round}: {error:?}"));
            taken += 1;
        }
    }
    assert!(!stores.files().exists(RESERVE), "the reserve was needed for {taken} answers");
}

#[test]
fn an_answer_about_a_decision_that_was_never_saved_does_not_get_the_reserve() {
    let (_folder, stores) = full();
    let refused = stores.commit(&acked(30, &"x".repeat(9_000)), at(11));
    assert!(matches!(refused, Err(StoreError::DiskFull(_))), "{refused:?}");
    assert!(stores.files().exists(RESERVE));
}

#[test]
fn a_persons_act_on_a_saved_decision_does_not_get_the_reserve() {
    let (_folder, stores) = full();
    let taken_back = saved(&Operation { state: OpState::Withdrawn, ..operation(1, "Seen") });
    let refused = (0..1_000).find_map(|_| stores.commit(&taken_back, at(11)).err());
    assert!(matches!(refused, Some(StoreError::DiskFull(_))), "{refused:?}");
    assert!(stores.files().exists(RESERVE));
}

#[test]
fn only_what_became_of_saved_decisions_may_use_the_reserve() {
    for state in OpState::ALL {
        let change = saved(&Operation { state, ..operation(1, "Seen") });
        let begins = matches!(state, OpState::Queued | OpState::InFlight | OpState::Withdrawn | OpState::Superseded);
        assert_eq!(may_use_the_reserve(&change), !begins, "{}", state.name());
    }
}

#[test]
fn the_reserve_is_written_for_real_and_made_again_after_it_was_released() {
    let folder = folder();
    for _ in 0..2 {
        let stores =
            Stores::open(folder.path(), &key(), &Opening { reserve_bytes: RESERVE_BYTES, ..opening() }).unwrap();
        assert_eq!(stores.findings(), []);
        assert_eq!(std::fs::metadata(folder.path().join(RESERVE)).unwrap().len(), RESERVE_BYTES as u64);
        stores.release_reserve().unwrap();
        stores.release_reserve().unwrap();
        assert!(!folder.path().join(RESERVE).exists());
    }
}

#[test]
fn a_disk_without_room_for_the_reserve_is_said_to_be_nearly_full_and_the_profile_opens() {
    let folder = folder();
    // Where a folder lies under the name, no file can be written.
    std::fs::create_dir(folder.path().join("reserve.part")).unwrap();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    assert_eq!(stores.findings(), [Finding::NoReserve]);
}
