use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, World, task};

async fn ordered(rule: Value) -> World {
    let world = World::open().await;
    world.task("t").await;
    let answer = world.post("/admin/faults", &json!({ "rules": [rule] })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    world
}

async fn put(world: &World) -> reqwest::Result<Answer> {
    world.try_send(Method::PUT, "/fhir/Task/t", Some(&task("t")), &[]).await
}

async fn version(world: &World) -> String {
    world.get("/fhir/Task/t").await.header("etag").to_owned()
}

#[tokio::test]
async fn an_answer_lost_after_the_commit_leaves_the_change() {
    let rule = json!({ "match": { "method": "PUT", "times": 1 }, "fault": "drop-after-commit" });
    let world = ordered(rule).await;
    assert!(put(&world).await.is_err());
    assert_eq!(version(&world).await, "W/\"2\"");
    assert_eq!(put(&world).await.unwrap().header("etag"), "W/\"3\"");
}

#[tokio::test]
async fn a_request_lost_before_processing_changes_nothing() {
    let rule = json!({ "match": { "method": "PUT", "times": 1 }, "fault": "drop-before" });
    let world = ordered(rule).await;
    assert!(put(&world).await.is_err());
    assert_eq!(version(&world).await, "W/\"1\"");
    assert_eq!(put(&world).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_truncated_answer_begins_well_and_ends_early() {
    let rule = json!({ "match": { "method": "PUT", "times": 1 }, "fault": "truncate-body" });
    let world = ordered(rule).await;
    let request = world
        .http
        .put(format!("{}/Task/t", world.provider.base_url))
        .header("content-type", "application/fhir+json")
        .body(task("t").to_string());
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap() > 0);
    assert!(response.bytes().await.is_err());
    assert_eq!(version(&world).await, "W/\"2\"");
}

#[tokio::test]
async fn an_ordered_status_is_answered_with_its_headers_and_without_effect() {
    let rule = json!({
        "match": { "method": "PUT", "times": 1 }, "fault": { "status": 429, "retry_after_s": 5 },
    });
    let world = ordered(rule).await;
    let answer = put(&world).await.unwrap();
    assert_eq!((answer.status, answer.header("retry-after")), (429, "5"));
    assert_eq!(answer.issue(), "throttled");
    assert_eq!(version(&world).await, "W/\"1\"");
}

#[tokio::test]
async fn an_ordered_401_says_how_to_authenticate() {
    let world = ordered(json!({ "fault": { "status": 401 } })).await;
    let answer = world.get("/fhir/Task").await;
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").starts_with("Bearer"));
}

#[tokio::test]
async fn a_captive_portal_answers_200_with_html() {
    let world = ordered(json!({ "fault": "captive-portal" })).await;
    let answer = put(&world).await.unwrap();
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html"));
    world.send(Method::DELETE, "/admin/faults", None, &[]).await;
    assert_eq!(version(&world).await, "W/\"1\"");
}

#[tokio::test]
async fn a_rule_counts_only_the_requests_it_is_about() {
    let rule = json!({
        "match": { "method": "GET", "path": "/fhir/Task*", "nth": 2, "times": 2 },
        "fault": { "status": 503 },
    });
    let world = ordered(rule).await;
    let mut statuses = Vec::new();
    for path in ["/fhir/Task", "/fhir/Patient", "/fhir/Task/t", "/fhir/Task", "/fhir/Task"] {
        statuses.push(world.get(path).await.status);
    }
    assert_eq!(statuses, [200, 200, 503, 503, 200]);
    let rules = world.get("/admin/faults").await.json();
    assert_eq!(rules["rules"][0]["fired"], 2);
    assert_eq!(rules["rules"][0]["seen"], 4);
    assert_eq!(world.get("/admin/state").await.json()["faults_fired"], 2);
}

#[tokio::test]
async fn a_path_without_a_star_means_exactly_that_path() {
    let rule = json!({ "match": { "path": "/fhir" }, "fault": { "status": 500 } });
    let world = ordered(rule).await;
    assert_eq!(world.get("/fhir/Task").await.status, 200);
    let bundle = json!({ "resourceType": "Bundle", "type": "batch" });
    assert_eq!(world.post("/fhir", &bundle).await.status, 500);
}

#[tokio::test]
async fn an_order_that_cannot_be_read_changes_no_rule() {
    let world = ordered(json!({ "fault": { "status": 500 } })).await;
    for wrong in [
        json!({ "rules": [{ "fault": "explode" }] }),
        json!({ "rules": [{ "fault": { "status": 200 } }] }),
        json!({ "rules": [{ "match": { "verb": "GET" }, "fault": { "status": 500 } }] }),
    ] {
        assert_eq!(world.post("/admin/faults", &wrong).await.status, 400, "{wrong}");
    }
    assert_eq!(world.get("/fhir/Task").await.status, 500);
}

#[tokio::test]
async fn the_clock_of_the_server_is_the_date_of_its_answers() {
    let world = World::open().await;
    let set = json!({ "set": "2027-01-04T08:00:00Z" });
    let now = world.post("/admin/clock", &set).await.json();
    assert!(now["now"].as_str().unwrap().starts_with("2027-01-04T08:00:"));
    let answer = world.task("t").await;
    assert!(answer.header("date").starts_with("Mon, 04 Jan 2027 08:00:"));
    let changed = answer.json()["meta"]["lastUpdated"].as_str().unwrap().to_owned();
    assert!(changed.starts_with("2027-01-04T08:00:"));
}

#[tokio::test]
async fn a_restored_server_forgets_what_came_after_its_restore_point() {
    let world = World::open().await;
    world.task("kept").await;
    world.post("/admin/restore-point", &json!({})).await;
    let after = world.task("kept").await.json();
    world.task("lost").await;
    world.send(Method::DELETE, "/fhir/Task/kept", None, &[]).await;
    world.post("/admin/restore", &json!({})).await;
    assert_eq!(world.get("/fhir/Task/kept").await.header("etag"), "W/\"1\"");
    assert_eq!(world.get("/fhir/Task").await.ids(), ["kept"]);
    assert_eq!(world.get("/fhir/Task/lost").await.status, 404);
    let again = world.task("kept").await.json();
    assert_eq!(again["meta"]["versionId"], "2");
    assert!(again["meta"]["lastUpdated"].as_str() > after["meta"]["lastUpdated"].as_str());
}
