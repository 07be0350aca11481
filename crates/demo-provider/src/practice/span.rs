//! Owns how long something has lasted, in words that fit the day on which the patient writes.

use chrono::{DateTime, Datelike, Duration, Utc};

use super::{calendar, dice::Dice, problems::Lasting};

/// How long something has lasted, fixed once for a request so that words and answers agree.
#[derive(Clone, Debug)]
pub struct Span {
    /// Follows "since".
    pub since: String,
    /// When it happened, for something that happens once.
    pub when: String,
    /// How long.
    pub length: String,
    /// How long ago.
    pub ago: String,
}

impl Span {
    /// Draws a duration that fits the moment, and the life so far of someone born so many days before.
    pub fn draw(lasting: Lasting, at: DateTime<Utc>, lived_days: i64, dice: &mut Dice) -> Self {
        match lasting {
            Lasting::Hours => Self::hours(at, dice),
            Lasting::Days => Self::days(at, dice),
            Lasting::Weeks => Self::weeks(at, (lived_days / 7 - 1).clamp(1, 6), dice),
            Lasting::Months | Lasting::NotAsked => Self::months(at, (lived_days / 30 - 1).clamp(2, 9), dice),
            Lasting::Years => Self::years(at, (lived_days / 366 - 1).clamp(2, 9), dice),
        }
    }

    fn hours(at: DateTime<Utc>, dice: &mut Dice) -> Self {
        let choices: &[(&str, &str)] = match calendar::local_minute(at) / 60 {
            ..6 => &[
                ("last night", "last night"),
                ("yesterday evening", "yesterday evening"),
                ("midnight", "about midnight"),
            ],
            6..11 => &[
                ("last night", "last night"),
                ("about 4 this morning", "about 4 this morning"),
                ("the early hours", "in the night"),
                ("I woke up", "when I got up"),
            ],
            11..17 => &[
                ("this morning", "this morning"),
                ("about 9 this morning", "about 9 this morning"),
                ("first thing", "first thing"),
                ("late last night", "late last night"),
            ],
            _ => &[
                ("this afternoon", "this afternoon"),
                ("dinner time", "at dinner time"),
                ("about 3 o’clock", "about 3 o’clock"),
                ("lunchtime", "at lunchtime"),
            ],
        };
        let (since, when) = choices[dice.index(choices.len())];
        let length = dice.pick(&["a few hours", "half a day", "about 5 hours", "several hours", "6 hours or so"]);
        Self { since: since.to_owned(), when: when.to_owned(), length: length.to_owned(), ago: format!("{length} ago") }
    }

    fn days(at: DateTime<Utc>, dice: &mut Dice) -> Self {
        let days = dice.between(1, 6);
        let then = calendar::local_date(at) - Duration::days(days);
        let weekday = weekday_name(then.weekday().num_days_from_monday());
        let (since, when) = match (days, dice.index(4)) {
            (1, 0) => ("the night before last".to_owned(), "the night before last".to_owned()),
            (1, 1) => ("yesterday morning".to_owned(), "yesterday morning".to_owned()),
            (1, _) => ("yesterday".to_owned(), "yesterday".to_owned()),
            (2 | 3, 0) => ("the other day".to_owned(), "the other day".to_owned()),
            (4.., 0) => (format!("last {weekday}"), format!("last {weekday}")),
            (_, 1) => (format!("{weekday} night"), format!("{weekday} night")),
            (_, 2) => (weekday.to_owned(), format!("on {weekday}")),
            _ => (weekday.to_owned(), weekday.to_owned()),
        };
        let length = if days == 1 { "a day".to_owned() } else { format!("{} days", number(days, dice)) };
        let ago = if days == 1 { "yesterday".to_owned() } else { format!("{length} ago") };
        Self { since, when, length, ago }
    }

    fn weeks(at: DateTime<Utc>, weeks_max: i64, dice: &mut Dice) -> Self {
        let weeks = dice.between(1, weeks_max);
        let then = calendar::local_date(at) - Duration::days(weeks * 7 + dice.between(0, 4));
        let length = match weeks {
            1 => dice.pick(&["a week", "a week or so", "just over a week"]).to_owned(),
            2 => dice.pick(&["two weeks", "a fortnight", "2 weeks", "10 days or so"]).to_owned(),
            _ => format!("{} weeks", number(weeks, dice)),
        };
        let part = match then.day() {
            ..=10 => "early",
            11..=20 => "mid",
            _ => "late",
        };
        let since = match dice.index(2) {
            0 => format!("{part} {}", month_name(then.month())),
            _ => format!("about the {}", ordinal(then.day())),
        };
        Self { since, when: format!("{length} ago"), ago: format!("{length} ago"), length }
    }

    fn months(at: DateTime<Utc>, months_max: i64, dice: &mut Dice) -> Self {
        let months = dice.between(2, months_max);
        let then = calendar::local_date(at) - Duration::days(months * 30);
        let length = if months == 6 && dice.chance(500) {
            "half a year".to_owned()
        } else {
            format!("{} months", number(months, dice))
        };
        let since = month_name(then.month()).to_owned();
        Self { when: format!("in {since}"), since, ago: format!("{length} ago"), length }
    }

    fn years(at: DateTime<Utc>, years_max: i64, dice: &mut Dice) -> Self {
        let years = dice.between(2, years_max);
        let length = if dice.chance(200) { "years".to_owned() } else { format!("{} years", number(years, dice)) };
        let year = i64::from(calendar::local_date(at).year()) - years;
        let since = dice.pick(&[&format!("{year}"), &format!("about {year}")]).to_owned();
        Self { when: format!("in {year}"), since, ago: format!("{length} ago"), length }
    }

    /// Answers the form's question how long it has lasted.
    pub fn answer(&self, dice: &mut Dice) -> String {
        let counted =
            self.length.ends_with(['s', 'r']) && !self.length.contains("about") && !self.length.starts_with('a');
        match dice.index(7) {
            0 => format!("since {}", self.since),
            1 if counted => format!("about {}", self.length),
            2 if counted => format!("{} or more", self.length),
            3 if counted => format!("roughly {}", self.length),
            4 if self.since.len() > 8 && counted => format!("{} now", self.length),
            _ => self.length.clone(),
        }
    }
}

fn number(value: i64, dice: &mut Dice) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let word = usize::try_from(value).ok().and_then(|index| WORDS.get(index));
    match word {
        Some(word) if dice.chance(550) => (*word).to_owned(),
        _ => value.to_string(),
    }
}

fn ordinal(day: u32) -> String {
    let ending = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

/// Returns the English name of a weekday, Monday is 0.
pub fn weekday_name(day: u32) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day as usize % 7]
}

/// Returns the English name of a month, January is 1.
pub fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[(month as usize + 11) % 12]
}
