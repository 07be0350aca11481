#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::json;

use super::*;

const BASE: &str = "http://127.0.0.1:1/fhir";

fn store() -> Store {
    Store::open(None, Clock::default(), BASE).unwrap()
}

fn put(session: &Session<'_>, id: &str) -> Stored {
    let body = json!({ "resourceType": "Patient" });
    session.put("Patient", id, body, "", Method::Put).unwrap()
}

#[test]
fn a_date_covers_as_much_as_it_says() {
    let ms = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
    for (text, low, high) in [
        ("2026", "2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z"),
        ("2026-11", "2026-11-01T00:00:00.000Z", "2026-11-30T23:59:59.999Z"),
        ("2026-11-23", "2026-11-23T00:00:00.000Z", "2026-11-23T23:59:59.999Z"),
        ("2026-11-23T10:20Z", "2026-11-23T10:20:00.000Z", "2026-11-23T10:20:59.999Z"),
        ("2026-11-23T10:20:30", "2026-11-23T10:20:30.000Z", "2026-11-23T10:20:30.999Z"),
        ("2026-11-23T10:20:30.5Z", "2026-11-23T10:20:30.500Z", "2026-11-23T10:20:30.500Z"),
        ("2026-06-23T10:20:30+01:00", "2026-06-23T09:20:30.000Z", "2026-06-23T09:20:30.999Z"),
        ("2026-06-23T10:20:30 01:00", "2026-06-23T09:20:30.000Z", "2026-06-23T09:20:30.999Z"),
    ] {
        let expected = Span { low: ms(low), high: ms(high) };
        assert_eq!(parse_span(text), Some(expected), "{text}");
    }
    for text in ["", "20", "2026-13", "2026-11-31", "yesterday", "2026-11-23T", "+026-11-23"] {
        assert_eq!(parse_span(text), None, "{text}");
    }
}

#[test]
fn a_reference_is_the_same_with_and_without_the_server_and_version() {
    let task = ("Task".to_owned(), "t".to_owned());
    for text in ["Task/t", "Task/t/_history/3", "http://127.0.0.1:1/fhir/Task/t"] {
        assert_eq!(split_reference(text, BASE), task, "{text}");
    }
    let foreign = "https://elsewhere.example/fhir/Task/t";
    assert_eq!(split_reference(foreign, BASE), (String::new(), foreign.to_owned()));
}

#[test]
fn a_failed_transaction_leaves_neither_versions_nor_a_gap() {
    let store = store();
    let failed: Result<(), StoreError> = store.transact(None, |session| {
        put(session, "a");
        Err(StoreError::Interrupted)
    });
    assert!(failed.is_err());
    let stored = store.transact(None, |session| Ok::<_, StoreError>(put(session, "a"))).unwrap();
    assert_eq!(stored.version, 1);
}

#[test]
fn a_failed_attempt_is_undone_and_the_rest_of_the_transaction_stays() {
    let store = store();
    let found = store
        .transact(None, |session| {
            put(session, "before");
            let attempt = session.attempt(|| {
                put(session, "inside");
                Err::<(), _>(StoreError::Interrupted)
            })?;
            assert!(attempt.is_err());
            put(session, "after");
            Ok::<_, StoreError>(())
        })
        .and_then(|()| store.view(None, |session| session.counts()))
        .unwrap();
    assert_eq!(found, [("Patient".to_owned(), 2)]);
}

#[test]
fn a_practice_sees_its_own_and_common_resources_everywhere() {
    let store = store();
    let body = json!({ "resourceType": "Task", "status": "requested" });
    store
        .transact(None, |session| {
            for (id, practice) in [("own", "A1"), ("foreign", "B2"), ("common", "")] {
                session.put("Task", id, body.clone(), practice, Method::Put)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let search = Search {
        type_name: "Task".to_owned(),
        criteria: Vec::new(),
        sort: SortKey::Id,
        order: Order::Ascending,
        count: 10,
        after: None,
    };
    store
        .view(Some("A1"), |session| {
            let page = session.search(&search)?;
            let ids: Vec<&str> = page.matches.iter().map(|one| one.id.as_str()).collect();
            assert_eq!((ids, page.total), (vec!["common", "own"], 2));
            assert!(session.find("Task", "foreign")?.is_none());
            assert!(session.find_version("Task", "foreign", 1)?.is_none());
            let query = HistoryQuery { count: 10, ..HistoryQuery::default() };
            assert_eq!(session.history(&query)?.1, 2);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}
