//! Estimates grow with what there is to read, follow a person's own past, and keep nobody from what is urgent.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::request::{Answer, RequestState, Submission};
use crate::{Patient, Version, Words};

fn request(id: &str, urgency: Urgency, words: usize) -> TriageRequest {
    TriageRequest {
        id: RequestId::parse(id).unwrap(),
        version: Version::parse("1").unwrap(),
        reference: String::new(),
        title: Words::new("Cough"),
        received_at: DateTime::UNIX_EPOCH,
        due_at: None,
        state: RequestState { urgency, category: Category::Clinical, ..RequestState::untouched() },
        patient: Patient::not_known("pat-1"),
        sent_by: None,
        route: None,
        submission: Submission { words: Words::new("word ".repeat(words)), ..Submission::default() },
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    }
}

fn flagged(id: &str) -> TriageRequest {
    let mut request = request(id, Urgency::Routine, 10);
    let answer = Answer { question: Words::new("Blood?"), answer: Words::new("Yes"), is_red_flag: true };
    request.submission.answers.push(answer);
    request
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.fits.iter().map(|(id, _)| id.as_str()).collect()
}

#[test]
fn an_estimate_grows_with_what_there_is_to_read_and_is_shorter_for_administration() {
    let (short, long) = (request("a", Urgency::Routine, 20), request("b", Urgency::Routine, 440));
    assert_eq!(rule(&long) - rule(&short), TimeDelta::seconds(120 - 5));
    let mut form = short.clone();
    form.state.category = Category::Administrative;
    assert_eq!(rule(&short) - rule(&form), CLINICAL - OTHER);
    assert!(rule(&flagged("c")) > rule(&short) + TimeDelta::seconds(50));
}

#[test]
fn the_riskiest_comes_first_and_what_does_not_fit_is_left_out_and_counted() {
    let all = [
        request("long", Urgency::Routine, 2_000),
        request("short", Urgency::Routine, 20),
        flagged("flagged"),
        request("soon", Urgency::Soon, 20),
    ];
    let plan = plan(&all, TimeDelta::minutes(10), Pace::default());
    assert_eq!((ids(&plan), plan.left_out), (vec!["soon", "flagged", "short"], 1));
}

#[test]
fn what_is_urgent_is_served_first_whether_or_not_it_fits() {
    let all = [request("routine", Urgency::Routine, 20), request("urgent", Urgency::UrgentToday, 3_000)];
    let plan = plan(&all, TimeDelta::minutes(5), Pace::default());
    assert_eq!((ids(&plan), plan.left_out), (vec!["urgent"], 1));
}

#[test]
fn a_persons_own_past_corrects_the_rule_and_one_odd_request_does_not() {
    let minutes = |rule, took| (TimeDelta::minutes(rule), TimeDelta::minutes(took));
    assert_eq!(Pace::of(&[minutes(2, 4); 4]), None, "too few to say");
    let mut samples = vec![minutes(2, 4); 6];
    samples.push(minutes(2, 200));
    let pace = Pace::of(&samples).unwrap();
    assert_eq!(pace.percent(), 200);
    let one = request("a", Urgency::Routine, 20);
    assert_eq!(pace.estimate(&one), rule(&one) * 2);
    assert_eq!(Pace::of(&[minutes(1, 60); 9]).unwrap().percent(), 300, "an afternoon away is no pace");
}
