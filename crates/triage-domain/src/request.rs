//! A request as the practice sees it: the independent axes of its state, and everything the patient and the staff wrote.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::disposition::{Disposition, Mode};
use crate::ids::{OpId, RequestId, StaffId, Version};
pub use crate::message::{Delivery, Message};
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

/// How a patient asked what became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChaseRoute {
    Phone,
    Desk,
    Online,
    /// Another way, or one that the provider's words do not tell.
    Other,
}

impl ChaseRoute {
    /// All four, as choosers list them.
    pub const ALL: [Self; 4] = [Self::Phone, Self::Desk, Self::Online, Self::Other];

    /// Returns the word as it goes over the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desk => "desk",
            Self::Online => "online",
            Self::Other => "other",
        }
    }

    /// Reads the word; one that nobody here knows is another way.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|route| route.code() == code).unwrap_or(Self::Other)
    }
}

/// One further contact because nothing was heard (`domain.md` §3, "Chase").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chase {
    pub at: DateTime<Utc>,
    pub route: ChaseRoute,
    /// The decision that took it down, where it is one of this program's.
    pub op_id: Option<OpId>,
}

/// "I have this open": a lease on the server's clock that saves double work and never makes anything safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub by: PersonRef,
    /// The PC, where the program that claimed says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// On the server's clock; see `triage-sync`'s `lease` for who may still act and who may take over.
    pub expires: DateTime<Utc>,
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
    /// Set aside, or waiting for the patient, until then; it ends earlier where the patient writes, so ask
    /// `TriageRequest::is_held` and `TriageRequest::awaits_patient`.
    pub held_until: Option<DateTime<Utc>>,
    /// Id of the patient's last message when the request was set aside. Ids, not times, say what came after: the clocks
    /// of a PC and of the provider may differ by more than a patient takes to answer.
    #[serde(default)]
    pub held_after: Option<String>,
    pub first_opened_at: Option<DateTime<Utc>>,
    /// When the patient was first told what happens next: a reply, or the decision that closed the request.
    pub first_response_at: Option<DateTime<Utc>>,
    /// When the request was first decided (its disposition was given).
    pub decided_at: Option<DateTime<Utc>>,
    /// The request in which this one, a duplicate, lives on.
    #[serde(default)]
    pub merged_into: Option<RequestId>,
    /// When it was filed in the patient's record.
    #[serde(default)]
    pub record_filed_at: Option<DateTime<Utc>>,
    /// Oldest first.
    #[serde(default)]
    pub chases: Vec<Chase>,
    #[serde(default)]
    pub claim: Option<Claim>,
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
            held_after: None,
            first_opened_at: None,
            first_response_at: None,
            decided_at: None,
            merged_into: None,
            record_filed_at: None,
            chases: Vec::new(),
            claim: None,
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
    /// Gives back the room that lists have kept beyond their members: tens of thousands of requests stay in memory.
    pub fn shrink_to_fit(&mut self) {
        self.submission.answers.shrink_to_fit();
        self.messages.shrink_to_fit();
        self.notes.shrink_to_fit();
        self.photos.shrink_to_fit();
        self.unreadable.shrink_to_fit();
        self.state.chases.shrink_to_fit();
        self.patient.name.given.shrink_to_fit();
    }

    /// Says whether any red-flag question was answered yes.
    #[must_use]
    pub fn has_red_flag(&self) -> bool {
        self.submission.answers.iter().any(|answer| answer.is_red_flag)
    }

    /// Returns the id of the patient's last message.
    #[must_use]
    pub fn last_from_patient(&self) -> Option<&str> {
        self.messages.iter().rev().find_map(|message| match message {
            Message::FromPatient { id, .. } => Some(id.as_str()),
            Message::Reply { .. } => None,
        })
    }

    /// Says whether the request is set aside at this moment. A hold ends on time or when the patient writes, whichever
    /// comes first (`domain.md` §2).
    ///
    /// A hold of another program's says nothing about messages: a patient who has written ends it, so that nothing
    /// stays hidden that somebody has not read.
    #[must_use]
    pub fn is_held(&self, now: DateTime<Utc>) -> bool {
        let state = &self.state;
        let runs = state.held_until.is_some_and(|until| until > now);
        state.lifecycle.is_open() && state.next_action == NextAction::Practice && runs && !self.heard_since_held()
    }

    /// Says whether the practice waits for the patient at this moment: nobody has answered, and the time is not past.
    #[must_use]
    pub fn awaits_patient(&self, now: DateTime<Utc>) -> bool {
        self.is_patients_move() && self.state.held_until.is_none_or(|until| until > now)
    }

    /// Returns when the time ran out in which the patient was to answer and did not: it is the practice's move again.
    #[must_use]
    pub fn no_answer_since(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.state.held_until.filter(|until| *until <= now && self.is_patients_move())
    }

    fn is_patients_move(&self) -> bool {
        self.state.lifecycle.is_open() && self.state.next_action == NextAction::Patient && !self.has_answered()
    }

    /// Says whether the patient has written since the practice began to wait. A wait without an end began with a reply, so
    /// that the order of the messages tells; one with an end may have begun with a call, and remembers the last message.
    #[must_use]
    pub fn has_answered(&self) -> bool {
        if self.state.held_until.is_some() { self.heard_since_held() } else { self.patient_answered_last() }
    }

    fn heard_since_held(&self) -> bool {
        self.last_from_patient().is_some_and(|id| self.state.held_after.as_deref() != Some(id))
    }

    /// Says whether a reply did not reach the patient and nobody has sent it again.
    #[must_use]
    pub fn is_reply_to_send_again(&self, reply: &str) -> bool {
        let failed = self.messages.iter().any(|message| {
            message.id() == reply && matches!(message, Message::Reply { delivery: Delivery::Failed { .. }, .. })
        });
        let said_again = self.messages.iter().any(
            |message| matches!(message, Message::Reply { sends_again: Some(again), .. } if again.as_str() == reply),
        );
        failed && !said_again
    }

    /// Says whether the patient wrote after the practice's last reply.
    #[must_use]
    pub fn patient_answered_last(&self) -> bool {
        matches!(self.messages.last(), Some(Message::FromPatient { .. }))
    }
}
