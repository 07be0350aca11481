//! The program is killed while it sends: each decision takes effect exactly once after the next start.

use serde_json::json;
use tests::{Pc, Provider, until};

use crate::morning::Morning;

/// Far longer than any test.
const FOR_EVER_MS: u64 = 3_600_000;

async fn a_morning_offline() -> (Provider, Pc, Morning) {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let morning = Morning::on(&pc).await;
    (provider, pc, morning)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_killed_before_the_provider_took_a_push_sends_it_once() {
    let (provider, pc, morning) = a_morning_offline().await;
    let push = json!({ "method": "POST", "path": "/fhir" });
    provider.order_faults(json!([{ "match": push, "fault": { "delay_ms": FOR_EVER_MS } }])).await;
    let mut sync = pc.start(&["sync"]);
    until("a push is under way", || async { (provider.seen_by_rule(0).await > 0).then_some(()) }).await;
    sync.kill().await.unwrap();
    assert_eq!(pc.status().await["unsent"], morning.len(), "nothing has left the outbox");
    provider.forgive().await;
    pc.done(&["sync"]).await;
    morning.assert_once(&pc, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_killed_after_the_provider_took_a_push_does_not_send_it_again() {
    let (provider, pc, morning) = a_morning_offline().await;
    let before = provider.count("Provenance").await;
    provider
        .order_faults(json!([
            { "match": { "method": "POST", "path": "/fhir" }, "fault": "drop-after-commit" },
            { "match": { "method": "GET", "path": "/fhir/Provenance/*" }, "fault": { "delay_ms": FOR_EVER_MS } },
        ]))
        .await;
    let mut sync = pc.start(&["sync"]);
    until("a push is looked up", || async { (provider.seen_by_rule(1).await > 0).then_some(()) }).await;
    sync.kill().await.unwrap();
    assert!(provider.count("Provenance").await > before, "the provider has taken a decision");
    assert_eq!(pc.status().await["unsent"], morning.len(), "and the program does not know");
    provider.forgive().await;
    pc.done(&["sync"]).await;
    morning.assert_once(&pc, &provider).await;
    assert_eq!(provider.count("Provenance").await, before + morning.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_killed_again_and_again_sends_each_decision_once_in_the_end() {
    let (provider, pc, morning) = a_morning_offline().await;
    let push = json!({ "method": "POST", "path": "/fhir" });
    provider.order_faults(json!([{ "match": push, "fault": { "delay_ms": 40 } }])).await;
    let before = provider.count("Provenance").await;
    for landed in 1..morning.len() {
        let mut sync = pc.start(&["sync"]);
        until("one more decision has landed", || async {
            (provider.count("Provenance").await >= before + landed).then_some(())
        })
        .await;
        sync.kill().await.unwrap();
    }
    pc.done(&["sync"]).await;
    morning.assert_once(&pc, &provider).await;
    assert_eq!(provider.count("Provenance").await, before + morning.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_killed_while_it_receives_takes_up_where_it_stood() {
    let provider = Provider::start().await;
    let pc = Pc::new();
    pc.connect(&provider).await;
    provider
        .order_faults(json!([{
            "match": { "method": "GET", "path": "/fhir/Task*" }, "fault": { "delay_ms": FOR_EVER_MS },
        }]))
        .await;
    let mut sync = pc.start(&["sync"]);
    until("a pull is under way", || async { (provider.seen_by_rule(0).await > 0).then_some(()) }).await;
    sync.kill().await.unwrap();
    let halfway = pc.status().await;
    assert_eq!((&halfway["requests"], &halfway["asAt"]), (&json!(0), &json!(null)), "nothing is claimed to be current");
    provider.forgive().await;
    pc.done(&["sync"]).await;
    assert_eq!(pc.status().await["requests"], provider.count("Task").await);
}
