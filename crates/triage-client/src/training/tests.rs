#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::Path;

use tempfile::TempDir;
use triage_device::DecideForm;
use triage_domain::{Decision, NhsNumberMatch, Owner, RequestId, Role, TeamRef, Urgency, Words};

use super::{TrainingTask, discard_training, start_training};
use crate::client::{Client, Work};
use crate::clock::Clock;
use crate::desk::View;
use crate::usecase::connect::ConnectForm;
use crate::usecase::queue::{QueueForm, QueueOrder, QueueRow};

fn begin(folder: &TempDir) -> Client {
    start_training(folder.path(), Clock::system(), Role::Receptionist).unwrap()
}

fn rows(client: &Client, view: View) -> Vec<QueueRow> {
    let form = QueueForm { view, search: String::new(), offset: 0, limit: 200, order: QueueOrder::Anew };
    client.queue(&form).unwrap().rows
}

async fn decides(client: &Client, request: &RequestId, decision: Decision) -> triage_domain::OpId {
    let op_id = client.new_op_id();
    let form = DecideForm { op_id: op_id.clone(), request_id: request.clone(), seen: None, decision };
    client.decide(form).await.unwrap();
    op_id
}

fn done(client: &Client) -> Vec<TrainingTask> {
    let steps = client.training().unwrap().unwrap();
    steps.into_iter().filter(|step| step.is_done).map(|step| step.task).collect()
}

fn a_team(client: &Client) -> Owner {
    let TeamRef { id, name } = client.session().teams[0].clone();
    Owner::Team(TeamRef { id, name })
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_practises_finds_a_practice_in_which_every_patient_is_invented_and_all_of_it_is_of_today() {
    let folder = TempDir::new().unwrap();
    let client = begin(&folder);
    let session = client.session();
    assert!(session.is_training && !session.key_in_file);
    assert_eq!(session.staff.unwrap().role, Role::Receptionist);
    assert!(session.people.len() >= 4 && session.teams.len() >= 4);
    let all = rows(&client, View::Everything);
    assert_eq!(all.len(), 24);
    for row in &all {
        let NhsNumberMatch::Verified { number } = row.request.patient.nhs_number else {
            panic!("{:?} has no traced number", row.request.reference)
        };
        assert!(number.spaced().starts_with("999"), "only 999 numbers belong to nobody");
        let age = client.now() - row.request.received_at;
        assert!(age.num_seconds() >= 0 && age.num_days() < 2, "{:?} is {age} old", row.request.reference);
        assert!(row.request.unreadable.is_empty(), "{:?}: {:?}", row.request.reference, row.request.unreadable);
    }
    for view in [View::Unassigned, View::Urgent, View::Mine, View::Teams, View::Waiting, View::Held] {
        assert!(!rows(&client, view).is_empty(), "{view:?} has something to try");
    }
    let status = client.status().unwrap();
    assert_eq!((status.unreadable, status.unsent), (0, 0));
    assert_eq!(status.freshness, triage_sync::Freshness::Live, "nobody is told that invented requests are old");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_socket_is_opened_whatever_is_switched_on_and_whatever_address_stands_in_the_profile() {
    let folder = TempDir::new().unwrap();
    let client = begin(&folder);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let server = format!("http://{}/fhir", listener.local_addr().unwrap());
    let mut connection = client.inner.connection().unwrap();
    connection.server.clone_from(&server);
    client.stop().await;
    client.inner.keep_connection(&connection).unwrap();
    client.start_core(&connection).unwrap();

    client.work(Work::Online).unwrap();
    let row = rows(&client, View::Unassigned).remove(0);
    decides(&client, &row.request.id, Decision::Assign { to: a_team(&client) }).await;
    client.sync_now();
    client.clock_doubt();
    client.inner.tell(triage_sync::Input::WorkOnline);
    client.connect(ConnectForm { server: format!("{server}/2"), ..ConnectForm::default() }).await.unwrap_err();
    let url = url::Url::parse(&server).unwrap();
    let http = client.inner.http(&url, client.inner.pull_token()).unwrap();
    http.get("metadata").await.unwrap_err();
    http.search("Task", &[]).await.unwrap_err();
    http.binary("Binary/1").await.unwrap_err();
    client.stop().await;

    let knock = listener.accept();
    assert_eq!(knock.unwrap_err().kind(), ErrorKind::WouldBlock, "nobody knocked");
    assert_eq!(client.live_operations().len(), 1, "and the decision stays here");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_done_by_doing_it_and_stays_done_when_it_is_taken_back() {
    let folder = TempDir::new().unwrap();
    let client = begin(&folder);
    let row = rows(&client, View::Unassigned).into_iter().find(|row| row.request.state.urgency == Urgency::Routine);
    let id = row.unwrap().request.id;
    assert_eq!(done(&client), []);

    decides(&client, &id, Decision::FirstOpened).await;
    decides(&client, &id, Decision::AddNote { text: Words::new("Looked at it") }).await;
    assert_eq!(done(&client), [], "reading and noting is none of the tasks");
    let given = decides(&client, &id, Decision::Assign { to: a_team(&client) }).await;
    assert_eq!(done(&client), [TrainingTask::GiveToTeam]);
    client.undo(client.new_op_id(), given).await.unwrap();
    assert_eq!(done(&client), [TrainingTask::GiveToTeam, TrainingTask::Undo]);

    decides(&client, &id, Decision::SetUrgency { to: Urgency::UrgentToday, reason: None }).await;
    assert!(done(&client).contains(&TrainingTask::RaiseUrgency));
    let until = client.now() + chrono::TimeDelta::days(1);
    decides(&client, &id, Decision::hold(until)).await;
    assert!(done(&client).contains(&TrainingTask::Hold));

    let own = Decision::reply(Words::new("We will ring you."), triage_domain::AfterReply::KeepOpen);
    decides(&client, &id, own).await;
    assert!(!done(&client).contains(&TrainingTask::ReplyWithTemplate), "written without a template");
    let template = client.setup().unwrap().practice.templates[1].text.as_str().to_owned();
    let filled = template.replace("{{salutation}}", "Sasha").replace("{{start time}}", "2 pm");
    let filled = filled.replace("{{end time}}", "3 pm").replace("{{me}}", "Robin").replace("{{practice}}", "Lark Rise");
    decides(&client, &id, Decision::reply(Words::new(filled), triage_domain::AfterReply::KeepOpen)).await;
    assert_eq!(done(&client), TrainingTask::ALL);
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_practised_is_gone_at_the_next_start_and_after_leaving() {
    let folder = TempDir::new().unwrap();
    let client = begin(&folder);
    let id = rows(&client, View::Unassigned)[0].request.id.clone();
    decides(&client, &id, Decision::Assign { to: a_team(&client) }).await;
    client.stop().await;
    drop(client);
    let again = begin(&folder);
    assert_eq!(again.live_operations().len(), 0);
    assert!(rows(&again, View::Unassigned).iter().any(|row| row.request.id == id));
    assert_eq!(home(folder.path()), 1, "one training profile, and no rest of the last");
    again.stop().await;
    drop(again);
    discard_training(folder.path());
    assert_eq!(home(folder.path()), 0);
}

fn home(profile: &Path) -> usize {
    std::fs::read_dir(super::home(profile)).map_or(0, Iterator::count)
}
