//! A setup is right in every line or not taken at all; a route does what it says and never lowers urgency.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::request::{RequestState, Submission};
use crate::{Patient, RequestId, TeamId, TeamRef, Version};

fn route(label: &str) -> Route {
    let to = Owner::Team(TeamRef { id: TeamId::parse("duty").unwrap(), name: "Duty GP".to_owned() });
    Route { label: label.to_owned(), to, urgency: Some(Urgency::UrgentToday), note: Some(Words::new("See today")) }
}

fn request() -> TriageRequest {
    TriageRequest {
        id: RequestId::parse("req-1").unwrap(),
        version: Version::parse("1").unwrap(),
        reference: String::new(),
        title: Words::new("Cough"),
        received_at: chrono::DateTime::UNIX_EPOCH,
        due_at: None,
        state: RequestState::untouched(),
        patient: Patient::not_known("pat-1"),
        sent_by: None,
        route: None,
        submission: Submission::default(),
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    }
}

fn fault(change: impl FnOnce(&mut PracticeSetup)) -> (String, SetupProblem) {
    let mut setup = PracticeSetup { routes: vec![route("Duty GP"), route("Pharmacist")], ..PracticeSetup::default() };
    assert_eq!(setup.check(), Ok(()));
    change(&mut setup);
    let fault = setup.check().unwrap_err();
    (fault.field, fault.problem)
}

#[test]
fn what_a_practice_begins_with_is_right_and_every_outcome_can_be_chosen() {
    let setup = PracticeSetup::default();
    assert_eq!(setup.check(), Ok(()));
    assert_eq!(setup.outcomes.len(), crate::disposition::DISPOSITIONS.len());
    assert_eq!(setup.templates.len(), 6);
}

#[test]
fn the_first_wrong_line_is_named_by_its_place() {
    use SetupProblem::{Empty, NotThere, SameTwice, TooLong, TooMany, UnknownField};
    let named = |field: &str, problem| (field.to_owned(), problem);
    assert_eq!(fault(|s| s.routes[1].label = " ".to_owned()), named("routes.1.label", Empty));
    assert_eq!(fault(|s| s.routes[0].label = "x".repeat(41)), named("routes.0.label", TooLong));
    assert_eq!(fault(|s| s.routes[1].label = "duty gp ".to_owned()), named("routes.1.label", SameTwice));
    assert_eq!(fault(|s| s.routes = (0..10).map(|n| route(&n.to_string())).collect()), named("routes", TooMany));
    assert_eq!(fault(|s| s.templates[3].text = Words::new("")), named("templates.3.text", Empty));
    assert_eq!(fault(|s| s.templates[1].name = s.templates[0].name.clone()), named("templates.1.name", SameTwice));
    assert_eq!(fault(|s| s.outcomes.push("cured".to_owned())), named("outcomes", NotThere));
    assert_eq!(fault(|s| s.outcomes.clear()), named("outcomes", Empty));
    assert_eq!(fault(|s| s.record_format = Words::new("{{wrods}}")), named("recordFormat", UnknownField));
}

#[test]
fn a_template_may_have_the_same_name_in_both_languages() {
    let mut setup = PracticeSetup::default();
    let welsh = Template { language: Language::Cy, ..setup.templates[0].clone() };
    setup.templates.push(welsh);
    assert_eq!(setup.check(), Ok(()));
}

#[test]
fn a_route_decides_only_what_is_not_so_already_and_gives_the_request_last() {
    let names = |decisions: Vec<Decision>| decisions.iter().map(Decision::kind).collect::<Vec<_>>();
    let mut request = request();
    assert_eq!(names(route("Duty GP").decisions(&request)), ["set-urgency", "add-note", "assign"]);
    request.state.owner = route("Duty GP").to;
    assert_eq!(names(route("Duty GP").decisions(&request)), ["set-urgency", "add-note"]);
}

#[test]
fn a_route_never_lowers_urgency() {
    let mut request = request();
    request.state.urgency = Urgency::Emergency;
    let lowers = route("Duty GP").decisions(&request).iter().any(|it| matches!(it, Decision::SetUrgency { .. }));
    assert!(!lowers);
}

#[test]
fn blanks_are_found_in_order_and_a_brace_that_stays_open_is_text() {
    assert_eq!(blanks("Dear {{salutation}}, by {{day and time}}.{{"), ["salutation", "day and time"]);
    assert_eq!(blanks("{{ {{me}} }} {{a\nb}} {{c}}"), ["me", "c"]);
}
