use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{FHIR, World, task};

#[tokio::test]
async fn every_refusal_is_an_operation_outcome() {
    let world = World::open().await;
    world.task("t").await;
    let ok = task("t");
    let mut other = task("other");
    other["resourceType"] = json!("Patient");
    let no_type = json!({ "status": "requested", "intent": "order" });
    let mut odd = task("t");
    odd["status"] = json!("finished");
    let no_intent = json!({ "resourceType": "Task", "status": "requested" });
    let cases: Vec<(Method, &str, Option<&Value>, u16)> = vec![
        (Method::GET, "/nowhere", None, 404),
        (Method::GET, "/fhir/Unicorn", None, 404),
        (Method::GET, "/fhir/Task/absent", None, 404),
        (Method::GET, "/fhir/Task/t/_history/9", None, 404),
        (Method::GET, "/fhir/Task/absent/_history", None, 404),
        (Method::GET, "/fhir/Task/t/more/than/this", None, 404),
        (Method::GET, "/fhir/Task?_lastUpdated=geyesterday", None, 400),
        (Method::GET, "/fhir/Task?_count=many", None, 400),
        (Method::GET, "/fhir/Task?status:above=requested", None, 400),
        (Method::GET, "/fhir/Task?_cursor=broken", None, 400),
        (Method::GET, "/fhir/Task/_history?_since=soon", None, 400),
        (Method::GET, "/fhir", None, 405),
        (Method::PATCH, "/fhir/Task/t", Some(&ok), 405),
        (Method::DELETE, "/fhir/Task", None, 405),
        (Method::POST, "/fhir/metadata", Some(&ok), 405),
        (Method::DELETE, "/admin/clock", None, 405),
        (Method::PUT, "/fhir/Task/else", Some(&ok), 400),
        (Method::PUT, "/fhir/Task/not%20an%20id", Some(&ok), 400),
        (Method::POST, "/fhir", Some(&ok), 400),
        (Method::POST, "/fhir/Task", Some(&other), 422),
        (Method::POST, "/fhir/Task", Some(&no_type), 422),
        (Method::POST, "/fhir/Task", Some(&odd), 422),
        (Method::POST, "/fhir/Task", Some(&no_intent), 422),
    ];
    for (method, path, body, status) in cases {
        let answer = world.send(method.clone(), path, body, &[]).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text);
        assert!(!answer.issue().is_empty());
        assert!(answer.header("content-type").starts_with(FHIR), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_fhir_json_is_refused() {
    let world = World::open().await;
    let url = format!("{}/Task", world.provider.base_url);
    let post = async |content_type: &str, body: &str| {
        let request = world.http.post(&url).header("content-type", content_type);
        let response = request.body(body.to_owned()).send().await.unwrap();
        let status = response.status().as_u16();
        let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(body["resourceType"], "OperationOutcome");
        status
    };
    assert_eq!(post(FHIR, "{not json").await, 400);
    assert_eq!(post("application/xml", "<Task/>").await, 415);
    assert_eq!(post("text/plain", "{}").await, 415);
    assert_eq!(post(FHIR, "[1, 2]").await, 422);
}

#[tokio::test]
async fn a_body_over_eight_mebibytes_is_refused() {
    let world = World::open().await;
    let mut body = task("t");
    body["description"] = json!("x".repeat(8 * 1024 * 1024));
    let answer = world.put("/fhir/Task/t", &body).await;
    assert_eq!((answer.status, answer.issue().as_str()), (413, "too-long"));
}

#[tokio::test]
async fn a_client_that_wants_xml_is_told_so() {
    let world = World::open().await;
    let xml = [("accept", "application/fhir+xml")];
    let answer = world.send(Method::GET, "/fhir/Task", None, &xml).await;
    assert_eq!((answer.status, answer.issue().as_str()), (406, "not-supported"));
    assert_eq!(world.get("/fhir/Task?_format=xml").await.status, 406);
    assert_eq!(world.get("/fhir/Task?_format=json").await.status, 200);
}

#[tokio::test]
async fn the_capability_statement_names_what_is_there() {
    let world = World::open().await;
    let answer = world.get("/fhir/metadata").await;
    let rest = &answer.json()["rest"][0];
    let task = &rest["resource"][0];
    assert_eq!(task["type"], "Task");
    assert_eq!(task["versioning"], "versioned-update");
    for parameter in task["searchParam"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap();
        let path = format!("/fhir/Task?{name}=2026");
        let strict = [("prefer", "handling=strict")];
        let found = world.send(Method::GET, &path, None, &strict).await;
        assert_eq!(found.status, 200, "{name}");
    }
    let known = [("if-none-match", answer.header("etag"))];
    let again = world.send(Method::GET, "/fhir/metadata", None, &known).await;
    assert_eq!(again.status, 304);
}

#[tokio::test]
async fn a_photo_is_read_as_json_or_as_itself() {
    let world = World::open().await;
    let photo = json!({
        "resourceType": "Binary", "id": "b", "contentType": "image/jpeg", "data": "AQID",
    });
    world.put("/fhir/Binary/b", &photo).await;
    let json = [("accept", FHIR)];
    let as_json = world.send(Method::GET, "/fhir/Binary/b", None, &json).await;
    assert_eq!(as_json.json()["data"], "AQID");
    let jpeg = [("accept", "image/jpeg")];
    let raw = world.send(Method::GET, "/fhir/Binary/b", None, &jpeg).await;
    assert_eq!((raw.status, raw.text.as_bytes()), (200, &[1_u8, 2, 3][..]));
    assert_eq!(raw.header("content-type"), "image/jpeg");
}
