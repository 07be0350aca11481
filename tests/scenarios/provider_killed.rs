//! The provider dies in the middle of a push and comes back on the same database: each decision took effect exactly once.

use serde_json::json;
use tests::{Pc, ProviderProcess, until};

use crate::morning::Morning;

/// Far longer than any test: what waits so long is waiting when the power goes.
const UNTIL_THE_POWER_GOES_MS: u64 = 3_600_000;

async fn a_morning_offline() -> (ProviderProcess, Pc, Morning) {
    let provider = ProviderProcess::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let morning = Morning::on(&pc).await;
    (provider, pc, morning)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_died_before_it_took_a_push_has_it_once_after_its_restart() {
    let (mut provider, pc, morning) = a_morning_offline().await;
    let push = json!({ "method": "POST", "path": "/fhir" });
    provider.order_faults(json!([{ "match": push, "fault": { "delay_ms": UNTIL_THE_POWER_GOES_MS } }])).await;
    let sync = pc.start(&["sync"]);
    until("a push is under way", || async { (provider.seen_by_rule(0).await > 0).then_some(()) }).await;
    provider.kill().await;
    provider.start_again().await;
    let ended = sync.wait_with_output().await.unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    morning.assert_once(&pc, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_died_between_taking_a_push_and_saying_so_has_it_once_after_its_restart() {
    let (mut provider, pc, morning) = a_morning_offline().await;
    let push = json!({ "method": "POST", "path": "/fhir", "times": 1 });
    let look_up = json!({ "method": "GET", "path": "/fhir/Provenance/*" });
    provider
        .order_faults(json!([
            { "match": push, "fault": "drop-after-commit" },
            { "match": look_up, "fault": { "delay_ms": UNTIL_THE_POWER_GOES_MS } },
        ]))
        .await;
    let sync = pc.start(&["sync"]);
    until("a push is looked up", || async { (provider.seen_by_rule(1).await > 0).then_some(()) }).await;
    provider.kill().await;
    provider.start_again().await;
    let ended = sync.wait_with_output().await.unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    morning.assert_once(&pc, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_dies_again_and_again_has_each_decision_once_in_the_end() {
    let (mut provider, pc, morning) = a_morning_offline().await;
    let slow = json!([{ "match": { "method": "POST", "path": "/fhir" }, "fault": { "delay_ms": 60 } }]);
    provider.order_faults(slow.clone()).await;
    let before = provider.count("Provenance").await;
    let sync = pc.start(&["sync"]);
    for landed in [1, 3, 5] {
        until("more decisions have landed", || async {
            (provider.count("Provenance").await >= before + landed).then_some(())
        })
        .await;
        provider.kill().await;
        provider.start_again().await;
        provider.order_faults(slow.clone()).await;
    }
    let ended = sync.wait_with_output().await.unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    morning.assert_once(&pc, &provider).await;
    assert_eq!(provider.count("Provenance").await, before + morning.len());
}
