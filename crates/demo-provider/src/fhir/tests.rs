#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue};
use serde_json::json;

use super::call::{Handling, Return, VersionMatch, parse_if_match};
use super::references::rewrite;
use super::validate::{is_id, validate};
use super::*;
use crate::gaps::Gaps;

fn preferring(values: &[&'static str]) -> Call {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append("prefer", HeaderValue::from_static(value));
    }
    Call {
        method: Method::GET,
        segments: Vec::new(),
        query: Vec::new(),
        headers,
        body: Vec::new(),
        gaps: Gaps::default(),
    }
}

#[test]
fn preferences_may_share_a_header_or_have_their_own() {
    for values in [
        &["return=minimal, handling=strict"][..],
        &["return=minimal; handling=strict"],
        &["handling=strict", "return=\"minimal\""],
    ] {
        let call = preferring(values);
        assert_eq!(call.wants_return(), Return::Minimal, "{values:?}");
        assert_eq!(call.handling(), Handling::Strict, "{values:?}");
    }
    let silent = preferring(&[]);
    assert_eq!(silent.wants_return(), Return::Representation);
    assert_eq!(silent.handling(), Handling::Lenient);
}

#[test]
fn a_version_condition_is_quoted_or_a_star() {
    let version = |text: &str| VersionMatch::Version(text.to_owned());
    assert_eq!(parse_if_match("W/\"3\"").unwrap(), version("3"));
    assert_eq!(parse_if_match("\"abc\"").unwrap(), version("abc"));
    assert_eq!(parse_if_match("*").unwrap(), VersionMatch::Any);
    for text in ["3", "W/3", "W/\"3", "\"\"", "W/\"1\", W/\"2\""] {
        assert!(parse_if_match(text).is_err(), "{text}");
    }
}

#[test]
fn only_addresses_that_the_bundle_defines_are_replaced() {
    let given = BTreeMap::from([("urn:uuid:1".to_owned(), "Task/a".to_owned())]);
    let mut value = json!({
        "reference": "urn:uuid:1",
        "url": "urn:uuid:1#part",
        "other": ["urn:uuid:2", "urn:uuid:1"],
        "identifier": { "value": "urn:uuid:1" },
        "contentString": "urn:uuid:1",
    });
    rewrite(&mut value, &given);
    let expected = json!({
        "reference": "Task/a",
        "url": "Task/a#part",
        "other": ["urn:uuid:2", "Task/a"],
        "identifier": { "value": "urn:uuid:1" },
        "contentString": "urn:uuid:1",
    });
    assert_eq!(value, expected);
}

#[test]
fn each_status_of_a_task_is_known_and_no_other() {
    let with = |status: &str| validate("Task", &json!({ "resourceType": "Task", "status": status, "intent": "order" }));
    for status in [
        "draft",
        "requested",
        "received",
        "accepted",
        "rejected",
        "ready",
        "cancelled",
        "in-progress",
        "on-hold",
        "failed",
        "completed",
        "entered-in-error",
    ] {
        assert!(with(status).is_ok(), "{status}");
    }
    assert!(with("finished").is_err());
    assert!(with("").is_err());
}

#[test]
fn an_id_has_up_to_64_letters_digits_dashes_and_dots() {
    assert!(is_id("a-B.9"));
    assert!(is_id(&"x".repeat(64)));
    for text in ["", "a b", "a/b", "ä", &"x".repeat(65)] {
        assert!(!is_id(text), "{text}");
    }
}
