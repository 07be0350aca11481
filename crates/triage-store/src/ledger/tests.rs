//! What was saved stays saved, as it was saved.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use triage_domain::{Decision, Words};
use triage_sync::Attempt;

use super::*;
use crate::open::Stores;
use crate::open::tests::{at, folder, key, op, opening, operation, saved};

fn attempt(n: u32) -> Attempt {
    let operation = operation(1, "Seen");
    Attempt { op_id: operation.op_id, n, if_match: operation.if_match, started_at: at(11) }
}

fn attempts(ledger: &Ledger) -> i64 {
    ledger.with(|connection| Ok(connection.query_row("SELECT count(*) FROM attempt", [], |row| row.get(0))?)).unwrap()
}

impl Ledger {
    /// Lets the file grow to so many pages and no further, as a full disk does.
    pub(crate) fn limit_pages(&self, pages: u32) {
        self.with(|connection| {
            Ok(connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?)
        })
        .unwrap();
    }
}

fn execute(ledger: &Ledger, sql: &str) -> Result<(), StoreError> {
    ledger.with(|connection| Ok(connection.execute_batch(sql)?))
}

fn in_state(n: u8, state: OpState) -> Operation {
    Operation { state, ..operation(n, "Seen") }
}

#[test]
fn a_decision_and_its_attempt_are_there_after_the_next_start() {
    let folder = folder();
    let sent = Operation { attempts: 1, ..in_state(1, OpState::InFlight) };
    {
        let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
        stores.ledger.commit(&saved(&operation(1, "Seen")), at(10)).unwrap();
        let change = LedgerChange { operations: vec![sent.clone()], attempt: Some(attempt(1)) };
        stores.ledger.commit(&change, at(11)).unwrap();
    }
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    assert_eq!(stores.ledger.load_live().unwrap(), (vec![sent], 2));
    assert_eq!(attempts(&stores.ledger), 1);
}

#[test]
fn everything_about_a_decision_comes_back_as_it_was() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let full = Operation {
        state: OpState::Conflict,
        rebase_generation: 3,
        attempts: 4,
        ack_version: triage_domain::Version::parse("9").ok(),
        acked_at: Some(at(12)),
        stuck: Some(triage_sync::Stuck::Refused { http_status: 422 }),
        conflict: Some(triage_sync::Conflict {
            there: operation(1, "x").basis,
            differs: vec![triage_sync::BasisField::Owner],
            changed_by: Some("Nurse Bea Lund".to_owned()),
            changed_at: Some(at(9)),
            found_at: at(12),
        }),
        supersedes: Some(op(1)),
        ..operation(2, "Bôn, 🤒, \"quoted\"\nsecond line")
    };
    stores.ledger.commit(&saved(&operation(1, "Seen")), at(10)).unwrap();
    stores.ledger.commit(&saved(&full), at(10)).unwrap();
    assert_eq!(stores.ledger.operation(&op(2)).unwrap(), Some(full));
}

#[test]
fn what_was_decided_can_never_be_changed() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let first = operation(1, "Seen");
    stores.ledger.commit(&saved(&first), at(10)).unwrap();
    let edited = Operation { decision: Decision::AddNote { text: Words::new("Never seen") }, ..first.clone() };
    assert!(stores.ledger.commit(&saved(&edited), at(11)).is_err());
    for column in ["payload = '{}'", "author_id = 'x'", "request_id = 'x'", "basis = '{}'", "seq = 77"] {
        assert!(execute(&stores.ledger, &format!("UPDATE op SET {column}")).is_err(), "{column}");
    }
    assert_eq!(stores.ledger.operation(&op(1)).unwrap(), Some(first));
}

#[test]
fn a_live_decision_cannot_be_deleted_by_any_path() {
    for state in OpState::ALL {
        let folder = folder();
        let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
        stores.ledger.commit(&saved(&in_state(1, state)), at(10)).unwrap();
        assert_eq!(execute(&stores.ledger, "DELETE FROM op").is_ok(), state.is_final(), "{}", state.name());
    }
}

#[test]
fn a_final_decision_does_not_come_back() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&in_state(1, OpState::Withdrawn)), at(10)).unwrap();
    assert!(stores.ledger.commit(&saved(&in_state(1, OpState::Queued)), at(11)).is_err());
    assert_eq!(stores.ledger.load_live().unwrap(), (Vec::new(), 2));
}

#[test]
fn a_change_that_fails_leaves_nothing_of_itself() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let change = LedgerChange { operations: vec![in_state(1, OpState::InFlight)], attempt: Some(attempt(1)) };
    stores.ledger.commit(&change, at(10)).unwrap();
    let again = LedgerChange { operations: vec![in_state(1, OpState::Acked)], attempt: Some(attempt(1)) };
    assert!(stores.ledger.commit(&again, at(11)).is_err(), "the same attempt twice");
    assert_eq!(stores.ledger.operation(&op(1)).unwrap().unwrap().state, OpState::InFlight);
    assert_eq!(stores.ledger.verify_record().unwrap(), 1);
}

#[test]
fn a_payload_that_does_not_match_its_digest_is_not_passed_off_as_a_decision() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&operation(1, "Seen")), at(10)).unwrap();
    execute(&stores.ledger, "DROP TRIGGER op_frozen; UPDATE op SET payload = replace(payload, 'Seen', 'Fine')")
        .unwrap();
    assert!(matches!(stores.ledger.load_live(), Err(StoreError::BadValue { what: "payload" })));
}

#[test]
fn what_a_person_did_beside_deciding_stands_in_the_same_chain() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&operation(1, "Seen")), at(9)).unwrap();
    let actor = StaffId::parse("555000000101").unwrap();
    stores.ledger.write_down(&actor, "list of 3 open requests made: the line is down", at(10)).unwrap();
    assert_eq!(stores.ledger.verify_record().unwrap(), 2);
    let unguarded = "DROP TRIGGER audit_frozen; UPDATE audit SET event = 'nothing' WHERE seq = 2";
    execute(&stores.ledger, unguarded).unwrap();
    assert!(stores.ledger.verify_record().is_err());
}

#[test]
fn the_record_grows_with_every_step_and_notices_a_changed_or_missing_row() {
    let with = |damage: &str| {
        let folder = folder();
        let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
        for state in [OpState::Queued, OpState::InFlight, OpState::Acked, OpState::Settled] {
            stores.ledger.commit(&saved(&in_state(1, state)), at(10)).unwrap();
        }
        execute(&stores.ledger, damage).unwrap();
        stores.ledger.verify_record()
    };
    assert_eq!(with("").unwrap(), 4);
    let unguarded = "DROP TRIGGER audit_kept; DROP TRIGGER audit_frozen;";
    for damage in [
        "UPDATE audit SET actor = 'somebody else' WHERE seq = 2",
        "UPDATE audit SET at = '2020-01-01T00:00:00.000000000Z' WHERE seq = 1",
        "UPDATE audit SET event = 'add-note withdrawn' WHERE seq = 4",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 3",
    ] {
        let found = with(&format!("{unguarded}{damage}"));
        assert!(matches!(found, Err(StoreError::BadValue { what: "record" })), "{damage}");
    }
}

#[test]
fn the_record_is_only_added_to() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&operation(1, "Seen")), at(10)).unwrap();
    assert!(execute(&stores.ledger, "DELETE FROM audit").is_err());
    assert!(execute(&stores.ledger, "UPDATE audit SET actor = 'x'").is_err());
}

#[test]
fn a_draft_is_kept_for_each_person_and_an_empty_one_goes() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    let request = RequestId::parse("req-1").unwrap();
    let (mine, theirs) = (StaffId::parse("1").unwrap(), StaffId::parse("2").unwrap());
    stores.ledger.save_draft(&request, &mine, &Words::new("Dear"), at(10)).unwrap();
    stores.ledger.save_draft(&request, &mine, &Words::new("Dear Ms"), at(11)).unwrap();
    let draft = DraftRow { text: Words::new("Dear Ms"), attachments: Vec::new(), saved_at: at(11) };
    assert_eq!(stores.ledger.draft(&request, &mine).unwrap(), Some(draft));
    assert_eq!(stores.ledger.draft(&request, &theirs).unwrap(), None);
    stores.ledger.save_draft(&request, &mine, &Words::new(" \n"), at(12)).unwrap();
    assert_eq!(stores.ledger.draft(&request, &mine).unwrap(), None);
}

#[test]
fn numbers_are_never_given_twice_even_after_everything_is_settled() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&in_state(5, OpState::Settled)), at(10)).unwrap();
    assert_eq!(stores.ledger.load_live().unwrap(), (Vec::new(), 6));
}

#[test]
fn the_decisions_confirmed_last_are_found_in_the_order_in_which_they_were_whatever_the_clock_or_their_number_said() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    for n in 1..4 {
        stores.ledger.commit(&saved(&operation(n, "Seen")), at(9)).unwrap();
    }
    for (n, minute) in [(3, 30), (1, 20), (2, 10)] {
        let settled = Operation { acked_at: Some(at(minute)), ..in_state(n, OpState::Settled) };
        stores.ledger.commit(&saved(&settled), at(minute)).unwrap();
    }
    let last =
        |count| stores.ledger.last_settled(count).unwrap().into_iter().map(|last| last.op_id).collect::<Vec<_>>();
    assert_eq!(last(2), [op(1), op(2)]);
    assert_eq!(last(9), [op(3), op(1), op(2)]);
}

#[test]
fn a_connection_that_takes_its_file_for_read_only_is_replaced_and_nothing_is_lost() {
    let folder = folder();
    let stores = Stores::open(folder.path(), &key(), &opening()).unwrap();
    stores.ledger.commit(&saved(&operation(1, "Seen")), at(10)).unwrap();
    stores.ledger.with(|connection| Ok(connection.pragma_update(None, "query_only", "ON")?)).unwrap();
    let refused = stores.ledger.commit(&saved(&operation(2, "Rang")), at(11));
    assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
    assert!(stores.reopen_ledger().unwrap(), "another connection takes its place");
    stores.ledger.commit(&saved(&operation(2, "Rang")), at(11)).unwrap();
    assert_eq!(stores.ledger.load_live().unwrap().0.len(), 2);
}
