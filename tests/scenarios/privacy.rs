//! Nothing that a patient or a member of staff wrote lies readable on the disk or passes through a log.

use std::sync::Arc;

use serde_json::{Value, json};
use tests::{Pc, Provider, Scan, Wire, until};
use triage_client::{Client, ClientSettings, Clock, FileVault, Quiet, open_profile};
use triage_domain::{RequestId, Words};

/// Words that stand nowhere else in the world.
const CANARIES: [&str; 4] = ["quokkazanzibar", "marmaladesextant", "gingkobalalaika", "tarmacoboephilately"];

/// Everything personal that the provider holds: people, forms, messages, what requests are about.
async fn everything_personal(provider: &Wire) -> Scan {
    let mut scan = Scan::default();
    for patient in everything(provider, "Patient").await {
        scan.add_patient(&patient);
    }
    for person in everything(provider, "RelatedPerson").await {
        scan.add_patient(&person);
    }
    for form in everything(provider, "QuestionnaireResponse").await {
        let mut answers = Vec::new();
        collect_strings(&form["item"], "valueString", &mut answers);
        answers.iter().for_each(|answer| scan.add_writing(answer));
    }
    for task in everything(provider, "Task").await {
        let mut notes = Vec::new();
        collect_strings(&task["note"], "text", &mut notes);
        notes.iter().for_each(|note| scan.add_writing(note));
    }
    for kind in ["Communication", "CommunicationRequest"] {
        for message in everything(provider, kind).await {
            let mut texts = Vec::new();
            collect_strings(&message["payload"], "contentString", &mut texts);
            texts.iter().for_each(|text| scan.add_writing(text));
        }
    }
    CANARIES.iter().for_each(|canary| scan.add(canary));
    scan
}

async fn everything(provider: &Wire, kind: &str) -> Vec<Value> {
    let bundle = provider.get(&format!("{kind}?_count=1000")).await.ok();
    bundle["entry"].as_array().into_iter().flatten().map(|entry| entry["resource"].clone()).collect()
}

fn collect_strings(value: &Value, member: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| collect_strings(element, member, found)),
        Value::Object(members) => {
            for (name, inner) in members {
                match inner.as_str() {
                    Some(text) if name == member => found.push(text.to_owned()),
                    Some(_) | None => collect_strings(inner, member, found),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Writes with every kind of decision that carries words.
async fn writes(pc: &Pc) {
    let requests = pc.open_requests().await;
    pc.decides(&requests[0], &["note", CANARIES[0]]).await;
    pc.decides(&requests[1], &["reply", CANARIES[1]]).await;
    pc.decides(&requests[2], &["urgency", "emergency", "--reason", CANARIES[2]]).await;
}

/// Keeps a draft as the window does, with the client inside this process.
async fn drafts(pc: &Pc) {
    let request = pc.open_requests().await.remove(3);
    let vault = Arc::new(FileVault::open(&pc.profile().join("demo-key")).unwrap());
    let profile = open_profile(&pc.profile(), vault).unwrap();
    let settings = ClientSettings { start_offline: true, ..ClientSettings::default() };
    let client = Client::start(profile, Clock::system(), Box::new(Quiet), settings).unwrap();
    let kept = client.save_draft(&RequestId::parse(&request).unwrap(), &Words::new(CANARIES[3])).unwrap();
    assert!(kept.is_some());
    client.stop().await;
}

fn assert_nothing_readable(pc: &Pc, scan: &Scan) {
    let files = pc.files();
    let names: Vec<String> = files.iter().map(|(path, _)| path.file_name().unwrap().to_string_lossy().into()).collect();
    for name in ["ledger.db", "cache.db"] {
        assert!(names.iter().any(|found| found == name), "{names:?}");
    }
    for (path, bytes) in &files {
        assert_eq!(scan.found_in_file(bytes), Vec::<&str>::new(), "in {}", path.display());
        assert_eq!(scan.found_in_text(&path.to_string_lossy()), Vec::<&str>::new(), "in a file name");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_a_profile_holds_a_readable_word() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    writes(&pc).await;
    drafts(&pc).await;
    let scan = everything_personal(&provider).await;
    assert!(scan.len() > 1_000, "there is something to look for: {}", scan.len());
    assert_nothing_readable(&pc, &scan);
    pc.done(&["sync"]).await;
    assert_nothing_readable(&pc, &scan);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_was_killed_leaves_no_readable_word_in_its_write_ahead_logs() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    writes(&pc).await;
    let push = json!({ "method": "POST", "path": "/fhir" });
    provider.order_faults(json!([{ "match": push, "fault": { "delay_ms": 3_600_000 } }])).await;
    let mut sync = pc.start(&["sync"]);
    until("a push is under way", || async { (provider.seen_by_rule(0).await > 0).then_some(()) }).await;
    sync.kill().await.unwrap();
    let logs =
        pc.files().into_iter().filter(|(path, bytes)| path.to_string_lossy().ends_with("-wal") && !bytes.is_empty());
    assert!(logs.count() > 0, "a write-ahead log is left");
    assert_nothing_readable(&pc, &everything_personal(&provider).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_readable_word_would_be_found() {
    let provider = Provider::start().await;
    let scan = everything_personal(&provider).await;
    let patient = &everything(&provider, "Patient").await[0];
    let nhs_number = patient["identifier"][0]["value"].as_str().unwrap();
    for text in [format!("x{nhs_number}y"), "saw QuokkaZanzibar today".to_owned()] {
        assert_eq!(scan.found_in_file(text.as_bytes()).len(), 1, "{text}");
        assert_eq!(scan.found_in_text(&text).len(), 1, "{text}");
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(scan.found_in_file(&wide).len(), 1, "{text} in UTF-16");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_talkative_log_names_nobody() {
    let provider = Provider::start().await;
    let pc = Pc::new();
    let mut log = String::new();
    let mut talk = async |arguments: &[&str]| {
        let mut command = pc.command(arguments);
        let output = command.env("TRIAGE_LOG", "debug").env("NO_COLOR", "1").output().await.unwrap();
        log.push_str(&String::from_utf8(output.stderr).unwrap());
        output.status.code()
    };
    assert_eq!(talk(&["connect", &provider.base]).await, Some(0));
    assert_eq!(talk(&["as", "555000000101"]).await, Some(0));
    assert_eq!(talk(&["sync"]).await, Some(0));
    writes(&pc).await;
    for (fault, code) in [(json!("captive-portal"), 4), (json!({ "status": 422 }), 5)] {
        let push = json!({ "method": "POST", "path": "/fhir" });
        provider.order_faults(json!([{ "match": push, "fault": fault }])).await;
        assert_eq!(talk(&["sync", "--wait-s", "2"]).await, Some(code), "{fault}");
    }
    provider.forgive().await;
    let refused = pc.outbox().await["failed"][0].clone();
    let again = ["resolve", refused["op"].as_str().unwrap(), "reissue-mine", "--reason", CANARIES[3]];
    assert_eq!(talk(&again).await, Some(0));
    talk(&["sync"]).await;
    for arguments in [&["queue"][..], &["outbox"], &["unreadable"], &["status"], &["workload"], &["workload", "--csv"]]
    {
        talk(arguments).await;
    }
    assert_eq!(talk(&["show", refused["request"].as_str().unwrap()]).await, Some(0));
    assert_eq!(talk(&["decide", refused["request"].as_str().unwrap(), "note", ""]).await, Some(6));
    assert!(log.lines().count() > 50, "the log has talked: {log}");
    let scan = everything_personal(&provider).await;
    let found: Vec<String> = log
        .lines()
        .filter(|line| !scan.found_in_text(line).is_empty())
        .map(|line| format!("{:?} in {line}", scan.found_in_text(line)))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_for_it_and_the_managers_file_name_nobody() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    writes(&pc).await;
    drafts(&pc).await;
    let push = json!({ "method": "POST", "path": "/fhir" });
    provider.order_faults(json!([{ "match": push, "fault": { "status": 422 } }])).await;
    let _ = pc.run(&["sync"]).await.with_code(5);
    let report = pc.done(&["report"]).await.stdout;
    let file = pc.done(&["workload", "--csv"]).await.stdout;
    let scan = everything_personal(&provider).await;
    for text in [&report, &file] {
        let found: Vec<String> =
            text.lines().filter(|line| !scan.found_in_text(line).is_empty()).map(str::to_owned).collect();
        assert_eq!(found, Vec::<String>::new());
    }
    for said in ["Triage Desk 0.", "Line: ", "Decisions, rejected, Refused { http_status: 422 }: ", "Data: "] {
        assert!(report.contains(said), "{said} is missing in {report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_managers_file_opens_in_a_spreadsheet_with_dates_as_the_united_kingdom_writes_them() {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let file = pc.done(&["workload", "--csv"]).await.stdout;
    let day = pc.json(&["workload"]).await;
    let (year, rest) = day["day"].as_str().unwrap().split_once('-').unwrap();
    let (month, date) = rest.split_once('-').unwrap();
    let lines: Vec<&str> = file.split("\r\n").collect();
    assert_eq!(lines[0], format!("\u{feff}Day,{date}/{month}/{year}"));
    assert!(lines.contains(&format!("Received,{}", day["received"]).as_str()), "{file}");
    assert!(lines.contains(&"Category,Received,Open,Decided,Closed"), "{file}");
    assert_eq!(lines.iter().filter(|line| line.contains(":00,")).count(), 24, "an hour each");
}
