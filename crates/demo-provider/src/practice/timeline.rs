//! Owns the practice's days: what has arrived by now and how far it has got, and what is still to come.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{
    Arrival, PracticeSettings, calendar,
    course::{Course, Fate, Stage, course},
    dice::Dice,
    people::{self, Person},
    request::{Ids, Request},
    submission::{Desk, Link, Submission, fresh},
};

/// Days of the past that are written, so that four weeks of numbers exist.
const PAST_DAYS: i64 = 28;
/// Days after today that are written, so that a practice left running overnight has a morning.
const COMING_DAYS: i64 = 1;
/// Hours for which this provider keeps the photos of a closed request.
const PHOTOS_KEPT_HOURS: i64 = 48;
/// Fewest open requests per 1,000 patients, so that an early demonstration has something to show.
const OPEN_PER_1000_MIN: usize = 7;
/// Open requests a day when a number is asked for, per 1,000 patients.
const FLOOD_PER_1000_DAY: u32 = 15;
/// First key of requests that are asked for by number; the keys of days lie below.
const FLOOD_KEY: u64 = 1 << 48;
/// First key of arrivals after the plan.
const EXTRA_KEY: u64 = 1 << 50;

type Registered = ((u32, u64, NaiveDate), Arc<Vec<Person>>);

/// Returns everyone on the list; the last list made is remembered, because each further arrival needs it.
pub fn register(settings: &PracticeSettings) -> Arc<Vec<Person>> {
    static LAST: Mutex<Option<Registered>> = Mutex::new(None);
    let key = (settings.list_size, settings.seed, settings.date);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, people)) = last.as_ref()
        && *known == key
    {
        return Arc::clone(people);
    }
    let people = Arc::new(people::register(settings));
    *last = Some((key, Arc::clone(&people)));
    people
}

/// Returns what has arrived and what is to come, each oldest first.
pub fn arrivals(settings: &PracticeSettings, people: &[Person]) -> (Vec<Arrival>, Vec<Arrival>) {
    if people.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut desk = Desk::new(settings.seed, people);
    for day in -PAST_DAYS..=COMING_DAYS {
        desk.write_day(settings.date + Duration::days(day), settings.list_size);
    }
    let mut submissions = desk.submissions;
    let mut asked_for = Vec::new();
    if let Some(count) = settings.requests {
        let mut desk = Desk::new(settings.seed, people);
        for (index, at) in flood_times(settings, count).into_iter().enumerate() {
            desk.write(at, FLOOD_KEY + index as u64);
        }
        asked_for = desk.submissions;
    }
    let arrived = submissions.partition_point(|one| one.at <= settings.now);
    let upcoming = submissions.split_off(arrived);
    let fate = if settings.requests.is_some() { Fate::Closed } else { Fate::ByAge };
    let mut history = requests(settings, people, &submissions, fate);
    if settings.requests.is_none() {
        keep_enough_open(settings, people, &mut history);
    }
    history.extend(requests(settings, people, &asked_for, Fate::Open));
    history.sort_by_key(|request| request.submission.at);
    let upcoming = upcoming.iter().map(|one| request(settings, people, one, Course::untouched()).arrival());
    (history.iter().map(Request::arrival).collect(), upcoming.collect())
}

/// Makes one arrival after the plan.
pub fn extra(settings: &PracticeSettings, n: u64, at: DateTime<Utc>) -> Arrival {
    let people = register(settings);
    let key = EXTRA_KEY + n;
    let mut dice = Dice::new(settings.seed, "extra", n);
    if people.is_empty() {
        return Arrival { at, task_id: dice.uuid(), resources: Vec::new() };
    }
    let submission = fresh(settings.seed, &people, at, key, &mut dice);
    request(settings, &people, &submission, Course::untouched()).arrival()
}

/// Spreads a number of open requests over as many past days as such a practice needs to receive them.
fn flood_times(settings: &PracticeSettings, count: u32) -> Vec<DateTime<Utc>> {
    let a_day = (settings.list_size * FLOOD_PER_1000_DAY / 1000).max(20);
    let days = i64::from(count.div_ceil(a_day)).clamp(2, 60);
    let mut dice = Dice::new(settings.seed, "flood", 0);
    let mut times = Vec::new();
    while times.len() < count as usize {
        let date = calendar::local_date(settings.now) - Duration::days(dice.between(0, days));
        let keep = calendar::is_working_day(date) || dice.chance(250);
        let drawn = calendar::arrivals(date, 1, &mut dice);
        times.extend(drawn.into_iter().filter(|at| keep && *at <= settings.now));
    }
    times.sort_unstable();
    times
}

fn request<'a>(
    settings: &PracticeSettings,
    people: &'a [Person],
    submission: &'a Submission,
    course: Course,
) -> Request<'a> {
    let kept_since = settings.now - Duration::hours(PHOTOS_KEPT_HOURS);
    let photos = if course.closed.is_some_and(|closed| closed < kept_since) { 0 } else { submission.snaps.len() };
    Request {
        submission,
        person: &people[submission.person],
        ids: Ids::draw(submission, photos, settings.seed),
        course,
        merged_into: None,
        chased: Vec::new(),
        seed: settings.seed,
        now: settings.now,
    }
}

fn requests<'a>(
    settings: &PracticeSettings,
    people: &'a [Person],
    submissions: &'a [Submission],
    fate: Fate,
) -> Vec<Request<'a>> {
    let mut all: Vec<Request<'a>> = submissions
        .iter()
        .map(|one| {
            let mut dice = Dice::new(settings.seed, "course", one.key);
            let course = course(one, &people[one.person], fate, settings.now, &mut dice);
            request(settings, people, one, course)
        })
        .collect();
    for index in 0..all.len() {
        match all[index].submission.link {
            Link::Fresh => {}
            Link::Repeats(earlier) | Link::Chases(earlier) => tie(&mut all, index, earlier),
        }
    }
    all
}

/// Notes on the earlier request that it was chased, and on the later one what it was merged into.
fn tie(all: &mut [Request<'_>], later: usize, earlier: usize) {
    let into = all[earlier].ids.task_reference();
    let (at, route) = (all[later].submission.at, all[later].submission.route.code());
    if all[later].course.stage == Stage::Duplicate {
        all[later].merged_into = Some(into);
        if matches!(all[later].submission.link, Link::Chases(_)) {
            all[earlier].chased.push((at, route));
        }
    }
}

/// Puts the newest closed requests back into the queue until there is enough to show.
fn keep_enough_open<'a>(settings: &PracticeSettings, people: &'a [Person], history: &mut [Request<'a>]) {
    let wanted = settings.list_size as usize * OPEN_PER_1000_MIN / 1000;
    let mut open = history.iter().filter(|request| request.course.stage.is_open()).count();
    for request in history.iter_mut().rev() {
        if open >= wanted {
            return;
        }
        if !request.course.stage.is_open() && request.submission.link == Link::Fresh {
            let mut dice = Dice::new(settings.seed, "reopened", request.submission.key);
            let again = course(request.submission, request.person, Fate::Open, settings.now, &mut dice);
            *request = self::request(settings, people, request.submission, again);
            open += 1;
        }
    }
}
