//! What is an answer and what is none.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::json;

use super::*;

/// What a provider answered when a request was claimed: a transaction response, as it was recorded.
const CLAIMED: &str = include_str!("../../../../tests/golden/wire/helios-3-claimed-response.json");
const FHIR: &str = "application/fhir+json";

fn heard(status: u16, content_type: &str, body: &str) -> Heard {
    let content_type = Some(content_type.to_owned());
    Heard::Answer(HttpAnswer { status, content_type, body: body.as_bytes().to_vec(), ..HttpAnswer::default() })
}

fn entries(body: &str) -> usize {
    serde_json::from_str::<Value>(body).unwrap()["entry"].as_array().unwrap().len()
}

fn pushed(status: u16, content_type: &str, body: &str) -> PushAnswer {
    heard(status, content_type, body).push_result(entries(CLAIMED)).answer
}

#[test]
fn only_a_whole_transaction_response_with_a_version_is_proof_of_a_push() {
    assert!(matches!(pushed(200, FHIR, CLAIMED), PushAnswer::Applied { .. }));
    let half = &CLAIMED[..CLAIMED.len() / 2];
    let outcome = r#"{"resourceType":"OperationOutcome"}"#;
    for (content_type, body) in
        [("text/html", "<html>Sign in</html>"), ("text/html", CLAIMED), (FHIR, half), (FHIR, outcome), (FHIR, "")]
    {
        for status in [200, 201] {
            assert_eq!(pushed(status, content_type, body), PushAnswer::Unknown, "{status} {content_type}");
        }
    }
}

#[test]
fn a_response_to_fewer_entries_than_were_sent_is_no_proof() {
    let mut body: Value = serde_json::from_str(CLAIMED).unwrap();
    body["entry"].as_array_mut().unwrap().pop();
    assert_eq!(pushed(200, FHIR, &body.to_string()), PushAnswer::Unknown);
}

#[test]
fn every_status_of_a_push_means_what_the_table_says() {
    let waits = PushAnswer::Busy { retry_after_ms: None };
    for (status, answer) in [
        (302, PushAnswer::Unknown),
        (400, PushAnswer::Refused { http_status: 400 }),
        (401, PushAnswer::SignInNeeded),
        (403, PushAnswer::NotAllowed),
        (407, PushAnswer::NotSent),
        (408, PushAnswer::Broken),
        (412, PushAnswer::Refused { http_status: 412 }),
        (413, PushAnswer::TooLarge),
        (429, waits.clone()),
        (500, PushAnswer::Broken),
        (502, PushAnswer::Unknown),
        (503, waits),
        (504, PushAnswer::Unknown),
    ] {
        assert_eq!(pushed(status, FHIR, ""), answer, "{status}");
    }
    assert_eq!(Heard::NotSent.push_result(1).answer, PushAnswer::NotSent);
    assert_eq!(Heard::Nothing.push_result(1).answer, PushAnswer::Unknown);
}

#[test]
fn a_sign_in_page_of_the_network_is_not_the_provider_s_word() {
    assert_eq!(heard(200, "text/html", "<html>").resource(), Err(Failure::Unreachable));
    assert_eq!(heard(200, "application/json", r#"{"ok":true}"#).resource(), Err(Failure::Unreachable));
    assert_eq!(heard(302, "text/html", "").resource(), Err(Failure::Unreachable));
}

#[test]
fn a_web_page_that_says_not_found_removes_nothing() {
    for status in [404, 410] {
        assert_eq!(heard(status, "text/html; charset=utf-8", "<html>").resource(), Err(Failure::Unreachable));
        let nothing_known = WitnessAnswer::Failed(Failure::Unreachable);
        assert_eq!(heard(status, "text/html", "<html>").witness("any"), nothing_known);
        assert_eq!(heard(status, FHIR, "{}").resource(), Err(Failure::Refused { http_status: status }));
    }
}

#[test]
fn a_witness_with_another_payload_is_told_from_one_that_is_absent() {
    let other = json!({ "resourceType": "Provenance", "id": "1" }).to_string();
    assert_eq!(heard(200, FHIR, &other).witness("digest"), WitnessAnswer::Differs);
    assert_eq!(heard(410, FHIR, "").witness("digest"), WitnessAnswer::Absent);
    assert_eq!(heard(500, FHIR, "").witness("digest"), WitnessAnswer::Failed(Failure::Broken));
    assert_eq!(Heard::Nothing.witness("digest"), WitnessAnswer::Failed(Failure::Unreachable));
}

#[test]
fn a_wait_is_read_as_seconds_or_as_a_date_by_the_provider_s_own_clock() {
    let date = Some("Mon, 23 Nov 2026 09:00:00 GMT".to_owned());
    let wait = |retry_after: &str| {
        HttpAnswer { retry_after: Some(retry_after.to_owned()), date: date.clone(), ..HttpAnswer::default() }
            .retry_after_ms()
    };
    assert_eq!(wait("120"), Some(120_000));
    assert_eq!(wait("Mon, 23 Nov 2026 09:00:30 GMT"), Some(30_000));
    assert_eq!(wait("Mon, 23 Nov 2026 08:59:00 GMT"), None, "it has passed");
    assert_eq!(wait("soon"), None);
}
