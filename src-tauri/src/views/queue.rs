//! Lists: the rail's counts, one page of a view, its rows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_client::desk::{RailCounts, SyncWord as DeskSyncWord, View};
use triage_client::{QueueForm as Form, QueueOrder, QueuePage, QueueRow};
use triage_domain::{NhsNumberMatch, TriageRequest};
use ts_rs::TS;

use super::decision::OwnerView;
use super::time::{DueView, TimeView, count, minutes};
use super::writing::ClaimView;
use super::{Category, Urgency, mirrored};

/// A list of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ViewId {
    Unassigned,
    Urgent,
    Mine,
    Team,
    Waiting,
    Held,
    DoneToday,
    AllOpen,
    /// What the user planned for the minutes that they have.
    Minutes,
    /// Everything on this PC, open or not.
    Everything,
}

impl From<ViewId> for View {
    fn from(view: ViewId) -> Self {
        match view {
            ViewId::Unassigned => Self::Unassigned,
            ViewId::Urgent => Self::Urgent,
            ViewId::Mine => Self::Mine,
            ViewId::Team => Self::Teams,
            ViewId::Waiting => Self::Waiting,
            ViewId::Held => Self::Held,
            ViewId::DoneToday => Self::DoneToday,
            ViewId::AllOpen => Self::AllOpen,
            ViewId::Minutes => Self::Minutes,
            ViewId::Everything => Self::Everything,
        }
    }
}

impl From<View> for ViewId {
    fn from(view: View) -> Self {
        match view {
            View::Unassigned => Self::Unassigned,
            View::Urgent => Self::Urgent,
            View::Mine => Self::Mine,
            View::Teams => Self::Team,
            View::Waiting => Self::Waiting,
            View::Held => Self::Held,
            View::DoneToday => Self::DoneToday,
            View::AllOpen => Self::AllOpen,
            View::Minutes => Self::Minutes,
            View::Everything => Self::Everything,
        }
    }
}

mirrored!(
    /// What is happening to decisions about a request.
    SyncWord of DeskSyncWord { Clean, Saved, Sending, Sent, Conflict, Failed, SignIn }
);

/// How many requests each list of the rail holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RailView {
    pub unassigned: u32,
    pub urgent: u32,
    pub mine: u32,
    pub team: u32,
    pub waiting: u32,
    pub held: u32,
    pub done_today: u32,
    pub all_open: u32,
    pub attention: u32,
    /// Urgent requests that came in more than half an hour ago and that nobody has.
    pub urgent_unowned: u32,
}

impl RailView {
    /// Shows the counts, with how many things need a person.
    #[must_use]
    pub fn of(counts: RailCounts, attention: usize) -> Self {
        Self {
            unassigned: count(counts.unassigned),
            urgent: count(counts.urgent),
            mine: count(counts.mine),
            team: count(counts.teams),
            waiting: count(counts.waiting),
            held: count(counts.held),
            done_today: count(counts.done_today),
            all_open: count(counts.all_open),
            attention: count(attention),
            urgent_unowned: count(counts.urgent_unowned),
        }
    }
}

/// "2nd request in 9 days".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct RepeatView {
    pub ordinal: u32,
    pub days: u32,
}

impl From<triage_client::Repeat> for RepeatView {
    fn from(repeat: triage_client::Repeat) -> Self {
        Self { ordinal: count(repeat.ordinal), days: minutes(repeat.days) }
    }
}

/// A change by somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChangedView {
    pub at: TimeView,
    pub by: Option<String>,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    pub id: String,
    pub urgency: Urgency,
    /// FAMILY, Given (Title), by CUI name rules.
    pub name: String,
    pub age_years: Option<u32>,
    pub received_at: TimeView,
    pub waiting_minutes: u32,
    pub due: Option<DueView>,
    pub words: String,
    pub owner: OwnerView,
    pub category: Category,
    pub red_flag: bool,
    /// "2nd request in 9 days": null when this is the only one in 28 days.
    pub repeat: Option<RepeatView>,
    /// Somebody else changed it since the user last opened it here.
    pub changed: Option<ChangedView>,
    pub sync: SyncWord,
    pub sent_by: Option<String>,
    pub photos: u32,
    pub unmatched: bool,
    pub similar_name: bool,
    /// Who is writing about it, while they do.
    pub claim: Option<ClaimView>,
    /// The person who works here has begun a reply to it.
    pub has_draft: bool,
    pub awaiting_patient: bool,
    /// Until when the practice waits for the patient; nothing where no time was set, and once it is past.
    pub awaiting_until: Option<TimeView>,
    /// The patient did not answer by then, and it is the practice's move again.
    pub no_answer_since: Option<TimeView>,
    /// Until when it is set aside; nothing once it is back.
    pub held_until: Option<TimeView>,
    pub patient_answered: bool,
    pub closed: bool,
    pub closed_at: Option<TimeView>,
    pub outcome: Option<String>,
    /// It no longer belongs to this view (somebody else moved it); it stays in place until the list is shown anew.
    pub moved: bool,
}

/// Which part of which list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct QueueForm {
    pub view: ViewId,
    pub search: String,
    pub offset: u32,
    pub limit: u32,
    /// True builds the order anew and takes in what has arrived; false reads the order that is on screen.
    pub refresh: bool,
}

impl From<QueueForm> for Form {
    fn from(form: QueueForm) -> Self {
        Self {
            view: form.view.into(),
            search: form.search,
            offset: form.offset as usize,
            limit: form.limit as usize,
            order: if form.refresh { QueueOrder::Anew } else { QueueOrder::AsItStands },
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    pub view: ViewId,
    pub total: u32,
    /// How many of `total`, from the top, are the pinned urgent ones.
    pub urgent: u32,
    pub offset: u32,
    pub rows: Vec<RowView>,
    pub as_at: Option<TimeView>,
    /// Arrivals that wait behind "N new".
    pub arrivals: u32,
    pub urgent_arrivals: u32,
    pub arrivals_since: Option<TimeView>,
}

impl QueueView {
    /// Shows a page.
    #[must_use]
    pub fn of(view: ViewId, offset: u32, page: &QueuePage, now: DateTime<Utc>) -> Self {
        Self {
            view,
            total: count(page.total),
            urgent: count(page.urgent),
            offset,
            rows: page.rows.iter().map(|row| RowView::of(row, now)).collect(),
            as_at: page.as_at.map(|at| TimeView::at(at, now)),
            arrivals: count(page.arrivals),
            urgent_arrivals: count(page.urgent_arrivals),
            arrivals_since: (page.arrivals > 0).then(|| TimeView::at(page.built_at, now)),
        }
    }
}

/// Returns the patient's age today, where it is known.
#[must_use]
pub fn age(request: &TriageRequest, now: DateTime<Utc>) -> Option<u32> {
    let born = request.patient.born?;
    triage_domain::age::age_years(born, triage_domain::calendar::local(now).date())
}

/// Shows until when a request is set aside.
#[must_use]
pub fn held_until(request: &TriageRequest, now: DateTime<Utc>) -> Option<TimeView> {
    request.state.held_until.filter(|_| request.is_held(now)).map(|at| TimeView::at(at, now))
}

/// Shows until when the practice waits for the patient.
#[must_use]
pub fn awaiting_until(request: &TriageRequest, now: DateTime<Utc>) -> Option<TimeView> {
    request.state.held_until.filter(|_| request.awaits_patient(now)).map(|at| TimeView::at(at, now))
}

impl RowView {
    fn of(row: &QueueRow, now: DateTime<Utc>) -> Self {
        let request = &row.request;
        Self {
            id: request.id.to_string(),
            urgency: request.state.urgency.into(),
            name: request.patient.name.display(),
            age_years: age(request, now),
            received_at: TimeView::at(request.received_at, now),
            waiting_minutes: minutes(row.waiting_minutes),
            due: row.due.map(|due| DueView::of(due, now)),
            words: request.submission.words.as_str().to_owned(),
            owner: (&request.state.owner).into(),
            category: request.state.category.into(),
            red_flag: request.has_red_flag(),
            repeat: row.repeat.map(RepeatView::from),
            changed: row
                .changed
                .as_ref()
                .map(|change| ChangedView { at: TimeView::at(change.at, now), by: change.by.clone() }),
            sync: row.sync.into(),
            sent_by: request.sent_by.as_ref().map(|words| words.as_str().to_owned()),
            photos: count(request.photos.len()),
            unmatched: !matches!(
                request.patient.nhs_number,
                NhsNumberMatch::Verified { .. } | NhsNumberMatch::Unverified { .. }
            ),
            similar_name: row.similar_name,
            has_draft: row.has_draft,
            claim: row.writing.as_ref().map(|writing| ClaimView::of(writing, now)),
            awaiting_patient: request.awaits_patient(now),
            awaiting_until: awaiting_until(request, now),
            no_answer_since: request.no_answer_since(now).map(|at| TimeView::at(at, now)),
            held_until: held_until(request, now),
            patient_answered: request.patient_answered_last(),
            closed: !request.state.lifecycle.is_open(),
            closed_at: triage_client::desk::closed_at(request).map(|at| TimeView::at(at, now)),
            outcome: triage_client::outcome(request),
            moved: row.moved,
        }
    }
}
