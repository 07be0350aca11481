use reqwest::Method;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn the_history_of_a_resource_shows_every_version_and_its_delete() {
    let world = World::open().await;
    world.task("t").await;
    world.task("t").await;
    world.send(Method::DELETE, "/fhir/Task/t", None, &[]).await;
    let history = world.get("/fhir/Task/t/_history").await.json();
    assert_eq!(history["type"], "history");
    assert_eq!(history["total"], 3);
    let entries = history["entry"].as_array().unwrap();
    assert!(entries[0].get("resource").is_none());
    assert_eq!(entries[0]["request"]["method"], "DELETE");
    assert_eq!(entries[0]["response"]["etag"], "W/\"3\"");
    assert_eq!(entries[1]["resource"]["meta"]["versionId"], "2");
    assert_eq!(entries[2]["response"]["status"], "201 Created");
    assert_eq!(world.get("/fhir/Task/t/_history/2").await.status, 200);
    assert_eq!(world.get("/fhir/Task/t/_history/3").await.status, 410);
}

#[tokio::test]
async fn the_history_of_a_type_begins_at_the_instant_asked_for_on_every_page() {
    let world = World::open().await;
    for n in 0..4 {
        world.task(&format!("old{n}")).await;
    }
    let first = world.task("new0").await.json();
    let since = first["meta"]["lastUpdated"].as_str().unwrap();
    for n in 1..5 {
        world.task(&format!("new{n}")).await;
    }
    world.put("/fhir/Patient/p", &json!({ "resourceType": "Patient", "id": "p" })).await;
    let mut seen = Vec::new();
    let mut next = Some(format!("/fhir/Task/_history?_since={since}&_count=2"));
    while let Some(path) = next {
        let page = world.get(&path).await;
        assert_eq!(page.json()["total"], 5);
        seen.extend(page.ids());
        next = page.link("next");
    }
    assert_eq!(seen, ["new4", "new3", "new2", "new1", "new0"]);
    assert_eq!(world.get("/fhir/_history").await.json()["total"], 10);
}
