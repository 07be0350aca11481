use std::collections::BTreeSet;

use serde_json::json;

use crate::world::{World, task};

/// More than a page, and not a multiple of one.
const TASKS: usize = 23;

async fn crowded() -> World {
    let world = World::open().await;
    for n in 0..TASKS {
        world.task(&format!("t{n:02}")).await;
    }
    world
}

#[tokio::test]
async fn pages_together_hold_every_match_once() {
    let world = crowded().await;
    for sort in ["_id", "-_id", "_lastUpdated", "-_lastUpdated", "authored-on"] {
        let mut seen = Vec::new();
        let mut next = Some(format!("/fhir/Task?_count=5&_sort={sort}"));
        while let Some(path) = next {
            let page = world.get(&path).await;
            assert_eq!(page.json()["total"], TASKS);
            seen.extend(page.ids());
            next = page.link("next");
        }
        assert_eq!(seen.len(), TASKS, "{sort}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), TASKS, "{sort}");
    }
}

#[tokio::test]
async fn the_page_link_keeps_every_filter() {
    let world = crowded().await;
    let first = world.get("/fhir/Task?status=requested&_count=5&_elements=status&colour=red").await;
    let next = first.link("next").unwrap();
    assert!(next.contains("status=requested") && next.contains("_elements=status"));
    assert!(!next.contains("colour"));
}

#[tokio::test]
async fn nothing_is_lost_when_tasks_change_between_pages() {
    let world = crowded().await;
    let mut seen = BTreeSet::new();
    let mut next = Some("/fhir/Task?_count=5&_sort=_lastUpdated".to_owned());
    let mut turn = 0;
    while let Some(path) = next {
        let page = world.get(&path).await;
        for entry in page.json()["entry"].as_array().unwrap() {
            let id = entry["resource"]["id"].as_str().unwrap().to_owned();
            let version = entry["resource"]["meta"]["versionId"].as_str().unwrap().to_owned();
            seen.insert((id, version));
        }
        if turn < 4 {
            for n in [turn, 9 + turn, 22 - turn] {
                let mut changed = task(&format!("t{n:02}"));
                changed["description"] = json!(format!("turn {turn}"));
                world.put(&format!("/fhir/Task/t{n:02}"), &changed).await;
            }
            turn += 1;
        }
        next = page.link("next");
    }
    for entry in world.get("/fhir/Task?_count=1000").await.json()["entry"].as_array().unwrap() {
        let id = entry["resource"]["id"].as_str().unwrap().to_owned();
        let version = entry["resource"]["meta"]["versionId"].as_str().unwrap().to_owned();
        assert!(seen.contains(&(id.clone(), version)), "{id} was lost");
    }
}

#[tokio::test]
async fn a_page_has_fifty_matches_unless_the_client_says_otherwise() {
    let world = World::open().await;
    let entries: Vec<_> = (0..60)
        .map(|n| {
            json!({
                "resource": task(&format!("t{n}")),
                "request": { "method": "PUT", "url": format!("Task/t{n}") },
            })
        })
        .collect();
    world.post("/fhir", &crate::world::transaction(json!(entries))).await;
    assert_eq!(world.get("/fhir/Task").await.ids().len(), 50);
    assert_eq!(world.get("/fhir/Task?_count=5000").await.ids().len(), 60);
}
