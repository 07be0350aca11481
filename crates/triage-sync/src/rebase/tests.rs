//! The conflict policy as a table: which kinds commute, which merge, which go to a person.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;

use expect_test::expect;
use triage_domain::{Category, TriageRequest};

use super::*;
use crate::sample::{
    assign, at, category, chase, close, entry, failed_reply, gp, merge, note, nurse, op, patient_writes, person,
    reopen, reply, reply_and_close, request, send_again, urgency, words,
};

type Change = (&'static str, fn(&mut TriageRequest));

const CHANGES: [Change; 11] = [
    ("urgency", |request| request.state.urgency = Urgency::Emergency),
    ("owner", |request| request.state.owner = person(&nurse())),
    ("category", |request| request.state.category = Category::Unknown),
    ("ending", |request| close().apply(request, &op(9), &nurse(), at(20))),
    ("message", |request| patient_writes(request, "m-1")),
    ("form", |request| request.submission.words = words("Now with chest pain")),
    ("hold", |request| Decision::hold(at(50)).apply(request, &op(9), &nurse(), at(20))),
    ("note", |request| note("Rang").apply(request, &op(9), &nurse(), at(20))),
    ("filed", |request| Decision::RecordFiled.apply(request, &op(9), &nurse(), at(20))),
    ("chase", |request| chase("Any news?").apply(request, &op(8), &nurse(), at(20))),
    ("claim", |request| claim(9).apply(request, &op(9), &nurse(), at(1))),
];

/// A claim until this minute.
fn claim(minute: u32) -> Decision {
    Decision::Claim { until: at(minute) }
}

fn seen_and(change: impl FnOnce(&mut TriageRequest)) -> (Basis, Basis) {
    let seen = request("req-a");
    let mut there = seen.clone();
    change(&mut there);
    (Basis::of(&seen), Basis::of(&there))
}

fn after(decision: &Decision, change: impl FnOnce(&mut TriageRequest)) -> Rebase {
    let (seen, there) = seen_and(change);
    rebase(decision, &seen, &there)
}

#[test]
fn who_gives_way_to_what() {
    let decisions = [
        ("note", note("Seen")),
        ("first opened", Decision::FirstOpened),
        ("assign", assign(&gp())),
        ("category", category(Category::Administrative)),
        ("raise", urgency(Urgency::UrgentToday)),
        ("lower", urgency(Urgency::Routine)),
        ("reply", reply(AfterReply::KeepOpen)),
        ("reply, await", reply(AfterReply::AwaitPatient { until: None })),
        ("reply, close", reply_and_close()),
        ("close", close()),
        ("merge", merge("req-b")),
        ("send again", send_again(1)),
        ("hold", Decision::hold(at(55))),
        ("end of hold", Decision::EndHold),
        ("filed", Decision::RecordFiled),
        ("chase", chase("Any news?")),
        ("enter", Decision::Enter { request: Box::new(entry()) }),
        ("claim", claim(30)),
        ("release", Decision::Release),
    ];
    let mut table = String::new();
    for (name, decision) in decisions {
        let seen = request("req-a");
        let against: Vec<&str> = CHANGES
            .iter()
            .filter(|(_, change)| {
                let mut there = seen.clone();
                if let Decision::Enter { .. } = decision {
                    there.version = triage_domain::Version::not_at_the_provider();
                }
                change(&mut there);
                rebase(&decision, &Basis::of(&seen), &Basis::of(&there)) != Rebase::Goes
            })
            .map(|(changed, _)| *changed)
            .collect();
        writeln!(table, "{name:<13} a person looks when changed: {}", against.join(", ")).unwrap();
    }
    expect![[r#"
        note          a person looks when changed: 
        first opened  a person looks when changed: 
        assign        a person looks when changed: owner, ending
        category      a person looks when changed: category, ending
        raise         a person looks when changed: ending
        lower         a person looks when changed: urgency, ending, message, form
        reply         a person looks when changed: ending, message, form
        reply, await  a person looks when changed: ending, message, form
        reply, close  a person looks when changed: urgency, owner, category, ending, message, form, hold
        close         a person looks when changed: urgency, owner, category, ending, message, form, hold
        merge         a person looks when changed: urgency, owner, category, ending, message, form, hold
        send again    a person looks when changed: ending, message, form
        hold          a person looks when changed: ending, message, form, hold
        end of hold   a person looks when changed: ending, hold
        filed         a person looks when changed: 
        chase         a person looks when changed: 
        enter         a person looks when changed: 
        claim         a person looks when changed: 
        release       a person looks when changed: 
    "#]]
    .assert_eq(&table);
}

#[test]
fn equal_decisions_merge() {
    let seen = request("req-a");
    let mut there = seen.clone();
    there.state.owner = person(&gp());
    there.state.category = Category::Administrative;
    let (seen, there) = (Basis::of(&seen), Basis::of(&there));
    assert_eq!(rebase(&assign(&gp()), &seen, &there), Rebase::Goes);
    assert_eq!(rebase(&category(Category::Administrative), &seen, &there), Rebase::Goes);
    assert_eq!(rebase(&assign(&nurse()), &seen, &there), Rebase::Conflict(vec![BasisField::Owner]));
}

#[test]
fn reopening_what_somebody_reopened_merges() {
    let mut seen = request("req-a");
    close().apply(&mut seen, &op(1), &gp(), at(5));
    assert_eq!(rebase(&reopen(), &Basis::of(&seen), &Basis::of(&request("req-a"))), Rebase::Goes);
}

#[test]
fn two_people_who_close_always_meet_even_with_the_same_outcome() {
    let seen = request("req-a");
    let mut there = seen.clone();
    close().apply(&mut there, &op(9), &nurse(), at(20));
    let conflict = Rebase::Conflict(vec![BasisField::Ending]);
    assert_eq!(rebase(&close(), &Basis::of(&seen), &Basis::of(&there)), conflict);
}

#[test]
fn every_difference_that_stands_against_it_is_named() {
    let seen = request("req-a");
    let mut there = seen.clone();
    for (_, change) in CHANGES {
        change(&mut there);
    }
    let Rebase::Conflict(against) = rebase(&close(), &Basis::of(&seen), &Basis::of(&there)) else { panic!("it goes") };
    assert_eq!(
        against,
        [
            BasisField::Urgency,
            BasisField::Owner,
            BasisField::Category,
            BasisField::Ending,
            BasisField::Messages,
            BasisField::Content,
            BasisField::Held,
        ]
    );
}

#[test]
fn a_raise_takes_the_greater_of_the_two_and_a_lowering_is_left_as_it_is() {
    let basis = Basis::of(&request("req-a"));
    let raise = urgency(Urgency::UrgentToday);
    assert_eq!(effective(&raise, &basis, Urgency::Emergency), urgency(Urgency::Emergency));
    assert_eq!(effective(&raise, &basis, Urgency::Routine), raise);
    let lower = urgency(Urgency::Routine);
    assert_eq!(effective(&lower, &basis, Urgency::Emergency), lower);
}

#[test]
fn a_note_a_chase_an_opening_and_a_filing_go_whatever_happened() {
    for decision in [note("Rang"), chase("Any news?"), Decision::FirstOpened, Decision::RecordFiled] {
        let everything = |there: &mut TriageRequest| CHANGES.iter().for_each(|(_, change)| change(there));
        assert_eq!(after(&decision, everything), Rebase::Goes, "{}", decision.kind());
        assert!(commutes(&decision));
    }
}

#[test]
fn a_raise_goes_over_a_lowering_and_a_lowering_stops_at_a_raise() {
    let lowered = |there: &mut TriageRequest| there.state.urgency = Urgency::Routine;
    let raised = |there: &mut TriageRequest| there.state.urgency = Urgency::Emergency;
    assert_eq!(after(&urgency(Urgency::UrgentToday), lowered), Rebase::Goes);
    let person = Rebase::Conflict(vec![BasisField::Urgency]);
    assert_eq!(after(&urgency(Urgency::Routine), raised), person);
}

#[test]
fn a_lowering_stops_at_another_lowering_even_an_equal_one() {
    let lowered = |there: &mut TriageRequest| there.state.urgency = Urgency::Routine;
    assert_eq!(after(&urgency(Urgency::Routine), lowered), Rebase::Conflict(vec![BasisField::Urgency]));
}

#[test]
fn a_lowering_a_close_a_reply_and_a_hold_stop_at_a_new_message_of_the_patients() {
    let wrote = |there: &mut TriageRequest| patient_writes(there, "m-1");
    let hold = Decision::hold(at(50));
    for decision in [urgency(Urgency::Routine), close(), merge("req-b"), reply(AfterReply::KeepOpen), hold] {
        assert_eq!(after(&decision, wrote), Rebase::Conflict(vec![BasisField::Messages]), "{}", decision.kind());
    }
}

#[test]
fn another_category_is_for_a_person_and_the_same_one_merges() {
    let other = |there: &mut TriageRequest| there.state.category = Category::Unknown;
    let administrative = category(Category::Administrative);
    assert_eq!(after(&administrative, other), Rebase::Conflict(vec![BasisField::Category]));
    let same = |there: &mut TriageRequest| there.state.category = Category::Administrative;
    assert_eq!(after(&administrative, same), Rebase::Goes);
}

#[test]
fn an_outcome_always_stops_at_another_outcome() {
    let closed = |there: &mut TriageRequest| close().apply(there, &op(9), &nurse(), at(20));
    for decision in [close(), merge("req-b"), reply_and_close()] {
        assert_eq!(after(&decision, closed), Rebase::Conflict(vec![BasisField::Ending]), "{}", decision.kind());
    }
}

#[test]
fn a_merge_stops_at_an_equal_merge_because_it_is_an_outcome() {
    let merged = |there: &mut TriageRequest| merge("req-b").apply(there, &op(9), &nurse(), at(20));
    assert_eq!(after(&merge("req-b"), merged), Rebase::Conflict(vec![BasisField::Ending]));
}

#[test]
fn a_reply_sent_again_stops_at_any_other_reply() {
    let mut seen = request("req-a");
    failed_reply(&mut seen, 1);
    let mut there = seen.clone();
    send_again(1).apply(&mut there, &op(9), &nurse(), at(20));
    let (seen, there) = (Basis::of(&seen), Basis::of(&there));
    assert_eq!(rebase(&send_again(1), &seen, &there), Rebase::Conflict(vec![BasisField::Messages]));
}

#[test]
fn equal_holds_and_equal_ends_of_holds_merge_and_other_holds_are_for_a_person() {
    let until = |minute| Decision::hold(at(minute));
    let held = |there: &mut TriageRequest| until(50).apply(there, &op(9), &nurse(), at(20));
    assert_eq!(after(&until(50), held), Rebase::Goes);
    assert_eq!(after(&until(55), held), Rebase::Conflict(vec![BasisField::Held]));
    let mut seen = request("req-a");
    held(&mut seen);
    let there = Basis::of(&request("req-a"));
    assert_eq!(rebase(&Decision::EndHold, &Basis::of(&seen), &there), Rebase::Goes);
    let mut longer = request("req-a");
    until(55).apply(&mut longer, &op(9), &nurse(), at(20));
    let conflict = Rebase::Conflict(vec![BasisField::Held]);
    assert_eq!(rebase(&Decision::EndHold, &Basis::of(&seen), &Basis::of(&longer)), conflict);
}

#[test]
fn a_claim_that_finds_a_live_one_of_somebody_elses_is_lost_and_troubles_nobody() {
    let claimed = |there: &mut TriageRequest| claim(25).apply(there, &op(9), &nurse(), at(16));
    assert_eq!(after(&claim(27), claimed), Rebase::Lost);
}

#[test]
fn a_claim_goes_over_one_that_had_run_out_when_it_was_made() {
    let claimed = |there: &mut TriageRequest| claim(15).apply(there, &op(9), &nurse(), at(6));
    assert_eq!(after(&claim(27), claimed), Rebase::Goes, "it was made at minute 17 at the earliest");
}

#[test]
fn a_claim_is_renewed_over_the_one_it_was_built_on() {
    let mut seen = request("req-a");
    claim(20).apply(&mut seen, &op(8), &gp(), at(12));
    let basis = Basis::of(&seen);
    assert_eq!(rebase(&claim(25), &basis, &basis), Rebase::Goes);
}

#[test]
fn a_claim_stops_no_decision_and_no_decision_stops_a_claim() {
    let claimed = |there: &mut TriageRequest| claim(25).apply(there, &op(9), &nurse(), at(16));
    for decision in [close(), reply_and_close(), assign(&gp()), urgency(Urgency::Routine)] {
        assert_eq!(after(&decision, claimed), Rebase::Goes, "{}", decision.kind());
    }
    let closed = |there: &mut TriageRequest| close().apply(there, &op(9), &nurse(), at(20));
    assert_eq!(after(&claim(30), closed), Rebase::Goes);
    assert_eq!(after(&Decision::Release, closed), Rebase::Goes);
}

#[test]
fn an_entry_that_finds_its_id_taken_is_for_a_person() {
    let enter = Decision::Enter { request: Box::new(entry()) };
    let new = Basis::of(&entry().as_request(&crate::sample::id("req-a"), at(0)));
    assert_eq!(rebase(&enter, &new, &new), Rebase::Goes);
    assert_ne!(rebase(&enter, &new, &Basis::of(&request("req-a"))), Rebase::Goes);
}
