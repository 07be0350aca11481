//! An older form is read as what it meant; a newer one is not guessed at.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::json;
use triage_domain::Words;

use super::*;

fn renames(payload: Value) -> Result<Value, StoreError> {
    Ok(json!({ "kind": "add-note", "words": payload["note"] }))
}

fn renames_again(payload: Value) -> Result<Value, StoreError> {
    Ok(json!({ "kind": "add-note", "text": payload["words"] }))
}

const STORY: &[Lift] = &[renames, renames_again];

#[test]
fn a_decision_of_every_older_form_is_lifted_to_todays() {
    let today = json!({ "kind": "add-note", "text": "Seen" });
    for (form, payload) in
        [(1, json!({ "note": "Seen" })), (2, json!({ "kind": "add-note", "words": "Seen" })), (3, today.clone())]
    {
        assert_eq!(lifted(form, payload, STORY).unwrap(), today, "form {form}");
    }
}

#[test]
fn todays_form_is_read_as_it_is() {
    let text = r#"{"kind":"add-note","text":"Seen"}"#;
    assert_eq!(usize::try_from(KIND_V).unwrap(), LIFTS.len() + 1);
    let form = i64::from(KIND_V);
    assert_eq!(decision(form, text).unwrap(), Decision::AddNote { text: Words::new("Seen") });
}

#[test]
fn a_form_that_this_program_does_not_know_is_not_guessed_at() {
    for form in [-1, 0, i64::from(KIND_V) + 1, i64::MAX] {
        let read = decision(form, r#"{"kind":"add-note","text":"Seen"}"#);
        assert!(matches!(read, Err(StoreError::BadValue { what: "form of a decision" })), "form {form}");
    }
}
