//! Times as the practice reads them: Europe/London, with the day as seen from today.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use triage_domain::calendar::local;
use triage_domain::deadline::DueState;
use ts_rs::TS;

/// Which day a time belongs to, seen from the practice's today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Day {
    Today,
    Yesterday,
    ThisWeek,
    Older,
}

/// A time as the practice reads it: `local` is Europe/London, `YYYY-MM-DDTHH:MM`. `day` is seen from the practice's today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TimeView {
    pub iso: String,
    pub local: String,
    #[ts(inline)]
    pub day: Day,
}

/// Until when the practice must have answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DueView {
    pub at: TimeView,
    #[ts(inline)]
    pub state: Due,
}

/// How near a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    Plain,
    Near,
    Late,
}

impl TimeView {
    /// Shows a time from the practice's present.
    #[must_use]
    pub fn at(at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let here = local(at);
        let days = (local(now).date() - here.date()).num_days();
        let day = match days {
            0 => Day::Today,
            1 => Day::Yesterday,
            2..=6 => Day::ThisWeek,
            _ => Day::Older,
        };
        Self {
            iso: at.to_rfc3339_opts(SecondsFormat::Millis, true),
            local: here.format("%Y-%m-%dT%H:%M").to_string(),
            day,
        }
    }
}

impl DueView {
    /// Shows a deadline from the practice's present.
    #[must_use]
    pub fn of((at, state): (DateTime<Utc>, DueState), now: DateTime<Utc>) -> Self {
        let state = match state {
            DueState::Plain => Due::Plain,
            DueState::Near => Due::Near,
            DueState::Late => Due::Late,
        };
        Self { at: TimeView::at(at, now), state }
    }
}

/// Fits a count of the domain's into what the window takes.
#[must_use]
pub fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Fits minutes into what the window takes; a time in the future counts as none.
#[must_use]
pub fn minutes(minutes: i64) -> u32 {
    u32::try_from(minutes.max(0)).unwrap_or(u32::MAX)
}
