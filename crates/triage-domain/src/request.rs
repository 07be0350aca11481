//! A request as the practice sees it: the independent axes of its state, and everything the patient and the staff wrote.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::disposition::{Disposition, Mode};
use crate::ids::{OpId, RequestId, StaffId, Version};
use crate::owner::{Owner, PersonRef};
use crate::patient::Patient;
use crate::text::Words;
use crate::urgency::{Category, Urgency};

/// Whose move it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextAction {
    #[default]
    Practice,
    Patient,
    /// Nobody's: the request is closed.
    Nobody,
}

/// How far the practice has got with a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    #[default]
    Untriaged,
    /// Somebody has classified or routed it.
    Sorted,
    /// A clinical or final decision was made.
    Decided,
}

/// How a request came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// Absent where the provider or another program closed it without one.
    pub disposition: Option<Disposition>,
    pub mode: Option<Mode>,
    pub at: Option<DateTime<Utc>>,
    pub by: Option<PersonRef>,
}

/// Whether there is still something to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Lifecycle {
    #[default]
    Open,
    Closed(Closure),
    /// The patient or the provider took it back.
    Withdrawn,
}

impl Lifecycle {
    /// Says whether there is still something to do.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

/// The axes of a request that decisions change, each independent of the others (`domain.md` §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestState {
    pub lifecycle: Lifecycle,
    pub next_action: NextAction,
    pub stage: Stage,
    pub owner: Owner,
    /// As judged by staff.
    pub urgency: Urgency,
    /// As flagged at intake; never changed by staff, so that over- and under-triage can be measured.
    pub intake_urgency: Option<Urgency>,
    pub category: Category,
    pub held_until: Option<DateTime<Utc>>,
    pub first_opened_at: Option<DateTime<Utc>>,
    /// When the patient was first told what happens next: a reply, or the decision that closed the request.
    pub first_response_at: Option<DateTime<Utc>>,
    /// When the request was first decided (its disposition was given).
    pub decided_at: Option<DateTime<Utc>>,
}

impl RequestState {
    /// A request that nobody has touched.
    #[must_use]
    pub fn untouched() -> Self {
        Self {
            lifecycle: Lifecycle::Open,
            next_action: NextAction::Practice,
            stage: Stage::Untriaged,
            owner: Owner::Nobody,
            urgency: Urgency::Routine,
            intake_urgency: None,
            category: Category::Unknown,
            held_until: None,
            first_opened_at: None,
            first_response_at: None,
            decided_at: None,
        }
    }
}

/// One question of the form with what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: Words,
    pub answer: Words,
    pub is_red_flag: bool,
}

/// The form as it was submitted; written by the provider only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// What the patient wrote in answer to "what is the problem".
    pub words: Words,
    pub answers: Vec<Answer>,
    /// The patient corrected the form after it was sent.
    pub is_amended: bool,
}

/// A photo that came with a request; its bytes are fetched apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub id: String,
    pub title: Words,
    /// Relative reference of the bytes on the provider, such as `Binary/…`.
    pub url: String,
    pub content_type: String,
    pub size_bytes: u64,
    /// SHA-1 in base64, as FHIR's Attachment has it; checked when the bytes arrive.
    pub sha1_base64: Option<String>,
    pub taken_at: Option<DateTime<Utc>>,
}

/// An internal note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub author: String,
    pub author_id: Option<StaffId>,
    pub at: Option<DateTime<Utc>>,
    pub text: Words,
    /// The decision that wrote it, where it is one of this program's.
    pub op_id: Option<OpId>,
}

/// What became of a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Delivery {
    /// The provider has it and has not said more.
    Waiting,
    Sent,
    Delivered,
    Failed {
        reason: Words,
    },
}

/// One message between the practice and the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Message {
    Reply { id: String, author: String, at: DateTime<Utc>, text: Words, channel: String, delivery: Delivery },
    FromPatient { id: String, at: DateTime<Utc>, text: Words },
}

impl Message {
    /// Returns the id: of a reply the decision's, of a patient's message the provider's.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Reply { id, .. } | Self::FromPatient { id, .. } => id,
        }
    }

    /// Returns when it was written.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Reply { at, .. } | Self::FromPatient { at, .. } => *at,
        }
    }
}

/// A request with everything that belongs to it, as the provider last sent it or with pending decisions folded in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageRequest {
    pub id: RequestId,
    pub version: Version,
    /// The provider's own reference, which patients and staff may quote.
    pub reference: String,
    pub title: Words,
    pub received_at: DateTime<Utc>,
    /// The provider's own due time, where it has one.
    pub due_at: Option<DateTime<Utc>>,
    pub state: RequestState,
    pub patient: Patient,
    /// Who sent it for the patient, such as "mother"; absent where the patient did.
    pub sent_by: Option<Words>,
    /// How it came in: `web`, `nhs-app`, `phone`.
    pub route: Option<String>,
    pub submission: Submission,
    pub photos: Vec<Photo>,
    pub notes: Vec<Note>,
    /// Oldest first.
    pub messages: Vec<Message>,
    /// References of parts that could not be read or have not arrived.
    pub unreadable: Vec<String>,
}

impl TriageRequest {
    /// Says whether any red-flag question was answered yes.
    #[must_use]
    pub fn has_red_flag(&self) -> bool {
        self.submission.answers.iter().any(|answer| answer.is_red_flag)
    }

    /// Says whether the patient wrote after the practice's last reply.
    #[must_use]
    pub fn patient_answered_last(&self) -> bool {
        matches!(self.messages.last(), Some(Message::FromPatient { .. }))
    }
}
