use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{ODS, REQUEST_REF, World, task};

async fn filled() -> World {
    let world = World::open().await;
    let mut patient = json!({ "resourceType": "Patient", "id": "p1" });
    patient["identifier"] = json!([{ "system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018" }]);
    world.put("/fhir/Patient/p1", &patient).await;
    let form = json!({ "resourceType": "QuestionnaireResponse", "id": "q1", "status": "completed" });
    world.put("/fhir/QuestionnaireResponse/q1", &form).await;
    for (id, status, priority, hour) in [
        ("a", "requested", "routine", 11),
        ("b", "accepted", "urgent", 10),
        ("c", "completed", "routine", 9),
        ("d", "on-hold", "asap", 8),
    ] {
        let mut body = task(id);
        body["meta"] = json!({ "tag": [{ "system": ODS, "code": "A99999" }] });
        body["status"] = json!(status);
        body["priority"] = json!(priority);
        body["businessStatus"] = json!({ "coding": [{ "system": "urn:bs", "code": format!("bs-{id}") }] });
        body["for"] = json!({ "reference": "Patient/p1" });
        body["authoredOn"] = json!(format!("2026-11-23T{hour:02}:00:00Z"));
        world.put(&format!("/fhir/Task/{id}"), &body).await;
    }
    let mut owned = task("e");
    owned["status"] = json!("rejected");
    owned["focus"] = json!({ "reference": "QuestionnaireResponse/q1" });
    owned["for"] = json!({ "reference": format!("{}/Patient/p1", world.provider.base_url) });
    owned["owner"] = json!({ "identifier": { "system": "urn:sds", "value": "555" } });
    world.put("/fhir/Task/e", &owned).await;
    world
}

#[tokio::test]
async fn each_parameter_finds_what_it_names_and_nothing_else() {
    let world = filled().await;
    let cases = [
        ("status=requested", "a"),
        ("status=requested,on-hold", "ad"),
        ("status:not=completed,rejected", "abd"),
        ("priority=urgent", "b"),
        ("business-status=urn:bs%7Cbs-c", "c"),
        ("business-status=bs-c", "c"),
        ("business-status=other%7Cbs-c", ""),
        ("business-status=urn:bs%7C", "abcd"),
        (&format!("_tag={ODS}%7CA99999"), "abcd"),
        (&format!("identifier={REQUEST_REF}%7CREF-b"), "b"),
        ("identifier=REF-b", "b"),
        ("patient=Patient/p1", "abcde"),
        ("subject=p1&status=accepted", "b"),
        ("for=Patient/p2", ""),
        ("focus=QuestionnaireResponse/q1", "e"),
        ("owner:identifier=urn:sds%7C555", "e"),
        ("_id=a,c,zz", "ac"),
        ("authored-on=ge2026-11-23T10:00:00Z", "ab"),
        ("authored-on=gt2026-11-23T10:00:00Z", "a"),
        ("authored-on=le2026-11-23T09:00:00Z", "cd"),
        ("authored-on=lt2026-11-23T09:00:00Z", "d"),
        ("authored-on=2026-11-23", "abcd"),
        ("authored-on=ge2026-11-23T09:00:00Z&authored-on=lt2026-11-23T11:00:00Z", "bc"),
    ];
    for (query, expected) in cases {
        let found = world.get(&format!("/fhir/Task?{query}")).await;
        assert_eq!(found.ids().concat(), expected, "{query}");
        assert_eq!(found.json()["total"], expected.len(), "{query}");
    }
}

#[tokio::test]
async fn matches_come_in_the_wanted_order() {
    let world = filled().await;
    for (sort, expected) in [
        ("_id", "abcde"),
        ("-_id", "edcba"),
        ("_lastUpdated", "abcde"),
        ("-_lastUpdated", "edcba"),
        ("authored-on", "edcba"),
        ("-authored-on", "abcde"),
    ] {
        let found = world.get(&format!("/fhir/Task?_sort={sort}")).await;
        assert_eq!(found.ids().concat(), expected, "{sort}");
    }
}

#[tokio::test]
async fn last_updated_is_compared_to_the_millisecond() {
    let world = filled().await;
    let second = world.get("/fhir/Task/b").await.json();
    let stamp = second["meta"]["lastUpdated"].as_str().unwrap();
    for (comparison, expected) in [("ge", "bcde"), ("gt", "cde"), ("le", "ab"), ("lt", "a"), ("eq", "b")] {
        let found = world.get(&format!("/fhir/Task?_lastUpdated={comparison}{stamp}")).await;
        assert_eq!(found.ids().concat(), expected, "{comparison}");
    }
}

#[tokio::test]
async fn an_unknown_parameter_is_refused_when_strict_and_left_out_when_lenient() {
    let world = filled().await;
    let path = "/fhir/Task?status=requested&colour=red&_sort=colour&_include=Task:colour";
    let lenient = world.get(path).await;
    assert_eq!(lenient.ids(), ["a"]);
    let own = lenient.link("self").unwrap();
    assert!(own.ends_with("/Task?status=requested"), "{own}");
    for path in [
        "/fhir/Task?colour=red",
        "/fhir/Task?_sort=colour",
        "/fhir/Task?_include=Task:colour",
        "/fhir/Task?_summary=text",
    ] {
        let strict = [("prefer", "handling=strict")];
        let answer = world.send(Method::GET, path, None, &strict).await;
        assert_eq!((answer.status, answer.issue().as_str()), (400, "invalid"), "{path}");
    }
}

#[tokio::test]
async fn related_resources_come_along_once() {
    let world = filled().await;
    let found = world.get("/fhir/Task?_include=Task:patient&_include=Task:focus&_sort=_lastUpdated").await;
    assert_eq!(found.ids(), ["a", "b", "c", "d", "e", "p1", "q1"]);
    let modes: Vec<Value> =
        found.json()["entry"].as_array().unwrap().iter().map(|entry| entry["search"]["mode"].clone()).collect();
    assert_eq!(modes[4..], [json!("match"), json!("include"), json!("include")]);
    assert_eq!(found.json()["total"], 5);
    let reverse = world.get("/fhir/Patient?_revinclude=Task:patient").await;
    assert_eq!(reverse.ids().len(), 6);
}

#[tokio::test]
async fn wanted_members_come_with_a_warning_that_they_are_a_part() {
    let world = filled().await;
    let found = world.get("/fhir/Task?_elements=identifier,status&_id=a").await.json();
    let part = &found["entry"][0]["resource"];
    let names: Vec<&String> = part.as_object().unwrap().keys().collect();
    assert_eq!(names, ["resourceType", "id", "identifier", "status", "meta"]);
    assert_eq!(part["meta"]["tag"][1]["code"], "SUBSETTED");
    assert_eq!(part["meta"]["versionId"], "1");
}

#[tokio::test]
async fn counting_returns_no_resources() {
    let world = filled().await;
    for query in ["_summary=count", "_count=0"] {
        let found = world.get(&format!("/fhir/Task?{query}")).await.json();
        assert_eq!(found["total"], 5);
        assert!(found.get("entry").is_none());
    }
}

#[tokio::test]
async fn a_search_by_form_finds_the_same() {
    let world = filled().await;
    let response = world
        .http
        .post(format!("{}/Task/_search", world.provider.base_url))
        .form(&[("status", "requested,accepted"), ("_sort", "-_id")])
        .send()
        .await
        .unwrap();
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(body["entry"][0]["resource"]["id"], "b");
    assert_eq!(body["total"], 2);
}

#[tokio::test]
async fn messages_and_witnesses_are_found_by_the_task_they_are_about() {
    let world = filled().await;
    let about = json!([{ "reference": "Task/a" }]);
    let message = json!({
        "resourceType": "Communication", "id": "m", "status": "completed", "about": about,
        "sent": "2026-11-23T10:00:00Z", "inResponseTo": [{ "reference": "Communication/before" }],
    });
    world.put("/fhir/Communication/m", &message).await;
    let witness = json!({
        "resourceType": "Provenance", "id": "w", "recorded": "2026-11-23T10:00:00Z",
        "target": [{ "reference": "Task/a" }],
        "agent": [{ "who": { "display": "x" } }],
        "entity": [{ "role": "revision", "what": { "reference": "Task/a/_history/1" } }],
    });
    world.put("/fhir/Provenance/w", &witness).await;
    for (path, id) in [
        ("Communication?about=Task/a", "m"),
        ("Communication?sent=ge2026-11-23", "m"),
        ("Communication?in-response-to=Communication/before", "m"),
        ("Provenance?target=Task/a", "w"),
        ("Provenance?entity=Task/a", "w"),
        ("Provenance?recorded=2026-11-23", "w"),
    ] {
        assert_eq!(world.get(&format!("/fhir/{path}")).await.ids(), [id], "{path}");
    }
    assert!(world.get("/fhir/Communication?about=Task/b").await.ids().is_empty());
}
