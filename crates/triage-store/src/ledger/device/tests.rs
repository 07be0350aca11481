//! A loss shows at the next start, and only one process writes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;

use triage_sync::{LedgerChange, OpState, Operation};

use super::*;
use crate::open::tests::{at, folder, key, made, opening, operation, raw, saved};
use crate::open::{Opening, Stores};

#[test]
fn a_process_that_lost_the_profile_to_another_writes_nothing_more() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&operation(1, "Seen")), at(10)).unwrap();
    // A second process that got past the lock counts one more opening.
    raw(folder.path(), "ledger.db").execute("UPDATE device SET sender_generation = sender_generation + 1", []).unwrap();
    let refused = stores.ledger.commit(&saved(&operation(2, "Too late")), at(11));
    assert!(matches!(refused, Err(StoreError::TakenOver)), "{refused:?}");
    assert!(matches!(stores.ledger.set("place", &1), Err(StoreError::TakenOver)));
    assert!(matches!(stores.ledger.unset("place"), Err(StoreError::TakenOver)));
    assert_eq!(stores.ledger.operations().unwrap().len(), 1);
}

#[test]
fn every_opening_has_a_number_of_its_own_and_the_device_keeps_its_name() {
    let folder = folder();
    let seen = |id: u8| {
        drop(Stores::open(folder.path(), &key(), &Opening { device_id: [id; 16], ..opening() }).unwrap());
        raw(folder.path(), "ledger.db")
            .query_row("SELECT device_id, sender_generation FROM device", [], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })
            .unwrap()
    };
    assert_eq!(seen(1), ("01".repeat(16), 1));
    assert_eq!(seen(2), ("01".repeat(16), 2));
}

#[test]
fn a_decision_that_went_missing_is_reported_at_every_start_with_the_time_it_was_found() {
    let folder = folder();
    {
        let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
        for n in 1..=5 {
            let settled = Operation { state: OpState::Settled, ..operation(n, "Seen") };
            stores.ledger.commit(&saved(&settled), at(10)).unwrap();
        }
    }
    raw(folder.path(), "ledger.db").execute("DELETE FROM op WHERE seq IN (2, 3, 5)", []).unwrap();
    let found_at = opening().at;
    for later in [0, 1] {
        let opening = Opening { at: found_at + chrono::TimeDelta::days(later), ..opening() };
        let stores = Stores::open(folder.path(), &key(), &opening).unwrap();
        let missing = |first, last| Finding::Missing { first, last, found_at };
        assert_eq!(stores.findings(), [missing(2, 3), missing(5, 5)]);
        assert_eq!(stores.ledger.load_live().unwrap().1, 6, "a lost number is not given again");
        assert_eq!(stores.ledger.verify_record().unwrap(), 7, "the record says it once");
    }
}

#[test]
fn an_older_copy_of_the_ledger_is_noticed() {
    let folder = made();
    let ledger = folder.path().join("ledger.db");
    let older = fs::read(&ledger).unwrap();
    {
        let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
        assert_eq!(stores.findings(), []);
        stores.ledger.commit(&saved(&operation(2, "Since then")), at(11)).unwrap();
    }
    fs::write(&ledger, older).unwrap();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    assert_eq!(stores.findings(), [Finding::OlderLedger { openings: 1, known_openings: 2 }]);
}

#[test]
fn what_the_provider_lost_is_live_again_and_no_other_final_decision_comes_back() {
    for from in OpState::ALL {
        for to in OpState::ALL {
            let folder = folder();
            let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
            let first = Operation { state: from, ..operation(1, "Seen") };
            stores.ledger.commit(&saved(&first), at(10)).unwrap();
            let second = Operation { state: to, ..first };
            let change = LedgerChange { operations: vec![second.clone()], attempt: None };
            let moved = stores.ledger.commit(&change, at(11)).is_ok();
            let lost = from == OpState::Settled && to == OpState::LostOnServer;
            assert_eq!(moved, !from.is_final() || from == to || lost, "{} to {}", from.name(), to.name());
            if lost {
                assert_eq!(stores.ledger.load_live().unwrap().0, [second]);
            }
        }
    }
}
