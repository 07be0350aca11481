//! What goes from here into another program: numbers and names to find the patient by, and the text for the clinical
//! record in the form that the practice wants.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::calendar::local;
use crate::nhs_number::NhsNumber;
use crate::request::{Answer, Lifecycle, Message, Note, TriageRequest};
use crate::setup::blanks;

/// The fields that a practice's text for the record may use, as they stand between double braces.
pub const RECORD_FIELDS: [&str; 11] = [
    "reference",
    "received",
    "patient",
    "born",
    "nhs number",
    "sent by",
    "words",
    "answers",
    "messages",
    "notes",
    "outcome",
];

/// The text for the record until a practice writes its own.
pub const RECORD_FORMAT: &str = "Online request {{reference}}, received {{received}}\n{{patient}}, born {{born}}, NHS No. \
{{nhs number}}\n\nPatient's words: {{words}}\n\n{{answers}}\n\nMessages:\n{{messages}}\n\nOutcome: {{outcome}}";

/// Stands where there is nothing to say (CUI D+Ta-0022: in words, never an empty place).
const NONE: &str = "None";
const NOT_KNOWN: &str = "Not known";

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Returns a date as it is written in a clinical record, `04-Sep-1962` (CUI D+Ta-0002 to 0010).
#[must_use]
pub fn date(day: NaiveDate) -> String {
    let month = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
    format!("{:02}-{month}-{:04}", day.day(), day.year())
}

/// Returns a moment by the practice's clock, `04-Sep-2026 09:05` (24 hours, CUI D+Tb-0001).
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    let there = local(at);
    format!("{} {}", date(there.date()), there.format("%H:%M"))
}

/// Returns name and date of birth, by which staff find a patient in another program.
#[must_use]
pub fn name_and_born(request: &TriageRequest) -> String {
    format!("{}, born {}", request.patient.name.display(), born(request))
}

/// Returns what the patient sent: their words, then every question with its answer.
#[must_use]
pub fn request_text(request: &TriageRequest) -> String {
    let words = request.submission.words.as_str().trim();
    if request.submission.answers.is_empty() {
        return words.to_owned();
    }
    format!("{words}\n\n{}", answers(&request.submission.answers))
}

/// Returns the text for the record: the practice's own with its fields filled in. A field that this program does not
/// know stays as it stands.
#[must_use]
pub fn record_text(format: &str, request: &TriageRequest) -> String {
    let mut text = String::with_capacity(format.len() * 2);
    let mut rest = format;
    for blank in blanks(format) {
        let marked = format!("{{{{{blank}}}}}");
        let Some((before, after)) = rest.split_once(&marked) else { continue };
        text.push_str(before);
        text.push_str(&field(blank.trim(), request).unwrap_or(marked));
        rest = after;
    }
    text.push_str(rest);
    text
}

fn field(name: &str, request: &TriageRequest) -> Option<String> {
    Some(match name.to_lowercase().as_str() {
        "reference" => request.reference.clone(),
        "received" => moment(request.received_at),
        "patient" => request.patient.name.display(),
        "born" => born(request),
        "nhs number" => request.patient.nhs_number.number().map_or_else(|| NOT_KNOWN.to_owned(), NhsNumber::spaced),
        "sent by" => request.sent_by.as_ref().map_or_else(|| "Patient".to_owned(), |by| by.as_str().to_owned()),
        "words" => request.submission.words.as_str().trim().to_owned(),
        "answers" => answers(&request.submission.answers),
        "messages" => lines(&request.messages, message),
        "notes" => lines(&request.notes, note),
        "outcome" => outcome(request),
        _ => return None,
    })
}

fn born(request: &TriageRequest) -> String {
    request.patient.born.map_or_else(|| NOT_KNOWN.to_owned(), date)
}

fn answers(all: &[Answer]) -> String {
    lines(all, |one| {
        let mark = if one.is_red_flag { " (red flag)" } else { "" };
        format!("{}: {}{mark}", one.question.as_str().trim(), one.answer.as_str().trim())
    })
}

fn message(message: &Message) -> String {
    match message {
        Message::Reply { author, at, text, .. } => format!("{} {author}: {}", moment(*at), text.as_str().trim()),
        Message::FromPatient { at, text, .. } => format!("{} Patient: {}", moment(*at), text.as_str().trim()),
    }
}

fn note(note: &Note) -> String {
    let at = note.at.map_or_else(|| NOT_KNOWN.to_owned(), moment);
    format!("{at} {}: {}", note.author, note.text.as_str().trim())
}

fn outcome(request: &TriageRequest) -> String {
    match &request.state.lifecycle {
        Lifecycle::Open => "Still open".to_owned(),
        Lifecycle::Withdrawn => "Withdrawn".to_owned(),
        Lifecycle::Closed(closure) => {
            let label = closure.disposition.as_ref().map_or("Closed", |disposition| disposition.label());
            let by = closure.by.as_ref().map(|by| format!(", {}", by.name)).unwrap_or_default();
            let at = closure.at.map(|at| format!(", {}", moment(at))).unwrap_or_default();
            format!("{label}{by}{at}")
        }
    }
}

fn lines<T>(all: &[T], line: impl Fn(&T) -> String) -> String {
    if all.is_empty() { NONE.to_owned() } else { all.iter().map(line).collect::<Vec<_>>().join("\n") }
}

#[cfg(test)]
mod tests;
