//! The manager's day.

use chrono::{DateTime, NaiveDate, Utc};
use triage_domain::TriageRequest;
use triage_domain::deadline::{RuleSet, deadline};
use triage_domain::disposition::DispositionGroup;
use triage_domain::request::Lifecycle;
use triage_domain::workload::{RequestFacts, Workload, workload};

use super::{Desk, Entry, closed_at};

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
