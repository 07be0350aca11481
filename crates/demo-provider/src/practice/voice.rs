//! Owns what a patient sounds like: terse, chatty, formal, texting, in capitals, hurried, careless.

use super::{
    dice::{Dice, fnv},
    dress::dress,
    phrases::{Scene, common, fill},
    problems::{FormKind, Lasting, Problem},
};

/// A manner of writing; a patient keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// As few words as possible.
    Terse,
    /// Two or three plain sentences.
    Plain,
    /// Everything, with asides.
    Chatty,
    /// A letter.
    Formal,
    /// As in a text message.
    Texting,
    /// With the caps lock on.
    Capitals,
    /// One sentence without an end.
    RunOn,
    /// Misspelt.
    Careless,
    /// Typed by a receptionist while the patient talks.
    Reported,
}

impl Voice {
    /// Returns the manner in which whoever writes for the patient writes.
    pub fn of(writer_key: u64, writer_age: u32, seed: u64) -> Self {
        use Voice::{Capitals, Careless, Chatty, Formal, Plain, RunOn, Terse, Texting};
        let table: [(Voice, u32); 8] = match writer_age {
            ..30 => [
                (Terse, 18),
                (Plain, 30),
                (Chatty, 10),
                (Formal, 1),
                (Texting, 24),
                (Capitals, 1),
                (RunOn, 10),
                (Careless, 10),
            ],
            30..60 => [
                (Terse, 17),
                (Plain, 42),
                (Chatty, 14),
                (Formal, 2),
                (Texting, 6),
                (Capitals, 2),
                (RunOn, 9),
                (Careless, 10),
            ],
            _ => [
                (Terse, 12),
                (Plain, 34),
                (Chatty, 18),
                (Formal, 18),
                (Texting, 1),
                (Capitals, 5),
                (RunOn, 5),
                (Careless, 9),
            ],
        };
        let total: u32 = table.iter().map(|(_, weight)| weight).sum();
        let mut left = (fnv(&format!("{seed}/{writer_key}")) % u64::from(total)) as u32;
        for (voice, weight) in table {
            if left < weight {
                return voice;
            }
            left -= weight;
        }
        Plain
    }
}

/// What a patient says about one problem.
pub struct Words {
    /// The answer to "What is the problem?".
    pub problem: String,
    /// What was tried.
    pub tried: Option<String>,
    /// What the patient fears.
    pub worried: Option<String>,
    /// What the patient wants.
    pub wanted: Option<String>,
}

/// Says it in that voice.
pub fn say(problem: &Problem, voice: Voice, scene: &Scene<'_>, dice: &mut Dice) -> Words {
    let mut sentences = vec![fill(dice.pick(&problem.openings), scene, dice)];
    for detail in chosen_details(problem, voice, dice) {
        sentences.push(fill(detail, scene, dice));
    }
    if matches!(voice, Voice::Chatty) || (!matches!(voice, Voice::Terse) && dice.chance(220)) {
        push_filled(&mut sentences, &problem.tried, scene, dice);
    }
    if matches!(voice, Voice::Chatty | Voice::Formal) || dice.chance(200) {
        push_filled(&mut sentences, &problem.worries, scene, dice);
    }
    if !problem.welsh {
        add_asides(&mut sentences, problem, voice, scene, dice);
    }
    let text = join(&sentences, voice);
    let text = if problem.welsh { text } else { dress(text, voice, scene, dice) };
    Words {
        problem: text,
        tried: answer(&problem.tried, tried_pool(problem), problem, scene, dice),
        worried: answer(&problem.worries, worry_pool(problem), problem, scene, dice),
        wanted: answer(&problem.wants, help_pool(problem), problem, scene, dice),
    }
}

fn help_pool(problem: &Problem) -> &'static str {
    match problem.kind {
        FormKind::New | FormKind::Existing | FormKind::Child | FormKind::Carer => "help-clinical",
        FormKind::Medication | FormKind::FitNote | FormKind::Admin | FormKind::TestResult => "help-admin",
    }
}

fn chosen_details(problem: &Problem, voice: Voice, dice: &mut Dice) -> Vec<&'static str> {
    let all = problem.details.len();
    let wanted = match voice {
        Voice::Terse => dice.index(2),
        Voice::Chatty => all,
        Voice::Plain | Voice::Careless | Voice::Capitals => 1 + dice.index(2),
        Voice::Formal | Voice::RunOn => 1 + dice.index(3),
        Voice::Texting | Voice::Reported => dice.index(3),
    };
    let mut order: Vec<usize> = (0..all).collect();
    dice.shuffle(&mut order);
    order.truncate(wanted.min(all));
    order.sort_unstable();
    order.into_iter().map(|index| problem.details[index]).collect()
}

fn push_filled(sentences: &mut Vec<String>, choices: &[&'static str], scene: &Scene<'_>, dice: &mut Dice) {
    if !choices.is_empty() {
        sentences.push(fill(dice.pick(choices), scene, dice));
    }
}

fn add_asides(sentences: &mut Vec<String>, problem: &Problem, voice: Voice, scene: &Scene<'_>, dice: &mut Dice) {
    let clinical = problem.category == "clinical";
    if matches!(voice, Voice::Chatty) || (matches!(voice, Voice::RunOn | Voice::Formal) && dice.chance(250)) {
        let mut asides: Vec<&str> = common(aside_pool(problem)).to_vec();
        dice.shuffle(&mut asides);
        let rambles = matches!(voice, Voice::Chatty) && dice.chance(240);
        let count = if rambles { 6 + dice.index(5) } else { 1 + dice.index(4) };
        for aside in asides.into_iter().take(count) {
            let at = 1 + dice.index(sentences.len());
            sentences.insert(at, fill(aside, scene, dice));
        }
    }
    let own_words = matches!(problem.kind, FormKind::New | FormKind::Existing) && clinical;
    let remarks = match voice {
        Voice::Plain | Voice::Careless | Voice::Capitals => dice.weighted([4, 4, 2].into_iter()),
        Voice::Formal | Voice::RunOn => 1,
        Voice::Chatty => 2,
        Voice::Terse | Voice::Texting | Voice::Reported => 0,
    };
    let mut course: Vec<&str> = if own_words { common("course").to_vec() } else { Vec::new() };
    dice.shuffle(&mut course);
    sentences.extend(course.into_iter().take(remarks).map(|remark| fill(remark, scene, dice)));
    if problem.kind == FormKind::Carer && !matches!(voice, Voice::Chatty) && dice.chance(500) {
        push_filled(sentences, common("carer-end"), scene, dice);
    }
    match voice {
        Voice::Terse | Voice::Texting if clinical && dice.chance(300) => {
            push_filled(sentences, common("terse-end"), scene, dice);
        }
        Voice::Plain | Voice::Chatty | Voice::RunOn | Voice::Careless if clinical && dice.chance(350) => {
            let pool = if problem.wants.is_empty() { common(wish_pool(problem)) } else { &problem.wants };
            push_filled(sentences, pool, scene, dice);
        }
        Voice::Terse | Voice::Texting | Voice::Plain | Voice::Chatty | Voice::RunOn | Voice::Careless => {}
        Voice::Formal | Voice::Capitals | Voice::Reported if dice.chance(400) => {
            push_filled(sentences, &problem.wants, scene, dice);
        }
        Voice::Formal | Voice::Capitals | Voice::Reported => {}
    }
}

fn wish_pool(problem: &Problem) -> &'static str {
    match problem.kind {
        FormKind::Child => "wish-child",
        FormKind::Carer => "wish-carer",
        FormKind::New
        | FormKind::Existing
        | FormKind::Medication
        | FormKind::FitNote
        | FormKind::Admin
        | FormKind::TestResult => "wish-look",
    }
}

fn aside_pool(problem: &Problem) -> &'static str {
    match problem.kind {
        FormKind::Child => "aside-child",
        FormKind::New | FormKind::Existing if problem.category == "clinical" => "aside",
        FormKind::Carer => "carer-end",
        FormKind::New
        | FormKind::Existing
        | FormKind::Medication
        | FormKind::FitNote
        | FormKind::Admin
        | FormKind::TestResult => "aside-admin",
    }
}

fn tried_pool(problem: &Problem) -> &'static str {
    match (problem.kind, problem.lasting) {
        (FormKind::Child, _) => "tried-child",
        (_, Lasting::Days | Lasting::Hours) => "tried-short",
        (_, Lasting::Weeks | Lasting::Months | Lasting::Years | Lasting::NotAsked) => "tried",
    }
}

fn worry_pool(problem: &Problem) -> &'static str {
    match (problem.kind, problem.lasting) {
        (FormKind::Child, _) => "worried-child",
        (FormKind::New, Lasting::Weeks | Lasting::Months) => "worried-long",
        _ => "worried",
    }
}

/// Some people leave a question open; the others take the problem's own words or something general.
fn answer(own: &[&'static str], pool: &str, problem: &Problem, scene: &Scene<'_>, dice: &mut Dice) -> Option<String> {
    if dice.chance(180) {
        return None;
    }
    if !own.is_empty() && (dice.chance(680) || problem.welsh) {
        return Some(fill(dice.pick(own), scene, dice));
    }
    if problem.welsh || (pool != "help-admin" && problem.category != "clinical") {
        return None;
    }
    Some(fill(dice.pick(common(pool)), scene, dice))
}

fn join(sentences: &[String], voice: Voice) -> String {
    let mut text = String::new();
    for sentence in sentences.iter().map(|sentence| sentence.trim()).filter(|sentence| !sentence.is_empty()) {
        if !text.is_empty() {
            let joiner = match voice {
                Voice::RunOn => {
                    let stripped = text.trim_end_matches('.').len();
                    text.truncate(stripped);
                    if text.ends_with(['?', '!']) { " " } else { [" and ", ", ", " also ", ", "][sentence.len() % 4] }
                }
                Voice::Terse
                | Voice::Plain
                | Voice::Chatty
                | Voice::Formal
                | Voice::Texting
                | Voice::Capitals
                | Voice::Careless
                | Voice::Reported => " ",
            };
            text.push_str(joiner);
        }
        let asked = text.ends_with("? ") || text.ends_with("! ");
        if matches!(voice, Voice::RunOn) && !text.is_empty() && !asked {
            text.push_str(&lower_first(sentence));
        } else {
            text.push_str(&upper_first(sentence));
        }
        if !text.ends_with(['.', '!', '?', ':']) {
            text.push('.');
        }
    }
    text
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Lowers the first letter unless the word is `I` or an abbreviation.
fn lower_first(text: &str) -> String {
    let first_word = text.split([' ', '’', '\'', ',']).next().unwrap_or("");
    let keeps =
        first_word == "I" || first_word.chars().skip(1).any(char::is_uppercase) || KEEP_CAPITAL.contains(&first_word);
    if keeps {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

const KEEP_CAPITAL: [&str; 9] = ["Dr", "Monday", "Calpol", "Mum", "Dad", "English", "Boots", "Friday", "Tuesday"];
