//! Everybody wants the same request: one gets it, and all the others are told at once who did.

use serde_json::json;
use tests::{Pc, Provider};
use tokio::task::JoinSet;

/// Everybody of the synthetic practice who may own a request, by SDS user id.
const EVERYBODY: [&str; 12] = [
    "555000000101",
    "555000000102",
    "555000000103",
    "555000000104",
    "555000000105",
    "555000000106",
    "555000000111",
    "555000000112",
    "555000000113",
    "555000000114",
    "555000000121",
    "555000000131",
];

#[tokio::test(flavor = "multi_thread")]
async fn of_twelve_who_take_one_request_one_has_it_and_the_others_are_told_at_once_who() {
    let provider = Provider::start().await;
    let mut starting = JoinSet::new();
    for staff in EVERYBODY {
        let line = (*provider).clone();
        starting.spawn(async move { (staff, Pc::of(staff, &line).await) });
    }
    let pcs = starting.join_all().await;
    let rows = pcs[0].1.rows("all-open").await;
    let open = pcs[0].1.open_requests().await;
    let nobodys =
        |id: &&String| rows.iter().any(|row| row["id"] == id.as_str() && row["state"]["owner"]["kind"] != "person");
    let request = open.iter().find(nobodys).unwrap();
    let mut taken = Vec::new();
    for (staff, pc) in pcs {
        let saved = pc.decides(request, &["assign", "me"]).await;
        taken.push((staff, pc, saved));
    }

    let mut racing = JoinSet::new();
    for (staff, pc, saved) in taken {
        racing.spawn(async move {
            let ended = pc.run(&["sync"]).await;
            (staff, pc, saved, ended)
        });
    }
    let raced = racing.join_all().await;

    let task = provider.get(&format!("Task/{request}")).await.ok();
    let (winners, losers): (Vec<_>, Vec<_>) = raced.into_iter().partition(|(_, _, _, ended)| ended.code == Some(0));
    assert_eq!((winners.len(), losers.len()), (1, EVERYBODY.len() - 1));
    let (winner, _, saved, _) = &winners[0];
    provider.assert_once(&saved.op, request, None).await;
    assert_eq!(task["owner"]["identifier"]["value"], *winner);
    assert_eq!(provider.decisions_on(request).await, std::slice::from_ref(&saved.op), "nobody else has written it");
    for (staff, pc, saved, ended) in losers {
        let _ = ended.with_code(5);
        provider.assert_never(&saved.op, request).await;
        let outbox = pc.outbox().await;
        let conflicts = outbox["conflicts"].as_array().unwrap();
        assert_eq!(conflicts.len(), 1, "{staff}: {outbox}");
        let told = &conflicts[0]["conflict"];
        assert_eq!(told["differs"], json!(["owner"]));
        assert_eq!(told["changed_by"], task["owner"]["display"], "{staff} is told who has it");
        assert_eq!(told["there"]["fields"]["owner"]["name"], task["owner"]["display"]);
    }
}
