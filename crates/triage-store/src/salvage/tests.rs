//! What can be read of a damaged ledger is kept, what cannot is named, and the damaged file stays.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use triage_domain::{RequestId, StaffId, Words};

use crate::finding::{Finding, Tally};
use crate::open::tests::{at, bytes, folder, key, opening, operation, raw, saved};
use crate::open::{OpenStoreError, Stores};
use crate::rescue::{RescueError, rescue};

const DECISIONS: u8 = 60;

/// A profile with sixty live decisions, a draft and a setting, closed.
fn profile() -> TempDir {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    for n in 1..=DECISIONS {
        stores.ledger.commit(&saved(&operation(n, &"Seen ".repeat(60))), at(10)).unwrap();
    }
    let staff = StaffId::parse("555000000101").unwrap();
    stores.ledger.save_draft(&RequestId::parse("req-1").unwrap(), &staff, &Words::new("Dear"), at(11)).unwrap();
    stores.ledger.set("place", &1).unwrap();
    drop(stores);
    folder
}

fn copy(from: &Path) -> TempDir {
    let folder = folder();
    for (name, content) in bytes(from) {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn flip(path: &Path, offset: usize) -> Vec<u8> {
    let mut content = fs::read(path).unwrap();
    content[offset] ^= 1;
    fs::write(path, &content).unwrap();
    content
}

#[test]
fn one_torn_page_anywhere_costs_at_most_what_stood_on_it_and_says_so() {
    let whole = profile();
    let pages = fs::metadata(whole.path().join("ledger.db")).unwrap().len() as usize / 4096;
    let (mut unharmed, mut partly, mut refused) = (0, 0, 0);
    for page in 0..pages {
        let folder = copy(whole.path());
        let path = folder.path().join("ledger.db");
        let damaged = flip(&path, page * 4096 + 1000);
        let rescued = rescue(&crate::Folder::new(folder.path()).unwrap(), &key(), None);
        assert_eq!(fs::read(&path).unwrap(), damaged, "page {page}: rescue writes nothing");
        match Stores::open(folder.path(), &key(), &opening()) {
            Err(OpenStoreError::Damaged { file: "ledger.db", .. }) => {
                assert_eq!(fs::read(&path).unwrap(), damaged, "page {page}: refused and left as it is");
                assert!(matches!(rescued, Err(RescueError::NothingReadable { .. })), "page {page}");
                refused += 1;
            }
            Err(error) => panic!("page {page}: {error}"),
            Ok(stores) => {
                let live = stores.ledger.load_live().unwrap().0;
                let rescued = rescued.unwrap();
                assert_eq!(rescued.unsent.len(), live.len(), "page {page}: rescue finds what the salvage finds");
                if live.len() == usize::from(DECISIONS) {
                    unharmed += 1;
                    continue;
                }
                partly += 1;
                assert!(live.len() >= usize::from(DECISIONS) - 8, "page {page}: {} are left", live.len());
                let tally = Tally { kept: live.len() as u64, of: u64::from(DECISIONS) };
                let kept_as = "ledger.db.bad-20261123T093000Z".to_owned();
                assert!(stores.findings().iter().any(|finding| matches!(finding,
                    Finding::LedgerSalvaged { decisions, kept_as: name, .. } if *decisions == tally && *name == kept_as)));
                let lost = stores.findings().iter().filter_map(|finding| {
                    if let Finding::Missing { first, last, .. } = finding { Some(last - first + 1) } else { None }
                });
                let named: u64 = lost.sum();
                assert_eq!(named, tally.of - tally.kept, "page {page}: every lost number is named");
                assert_eq!(fs::read(folder.path().join(&kept_as)).unwrap(), damaged, "page {page}: it is kept");
                assert_eq!(stores.ledger.get::<i32>("place").unwrap(), Some(1));
                stores.ledger.commit(&saved(&operation(200, "Next")), at(12)).unwrap();
                drop(stores);
                let again = Stores::open(folder.path(), &key(), &opening()).unwrap();
                assert_eq!(again.ledger.load_live().unwrap().0.len(), live.len() + 1, "page {page}");
            }
        }
    }
    assert!(unharmed > 0 && partly > 0 && refused > 0, "{unharmed} {partly} {refused} of {pages}");
}

#[test]
fn a_scrambled_salt_loses_nothing_of_either_file() {
    for file in ["ledger.db", "cache.db"] {
        let folder = profile();
        let path = folder.path().join(file);
        let mut content = fs::read(&path).unwrap();
        let whole = content.clone();
        content[..16].fill(0x5A);
        fs::write(&path, &content).unwrap();
        let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
        assert_eq!(stores.findings().len(), 1);
        assert!(matches!(stores.findings()[0], Finding::HeaderMended { file: found } if found == file));
        assert_eq!(stores.ledger.load_live().unwrap().0.len(), usize::from(DECISIONS));
        drop(stores);
        assert_eq!(fs::read(&path).unwrap()[..16], whole[..16]);
        assert_eq!(fs::read(folder.path().join(format!("{file}.bad-20261123T093000Z"))).unwrap(), content);
    }
}

#[test]
fn without_the_first_page_nothing_is_made_in_its_place() {
    let folder = profile();
    let path = folder.path().join("ledger.db");
    let mut content = fs::read(&path).unwrap();
    content[..4096].fill(0);
    fs::write(&path, &content).unwrap();
    for _ in 0..2 {
        let error = Stores::open(folder.path(), &key(), &opening()).unwrap_err();
        assert!(matches!(error, OpenStoreError::Damaged { file: "ledger.db", .. }), "{error}");
        assert_eq!(fs::read(&path).unwrap(), content);
    }
}

#[test]
fn a_ledger_that_is_gone_or_empty_is_not_made_anew() {
    for rest in [None, Some(&b""[..]), Some(b"x"), Some(&[0; 4095])] {
        let folder = profile();
        let path = folder.path().join("ledger.db");
        match rest {
            None => fs::remove_file(&path).unwrap(),
            Some(rest) => fs::write(&path, rest).unwrap(),
        }
        let error = Stores::open(folder.path(), &key(), &opening()).unwrap_err();
        assert!(matches!(error, OpenStoreError::LedgerGone), "{error}");
        assert_eq!(fs::read(&path).ok().as_deref(), rest);
    }
}

#[test]
fn a_ledger_cut_short_keeps_the_decisions_before_the_cut() {
    let folder = profile();
    let path = folder.path().join("ledger.db");
    let content = fs::read(&path).unwrap();
    fs::write(&path, &content[..content.len() * 3 / 4 / 4096 * 4096]).unwrap();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let live = stores.ledger.load_live().unwrap().0.len();
    assert!(live > 10 && live < usize::from(DECISIONS), "{live}");
    assert!(stores.findings().iter().any(|finding| matches!(finding, Finding::LedgerSalvaged { .. })));
}

#[test]
fn an_exchange_that_was_cut_off_is_finished_at_the_next_start_without_the_old_log() {
    let folder = profile();
    let path = |name: &str| folder.path().join(name);
    let old = copy(folder.path());
    let stores = Stores::open(old.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&operation(61, "In the old log")), at(12)).unwrap();
    fs::copy(path("ledger.db"), path("ledger.db.ready")).unwrap();
    fs::copy(old.path().join("ledger.db-wal"), path("ledger.db-wal")).unwrap();
    drop(stores);
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    assert_eq!(stores.ledger.load_live().unwrap().0.len(), usize::from(DECISIONS));
    assert!(!path("ledger.db.ready").exists());
}

#[test]
fn damage_that_the_opening_does_not_meet_is_found_by_the_check_and_dealt_with_at_the_next_opening() {
    let whole = profile();
    let (page, _) = (0..)
        .map(|page| (page, copy(whole.path())))
        .find(|(page, folder)| {
            flip(&folder.path().join("ledger.db"), page * 4096 + 1000);
            let opened = Stores::open(folder.path(), &key(), &opening());
            opened.is_ok_and(|stores| {
                stores.findings().is_empty() && stores.check().unwrap() == [Finding::Damage { file: "ledger.db" }]
            })
        })
        .unwrap();
    let folder = copy(whole.path());
    flip(&folder.path().join("ledger.db"), page * 4096 + 1000);
    drop(Stores::open(folder.path(), &key(), &opening()).map(|stores| stores.check().unwrap()).unwrap());
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    assert!(stores.findings().iter().any(|finding| matches!(finding, Finding::LedgerSalvaged { .. })));
    assert_eq!(stores.ledger.load_live().unwrap().0.len(), usize::from(DECISIONS));
    assert_eq!(stores.check().unwrap(), []);
}

#[test]
fn a_profile_of_a_newer_version_can_be_rescued_and_stays_as_it_is() {
    let folder = profile();
    raw(folder.path(), "ledger.db")
        .execute_batch("ALTER TABLE op ADD COLUMN mood TEXT; PRAGMA user_version = 99; DROP TABLE draft;")
        .unwrap();
    let before = bytes(folder.path());
    let rescued = rescue(&crate::Folder::new(folder.path()).unwrap(), &key(), None).unwrap();
    assert_eq!((rescued.form, rescued.unsent.len()), (99, usize::from(DECISIONS)));
    assert!(rescued.unsent[0].others.contains_key("mood"));
    assert_eq!(rescued.unsent[0].text(), Some("Seen ".repeat(60).as_str()));
    assert_eq!(bytes(folder.path()), before);
}

#[test]
fn rescue_reads_what_is_in_the_log_alone_and_beside_an_open_profile() {
    let folder = profile();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&operation(61, "In the log")), at(12)).unwrap();
    let before = bytes(folder.path());
    let rescued = rescue(&crate::Folder::new(folder.path()).unwrap(), &key(), None).unwrap();
    assert_eq!(rescued.unsent.len(), usize::from(DECISIONS) + 1);
    assert_eq!(rescued.drafts.len(), 1);
    assert_eq!(bytes(folder.path()), before);
    let wrong = rescue(&crate::Folder::new(folder.path()).unwrap(), &crate::DataKey::new([8; 32]), None);
    assert!(matches!(wrong, Err(RescueError::WrongKey)));
}
