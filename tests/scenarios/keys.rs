//! A key that is wrong or gone is said to be so, and costs nothing: no file is changed, none is made anew.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::json;
use tests::{Pc, Provider, until};

/// Returns the files that hold something: the lock beside them is only a lock.
fn precious(pc: &Pc) -> BTreeMap<PathBuf, Vec<u8>> {
    pc.files().into_iter().filter(|(path, _)| !path.ends_with("core.lock")).collect()
}

/// A PC with a decision on it that nobody has sent.
async fn pc_with_a_decision(provider: &Provider) -> Pc {
    let pc = Pc::of("555000000101", provider).await;
    let request = pc.open_requests().await.remove(0);
    pc.decides(&request, &["note", "Seen"]).await;
    pc
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_said_to_be_wrong_and_changes_nothing() {
    let provider = Provider::start().await;
    let pc = pc_with_a_decision(&provider).await;
    let right = std::fs::read(pc.key_file()).unwrap();
    let other = Pc::new();
    other.done(&["status"]).await;
    std::fs::copy(other.key_file(), pc.key_file()).unwrap();
    let before = precious(&pc);
    let refused = pc.run(&["status"]).await.with_code(7);
    assert!(refused.stderr.contains("this key is not the one that the profile was made with"), "{}", refused.stderr);
    assert!(precious(&pc) == before, "nothing was changed");
    std::fs::write(pc.key_file(), right).unwrap();
    assert_eq!(pc.status().await["unsent"], 1, "with the right key everything is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_key_is_never_replaced_by_a_new_one() {
    let provider = Provider::start().await;
    let pc = pc_with_a_decision(&provider).await;
    let right = std::fs::read(pc.key_file()).unwrap();
    std::fs::remove_file(pc.key_file()).unwrap();
    let before = precious(&pc);
    for _ in 0..2 {
        let refused = pc.run(&["status"]).await.with_code(7);
        assert!(refused.stderr.contains("its key is not in the key store"), "{}", refused.stderr);
    }
    let _ = pc.run(&["connect", &provider.base]).await.with_code(7);
    assert!(precious(&pc) == before, "nothing was changed and no key was made");
    std::fs::write(pc.key_file(), right).unwrap();
    assert_eq!(pc.status().await["unsent"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_none_is_said_to_be_broken() {
    let provider = Provider::start().await;
    let pc = pc_with_a_decision(&provider).await;
    for broken in ["", "not hex at all", "00ff"] {
        std::fs::write(pc.key_file(), broken).unwrap();
        let before = precious(&pc);
        let refused = pc.run(&["status"]).await.with_code(7);
        assert!(refused.stderr.contains("is not a key"), "{}", refused.stderr);
        assert!(precious(&pc) == before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_without_its_key_check_is_opened_by_the_right_key_and_not_taken_for_a_new_one() {
    let provider = Provider::start().await;
    let pc = pc_with_a_decision(&provider).await;
    let right = std::fs::read(pc.key_file()).unwrap();
    std::fs::remove_file(pc.profile().join("key-check")).unwrap();
    std::fs::write(pc.key_file(), "ab".repeat(32)).unwrap();
    let ledger = std::fs::read(pc.profile().join("ledger.db")).unwrap();
    let _ = pc.run(&["status"]).await.with_code(7);
    assert!(std::fs::read(pc.profile().join("ledger.db")).unwrap() == ledger);
    assert!(!pc.profile().join("key-check").exists(), "nothing is made for a key that is not proven");
    std::fs::write(pc.key_file(), right).unwrap();
    assert_eq!(pc.status().await["unsent"], 1, "a ledger that opens proves its key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_without_its_first_page_is_said_to_be_damaged_and_left_as_it_is() {
    let provider = Provider::start().await;
    let pc = pc_with_a_decision(&provider).await;
    let path = pc.profile().join("ledger.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[16..4096].fill(0xA5);
    std::fs::write(&path, &bytes).unwrap();
    for _ in 0..2 {
        let refused = pc.run(&["status"]).await.with_code(7);
        assert!(refused.stderr.contains("ledger.db cannot be read although the key is right"), "{}", refused.stderr);
        assert!(std::fs::read(&path).unwrap() == bytes, "ledger.db is as it was");
    }
    let refused = pc.run(&["rescue"]).await.with_code(7);
    assert!(refused.stderr.contains("not one decision"), "{}", refused.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_on_one_profile_is_told_that_it_is_in_use() {
    let provider = Provider::start().await;
    let pc = pc_with_a_decision(&provider).await;
    let push = json!({ "method": "POST", "path": "/fhir" });
    provider.order_faults(json!([{ "match": push, "fault": { "delay_ms": 3_600_000 } }])).await;
    let mut first = pc.start(&["sync"]);
    until("the first one works", || async { (provider.seen_by_rule(0).await > 0).then_some(()) }).await;
    let refused = pc.run(&["status"]).await.with_code(7);
    assert!(refused.stderr.contains("another copy of the program has this profile open"), "{}", refused.stderr);
    first.kill().await.unwrap();
    assert_eq!(pc.status().await["unsent"], 1, "the lock dies with its program");
}
