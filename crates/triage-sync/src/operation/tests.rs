#![allow(clippy::unwrap_used, clippy::expect_used)]

use expect_test::expect;
use triage_domain::decision::WaitsFor;
use triage_domain::{About, AfterReply, Attachment, Category, Decision, NewRequest, Owner, Urgency, Words};

use crate::sample::{
    assign, at, category, chase, close, enter, entry, gp, merge, note, operation, reopen, reply, reply_and_close,
    request, send_again, urgency,
};

fn every_kind() -> Vec<Decision> {
    let about = About::Known { patient: Box::new(request("req-a").patient) };
    vec![
        assign(&gp()),
        Decision::Assign { to: Owner::Nobody },
        urgency(Urgency::Emergency),
        category(Category::Administrative),
        note("Seen"),
        Decision::FirstOpened,
        reply(AfterReply::AwaitPatient { until: None }),
        reply_and_close(),
        close(),
        reopen(),
        Decision::hold(at(50)),
        Decision::Hold { until: at(50), waits_for: WaitsFor::Patient },
        reply(AfterReply::AwaitPatient { until: Some(at(50)) }),
        reply_with_file(),
        Decision::EndHold,
        send_again(1),
        merge("req-b"),
        Decision::RecordFiled,
        chase("Any news?"),
        enter(),
        Decision::Enter { request: Box::new(NewRequest { about, ..entry() }) },
        Decision::Claim { until: at(20) },
        Decision::Release,
    ]
}

fn reply_with_file() -> Decision {
    let file = Attachment {
        id: "019373f6-8b1a-7c3e-9d2f-0000000000f1".to_owned(),
        name: "Leaflet.pdf".to_owned(),
        content_type: "application/pdf".to_owned(),
        size_bytes: 9,
        sha1_base64: "x".to_owned(),
    };
    let text = Words::new("Please read");
    Decision::Reply { text, then: AfterReply::KeepOpen, may_answer: true, attachments: vec![file] }
}

/// The ledger reads a decision back only where it digests to what was stored: a member added to any of these, or to a
/// `Patient` or a name, has to be left out while it says nothing, or every stored decision of its kind is lost.
#[test]
fn a_stored_decision_is_written_back_byte_for_byte() {
    let stored: Vec<String> = every_kind().iter().map(|one| serde_json::to_string(one).unwrap()).collect();
    for text in &stored {
        let read: Decision = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), *text);
    }
    expect![[r#"
        {"kind":"assign","to":{"kind":"person","id":"555000000101","name":"Dr Amara Osei"}}
        {"kind":"assign","to":{"kind":"nobody"}}
        {"kind":"set-urgency","to":"emergency","reason":"Read again"}
        {"kind":"set-category","to":"administrative"}
        {"kind":"add-note","text":"Seen"}
        {"kind":"first-opened"}
        {"kind":"reply","text":"Please come at 15:40","then":{"kind":"await-patient"}}
        {"kind":"reply","text":"Please come at 15:40","then":{"kind":"close","disposition":{"code":"advice-by-message","label":"Advice by message"},"mode":null}}
        {"kind":"close","disposition":{"code":"telephone-today","label":"Telephone today"},"mode":null,"reason":null}
        {"kind":"reopen","reason":"Closed by mistake"}
        {"kind":"hold","until":"2026-11-23T09:50:00Z"}
        {"kind":"hold","until":"2026-11-23T09:50:00Z","waits_for":"patient"}
        {"kind":"reply","text":"Please come at 15:40","then":{"kind":"await-patient","until":"2026-11-23T09:50:00Z"}}
        {"kind":"reply","text":"Please read","then":{"kind":"keep-open"},"may_answer":true,"attachments":[{"id":"019373f6-8b1a-7c3e-9d2f-0000000000f1","name":"Leaflet.pdf","content_type":"application/pdf","size_bytes":9,"sha1_base64":"x"}]}
        {"kind":"end-hold"}
        {"kind":"send-again","reply":"01010101-0101-0101-0101-010101010101","text":"Please come at 15:40"}
        {"kind":"merge","into":"req-b"}
        {"kind":"record-filed"}
        {"kind":"log-chase","route":"phone","text":"Any news?"}
        {"kind":"enter","request":{"about":{"kind":"not-identified","name":"Mrs Jones from the bakery"},"route":"phone","words":"Her husband is short of breath","category":"clinical","urgency":"urgent-today"}}
        {"kind":"enter","request":{"about":{"kind":"known","patient":{"reference":"pat-1","name":{"family":"Example","given":["Avery"],"prefix":null,"text":null},"nhs_number":{"kind":"verified","number":"9990000018"},"born":null,"died":null,"is_deceased":false,"gender":"not-known","mobile":null,"prefers":null,"usual_gp":null,"language":null}},"route":"phone","words":"Her husband is short of breath","category":"clinical","urgency":"urgent-today"}}
        {"kind":"claim","until":"2026-11-23T09:20:00Z"}
        {"kind":"release"}"#]].assert_eq(&stored.join("\n"));
}

#[test]
fn the_name_of_a_kind_is_the_tag_under_which_it_is_stored() {
    for decision in every_kind() {
        assert_eq!(serde_json::to_value(&decision).unwrap()["kind"], decision.kind());
    }
}

#[test]
fn the_digest_of_a_decision_is_the_one_that_witnesses_of_before_carry() {
    let digest = operation(1, note("Seen"), &request("req-a")).digest();
    assert_eq!(digest, "bb9a2ebb03abcbbabe2274b4ca66026676ee3e006fb63877b20e3bac64afbda6");
}
