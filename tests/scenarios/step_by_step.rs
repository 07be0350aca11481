//! A provider without transactions: a decision is written step by step, and lands exactly once wherever the line breaks.

use serde_json::{Value, json};
use tests::{Gap, Pc, Provider, Saved, op_id_of, practice_without};

const REPLY: &str = "Please ring us before noon.";

async fn practice() -> (Provider, Pc, String) {
    let provider = Provider::with(practice_without(&[Gap::Transactions])).await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    (provider, pc, request)
}

/// Lets one step of a reply meet a fault, and expects it to be there once.
async fn survives(method: &str, path: &str, nth: u64, fault: Value) {
    let (provider, pc, request) = practice().await;
    let saved = pc.decides(&request, &["reply", REPLY]).await;
    let step = json!({ "method": method, "path": path, "nth": nth, "times": 1 });
    provider.order_faults(json!([{ "match": step, "fault": fault }])).await;
    pc.done(&["sync"]).await;
    assert_eq!(provider.get("/admin/state").await.ok()["faults_fired"], 1, "the fault was met");
    provider.assert_once(&saved.op, &saved.request, Some(REPLY)).await;
    assert_eq!(pc.status().await["unsent"], 0);
}

macro_rules! faults {
    ($($name:ident => $method:literal, $path:literal, $nth:literal, $fault:tt;)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            survives($method, $path, $nth, json!($fault)).await;
        }
    )*};
}

faults! {
    a_request_that_never_arrived_is_written_again => "PUT", "/fhir/*", 1, "drop-before";
    a_request_whose_answer_got_lost_is_not_written_again => "PUT", "/fhir/*", 1, "drop-after-commit";
    a_reply_that_never_arrived_is_written_after_its_request => "PUT", "/fhir/*", 2, "drop-before";
    a_reply_whose_answer_got_lost_is_not_sent_twice => "PUT", "/fhir/*", 2, "drop-after-commit";
    a_reply_whose_answer_was_cut_in_half_is_not_sent_twice => "PUT", "/fhir/*", 2, "truncate-body";
    a_witness_that_never_arrived_is_written_last => "PUT", "/fhir/*", 3, "drop-before";
    a_witness_whose_answer_got_lost_is_found => "PUT", "/fhir/*", 3, "drop-after-commit";
    a_sign_in_page_of_the_network_is_no_step => "PUT", "/fhir/*", 2, "captive-portal";
    a_provider_out_of_service_between_two_steps_is_given_time => "PUT", "/fhir/*", 2, { "status": 503 };
    a_provider_that_breaks_between_two_steps_is_asked_again => "PUT", "/fhir/*", 3, { "status": 500 };
    a_provider_that_broke_after_the_request_is_asked_again => "PUT", "/fhir/*", 1, { "status": 500 };
    a_line_that_breaks_while_asking_for_the_reply_is_taken_up_again => "GET", "/fhir/CommunicationRequest/*", 1, { "status": 502 };
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_decisions_lands_once_and_in_order() {
    let (provider, pc, request) = practice().await;
    let mut day: Vec<(Saved, Option<&str>)> = Vec::new();
    for (decision, reply) in [
        (&["note", "Seen"][..], None),
        (&["assign", "me"], None),
        (&["urgency", "urgent-today"], None),
        (&["reply", REPLY], Some(REPLY)),
    ] {
        day.push((pc.decides(&request, decision).await, reply));
    }
    pc.done(&["sync"]).await;
    for (saved, reply) in &day {
        provider.assert_once(&saved.op, &request, *reply).await;
    }
    let ops: Vec<&str> = day.iter().map(|(saved, _)| saved.op.as_str()).collect();
    assert_eq!(provider.decisions_on(&request).await, ops);
    let task = provider.get(&format!("Task/{request}")).await.ok();
    assert_eq!(op_id_of(&task), ops.last().copied(), "the newest stands first");
    let named = task["identifier"].as_array().unwrap().iter().filter(|id| id["use"] == "secondary").count();
    assert_eq!(named, ops.len(), "the earlier ones stay named");
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_decision_is_finished_although_somebody_decided_after_it() {
    let (provider, pc, request) = practice().await;
    let saved = pc.decides(&request, &["reply", REPLY]).await;
    let all_but_the_first = json!({ "method": "PUT", "nth": 2 });
    provider.order_faults(json!([{ "match": all_but_the_first, "fault": "drop-before" }])).await;
    let _ = pc.run(&["sync", "--wait-s", "2"]).await.with_code(4);
    provider.forgive().await;
    assert_eq!(provider.get(&format!("CommunicationRequest/{}", saved.op)).await.status, 404, "the reply is missing");
    let colleague = Pc::of("555000000102", &provider).await;
    let theirs = colleague.decides(&request, &["note", "Rang as well"]).await;
    colleague.done(&["sync"]).await;
    pc.done(&["sync"]).await;
    provider.assert_once(&saved.op, &request, Some(REPLY)).await;
    assert_eq!(provider.decisions_on(&request).await, [saved.op, theirs.op]);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_owner_is_a_conflict_as_with_transactions() {
    let (provider, pc, request) = practice().await;
    let saved = pc.decides(&request, &["assign", "me"]).await;
    provider
        .edit(&format!("Task/{request}"), |task| {
            task["status"] = json!("accepted");
            task["owner"] = json!({
                "type": "Practitioner",
                "identifier": { "system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "555000000102" },
                "display": "Dr Imran Shah",
            });
        })
        .await;
    let _ = pc.run(&["sync"]).await.with_code(5);
    provider.assert_never(&saved.op, &request).await;
    assert_eq!(pc.outbox().await["conflicts"][0]["conflict"]["differs"], json!(["owner"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_the_provider_does_not_take_is_shown_to_a_person() {
    let (provider, pc, request) = practice().await;
    let saved = pc.decides(&request, &["reply", REPLY]).await;
    let reply = json!({ "method": "PUT", "path": "/fhir/CommunicationRequest/*" });
    provider.order_faults(json!([{ "match": reply, "fault": { "status": 422 } }])).await;
    let _ = pc.run(&["sync"]).await.with_code(5);
    let outbox = pc.run(&["outbox"]).await.with_code(5).json();
    assert_eq!(outbox["failed"][0]["op"], saved.op, "{outbox}");
    assert_eq!(provider.get(&format!("Provenance/{}", saved.op)).await.status, 404, "nothing says that it landed");
}
