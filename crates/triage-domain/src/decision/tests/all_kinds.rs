//! Holds, duplicates, chases, entries, claims, and what every kind has in common.

use chrono::TimeDelta;

use super::*;

fn check_at(decision: &Decision, request: &TriageRequest, now: DateTime<Utc>) -> Option<Blocked> {
    decision.check(request, &author(Role::Receptionist), now).err()
}

fn apply(decision: &Decision, request: &mut TriageRequest) {
    decision.apply(request, &op(7), &author(Role::Gp), at(20));
}

fn hold(until: DateTime<Utc>) -> Decision {
    Decision::hold(until)
}

fn patient_writes(request: &mut TriageRequest, id: &str) {
    // The provider's clock is behind this PC's: the message says that it is older than the hold.
    request.messages.push(Message::FromPatient { id: id.to_owned(), at: at(1), text: words("Worse") });
}

fn failed_reply(request: &mut TriageRequest) {
    reply("Come at ten", AfterReply::KeepOpen).apply(request, &op(1), &author(Role::Gp), at(5));
    for message in &mut request.messages {
        if let Message::Reply { delivery, .. } = message {
            *delivery = Delivery::Failed { reason: words("No such number") };
        }
    }
}

fn entry() -> NewRequest {
    NewRequest {
        about: About::NotIdentified { name: words("Mrs Jones from the bakery"), born: None },
        route: EntryRoute::Phone,
        words: words("Her husband is short of breath"),
        ring_back: None,
        category: Category::Clinical,
        urgency: Urgency::UrgentToday,
    }
}

fn claim(until: DateTime<Utc>) -> Decision {
    Decision::Claim { until }
}

/// One of every kind.
fn every_kind() -> Vec<Decision> {
    vec![
        Decision::Assign { to: Owner::Nobody },
        urgency(Urgency::Soon, None),
        Decision::SetCategory { to: Category::Unknown },
        Decision::AddNote { text: words("x") },
        Decision::FirstOpened,
        reply("x", AfterReply::KeepOpen),
        close_with(None),
        Decision::Reopen { reason: words("x") },
        hold(at(50)),
        Decision::EndHold,
        Decision::SendAgain { reply: "r".to_owned(), text: words("x"), may_answer: false, attachments: Vec::new() },
        Decision::Merge { into: RequestId::parse("req-2").unwrap() },
        Decision::RecordFiled,
        Decision::LogChase { route: ChaseRoute::Phone, text: None },
        Decision::Enter { request: Box::new(entry()) },
        claim(at(45)),
        Decision::Release,
    ]
}

#[test]
fn a_hold_lies_in_the_future_and_within_a_year_and_a_day() {
    let now = at(40);
    assert_eq!(check_at(&hold(now), &request(), now), Some(Blocked::NotInTheFuture));
    assert_eq!(check_at(&hold(now + HOLD_MAX), &request(), now), None);
    assert_eq!(check_at(&hold(now + HOLD_MAX + TimeDelta::seconds(1)), &request(), now), Some(Blocked::TooFarAhead));
}

#[test]
fn a_hold_ends_on_time() {
    let mut held = request();
    apply(&hold(at(50)), &mut held);
    assert!(held.is_held(at(49)));
    assert!(!held.is_held(at(50)));
}

#[test]
fn a_hold_ends_when_the_patient_writes_whatever_the_clocks_say() {
    let mut held = request();
    patient_writes(&mut held, "m-1");
    apply(&hold(at(50)), &mut held);
    assert!(held.is_held(at(30)), "what was read before the hold does not end it");
    patient_writes(&mut held, "m-2");
    assert!(!held.is_held(at(30)));
    assert_eq!(check_at(&hold(at(50)), &held, at(30)), None, "it can be set aside anew until the same moment");
}

#[test]
fn a_hold_of_another_programs_gives_way_to_any_message_of_the_patients() {
    let mut held = request();
    held.state.held_until = Some(at(50));
    assert!(held.is_held(at(30)));
    patient_writes(&mut held, "m-1");
    assert!(!held.is_held(at(30)));
}

#[test]
fn what_ends_or_answers_a_request_ends_its_hold() {
    for decision in [close_with(None), reply("Photo?", AfterReply::AwaitPatient { until: None }), Decision::EndHold] {
        let mut held = request();
        apply(&hold(at(50)), &mut held);
        apply(&decision, &mut held);
        assert_eq!((&held.state.held_until, held.is_held(at(30))), (&None, false), "{}", decision.kind());
    }
    assert_eq!(check_at(&Decision::EndHold, &request(), at(30)), Some(Blocked::NotHeld));
}

#[test]
fn only_a_reply_that_failed_is_sent_again_and_only_once() {
    let again = |reply: &str| Decision::SendAgain {
        reply: reply.to_owned(),
        text: words("Come at ten"),
        may_answer: false,
        attachments: Vec::new(),
    };
    let first = op(1).as_str().to_owned();
    let mut request = request();
    assert_eq!(check_at(&again(&first), &request, at(9)), Some(Blocked::NotFailed));
    reply("Come at ten", AfterReply::KeepOpen).apply(&mut request, &op(1), &author(Role::Gp), at(5));
    assert_eq!(check_at(&again(&first), &request, at(9)), Some(Blocked::NotFailed), "nobody knows that it failed");
    request.messages.clear();
    failed_reply(&mut request);
    assert_eq!(check_at(&again(&first), &request, at(9)), None);
    apply(&again(&first), &mut request);
    assert!(matches!(&request.messages[1], Message::Reply { sends_again: Some(id), .. } if *id == first));
    assert_eq!(check_at(&again(&first), &request, at(30)), Some(Blocked::NotFailed));
}

#[test]
fn the_reply_that_closed_a_request_and_failed_is_sent_again_without_reopening_it() {
    let mut closed = closed();
    failed_reply(&mut closed);
    let again = Decision::SendAgain {
        reply: op(1).as_str().to_owned(),
        text: words("Come at ten"),
        may_answer: false,
        attachments: Vec::new(),
    };
    assert_eq!(check_at(&again, &closed, at(40)), None);
    apply(&again, &mut closed);
    assert!(!closed.state.lifecycle.is_open());
}

#[test]
fn merging_closes_as_duplicate_names_the_other_and_reopening_undoes_both() {
    let other = RequestId::parse("req-2").unwrap();
    let mut merged = request();
    apply(&Decision::Merge { into: other.clone() }, &mut merged);
    let Lifecycle::Closed(closure) = &merged.state.lifecycle else { panic!("it is open") };
    assert_eq!(closure.disposition.as_ref().map(Disposition::code), Some("duplicate"));
    assert_eq!(merged.state.merged_into, Some(other));
    apply(&Decision::Reopen { reason: words("Not the same") }, &mut merged);
    assert_eq!((merged.state.lifecycle, merged.state.merged_into), (Lifecycle::Open, None));
}

#[test]
fn a_request_is_not_merged_into_itself_nor_unseen() {
    let itself = Decision::Merge { into: request().id };
    assert_eq!(check_at(&itself, &request(), at(30)), Some(Blocked::IntoItself));
    let mut unopened = request();
    unopened.state.first_opened_at = None;
    let merge = Decision::Merge { into: RequestId::parse("req-2").unwrap() };
    assert_eq!(check_at(&merge, &unopened, at(30)), Some(Blocked::ClinicalNotOpened));
}

#[test]
fn what_is_only_taken_down_is_taken_down_about_closed_and_withdrawn_requests_too() {
    let mut withdrawn = request();
    withdrawn.state.lifecycle = Lifecycle::Withdrawn;
    for ended in [closed(), withdrawn] {
        for decision in [Decision::RecordFiled, Decision::LogChase { route: ChaseRoute::Desk, text: None }] {
            assert_eq!(check_at(&decision, &ended, at(45)), None, "{}", decision.kind());
        }
        assert!(check_at(&hold(at(50)), &ended, at(45)).is_some());
    }
}

#[test]
fn a_record_is_filed_once_and_the_earlier_time_stays() {
    let mut request = request();
    Decision::RecordFiled.apply(&mut request, &op(1), &author(Role::Gp), at(8));
    Decision::RecordFiled.apply(&mut request, &op(2), &author(Role::Gp), at(6));
    assert_eq!(request.state.record_filed_at, Some(at(6)));
    assert_eq!(check_at(&Decision::RecordFiled, &request, at(9)), Some(Blocked::NoChange));
}

#[test]
fn a_chase_is_listed_by_time_and_raises_nothing() {
    let mut request = request();
    let before = request.state.urgency;
    let chase = |route| Decision::LogChase { route, text: Some(words("Is it ready?")) };
    chase(ChaseRoute::Desk).apply(&mut request, &op(2), &author(Role::Gp), at(9));
    chase(ChaseRoute::Phone).apply(&mut request, &op(1), &author(Role::Gp), at(6));
    chase(ChaseRoute::Phone).apply(&mut request, &op(1), &author(Role::Gp), at(6));
    let listed: Vec<_> = request.state.chases.iter().map(|chase| (chase.at, chase.route)).collect();
    assert_eq!(listed, [(at(6), ChaseRoute::Phone), (at(9), ChaseRoute::Desk)]);
    assert_eq!((request.state.urgency, request.notes.len()), (before, 2));
}

#[test]
fn an_entered_request_has_what_was_said_and_waits_to_be_opened() {
    let id = RequestId::parse("00000000-0000-4000-8000-000000000001").unwrap();
    let request = entry().as_request(&id, at(0));
    assert_eq!((request.state.urgency, request.state.category), (Urgency::UrgentToday, Category::Clinical));
    assert_eq!((request.state.stage, request.state.first_opened_at), (Stage::Sorted, None));
    assert_eq!(
        (request.route.as_deref(), request.patient.name.display().as_str()),
        (Some("phone"), "Mrs Jones from the bakery")
    );
    assert!(!request.version.is_at_the_provider());
    let enter = Decision::Enter { request: Box::new(entry()) };
    assert_eq!(check_at(&enter, &request, at(0)), None);
    assert_eq!(check_at(&reply("Hello", AfterReply::KeepOpen), &request, at(1)), Some(Blocked::PatientNotMatched));
}

#[test]
fn an_entry_says_something_about_somebody_and_makes_a_new_request() {
    let check = |change: fn(&mut NewRequest), request: &TriageRequest| {
        let mut entry = entry();
        change(&mut entry);
        check_at(&Decision::Enter { request: Box::new(entry) }, request, at(0))
    };
    let new = entry().as_request(&RequestId::parse("new").unwrap(), at(0));
    assert_eq!(check(|entry| entry.words = words(" "), &new), Some(Blocked::EmptyText));
    assert_eq!(
        check(|entry| entry.about = About::NotIdentified { name: words(""), born: None }, &new),
        Some(Blocked::EmptyText)
    );
    assert_eq!(check(|_| {}, &request()), Some(Blocked::AlreadyEntered));
}

#[test]
fn a_claim_lasts_ten_minutes_at_most_and_gives_way_to_a_live_one_of_somebody_elses() {
    let now = at(30);
    assert_eq!(check_at(&claim(now), &request(), now), Some(Blocked::NotInTheFuture));
    assert_eq!(check_at(&claim(now + CLAIM_MAX), &request(), now), None);
    assert_eq!(check_at(&claim(now + CLAIM_MAX + TimeDelta::seconds(1)), &request(), now), Some(Blocked::TooFarAhead));
    let mut claimed = request();
    apply(&claim(at(35)), &mut claimed);
    let colleague = Author { id: StaffId::parse("555000000999").unwrap(), ..author(Role::Gp) };
    let by_colleague = |now| claim(at(38)).check(&claimed, &colleague, now).err();
    assert_eq!(by_colleague(at(34)), Some(Blocked::ClaimedByOther));
    assert_eq!(by_colleague(at(35)), None, "it has run out");
    assert_eq!(check_at(&claim(at(38)), &claimed, at(34)), None, "one's own is renewed");
}

#[test]
fn a_claim_is_given_up_by_whoever_has_it() {
    let mut claimed = request();
    apply(&claim(at(35)), &mut claimed);
    let colleague = Author { id: StaffId::parse("555000000999").unwrap(), ..author(Role::Gp) };
    assert_eq!(Decision::Release.check(&claimed, &colleague, at(31)).err(), Some(Blocked::NoChange));
    Decision::Release.apply(&mut claimed, &op(8), &colleague, at(31));
    assert!(claimed.state.claim.is_some());
    apply(&Decision::Release, &mut claimed);
    assert_eq!(claimed.state.claim, None);
}

#[test]
fn moments_are_cut_to_what_comes_back_over_the_wire() {
    let fine = at(50) + TimeDelta::nanoseconds(1_234_567);
    let mut request = request();
    apply(&hold(fine), &mut request);
    apply(&claim(fine), &mut request);
    assert_eq!(request.state.held_until, Some(fine.trunc_subsecs(3)));
    assert_eq!(request.state.claim.map(|claim| claim.expires), Some(fine.trunc_subsecs(3)));
}

#[test]
fn only_what_goes_to_the_patient_says_so() {
    let reaches: Vec<&str> = every_kind().iter().filter(|one| one.reaches_the_patient()).map(Decision::kind).collect();
    assert_eq!(reaches, ["reply", "send-again"]);
    let silent: Vec<&str> = every_kind().iter().filter(|one| one.is_silent()).map(Decision::kind).collect();
    assert_eq!(silent, ["first-opened", "claim", "release"]);
}
