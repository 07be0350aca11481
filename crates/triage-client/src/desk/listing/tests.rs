//! The order of a list, and that it stands still.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::{Duration, TimeZone};
use triage_domain::request::Submission;
use triage_domain::{
    Author, Decision, Disposition, OpId, Owner, Patient, PersonName, PersonRef, RequestState, Role, Urgency, Version,
    Words,
};
use triage_sync::{Basis, OpState, Operation};

use super::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap()
}

fn id(name: &str) -> RequestId {
    RequestId::parse(name).unwrap()
}

fn me() -> StaffId {
    StaffId::parse("555000000101").unwrap()
}

fn author() -> Author {
    Author { id: me(), name: "Dr Amara Osei".to_owned(), role: Role::Gp }
}

fn request(name: &str, urgency: Urgency, hours_ago: i64) -> TriageRequest {
    let mut patient = Patient::not_known(name);
    patient.name = PersonName { family: Some(format!("Family{name}")), ..PersonName::default() };
    let state = RequestState { urgency, ..RequestState::untouched() };
    TriageRequest {
        id: id(name),
        version: Version::parse("1").unwrap(),
        reference: format!("REF-{name}"),
        title: Words::new("Rash"),
        received_at: now() - Duration::hours(hours_ago),
        due_at: None,
        state,
        patient,
        sent_by: None,
        route: None,
        submission: Submission { words: Words::new("Itchy forearm"), ..Submission::default() },
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    }
}

fn decided(name: &str, decision: Decision) -> Operation {
    let basis = Basis::of(&request(name, Urgency::Routine, 1));
    Operation {
        op_id: OpId::from_bytes([1; 16]),
        seq: 1,
        request_id: id(name),
        decision,
        author: author(),
        if_match: basis.version.clone(),
        basis,
        decided_at: now(),
        state: OpState::Queued,
        rebase_generation: 0,
        attempts: 0,
        ack_version: None,
        acked_at: None,
        stuck: None,
        conflict: None,
        resolution: None,
        supersedes: None,
    }
}

fn close() -> Decision {
    Decision::Close { disposition: Disposition::known("no-action").unwrap(), mode: None, reason: None }
}

fn desk() -> Desk {
    let mut desk = Desk::default();
    for (name, urgency, hours_ago) in [
        ("routine-new", Urgency::Routine, 1),
        ("routine-old", Urgency::Routine, 30),
        ("soon", Urgency::Soon, 10),
        ("today-new", Urgency::UrgentToday, 1),
        ("today-old", Urgency::UrgentToday, 5),
        ("emergency", Urgency::Emergency, 0),
    ] {
        desk.put(request(name, urgency, hours_ago), &[]);
    }
    desk
}

fn rows(listing: &mut Listing, desk: &Desk) -> Vec<String> {
    let page = listing.page(desk, 0, 100, now());
    page.rows.iter().map(|row| row.entry.shown().id.as_str().to_owned()).collect()
}

fn listed(desk: &Desk, view: View, search: &str) -> Vec<String> {
    rows(&mut Listing::build(desk, view, search, Some(&me()), now()), desk)
}

#[test]
fn what_is_urgent_stands_on_top_and_everything_else_by_waiting_time() {
    let desk = desk();
    let order = ["emergency", "today-old", "today-new", "routine-old", "soon", "routine-new"];
    assert_eq!(listed(&desk, View::Unassigned, ""), order);
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    assert_eq!(listing.page(&desk, 0, 100, now()).urgent, 3);
}

#[test]
fn the_order_stands_still_until_it_is_built_anew() {
    let mut desk = desk();
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    let before = rows(&mut listing, &desk);
    desk.put(request("routine-new", Urgency::Emergency, 1), &[]);
    desk.put(request("arrived", Urgency::Emergency, 0), &[]);
    assert_eq!(rows(&mut listing, &desk), before);
    let anew = listed(&desk, View::Unassigned, "");
    assert_eq!(anew[..3], ["routine-new", "arrived", "emergency"]);
}

#[test]
fn arrivals_are_counted_and_the_urgent_among_them() {
    let mut desk = desk();
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    assert_eq!(listing.page(&desk, 0, 1, now()).arrivals, Arrivals::default());
    desk.put(request("new-1", Urgency::Emergency, 0), &[]);
    desk.put(request("new-2", Urgency::Soon, 0), &[]);
    assert_eq!(listing.page(&desk, 0, 1, now()).arrivals, Arrivals { count: 2, urgent: 1 });
}

#[test]
fn arrivals_that_the_search_leaves_out_are_not_counted() {
    let mut desk = desk();
    let mut listing = Listing::build(&desk, View::Unassigned, "familysoon", Some(&me()), now());
    desk.put(request("new-1", Urgency::Emergency, 0), &[]);
    assert_eq!(listing.page(&desk, 0, 1, now()).arrivals.count, 0);
}

#[test]
fn what_somebody_else_took_keeps_its_place_and_is_marked() {
    let mut desk = desk();
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    let mut taken = request("soon", Urgency::Soon, 10);
    let other = StaffId::parse("555000000202").unwrap();
    taken.state.owner = Owner::Person(PersonRef { id: other, name: "Nurse Bea Lund".to_owned() });
    desk.put(taken, &[]);
    let page = listing.page(&desk, 0, 100, now());
    let moved: Vec<&str> = page.rows.iter().filter(|row| row.moved).map(|row| row.entry.shown().id.as_str()).collect();
    assert_eq!((page.total, moved), (6, vec!["soon"]));
}

#[test]
fn ones_own_decision_takes_the_row_out_at_once() {
    let mut desk = desk();
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    let operation = decided("soon", close());
    desk.refold(&id("soon"), &[&operation]);
    listing.drop_decided(&desk, &id("soon"), now());
    assert!(!rows(&mut listing, &desk).contains(&"soon".to_owned()));
    assert_eq!(listing.page(&desk, 0, 1, now()).arrivals.count, 0);
    let note = decided("routine-old", Decision::AddNote { text: Words::new("Rang") });
    desk.refold(&id("routine-old"), &[&note]);
    listing.drop_decided(&desk, &id("routine-old"), now());
    assert!(rows(&mut listing, &desk).contains(&"routine-old".to_owned()), "a note moves nothing");
}

#[test]
fn a_row_taken_out_by_an_undone_decision_counts_as_an_arrival() {
    let mut desk = desk();
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    let operation = decided("soon", close());
    desk.refold(&id("soon"), &[&operation]);
    listing.drop_decided(&desk, &id("soon"), now());
    desk.refold(&id("soon"), &[]);
    assert_eq!(listing.page(&desk, 0, 1, now()).arrivals.count, 1);
}

#[test]
fn pending_decisions_count_in_every_list() {
    let mut desk = desk();
    let mine = Owner::Person(PersonRef { id: me(), name: author().name });
    let operation = decided("soon", Decision::Assign { to: mine });
    desk.refold(&id("soon"), &[&operation]);
    assert_eq!(listed(&desk, View::Mine, ""), ["soon"]);
    let closed = decided("emergency", close());
    desk.refold(&id("emergency"), &[&closed]);
    assert_eq!(listed(&desk, View::DoneToday, ""), ["emergency"]);
    assert_eq!(listed(&desk, View::Urgent, ""), ["today-old", "today-new"]);
}

#[test]
fn a_search_wants_every_word_in_any_order_and_any_case() {
    let desk = desk();
    assert_eq!(listed(&desk, View::AllOpen, "FOREARM ref-SOON"), ["soon"]);
    assert_eq!(listed(&desk, View::AllOpen, "forearm elbow"), Vec::<String>::new());
    assert_eq!(listed(&desk, View::AllOpen, "  ").len(), 6);
}

#[test]
fn a_list_answers_its_own_question_only() {
    let desk = desk();
    let listing = Listing::build(&desk, View::Unassigned, "a  B", Some(&me()), now());
    assert!(listing.is_for(View::Unassigned, " A b ", Some(&me())));
    assert!(!listing.is_for(View::Urgent, "a b", Some(&me())));
    assert!(!listing.is_for(View::Unassigned, "a", Some(&me())));
    assert!(!listing.is_for(View::Unassigned, "a b", None));
}

#[test]
fn a_page_is_the_part_that_was_asked_for() {
    let desk = desk();
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    let page = listing.page(&desk, 4, 10, now());
    assert_eq!((page.total, page.rows.len()), (6, 2));
    assert_eq!(listing.page(&desk, 100, 10, now()).rows.len(), 0);
}
