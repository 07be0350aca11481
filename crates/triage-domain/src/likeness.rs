//! How alike two requests of one patient are: said to a person, who decides whether they are one. Nothing merges by itself.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::request::TriageRequest;

/// Two requests may be about the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// Between their arrivals, whichever came first.
    pub apart: TimeDelta,
    pub same_form: bool,
    /// Words that both have, in percent of all that either has; 0 to 100.
    pub same_words_percent: u8,
}

/// Requests further apart are about something new until a person says otherwise: a month of work, as for repeat contacts.
const APART_MAX: TimeDelta = TimeDelta::days(28);
/// From so many common words on, two texts count as alike. An assumption, to be set with the practices that try it.
const ALIKE_PERCENT: u8 = 40;
/// The same form, filled in again within this time, counts whatever the words.
const FORM_AGAIN: TimeDelta = TimeDelta::hours(48);

/// Says how alike two open requests of one patient are; nothing where they do not look like one.
#[must_use]
pub fn likeness(one: &TriageRequest, other: &TriageRequest) -> Option<Likeness> {
    let same_patient = !one.patient.reference.is_empty() && one.patient.reference == other.patient.reference;
    let both_open = one.state.lifecycle.is_open() && other.state.lifecycle.is_open();
    if one.id == other.id || !same_patient || !both_open {
        return None;
    }
    let apart = (one.received_at - other.received_at).abs();
    let title = one.title.as_str().trim();
    let same_form = !title.is_empty() && title.eq_ignore_ascii_case(other.title.as_str().trim());
    let same_words_percent = same_words_percent(one, other);
    let alike = same_words_percent >= ALIKE_PERCENT || (same_form && apart <= FORM_AGAIN);
    (alike && apart <= APART_MAX).then_some(Likeness { apart, same_form, same_words_percent })
}

fn same_words_percent(one: &TriageRequest, other: &TriageRequest) -> u8 {
    let (one, other) = (words(one), words(other));
    let all = one.union(&other).count();
    let both = one.intersection(&other).count();
    u8::try_from((both * 100).checked_div(all).unwrap_or(0)).unwrap_or(100)
}

fn words(request: &TriageRequest) -> BTreeSet<String> {
    let text = request.submission.words.as_str().to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
