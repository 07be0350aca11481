//! Practising beside the real queue: nothing of it reaches a provider, and nothing of it stays.

use tests::{Desk, Pc, Provider};
use triage_client::desk::View;
use triage_client::{
    Client, Clock, ConnectForm, DecideForm, QueueForm, QueueOrder, QueueRow, Work, discard_training, start_training,
};
use triage_domain::{Decision, Owner, RequestId, Role, Words};

const GP: &str = "555000000101";

fn rows(client: &Client, view: View) -> Vec<QueueRow> {
    let form = QueueForm { view, search: String::new(), offset: 0, limit: 200, order: QueueOrder::Anew };
    client.queue(&form).unwrap().rows
}

async fn decides(client: &Client, id: &RequestId, decision: Decision) {
    let form = DecideForm { op_id: client.new_op_id(), request_id: id.clone(), seen: None, decision };
    client.decide(form).await.unwrap();
}

/// Counts what a decision would leave behind at the provider, whatever its kind.
async fn written(provider: &Provider) -> [u64; 4] {
    let mut counts = [0; 4];
    for (count, kind) in counts.iter_mut().zip(["Task", "Provenance", "CommunicationRequest", "Communication"]) {
        *count = provider.count(kind).await;
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_practised_reaches_no_provider_and_nothing_of_it_is_in_the_real_profile() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let real = Desk::on(&pc, GP);
    let training = start_training(&pc.profile(), Clock::system(), Role::Gp).unwrap();
    assert_eq!(training.session().staff.unwrap().role, Role::Gp);
    let before = written(&provider).await;

    // Everything that brings a client to its provider, tried at once.
    training.work(Work::Online).unwrap();
    let server = ConnectForm { server: provider.base.clone(), ..ConnectForm::default() };
    training.connect(server).await.unwrap_err();
    let id = rows(&training, View::Unassigned)[0].request.id.clone();
    let team = training.session().teams[0].clone();
    decides(&training, &id, Decision::Assign { to: Owner::Team(team) }).await;
    training.save_draft(&id, &Words::new("We will ring you")).unwrap();
    training.sync_now();
    training.clock_doubt();
    training.photo("no-such-photo").await.unwrap_err();
    training.stop().await;

    assert_eq!(written(&provider).await, before, "the provider has what it had");
    assert!(real.request(&id).is_err(), "the real queue has no such request");
    assert_eq!(real.live_operations().len(), 0);
    assert_eq!(real.actions().unwrap().len(), 0);
    assert_eq!(real.save_draft(&id, &Words::new("typed as the queue changed")).unwrap(), None);
    assert!(real.draft(&id).unwrap().is_none());
    assert!(rows(&real, View::Everything).iter().all(|row| !row.request.reference.starts_with("PRACTICE")));
    drop(training);
    discard_training(&pc.profile());
    assert!(!pc.profile().join("training").exists(), "and what was practised is gone");
    real.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_queue_goes_on_while_somebody_practises() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let real = Desk::on(&pc, GP);
    let before = provider.count("Provenance").await;
    let training = start_training(&pc.profile(), Clock::system(), Role::Gp).unwrap();
    let practised = rows(&training, View::Unassigned)[0].request.id.clone();
    let invented = training.session().teams[0].clone();
    decides(&training, &practised, Decision::Assign { to: Owner::Team(invented) }).await;
    let id = rows(&real, View::Unassigned)[0].request.id.clone();
    let team = real.session().teams[0].clone();
    decides(&real, &id, Decision::Assign { to: Owner::Team(team) }).await;
    training.stop().await;
    real.stop().await;
    drop((training, real));
    pc.done(&["sync"]).await;
    assert_eq!(provider.count("Provenance").await, before + 1, "the real decision arrived, and only that one");
}
