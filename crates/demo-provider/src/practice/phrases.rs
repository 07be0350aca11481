//! Owns how words are put together: choices in brackets, slots in braces, and durations that fit the day.
//!
//! `[a|b]` is a choice and may be nested; `{since}` is a slot. What a patient sounds like is `voice.rs`'s.

use chrono::{DateTime, Datelike, Duration, Utc};

use super::{
    calendar,
    dice::Dice,
    people::Person,
    span::{Span, month_name, weekday_name},
    staff,
};

/// Everything a slot may ask for.
pub struct Scene<'a> {
    /// The patient.
    pub person: &'a Person,
    /// Whether the proxy writes.
    pub by_proxy: bool,
    /// When the message is written.
    pub at: DateTime<Utc>,
    /// How long the problem has lasted.
    pub span: &'a Span,
    /// Day on which an earlier request was sent, when this is a chase.
    pub chase_day: &'a str,
    /// What the earlier request was about.
    pub chase_topic: &'a str,
}

impl Scene<'_> {
    /// Returns the given name, family name and title of who writes.
    pub fn writer(&self) -> (&str, &str, &str) {
        match &self.person.proxy {
            Some(proxy) if self.by_proxy => (&proxy.given, &proxy.family, ""),
            _ => (&self.person.given, &self.person.family, self.person.title),
        }
    }
}

/// Puts together one piece of text; unknown slots vanish.
pub fn fill(template: &str, scene: &Scene<'_>, dice: &mut Dice) -> String {
    tidy(&filled(template, scene, dice))
}

/// Mends what empty choices and questions inside sentences leave behind.
fn tidy(text: &str) -> String {
    const MENDED: [(&str, &str); 8] =
        [("?.", "?"), ("!.", "!"), ("?,", "?"), (" .", ""), (" ,", ","), ("..", "."), (",.", "."), ("  ", " ")];
    let mut text = text.trim().to_owned();
    for (broken, whole) in MENDED {
        while text.contains(broken) {
            text = text.replace(broken, whole);
        }
    }
    text
}

fn filled(template: &str, scene: &Scene<'_>, dice: &mut Dice) -> String {
    let chosen = choose(template, dice);
    let mut text = String::with_capacity(chosen.len() + 32);
    let mut rest = chosen.as_str();
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        let Some(length) = rest[open..].find('}') else {
            break;
        };
        text.push_str(&slot(&rest[open + 1..open + length], scene, dice));
        rest = &rest[open + length + 1..];
    }
    text.push_str(rest);
    text
}

/// Resolves the choices in brackets, innermost last.
fn choose(template: &str, dice: &mut Dice) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let (options, length) = split_options(&rest[open + 1..]);
        let option = dice.pick(&options);
        text.push_str(&choose(option, dice));
        rest = &rest[open + 1 + length..];
    }
    text.push_str(rest);
    text
}

/// Splits what follows an opening bracket into its options; returns the length through the closing bracket.
fn split_options(text: &str) -> (Vec<&str>, usize) {
    let mut options = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 0 => {
                options.push(&text[start..at]);
                return (options, at + 1);
            }
            b']' => depth -= 1,
            b'|' if depth == 0 => {
                options.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    options.push(&text[start..]);
    (options, text.len())
}

fn slot(name: &str, scene: &Scene<'_>, dice: &mut Dice) -> String {
    let person = scene.person;
    let female = person.sex == 'f';
    let by_sex = |her: &str, him: &str| if female { her.to_owned() } else { him.to_owned() };
    match name {
        "for" => format!("for {}", scene.span.length),
        "dur" => scene.span.length.clone(),
        "since" => format!("since {}", scene.span.since),
        "when" => scene.span.when.clone(),
        "ago" => scene.span.ago.clone(),
        "name" => person.given.clone(),
        "he" => by_sex("she", "he"),
        "He" => by_sex("She", "He"),
        "his" => by_sex("her", "his"),
        "His" => by_sex("Her", "His"),
        "him" => by_sex("her", "him"),
        "child" => by_sex("daughter", "son"),
        "mum" => by_sex("mum", "dad"),
        "mother" => by_sex("mother", "father"),
        "gp" => staff::MEMBERS[person.usual_gp].short(),
        "age" => age_of(person, scene.at),
        "chem" => pool("chemists", dice),
        "hosp" => pool("hospitals", dice),
        "job" => pool("jobs", dice),
        "soon" => {
            let ahead = calendar::local_date(scene.at) + Duration::days(dice.between(2, 12));
            weekday_name(ahead.weekday().num_days_from_monday()).to_owned()
        }
        "date" => {
            let ahead = calendar::local_date(scene.at) + Duration::days(dice.between(3, 24));
            format!("{} {}", ahead.day(), month_name(ahead.month()))
        }
        "past" => {
            let back = calendar::local_date(scene.at) - Duration::days(dice.between(5, 40));
            format!("{} {}", back.day(), month_name(back.month()))
        }
        "clock" => clock(calendar::local_minute(scene.at)),
        "earlier" => {
            let minute = calendar::local_minute(scene.at);
            clock(if minute > 9 * 60 {
                minute - u32::try_from(dice.between(4, 55)).unwrap_or(5)
            } else {
                18 * 60 - minute / 8
            })
        }
        "chaseday" => scene.chase_day.to_owned(),
        "chasetopic" => scene.chase_topic.to_owned(),
        _ => String::new(),
    }
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn pool(name: &str, dice: &mut Dice) -> String {
    dice.pick(common(name)).to_owned()
}

/// Returns a section of the common words without parsing it again.
pub fn common(name: &str) -> &'static [&'static str] {
    use std::collections::BTreeMap;
    use std::sync::LazyLock;
    static SECTIONS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
        const NAMES: [&str; 32] = [
            "chemists",
            "hospitals",
            "jobs",
            "hello",
            "formal-hello",
            "formal-end",
            "thanks",
            "wish-look",
            "aside",
            "aside-admin",
            "aside-child",
            "course",
            "wish-child",
            "wish-carer",
            "terse-end",
            "availability",
            "allergies",
            "medicines",
            "tried",
            "tried-short",
            "tried-child",
            "worried",
            "worried-long",
            "worried-child",
            "help-clinical",
            "help-admin",
            "chase",
            "resubmit",
            "phone",
            "carer-end",
            "streets",
            "towns",
        ];
        NAMES.iter().map(|name| (*name, section(name))).collect()
    });
    SECTIONS.get(name).map_or(&[], Vec::as_slice)
}

fn age_of(person: &Person, at: DateTime<Utc>) -> String {
    let days = (calendar::local_date(at) - person.born).num_days();
    match days {
        ..=70 => format!("{} weeks old", (days / 7).max(1)),
        71..=700 => format!("{} months old", days / 30),
        _ => format!("{}", person.age),
    }
}

/// Returns the lines of one section of the common words.
fn section(name: &str) -> Vec<&'static str> {
    const FILES: [&str; 2] = [include_str!("words/common.txt"), include_str!("words/asides.txt")];
    let mut inside = false;
    let mut lines = Vec::new();
    for line in FILES.iter().flat_map(|file| file.lines()) {
        let title = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        match title.filter(|title| title.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')) {
            Some(title) => inside = title == name,
            None if inside && !line.is_empty() => lines.push(line),
            None => {}
        }
    }
    lines
}
