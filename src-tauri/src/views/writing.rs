//! Who is writing about a request.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_client::Writing;
use ts_rs::TS;

use super::time::TimeView;

/// Who is writing about a request. Only while it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ClaimView {
    pub by: String,
    pub mine: bool,
    pub until: TimeView,
}

/// Names a request that somebody begins or ends to write about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WritingForm {
    pub op_id: String,
    pub request_id: String,
}

impl ClaimView {
    /// Shows who is writing.
    #[must_use]
    pub fn of(writing: &Writing, now: DateTime<Utc>) -> Self {
        Self { by: writing.by.clone(), mine: writing.is_mine, until: TimeView::at(writing.until, now) }
    }
}
