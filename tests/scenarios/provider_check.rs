//! A provider is tried and not believed: what it leaves out is found, said in plain words, and what would not be safe with
//! it is off.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tests::{Gap, Pc, Provider, ProviderProcess, checks_not_passed, practice_without, until};
use triage_client::{FileVault, open_profile};

/// Tries a provider that leaves these out; the exit code must be this one.
async fn report_of(gaps: &[Gap], code: i32) -> Value {
    let provider = Provider::with(practice_without(gaps)).await;
    Pc::new().run(&["provider-check", &provider.base]).await.with_code(code).json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_provider_passes_every_check() {
    let report = report_of(&[], 0).await;
    assert_eq!(checks_not_passed(&report), []);
    assert_eq!(report["level"], "c");
    assert!(report["checks"].as_array().unwrap().len() >= 29);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_ignores_if_match_is_for_reading_only() {
    let report = report_of(&[Gap::IfMatch], 6).await;
    let expected = ["if-match", "if-match-race", "transaction-rollback", "transaction-witness"];
    assert_eq!(checks_not_passed(&report), expected.map(|id| (id, "failed")));
    assert_eq!(report["level"], "read-only");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_without_transactions_is_of_level_a() {
    let report = report_of(&[Gap::Transactions], 5).await;
    let found = checks_not_passed(&report);
    assert_eq!(
        found[..3],
        [("transaction", "failed"), ("transaction-rollback", "not-tried"), ("transaction-witness", "not-tried")]
    );
    assert_eq!(report["level"], "a");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_without_if_match_and_transactions_is_for_reading_only_and_rollback_is_not_tried() {
    let report = report_of(&[Gap::IfMatch, Gap::Transactions], 6).await;
    let expected = [
        ("if-match", "failed"),
        ("if-match-race", "failed"),
        ("transaction", "failed"),
        ("transaction-rollback", "not-tried"),
        ("transaction-witness", "not-tried"),
    ];
    assert_eq!(checks_not_passed(&report), expected);
    assert_eq!(report["level"], "read-only");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_takes_no_ids_is_for_reading_only_and_the_rest_is_tried_all_the_same() {
    let report = report_of(&[Gap::CreateOnPut], 6).await;
    let found = checks_not_passed(&report);
    assert_eq!(found[0], ("create-on-put", "failed"));
    assert!(found[1..].iter().all(|(_, outcome)| *outcome == "not-tried"), "{found:?}");
    assert!(!found.iter().any(|(id, _)| ["if-match", "search-identifier", "type-history"].contains(id)), "{found:?}");
    assert_eq!(report["level"], "read-only");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_writes_over_what_exists_is_as_good_as_another() {
    let report = report_of(&[Gap::CreateOnce], 0).await;
    assert_eq!(checks_not_passed(&report), [("create-once", "failed")]);
    assert_eq!(report["level"], "c");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_without_a_history_is_of_level_b() {
    let report = report_of(&[Gap::History], 0).await;
    let expected = ["type-history", "history-deletions", "history-keeps-since"];
    assert_eq!(checks_not_passed(&report), expected.map(|id| (id, "failed")));
    assert_eq!(report["level"], "b");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_where_nothing_comes_along_is_asked_for_forms_and_patients_by_themselves() {
    let report = report_of(&[Gap::Include], 0).await;
    assert_eq!(checks_not_passed(&report), [("search-include", "failed")]);
    assert_eq!(report["level"], "c");

    let provider = Provider::with(practice_without(&[Gap::Include])).await;
    let pc = Pc::new();
    pc.connect(&provider).await;
    pc.done(&["sync"]).await;
    let rows = pc.rows("all-open").await;
    let shown = pc.json(&["show", rows[0]["id"].as_str().unwrap()]).await;
    assert!(shown["words"].as_str().is_some_and(|words| !words.is_empty()), "{shown}");
    assert_eq!(pc.json(&["unreadable"]).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_ignores_the_practice_filter_is_not_connected() {
    let report = report_of(&[Gap::PracticeFilter], 6).await;
    assert_eq!(checks_not_passed(&report), [("practice-filter", "failed"), ("search-tag", "failed")]);
    assert_eq!(report["level"], Value::Null);

    let provider = Provider::with(practice_without(&[Gap::PracticeFilter])).await;
    let pc = Pc::new();
    let refused = pc.run(&["connect", &provider.base]).await.with_code(6);
    assert!(refused.stderr.contains("sends everybody's"), "{}", refused.stderr);
    assert_eq!(pc.status().await["connected"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_shown_with_its_exchange_and_without_what_patients_wrote() {
    let provider = Provider::with(practice_without(&[Gap::PracticeFilter])).await;
    let report = Pc::new().run(&["provider-check", &provider.base]).await.with_code(6).json();
    let checks = report["checks"].as_array().unwrap();
    let canary = checks.iter().find(|check| check["id"] == "practice-filter").unwrap();
    let exchange = &canary["exchanges"][0];
    assert!(exchange["path"].as_str().unwrap().starts_with("Task?_tag="), "{exchange}");
    assert_eq!(exchange["answer"]["status"], 200);
    let leaked = provider.get("Task?_count=2").await.ok();
    let title = leaked["entry"][0]["resource"]["description"].as_str().unwrap();
    assert!(!report.to_string().contains(title), "what was wrongly found is not passed on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_leaves_nothing_behind_that_anybody_would_work_on() {
    let provider = Provider::start().await;
    let before = provider.get("/admin/state").await.ok()["resources"].clone();
    Pc::new().done(&["provider-check", &provider.base]).await;
    assert_eq!(provider.get("/admin/state").await.ok()["resources"], before);
    let history = provider.get("CommunicationRequest/_history?_count=5").await.ok();
    let statuses: Vec<&str> = history["entry"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| {
            entry["resource"]["identifier"][0]["system"].as_str().is_some_and(|at| at.ends_with("provider-check"))
        })
        .map(|entry| entry["resource"]["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["entered-in-error", "draft"], "a message of a check is never one to send");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_asks_for_sign_in_is_3_and_one_that_does_not_answer_is_4() {
    let provider = Provider::with(demo_provider::Settings { auth: true, ..practice_without(&[]) }).await;
    let report = Pc::new().run(&["provider-check", &provider.base]).await.with_code(3).json();
    assert_eq!(report["level"], Value::Null);
    let _ = Pc::new().run(&["provider-check", "http://127.0.0.1:9/fhir"]).await.with_code(4);
    let _ = Pc::new().run(&["provider-check", "not an address"]).await.with_code(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_at_a_provider_without_if_match_shows_requests_and_refuses_decisions_with_the_reason() {
    let provider = Provider::with(practice_without(&[Gap::IfMatch])).await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    for decision in [&["note", "Seen"][..], &["reply", "Please ring us"], &["assign", "me"]] {
        let refused = pc.run(&[&["--offline", "decide", &request], decision].concat()).await.with_code(6);
        assert!(refused.stderr.contains("does not stop one person's change from overwriting"), "{}", refused.stderr);
    }
    let status = pc.status().await;
    assert_eq!((&status["unsent"], &status["provider"]["level"]), (&json!(0), &json!("read-only")));
    assert_eq!(status["provider"]["limits"].as_array().map(Vec::len), Some(1), "{status}");
    assert!(status["provider"]["checkedAt"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_provider_claims_makes_no_difference() {
    let provider = Provider::with(practice_without(&[Gap::Transactions, Gap::IfMatch])).await;
    let statement = provider.get("metadata").await.ok();
    assert!(statement.to_string().contains("versioned-update") && statement.to_string().contains("\"transaction\""));
    let connected = {
        let pc = Pc::new();
        pc.json(&["connect", &provider.base]).await
    };
    assert_eq!(connected["readOnly"], true);
}

/// Changes what a PC remembers of its provider.
fn remember(pc: &Pc, change: impl FnOnce(&mut Value)) {
    let vault = Arc::new(FileVault::open(&pc.profile().join("demo-key")).unwrap());
    let profile = open_profile(&pc.profile(), vault).unwrap();
    let ledger = &profile.stores.ledger;
    let mut connection: Value = ledger.get("connection").unwrap().unwrap();
    change(&mut connection);
    ledger.set("connection", &connection).unwrap();
}

/// Lets the last trial of a PC's provider be so many days old.
fn tried_days_ago(pc: &Pc, days: i64) {
    remember(pc, |connection| {
        let at: DateTime<Utc> = connection["checked_at"].as_str().unwrap().parse().unwrap();
        connection["checked_at"] = json!(at - TimeDelta::days(days));
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_before_the_provider_became_worse_is_not_sent_and_is_shown() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    let saved = pc.decides(&request, &["note", "Seen"]).await;
    remember(&pc, |connection| connection["abilities"]["guards_versions"] = json!(false));
    let _ = pc.run(&["sync"]).await.with_code(5);
    provider.assert_never(&saved.op, &request).await;
    assert_eq!(pc.outbox().await["waiting"][0]["op"], saved.op, "it is kept and shown");
    pc.done(&["--offline", "undo", &saved.op]).await;
    assert_eq!(pc.status().await["unsent"], 0, "whoever took it can take it back");
}

async fn level_of(pc: &Pc) -> String {
    pc.status().await["provider"]["level"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_became_worse_is_found_out_after_a_week_and_only_read_from_then_on() {
    let mut provider = ProviderProcess::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    provider.kill().await;
    provider.start_again_without("if-match,history").await;
    tried_days_ago(&pc, 6);
    pc.done(&["sync"]).await;
    assert_eq!(level_of(&pc).await, "c", "six days are no week");

    tried_days_ago(&pc, 8);
    until("the provider is tried again", || async {
        pc.done(&["sync"]).await;
        (level_of(&pc).await == "read-only").then_some(())
    })
    .await;
    let refused = pc.run(&["--offline", "decide", &request, "note", "Seen"]).await.with_code(6);
    assert!(refused.stderr.contains("Decisions are off"), "{}", refused.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_became_good_again_is_written_to_again() {
    let mut provider = ProviderProcess::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let requests = pc.open_requests().await;
    provider.kill().await;
    provider.start_again_without("if-match").await;
    tried_days_ago(&pc, 8);
    until("the provider is tried again", || async {
        pc.done(&["sync"]).await;
        (level_of(&pc).await == "read-only").then_some(())
    })
    .await;
    provider.kill().await;
    provider.start_again().await;
    tried_days_ago(&pc, 8);
    until("the provider is good again", || async {
        pc.done(&["sync"]).await;
        (level_of(&pc).await == "c").then_some(())
    })
    .await;
    let saved = pc.decides(&requests[0], &["note", "Seen"]).await;
    pc.done(&["sync"]).await;
    provider.assert_once(&saved.op, &saved.request, None).await;
}
