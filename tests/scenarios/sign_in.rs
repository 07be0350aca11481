//! Staff sign in at the provider under their own name, once a day and not once an hour, and what they decide goes under
//! their own authority, whoever sits at the PC by then.

use std::path::PathBuf;

use demo_provider::Settings;
use serde_json::{Value, json};
use tests::{Pc, Provider, Wire, choose_in_browser, practice};
use tokio::io::{AsyncBufReadExt, BufReader};

const ANWEN: &str = "555000000101";
const IMRAN: &str = "555000000102";

async fn guarded_provider() -> Provider {
    Provider::with(Settings { auth: true, ..practice() }).await
}

/// Signs a member of staff in on a PC: the program prints an address, a person opens it and chooses.
async fn signs_in(pc: &Pc, provider: &Wire, staff: &str) {
    let mut program = pc.start(&["sign-in"]);
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let address = lines.next_line().await.unwrap().unwrap();
    choose_in_browser(provider.http(), &address, staff).await;
    let mut rest = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        rest.push_str(&line);
    }
    assert_eq!(program.wait().await.unwrap().code(), Some(0));
    let member: Value = serde_json::from_str(&rest).unwrap();
    assert_eq!(member["id"], staff);
}

/// A PC at which this member of staff has signed in and which has pulled.
async fn pc_of(staff: &str, provider: &Provider) -> Pc {
    let pc = Pc::new();
    pc.connect(provider).await;
    signs_in(&pc, provider, staff).await;
    pc.done(&["sync"]).await;
    pc
}

fn token_file(pc: &Pc, staff: &str) -> PathBuf {
    pc.profile().join("demo-key").join(format!("token-{staff}"))
}

/// Calls the provider as this member of staff would, past the program.
async fn with_token_of(pc: &Pc, provider: &Wire, staff: &str, path: &str) -> (u16, Value) {
    let tokens: Value = serde_json::from_slice(&std::fs::read(token_file(pc, staff)).unwrap()).unwrap();
    let bearer = format!("Bearer {}", tokens["access"].as_str().unwrap());
    let answer = provider.send(reqwest::Method::GET, path, None, &[("authorization", &bearer)]).await.unwrap();
    (answer.status, answer.body)
}

/// Ends somebody's sign-in at the provider, as happens when they leave: a refresh token used twice revokes all.
async fn revoke(pc: &Pc, provider: &Wire, staff: &str) {
    let tokens: Value = serde_json::from_slice(&std::fs::read(token_file(pc, staff)).unwrap()).unwrap();
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens["refresh"].as_str().unwrap()),
        ("client_id", "triage-desk"),
    ];
    for status in [200, 400] {
        let answer = provider.http().post(format!("{}/oauth/token", provider.origin())).form(&form).send().await;
        assert_eq!(answer.unwrap().status(), status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_practice_is_known_and_its_queue_arrives_once_somebody_has_signed_in() {
    let provider = guarded_provider().await;
    let pc = Pc::new();
    pc.connect(&provider).await;
    let _ = pc.run(&["sync"]).await.with_code(3);
    signs_in(&pc, &provider, ANWEN).await;
    pc.done(&["sync"]).await;
    assert_eq!(pc.status().await["staff"], ANWEN);
    assert!(!pc.rows("all-open").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cancels_in_the_browser_is_not_signed_in() {
    let provider = guarded_provider().await;
    let pc = Pc::new();
    pc.connect(&provider).await;
    let mut program = pc.start(&["sign-in"]);
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let address = lines.next_line().await.unwrap().unwrap();
    choose_in_browser(provider.http(), &address, "").await;
    assert_ne!(program.wait().await.unwrap().code(), Some(0));
    assert_eq!(pc.status().await["staff"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worn_out_token_is_renewed_once_and_nobody_notices() {
    let provider = guarded_provider().await;
    let pc = pc_of(ANWEN, &provider).await;
    let requests = pc.open_requests().await;
    let mut saved = Vec::new();
    for request in &requests[..4] {
        saved.push(pc.decides(request, &["note", "Seen"]).await);
    }
    provider.advance_clock(31 * 60).await;
    assert_eq!(with_token_of(&pc, &provider, ANWEN, "Task?_summary=count").await.0, 401, "the token is worn out");
    provider.order_faults(json!([{ "match": { "path": "/oauth/token" }, "fault": { "delay_ms": 0 } }])).await;
    pc.done(&["sync"]).await;
    assert_eq!(provider.seen_by_rule(0).await, 1, "renewed once, though four decisions waited for it");
    for saved in &saved {
        let (status, witness) = with_token_of(&pc, &provider, ANWEN, &format!("Provenance/{}", saved.op)).await;
        assert_eq!((status, &witness["meta"]["versionId"]), (200, &json!("1")));
    }
    pc.done(&["sync"]).await;
    assert_eq!(provider.seen_by_rule(0).await, 1, "and the renewed one was kept over a restart");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_that_meets_a_worn_out_token_takes_effect_once() {
    let provider = guarded_provider().await;
    let pc = pc_of(ANWEN, &provider).await;
    let request = pc.open_requests().await.remove(0);
    let saved = pc.decides(&request, &["reply", "Please ring us"]).await;
    let push = json!({ "method": "POST", "path": "/fhir", "times": 1 });
    provider.order_faults(json!([{ "match": push, "fault": { "status": 401 } }])).await;
    pc.done(&["sync"]).await;
    for kind in ["Provenance", "CommunicationRequest"] {
        let (status, body) = with_token_of(&pc, &provider, ANWEN, &format!("{kind}/{}", saved.op)).await;
        assert_eq!((status, &body["meta"]["versionId"]), (200, &json!("1")), "{kind}");
    }
    assert_eq!(pc.status().await["unsent"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_goes_under_its_authors_own_authority_and_waits_for_nobody_elses() {
    let provider = guarded_provider().await;
    let pc = pc_of(ANWEN, &provider).await;
    let requests = pc.open_requests().await;
    let of_anwen = pc.decides(&requests[0], &["note", "From Anwen"]).await;
    revoke(&pc, &provider, ANWEN).await;
    signs_in(&pc, &provider, IMRAN).await;
    let of_imran = pc.decides(&requests[1], &["note", "From Imran"]).await;

    let _ = pc.run(&["sync"]).await.with_code(5);
    assert_eq!(with_token_of(&pc, &provider, IMRAN, &format!("Provenance/{}", of_imran.op)).await.0, 200);
    assert_eq!(with_token_of(&pc, &provider, IMRAN, &format!("Provenance/{}", of_anwen.op)).await.0, 404);
    let waiting = pc.outbox().await["waiting"][0].clone();
    assert_eq!((&waiting["op"], &waiting["author"]), (&json!(of_anwen.op), &json!(ANWEN)));
    assert_eq!((&waiting["state"], &waiting["stuck"]["kind"]), (&json!("parked"), &json!("sign-in-needed")));

    signs_in(&pc, &provider, ANWEN).await;
    signs_in(&pc, &provider, IMRAN).await;
    pc.done(&["sync"]).await;
    let (status, witness) = with_token_of(&pc, &provider, IMRAN, &format!("Provenance/{}", of_anwen.op)).await;
    assert_eq!((status, &witness["meta"]["versionId"]), (200, &json!("1")));
    assert_eq!(witness["agent"][0]["who"]["identifier"]["value"], ANWEN, "sent while Imran sat at the PC");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_whose_sign_in_has_ended_says_so_and_keeps_everything() {
    let provider = guarded_provider().await;
    let pc = pc_of(ANWEN, &provider).await;
    let request = pc.open_requests().await.remove(0);
    let saved = pc.decides(&request, &["note", "Seen"]).await;
    revoke(&pc, &provider, ANWEN).await;
    let _ = pc.run(&["sync", "--wait-s", "30"]).await.with_code(3);
    assert_eq!(pc.status().await["unsent"], 1);
    signs_in(&pc, &provider, ANWEN).await;
    pc.done(&["sync"]).await;
    assert_eq!(with_token_of(&pc, &provider, ANWEN, &format!("Provenance/{}", saved.op)).await.0, 200);
}
