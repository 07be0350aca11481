//! Damage on the disk of a PC never costs a decision silently: it is mended, or said, or the program refuses to start.

use std::fs;
use std::path::Path;

use tests::{Ended, Pc, Provider};

use crate::morning::Morning;

/// Overwrites bytes of a file, as a failing disk or another program would.
fn scramble(path: &Path, offset: usize, length: usize) {
    let mut bytes = fs::read(path).unwrap();
    let end = (offset + length).min(bytes.len());
    for byte in &mut bytes[offset..end] {
        *byte ^= 0xA5;
    }
    fs::write(path, bytes).unwrap();
}

/// Offsets all over a file of this length, the same in every run: no two at the same place of a page.
fn offsets(length: usize, count: usize) -> Vec<usize> {
    (0..count).map(|n| (n * 7919 + n * length / count) % length).collect()
}

async fn morning() -> (Provider, Pc, Morning) {
    let provider = Provider::start().await;
    let pc = Pc::of("555000000101", &provider).await;
    let morning = Morning::on(&pc).await;
    (provider, pc, morning)
}

/// Keeps a profile as it is, to damage it again and again.
fn copied(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to.join("demo-key")).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    fs::copy(from.join("demo-key/data-key"), to.join("demo-key/data-key")).unwrap();
}

async fn rescue(pc: &Pc) -> Ended {
    pc.run(&["rescue"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_scrambled_anywhere_loses_no_decision_and_comes_back_with_a_sync() {
    let (provider, pc, morning) = morning().await;
    let cache = pc.profile().join("cache.db");
    let requests = pc.status().await["requests"].clone();
    let whole = tempfile::tempdir().unwrap();
    copied(&pc.profile(), whole.path());
    let length = usize::try_from(fs::metadata(&cache).unwrap().len()).unwrap();
    for offset in offsets(length, 6) {
        copied(whole.path(), &pc.profile());
        scramble(&cache, offset, 64);
        assert_eq!(pc.status().await["unsent"], morning.len(), "offset {offset}");
    }
    pc.done(&["sync"]).await;
    morning.assert_once(&pc, &provider).await;
    assert_eq!(pc.status().await["requests"], requests, "every request is back");
    let staff = pc.json(&["staff"]).await;
    assert!(!staff["people"].as_array().unwrap().is_empty(), "and so are the staff: {staff}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_that_is_gone_comes_back_with_a_sync_and_claims_nothing_until_then() {
    let (provider, pc, morning) = morning().await;
    fs::remove_file(pc.profile().join("cache.db")).unwrap();
    let status = pc.status().await;
    assert_eq!((&status["unsent"], status["asAt"].is_null()), (&morning.len().into(), true), "{status}");
    pc.done(&["sync"]).await;
    morning.assert_once(&pc, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_whose_beginning_is_scrambled_loses_nothing() {
    let (provider, pc, morning) = morning().await;
    scramble(&pc.profile().join("ledger.db"), 0, 16);
    let status = pc.run(&["status"]).await.with_code(0);
    assert!(status.stderr.contains("the beginning of ledger.db was damaged and is mended"), "{}", status.stderr);
    assert_eq!(status.json()["unsent"], morning.len());
    pc.done(&["sync"]).await;
    morning.assert_once(&pc, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_damaged_anywhere_keeps_every_decision_or_says_what_is_lost() {
    let (_provider, pc, morning) = morning().await;
    let ledger = pc.profile().join("ledger.db");
    let whole = tempfile::tempdir().unwrap();
    copied(&pc.profile(), whole.path());
    let length = usize::try_from(fs::metadata(&ledger).unwrap().len()).unwrap();
    let (mut kept, mut said, mut refused) = (0, 0, 0);
    for page in 0..length / 4096 {
        copied(whole.path(), &pc.profile());
        scramble(&ledger, page * 4096 + 700, 1);
        let damaged = fs::read(&ledger).unwrap();
        let listed = rescue(&pc).await;
        assert_eq!(fs::read(&ledger).unwrap(), damaged, "rescue changes nothing");
        let mut status = pc.run(&["status"]).await;
        if status.code == Some(1) {
            assert!(status.stderr.contains("the next start deals with it"), "page {page}: {}", status.stderr);
            status = pc.run(&["status"]).await;
        }
        if status.code == Some(7) {
            assert_eq!(fs::read(&ledger).unwrap(), damaged, "page {page}: the file is as it was");
            assert!(status.stderr.contains("cannot be read although the key is right"), "{}", status.stderr);
            refused += 1;
            continue;
        }
        let unsent = status.json()["unsent"].as_u64().unwrap();
        let rescued = listed.json()["unsent"].as_array().unwrap().len() as u64;
        assert!(rescued <= unsent, "page {page}: rescue lists no more than is kept: {}", status.stderr);
        if unsent == morning.len() {
            kept += 1;
            continue;
        }
        assert!(status.stderr.contains("decisions and"), "page {page}: {}", status.stderr);
        assert!(status.stderr.contains("not in its ledger"), "page {page}: {}", status.stderr);
        let aside = fs::read_dir(pc.profile()).unwrap().map(|entry| entry.unwrap()).find(|entry| {
            let name = entry.file_name().into_string().unwrap();
            name.starts_with("ledger.db.bad-") && !name.ends_with("-wal")
        });
        assert!(fs::read(aside.unwrap().path()).unwrap() == damaged, "page {page}: the damaged file is kept");
        said += 1;
    }
    assert!(kept > 0 && said > 0 && refused > 0, "kept {kept}, said {said}, refused {refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_key_a_profile_is_not_touched_and_rescue_says_what_to_do() {
    let (_provider, pc, _morning) = morning().await;
    let right = fs::read(pc.key_file()).unwrap();
    let files = ["ledger.db", "cache.db", "key-check"].map(|name| pc.profile().join(name));
    let state = || files.clone().map(|path| (identity(&path), fs::read(path).unwrap()));
    let before = state();
    for (key, says) in [
        (None, "the key of this profile is not in the key store"),
        (Some("ab".repeat(32)), "is not the one that this profile was made with"),
        (Some("nothing".to_owned()), "is not a key"),
    ] {
        match key {
            None => fs::remove_file(pc.key_file()).unwrap(),
            Some(key) => fs::write(pc.key_file(), key).unwrap(),
        }
        let _ = pc.run(&["status"]).await.with_code(7);
        let refused = rescue(&pc).await.with_code(7);
        assert!(refused.stderr.contains(says), "{}", refused.stderr);
        assert!(refused.stderr.contains("as they were") && refused.stderr.contains("do not"), "{}", refused.stderr);
        assert!(state() == before, "{says}");
    }
    fs::write(pc.key_file(), right).unwrap();
    pc.done(&["status"]).await;
}

#[cfg(unix)]
fn identity(path: &Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&fs::metadata(path).unwrap())
}

#[cfg(not(unix))]
fn identity(path: &Path) -> u64 {
    fs::metadata(path).unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn rescue_lists_and_exports_every_unsent_decision_while_another_program_has_the_profile() {
    let (provider, pc, morning) = morning().await;
    let push = serde_json::json!({ "method": "POST", "path": "/fhir" });
    provider.order_faults(serde_json::json!([{ "match": push, "fault": { "delay_ms": 3_600_000 } }])).await;
    let mut first = pc.start(&["sync"]);
    tests::until("a push is under way", || async { (provider.seen_by_rule(0).await > 0).then_some(()) }).await;
    let _ = pc.run(&["status"]).await.with_code(7);
    let listed = rescue(&pc).await.with_code(0).json();
    assert_eq!(listed["unsent"].as_array().unwrap().len() as u64, morning.len(), "{listed}");
    let export = pc.profile().with_file_name("rescued.json");
    let said = pc.done(&["rescue", "--export", export.to_str().unwrap()]).await;
    assert!(said.stdout.contains("patients' data in the clear"), "{}", said.stdout);
    let written: serde_json::Value = serde_json::from_slice(&fs::read(&export).unwrap()).unwrap();
    assert!(written["warning"].as_str().unwrap().contains("in the clear"));
    for decision in written["rescued"]["unsent"].as_array().unwrap() {
        for member in ["op_id", "request_id", "author_name", "decided_at", "decision", "basis", "state"] {
            assert!(!decision[member].is_null(), "{member} in {decision}");
        }
    }
    let _ = pc.run(&["rescue", "--export", export.to_str().unwrap()]).await.with_code(1);
    first.kill().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_without_a_profile_is_not_made_one_by_rescue() {
    let pc = Pc::new();
    let refused = rescue(&pc).await.with_code(2);
    assert!(refused.stderr.contains("there is no profile"), "{}", refused.stderr);
    assert!(!pc.profile().exists());
}
