//! What somebody typed and how they had the window is there again after a restart, for them and nobody else.

use tests::{Desk, Pc, Provider, until};
use triage_client::desk::View;
use triage_client::{Place, Screen, TypedPlace};
use triage_domain::{RequestId, Words};

const GP: &str = "555000000101";
const OTHER_GP: &str = "555000000102";

async fn pc() -> (Provider, Pc) {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    (provider, pc)
}

fn typed(desk: &Desk, place: &TypedPlace) -> Option<String> {
    desk.typed(place).unwrap().map(|typed| typed.text.as_str().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_typed_note_comes_back_after_a_restart_to_its_author_and_its_request_alone() {
    let (_provider, pc) = pc().await;
    let desk = Desk::on(&pc, GP);
    let rows = desk.rows(View::AllOpen);
    let (note, other) = (TypedPlace::Note(rows[0].request.id.clone()), TypedPlace::Note(rows[1].request.id.clone()));
    desk.keep_typed(&note, Words::new("Rang her sister, who")).unwrap();
    desk.stop().await;
    drop(desk);

    let desk = Desk::on(&pc, OTHER_GP);
    assert_eq!(typed(&desk, &note), None, "a colleague at the same PC sees nothing of it");
    desk.stop().await;
    drop(desk);
    let desk = Desk::on(&pc, GP);
    assert_eq!(typed(&desk, &note).as_deref(), Some("Rang her sister, who"));
    assert_eq!(typed(&desk, &other), None);
    desk.keep_typed(&note, Words::new("")).unwrap();
    assert_eq!(typed(&desk, &note), None, "once it is saved or thrown away it is gone");
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_about_a_request_of_another_queue_is_not_kept_and_too_long_a_text_is_refused() {
    let (_provider, pc) = pc().await;
    let desk = Desk::on(&pc, GP);
    let elsewhere = TypedPlace::Note(RequestId::parse("practice-1").unwrap());
    desk.keep_typed(&elsewhere, Words::new("Only practising")).unwrap();
    assert_eq!(typed(&desk, &elsewhere), None);
    assert!(desk.keep_typed(&TypedPlace::Entry, Words::new("x".repeat(64 * 1024 + 1))).is_err());
    assert_eq!(typed(&desk, &TypedPlace::Entry), None);
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_opens_where_each_person_left_it() {
    let (_provider, pc) = pc().await;
    let desk = Desk::on(&pc, GP);
    assert_eq!(desk.session().place, None);
    desk.keep_place(Place::new(Screen::Queue(View::Waiting), 150)).unwrap();
    desk.stop().await;
    drop(desk);
    let desk = Desk::on(&pc, OTHER_GP);
    assert_eq!(desk.session().place, None, "it is nobody else's");
    desk.keep_place(Place::new(Screen::Workload, 5_000)).unwrap();
    assert_eq!(desk.session().place.map(|place| place.zoom_percent()), Some(400), "nothing larger fits");
    desk.stop().await;
    drop(desk);
    let desk = Desk::on(&pc, GP);
    assert_eq!(desk.session().place, Some(Place::new(Screen::Queue(View::Waiting), 150)));
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_says_that_a_reply_to_it_was_begun_until_it_is_sent_or_thrown_away() {
    let (_provider, pc) = pc().await;
    let desk = Desk::on(&pc, GP);
    let id = desk.rows(View::AllOpen)[0].request.id.clone();
    let has_draft = |desk: &Desk| desk.rows(View::AllOpen).iter().find(|row| row.request.id == id).unwrap().has_draft;
    assert!(!has_draft(&desk));
    let mut changes = desk.changes();
    desk.save_draft(&id, &Words::new("Please come in")).unwrap();
    assert!(has_draft(&desk));
    until("its row is read anew", async || (changes.recv().await.unwrap().request.as_ref() == Some(&id)).then_some(()))
        .await;
    desk.stop().await;
    drop(desk);
    let desk = Desk::on(&pc, OTHER_GP);
    assert!(!has_draft(&desk), "it is its author's");
    desk.stop().await;
    drop(desk);
    let desk = Desk::on(&pc, GP);
    assert!(has_draft(&desk));
    desk.save_draft(&id, &Words::new("")).unwrap();
    assert!(!has_draft(&desk));
    desk.stop().await;
}
