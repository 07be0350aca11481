//! What a client of ours sees on a server that holds more than online consultations.

use serde_json::{Value, json};
use tests::{ForeignServer, Pc, left_out};

use crate::practice::{ODS, connect, load_uk_core, on_each_server, pc, server};

on_each_server! {
    requests_arrive_with_their_form_patient_and_photo
    other_peoples_resources_are_passed_over_without_harm
    a_request_about_somebody_elses_form_and_patient_is_shown_whole
    what_comes_and_changes_after_the_first_pull_arrives
    another_practices_requests_stay_out_of_sight
}

const ANWEN: (&str, &str) = ("555000000101", "Dr Anwen Rees");

async fn requests_arrive_with_their_form_patient_and_photo(on: ForeignServer) {
    let Some(server) = server(on).await else { return };
    let pc = pc(&server, ANWEN).await;
    let rows = pc.rows("all-open").await;
    assert_eq!(rows.len(), 2);
    for row in rows {
        let shown = pc.json(&["show", row["id"].as_str().unwrap()]).await;
        assert_eq!(shown["words"], "Rash on my forearm, spreading since Friday");
        assert_eq!(shown["nhsNumber"], "999 000 0018");
        assert_eq!(shown["photos"].as_array().map(Vec::len), Some(1));
        let fever = |answer: &&Value| answer["question"] == "High temperature";
        assert_eq!(shown["answers"].as_array().unwrap().iter().find(fever).unwrap()["is_red_flag"], true);
    }
}

async fn other_peoples_resources_are_passed_over_without_harm(on: ForeignServer) {
    let Some(server) = server(on).await else { return };
    if !load_uk_core(&server).await {
        return;
    }
    assert!(server.count(&format!("Task?_tag={ODS}")).await > 2, "there is a foreign Task in sight");
    let pc = pc(&server, ANWEN).await;
    assert_eq!(pc.rows("all-open").await.len(), 2, "a colonoscopy is nobody's online consultation");
    assert_eq!(pc.json(&["unreadable"]).await, json!([]));
}

async fn a_request_about_somebody_elses_form_and_patient_is_shown_whole(on: ForeignServer) {
    let Some(server) = server(on).await else { return };
    if !load_uk_core(&server).await {
        return;
    }
    let form = "QuestionnaireResponse/UKCore-QuestionnaireResponse-InpatientSurvey-Example";
    if server.get(form).await.status != 200 {
        return left_out(&format!("a foreign form on {}", on.name()), "its validation refuses the example");
    }
    let task = json!({
        "resourceType": "Task",
        "meta": { "tag": [{ "system": "https://fhir.nhs.uk/Id/ods-organization-code", "code": ODS }] },
        "identifier": [{ "use": "official", "system": "https://provider.example/ref", "value": "UKCORE-1" }],
        "status": "requested",
        "intent": "order",
        "priority": "routine",
        "focus": { "reference": form },
        "for": { "reference": "Patient/UKCore-Patient-RichardSmith-Example" },
        "authoredOn": "2026-11-22T09:02:12Z",
    });
    let id = server.post("Task", &task).await.ok()["id"].as_str().unwrap().to_owned();
    let pc = pc(&server, ANWEN).await;
    let shown = pc.json(&["show", &id]).await;
    assert_eq!(shown["name"], "SMITH, Richard");
    assert!(!shown["answers"].as_array().unwrap().is_empty(), "{shown}");
    pc.decides(&id, &["note", "Not one of ours by its code, and shown all the same"]).await;
    pc.done(&["sync"]).await;
}

async fn what_comes_and_changes_after_the_first_pull_arrives(on: ForeignServer) {
    let Some(server) = server(on).await else { return };
    let pc = pc(&server, ANWEN).await;
    let first = pc.rows("all-open").await[0].clone();
    let id = first["id"].as_str().unwrap();
    server.edit(&format!("Task/{id}"), |task| task["priority"] = json!("stat")).await;
    let form = server.get(&format!("Task/{id}")).await.ok()["focus"]["reference"].as_str().unwrap().to_owned();
    server
        .edit(&form, |form| {
            form["status"] = json!("amended");
            form["item"][0]["answer"][0]["valueString"] = json!("It has spread to my neck");
        })
        .await;
    pc.done(&["sync"]).await;
    let shown = pc.json(&["show", id]).await;
    assert_eq!(shown["state"]["urgency"], "emergency");
    assert_eq!(shown["words"], "It has spread to my neck", "a changed form needs no change of its Task");
}

async fn another_practices_requests_stay_out_of_sight(on: ForeignServer) {
    let Some(server) = server(on).await else { return };
    let pc = Pc::new();
    pc.done(&["connect", &server.base, "--ods", "Z99999", "--practice", "Elsewhere", "--staff", "555000000999"]).await;
    pc.done(&["sync"]).await;
    assert_eq!(pc.rows("all-open").await, Vec::<Value>::new());
    connect(&Pc::new(), &server, ANWEN).await;
}
