//! The practice's day in numbers, from one fact sheet a request (`domain.md` §4: M1, M4, M5, M7, M9, M10, M11).
//!
//! It counts and names nobody. It reads no clock and no store, and it neither rounds nor suppresses small numbers:
//! what leaves the practice is made safe where it is exported.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::calendar::CalendarCoverage;
use crate::deadline::{DueState, due_state};
use crate::urgency::{Category, Urgency};

mod age_band;
mod percentiles;
mod tally;

pub use age_band::AgeBand;
pub use percentiles::Percentiles;

/// How long a clinical request may stand unseen before it shows red: 30 minutes on the clock (M5).
pub const UNSEEN_MAX: TimeDelta = TimeDelta::minutes(30);

/// What the numbers of a day need to know of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestFacts {
    pub received_at: DateTime<Utc>,
    pub category: Category,
    /// As judged by staff.
    pub urgency: Urgency,
    /// Intake called it urgent, or a red-flag question was answered yes.
    pub intake_flagged: bool,
    pub first_opened_at: Option<DateTime<Utc>>,
    /// When the patient was first told what happens next.
    pub first_response_at: Option<DateTime<Utc>>,
    /// When the disposition was given.
    pub decided_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    /// It is the patient's move; the clock is paused.
    pub awaiting_patient: bool,
    pub open: bool,
    /// By contract or by the provider's promise, whichever is earlier (`deadline::deadline`).
    pub deadline: DateTime<Utc>,
    /// Whether the disposition led to an appointment; absent where it does not say or there is none.
    pub had_appointment: Option<bool>,
}

impl RequestFacts {
    /// Returns when the patient was first answered: the first response, or the closing where that came first or alone (M7).
    #[must_use]
    pub fn first_answer_at(&self) -> Option<DateTime<Utc>> {
        self.first_response_at.into_iter().chain(self.closed_at).min()
    }

    /// Returns what stops the contract's clock: for a clinically urgent request its disposition, not merely a reply, and
    /// for others the first answer (M9).
    #[must_use]
    pub fn dealt_with_at(&self) -> Option<DateTime<Utc>> {
        if self.urgency.is_urgent() { self.decided_at } else { self.first_answer_at() }
    }

    /// Says whether it is the practice's move on an open request that was not dealt with by its deadline.
    #[must_use]
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        let is_waiting_for_us = self.open && !self.awaiting_patient && self.dealt_with_at().is_none();
        is_waiting_for_us && due_state(self.deadline, now) == DueState::Late
    }

    /// Says whether the patient or the provider took it back: it is over, and nobody closed it.
    #[must_use]
    pub fn is_taken_back(&self) -> bool {
        !self.open && self.closed_at.is_none()
    }

    /// Says whether it is open and no person has looked at it (M5).
    #[must_use]
    pub fn is_unseen(&self) -> bool {
        self.open && self.first_opened_at.is_none()
    }
}

/// What happened to a group of requests on the day, and how many of them are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub received: u32,
    pub decided: u32,
    pub closed: u32,
    pub open: u32,
}

/// One hour of the day on a clock in London; the hour that the autumn change repeats counts both times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hour {
    pub received_clinical: u32,
    pub received_administrative: u32,
    pub received_unknown: u32,
    pub closed: u32,
}

impl Hour {
    /// Counts everything received in the hour.
    #[must_use]
    pub fn received(&self) -> u32 {
        self.received_clinical + self.received_administrative + self.received_unknown
    }
}

/// Open requests of one age.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenCounts {
    pub clinical: u32,
    /// Administrative and unknown.
    pub other: u32,
}

/// What became of the requests whose contract time ran out, or runs out, on the day (M9).
///
/// One that was taken back before anybody dealt with it is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InTime {
    pub met: u32,
    pub missed: u32,
    /// Not dealt with, and there is still time.
    pub running: u32,
}

/// How intake's flags compare with what staff judged, over the requests received on the day (M10).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FlagCounts {
    pub flagged: u32,
    /// Flagged at intake and not clinically urgent: over-triage is this over `flagged`.
    pub flagged_not_urgent: u32,
    pub urgent: u32,
    /// Clinically urgent and not flagged at intake: missed is this over `urgent`.
    pub urgent_not_flagged: u32,
}

/// How many of the day's decisions led to an appointment (M11).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AppointmentCounts {
    pub with: u32,
    pub without: u32,
    /// The disposition does not say.
    pub not_known: u32,
}

/// The practice's day in numbers.
///
/// "On the day" goes by the date in London of the event itself; "open" and everything counted among the open is as at
/// the moment asked about, whatever the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    pub day: NaiveDate,
    /// Whether the bank holidays that the working-day numbers depend on are known.
    pub coverage: CalendarCoverage,
    /// Received on the day (M1).
    pub received: u32,
    /// Open now.
    pub open: u32,
    /// First decided on the day.
    pub decided: u32,
    /// Closed on the day.
    pub closed: u32,
    /// Open now and the patient's move.
    pub awaiting_patient: u32,
    /// Open now and never seen by a person (M5).
    pub never_seen: u32,
    /// Of those, clinical and received more than [`UNSEEN_MAX`] ago (M5, shown red).
    pub clinical_never_seen_over_30_min: u32,
    /// Open now, the practice's move, and past the deadline without being dealt with.
    pub late: u32,
    /// Every category once, in the order of `Category::ALL`.
    pub by_category: Vec<(Category, Counts)>,
    /// Every urgency once, in the order of `Urgency::ALL`.
    pub by_urgency: Vec<(Urgency, Counts)>,
    pub by_hour: [Hour; 24],
    /// Minutes on the clock, nights included, from receipt to the first answer, of the requests first answered on
    /// the day (M7); none where there were none.
    pub first_response: Option<Percentiles>,
    /// Every age once, the youngest first (M4).
    pub open_by_age: Vec<(AgeBand, OpenCounts)>,
    /// Clinically urgent: given a disposition before midnight of the day of receipt, or, where received outside core
    /// hours, of the day of the next core hours (M9a).
    pub urgent_same_day: InTime,
    /// Others: first answered by the end of the contract's core hours, by the rule in force on receipt (M9b).
    pub answered_in_time: InTime,
    pub flags: FlagCounts,
    pub appointments: AppointmentCounts,
}

/// Counts a day from the facts of every request that was open or had something happen on it; others do no harm.
///
/// A request merged into another counts by its own facts, as the submission it was.
#[must_use]
pub fn workload(facts: impl Iterator<Item = RequestFacts>, day: NaiveDate, now: DateTime<Utc>) -> Workload {
    let mut tally = tally::Tally::new(day, now);
    for fact in facts {
        tally.add(&fact);
    }
    tally.finish()
}

#[cfg(test)]
mod tests;
