use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{REQUEST_REF, World, message, task, transaction};

fn decision(task_id: &str, version: u32) -> Value {
    let mut decided = task(task_id);
    decided["status"] = json!("in-progress");
    decided["output"] = json!([{
        "type": { "text": "reply" },
        "valueReference": { "reference": "urn:uuid:8df1cc56-8bdd-4560-8548-53ede7eff523" },
    }]);
    transaction(json!([
        {
            "resource": decided,
            "request": {
                "method": "PUT", "url": format!("Task/{task_id}"), "ifMatch": format!("W/\"{version}\""),
            },
        },
        {
            "resource": {
                "resourceType": "Provenance", "id": "56b896d2-3196-4d3c-bded-5e083ffde31d",
                "target": [{ "reference": format!("Task/{task_id}") }],
                "recorded": "2026-11-23T09:20:05Z", "agent": [{ "who": { "display": "x" } }],
            },
            "request": { "method": "PUT", "url": "Provenance/56b896d2-3196-4d3c-bded-5e083ffde31d" },
        },
        {
            "fullUrl": "urn:uuid:8df1cc56-8bdd-4560-8548-53ede7eff523",
            "resource": message(task_id, "Please call"),
            "request": { "method": "POST", "url": "CommunicationRequest" },
        },
    ]))
}

#[tokio::test]
async fn a_decision_is_stored_whole_and_answered_in_order() {
    let world = World::open().await;
    world.task("t").await;
    let answer = world.post("/fhir", &decision("t", 1)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    assert_eq!(body["type"], "transaction-response");
    let entries = body["entry"].as_array().unwrap();
    assert_eq!(entries[0]["response"]["status"], "200 OK");
    assert_eq!(entries[0]["response"]["etag"], "W/\"2\"");
    assert_eq!(entries[1]["response"]["status"], "201 Created");
    let reply = entries[2]["resource"]["id"].as_str().unwrap();
    let location = entries[2]["response"]["location"].as_str().unwrap();
    assert!(location.ends_with(&format!("/CommunicationRequest/{reply}/_history/1")));
    let stored = &entries[0]["resource"]["output"][0]["valueReference"]["reference"];
    assert_eq!(stored, &json!(format!("CommunicationRequest/{reply}")));
    assert_eq!(world.get("/fhir/Task/t").await.json(), entries[0]["resource"]);
}

#[tokio::test]
async fn a_stale_version_in_a_transaction_writes_nothing() {
    let world = World::open().await;
    world.task("t").await;
    world.task("t").await;
    let before = world.get("/admin/state").await.json()["resources"].clone();
    let newest = world.get("/fhir/_history?_count=1").await.json()["total"].clone();
    let answer = world.post("/fhir", &decision("t", 1)).await;
    assert_eq!((answer.status, answer.issue().as_str()), (412, "conflict"));
    assert_eq!(world.get("/admin/state").await.json()["resources"], before);
    assert_eq!(world.get("/fhir/_history?_count=1").await.json()["total"], newest);
    let witness = "/fhir/Provenance/56b896d2-3196-4d3c-bded-5e083ffde31d";
    assert_eq!(world.get(witness).await.status, 404);
}

#[tokio::test]
async fn a_replayed_decision_is_refused_and_its_witness_stays() {
    let world = World::open().await;
    world.task("t").await;
    assert_eq!(world.post("/fhir", &decision("t", 1)).await.status, 200);
    assert_eq!(world.post("/fhir", &decision("t", 1)).await.status, 412);
    let witness = world.get("/fhir/Provenance/56b896d2-3196-4d3c-bded-5e083ffde31d").await;
    assert_eq!((witness.status, witness.header("etag")), (200, "W/\"1\""));
    assert_eq!(world.get("/fhir/CommunicationRequest").await.ids().len(), 1);
}

#[tokio::test]
async fn an_invalid_entry_undoes_the_ones_before_it() {
    let world = World::open().await;
    let mut broken = task("b");
    broken["status"] = json!("finished");
    let answer = world
        .post(
            "/fhir",
            &transaction(json!([
                { "resource": task("a"), "request": { "method": "PUT", "url": "Task/a" } },
                { "resource": broken, "request": { "method": "PUT", "url": "Task/b" } },
            ])),
        )
        .await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["issue"][0]["expression"][0], "Bundle.entry[1].resource.ofType(Task.status)");
    assert_eq!(world.get("/fhir/Task/a").await.status, 404);
}

#[tokio::test]
async fn temporary_addresses_are_replaced_wherever_they_stand() {
    let world = World::open().await;
    let photo = "urn:uuid:00000000-0000-4000-8000-000000000001";
    let patient = "urn:uuid:00000000-0000-4000-8000-000000000002";
    let answer = world
        .post(
            "/fhir",
            &transaction(json!([
                {
                    "resource": {
                        "resourceType": "DocumentReference", "status": "current",
                        "subject": { "reference": patient },
                        "identifier": [{ "system": "urn:ietf:rfc:3986", "value": photo }],
                        "content": [{ "attachment": { "url": photo, "title": "photo" } }],
                    },
                    "request": { "method": "POST", "url": "DocumentReference" },
                },
                {
                    "fullUrl": photo,
                    "resource": { "resourceType": "Binary", "contentType": "image/png", "data": "AQID" },
                    "request": { "method": "POST", "url": "Binary" },
                },
                {
                    "fullUrl": patient,
                    "resource": {
                        "resourceType": "Patient",
                        "identifier": [{ "system": REQUEST_REF, "value": "P" }],
                    },
                    "request": {
                        "method": "POST", "url": "Patient",
                        "ifNoneExist": format!("identifier={REQUEST_REF}|P"),
                    },
                },
            ])),
        )
        .await;
    let entries = answer.json()["entry"].clone();
    let binary = entries[1]["resource"]["id"].as_str().unwrap();
    let person = entries[2]["resource"]["id"].as_str().unwrap();
    let document = &entries[0]["resource"];
    assert_eq!(document["content"][0]["attachment"]["url"], format!("Binary/{binary}"));
    assert_eq!(document["subject"]["reference"], format!("Patient/{person}"));
    assert_eq!(document["identifier"][0]["value"], photo);
}

#[tokio::test]
async fn a_conditional_entry_uses_what_exists() {
    let world = World::open().await;
    world.task("t").await;
    let temporary = "urn:uuid:00000000-0000-4000-8000-000000000001";
    let answer = world
        .post(
            "/fhir",
            &transaction(json!([
                {
                    "fullUrl": temporary,
                    "resource": task("other"),
                    "request": {
                        "method": "POST", "url": "Task",
                        "ifNoneExist": format!("identifier={REQUEST_REF}|REF-t"),
                    },
                },
                {
                    "resource": {
                        "resourceType": "Communication", "status": "completed",
                        "about": [{ "reference": temporary }],
                    },
                    "request": { "method": "POST", "url": "Communication" },
                },
            ])),
        )
        .await;
    let entries = answer.json()["entry"].clone();
    assert_eq!(entries[0]["response"]["status"], "200 OK");
    assert_eq!(entries[1]["resource"]["about"][0]["reference"], "Task/t");
    assert_eq!(world.get("/fhir/Task").await.ids(), ["t"]);
}

#[tokio::test]
async fn minimal_answers_carry_versions_without_resources() {
    let world = World::open().await;
    world.task("t").await;
    let headers = [("prefer", "return=minimal")];
    let answer = world.send(Method::POST, "/fhir", Some(&decision("t", 1)), &headers).await;
    for entry in answer.json()["entry"].as_array().unwrap() {
        assert!(entry.get("resource").is_none());
        assert!(entry["response"]["etag"].is_string());
    }
}

#[tokio::test]
async fn a_batch_judges_each_entry_for_itself() {
    let world = World::open().await;
    world.task("t").await;
    let mut broken = task("b");
    broken["status"] = json!("finished");
    let batch = json!({
        "resourceType": "Bundle", "type": "batch", "entry": [
            { "resource": task("a"), "request": { "method": "PUT", "url": "Task/a" } },
            { "resource": broken, "request": { "method": "PUT", "url": "Task/b" } },
            { "resource": task("t"),
              "request": { "method": "PUT", "url": "Task/t", "ifMatch": "W/\"9\"" } },
            { "request": { "method": "GET", "url": "Task/t" } },
            { "request": { "method": "GET", "url": "Task?status=requested" } },
            { "request": { "method": "DELETE", "url": "Task/t" } },
        ],
    });
    let answer = world.post("/fhir", &batch).await;
    assert_eq!(answer.status, 200);
    let entries = answer.json()["entry"].clone();
    let statuses: Vec<&str> =
        entries.as_array().unwrap().iter().map(|entry| entry["response"]["status"].as_str().unwrap()).collect();
    assert_eq!(
        statuses,
        ["201 Created", "422 Unprocessable Entity", "412 Precondition Failed", "200 OK", "200 OK", "204 No Content",]
    );
    assert_eq!(entries[2]["response"]["outcome"]["issue"][0]["code"], "conflict");
    assert_eq!(entries[4]["resource"]["total"], 2);
    assert_eq!(world.get("/fhir/Task").await.ids(), ["a"]);
}

#[tokio::test]
async fn a_transaction_that_writes_a_resource_twice_is_refused() {
    let world = World::open().await;
    let entry = json!({ "resource": task("a"), "request": { "method": "PUT", "url": "Task/a" } });
    let answer = world.post("/fhir", &transaction(json!([entry, entry]))).await;
    assert_eq!(answer.status, 400);
    assert_eq!(world.get("/fhir/Task/a").await.status, 404);
}

#[tokio::test]
async fn a_recorded_arrival_is_answered_as_another_server_answered_it() {
    let world = World::open().await;
    let request = json!([
        { "fullUrl": "urn:uuid:6cf4021e-8dee-4c78-b611-9e3a0a54dc2d",
          "resource": { "resourceType": "Patient", "gender": "female" },
          "request": { "method": "POST", "url": "Patient" } },
        { "fullUrl": "urn:uuid:e5cecfb4-d665-4125-a9d6-7399fa52459e",
          "resource": { "resourceType": "QuestionnaireResponse", "status": "completed",
            "subject": { "reference": "urn:uuid:6cf4021e-8dee-4c78-b611-9e3a0a54dc2d" } },
          "request": { "method": "POST", "url": "QuestionnaireResponse" } },
    ]);
    let answer = world.post("/fhir", &transaction(request)).await.json();
    let names: Vec<&String> = answer["entry"][0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["response", "resource", "fullUrl"]);
    let response: Vec<&String> = answer["entry"][0]["response"].as_object().unwrap().keys().collect();
    assert_eq!(response, ["status", "location", "etag", "lastModified"]);
}
