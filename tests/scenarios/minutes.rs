//! A GP between two appointments: what fits comes, the riskiest first, and it goes on where it stopped.

use tests::{Desk, Pc, Provider};
use triage_client::desk::View;
use triage_client::{DecideForm, MinutesError};
use triage_domain::{Decision, Disposition, Owner, PersonRef, RequestId, StaffId};

const GP: &str = "555000000101";

/// Gives the GP so many requests of the pool and lists them.
async fn takes(desk: &Desk, count: usize) -> Vec<RequestId> {
    let me = PersonRef { id: StaffId::parse(GP).unwrap(), name: "Dr Anwen Rees".to_owned() };
    let rows = desk.rows(View::Unassigned);
    for row in rows.iter().take(count) {
        decides(desk, &row.request.id, Decision::Assign { to: Owner::Person(me.clone()) }).await;
    }
    desk.rows(View::Mine).into_iter().map(|row| row.request.id).collect()
}

async fn decides(desk: &Desk, id: &RequestId, decision: Decision) {
    let form = DecideForm { op_id: desk.new_op_id(), request_id: id.clone(), seen: None, decision };
    desk.decide(form).await.unwrap();
}

async fn closes(desk: &Desk, id: &RequestId) {
    decides(desk, id, Decision::FirstOpened).await;
    let disposition = Disposition::known("advice-by-message").unwrap();
    let reason = Some(triage_domain::Words::new("Seen"));
    decides(desk, id, Decision::Close { disposition, mode: None, reason }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fits_is_served_the_most_urgent_first_and_resumes_where_it_stopped_after_a_restart() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let desk = Desk::on(&pc, GP);
    let mine = takes(&desk, 8).await;
    let begun = desk.start_minutes(10).unwrap();
    assert!(begun.is_running && begun.total > 0 && begun.left == begun.total);
    assert_eq!(begun.total + begun.left_out, mine.len(), "what does not fit is counted");
    let listed = desk.rows(View::Minutes);
    assert_eq!(listed.len(), begun.total);
    let urgency: Vec<_> = listed.iter().map(|row| row.request.state.urgency).collect();
    assert!(urgency.windows(2).all(|pair| pair[0] >= pair[1]), "{urgency:?}");

    let first = listed[0].request.id.clone();
    closes(&desk, &first).await;
    assert_eq!(desk.minutes().unwrap().unwrap().left, begun.total - 1);
    let stopped = desk.stop_minutes().unwrap().unwrap();
    assert!(!stopped.is_running && stopped.estimate_left < begun.estimate_left);
    desk.stop().await;
    drop(desk);

    let desk = Desk::on(&pc, GP);
    let resumed = desk.resume_minutes().unwrap();
    assert_eq!((resumed.left, resumed.is_running), (begun.total - 1, true));
    assert_eq!(desk.rows(View::Minutes)[0].request.id, listed[1].request.id, "the next one, in the same order");
    for row in &listed[1..] {
        closes(&desk, &row.request.id).await;
    }
    assert!(!desk.minutes().unwrap().unwrap().is_running, "it ends with the last one");
    assert!(matches!(desk.resume_minutes(), Err(MinutesError::NothingLeft)));
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_minutes_and_a_whole_day_are_refused_and_nobody_elses_requests_are_served() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let desk = Desk::on(&pc, GP);
    for minutes in [0, 241] {
        assert!(matches!(desk.start_minutes(minutes), Err(MinutesError::OutOfRange)));
    }
    let mine = desk.rows(View::Mine).len();
    let plan = desk.start_minutes(240).unwrap();
    assert!(plan.total + plan.left_out == mine);
    desk.stop().await;
}
