#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value, json};
use triage_sync::Level;

use super::*;

fn read(stored: Value) -> Connection {
    serde_json::from_value(stored).unwrap()
}

fn stored_before(read_only: bool) -> Value {
    json!({
        "server": "https://provider.example/fhir",
        "practice": { "ods": "A81001", "name": "Example Surgery" },
        "software": "Something",
        "sign_in": null,
        "read_only": read_only,
    })
}

#[test]
fn a_connection_that_an_earlier_version_stored_works_on_and_is_tried_soon() {
    let connection = read(stored_before(false));
    assert_eq!(connection.abilities.level(), Level::B);
    assert_eq!(connection.checked_at, None, "it is due at once");
    assert_eq!(connection.why_read_only(), None);
}

#[test]
fn a_connection_that_was_for_reading_only_stays_so_until_it_is_tried() {
    let connection = read(stored_before(true));
    assert_eq!(connection.abilities.level(), Level::ReadOnly);
    assert_eq!(connection.why_read_only(), Some(Limit::NotTried));
}

#[test]
fn what_was_found_is_kept_over_a_restart() {
    let mut connection = read(stored_before(false));
    connection.abilities = Abilities { history: false, transactions: false, ..Abilities::all() };
    connection.checked_at = Some(DateTime::UNIX_EPOCH);
    connection.obstacle = Some(Obstacle::FilterIgnored);
    assert_eq!(read(serde_json::to_value(&connection).unwrap()), connection);
}
