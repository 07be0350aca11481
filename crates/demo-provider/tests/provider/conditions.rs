use reqwest::Method;
use serde_json::json;
use tokio::task::JoinSet;

use crate::world::{REQUEST_REF, World, exchange, task};

#[tokio::test]
async fn a_created_resource_says_where_it_is_and_which_version_it_has() {
    let world = World::open().await;
    let mut body = task("x");
    body.as_object_mut().unwrap().shift_remove("id");
    let answer = world.post("/fhir/Task", &body).await;
    assert_eq!(answer.status, 201);
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    let place = format!("{}/Task/{id}/_history/1", world.provider.base_url);
    assert_eq!(answer.header("location"), place);
    assert_eq!(answer.header("etag"), "W/\"1\"");
    assert!(answer.header("last-modified").ends_with("GMT"));
    assert_eq!(world.get(&place).await.json(), answer.json());
}

#[tokio::test]
async fn members_that_the_server_does_not_understand_come_back_in_their_order() {
    let world = World::open().await;
    let text = "{\"zeta\":1,\"resourceType\":\"Task\",\"status\":\"requested\",\"_status\":{\"id\":\"a\"},\
                \"intent\":\"order\",\"alpha\":[{\"b\":1.5,\"a\":null}],\"id\":\"t\"}";
    world.put("/fhir/Task/t", &serde_json::from_str(text).unwrap()).await;
    let read = world.get("/fhir/Task/t").await;
    assert!(read.text.starts_with(text.trim_end_matches('}')), "{}", read.text);
}

#[tokio::test]
async fn an_update_under_a_new_id_creates_and_the_next_one_changes() {
    let world = World::open().await;
    assert_eq!(world.task("t").await.status, 201);
    let second = world.task("t").await;
    assert_eq!(second.status, 200);
    assert_eq!(second.header("etag"), "W/\"2\"");
}

#[tokio::test]
async fn the_body_follows_the_preference_of_the_client() {
    let world = World::open().await;
    let put =
        async |prefer: &str| world.send(Method::PUT, "/fhir/Task/t", Some(&task("t")), &[("prefer", prefer)]).await;
    let minimal = put("return=minimal").await;
    assert_eq!(minimal.text, "");
    assert_eq!(minimal.header("etag"), "W/\"1\"");
    let outcome = put("handling=strict, return=OperationOutcome").await;
    assert_eq!(outcome.json()["resourceType"], "OperationOutcome");
    assert_eq!(put("return=representation").await.json()["id"], "t");
}

#[tokio::test]
async fn of_twelve_racing_updates_one_wins_and_eleven_conflict() {
    let world = World::open().await;
    world.task("t").await;
    let mut race = JoinSet::new();
    for _ in 0..12 {
        let http = world.http.clone();
        let url = format!("{}/Task/t", world.provider.base_url);
        race.spawn(async move {
            let headers = [("if-match", "W/\"1\"")];
            let answer = exchange(&http, Method::PUT, &url, Some(&task("t")), &headers).await;
            answer.unwrap().status
        });
    }
    let mut statuses = race.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert_eq!(statuses[1..], [412; 11]);
    assert_eq!(world.get("/fhir/Task/t").await.header("etag"), "W/\"2\"");
}

#[tokio::test]
async fn a_stale_version_is_a_conflict_and_a_malformed_one_an_error() {
    let world = World::open().await;
    world.task("t").await;
    world.task("t").await;
    let put = async |path: &str, id: &str, tag: &str| {
        world.send(Method::PUT, path, Some(&task(id)), &[("if-match", tag)]).await
    };
    let stale = put("/fhir/Task/t", "t", "W/\"1\"").await;
    assert_eq!((stale.status, stale.issue().as_str()), (412, "conflict"));
    let absent = put("/fhir/Task/new", "new", "W/\"1\"").await;
    assert_eq!(absent.status, 412);
    let malformed = put("/fhir/Task/t", "t", "1").await;
    assert_eq!((malformed.status, malformed.issue().as_str()), (400, "invalid"));
    assert_eq!(put("/fhir/Task/t", "t", "\"2\"").await.status, 200);
}

#[tokio::test]
async fn an_update_that_must_create_refuses_what_exists() {
    let world = World::open().await;
    let put = async || {
        let headers = [("if-none-match", "*")];
        world.send(Method::PUT, "/fhir/Task/t", Some(&task("t")), &headers).await.status
    };
    assert_eq!(put().await, 201);
    assert_eq!(put().await, 412);
}

#[tokio::test]
async fn a_read_of_the_known_version_is_not_modified() {
    let world = World::open().await;
    world.task("t").await;
    let read = async |tag: &str| world.send(Method::GET, "/fhir/Task/t", None, &[("if-none-match", tag)]).await;
    let known = read("W/\"1\"").await;
    assert_eq!((known.status, known.text.as_str()), (304, ""));
    assert_eq!(known.header("etag"), "W/\"1\"");
    assert_eq!(read("W/\"7\"").await.status, 200);
}

#[tokio::test]
async fn a_conditional_create_stores_one_resource_and_refuses_to_guess() {
    let world = World::open().await;
    let condition = format!("identifier={REQUEST_REF}|REF-a");
    let create = async || {
        let headers = [("if-none-exist", condition.as_str())];
        world.send(Method::POST, "/fhir/Task", Some(&task("a")), &headers).await
    };
    let first = create().await;
    assert_eq!(first.status, 201);
    let second = create().await;
    assert_eq!(second.status, 200);
    assert_eq!(second.header("location"), first.header("location"));
    assert_eq!(world.get("/fhir/Task?_summary=count").await.json()["total"], 1);
    world.post("/fhir/Task", &task("a")).await;
    assert_eq!(create().await.status, 412);
}

#[tokio::test]
async fn twelve_racing_conditional_creates_store_one_resource() {
    let world = World::open().await;
    let mut race = JoinSet::new();
    for _ in 0..12 {
        let http = world.http.clone();
        let url = format!("{}/Task", world.provider.base_url);
        race.spawn(async move {
            let condition = format!("identifier={REQUEST_REF}|REF-a");
            let headers = [("if-none-exist", condition.as_str())];
            exchange(&http, Method::POST, &url, Some(&task("a")), &headers).await.unwrap();
        });
    }
    race.join_all().await;
    assert_eq!(world.get("/fhir/Task?_count=0").await.json()["total"], 1);
}

#[tokio::test]
async fn a_conditional_update_creates_changes_or_refuses_by_the_number_of_matches() {
    let world = World::open().await;
    let path = format!("/fhir/Task?identifier={REQUEST_REF}%7CREF-a");
    let mut body = task("a");
    body.as_object_mut().unwrap().shift_remove("id");
    assert_eq!(world.put(&path, &body).await.status, 201);
    let changed = world.put(&path, &body).await;
    assert_eq!(changed.status, 200);
    assert_eq!(changed.header("etag"), "W/\"2\"");
    world.post("/fhir/Task", &body).await;
    assert_eq!(world.put(&path, &body).await.status, 412);
}

#[tokio::test]
async fn a_condition_with_an_unknown_parameter_never_matches_everything() {
    let world = World::open().await;
    world.task("t").await;
    let headers = [("if-none-exist", "colour=red")];
    let answer = world.send(Method::POST, "/fhir/Task", Some(&task("u")), &headers).await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn a_deleted_resource_is_gone_until_it_is_written_again() {
    let world = World::open().await;
    world.task("t").await;
    let delete = async || world.send(Method::DELETE, "/fhir/Task/t", None, &[]).await.status;
    assert_eq!(delete().await, 204);
    assert_eq!(delete().await, 204);
    let gone = world.get("/fhir/Task/t").await;
    assert_eq!((gone.status, gone.issue().as_str()), (410, "deleted"));
    assert!(world.get("/fhir/Task").await.ids().is_empty());
    let back = world.task("t").await;
    assert_eq!((back.status, back.header("etag")), (201, "W/\"3\""));
}

#[tokio::test]
async fn every_change_has_a_later_instant_than_the_one_before() {
    let world = World::open().await;
    let mut before = String::new();
    for _ in 0..40 {
        let answer = world.task("t").await.json();
        let instant = answer["meta"]["lastUpdated"].as_str().unwrap().to_owned();
        assert_eq!(instant.len(), "2026-11-22T11:26:59.917Z".len());
        assert!(instant > before, "{instant} after {before}");
        before = instant;
    }
    world.post("/admin/clock", &json!({ "advance_s": -86400 })).await;
    let answer = world.task("t").await.json();
    assert!(answer["meta"]["lastUpdated"].as_str().unwrap() > before.as_str());
}
