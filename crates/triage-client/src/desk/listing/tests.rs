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
fn a_desk_that_is_cleared_holds_and_counts_nothing() {
    let mut desk = desk();
    desk.clear();
    assert_eq!((desk.len(), desk.tally()), (0, Desk::default().tally()));
    assert_eq!(desk.rail(Some(&me()), now()), Desk::default().rail(Some(&me()), now()));
    assert_eq!(listed(&desk, View::Everything, ""), [""; 0]);
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

/// A request in one of many states, as a number says.
fn any(n: u64) -> (TriageRequest, Option<Operation>) {
    let name = format!("r-{}", n % 40);
    let urgency = [Urgency::Routine, Urgency::UrgentToday, Urgency::Soon, Urgency::Emergency][(n / 7 % 4) as usize];
    let mut one = request(&name, urgency, (n / 3 % 5) as i64);
    match n / 11 % 6 {
        0 => one.state.owner = Owner::Person(PersonRef { id: me(), name: author().name }),
        1 => one.state.held_until = Some(now() + Duration::hours(1)),
        2 => one.state.next_action = triage_domain::request::NextAction::Patient,
        3 => close().apply(&mut one, &OpId::from_bytes([2; 16]), &author(), now()),
        _ => {}
    }
    let operation = (n / 13).is_multiple_of(3).then(|| decided(&name, close()));
    (one, operation)
}

#[test]
fn what_is_counted_change_by_change_is_what_counting_everything_gives() {
    let (mut desk, mut listing) = (Desk::default(), None::<Listing>);
    let mut dice = 7_u64;
    for step in 0..2_000_u64 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (one, operation) = any(dice >> 33);
        let operations: Vec<&Operation> = operation.iter().collect();
        match dice >> 60 {
            0 | 1 => desk.remove(&one.id),
            2..=5 => desk.refold(&one.id, &operations),
            _ => desk.put(one, &operations),
        }
        let mut anew = Desk::default();
        for entry in desk.entries() {
            anew.put(entry.shown().clone(), &[]);
        }
        assert_eq!(desk.rail(Some(&me()), now()), anew.rail(Some(&me()), now()), "step {step}");
        assert_eq!(desk.tally(), anew.tally(), "step {step}");
        let list = listing.get_or_insert_with(|| Listing::build(&desk, View::Unassigned, "", Some(&me()), now()));
        // Longer pauses than the log of changes goes back come up too.
        if step % 97 == 0 || step > 1_300 {
            let known: Vec<RequestId> = list.known.iter().cloned().collect();
            let waits = desk
                .entries()
                .map(Entry::shown)
                .filter(|request| View::Unassigned.holds(request, Some(&me()), now()) && !known.contains(&request.id));
            assert_eq!(list.page(&desk, 0, 1, now()).arrivals.count, waits.count(), "step {step}");
        }
        if step == 600 {
            listing = None;
        }
    }
}

#[test]
fn what_comes_back_as_time_goes_by_is_counted_without_any_change() {
    let mut desk = desk();
    let mut held = request("held", Urgency::Routine, 2);
    held.state.held_until = Some(now() + Duration::minutes(5));
    desk.put(held, &[]);
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    assert_eq!((listing.page(&desk, 0, 9, now()).arrivals.count, desk.rail(None, now()).held), (0, 1));
    let later = now() + Duration::minutes(6);
    assert_eq!((listing.page(&desk, 0, 9, later).arrivals.count, desk.rail(None, later).held), (1, 0));
}

#[test]
fn what_an_undo_brings_back_stands_where_it_stood_and_is_no_arrival() {
    let mut desk = desk();
    let mut listing = Listing::build(&desk, View::Unassigned, "", Some(&me()), now());
    let before = rows(&mut listing, &desk);
    for name in ["soon", "today-old", "routine-new"] {
        desk.refold(&id(name), &[&decided(name, close())]);
        listing.drop_decided(&desk, &id(name), now());
        assert!(!rows(&mut listing, &desk).contains(&name.to_owned()));
        desk.refold(&id(name), &[]);
        listing.bring_back(&desk, &id(name), now());
        listing.bring_back(&desk, &id(name), now());
        assert_eq!(rows(&mut listing, &desk), before, "{name}");
        assert_eq!(listing.page(&desk, 0, 9, now()).arrivals.count, 0);
    }
}
