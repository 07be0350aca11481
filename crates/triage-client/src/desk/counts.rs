//! What is counted over all requests. Every change takes one request out and one in: with fifty thousand of them on the
//! device, counting all after each decision would be most of what a decision costs.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use triage_domain::{StaffId, TriageRequest};

use super::{Desk, Entry, View, failed_reply};

/// Counts over all requests that every screen shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub urgent_open: usize,
    /// Requests whose last message is a reply that did not reach the patient.
    pub undelivered: usize,
}

/// How many requests each list of the rail holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RailCounts {
    pub unassigned: usize,
    pub urgent: usize,
    pub mine: usize,
    pub teams: usize,
    pub waiting: usize,
    pub held: usize,
    pub done_today: usize,
    pub all_open: usize,
    /// Urgent requests that nobody has, and that came in more than [`URGENT_UNOWNED_MINUTES`] ago.
    pub urgent_unowned: usize,
}

/// After so many minutes without an owner an urgent request is said to everybody (`ux.md` §12, hazard U4).
pub const URGENT_UNOWNED_MINUTES: i64 = 30;

/// The counts of the rail, for whom and as at which moment: lists change by themselves as time goes by.
#[derive(Debug, Clone)]
struct Rail {
    me: Option<StaffId>,
    at: DateTime<Utc>,
    counts: RailCounts,
}

/// All counts, as the requests stand.
#[derive(Debug, Default)]
pub(super) struct Counts {
    tally: Tally,
    rail: Mutex<Option<Rail>>,
}

impl Counts {
    pub(super) fn take_in(&mut self, request: &TriageRequest) {
        self.change(request, |count| *count += 1);
    }

    pub(super) fn take_out(&mut self, request: &TriageRequest) {
        self.change(request, |count| *count = count.saturating_sub(1));
    }

    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    fn change(&mut self, request: &TriageRequest, step: impl Fn(&mut usize)) {
        if request.state.lifecycle.is_open() && request.state.urgency.is_urgent() {
            step(&mut self.tally.urgent_open);
        }
        if failed_reply(request).is_some() {
            step(&mut self.tally.undelivered);
        }
        if let Some(rail) = self.rail.get_mut().unwrap_or_else(PoisonError::into_inner) {
            rail.counts.change(request, (rail.me.as_ref(), rail.at), &step);
        }
    }
}

impl RailCounts {
    fn change(
        &mut self,
        request: &TriageRequest,
        (me, now): (Option<&StaffId>, DateTime<Utc>),
        step: impl Fn(&mut usize),
    ) {
        let lists = [
            (View::Unassigned, &mut self.unassigned),
            (View::Urgent, &mut self.urgent),
            (View::Mine, &mut self.mine),
            (View::Teams, &mut self.teams),
            (View::Waiting, &mut self.waiting),
            (View::Held, &mut self.held),
            (View::DoneToday, &mut self.done_today),
            (View::AllOpen, &mut self.all_open),
        ];
        for (view, count) in lists {
            if view.holds(request, me, now) {
                step(count);
            }
        }
        if is_urgent_and_unowned(request, now) {
            step(&mut self.urgent_unowned);
        }
    }
}

fn is_urgent_and_unowned(request: &TriageRequest, now: DateTime<Utc>) -> bool {
    let waits = (now - request.received_at).num_minutes() > URGENT_UNOWNED_MINUTES;
    waits && request.state.urgency.is_urgent() && View::Unassigned.holds(request, None, now)
}

impl Desk {
    /// Returns the counts of the rail for one person, as at this minute.
    #[must_use]
    pub fn rail(&self, me: Option<&StaffId>, now: DateTime<Utc>) -> RailCounts {
        let mut kept = self.counts.rail.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = |at: DateTime<Utc>| at.timestamp() / 60;
        match kept.as_ref() {
            Some(rail) if rail.me.as_ref() == me && minute(rail.at) == minute(now) => rail.counts,
            Some(_) | None => {
                let mut counts = RailCounts::default();
                for request in self.entries().map(Entry::shown) {
                    counts.change(request, (me, now), |count| *count += 1);
                }
                *kept = Some(Rail { me: me.cloned(), at: now, counts });
                counts
            }
        }
    }
}
