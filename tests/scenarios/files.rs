//! A file goes out with the reply it was attached to, to the patient it was meant for, once, and whole.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use tests::{Desk, Pc, Provider, practice_without};
use triage_client::desk::View;
use triage_client::{DecideError, DecideForm, TypedPlace};
use triage_domain::{AfterReply, Decision, RequestId, Words};

const GP: &str = "555000000101";
const OTHER_GP: &str = "555000000102";

/// A leaflet of so many bytes.
fn leaflet(bytes: usize) -> Vec<u8> {
    let mut leaflet = b"%PDF-1.7\n".to_vec();
    leaflet.resize(bytes, b'x');
    leaflet
}

fn written(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The files of the reply that a decision made, as the provider has it.
async fn files_of(provider: &Provider, op: &str) -> Vec<Value> {
    let reply = provider.get(&format!("CommunicationRequest/{op}")).await.ok();
    let parts = reply["payload"].as_array().unwrap();
    parts.iter().map(|part| part["contentAttachment"].clone()).filter(Value::is_object).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leaflet_of_five_megabytes_reaches_the_provider_whole_and_the_thread_of_every_pc() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let request = pc.open_requests().await[0].clone();
    let folder = tempfile::tempdir().unwrap();
    let bytes = leaflet(5 * 1024 * 1024);
    let path = written(&folder, "Knee exercises.pdf", &bytes);
    let arguments = ["reply", "Please read this", "--may-answer", "--attach", path.to_str().unwrap()];
    let reply = pc.decides(&request, &arguments).await;
    pc.done(&["sync"]).await;

    provider.assert_once(&reply.op, &request, Some("Please read this")).await;
    let files = files_of(&provider, &reply.op).await;
    assert_eq!(files.len(), 1);
    let url = files[0]["url"].as_str().unwrap();
    let binary = provider.get(url).await.ok();
    assert_eq!(binary["contentType"], "application/pdf");
    assert!(BASE64.decode(binary["data"].as_str().unwrap()).unwrap() == bytes, "the bytes are others");

    let shown = Pc::of(OTHER_GP, &provider).await.json(&["show", &request]).await;
    let message = shown["messages"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(message["may_answer"], true);
    assert_eq!(message["attachments"][0]["name"], "Knee exercises.pdf");
    assert_eq!(message["attachments"][0]["size_bytes"], json!(bytes.len()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_with_a_file_is_written_without_a_line_and_goes_when_there_is_one() {
    let mut provider = tests::ProviderProcess::start().await;
    let pc = Pc::of(GP, &provider).await;
    let request = pc.open_requests().await[0].clone();
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "leaflet.pdf", &leaflet(2_000));
    provider.kill().await;
    let reply = pc.decides(&request, &["reply", "Please read", "--attach", path.to_str().unwrap()]).await;
    std::fs::remove_file(&path).unwrap();
    provider.start_again().await;
    pc.done(&["sync"]).await;
    provider.assert_once(&reply.op, &request, Some("Please read")).await;
    let sent = provider.get(&format!("CommunicationRequest/{}", reply.op)).await.ok();
    let url = sent["payload"][1]["contentAttachment"]["url"].as_str().unwrap();
    let binary = provider.get(url).await.ok();
    assert_eq!(BASE64.decode(binary["data"].as_str().unwrap()).unwrap(), leaflet(2_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_decisions_are_written_step_by_step_the_file_is_there_before_the_reply() {
    let provider = Provider::with(practice_without(&[demo_provider::Gap::Transactions])).await;
    let pc = Pc::of(GP, &provider).await;
    let request = pc.open_requests().await[0].clone();
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "leaflet.pdf", &leaflet(2_000));
    let reply = pc.decides(&request, &["reply", "Please read", "--attach", path.to_str().unwrap()]).await;
    pc.done(&["sync"]).await;
    pc.done(&["sync"]).await;
    let files = files_of(&provider, &reply.op).await;
    let _ = provider.get(files[0]["url"].as_str().unwrap()).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_the_provider_does_not_take_leaves_the_reply_with_a_person_and_nothing_was_sent() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let request = pc.open_requests().await[0].clone();
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "leaflet.pdf", &leaflet(2_000));
    provider
        .order_faults(json!([{ "match": { "method": "PUT", "path": "/fhir/Binary/*" }, "fault": { "status": 422 } }]))
        .await;
    let reply = pc.decides(&request, &["reply", "Please read", "--attach", path.to_str().unwrap()]).await;
    let _ = pc.run(&["sync"]).await.with_code(5);
    provider.assert_never(&reply.op, &request).await;
    let failed = pc.outbox().await["failed"][0]["decision"].clone();
    assert_eq!((&failed["text"], &failed["attachments"][0]["name"]), (&json!("Please read"), &json!("leaflet.pdf")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_pdf_and_no_picture_is_not_attached_whatever_it_is_called() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let request = pc.open_requests().await[0].clone();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in
        [("leaflet.pdf", b"MZ\x90\0".to_vec()), ("empty.pdf", Vec::new()), ("big.pdf", leaflet(5_242_881))]
    {
        let path = written(&folder, name, &bytes);
        let refused =
            pc.run(&["--offline", "decide", &request, "reply", "Hello", "--attach", path.to_str().unwrap()]).await;
        assert_eq!(refused.code, Some(6), "{name}: {refused:?}");
    }
    assert_eq!(pc.outbox().await["waiting"], json!([]), "no reply was saved without its file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_attached_for_one_patient_goes_to_no_other_and_comes_back_with_the_text_by_undo() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let desk = Desk::on(&pc, GP);
    let rows = desk.rows(View::AllOpen);
    let (one, other) = (rows[0].request.id.clone(), rows[1].request.id.clone());
    let attachments = desk.attach(&one, "leaflet.pdf", &leaflet(100)).unwrap().attachments;
    let reply = |request_id: &triage_domain::RequestId| DecideForm {
        op_id: desk.new_op_id(),
        request_id: request_id.clone(),
        seen: None,
        decision: Decision::Reply {
            text: Words::new("Please read"),
            then: AfterReply::KeepOpen,
            may_answer: false,
            attachments: attachments.clone(),
        },
    };
    assert!(matches!(desk.decide(reply(&other)).await, Err(DecideError::NotFound)));
    let sent = reply(&one);
    desk.decide(sent.clone()).await.unwrap();
    assert_eq!(desk.draft(&one).unwrap(), None, "the draft went with the reply");
    desk.undo(desk.new_op_id(), sent.op_id).await.unwrap();
    let draft = desk.draft(&one).unwrap().unwrap();
    assert_eq!((draft.text.as_str(), draft.attachments), ("Please read", attachments));
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_what_is_unsent_holds_the_files_and_what_was_being_typed() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let request = pc.open_requests().await[0].clone();
    let folder = tempfile::tempdir().unwrap();
    let bytes = leaflet(20_000);
    let path = written(&folder, "Knee: exercises.pdf", &bytes);
    pc.decides(&request, &["reply", "Please read this", "--attach", path.to_str().unwrap()]).await;
    let desk = Desk::on(&pc, GP);
    let note = TypedPlace::Note(RequestId::parse(&request).unwrap());
    desk.keep_typed(&note, Words::new("Rang her sister, who")).unwrap();
    desk.stop().await;
    drop(desk);

    let export = folder.path().join("rescued.json");
    let said = pc.done(&["rescue", "--export", export.to_str().unwrap()]).await.stdout;
    let beside = folder.path().join("rescued.files");
    assert!(said.contains("files of replies lie in"), "{said}");
    let files: Vec<_> = std::fs::read_dir(&beside).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    assert!(files[0].file_name().unwrap().to_str().unwrap().ends_with("Knee_ exercises.pdf"), "{files:?}");
    assert!(std::fs::read(&files[0]).unwrap() == bytes, "the bytes are others");
    let written: Value = serde_json::from_slice(&std::fs::read(&export).unwrap()).unwrap();
    assert_eq!(written["rescued"]["files"][0]["name"], "Knee: exercises.pdf");
    let typed = &written["rescued"]["drafts"][0];
    assert_eq!((&typed["text"], &typed["request_id"]), (&json!("Rang her sister, who"), &json!(request)));
}
