//! Owns the catalogue of what patients write about, parsed from the text files under `words/`.
//!
//! A problem starts with `@name;title;kind;who;unit;weight;urgency;team;options`. The lines below it are
//! alternatives: plain ones open the message, `~` adds a detail, `+` says what was tried, `?` what the
//! patient fears, `!` what they want. The words themselves are put together in `phrases.rs`.

use std::sync::LazyLock;

/// Which form the patient filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormKind {
    /// A problem the practice has not seen yet.
    New,
    /// A problem the practice already knows.
    Existing,
    /// A child, written by a parent.
    Child,
    /// An older person, written by a relative.
    Carer,
    /// Medicines and prescriptions.
    Medication,
    /// A statement of fitness for work.
    FitNote,
    /// Letters, forms, records, registration, referrals.
    Admin,
    /// A test result.
    TestResult,
}

/// Whom a problem can happen to.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// `Some('f')` or `Some('m')`; anyone when absent.
    pub sex: Option<char>,
    /// Youngest age in whole years.
    pub age_min: u32,
    /// Oldest age in whole years.
    pub age_max: u32,
}

/// Over what time a problem has lasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
    /// The form asks for no duration.
    NotAsked,
}

/// How soon harm could follow, as the practice's own staff judge it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// No harm within days.
    Routine,
    /// Within two working days.
    Soon,
    /// Today.
    Today,
    /// Now.
    Emergency,
}

impl Urgency {
    /// Returns the FHIR request priority.
    pub fn code(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Soon => "urgent",
            Self::Today => "asap",
            Self::Emergency => "stat",
        }
    }
}

/// One thing patients write about.
#[derive(Debug)]
pub struct Problem {
    /// A few neutral words, as the provider's summary line has them.
    pub title: &'static str,
    /// The form it comes on.
    pub kind: FormKind,
    /// Whom it can happen to.
    pub who: Who,
    /// Unit of its duration.
    pub lasting: Lasting,
    /// How often it comes, relative to the others.
    pub weight: u32,
    /// What staff would call it.
    pub urgency: Urgency,
    /// Code of the team it belongs to.
    pub team: &'static str,
    /// `clinical`, `administrative` or `unknown`.
    pub category: &'static str,
    /// Kind of photo the patient may add.
    pub photo: Option<&'static str>,
    /// Link ids of red-flag questions answered with yes.
    pub flagged: Vec<&'static str>,
    /// First and last month in which it comes.
    pub months: Option<(u32, u32)>,
    /// Whether the words are Welsh.
    pub welsh: bool,
    /// How the message opens.
    pub openings: Vec<&'static str>,
    /// What else the patient tells.
    pub details: Vec<&'static str>,
    /// What the patient tried.
    pub tried: Vec<&'static str>,
    /// What the patient fears.
    pub worries: Vec<&'static str>,
    /// What the patient wants.
    pub wants: Vec<&'static str>,
}

/// The word files, in the order of the catalogue.
pub const FILES: [&str; 12] = [
    include_str!("words/red_flags.txt"),
    include_str!("words/body.txt"),
    include_str!("words/head.txt"),
    include_str!("words/skin.txt"),
    include_str!("words/joints.txt"),
    include_str!("words/women_men.txt"),
    include_str!("words/mind.txt"),
    include_str!("words/children.txt"),
    include_str!("words/carers.txt"),
    include_str!("words/medicines.txt"),
    include_str!("words/paperwork.txt"),
    include_str!("words/welsh.txt"),
];

/// Returns the whole catalogue, in file order.
pub fn catalogue() -> &'static [Problem] {
    static CATALOGUE: LazyLock<Vec<Problem>> = LazyLock::new(|| FILES.iter().flat_map(|file| parse(file)).collect());
    &CATALOGUE
}

/// Parses one file; lines before the first header and blank lines say nothing.
pub fn parse(file: &'static str) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for line in file.lines() {
        if let Some(header) = line.strip_prefix('@') {
            problems.extend(parse_header(header));
        } else if let (Some(problem), false) = (problems.last_mut(), line.is_empty()) {
            let (list, text) = match line.as_bytes()[0] {
                b'~' => (&mut problem.details, &line[1..]),
                b'+' => (&mut problem.tried, &line[1..]),
                b'?' => (&mut problem.worries, &line[1..]),
                b'!' => (&mut problem.wants, &line[1..]),
                _ => (&mut problem.openings, line),
            };
            list.push(text.trim());
        }
    }
    problems
}

/// Parses a header; nothing when a field is missing or unknown.
fn parse_header(header: &'static str) -> Option<Problem> {
    let fields: Vec<&'static str> = header.split(';').map(str::trim).collect();
    let &[_, title, kind, who, lasting, weight, urgency, team, ..] = fields.as_slice() else {
        return None;
    };
    let kind = parse_kind(kind)?;
    let mut problem = Problem {
        title,
        kind,
        who: parse_who(who)?,
        lasting: parse_lasting(lasting)?,
        weight: weight.parse().ok()?,
        urgency: parse_urgency(urgency)?,
        team,
        category: category_of(kind),
        photo: None,
        flagged: Vec::new(),
        months: None,
        welsh: false,
        openings: Vec::new(),
        details: Vec::new(),
        tried: Vec::new(),
        worries: Vec::new(),
        wants: Vec::new(),
    };
    for option in fields.get(8).copied().unwrap_or("").split_whitespace() {
        apply_option(&mut problem, option)?;
    }
    Some(problem)
}

fn parse_kind(text: &str) -> Option<FormKind> {
    Some(match text {
        "new" => FormKind::New,
        "old" => FormKind::Existing,
        "child" => FormKind::Child,
        "carer" => FormKind::Carer,
        "med" => FormKind::Medication,
        "fit" => FormKind::FitNote,
        "admin" => FormKind::Admin,
        "result" => FormKind::TestResult,
        _ => return None,
    })
}

fn category_of(kind: FormKind) -> &'static str {
    match kind {
        FormKind::New | FormKind::Existing | FormKind::Child | FormKind::Carer => "clinical",
        FormKind::Medication | FormKind::FitNote | FormKind::Admin | FormKind::TestResult => "administrative",
    }
}

fn parse_who(text: &str) -> Option<Who> {
    let sex = match text.as_bytes().first()? {
        b'f' => Some('f'),
        b'm' => Some('m'),
        b'a' => None,
        _ => return None,
    };
    let ages = &text[1..];
    let (age_min, age_max) = match ages.split_once('-') {
        Some((low, high)) => (low.parse().ok()?, high.parse().ok()?),
        None => (ages.strip_suffix('+')?.parse().ok()?, 120),
    };
    Some(Who { sex, age_min, age_max })
}

fn parse_lasting(text: &str) -> Option<Lasting> {
    Some(match text {
        "h" => Lasting::Hours,
        "d" => Lasting::Days,
        "w" => Lasting::Weeks,
        "m" => Lasting::Months,
        "y" => Lasting::Years,
        "-" => Lasting::NotAsked,
        _ => return None,
    })
}

fn parse_urgency(text: &str) -> Option<Urgency> {
    Some(match text {
        "r" => Urgency::Routine,
        "s" => Urgency::Soon,
        "u" => Urgency::Today,
        "e" => Urgency::Emergency,
        _ => return None,
    })
}

fn apply_option(problem: &mut Problem, option: &'static str) -> Option<()> {
    if option == "cy" {
        problem.welsh = true;
        return Some(());
    }
    let (name, value) = option.split_once('=')?;
    match name {
        "photo" => problem.photo = Some(value),
        "yes" => problem.flagged = value.split('+').collect(),
        "cat" => problem.category = value,
        "mon" => {
            let (first, last) = value.split_once('-')?;
            problem.months = Some((first.parse().ok()?, last.parse().ok()?));
        }
        _ => return None,
    }
    Some(())
}

impl Problem {
    /// Says whether the problem comes in that month, 1 to 12.
    pub fn in_season(&self, month: u32) -> bool {
        self.months.is_none_or(|(first, last)| {
            if first <= last { (first..=last).contains(&month) } else { month >= first || month <= last }
        })
    }
}
