//! The short form of a request: what lists need of it.

use triage_domain::{Message, TriageRequest, Words};

/// Characters of the patient's words that a row and the search see.
const EXCERPT_CHARS: usize = 240;

/// Drops what lists do not need: long texts, answers that are no red flags, the texts of notes and messages.
#[must_use]
pub fn short_form(mut request: TriageRequest) -> TriageRequest {
    request.submission.words = Words::new(request.submission.words.excerpt(EXCERPT_CHARS));
    request.submission.answers.retain(|answer| answer.is_red_flag);
    for answer in &mut request.submission.answers {
        answer.question = Words::default();
        answer.answer = Words::default();
    }
    request.notes = Vec::new();
    for message in &mut request.messages {
        match message {
            Message::Reply { text, attachments, .. } => {
                *text = Words::default();
                attachments.clear();
            }
            Message::FromPatient { text, .. } => *text = Words::default(),
        }
    }
    request
}
