//! Owns who writes what and when: one submission before it becomes resources.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{
    again, calendar,
    dice::{Dice, fnv},
    people::Person,
    phrases::{Scene, common, fill},
    problems::{FormKind, Lasting, Problem, catalogue},
    span::Span,
    voice::{Voice, Words, say},
};

/// How a request reached the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The practice's website.
    Web,
    /// The NHS App.
    NhsApp,
    /// Entered by a receptionist for a caller.
    Phone,
}

impl Route {
    /// Returns the code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::NhsApp => "nhs-app",
            Self::Phone => "phone",
        }
    }
}

/// What a submission is to an earlier one of the same patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It stands alone.
    Fresh,
    /// It asks what became of the one at this index.
    Chases(usize),
    /// It sends the one at this index again.
    Repeats(usize),
}

/// A photo before it is drawn.
#[derive(Clone, Debug)]
pub struct Snap {
    /// What it shows.
    pub kind: &'static str,
    /// Which of the pictures of that kind.
    pub key: u64,
    /// File name on the patient's phone.
    pub title: String,
}

/// One form as it was sent.
pub struct Submission {
    /// When the provider has it.
    pub at: DateTime<Utc>,
    /// Index of the patient.
    pub person: usize,
    /// What it is about.
    pub problem: &'static Problem,
    /// The provider's summary line.
    pub title: String,
    /// The patient's words.
    pub words: Words,
    /// Answer to the question how long.
    pub duration: Option<String>,
    /// How it came.
    pub route: Route,
    /// Whether the proxy wrote it.
    pub by_proxy: bool,
    /// What it is to an earlier one.
    pub link: Link,
    /// Photos that came with it.
    pub snaps: Vec<Snap>,
    /// Number from which ids and answers are drawn.
    pub key: u64,
}

/// The pen of the whole practice: remembers what was written, so that no two messages are the same.
pub struct Desk<'a> {
    seed: u64,
    people: &'a [Person],
    written: BTreeSet<u64>,
    /// Everything written so far, in the order of writing.
    pub submissions: Vec<Submission>,
}

/// How often a message that someone already wrote is put differently before it is let through.
const REWORDINGS_MAX: u64 = 6;
/// Chance of a chase, per mille of submissions.
const CHASE_PERMILLE: u32 = 26;
/// Chance of sending the same again, per mille of submissions.
const REPEAT_PERMILLE: u32 = 13;
/// Chance of Welsh words, per mille of submissions; the surgery is near the border.
const WELSH_PERMILLE: u32 = 14;

impl<'a> Desk<'a> {
    /// Opens an empty desk.
    pub fn new(seed: u64, people: &'a [Person]) -> Self {
        Self { seed, people, written: BTreeSet::new(), submissions: Vec::new() }
    }

    /// Writes everything that arrives on a day.
    pub fn write_day(&mut self, date: NaiveDate, list_size: u32) {
        let day = u64::try_from(date.num_days_from_ce()).unwrap_or(0);
        let mut dice = Dice::new(self.seed, "volume", day);
        let count = calendar::volume(list_size, date, &mut dice);
        for (index, at) in calendar::arrivals(date, count, &mut dice).into_iter().enumerate() {
            self.write(at, day * 100_000 + index as u64);
        }
    }

    /// Writes one submission.
    pub fn write(&mut self, at: DateTime<Utc>, key: u64) {
        let mut dice = Dice::new(self.seed, "submission", key);
        let roll = dice.below(1000);
        let linked = if roll < u64::from(CHASE_PERMILLE) {
            again::chase(&self.submissions, self.people, at, key, &mut dice)
        } else if roll < u64::from(CHASE_PERMILLE + REPEAT_PERMILLE) {
            again::repeat(&self.submissions, self.people, at, key, &mut dice)
        } else {
            None
        };
        let submission = linked.unwrap_or_else(|| self.fresh(at, key, &mut dice));
        self.written.insert(fnv(&submission.words.problem));
        self.submissions.push(submission);
    }

    fn fresh(&self, at: DateTime<Utc>, key: u64, dice: &mut Dice) -> Submission {
        let mut found = fresh(self.seed, self.people, at, key, dice);
        for again in 1..=REWORDINGS_MAX {
            if !self.written.contains(&fnv(&found.words.problem)) {
                break;
            }
            let mut other = Dice::new(self.seed, "reworded", key.wrapping_mul(16).wrapping_add(again));
            found = fresh(self.seed, self.people, at, key, &mut other);
        }
        found
    }
}

/// Returns for how many days someone has lived at a moment.
pub fn lived_days(person: &Person, at: DateTime<Utc>) -> i64 {
    (calendar::local_date(at) - person.born).num_days()
}

/// Lowers the first letter of a title unless it is an abbreviation or a name.
pub fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}

/// Writes one submission that stands alone.
pub fn fresh(seed: u64, people: &[Person], at: DateTime<Utc>, key: u64, dice: &mut Dice) -> Submission {
    let month = calendar::local_date(at).month();
    let welsh = dice.chance(WELSH_PERMILLE);
    let problem = draw_problem(welsh, month, dice);
    let index = draw_person(problem, people, dice);
    let person = &people[index];
    let by_proxy = matches!(problem.kind, FormKind::Child | FormKind::Carer);
    let span = Span::draw(problem.lasting, at, lived_days(person, at), dice);
    let scene = Scene { person, by_proxy, at, span: &span, chase_day: "", chase_topic: "" };
    let route = route(person, by_proxy, at, dice);
    let voice = match (route, writer_voice(person, index, by_proxy, seed)) {
        (Route::Phone, _) => Voice::Reported,
        (_, voice) => voice,
    };
    let mut words = say(problem, voice, &scene, dice);
    if route == Route::Phone && !problem.welsh {
        let caller = fill(dice.pick(common("phone")), &scene, dice);
        words.problem = format!("{caller} “{}”", words.problem);
    }
    Submission {
        at,
        person: index,
        problem,
        title: problem.title.to_owned(),
        words,
        duration: (problem.lasting != Lasting::NotAsked && !problem.welsh).then(|| span.answer(dice)),
        route,
        by_proxy,
        link: Link::Fresh,
        snaps: snaps(problem, route, dice),
        key,
    }
}

fn writer_voice(person: &Person, index: usize, by_proxy: bool, seed: u64) -> Voice {
    match &person.proxy {
        Some(proxy) if by_proxy => Voice::of(fnv(&proxy.id), 45, seed),
        _ => Voice::of(index as u64, person.age, seed),
    }
}

fn draw_problem(welsh: bool, month: u32, dice: &mut Dice) -> &'static Problem {
    let all = catalogue();
    let weights = all.iter().map(|one| if one.welsh == welsh && one.in_season(month) { one.weight } else { 0 });
    &all[dice.weighted(weights)]
}

/// A few patients write most: one submission in five comes from the same 4 % of the list.
fn draw_person(problem: &Problem, people: &[Person], dice: &mut Dice) -> usize {
    const TRIES: u32 = 3_000;
    let often = dice.chance(200);
    let mut fallback = 0;
    for attempt in 0..TRIES {
        let index = if often && attempt < 60 {
            dice.index(people.len() / 25 + 1) * 25 % people.len()
        } else {
            dice.index(people.len())
        };
        let person = &people[index];
        if may_write(problem, person) {
            return index;
        }
        if person.died.is_none() && person.age >= 18 {
            fallback = index;
        }
    }
    fallback
}

fn may_write(problem: &Problem, person: &Person) -> bool {
    let who = problem.who;
    let proxied = matches!(problem.kind, FormKind::Child | FormKind::Carer);
    person.died.is_none()
        && (who.age_min..=who.age_max).contains(&person.age)
        && who.sex.is_none_or(|sex| sex == person.sex)
        && (!proxied || person.proxy.is_some())
        && (!problem.welsh || person.language == Some("cy"))
}

/// Draws how a request comes; the phone only rings while the lines are open.
pub fn route(person: &Person, by_proxy: bool, at: DateTime<Utc>, dice: &mut Dice) -> Route {
    let lines_open = calendar::opens_at_or_after(at) == at;
    let phone = if by_proxy {
        30
    } else if person.age > 72 {
        330
    } else {
        110
    };
    if dice.chance(phone) && lines_open {
        Route::Phone
    } else if !by_proxy && dice.chance(if person.age < 60 { 480 } else { 250 }) {
        Route::NhsApp
    } else {
        Route::Web
    }
}

fn snaps(problem: &Problem, route: Route, dice: &mut Dice) -> Vec<Snap> {
    let Some(kind) = problem.photo else {
        return Vec::new();
    };
    if route == Route::Phone || !dice.chance(620) {
        return Vec::new();
    }
    let count = 1 + dice.weighted([70, 22, 8].into_iter());
    let first = dice.below(9000) + 1000;
    (0..count as u64)
        .map(|number| Snap {
            kind,
            key: first + number,
            title: match first % 4 {
                0 => format!("{kind}{}.jpg", number + 1),
                1 => format!("PXL_2026{first}.jpg"),
                2 => format!("image{number}.jpeg"),
                _ => format!("IMG_{}.jpg", first + number),
            },
        })
        .collect()
}
