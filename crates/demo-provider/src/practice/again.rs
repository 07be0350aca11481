//! Owns requests that follow an earlier one of the same patient: chases and resubmissions.

use chrono::{DateTime, Datelike, Duration, Utc};

use super::{
    calendar,
    dice::Dice,
    people::Person,
    phrases::{Scene, common, fill},
    problems::{FormKind, Lasting},
    span::{Span, weekday_name},
    submission::{Link, Route, Submission, lived_days, lower_first, route},
    voice::Words,
};

/// Picks an earlier submission between two ages in hours.
fn earlier(submissions: &[Submission], at: DateTime<Utc>, hours: (i64, i64), dice: &mut Dice) -> Option<usize> {
    let newest = submissions.partition_point(|one| one.at <= at - Duration::hours(hours.0));
    let oldest = submissions.partition_point(|one| one.at < at - Duration::hours(hours.1));
    if oldest >= newest {
        return None;
    }
    let index = oldest + dice.index(newest - oldest);
    let one = &submissions[index];
    (one.link == Link::Fresh && !one.problem.welsh).then_some(index)
}

/// Writes a request that asks what became of an earlier one; nothing when there is none of the right age.
pub fn chase(
    submissions: &[Submission],
    people: &[Person],
    at: DateTime<Utc>,
    key: u64,
    dice: &mut Dice,
) -> Option<Submission> {
    let index = earlier(submissions, at, (20, 130), dice)?;
    let earlier = &submissions[index];
    let person = &people[earlier.person];
    let (sent, today) = (calendar::local_date(earlier.at), calendar::local_date(at));
    let day = if (today - sent).num_days() == 1 {
        "yesterday".to_owned()
    } else {
        format!("on {}", weekday_name(sent.weekday().num_days_from_monday()))
    };
    let topic = topic_of(earlier, person);
    let span = Span::draw(Lasting::Days, at, lived_days(person, at), dice);
    let scene = Scene { person, by_proxy: earlier.by_proxy, at, span: &span, chase_day: &day, chase_topic: &topic };
    let text = fill(dice.pick(common("chase")), &scene, dice)
        .replace("sent from on ", "sent on ")
        .replace("sent from yesterday", "sent yesterday")
        .replace("on on ", "on ")
        .replace("from on ", "from ")
        .replace("on yesterday", "yesterday");
    Some(Submission {
        at,
        person: earlier.person,
        problem: earlier.problem,
        title: format!("Chasing: {}", lower_first(earlier.problem.title)),
        words: Words { problem: text, tried: None, worried: None, wanted: Some("An answer please".to_owned()) },
        duration: None,
        route: route(person, earlier.by_proxy, at, dice),
        by_proxy: earlier.by_proxy,
        link: Link::Chases(index),
        snaps: Vec::new(),
        key,
    })
}

/// Writes an earlier request again, a little differently; nothing when there is none of the right age.
pub fn repeat(
    submissions: &[Submission],
    people: &[Person],
    at: DateTime<Utc>,
    key: u64,
    dice: &mut Dice,
) -> Option<Submission> {
    let index = earlier(submissions, at, (0, 26), dice)?;
    let earlier = &submissions[index];
    let person = &people[earlier.person];
    let span = Span::draw(Lasting::Hours, at, lived_days(person, at), dice);
    let scene = Scene { person, by_proxy: earlier.by_proxy, at, span: &span, chase_day: "", chase_topic: "" };
    let before = if dice.chance(550) {
        format!("{} ", fill(dice.pick(common("resubmit")), &scene, dice))
    } else {
        String::new()
    };
    let text = format!("{before}{}", slightly_changed(&earlier.words.problem, dice));
    Some(Submission {
        at,
        person: earlier.person,
        problem: earlier.problem,
        title: earlier.title.clone(),
        words: Words {
            problem: text,
            tried: earlier.words.tried.clone(),
            worried: None,
            wanted: earlier.words.wanted.clone(),
        },
        duration: earlier.duration.clone(),
        route: Route::Web,
        by_proxy: earlier.by_proxy,
        link: Link::Repeats(index),
        snaps: Vec::new(),
        key,
    })
}

/// Drops the last sentence or swaps a word or two, as someone does who types it again.
fn slightly_changed(text: &str, dice: &mut Dice) -> String {
    let mut sentences: Vec<&str> = text.split_inclusive(". ").collect();
    if sentences.len() > 2 && dice.chance(500) {
        sentences.pop();
    }
    let mut changed = sentences.concat().trim_end().to_owned();
    for (from, to) in [
        ("I have", "I've"),
        ("I've", "I have"),
        (" and ", " & "),
        ("really", "very"),
        ("about", "around"),
        ("been", "being"),
        ("please", "pls"),
        (" very", " really"),
    ] {
        if dice.chance(500) {
            changed = changed.replacen(from, to, 1);
        }
    }
    if changed == text.trim_end() {
        changed.push_str(dice.pick(&[" thanks", " Please reply this time", " ??", " (resent)"]));
    }
    changed
}

fn topic_of(earlier: &Submission, person: &Person) -> String {
    let title = lower_first(earlier.problem.title);
    match earlier.problem.kind {
        FormKind::Child => format!("{} ({title})", person.given),
        FormKind::Carer => format!("my {} ({title})", if person.sex == 'f' { "mum" } else { "dad" }),
        FormKind::New | FormKind::Existing | FormKind::Medication => format!("my {title}"),
        FormKind::FitNote | FormKind::Admin | FormKind::TestResult => title,
    }
}
