//! What was said about a request: notes, messages both ways, and further contacts.

use chrono::{DateTime, Utc};
use serde::Serialize;
use triage_client::{OpState, ReaderNote};
use triage_domain::request::Delivery as Delivered;
use triage_domain::{Chase, Message, OpId};
use ts_rs::TS;

use super::decision::{AttachmentView, ChaseRoute};
use super::queue::SyncWord;
use super::time::TimeView;

/// An internal note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NoteView {
    pub author: String,
    pub at: Option<TimeView>,
    pub text: String,
    pub sync: SyncWord,
}

/// What became of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    Held,
    NotSent,
    Waiting,
    Sent,
    Delivered,
    Failed,
}

/// One message of the thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum MessageView {
    Reply {
        /// Names the reply for sending it again.
        id: String,
        author: String,
        at: TimeView,
        text: String,
        delivery: Delivery,
        failure: Option<String>,
        channel: String,
        /// The patient may answer it, once.
        may_answer: bool,
        attachments: Vec<AttachmentView>,
    },
    Patient {
        at: TimeView,
        text: String,
    },
}

/// One further contact because the patient heard nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChaseView {
    pub at: TimeView,
    #[ts(inline)]
    pub route: ChaseRoute,
}

impl NoteView {
    /// Shows one note.
    #[must_use]
    pub fn of(note: &ReaderNote, now: DateTime<Utc>) -> Self {
        Self {
            author: note.author.clone(),
            at: note.at.map(|at| TimeView::at(at, now)),
            text: note.text.as_str().to_owned(),
            sync: note.sync.into(),
        }
    }
}

impl ChaseView {
    /// Shows one further contact.
    #[must_use]
    pub fn of(chase: &Chase, now: DateTime<Utc>) -> Self {
        Self { at: TimeView::at(chase.at, now), route: chase.route.into() }
    }
}

impl MessageView {
    /// Shows one message; `pending` are the replies that the provider has not confirmed.
    #[must_use]
    pub fn of(message: &Message, pending: &[(OpId, OpState)], now: DateTime<Utc>) -> Self {
        match message {
            Message::FromPatient { at, text, .. } => {
                Self::Patient { at: TimeView::at(*at, now), text: text.as_str().to_owned() }
            }
            Message::Reply { id, author, at, text, channel, delivery, sends_again: _, may_answer, attachments } => {
                let own = pending.iter().find(|(op_id, _)| op_id.as_str() == id).map(|(_, state)| *state);
                let (delivery, failure) = delivery_of(delivery, own);
                Self::Reply {
                    id: id.clone(),
                    author: author.clone(),
                    at: TimeView::at(*at, now),
                    text: text.as_str().to_owned(),
                    delivery,
                    failure,
                    channel: channel.clone(),
                    may_answer: *may_answer,
                    attachments: attachments.iter().map(AttachmentView::of).collect(),
                }
            }
        }
    }
}

fn delivery_of(delivered: &Delivered, own: Option<OpState>) -> (Delivery, Option<String>) {
    match (own, delivered) {
        (Some(OpState::Queued), _) => (Delivery::Held, None),
        (Some(state), _) if state.is_unsent() => (Delivery::NotSent, None),
        (_, Delivered::Waiting) => (Delivery::Waiting, None),
        (_, Delivered::Sent) => (Delivery::Sent, None),
        (_, Delivered::Delivered) => (Delivery::Delivered, None),
        (_, Delivered::Failed { reason }) => (Delivery::Failed, Some(reason.as_str().to_owned())),
    }
}
