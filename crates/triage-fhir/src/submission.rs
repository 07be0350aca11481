//! The patient's form: a QuestionnaireResponse as words and answers.

use serde_json::Value;
use triage_domain::Words;
use triage_domain::red_flag::is_red_flag;
use triage_domain::request::{Answer, Submission};

use crate::json::{date, list, text};

/// The question whose answer is the patient's own account; the forms of `wire.md` use this link id.
pub(crate) const PROBLEM: &str = "problem";
/// The question by which a patient says how to be reached.
const PREFERRED_CONTACT: &str = "preferred-contact";
/// Deepest nesting of groups that is read, so that no form can exhaust the stack.
const DEPTH_MAX: usize = 12;

/// A form with the answer that belongs to the patient's banner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadSubmission {
    pub submission: Submission,
    pub preferred_contact: Option<String>,
}

struct Found<'a> {
    path: Vec<&'a str>,
    question: String,
    answer: String,
    is_free_text: bool,
    yes: bool,
}

/// Reads a QuestionnaireResponse. Questions without an answer are left out; an answer of an unknown type is shown as such.
#[must_use]
pub fn read(form: &Value) -> ReadSubmission {
    let mut found = Vec::new();
    collect(form, &mut Vec::new(), &mut found);
    let problem = found
        .iter()
        .position(|answer| answer.path.last() == Some(&PROBLEM))
        .or_else(|| found.iter().position(|answer| answer.is_free_text));
    let words = problem.map(|at| Words::new(found[at].answer.clone())).unwrap_or_default();
    let preferred_contact =
        found.iter().find(|answer| answer.path.last() == Some(&PREFERRED_CONTACT)).map(|answer| answer.answer.clone());
    let answers = found
        .into_iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != problem)
        .map(|(_, answer)| Answer {
            is_red_flag: is_red_flag(&answer.path, answer.yes),
            question: Words::new(answer.question),
            answer: Words::new(answer.answer),
        })
        .collect();
    let is_amended = text(form, "status") == Some("amended");
    ReadSubmission { submission: Submission { words, answers, is_amended }, preferred_contact }
}

fn collect<'a>(node: &'a Value, path: &mut Vec<&'a str>, found: &mut Vec<Found<'a>>) {
    if path.len() >= DEPTH_MAX {
        return;
    }
    for item in list(node, "item") {
        path.push(text(item, "linkId").unwrap_or_default());
        let answers: Vec<&Value> = list(item, "answer").collect();
        if !answers.is_empty() {
            let shown: Vec<String> = answers.iter().map(|answer| show(answer)).collect();
            found.push(Found {
                path: path.clone(),
                question: text(item, "text").or_else(|| text(item, "linkId")).unwrap_or_default().to_owned(),
                answer: shown.join(", "),
                is_free_text: answers.iter().any(|answer| answer.get("valueString").is_some()),
                yes: answers.iter().any(|answer| says_yes(answer)),
            });
        }
        for answer in answers {
            collect(answer, path, found);
        }
        collect(item, path, found);
        path.pop();
    }
}

fn says_yes(answer: &Value) -> bool {
    let coded = answer.get("valueCoding").and_then(|coding| text(coding, "code"));
    answer.get("valueBoolean").and_then(Value::as_bool) == Some(true)
        || coded.is_some_and(|code| matches!(code.to_ascii_lowercase().as_str(), "y" | "yes" | "true" | "373066001"))
}

fn show(answer: &Value) -> String {
    let Some((kind, value)) =
        answer.as_object().and_then(|members| members.iter().find(|(member, _)| member.starts_with("value")))
    else {
        return "Not given".to_owned();
    };
    match (kind.as_str(), value) {
        ("valueBoolean", Value::Bool(yes)) => if *yes { "Yes" } else { "No" }.to_owned(),
        ("valueDate" | "valueDateTime", Value::String(at)) => show_date(at),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Number(number)) => number.to_string(),
        ("valueCoding", coding) => {
            text(coding, "display").or_else(|| text(coding, "code")).unwrap_or("Not given").to_owned()
        }
        ("valueQuantity", quantity) => show_quantity(quantity),
        ("valueAttachment", attachment) => text(attachment, "title").unwrap_or("Attachment").to_owned(),
        ("valueReference", reference) => text(reference, "display").unwrap_or("See the form").to_owned(),
        _ => "An answer this program cannot show; see the provider".to_owned(),
    }
}

fn show_quantity(quantity: &Value) -> String {
    let amount = quantity.get("value").map(ToString::to_string).unwrap_or_default();
    let unit = text(quantity, "unit").or_else(|| text(quantity, "code")).unwrap_or_default();
    format!("{amount} {unit}").trim().to_owned()
}

/// Dates by CUI rule D+Ta-0002: `04-Sep-1962`.
fn show_date(at: &str) -> String {
    date(at).map_or_else(|| at.to_owned(), |date| date.format("%d-%b-%Y").to_string())
}
