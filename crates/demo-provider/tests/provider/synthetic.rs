use chrono::{DateTime, NaiveDate, Utc};
use demo_provider::Settings;
use demo_provider::practice::PracticeSettings;
use serde_json::{Value, json};

use crate::world::World;

fn settings() -> Settings {
    let now: DateTime<Utc> = "2026-11-23T10:30:00Z".parse().unwrap();
    Settings {
        auth: false,
        still: true,
        clock: Some(now),
        practice: Some(PracticeSettings {
            list_size: 600,
            seed: 7,
            date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            requests: Some(30),
            now,
        }),
        ..Settings::default()
    }
}

async fn counts(world: &World) -> Value {
    world.get("/admin/state").await.json()["resources"].clone()
}

#[tokio::test]
async fn a_practice_has_people_and_requests_from_the_start() {
    let world = World::with(settings()).await;
    let counts = counts(&world).await;
    assert_eq!(counts["Patient"], 600);
    assert!(counts["Task"].as_u64().unwrap() >= 30, "{counts}");
    let found =
        world.get("/fhir/Task?_sort=-_lastUpdated&_count=1&_include=Task:patient&_include=Task:focus").await.json();
    assert_eq!(found["entry"].as_array().unwrap().len(), 3);
    let newest = &found["entry"][0]["resource"]["meta"]["lastUpdated"];
    assert!(newest.as_str().unwrap() <= "2026-11-23T10:30:01Z", "{newest}");
}

#[tokio::test]
async fn requests_arrive_as_the_day_passes() {
    let mut lively = settings();
    lively.still = false;
    let world = World::with(lively).await;
    let before = counts(&world).await["Task"].as_u64().unwrap();
    let to_come = world.get("/admin/state").await.json()["arrivals_still_to_come"].as_u64().unwrap();
    world.post("/admin/clock", &json!({ "advance_s": 6 * 3600 })).await;
    let left = world.get("/admin/state").await.json()["arrivals_still_to_come"].as_u64().unwrap();
    let after = counts(&world).await["Task"].as_u64().unwrap();
    assert!(after > before, "{to_come} were still to come");
    assert_eq!(after + left, before + to_come);
}

#[tokio::test]
async fn requests_that_are_asked_for_arrive_now() {
    let world = World::with(settings()).await;
    let before = counts(&world).await["Task"].as_u64().unwrap();
    let arrived = world.post("/admin/arrive", &json!({ "count": 150 })).await.json();
    assert_eq!(arrived["arrived"], 150);
    assert_eq!(counts(&world).await["Task"].as_u64().unwrap(), before + 150);
    for id in arrived["tasks"].as_array().unwrap() {
        let task = world.get(&format!("/fhir/Task/{}", id.as_str().unwrap())).await.json();
        let written = task["authoredOn"].as_str().unwrap();
        assert!(("2026-11-23T10:"..="2026-11-23T10:31:00").contains(&written), "{written}");
    }
}

#[tokio::test]
async fn a_restart_with_a_database_doubles_nobody() {
    let directory = tempfile::tempdir().unwrap();
    let mut kept = settings();
    kept.database = Some(directory.path().join("provider.db"));
    let world = World::with(kept.clone()).await;
    let arrived = world.post("/admin/arrive", &json!({ "count": 3 })).await.json();
    assert_eq!(arrived["arrived"], 3);
    let before = counts(&world).await;
    world.provider.shutdown().await;
    let world = World::with(kept).await;
    assert_eq!(counts(&world).await, before);
}
