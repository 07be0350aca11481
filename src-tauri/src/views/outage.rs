//! The list of everything open on paper.

use serde::{Deserialize, Serialize};
use triage_client::{OutageList, OutageRow};
use triage_domain::{NhsNumber, Words};
use ts_rs::TS;

use super::decision::OwnerView;
use super::time::{DueView, TimeView, minutes};
use super::{Category, Urgency};

/// Why patients' data leave this PC.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct OutageListForm {
    pub reason: String,
}

impl OutageListForm {
    /// Converts the form.
    #[must_use]
    pub fn convert(self) -> Words {
        Words::new(self.reason)
    }
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutageRowView {
    pub id: String,
    pub name: String,
    /// `YYYY-MM-DD`.
    pub born: Option<String>,
    pub nhs_number: Option<String>,
    pub mobile: Option<String>,
    pub urgency: Urgency,
    pub category: Category,
    pub received_at: TimeView,
    pub waiting_minutes: u32,
    pub due: Option<DueView>,
    pub owner: OwnerView,
    pub words: String,
    pub red_flag: bool,
    pub held_until: Option<TimeView>,
    pub awaiting_patient: bool,
    /// Until when the practice waits for the patient; nothing where no time was set, and once it is past.
    pub awaiting_until: Option<TimeView>,
    /// The patient did not answer by then, and it is the practice's move again.
    pub no_answer_since: Option<TimeView>,
}

/// Everything open, as it is on this PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutageListView {
    pub rows: Vec<OutageRowView>,
    /// What is on the list is never newer than this.
    pub as_at: Option<TimeView>,
    pub made_at: TimeView,
    pub made_by: String,
}

impl OutageListView {
    /// Shows the list.
    #[must_use]
    pub fn of(list: &OutageList) -> Self {
        let now = list.made_at;
        let row = |row: &OutageRow| {
            let request = &row.request;
            OutageRowView {
                id: request.id.to_string(),
                name: request.patient.name.display(),
                born: request.patient.born.map(|born| born.format("%Y-%m-%d").to_string()),
                nhs_number: request.patient.nhs_number.number().map(NhsNumber::spaced),
                mobile: request.patient.mobile.as_ref().map(|words| words.as_str().to_owned()),
                urgency: request.state.urgency.into(),
                category: request.state.category.into(),
                received_at: TimeView::at(request.received_at, now),
                waiting_minutes: minutes(row.waiting_minutes),
                due: row.due.map(|due| DueView::of(due, now)),
                owner: (&request.state.owner).into(),
                words: request.submission.words.as_str().to_owned(),
                red_flag: request.has_red_flag(),
                held_until: super::queue::held_until(request, now),
                awaiting_patient: request.awaits_patient(now),
                awaiting_until: super::queue::awaiting_until(request, now),
                no_answer_since: request.no_answer_since(now).map(|at| TimeView::at(at, now)),
            }
        };
        Self {
            rows: list.rows.iter().map(row).collect(),
            as_at: list.as_at.map(|at| TimeView::at(at, now)),
            made_at: TimeView::at(now, now),
            made_by: list.made_by.clone(),
        }
    }
}
