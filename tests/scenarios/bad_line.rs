//! Everything that can happen to an answer between the provider and the practice: the decision takes effect exactly once
//! all the same, and what the provider really refuses is kept and shown.

use serde_json::{Value, json};
use tests::{Pc, Provider};

const REPLY: &str = "Please ring us before noon.";

/// Decides twice, lets the next two pushes meet the fault, and expects both decisions to take effect once.
async fn survives(fault: Value) {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let requests = pc.open_requests().await;
    let note = pc.decides(&requests[0], &["note", "Seen"]).await;
    let reply = pc.decides(&requests[1], &["reply", REPLY]).await;
    let pushes = json!({ "method": "POST", "path": "/fhir", "times": 2 });
    provider.order_faults(json!([{ "match": pushes, "fault": fault }])).await;
    pc.done(&["sync"]).await;
    assert_eq!(provider.get("/admin/state").await.ok()["faults_fired"], 2, "the fault was met");
    provider.assert_once(&note.op, &note.request, None).await;
    provider.assert_once(&reply.op, &reply.request, Some(REPLY)).await;
    assert_eq!(pc.status().await["unsent"], 0);
}

/// Lets the next pulls meet the fault, and expects everything to arrive.
async fn arrives_in_spite_of(fault: Value) {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let new = provider.post("/admin/arrive", &json!({ "count": 1 })).await.ok();
    let pulls = json!({ "method": "GET", "path": "/fhir/Task*", "times": 2 });
    provider.order_faults(json!([{ "match": pulls, "fault": fault }])).await;
    pc.done(&["sync"]).await;
    assert_eq!(provider.get("/admin/state").await.ok()["faults_fired"], 2, "the fault was met");
    let shown = pc.json(&["show", new["tasks"][0].as_str().unwrap()]).await;
    assert!(!shown["words"].as_str().unwrap().is_empty());
}

macro_rules! faults {
    ($check:ident: $($(#[$meta:meta])* $name:ident => $fault:tt;)*) => {$(
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            $check(json!($fault)).await;
        }
    )*};
}

faults! { survives:
    a_push_lost_on_its_way_is_sent_again => "drop-before";
    an_answer_lost_on_its_way_back_is_looked_up_and_not_sent_again => "drop-after-commit";
    an_answer_cut_in_half_is_no_proof_and_no_reason_to_send_again => "truncate-body";
    a_sign_in_page_of_the_network_is_not_taken_for_the_provider => "captive-portal";
    a_provider_that_asks_to_wait_is_given_time => { "status": 429, "retry_after_s": 1 };
    a_provider_out_of_service_is_given_time => { "status": 503, "retry_after_s": 1 };
    a_provider_out_of_service_that_names_no_time_is_tried_again => { "status": 503 };
    a_provider_that_breaks_is_tried_again => { "status": 500 };
    a_provider_that_was_too_slow_is_tried_again => { "status": 408 };
    a_gateway_without_a_provider_behind_it_is_no_answer => { "status": 502 };
    a_gateway_that_gave_up_waiting_is_no_answer => { "status": 504 };
    a_refusal_that_says_somebody_was_quicker_is_checked_and_tried_again => { "status": 409 };
}

faults! { arrives_in_spite_of:
    a_page_lost_on_its_way_is_asked_for_again => "drop-after-commit";
    a_page_cut_in_half_is_asked_for_again => "truncate-body";
    a_sign_in_page_of_the_network_is_not_taken_for_an_empty_queue => "captive-portal";
    a_pull_that_has_to_wait_waits => { "status": 429, "retry_after_s": 1 };
    a_pull_from_a_provider_out_of_service_is_tried_again => { "status": 503 };
    a_pull_from_a_provider_that_breaks_is_tried_again => { "status": 500 };
}

/// Decides once and lets the provider refuse for good.
async fn refused(status: u16) -> (Provider, Pc, tests::Saved) {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    let saved = pc.decides(&request, &["note", "Seen"]).await;
    provider
        .order_faults(json!([{ "match": { "method": "POST", "path": "/fhir" }, "fault": { "status": status } }]))
        .await;
    let _ = pc.run(&["sync"]).await.with_code(5);
    provider.assert_never(&saved.op, &saved.request).await;
    (provider, pc, saved)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_the_provider_refuses_is_kept_and_shown_until_a_person_settles_it() {
    for status in [400, 403, 413, 422] {
        let (provider, pc, saved) = refused(status).await;
        let outbox = pc.run(&["outbox"]).await.with_code(5).json();
        assert_eq!(outbox["failed"][0]["op"], saved.op, "{status}: {outbox}");
        assert!(outbox["failed"][0]["stuck"].is_object(), "{status}: {outbox}");
        provider.forgive().await;
        let again = pc.json(&["--offline", "resolve", &saved.op, "reissue-mine", "--reason", "Try again"]).await;
        pc.done(&["sync"]).await;
        provider.assert_once(again["op"].as_str().unwrap(), &saved.request, None).await;
        provider.assert_never(&saved.op, &saved.request).await;
        assert_eq!(pc.outbox().await["failed"], json!([]));
    }
}
