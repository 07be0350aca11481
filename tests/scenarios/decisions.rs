//! Every kind of decision: taken without a network, it lands once, and another PC reads what this one wrote.

use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Value, json};
use tests::{Pc, Provider, Saved};
use triage_client::Clock;

/// A moment that lies ahead on the PC's own clock, by so many days.
pub fn ahead(days: i64) -> String {
    (Clock::system().now().wall + TimeDelta::days(days)).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An open request that nobody has decided about, opened by a person, and another open one.
async fn two_requests(pc: &Pc) -> (String, String) {
    let open = pc.open_requests().await;
    let rows = pc.rows("all-open").await;
    let routine = |id: &&String| {
        let row = rows.iter().find(|row| row["id"] == id.as_str()).unwrap();
        row["state"]["urgency"] == "routine" && row["state"]["owner"]["kind"] != "person"
    };
    let one = open.iter().find(routine).unwrap().clone();
    let other = open.iter().find(|id| **id != one).unwrap().clone();
    (one, other)
}

/// What two PCs must agree on.
fn agreed(shown: &Value) -> Value {
    json!({ "state": shown["state"], "notes": shown["notes"], "messages": shown["messages"], "words": shown["words"] })
}

async fn fails(provider: &Provider, reply: &str, request: &str) {
    let task = provider.get(&format!("Task/{request}")).await.ok();
    let report = json!({
        "resourceType": "Communication",
        "meta": { "tag": task["meta"]["tag"] },
        "status": "not-done",
        "statusReason": { "text": "No such number" },
        "subject": task["for"],
        "about": [{ "reference": format!("Task/{request}") }],
        "basedOn": [{ "reference": format!("CommunicationRequest/{reply}") }],
    });
    let _ = provider.post("Communication", &report).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_decision_lands_once_and_is_read_the_same_on_a_second_pc() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let (request, _) = two_requests(&pc).await;
    let other = again_from_the_patient_of(&pc, &request).await;
    let until = ahead(7);
    // It says nothing where somebody had it open before.
    pc.decides(&request, &["opened"]).await;
    let mut saved = Vec::new();
    for decision in [
        &["claim"][..],
        &["assign", "me"],
        &["urgency", "urgent-today"],
        &["category", "unknown"],
        &["note", "Rang, no answer"],
        &["chase", "phone", "Is it ready?"],
        &["hold", &until],
        &["release"],
    ] {
        saved.push(pc.decides(&request, decision).await);
    }
    pc.done(&["sync"]).await;
    let held = pc.json(&["show", &request]).await;
    assert_eq!(held["state"]["held_until"], until, "{held}");
    for decision in [&["end-hold"][..], &["filed"]] {
        saved.push(pc.decides(&request, decision).await);
    }
    let reply = pc.decides(&request, &["reply", "Please come at ten"]).await;
    pc.done(&["sync"]).await;
    fails(&provider, &reply.op, &request).await;
    let _ = pc.run(&["sync"]).await.with_code(5);
    let again = pc.decides(&request, &["send-again", &reply.op]).await;
    saved.push(pc.decides(&request, &["merge", &other]).await);
    saved.push(pc.decides(&request, &["reopen", "Not the same after all"]).await);
    saved.push(pc.decides(&request, &["close", "no-action", "--reason", "Nothing to do"]).await);
    pc.done(&["sync"]).await;

    let all = pc.json(&["decisions"]).await;
    let unsettled: Vec<&Value> = all.as_array().unwrap().iter().filter(|one| one["state"] != "settled").collect();
    assert_eq!(unsettled, Vec::<&Value>::new());
    for one in &saved {
        provider.assert_once(&one.op, &request, None).await;
    }
    for one in [&reply, &again] {
        provider.assert_once(&one.op, &request, Some("Please come at ten")).await;
    }
    let second = Pc::of("555000000102", &provider).await;
    let (here, there) = (pc.json(&["show", &request]).await, second.json(&["show", &request]).await);
    assert_eq!(agreed(&here), agreed(&there));
    let state = &there["state"];
    assert_eq!(state["chases"][0]["route"], "phone");
    assert!(state["record_filed_at"].is_string() && state["first_opened_at"].is_string(), "{state}");
    assert_eq!(
        (&state["claim"], &state["merged_into"], &state["held_until"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert_eq!(state["lifecycle"]["disposition"]["code"], "no-action");
    assert_eq!(there["messages"].as_array().unwrap().last().unwrap()["sends_again"], reply.op);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duplicate_names_the_request_in_which_it_lives_on_until_that_is_undone() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let (request, of_somebody_else) = two_requests(&pc).await;
    let other = again_from_the_patient_of(&pc, &request).await;
    pc.decides(&request, &["opened"]).await;
    for wrong in [&request, &of_somebody_else] {
        let _ = pc.run(&["--offline", "decide", &request, "merge", wrong]).await.with_code(6);
    }
    let merge = pc.decides(&request, &["merge", &other]).await;
    pc.done(&["sync"]).await;
    let shown = pc.json(&["show", &request]).await;
    assert_eq!(shown["state"]["merged_into"], other);
    assert_eq!(shown["state"]["lifecycle"]["disposition"]["code"], "duplicate");
    let back = pc.run(&["--offline", "decide", &other, "merge", &request]).await;
    assert_eq!(back.code, Some(6), "it has ended: {back:?}");
    pc.done(&["--offline", "undo", &merge.op]).await;
    pc.done(&["sync"]).await;
    let task = provider.get(&format!("Task/{request}")).await.ok();
    assert_eq!(task["status"], "in-progress");
    assert!(!task["output"].to_string().contains("merged-into"), "{task}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_was_sent_is_undone_by_ending_it() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let (request, _) = two_requests(&pc).await;
    let listed = async |view: &str| pc.rows(view).await.iter().any(|row| row["id"] == request.as_str());
    let hold = pc.decides(&request, &["hold", &ahead(3)]).await;
    pc.done(&["sync"]).await;
    assert!(listed("held").await, "what is set aside is nobody's move");
    pc.done(&["--offline", "undo", &hold.op]).await;
    pc.done(&["sync"]).await;
    assert!(!listed("held").await);
    let task = provider.get(&format!("Task/{request}")).await.ok();
    assert_eq!(task["status"], "in-progress");
    assert!(task["restriction"]["period"]["start"].is_null() && task["restriction"]["period"]["end"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_came_second_is_dropped_and_troubles_nobody() {
    let provider = Provider::start().await;
    let anwen = Pc::of("555000000101", &provider).await;
    let imran = Pc::of("555000000102", &provider).await;
    let (request, _) = two_requests(&anwen).await;
    let first = anwen.decides(&request, &["claim"]).await;
    let second = imran.decides(&request, &["claim"]).await;
    let note = imran.decides(&request, &["note", "Rang, no answer"]).await;
    anwen.done(&["sync"]).await;
    imran.done(&["sync"]).await;
    provider.assert_once(&first.op, &request, None).await;
    provider.assert_never(&second.op, &request).await;
    provider.assert_once(&note.op, &request, None).await;
    let shown = imran.json(&["show", &request]).await;
    assert_eq!(shown["state"]["claim"]["by"]["name"], "Dr Anwen Rees");
}

async fn entered(pc: &Pc, arguments: &[&str]) -> Saved {
    let saved = pc.json(&[&["--offline", "enter"], arguments].concat()).await;
    let text = |member: &str| saved[member].as_str().unwrap().to_owned();
    Saved { op: text("op"), request: text("request") }
}

/// Enters another request for the patient of one.
async fn again_from_the_patient_of(pc: &Pc, request: &str) -> String {
    let known = pc.json(&["show", request]).await;
    entered(pc, &["I sent this this morning", "--patient", known["patient"].as_str().unwrap()]).await.request
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_entered_without_a_network_arrives_whole_with_what_was_decided_about_it() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000121", &provider).await;
    let known = pc.json(&["show", &pc.open_requests().await[0]]).await;
    let patient = known["patient"].as_str().unwrap();
    let said = "Her inhaler has run out and she is wheezing";
    let about = ["--patient", patient, "--route", "desk", "--category", "clinical", "--urgency", "urgent-today"];
    let entry = entered(&pc, &[&[said][..], &about].concat()).await;
    let note = pc.decides(&entry.request, &["note", "Waits in the hall"]).await;
    let owner = pc.decides(&entry.request, &["assign", "555000000101"]).await;
    let before = pc.json(&["show", &entry.request]).await;
    assert_eq!((&before["name"], &before["version"]), (&known["name"], &json!("0")));
    assert!(pc.rows("urgent").await.iter().any(|row| row["id"] == entry.request.as_str()));

    pc.done(&["sync"]).await;
    for one in [&entry, &note, &owner] {
        provider.assert_once(&one.op, &entry.request, None).await;
    }
    let task = provider.get(&format!("Task/{}", entry.request)).await.ok();
    assert_eq!(task["meta"]["tag"][0]["system"], "https://fhir.nhs.uk/Id/ods-organization-code");
    let second = Pc::of("555000000102", &provider).await;
    let (here, there) = (pc.json(&["show", &entry.request]).await, second.json(&["show", &entry.request]).await);
    assert_eq!(agreed(&here), agreed(&there));
    assert_eq!((&there["words"], &there["nhsNumber"]), (&json!(said), &known["nhsNumber"]));
    assert_eq!(there["state"]["owner"]["name"], "Dr Anwen Rees");
    assert_eq!((&there["state"]["urgency"], &there["state"]["category"]), (&json!("urgent-today"), &json!("clinical")));
    assert_eq!(there["notes"][0]["text"], "Waits in the hall");
    assert_eq!(there["unreadable"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_whom_nobody_found_is_entered_by_the_name_that_was_told() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000121", &provider).await;
    let entry = entered(&pc, &["Short of breath", "--name", "Mrs Jones from the bakery"]).await;
    pc.done(&["sync"]).await;
    let second = Pc::of("555000000102", &provider).await;
    let there = second.json(&["show", &entry.request]).await;
    assert_eq!((&there["name"], &there["nhsNumber"]), (&json!("Mrs Jones from the bakery"), &json!(null)));
    assert_eq!(there["unreadable"], json!([]));
    let reply = second.run(&["--offline", "decide", &entry.request, "reply", "Hello"]).await;
    assert_eq!(reply.code, Some(6), "nobody knows to whom it would go: {reply:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_taken_back_while_it_stands_alone_and_kept_once_something_was_decided_about_it() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000121", &provider).await;
    let alone = entered(&pc, &["Wrong practice", "--name", "Mr Nobody"]).await;
    pc.done(&["--offline", "undo", &alone.op]).await;
    let _ = pc.run(&["show", &alone.request]).await.with_code(8);
    let kept = entered(&pc, &["Repeat prescription", "--name", "Mrs Jones"]).await;
    pc.decides(&kept.request, &["note", "Rings back at noon"]).await;
    let _ = pc.run(&["--offline", "undo", &kept.op]).await.with_code(6);
    pc.done(&["sync"]).await;
    assert_eq!(provider.get(&format!("Task/{}", alone.request)).await.status, 404);
    provider.assert_once(&kept.op, &kept.request, None).await;
}
