//! Rows and cursors together or not at all, and never an older version over a newer.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use triage_sync::version::Verdict;

use super::*;
use crate::open::Stores;
use crate::open::tests::{at, folder, key, opening, resource};

fn cursor(high_water: &str) -> Cursor {
    Cursor { high_water: Some(high_water.to_owned()), ..Cursor::default() }
}

fn text_of(cache: &Cache, id: &str) -> Option<String> {
    let found = cache.read(|read| read.resource("Task", id)).unwrap();
    found.map(|task| task["description"].as_str().unwrap().to_owned())
}

#[test]
fn a_page_that_fails_leaves_rows_and_cursor_as_they_were() {
    let folder = folder();
    let cache = &Stores::open(folder.path(), &key(), &opening()).unwrap().cache;
    cache
        .write(|write| {
            write.keep(&resource("req-1", "1", "before"))?;
            write.move_cursor(Scope::Requests, &cursor("T1"))
        })
        .unwrap();
    let failed: Result<(), StoreError> = cache.write(|write| {
        write.keep(&resource("req-1", "2", "after"))?;
        write.keep(&resource("req-2", "1", "new"))?;
        write.move_cursor(Scope::Requests, &cursor("T2"))?;
        Err(StoreError::BadValue { what: "page" })
    });
    assert!(failed.is_err());
    assert_eq!((text_of(cache, "req-1").as_deref(), text_of(cache, "req-2")), (Some("before"), None));
    assert_eq!(cache.read(|read| read.cursors()).unwrap(), BTreeMap::from([(Scope::Requests, cursor("T1"))]));
}

#[test]
fn a_page_and_its_cursor_are_both_there_after_the_next_start() {
    let folder = folder();
    {
        let cache = &Stores::open(folder.path(), &key(), &opening()).unwrap().cache;
        cache
            .write(|write| {
                write.keep(&resource("req-1", "1", "kept"))?;
                write.move_cursor(Scope::Requests, &cursor("2026-11-23T09:00:00.123456Z"))
            })
            .unwrap();
    }
    let cache = &Stores::open(folder.path(), &key(), &opening()).unwrap().cache;
    assert_eq!(text_of(cache, "req-1").as_deref(), Some("kept"));
    let stored = cache.read(|read| read.cursors()).unwrap();
    assert_eq!(stored[&Scope::Requests], cursor("2026-11-23T09:00:00.123456Z"), "verbatim");
}

#[test]
fn a_version_is_replaced_by_a_newer_one_only() {
    let folder = folder();
    let cache = &Stores::open(folder.path(), &key(), &opening()).unwrap().cache;
    let keep = |row: &ResourceRow| cache.write(|write| write.keep(row)).unwrap();
    assert_eq!(keep(&resource("req-1", "9", "nine")), Verdict::Newer);
    assert_eq!(keep(&resource("req-1", "10", "ten")), Verdict::Newer);
    assert_eq!(keep(&resource("req-1", "9", "nine")), Verdict::Older);
    assert_eq!(keep(&resource("req-1", "10", "ten")), Verdict::Same);
    assert_eq!(keep(&resource("req-1", "10", "another ten")), Verdict::Doubtful);
    assert_eq!(text_of(cache, "req-1").as_deref(), Some("ten"));
}

#[test]
fn pages_give_the_same_in_any_order_and_any_number_of_times() {
    let rows = [resource("req-1", "1", "a"), resource("req-1", "2", "b"), resource("req-1", "3", "c")];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 2, 1], [0, 2, 2]] {
        let folder = folder();
        let cache = &Stores::open(folder.path(), &key(), &opening()).unwrap().cache;
        for at in order {
            cache.write(|write| write.keep(&rows[at])).unwrap();
        }
        assert_eq!(text_of(cache, "req-1").as_deref(), Some("c"), "{order:?}");
    }
}

#[test]
fn what_the_provider_sent_comes_back_member_for_member_in_order() {
    let folder = folder();
    let cache = &Stores::open(folder.path(), &key(), &opening()).unwrap().cache;
    let text = r#"{"zebra":1,"apple":[{"y":1.50,"x":"\u0000é"}],"meta":{"versionId":"1"},"id":"req-1","big":12345678901234567890}"#;
    let body: Value = serde_json::from_str(text).unwrap();
    cache.write(|write| write.keep(&ResourceRow { body: body.clone(), ..resource("req-1", "1", "") })).unwrap();
    let stored = cache.read(|read| read.resource("Task", "req-1")).unwrap().unwrap();
    assert_eq!(stored.to_string(), body.to_string());
}

#[test]
fn a_reader_sees_the_last_commit_and_nothing_half_done() {
    let folder = folder();
    let cache = &Stores::open(folder.path(), &key(), &opening()).unwrap().cache;
    cache
        .write(|write| {
            write.keep(&resource("req-1", "1", "half"))?;
            assert!(!cache.read(|read| read.has_resource("Task", "req-1"))?);
            Ok(())
        })
        .unwrap();
    assert!(cache.read(|read| read.has_resource("Task", "req-1")).unwrap());
}

#[test]
fn what_could_not_be_read_is_listed_until_its_request_is_put_together_anew() {
    let folder = folder();
    let cache = &Stores::open(folder.path(), &key(), &opening()).unwrap().cache;
    let request = RequestId::parse("req-1").unwrap();
    let report = |reference: &str, minute| {
        cache.write(|write| write.report_unreadable(Some(&request), (reference, "missing"), at(minute))).unwrap();
    };
    report("Patient/1", 1);
    report("Patient/1", 2);
    report("DocumentReference/1", 3);
    let listed: Vec<String> =
        cache.read(|read| read.unreadable()).unwrap().into_iter().map(|row| row.reference).collect();
    assert_eq!(listed, ["DocumentReference/1", "Patient/1"]);
    cache.write(|write| write.clear_unreadable(&request)).unwrap();
    assert_eq!(cache.read(|read| read.unreadable()).unwrap(), []);
}
