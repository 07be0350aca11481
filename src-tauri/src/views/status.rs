//! How the line is, how old the data are, what waits.

use serde::{Deserialize, Serialize};
use triage_client::{DraftRow, LastAction, Status, UndoWay};
use ts_rs::TS;

use super::decision::{AttachmentView, DecisionForm, owner_name};
use super::time::{TimeView, count, minutes};
use super::{Freshness, mirrored};

mirrored!(
    /// The line as a user would name it.
    LinkState of triage_client::LinkState { Online, Reconnecting, Offline, WorkingOffline, SignInNeeded }
);

mirrored!(
    /// How the last action could be undone. Held decisions are withdrawn before they are sent; sent ones are answered by
    /// a new decision, where that is possible.
    Undo of UndoWay { Withdraws, Answers, Impossible }
);

/// The user's last action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LastActionView {
    pub op_id: String,
    pub request_id: String,
    pub at: TimeView,
    pub decision: DecisionForm,
    pub patient_name: String,
    pub owner_name: Option<String>,
    #[ts(inline)]
    pub undo: Undo,
}

/// How far a first sync has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct FirstSyncView {
    pub received: u32,
}

/// How the line is, how old the data are, what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    pub link: LinkState,
    /// Since when the link has been in this state.
    pub since: Option<TimeView>,
    pub offline_minutes: u32,
    pub freshness: Freshness,
    /// Start of the last complete pull: what is on screen is never newer than this.
    pub as_at: Option<TimeView>,
    pub now: TimeView,
    /// Decisions on this PC that the provider has not confirmed.
    pub unsent: u32,
    pub sending: u32,
    pub conflicts: u32,
    pub failed: u32,
    pub unreadable: u32,
    pub sent_today: u32,
    pub urgent_open: u32,
    /// Seconds until the next held reply goes, if one is held.
    pub held_reply_seconds: Option<u32>,
    pub last_action: Option<LastActionView>,
    /// Requests brought so far in a first sync; null when none is running.
    pub first_sync: Option<FirstSyncView>,
}

/// Switches the network off or on for this program.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct WorkOfflineForm {
    pub offline: bool,
}

/// Names the request whose draft is meant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftForm {
    pub request_id: String,
}

/// Keeps what somebody is writing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveDraftForm {
    pub request_id: String,
    pub text: String,
}

/// What somebody was writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    pub request_id: String,
    pub text: String,
    pub saved_at: TimeView,
    /// In the order in which they were attached.
    pub attachments: Vec<AttachmentView>,
}

impl DraftView {
    /// Shows a draft.
    #[must_use]
    pub fn of(request_id: &str, draft: &DraftRow, now: chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            request_id: request_id.to_owned(),
            text: draft.text.as_str().to_owned(),
            saved_at: TimeView::at(draft.saved_at, now),
            attachments: draft.attachments.iter().map(AttachmentView::of).collect(),
        }
    }
}

impl DraftView {
    /// Shows that nothing is being written any more.
    #[must_use]
    pub fn empty(request_id: &str, now: chrono::DateTime<chrono::Utc>) -> Self {
        let saved_at = TimeView::at(now, now);
        Self { request_id: request_id.to_owned(), text: String::new(), saved_at, attachments: Vec::new() }
    }
}

impl LastActionView {
    /// Shows something that the user did.
    #[must_use]
    pub fn of(action: &LastAction, now: chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            op_id: action.op_id.to_string(),
            request_id: action.request_id.to_string(),
            at: TimeView::at(action.at, now),
            decision: (&action.decision).into(),
            patient_name: action.patient_name.clone(),
            owner_name: owner_name(&action.decision),
            undo: action.undo.into(),
        }
    }
}

impl From<&Status> for StatusView {
    fn from(status: &Status) -> Self {
        let now = status.now;
        let is_down = match status.link {
            triage_client::LinkState::Offline | triage_client::LinkState::WorkingOffline => true,
            triage_client::LinkState::Online
            | triage_client::LinkState::Reconnecting
            | triage_client::LinkState::SignInNeeded => false,
        };
        let down_minutes = status.since.filter(|_| is_down).map_or(0, |since| (now - since).num_minutes());
        Self {
            link: status.link.into(),
            since: status.since.map(|at| TimeView::at(at, now)),
            offline_minutes: minutes(down_minutes),
            freshness: status.freshness.into(),
            as_at: status.as_at.map(|at| TimeView::at(at, now)),
            now: TimeView::at(now, now),
            unsent: count(status.unsent),
            sending: count(status.sending),
            conflicts: count(status.conflicts),
            failed: count(status.failed),
            unreadable: count(status.unreadable),
            sent_today: status.sent_today,
            urgent_open: count(status.urgent_open),
            held_reply_seconds: status.held_reply_seconds.map(|s| u32::try_from(s).unwrap_or(u32::MAX)),
            last_action: status.last_action.as_ref().map(|action| LastActionView::of(action, now)),
            first_sync: status.first_sync.map(|received| FirstSyncView { received }),
        }
    }
}
