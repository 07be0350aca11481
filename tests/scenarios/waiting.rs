//! Who waits for a patient is not waited for by nobody: the request comes back when they write, or when their time is over.

use serde_json::json;
use tests::{Desk, Pc, Provider};
use triage_client::desk::View;

use crate::decisions::ahead;

const GP: &str = "555000000101";
const OTHER_GP: &str = "555000000102";

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_waits_for_its_patient_waits_on_every_pc_until_it_is_ended() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let request = pc.open_requests().await[0].clone();
    let until = ahead(3);
    pc.decides(&request, &["hold", &until, "--for-patient"]).await;
    pc.done(&["sync"]).await;
    let task = provider.get(&format!("Task/{request}")).await.ok();
    assert_eq!(
        (&task["status"], &task["businessStatus"]["coding"][0]["code"]),
        (&json!("on-hold"), &json!("awaiting-patient"))
    );

    let other = Pc::of(OTHER_GP, &provider).await;
    let shown = other.json(&["show", &request]).await;
    assert_eq!((&shown["state"]["next_action"], &shown["state"]["held_until"]), (&json!("patient"), &json!(until)));
    let desk = Desk::on(&other, OTHER_GP);
    let in_view = |view| desk.rows(view).iter().any(|row| row.request.id.as_str() == request);
    assert!(in_view(View::Waiting) && !in_view(View::Unassigned) && !in_view(View::Held));
    desk.stop().await;
    drop(desk);

    other.decides(&request, &["end-hold"]).await;
    other.done(&["sync"]).await;
    pc.done(&["sync"]).await;
    let shown = pc.json(&["show", &request]).await;
    assert_eq!((&shown["state"]["next_action"], &shown["state"]["held_until"]), (&json!("practice"), &json!(null)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_waits_for_a_time_says_so_to_the_provider_and_a_patient_who_may_answer_does() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let request = pc.open_requests().await[0].clone();
    let until = ahead(7);
    let reply =
        pc.decides(&request, &["reply", "Could you send a photo?", "--wait", "--until", &until, "--may-answer"]).await;
    pc.done(&["sync"]).await;
    let sent = provider.get(&format!("CommunicationRequest/{}", reply.op)).await.ok();
    assert_eq!(sent["extension"][0]["valueBoolean"], true);
    let shown = pc.json(&["show", &request]).await;
    assert_eq!((&shown["state"]["next_action"], &shown["state"]["held_until"]), (&json!("patient"), &json!(until)));
}
