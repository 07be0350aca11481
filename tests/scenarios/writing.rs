//! Who is writing is seen on every PC, and stands in nobody's way for longer than it lasts.

use tests::{Desk, Pc, Provider};
use triage_client::DecideForm;
use triage_client::desk::View;
use triage_domain::{AfterReply, Decision, RequestId, Words};

const GP: &str = "555000000101";
const OTHER_GP: &str = "555000000102";

#[tokio::test(flavor = "multi_thread")]
async fn who_begins_to_write_is_named_on_every_other_pc_until_they_stop() {
    let provider = Provider::start().await;
    let (one, other) = (Pc::of(GP, &provider).await, Pc::of(OTHER_GP, &provider).await);
    let desk = Desk::on(&one, GP);
    let id = desk.rows(View::AllOpen)[0].request.id.clone();
    let mine = desk.start_writing(desk.new_op_id(), &id).await.unwrap().unwrap();
    assert!(mine.is_mine);
    desk.start_writing(desk.new_op_id(), &id).await.unwrap();
    desk.keep_writing(&id).await.unwrap();
    assert_eq!(desk.live_operations().len(), 1, "a claim that lasts is not made again");
    assert_eq!(desk.actions().unwrap().len(), 0, "it is no action of anybody's");
    desk.stop().await;
    drop(desk);
    one.done(&["sync"]).await;
    other.done(&["sync"]).await;

    let theirs = Desk::on(&other, OTHER_GP);
    let row = theirs.rows(View::AllOpen).into_iter().find(|row| row.request.id == id).unwrap();
    let writing = row.writing.unwrap();
    assert_eq!((writing.by.as_str(), writing.is_mine), ("Dr Anwen Rees", false));
    let told = theirs.start_writing(theirs.new_op_id(), &id).await.unwrap().unwrap();
    assert_eq!(told.by, "Dr Anwen Rees", "whoever comes later is told who has it");
    assert_eq!(theirs.live_operations().len(), 0);
    theirs.stop().await;
    drop(theirs);

    let desk = Desk::on(&one, GP);
    desk.stop_writing(desk.new_op_id(), &id).await.unwrap();
    assert!(desk.request(&id).unwrap().writing.is_none());
    desk.stop().await;
    drop(desk);
    one.done(&["sync"]).await;
    other.done(&["sync"]).await;
    let theirs = Desk::on(&other, OTHER_GP);
    assert!(theirs.request(&id).unwrap().writing.is_none(), "nobody is writing any more");
    theirs.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_request_is_claimed_by_nobody_and_that_is_no_error() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let desk = Desk::on(&pc, GP);
    let closed = |row: &triage_client::QueueRow| !row.request.state.lifecycle.is_open();
    let id: RequestId = desk.rows(View::Everything).into_iter().find(closed).unwrap().request.id;
    assert_eq!(desk.start_writing(desk.new_op_id(), &id).await.unwrap(), None);
    desk.stop_writing(desk.new_op_id(), &id).await.unwrap();
    assert!(desk.live_operations().iter().all(|operation| !matches!(operation.decision, Decision::Claim { .. })));
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_taken_back_for_as_long_as_it_is_held_although_its_author_has_stopped_writing() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let desk = Desk::on(&pc, GP);
    let open = |row: &triage_client::QueueRow| row.request.patient.nhs_number.number().is_some();
    let id = desk.rows(View::AllOpen).into_iter().find(open).unwrap().request.id;
    desk.start_writing(desk.new_op_id(), &id).await.unwrap();
    let then = AfterReply::AwaitPatient { until: None };
    let decision = Decision::reply(Words::new("Could you send a photo?"), then);
    let reply = DecideForm { op_id: desk.new_op_id(), request_id: id.clone(), seen: None, decision };
    desk.decide(reply.clone()).await.unwrap();
    // What the window does once the reply screen closes.
    desk.stop_writing(desk.new_op_id(), &id).await.unwrap();
    let done_by = desk.undo(desk.new_op_id(), reply.op_id.clone()).await.unwrap();
    assert_eq!(done_by, reply.op_id, "it is withdrawn without a trace, and not answered");
    assert_eq!(desk.draft(&id).unwrap().unwrap().text.as_str(), "Could you send a photo?");
    desk.stop().await;
    drop(desk);
    pc.done(&["sync"]).await;
    provider.assert_never(reply.op_id.as_str(), id.as_str()).await;
}
