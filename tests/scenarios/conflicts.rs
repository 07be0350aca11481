//! Two people decide about one request without knowing of each other: what can be joined is joined, and what cannot goes
//! to a person with both names on it. Nobody's decision vanishes.

use serde_json::{Value, json};
use tests::{Desk, Pc, Provider, Saved};
use triage_client::{DecideError, ResolveChoice, ResolveForm};
use triage_domain::{Blocked, OpId, Words};

/// Two PCs with the same queue, both without a network from here on.
struct Practice {
    provider: Provider,
    anwen: Pc,
    imran: Pc,
    request: String,
}

impl Practice {
    async fn open() -> Self {
        let provider = Provider::start().await;
        let anwen = Pc::of("555000000101", &provider).await;
        let imran = Pc::of("555000000102", &provider).await;
        let rows = anwen.rows("all-open").await;
        let open = anwen.open_requests().await;
        let free = |id: &&String| {
            let row = rows.iter().find(|row| row["id"] == id.as_str()).unwrap();
            row["state"]["owner"]["kind"] != "person" && row["state"]["urgency"] == "routine"
        };
        let request = open.iter().find(free).unwrap().clone();
        Self { provider, anwen, imran, request }
    }

    async fn task(&self) -> Value {
        self.provider.get(&format!("Task/{}", self.request)).await.ok()
    }

    /// Both decide; Anwen's PC is connected first.
    async fn both_decide(&self, anwen: &[&str], imran: &[&str]) -> (Saved, Saved) {
        let first = self.anwen.decides(&self.request, anwen).await;
        let second = self.imran.decides(&self.request, imran).await;
        self.anwen.done(&["sync"]).await;
        self.provider.assert_once(&first.op, &self.request, None).await;
        (first, second)
    }

    /// Connects Imran's PC, which must find one conflict, and returns its card.
    async fn conflict(&self, of: &Saved) -> Value {
        let _ = self.imran.run(&["sync"]).await.with_code(5);
        self.provider.assert_never(&of.op, &self.request).await;
        let outbox = self.imran.run(&["outbox"]).await.with_code(5).json();
        assert_eq!(outbox["conflicts"].as_array().map(Vec::len), Some(1), "{outbox}");
        assert_eq!(self.imran.status().await["conflicts"], 1);
        let card = outbox["conflicts"][0].clone();
        assert_eq!(card["op"], of.op);
        card
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_owners_for_one_request_are_one_conflict_that_names_everybody() {
    let practice = Practice::open().await;
    let (_, second) = practice.both_decide(&["assign", "555000000103"], &["assign", "555000000104"]).await;
    let card = practice.conflict(&second).await;
    assert_eq!(card["conflict"]["differs"], json!(["owner"]));
    assert_eq!(card["conflict"]["changed_by"], "Dr Anwen Rees");
    assert_eq!(card["conflict"]["there"]["fields"]["owner"]["name"], "Dr Catherine O’Neill");
    assert_eq!(card["decision"]["to"]["name"], "Dr Folasade Adeyemi");
    assert_eq!(
        practice.task().await["owner"]["display"],
        "Dr Catherine O’Neill",
        "the first decision stands meanwhile"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_behind_a_conflict_waits_for_the_person_and_goes_once_then() {
    let practice = Practice::open().await;
    let (_, second) = practice.both_decide(&["assign", "555000000103"], &["assign", "555000000104"]).await;
    let behind = practice.imran.decides(&practice.request, &["note", "Told Folasade"]).await;
    practice.conflict(&second).await;
    practice.provider.assert_never(&behind.op, &practice.request).await;
    assert_eq!(practice.imran.outbox().await["waiting"][0]["op"], behind.op);
    practice.imran.done(&["--offline", "resolve", &second.op, "keep-theirs", "--reason", "Cath knows her"]).await;
    practice.imran.done(&["sync"]).await;
    practice.provider.assert_once(&behind.op, &practice.request, None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_owner_chosen_twice_is_no_conflict() {
    let practice = Practice::open().await;
    let (_, second) = practice.both_decide(&["assign", "555000000103"], &["assign", "555000000103"]).await;
    practice.imran.done(&["sync"]).await;
    practice.provider.assert_once(&second.op, &practice.request, None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_can_be_resolved_for_the_other_person() {
    let practice = Practice::open().await;
    let (_, second) = practice.both_decide(&["assign", "555000000103"], &["assign", "555000000104"]).await;
    practice.conflict(&second).await;
    practice.imran.done(&["--offline", "resolve", &second.op, "keep-theirs", "--reason", "Cath knows her"]).await;
    practice.imran.done(&["sync"]).await;
    practice.provider.assert_never(&second.op, &practice.request).await;
    assert_eq!(practice.task().await["owner"]["display"], "Dr Catherine O’Neill");
    assert_eq!(practice.imran.outbox().await["conflicts"], json!([]));
    let shown = practice.imran.json(&["show", &practice.request]).await;
    assert_eq!(shown["state"]["owner"]["name"], "Dr Catherine O’Neill", "the PC shows what stands");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_can_be_resolved_by_deciding_again_on_what_is_there() {
    let practice = Practice::open().await;
    let (first, second) = practice.both_decide(&["assign", "555000000103"], &["assign", "555000000104"]).await;
    practice.conflict(&second).await;
    let resolve = ["--offline", "resolve", &second.op, "reissue-mine", "--reason", "On leave from noon"];
    let again = practice.imran.json(&resolve).await["op"].as_str().unwrap().to_owned();
    assert_ne!(again, second.op, "a decision of its own");
    practice.imran.done(&["sync"]).await;
    practice.provider.assert_once(&again, &practice.request, None).await;
    practice.provider.assert_never(&second.op, &practice.request).await;
    practice.provider.assert_once(&first.op, &practice.request, None).await;
    assert_eq!(practice.task().await["owner"]["display"], "Dr Folasade Adeyemi");
    practice.anwen.done(&["sync"]).await;
    let shown = practice.anwen.json(&["show", &practice.request]).await;
    assert_eq!(shown["state"]["owner"]["name"], "Dr Folasade Adeyemi", "the other PC hears of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_notes_are_both_kept() {
    let practice = Practice::open().await;
    let (first, second) = practice.both_decide(&["note", "Rang, no answer"], &["note", "Son will call back"]).await;
    practice.imran.done(&["sync"]).await;
    practice.provider.assert_once(&second.op, &practice.request, None).await;
    let task = practice.task().await;
    let notes = task["note"].as_array().unwrap();
    for (saved, text, author) in
        [(&first, "Rang, no answer", "Dr Anwen Rees"), (&second, "Son will call back", "Dr Imran Shah")]
    {
        let found: Vec<_> = notes.iter().filter(|note| note["id"] == saved.op.as_str()).collect();
        assert_eq!(found.len(), 1, "{notes:?}");
        assert_eq!((&found[0]["text"], &found[0]["authorReference"]["display"]), (&json!(text), &json!(author)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_raises_end_at_the_higher_one_whoever_is_first() {
    for (anwen, imran) in [("emergency", "urgent-today"), ("urgent-today", "emergency")] {
        let practice = Practice::open().await;
        let (_, second) = practice.both_decide(&["urgency", anwen], &["urgency", imran]).await;
        practice.imran.done(&["sync"]).await;
        practice.provider.assert_once(&second.op, &practice.request, None).await;
        assert_eq!(practice.task().await["priority"], "stat", "{anwen}, then {imran}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lowering_never_passes_over_somebody_elses_raise() {
    let practice = Practice::open().await;
    let raise = practice.anwen.decides(&practice.request, &["urgency", "urgent-today"]).await;
    practice.anwen.done(&["sync"]).await;
    practice.imran.done(&["sync"]).await;
    practice.provider.assert_once(&raise.op, &practice.request, None).await;
    let lower = ["urgency", "routine", "--reason", "Spoke to him"];
    let (_, second) = practice.both_decide(&["urgency", "emergency"], &lower).await;
    let card = practice.conflict(&second).await;
    assert_eq!(card["conflict"]["differs"], json!(["urgency"]));
    assert_eq!(practice.task().await["priority"], "stat");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_not_closed_over_a_message_that_nobody_has_read() {
    let practice = Practice::open().await;
    if practice.imran.json(&["show", &practice.request]).await["state"]["first_opened_at"].is_null() {
        practice.imran.decides(&practice.request, &["opened"]).await;
    }
    let close = ["close", "no-action", "--reason", "Nothing to do"];
    let saved = practice.imran.decides(&practice.request, &close).await;
    let task = practice.task().await;
    let message = json!({
        "resourceType": "Communication",
        "meta": { "tag": task["meta"]["tag"] },
        "status": "completed",
        "subject": task["for"],
        "about": [{ "reference": format!("Task/{}", practice.request) }],
        "sender": task["for"],
        "sent": "2026-11-23T09:45:00Z",
        "payload": [{ "contentString": "It is much worse since this morning" }],
    });
    let _ = practice.provider.post("Communication", &message).await.ok();
    let card = practice.conflict(&saved).await;
    assert_eq!(card["conflict"]["differs"], json!(["messages"]));
    assert_ne!(practice.task().await["status"], "completed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_waits_for_a_person_when_a_colleague_replied_meanwhile() {
    let practice = Practice::open().await;
    let first = practice.anwen.decides(&practice.request, &["reply", "How long has it been so?", "--wait"]).await;
    practice.anwen.done(&["sync"]).await;
    practice.imran.done(&["sync"]).await;
    practice.provider.assert_once(&first.op, &practice.request, Some("How long has it been so?")).await;
    let second = practice.imran.decides(&practice.request, &["reply", "Any news?"]).await;
    let third = practice.anwen.decides(&practice.request, &["reply", "Please answer us"]).await;
    practice.anwen.done(&["sync"]).await;
    practice.provider.assert_once(&third.op, &practice.request, Some("Please answer us")).await;
    let card = practice.conflict(&second).await;
    assert_eq!(card["conflict"]["differs"], json!(["messages"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_was_sent_stays_on_screen_and_is_no_conflict_with_its_own_author() {
    let practice = Practice::open().await;
    let reply = practice.anwen.decides(&practice.request, &["reply", "How long has it been so?"]).await;
    practice.anwen.done(&["sync"]).await;
    let shown = practice.anwen.json(&["show", &practice.request]).await;
    assert_eq!(shown["messages"].as_array().unwrap().last().unwrap()["id"], reply.op, "{shown}");
    let next = practice.anwen.decides(&practice.request, &["reply", "And is it worse at night?"]).await;
    practice.anwen.done(&["sync"]).await;
    practice.provider.assert_once(&next.op, &practice.request, Some("And is it worse at night?")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn giving_way_needs_no_reason_and_deciding_over_somebody_does() {
    let provider = Provider::start().await;
    let (one, other) = (Pc::of("555000000101", &provider).await, Pc::of("555000000121", &provider).await);
    let request = one.open_requests().await.remove(0);
    let saved = one.decides(&request, &["category", "administrative"]).await;
    other.decides(&request, &["category", "unknown"]).await;
    other.done(&["sync"]).await;
    one.run(&["sync"]).await;
    let desk = Desk::on(&one, "555000000101");
    let form = |choice| ResolveForm {
        op_id: desk.new_op_id(),
        conflict: OpId::parse(&saved.op).unwrap(),
        choice,
        reason: Words::default(),
    };
    let refused = desk.resolve(form(ResolveChoice::ReissueMine)).await;
    assert!(matches!(refused, Err(DecideError::Blocked(Blocked::ReasonNeeded))), "{refused:?}");
    desk.resolve(form(ResolveChoice::KeepTheirs)).await.unwrap();
    assert_eq!(desk.live_operations().len(), 0);
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_person_is_named_although_an_own_mark_landed_in_between() {
    let provider = Provider::start().await;
    let (one, other) = (Pc::of("555000000121", &provider).await, Pc::of("555000000102", &provider).await);
    let rows = one.rows("unassigned").await;
    let unopened = rows.iter().find(|row| row["state"]["first_opened_at"].is_null()).unwrap();
    let request = unopened["id"].as_str().unwrap();
    one.decides(request, &["opened"]).await;
    one.decides(request, &["assign", "team:duty-gp"]).await;
    other.decides(request, &["assign", "me"]).await;
    other.done(&["sync"]).await;
    one.run(&["sync"]).await;
    let outbox = one.outbox().await;
    assert_eq!(outbox["conflicts"][0]["conflict"]["changed_by"], "Dr Imran Shah");
}
