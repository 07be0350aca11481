//! The conflict policy as a table: which kinds commute, which merge, which go to a person.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;

use expect_test::expect;
use triage_domain::{Category, TriageRequest};

use super::*;
use crate::sample::{
    assign, at, category, close, gp, note, nurse, op, patient_writes, person, reopen, reply, reply_and_close, request,
    urgency, words,
};

type Change = (&'static str, fn(&mut TriageRequest));

const CHANGES: [Change; 7] = [
    ("urgency", |request| request.state.urgency = Urgency::Emergency),
    ("owner", |request| request.state.owner = person(&nurse())),
    ("category", |request| request.state.category = Category::Unknown),
    ("ending", |request| close().apply(request, &op(9), &nurse(), at(20))),
    ("message", |request| patient_writes(request, "m-1")),
    ("form", |request| request.submission.words = words("Now with chest pain")),
    ("note", |request| note("Rang").apply(request, &op(9), &nurse(), at(20))),
];

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
        ("reply, await", reply(AfterReply::AwaitPatient)),
        ("reply, close", reply_and_close()),
        ("close", close()),
    ];
    let mut table = String::new();
    for (name, decision) in decisions {
        let seen = request("req-a");
        let against: Vec<&str> = CHANGES
            .iter()
            .filter(|(_, change)| {
                let mut there = seen.clone();
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
        reply, close  a person looks when changed: urgency, owner, category, ending, message, form
        close         a person looks when changed: urgency, owner, category, ending, message, form
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
            BasisField::Content
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
