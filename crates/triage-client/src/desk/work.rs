//! Counts: the rail's, and the manager's day.

use std::sync::PoisonError;

use chrono::{DateTime, NaiveDate, Utc};
use triage_domain::deadline::{RuleSet, deadline};
use triage_domain::disposition::DispositionGroup;
use triage_domain::request::Lifecycle;
use triage_domain::workload::{RequestFacts, Workload, workload};
use triage_domain::{StaffId, TriageRequest};

use super::{Desk, Entry, View, closed_at};

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

fn is_urgent_and_unowned(request: &TriageRequest, now: DateTime<Utc>) -> bool {
    let waits = (now - request.received_at).num_minutes() > URGENT_UNOWNED_MINUTES;
    waits && request.state.urgency.is_urgent() && View::Unassigned.holds(request, None, now)
}

impl Desk {
    /// Counts the lists of the rail for one person; counted once for each change and minute.
    #[must_use]
    pub fn rail(&self, me: Option<&StaffId>, now: DateTime<Utc>) -> RailCounts {
        let asked = (self.epoch, me.cloned(), now.timestamp() / 60);
        let mut kept = self.rail.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|(of, _)| *of != asked) {
            *kept = Some((asked, self.count_rail(me, now)));
        }
        kept.as_ref().map(|(_, counts)| *counts).unwrap_or_default()
    }

    fn count_rail(&self, me: Option<&StaffId>, now: DateTime<Utc>) -> RailCounts {
        let mut counts = RailCounts::default();
        for entry in self.entries() {
            let request = entry.shown();
            let count = |view: View, field: &mut usize| *field += usize::from(view.holds(request, me, now));
            count(View::Unassigned, &mut counts.unassigned);
            count(View::Urgent, &mut counts.urgent);
            count(View::Mine, &mut counts.mine);
            count(View::Teams, &mut counts.teams);
            count(View::Waiting, &mut counts.waiting);
            count(View::Held, &mut counts.held);
            count(View::DoneToday, &mut counts.done_today);
            count(View::AllOpen, &mut counts.all_open);
            counts.urgent_unowned += usize::from(is_urgent_and_unowned(request, now));
        }
        counts
    }
}

/// Returns until when the practice must have answered, by the rule in force when the request came in.
#[must_use]
pub fn deadline_of(request: &TriageRequest) -> DateTime<Utc> {
    let rule = RuleSet::for_receipt(request.received_at);
    deadline(request.received_at, request.state.urgency, request.due_at, rule)
}

/// Computes the manager's figures of one London day over everything on this device.
#[must_use]
pub fn day_of_work(desk: &Desk, day: NaiveDate, now: DateTime<Utc>) -> Workload {
    workload(desk.entries().map(Entry::shown).map(|request| facts(request, now)), day, now)
}

/// Takes down what the metrics need of a request.
#[must_use]
pub fn facts(request: &TriageRequest, now: DateTime<Utc>) -> RequestFacts {
    let state = &request.state;
    let disposition = match &state.lifecycle {
        Lifecycle::Closed(closure) => closure.disposition.as_ref(),
        Lifecycle::Open | Lifecycle::Withdrawn => None,
    };
    RequestFacts {
        received_at: request.received_at,
        category: state.category,
        urgency: state.urgency,
        intake_flagged: state.intake_urgency.is_some_and(triage_domain::Urgency::is_urgent) || request.has_red_flag(),
        first_opened_at: state.first_opened_at,
        first_response_at: state.first_response_at,
        decided_at: state.decided_at,
        closed_at: closed_at(request),
        awaiting_patient: request.awaits_patient(now),
        open: state.lifecycle.is_open(),
        deadline: deadline_of(request),
        had_appointment: disposition.map(|disposition| disposition.group() == DispositionGroup::Appointment),
    }
}
