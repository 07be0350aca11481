//! The provider comes back from a backup of the morning: what was confirmed since is sent again only where that can do no
//! harm, everything else is put before a person, and no patient gets a reply twice.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Pc, Provider, Saved, Wire, practice_with};

/// What is decided after the backup was made, each about a request of its own but for those that are closed: about them
/// there is a note as well.
const SINCE: [(usize, &[&str]); 20] = [
    (0, &["note", "Rang, no answer"]),
    (1, &["note", "Looked up the last visit"]),
    (2, &["note", "Daughter will call back"]),
    (3, &["reply", "How long has it been so?"]),
    (4, &["reply", "Please send a photo of the other arm.", "--wait"]),
    (5, &["reply", "Please ring us before noon."]),
    (6, &["reply", "The form is at the desk."]),
    (7, &["assign", "555000000103"]),
    (8, &["assign", "555000000104"]),
    (9, &["assign", "team:nursing"]),
    (10, &["urgency", "emergency"]),
    (11, &["urgency", "emergency"]),
    (12, &["chase", "desk", "Asks for a letter"]),
    (12, &["close", "no-action", "--reason", "Sent twice"]),
    (13, &["note", "Rang, spoke to him"]),
    (13, &["close", "telephone-today", "--reason", "Spoke to him"]),
    (14, &["note", "Nothing new"]),
    (14, &["reply", "A prescription is at your pharmacy.", "--close", "prescription"]),
    (15, &["chase", "phone", "Asked again at the desk"]),
    (16, &["filed"]),
];
/// Requests that these are about.
const REQUESTS: usize = 17;
/// What is decided before the backup is made, and is in it.
const BEFORE: [(usize, &[&str]); 2] =
    [(17, &["reply", "We have your request."]), (18, &["note", "In the backup already"])];

/// How often each message was sent and each was delivered, over the whole life of the provider.
#[derive(Default)]
struct Post {
    sent: BTreeMap<String, BTreeSet<String>>,
    delivered: BTreeMap<String, u32>,
}

fn reply_in(decision: &[&'static str]) -> Option<&'static str> {
    (decision[0] == "reply").then(|| decision[1])
}

/// Everything a search finds at this provider.
async fn all(provider: &Wire, kind: &str) -> Vec<Value> {
    let bundle = provider.get(&format!("{kind}?_count=1000")).await.ok();
    bundle["entry"].as_array().into_iter().flatten().map(|entry| entry["resource"].clone()).collect()
}

impl Post {
    /// Delivers what waits and takes down what has been sent in this state of the provider that was not there in `known`.
    async fn deliver(&mut self, provider: &Wire, replies: &BTreeSet<&str>) {
        let _ = provider.send(Method::POST, "/admin/deliver", None, &[]).await.unwrap().ok();
        for message in all(provider, "CommunicationRequest").await {
            let text = message["payload"][0]["contentString"].as_str().unwrap_or_default();
            if replies.contains(text) {
                self.sent.entry(text.to_owned()).or_default().insert(message["id"].as_str().unwrap().to_owned());
            }
        }
    }

    /// Takes down the reports of delivery of these messages.
    async fn count(&mut self, provider: &Wire, decisions: &[(Saved, &'static [&'static str])]) {
        let reports = all(provider, "Communication").await;
        for (saved, _) in decisions {
            let of = json!([{ "reference": format!("CommunicationRequest/{}", saved.op) }]);
            let found = reports.iter().filter(|report| report["basedOn"] == of).count();
            *self.delivered.entry(saved.op.clone()).or_default() += u32::try_from(found).unwrap();
        }
    }
}

/// What goes again by itself because it only adds.
fn only_adds(decision: &[&str]) -> bool {
    ["note", "chase", "filed"].contains(&decision[0])
}

async fn decide(
    pc: &Pc,
    requests: &[String],
    decisions: &[(usize, &'static [&'static str])],
) -> Vec<(Saved, &'static [&'static str])> {
    let mut saved = Vec::new();
    for (place, decision) in decisions {
        saved.push((pc.decides(&requests[*place], decision).await, *decision));
    }
    saved
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_each_confirmed_decision_is_there_once_or_before_a_person_and_no_reply_goes_twice() {
    let provider = Provider::with(practice_with(160)).await;
    let pc = Pc::of("555000000101", &provider).await;
    let requests = suitable(&pc).await;
    let before = decide(&pc, &requests, &BEFORE).await;
    pc.done(&["sync"]).await;
    let _ = provider.send(Method::POST, "/admin/restore-point", None, &[]).await.unwrap().ok();
    let since = decide(&pc, &requests, &SINCE).await;
    assert_eq!(since.iter().map(|(saved, _)| &saved.request).collect::<BTreeSet<_>>().len(), REQUESTS);
    pc.done(&["sync"]).await;
    for (saved, decision) in before.iter().chain(&since) {
        provider.assert_once(&saved.op, &saved.request, reply_in(decision)).await;
    }
    let replies: BTreeSet<&str> = before.iter().chain(&since).filter_map(|(_, decision)| reply_in(decision)).collect();
    let mut post = Post::default();
    post.deliver(&provider, &replies).await;
    post.count(&provider, &since).await;
    for (saved, _) in since.iter().filter(|(_, decision)| reply_in(decision).is_some()) {
        assert_eq!(post.delivered[&saved.op], 1, "the patient has it");
    }

    let restored = provider.send(Method::POST, "/admin/restore", None, &[]).await.unwrap().ok();
    assert!(restored["versions_dropped"].as_u64().unwrap() >= SINCE.len() as u64, "{restored}");
    for (saved, _) in &since {
        provider.assert_never(&saved.op, &saved.request).await;
    }
    for _ in 0..3 {
        let _ = pc.run(&["sync"]).await.with_code(5);
        assert_fates(&pc, &provider, &before, &since).await;
    }
    post.deliver(&provider, &replies).await;
    post.count(&provider, &since).await;
    for (saved, _) in since.iter().filter(|(_, decision)| reply_in(decision).is_some()) {
        assert_eq!(post.delivered[&saved.op], 1, "and has it once");
    }
    for reply in replies {
        assert_eq!(post.sent[reply].len(), 1, "{reply:?} was sent under one id");
    }
}

/// What only adds is there once, everything else of the lost is before a person, and what was never lost is as it was.
async fn assert_fates(
    pc: &Pc,
    provider: &Wire,
    before: &[(Saved, &'static [&'static str])],
    since: &[(Saved, &'static [&'static str])],
) {
    let outbox = pc.outbox().await;
    let listed: BTreeMap<&str, &str> = outbox["failed"].as_array().unwrap().iter().map(listed_as).collect();
    assert_eq!((&outbox["waiting"], &outbox["conflicts"]), (&json!([]), &json!([])));
    for (saved, decision) in since {
        let in_list = listed.get(saved.op.as_str()).copied();
        if only_adds(decision) {
            provider.assert_once(&saved.op, &saved.request, None).await;
            assert_eq!(in_list, None, "{decision:?} is there again");
        } else {
            provider.assert_never(&saved.op, &saved.request).await;
            assert_eq!(in_list, Some("lost_on_server"), "{decision:?} is for a person");
        }
    }
    for (saved, decision) in before {
        provider.assert_once(&saved.op, &saved.request, reply_in(decision)).await;
        assert!(!listed.contains_key(saved.op.as_str()), "{decision:?} was never lost");
    }
}

fn listed_as(item: &Value) -> (&str, &str) {
    (item["op"].as_str().unwrap(), item["state"].as_str().unwrap())
}

/// Requests on which every decision of this file says something new.
async fn suitable(pc: &Pc) -> Vec<String> {
    let rows = pc.rows("all-open").await;
    let fits = |id: &String| {
        let state = &rows.iter().find(|row| row["id"] == id.as_str()).unwrap()["state"];
        let owner = &state["owner"];
        state["urgency"] != "emergency"
            && owner["kind"] != "person"
            && owner["id"] != "nursing"
            && !state["first_opened_at"].is_null()
            && state["record_filed_at"].is_null()
    };
    let mut open = pc.open_requests().await;
    open.retain(fits);
    assert!(open.len() >= REQUESTS + BEFORE.len(), "{} requests", open.len());
    open
}
