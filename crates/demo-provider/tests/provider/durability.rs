use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use demo_provider::Settings;
use reqwest::Method;
use serde_json::json;

use crate::world::{World, client, exchange, message, task, transaction};

/// Decisions acknowledged before the process is killed.
const DECISIONS: usize = 25;

fn in_file(file: &Path) -> Settings {
    Settings { auth: false, still: true, database: Some(file.to_owned()), ..Settings::default() }
}

/// Starts the program and returns when it answers.
fn program(directory: &Path) -> (Child, String) {
    let port_file = directory.join("port");
    let mut child = Command::new(env!("CARGO_BIN_EXE_demo-provider"))
        .args(["--listen", "127.0.0.1:0", "--empty", "--no-auth", "--still"])
        .arg("--database")
        .arg(directory.join("provider.db"))
        .arg("--port-file")
        .arg(&port_file)
        .env("RUST_LOG", "info")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let ready = lines.find(|line| line.as_ref().unwrap().contains("the port file is written"));
    assert!(ready.is_some(), "the program ended before it answered");
    let address = std::fs::read_to_string(port_file).unwrap();
    (child, format!("http://{address}/fhir"))
}

#[tokio::test]
async fn everything_acknowledged_survives_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let (mut child, base) = program(directory.path());
    let http = client();
    for n in 0..DECISIONS {
        let bundle = transaction(json!([
            { "resource": task(&format!("t{n}")), "request": { "method": "PUT", "url": format!("Task/t{n}") } },
            { "resource": message(&format!("t{n}"), "x"), "request": { "method": "POST", "url": "CommunicationRequest" } },
        ]));
        let answer = exchange(&http, Method::POST, &base, Some(&bundle), &[]).await.unwrap();
        assert_eq!(answer.status, 200);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (mut child, base) = program(directory.path());
    let count = async |path: &str| {
        let url = format!("{base}/{path}?_summary=count");
        exchange(&http, Method::GET, &url, None, &[]).await.unwrap().json()["total"].clone()
    };
    assert_eq!(count("Task").await, DECISIONS);
    assert_eq!(count("CommunicationRequest").await, DECISIONS);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn versions_and_instants_go_on_where_they_were_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("provider.db");
    let world = World::with(in_file(&file)).await;
    world.post("/admin/clock", &json!({ "advance_s": 3600 })).await;
    let before = world.task("t").await.json();
    world.provider.shutdown().await;
    let world = World::with(in_file(&file)).await;
    let after = world.task("t").await.json();
    assert_eq!(after["meta"]["versionId"], "2");
    assert!(after["meta"]["lastUpdated"].as_str() > before["meta"]["lastUpdated"].as_str());
    let now = world.get("/admin/clock").await.json();
    assert!(now["now"].as_str() >= before["meta"]["lastUpdated"].as_str());
}

#[tokio::test]
async fn a_message_accepted_before_a_restart_is_delivered_once_after_it() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("provider.db");
    let world = World::with(in_file(&file)).await;
    world.task("t").await;
    world.post("/fhir/CommunicationRequest", &message("t", "x")).await;
    world.provider.shutdown().await;
    let mut reports = Vec::new();
    for _ in 0..2 {
        let world = World::with(in_file(&file)).await;
        world.post("/admin/deliver", &json!({})).await;
        reports = world.get("/fhir/Communication").await.ids();
        world.provider.shutdown().await;
    }
    assert_eq!(reports.len(), 1);
}
