//! How long a request takes, as far as its length and kind tell, and which of a person's own fit between two
//! appointments. All figures are assumptions, to be set with the practices that try them; a person's own past corrects
//! them.

use std::cmp::Reverse;

use chrono::{DateTime, TimeDelta, Utc};

use crate::deadline::{RuleSet, deadline};
use crate::ids::RequestId;
use crate::request::{Message, TriageRequest};
use crate::urgency::{Category, Urgency};

/// Deciding and writing down, beside reading.
const CLINICAL: TimeDelta = TimeDelta::seconds(150);
const OTHER: TimeDelta = TimeDelta::seconds(60);
/// Silent reading of plain text by an adult, in words a minute.
const WORDS_A_MINUTE: i64 = 220;
const PHOTO: TimeDelta = TimeDelta::seconds(20);
const RED_FLAG: TimeDelta = TimeDelta::seconds(60);

/// Fewer past requests than this say nothing about a person.
pub const SAMPLES_MIN: usize = 5;
/// However odd the past was, an estimate is never further from the rule than this, in percent.
const PERCENT: std::ops::RangeInclusive<i64> = 50..=300;

/// How fast somebody is, in percent of the time that the rule gives: 100 is the rule, 200 takes twice as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(i64);

impl Default for Pace {
    fn default() -> Self {
        Self(100)
    }
}

impl Pace {
    /// Judges by what the rule gave and what it took, the median of the ratios; nothing from too few.
    #[must_use]
    pub fn of(samples: &[(TimeDelta, TimeDelta)]) -> Option<Self> {
        let mut percents: Vec<i64> = samples
            .iter()
            .filter(|(rule, _)| rule.num_seconds() > 0)
            .map(|(rule, took)| took.num_seconds() * 100 / rule.num_seconds())
            .collect();
        if percents.len() < SAMPLES_MIN {
            return None;
        }
        percents.sort_unstable();
        let median = percents.get(percents.len() / 2).copied().unwrap_or(100);
        Some(Self(median.clamp(*PERCENT.start(), *PERCENT.end())))
    }

    /// Returns it in percent of the rule's time, 50 to 300.
    #[must_use]
    pub fn percent(self) -> i64 {
        self.0
    }

    /// Returns how long a request will take this person.
    #[must_use]
    pub fn estimate(self, request: &TriageRequest) -> TimeDelta {
        TimeDelta::seconds(rule(request).num_seconds() * self.0 / 100)
    }
}

/// Returns how long a request takes by its length and kind alone.
#[must_use]
pub fn rule(request: &TriageRequest) -> TimeDelta {
    let kind = match request.state.category {
        Category::Administrative => OTHER,
        Category::Clinical | Category::Unknown => CLINICAL,
    };
    let count = |text: &str| i64::try_from(text.split_whitespace().count()).unwrap_or(i64::MAX);
    let form: i64 = request
        .submission
        .answers
        .iter()
        .map(|answer| count(answer.question.as_str()) + count(answer.answer.as_str()))
        .sum();
    let messages: i64 = request
        .messages
        .iter()
        .map(|message| match message {
            Message::Reply { text, .. } | Message::FromPatient { text, .. } => count(text.as_str()),
        })
        .sum();
    let words = count(request.submission.words.as_str()) + form + messages;
    let reading = TimeDelta::seconds(words * 60 / WORDS_A_MINUTE);
    let photos = PHOTO * i32::try_from(request.photos.len()).unwrap_or(i32::MAX);
    let flag = if request.has_red_flag() { RED_FLAG } else { TimeDelta::zero() };
    kind + reading + photos + flag
}

/// What fits into the time that there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The riskiest first, each with its estimate.
    pub fits: Vec<(RequestId, TimeDelta)>,
    /// How many do not fit.
    pub left_out: usize,
}

/// Chooses from a person's own requests what fits into `time`, the riskiest first: by urgency, then with a red flag, then by
/// the deadline, then the oldest.
///
/// What is urgent is in the plan whether or not it fits: nobody is to be kept from it by an estimate.
#[must_use]
pub fn plan<'a>(requests: impl IntoIterator<Item = &'a TriageRequest>, time: TimeDelta, pace: Pace) -> Plan {
    let mut all: Vec<&TriageRequest> = requests.into_iter().collect();
    all.sort_by_key(|request| risk(request));
    let mut plan = Plan::default();
    let mut left = time;
    for request in all {
        let estimate = pace.estimate(request);
        if request.state.urgency.is_urgent() || estimate <= left {
            left -= estimate;
            plan.fits.push((request.id.clone(), estimate));
        } else {
            plan.left_out += 1;
        }
    }
    plan
}

type Risk<'a> = (Reverse<Urgency>, Reverse<bool>, DateTime<Utc>, DateTime<Utc>, &'a RequestId);

fn risk(request: &TriageRequest) -> Risk<'_> {
    let (received, urgency) = (request.received_at, request.state.urgency);
    let due = deadline(received, urgency, request.due_at, RuleSet::for_receipt(received));
    (Reverse(urgency), Reverse(request.has_red_flag()), due, received, &request.id)
}

#[cfg(test)]
mod tests;
