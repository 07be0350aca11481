//! What a client of ours writes on a server that others wrote: each decision once, with its witness, and never over
//! somebody else's.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Foreign, ForeignServer, Pc, Saved, TornLine, op_id_of};

use crate::practice::{on_each_server, pc, server};

on_each_server! {
    a_day_of_decisions_taken_offline_is_on_the_server_once_and_in_order
    a_push_sent_a_second_time_is_refused_whole
    somebody_elses_change_outside_the_decision_moves_it_to_the_newer_version
    somebody_elses_owner_is_a_conflict_and_stays_until_a_person_has_looked
    two_pcs_that_do_not_know_of_each_other_end_in_one_conflict_that_names_the_colleague
    an_answer_that_gets_lost_is_looked_up_and_not_sent_again
    what_the_server_does_with_a_stale_version_is_what_the_client_counts_on
}

const ANWEN: (&str, &str) = ("555000000101", "Dr Anwen Rees");
const IMRAN: (&str, &str) = ("555000000102", "Dr Imran Shah");
const REPLY: &str = "Please send a photo of the other arm.";

/// A server, a PC of the practice and the id of one request.
async fn practice(on: ForeignServer) -> Option<(Foreign, Pc, String)> {
    let server = server(on).await?;
    let pc = pc(&server, ANWEN).await;
    let request = pc.open_requests().await.remove(0);
    Some((server, pc, request))
}

fn output<'a>(task: &'a Value, kind: &str) -> Option<&'a Value> {
    task["output"].as_array()?.iter().find(|output| output["type"]["coding"][0]["code"] == kind)
}

async fn a_day_of_decisions_taken_offline_is_on_the_server_once_and_in_order(on: ForeignServer) {
    let Some((server, pc, request)) = practice(on).await else { return };
    let before = server.get(&format!("Task/{request}")).await.ok();
    let mut day: Vec<(Saved, Option<&str>)> = Vec::new();
    for (decision, reply) in [
        (&["note", "Seen the photo"][..], None),
        (&["assign", "me"], None),
        (&["urgency", "urgent-today"], None),
        (&["opened"], None),
        (&["reply", REPLY], Some(REPLY)),
        (&["close", "advice-by-message", "--mode", "message", "--reason", "Rash has gone, fever since better"], None),
    ] {
        day.push((pc.decides(&request, decision).await, reply));
    }
    pc.done(&["sync"]).await;

    for (saved, reply) in &day {
        server.assert_once(&saved.op, &request, *reply).await;
    }
    let ops: Vec<&str> = day.iter().map(|(saved, _)| saved.op.as_str()).collect();
    assert_eq!(server.decisions_on(&request).await, ops);

    let task = server.get(&format!("Task/{request}")).await.ok();
    assert_eq!(op_id_of(&task), ops.last().copied(), "the second witness is on the Task");
    assert_eq!((&task["status"], &task["priority"]), (&json!("completed"), &json!("asap")));
    assert_eq!(task["owner"]["identifier"]["value"], ANWEN.0);
    assert_eq!(task["note"][0]["text"], "Seen the photo");
    assert_eq!(output(&task, "disposition").unwrap()["valueCodeableConcept"]["coding"][0]["code"], "advice-by-message");
    assert!(output(&task, "first-opened").unwrap()["valueDateTime"].is_string());
    for untouched in ["focus", "for", "requester", "input", "code", "intent", "restriction", "description"] {
        assert_eq!(task[untouched], before[untouched], "{untouched} went back as it came");
    }
    let witness = server.get(&format!("Provenance/{}", ops[0])).await.ok();
    assert_eq!(witness["agent"][0]["who"]["identifier"]["value"], ANWEN.0);
    assert_eq!(witness["entity"][0]["what"]["reference"], format!("Task/{request}/_history/1"));
    assert_eq!(pc.outbox().await["waiting"], json!([]));
}

async fn a_push_sent_a_second_time_is_refused_whole(on: ForeignServer) {
    let Some((server, pc, request)) = practice(on).await else { return };
    let saved = pc.decides(&request, &["reply", REPLY]).await;
    pc.done(&["sync"]).await;
    let entry = async |path: String, condition: (&str, &str)| {
        let mut resource = server.get(&path).await.ok();
        resource["meta"].as_object_mut().unwrap().remove("versionId");
        json!({ "resource": resource, "request": { "method": "PUT", "url": path, condition.0: condition.1 } })
    };
    let again = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
        entry(format!("Task/{request}"), ("ifMatch", "W/\"1\"")).await,
        entry(format!("CommunicationRequest/{}", saved.op), ("ifNoneMatch", "*")).await,
        entry(format!("Provenance/{}", saved.op), ("ifNoneMatch", "*")).await,
    ] });
    let answer = server.post("", &again).await;
    assert!((400..500).contains(&answer.status), "{}: {}", answer.status, answer.body);
    server.assert_once(&saved.op, &request, Some(REPLY)).await;
    assert_eq!(server.get(&format!("Task/{request}")).await.ok()["meta"]["versionId"], "2");
}

async fn somebody_elses_change_outside_the_decision_moves_it_to_the_newer_version(on: ForeignServer) {
    let Some((server, pc, request)) = practice(on).await else { return };
    let saved = pc.decides(&request, &["note", "Rang, no answer"]).await;
    server.edit(&format!("Task/{request}"), |task| task["priority"] = json!("asap")).await;
    pc.done(&["sync"]).await;
    server.assert_once(&saved.op, &request, None).await;
    let task = server.get(&format!("Task/{request}")).await.ok();
    assert_eq!((&task["priority"], &task["note"][0]["text"]), (&json!("asap"), &json!("Rang, no answer")));
    assert_eq!(task["meta"]["versionId"], "3");
}

async fn somebody_elses_owner_is_a_conflict_and_stays_until_a_person_has_looked(on: ForeignServer) {
    let Some((server, pc, request)) = practice(on).await else { return };
    let saved = pc.decides(&request, &["assign", "me"]).await;
    let path = format!("Task/{request}");
    server
        .edit(&path, |task| {
            task["status"] = json!("accepted");
            task["owner"] = json!({
                "type": "Practitioner",
                "identifier": { "system": "https://fhir.nhs.uk/Id/sds-user-id", "value": IMRAN.0 },
                "display": IMRAN.1,
            });
        })
        .await;
    let _ = pc.run(&["sync"]).await.with_code(5);
    server.assert_never(&saved.op, &request).await;
    let card = pc.outbox().await["conflicts"][0].clone();
    assert_eq!((&card["op"], &card["conflict"]["differs"]), (&json!(saved.op), &json!(["owner"])));
    assert_eq!(card["conflict"]["there"]["fields"]["owner"]["name"], IMRAN.1);
    assert_eq!(server.get(&path).await.ok()["owner"]["display"], IMRAN.1, "nothing was overwritten");

    let resolve = ["--offline", "resolve", &saved.op, "reissue-mine", "--reason", "Agreed on the phone"];
    let again = pc.json(&resolve).await["op"].as_str().unwrap().to_owned();
    pc.done(&["sync"]).await;
    server.assert_once(&again, &request, None).await;
    server.assert_never(&saved.op, &request).await;
    assert_eq!(server.get(&path).await.ok()["owner"]["display"], ANWEN.1);
}

async fn two_pcs_that_do_not_know_of_each_other_end_in_one_conflict_that_names_the_colleague(on: ForeignServer) {
    let Some((server, anwen, request)) = practice(on).await else { return };
    let imran = pc(&server, IMRAN).await;
    let first = anwen.decides(&request, &["assign", "me"]).await;
    let second = imran.decides(&request, &["assign", "me"]).await;
    anwen.done(&["sync"]).await;
    let _ = imran.run(&["sync"]).await.with_code(5);
    server.assert_once(&first.op, &request, None).await;
    server.assert_never(&second.op, &request).await;
    let card = imran.outbox().await["conflicts"][0].clone();
    assert_eq!(card["conflict"]["changed_by"], ANWEN.1);
}

async fn an_answer_that_gets_lost_is_looked_up_and_not_sent_again(on: ForeignServer) {
    let Some((server, _, _)) = practice(on).await else { return };
    let line = TornLine::to(&server).await;
    let pc = pc(&line.wire, ANWEN).await;
    let request = pc.open_requests().await.remove(0);
    let saved = pc.decides(&request, &["reply", REPLY]).await;
    let before = line.pushes();
    line.lose_the_next_answer();
    pc.done(&["sync"]).await;
    assert_eq!(line.pushes() - before, 1, "the witness said that it had landed");
    server.assert_once(&saved.op, &request, Some(REPLY)).await;
    assert_eq!(pc.status().await["unsent"], 0);
}

async fn what_the_server_does_with_a_stale_version_is_what_the_client_counts_on(on: ForeignServer) {
    let Some((server, _, request)) = practice(on).await else { return };
    let task = server.edit(&format!("Task/{request}"), |task| task["priority"] = json!("asap")).await;
    let stale =
        server.send(Method::PUT, &format!("Task/{request}"), Some(&task), &[("if-match", "W/\"1\"")]).await.unwrap();
    assert_eq!(stale.status, 412);
    assert_eq!(server.get("Provenance/01890000-0000-7000-8000-000000000001").await.status, 404);
}
