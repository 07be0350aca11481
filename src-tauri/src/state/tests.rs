#![allow(clippy::unwrap_used, clippy::expect_used)]

use clap::Parser;
use tauri::async_runtime::block_on;
use tempfile::TempDir;
use triage_client::desk::View;
use triage_client::{DecideForm, QueueForm, QueueOrder};
use triage_domain::{Decision, Words};

use super::Desktop;
use crate::arguments::Arguments;
use crate::desktop::notifications::DesktopNotifier;

fn open(folder: &TempDir) -> Desktop {
    let profile = folder.path().to_str().unwrap();
    let (notifier, _clicks) = DesktopNotifier::new();
    Desktop::open(&Arguments::parse_from(["triage-desk", "--demo-key", "--profile", profile]), notifier)
}

#[test]
fn the_practice_queue_is_on_screen_until_it_is_left_and_the_real_client_is_behind_it() {
    let folder = TempDir::new().unwrap();
    let desktop = open(&folder);
    assert!(!desktop.is_practising() && !desktop.client().unwrap().is_training());
    assert!(desktop.client().unwrap().training().unwrap().is_none(), "there is nothing to tick in the real queue");

    block_on(async {
        let training = desktop.practise().unwrap().expect("a new one");
        assert!(training.is_training() && desktop.client().unwrap().is_training());
        assert!(!desktop.real().unwrap().is_training());
        assert!(desktop.practise().unwrap().is_none(), "a second press changes nothing");

        let client = desktop.client().unwrap();
        let all =
            QueueForm { view: View::Unassigned, search: String::new(), offset: 0, limit: 1, order: QueueOrder::Anew };
        let request_id = client.queue(&all).unwrap().rows[0].request.id.clone();
        let decision = Decision::AddNote { text: Words::new("Tried out") };
        let form = DecideForm { op_id: client.new_op_id(), request_id, seen: None, decision };
        client.decide(form).await.unwrap();
        assert_eq!(desktop.real().unwrap().live_operations().len(), 0);
        drop((client, training));

        desktop.leave_practice().await;
        assert!(!desktop.is_practising() && !desktop.client().unwrap().is_training());
        assert!(!folder.path().join("training").exists(), "nothing of it stays on the disk");
        desktop.leave_practice().await;
        desktop.real().unwrap().stop().await;
    });
}

#[test]
fn what_was_practised_when_the_program_ended_is_gone_at_the_next_start() {
    let folder = TempDir::new().unwrap();
    let rest = folder.path().join("training").join("of-last-time");
    std::fs::create_dir_all(&rest).unwrap();
    let desktop = open(&folder);
    assert!(desktop.blocked().is_none() && !desktop.is_practising());
    assert!(!rest.exists());
    block_on(desktop.real().unwrap().stop());
}
