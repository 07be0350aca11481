//! Owns what staff have written: replies to patients with their delivery, and internal notes.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::{
    calendar::instant,
    course::Stage,
    people::Person,
    problems::FormKind,
    request::Request,
    staff::{self, Member},
    submission::Route,
    systems,
};

const TEXTS: &str = include_str!("words/staff.txt");

/// Days for which this provider keeps the messages of a closed request.
const MESSAGES_KEPT_DAYS: i64 = 7;

/// Returns the lines of a section of what staff write.
fn section(name: &str) -> &'static [&'static str] {
    static SECTIONS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
        let mut sections: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        let mut title = "";
        for line in TEXTS.lines().filter(|line| !line.is_empty()) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(next) => title = next,
                None => sections.entry(title).or_default().push(line),
            }
        }
        sections
    });
    SECTIONS.get(name).map_or(&[], Vec::as_slice)
}

/// Says whether the practice has written to the patient.
pub fn has_message(request: &Request<'_>) -> bool {
    match request.course.stage {
        Stage::AwaitingPatient | Stage::Answered => true,
        Stage::Closed => {
            let kept_since = request.now - Duration::days(MESSAGES_KEPT_DAYS);
            let kept = request.course.closed.is_some_and(|closed| closed >= kept_since);
            let written = request.course.disposition.is_some_and(|code| !section(code).is_empty());
            kept && written && reachable(request.person)
        }
        Stage::Untouched
        | Stage::Sorted
        | Stage::Claimed
        | Stage::Decided
        | Stage::Held
        | Stage::Released
        | Stage::Duplicate
        | Stage::Declined
        | Stage::Withdrawn
        | Stage::Unreachable => false,
    }
}

fn reachable(person: &Person) -> bool {
    person.mobile.is_some() || person.proxy.is_some()
}

/// Returns the reply, its delivery and the patient's answer, as far as they exist.
pub fn messages(request: &Request<'_>) -> Vec<Value> {
    let course = &request.course;
    let (Some(opened), true) = (course.opened, has_message(request)) else {
        return Vec::new();
    };
    let author = course.person.unwrap_or(&staff::MEMBERS[0]);
    let mut dice = request.dice("message");
    let (words, answers) = match (course.stage, course.disposition) {
        (Stage::Closed, Some(outcome)) => (dice.pick(section(outcome)), ""),
        _ => dice.pick(section(ask_pool(request))).split_once(" => ").unwrap_or_default(),
    };
    let text = addressed(words, request, author);
    let written = course.closed.unwrap_or(opened + Duration::minutes(4)).min(request.now);
    let sent = written + Duration::seconds(dice.between(2, 40));
    let mut all = vec![communication_request(request, author, &text, written), communication(request, &text, sent)];
    if course.stage == Stage::Answered {
        let choices: Vec<&str> = answers.split(" / ").collect();
        let words = dice.pick(&choices);
        let at = (sent + Duration::minutes(dice.between(6, 240))).min(request.now);
        all.push(answer(request, words, at));
    }
    all
}

fn ask_pool(request: &Request<'_>) -> &'static str {
    match request.submission.problem.kind {
        FormKind::New | FormKind::Existing | FormKind::Child | FormKind::Carer => "ask-clinical",
        FormKind::Medication => "ask-medication",
        FormKind::FitNote => "ask-fit",
        FormKind::Admin | FormKind::TestResult => "ask-admin",
    }
}

fn addressed(text: &str, request: &Request<'_>, author: &Member) -> String {
    let person = request.person;
    let name = match &person.proxy {
        Some(proxy) if request.submission.by_proxy => proxy.given.clone(),
        _ if person.age > 60 && !person.title.is_empty() => format!("{} {}", person.title, person.family),
        _ => person.given.clone(),
    };
    format!("Dear {name}, {text} {}, Meadow Lane Surgery", author.display())
}

fn communication_request(request: &Request<'_>, author: &Member, text: &str, written: DateTime<Utc>) -> Value {
    let medium = if request.submission.route == Route::NhsApp { "nhs-app" } else { "sms" };
    json!({
        "resourceType": "CommunicationRequest",
        "id": request.ids.message,
        "meta": {"tag": [{"system": systems::ODS, "code": staff::ODS_CODE}]},
        "identifier": [{"system": systems::CLIENT_OPERATION, "value": request.ids.operation}],
        "basedOn": [{"reference": request.ids.task_reference()}],
        "status": "completed",
        "priority": request.course.urgency.code(),
        "medium": [{"text": medium}],
        "subject": {"reference": request.patient()},
        "about": [{"reference": request.ids.task_reference()}],
        "payload": [{"contentString": text}],
        "authoredOn": instant(written),
        "requester": author.reference(),
        "recipient": [{"reference": request.patient()}],
        "sender": staff::practice_reference(),
    })
}

fn communication(request: &Request<'_>, text: &str, sent: DateTime<Utc>) -> Value {
    json!({
        "resourceType": "Communication",
        "id": request.ids.sent,
        "meta": {"tag": [{"system": systems::ODS, "code": staff::ODS_CODE}]},
        "basedOn": [{"reference": format!("CommunicationRequest/{}", request.ids.message)}],
        "status": "completed",
        "subject": {"reference": request.patient()},
        "about": [{"reference": request.ids.task_reference()}],
        "sent": instant(sent),
        "received": instant(sent + Duration::seconds(4)),
        "recipient": [{"reference": request.patient()}],
        "sender": staff::practice_reference(),
        "payload": [{"contentString": text}],
    })
}

fn answer(request: &Request<'_>, text: &str, at: DateTime<Utc>) -> Value {
    json!({
        "resourceType": "Communication",
        "id": request.ids.answer,
        "meta": {"tag": [{"system": systems::ODS, "code": staff::ODS_CODE}]},
        "inResponseTo": [{"reference": format!("Communication/{}", request.ids.sent)}],
        "status": "completed",
        "subject": {"reference": request.patient()},
        "about": [{"reference": request.ids.task_reference()}],
        "sent": instant(at),
        "recipient": [staff::practice_reference()],
        "sender": {"reference": request.patient()},
        "payload": [{"contentString": text}],
    })
}

/// Returns the internal notes that stand on the Task, oldest first.
pub fn notes(request: &Request<'_>) -> Vec<Value> {
    let course = &request.course;
    let Some(opened) = course.opened else {
        return Vec::new();
    };
    let mut dice = request.dice("notes");
    let mut notes = Vec::new();
    let reception = staff::members_of("reception");
    let receptionist = reception.get(dice.index(reception.len())).copied();
    if let (Some(author), true) = (receptionist, dice.chance(210)) {
        notes.push(note(author, opened, dice.pick(section("note-reception"))));
    }
    let decided = matches!(course.stage, Stage::Decided | Stage::Closed | Stage::Held | Stage::Answered);
    if let (Some(author), true, true) = (course.person, decided, dice.chance(340)) {
        let pool = if request.submission.problem.category == "clinical" { "note-clinical" } else { "note-admin" };
        let at = course.closed.unwrap_or(opened + Duration::minutes(3)).min(request.now);
        notes.push(note(author, at, dice.pick(section(pool))));
    }
    if let (Some(author), Some(closed)) = (course.person, course.closed)
        && course.stage == Stage::Unreachable
    {
        notes.push(note(author, closed, "Rang three times, no answer, left voicemail. Text sent. Closing."));
    }
    notes
}

fn note(author: &Member, at: DateTime<Utc>, text: &str) -> Value {
    json!({"authorReference": author.reference(), "time": instant(at), "text": text})
}
