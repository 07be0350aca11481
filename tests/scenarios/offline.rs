//! Without a network the practice works on: nothing is lost over restarts, and nothing looks newer than it is.

use tests::{Pc, Provider, ProviderProcess};

use crate::morning::Morning;

#[tokio::test(flavor = "multi_thread")]
async fn decisions_taken_offline_are_there_after_every_restart_and_count_as_not_sent() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let synced = pc.status().await;
    drop(provider);
    let morning = Morning::on(&pc).await;
    let status = pc.status().await;
    assert_eq!(status["unsent"], morning.len());
    assert_eq!(status["asAt"], synced["asAt"], "a restart does not make data younger");
    assert_ne!(status["freshness"], "Live");
    assert_eq!(pc.json(&["queue"]).await["asAt"], synced["asAt"]);
    let waiting = pc.outbox().await["waiting"].as_array().unwrap().len();
    assert_eq!(waiting as u64, morning.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_taken_offline_is_on_screen_after_a_restart_and_looks_unsent() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    drop(provider);
    pc.decides(&request, &["urgency", "emergency"]).await;
    pc.decides(&request, &["note", "Rang twice"]).await;
    let row = pc.rows("all-open").await.into_iter().find(|row| row["id"] == request.as_str()).unwrap();
    assert_eq!(row["state"]["urgency"], "emergency");
    assert_ne!(row["sync"], "clean", "what is only here looks local");
    let shown = pc.run(&["show", &request]).await.with_code(0).stdout;
    assert!(shown.contains("Rang twice"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_without_a_line_gives_up_in_time_and_loses_nothing() {
    let mut provider = ProviderProcess::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let synced = pc.status().await;
    let morning = Morning::on(&pc).await;
    provider.kill().await;
    let _ = pc.run(&["sync", "--wait-s", "1"]).await.with_code(4);
    let status = pc.status().await;
    assert_eq!((&status["unsent"], &status["asAt"]), (&morning.len().into(), &synced["asAt"]));
    provider.start_again().await;
    pc.done(&["sync"]).await;
    morning.assert_once(&pc, &provider).await;
    assert_ne!(pc.status().await["asAt"], synced["asAt"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_taken_back_before_it_was_sent_leaves_no_trace_at_the_provider() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    let note = pc.decides(&request, &["note", "Wrong patient"]).await;
    pc.done(&["--offline", "undo", &note.op]).await;
    pc.done(&["sync"]).await;
    provider.assert_never(&note.op, &request).await;
    assert_eq!(provider.decisions_on(&request).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_saved_twice_under_one_id_has_one_effect() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    let op = "01890000-0000-7000-8000-000000000001";
    for _ in 0..3 {
        pc.done(&["--offline", "decide", &request, "--op", op, "note", "Once"]).await;
    }
    pc.done(&["sync"]).await;
    pc.done(&["--offline", "decide", &request, "--op", op, "note", "Once"]).await;
    pc.done(&["sync"]).await;
    provider.assert_once(op, &request, None).await;
    assert_eq!(provider.decisions_on(&request).await, [op]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_for_an_outage_has_everything_open_the_urgent_first_and_is_not_made_without_a_reason() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let synced = pc.status().await;
    drop(provider);
    let request = pc.open_requests().await.pop().unwrap();
    pc.decides(&request, &["urgency", "emergency"]).await;
    let _ = pc.run(&["outage-list", "--reason", " "]).await.with_code(6);
    let list = pc.json(&["outage-list", "--reason", "The line is down"]).await;
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(rows.len(), pc.rows("all-open").await.len());
    assert_eq!(rows[0]["id"], request.as_str(), "what was decided without a line counts");
    assert_eq!((&list["asAt"], &list["madeBy"]), (&synced["asAt"], &serde_json::json!("Dr Anwen Rees")));
}
