use demo_provider::Settings;
use serde_json::{Value, json};

use crate::world::{World, message};

/// Enough for the seeded share of failures and of patients who answer.
const MESSAGES: usize = 60;

async fn with_messages() -> World {
    let world = World::open().await;
    for n in 0..MESSAGES {
        world.task(&format!("t{n}")).await;
        let mut request = message(&format!("t{n}"), "Please send a photo");
        request["id"] = json!(format!("c{n}"));
        world.put(&format!("/fhir/CommunicationRequest/c{n}"), &request).await;
    }
    world
}

async fn communications(world: &World) -> Vec<Value> {
    let found = world.get("/fhir/Communication?_count=1000").await.json();
    let entries = found["entry"].as_array().cloned().unwrap_or_default();
    entries.into_iter().map(|entry| entry["resource"].clone()).collect()
}

#[tokio::test]
async fn a_still_provider_delivers_nothing_until_asked() {
    let world = with_messages().await;
    world.post("/admin/clock", &json!({ "advance_s": 86400 })).await;
    assert!(communications(&world).await.is_empty());
    assert_eq!(world.get("/admin/state").await.json()["deliveries_waiting"], MESSAGES);
}

#[tokio::test]
async fn each_message_is_reported_once_as_delivered_or_failed() {
    let world = with_messages().await;
    let delivered = world.post("/admin/deliver", &json!({})).await.json();
    assert_eq!(delivered["messages"], MESSAGES);
    assert_eq!(world.post("/admin/deliver", &json!({})).await.json()["messages"], 0);
    let reports = communications(&world).await;
    assert_eq!(reports.len(), MESSAGES);
    let mut failed = 0;
    for report in &reports {
        assert!(report["basedOn"][0]["reference"].as_str().unwrap().starts_with("CommunicationRequest/c"));
        assert!(report["about"][0]["reference"].as_str().unwrap().starts_with("Task/t"));
        assert!(report["sent"].is_string());
        if report["status"] == "not-done" {
            failed += 1;
            assert!(report["statusReason"]["text"].is_string());
            assert!(report.get("received").is_none());
        } else {
            assert!(report["received"].is_string());
        }
    }
    assert!((1..MESSAGES / 3).contains(&failed), "{failed} failed");
}

#[tokio::test]
async fn a_patient_answers_the_message_that_reached_them_once() {
    let world = with_messages().await;
    world.post("/admin/patients-answer", &json!({})).await;
    world.post("/admin/patients-answer", &json!({})).await;
    let all = communications(&world).await;
    let answers: Vec<&Value> = all.iter().filter(|one| one.get("inResponseTo").is_some()).collect();
    assert!(!answers.is_empty());
    let mut questions = Vec::new();
    for answer in answers {
        assert_eq!(answer["sender"]["reference"], "Patient/p1");
        assert!(answer["payload"][0]["contentString"].is_string());
        let question = answer["inResponseTo"][0]["reference"].as_str().unwrap().to_owned();
        let report = world.get(&format!("/fhir/{question}")).await.json();
        assert_eq!(report["status"], "completed");
        assert_eq!(report["about"], answer["about"]);
        questions.push(question);
    }
    let count = questions.len();
    questions.sort();
    questions.dedup();
    assert_eq!(questions.len(), count);
}

#[tokio::test]
async fn a_patient_who_may_not_answer_does_not() {
    let world = World::open().await;
    world.task("t").await;
    for n in 0..20 {
        let mut told = message("t", &format!("We will ring you ({n})."));
        told.as_object_mut().unwrap().remove("extension");
        world.post("/fhir/CommunicationRequest", &told).await;
    }
    world.post("/admin/deliver", &json!({})).await;
    world.post("/admin/patients-answer", &json!({})).await;
    let all = communications(&world).await;
    assert!(!all.is_empty() && all.iter().all(|one| one.get("inResponseTo").is_none()));
}

#[tokio::test]
async fn a_repeated_write_of_a_message_does_not_send_it_again() {
    let world = World::open().await;
    world.task("t").await;
    let mut request = message("t", "Please call");
    request["id"] = json!("c");
    for _ in 0..3 {
        world.put("/fhir/CommunicationRequest/c", &request).await;
        world.post("/admin/deliver", &json!({})).await;
    }
    assert_eq!(communications(&world).await.len(), 1);
}

#[tokio::test]
async fn a_revoked_message_is_not_sent() {
    let world = World::open().await;
    world.task("t").await;
    let mut request = message("t", "Please call");
    request["id"] = json!("c");
    world.put("/fhir/CommunicationRequest/c", &request).await;
    request["status"] = json!("revoked");
    world.put("/fhir/CommunicationRequest/c", &request).await;
    world.post("/admin/deliver", &json!({})).await;
    assert!(communications(&world).await.is_empty());
}

#[tokio::test]
async fn messages_are_delivered_when_their_time_has_passed() {
    let world = World::with(Settings { auth: false, ..Settings::default() }).await;
    world.task("t").await;
    world.post("/fhir/CommunicationRequest", &message("t", "Please call")).await;
    world.post("/admin/clock", &json!({ "advance_s": 7 * 86400 })).await;
    let state = world.get("/admin/state").await.json();
    assert_eq!(state["deliveries_waiting"], 0);
    assert_eq!(state["answers_waiting"], 0);
    assert!(!communications(&world).await.is_empty());
}

#[tokio::test]
async fn a_message_sent_again_after_a_restore_is_delivered_again() {
    let world = World::open().await;
    world.task("t").await;
    let mut request = message("t", "Please call");
    request["id"] = json!("c");
    world.put("/fhir/CommunicationRequest/c", &request).await;
    world.post("/admin/restore-point", &json!({})).await;
    world.post("/admin/deliver", &json!({})).await;
    world.post("/admin/restore", &json!({})).await;
    assert!(communications(&world).await.is_empty());
    world.post("/admin/deliver", &json!({})).await;
    assert_eq!(communications(&world).await.len(), 1);
}
