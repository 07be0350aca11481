//! Scripts can trust the exit codes: each means what `--help` says.

use std::process::Stdio;

use serde_json::json;
use tests::{Pc, Provider, ProviderProcess};

const MEANINGS: [(i32, &str); 9] = [
    (0, "done"),
    (1, "failed"),
    (2, "wrong argument"),
    (3, "not connected, or nobody chosen or signed in"),
    (4, "provider not reached"),
    (5, "done, and something needs a person"),
    (6, "refused by the rules or by somebody else's change"),
    (7, "the profile cannot be opened"),
    (8, "no such request"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_help_lists_every_code() {
    let help = Pc::new().done(&["--help"]).await.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for (code, meaning) in MEANINGS {
        assert!(help.contains(&format!("{code} {meaning}")), "{code} {meaning} in {help}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_argument_is_2_and_changes_nothing() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    for arguments in [
        &["frobnicate"][..],
        &["decide", &request, "assign"],
        &["decide", &request, "assign", "555999999999"],
        &["decide", &request, "assign", "team:nowhere"],
        &["decide", &request, "close", "magic"],
        &["decide", &request, "--op", "not-a-uuid", "note", "x"],
        &["decide", "not an id", "note", "x"],
        &["as", "555999999999"],
    ] {
        let _ = pc.run(arguments).await.with_code(2);
    }
    for address in ["http://provider.example/fhir", "ftp://127.0.0.1/fhir", ""] {
        let _ = Pc::new().run(&["connect", address]).await.with_code(2);
    }
    assert_eq!(pc.status().await["unsent"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_not_connected_or_has_nobody_in_it_is_3() {
    let pc = Pc::new();
    for arguments in [&["queue"][..], &["sync"], &["decide", "some-request", "note", "x"], &["sign-in"]] {
        let _ = pc.run(arguments).await.with_code(3);
    }
    let provider = Provider::start().await;
    pc.connect(&provider).await;
    pc.done(&["sync"]).await;
    let request = pc.open_requests().await.remove(0);
    let _ = pc.run(&["decide", &request, "note", "x"]).await.with_code(3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_out_of_reach_is_4() {
    let mut provider = ProviderProcess::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    provider.kill().await;
    let _ = pc.run(&["sync", "--wait-s", "1"]).await.with_code(4);
    let _ = pc.run(&["--offline", "sync"]).await.with_code(4);
    let _ = Pc::new().run(&["connect", &provider.base]).await.with_code(4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_a_person_is_5() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let request = pc.open_requests().await.remove(0);
    pc.decides(&request, &["note", "Seen"]).await;
    let push = json!({ "method": "POST", "path": "/fhir" });
    provider.order_faults(json!([{ "match": push, "fault": { "status": 422 } }])).await;
    for arguments in [&["sync"][..], &["outbox"]] {
        let _ = pc.run(arguments).await.with_code(5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_rules_stand_against_is_6_and_saves_nothing() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000121", &provider).await;
    let request = pc.open_requests().await.remove(0);
    for decision in [&["note", ""][..], &["urgency", "routine"], &["reopen", "Came back"]] {
        let _ = pc.run(&[&["--offline", "decide", &request], decision].concat()).await.with_code(6);
    }
    assert_eq!(pc.status().await["unsent"], 0);
    let _ = pc.run(&["connect", "http://127.0.0.1:9/fhir"]).await.with_code(6);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_on_this_pc_is_8() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    for arguments in [
        &["show", "unheard-of"][..],
        &["decide", "unheard-of", "note", "x"],
        &["undo", "01890000-0000-7000-8000-00000000000f"],
        &["resolve", "01890000-0000-7000-8000-00000000000f", "keep-theirs", "--reason", "x"],
    ] {
        let _ = pc.run(arguments).await.with_code(8);
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn an_output_that_cannot_be_written_is_1() {
    let pc = Pc::new();
    pc.done(&["status"]).await;
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let status = pc.command(&["status"]).stdout(Stdio::from(full)).status().await.unwrap();
    assert_eq!(status.code(), Some(1));
}
