//! Decisions as commands with preconditions, and the one function that applies them. The window's overlay, the rebase
//! after a conflict and the tests' reference model all use this `apply`.

mod apply;
mod check;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::attachment::Attachment;
use crate::disposition::{Disposition, Mode};
use crate::ids::RequestId;
use crate::new_request::NewRequest;
use crate::owner::Owner;
use crate::request::ChaseRoute;
use crate::text::Words;
use crate::urgency::{Category, Urgency};

/// Longest note, in characters: well past any note seen, and short enough for every provider's field.
pub const NOTE_CHARS_MAX: usize = 10_000;
/// Longest reply, in characters: six screens; text messages of that length are refused by gateways anyway.
pub const REPLY_CHARS_MAX: usize = 5_000;
/// Longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 1_000;
/// Most characters of what is taken down of a caller, as of a note.
pub const ENTRY_CHARS_MAX: usize = NOTE_CHARS_MAX;
/// Most characters of a telephone number as told: with a word about when.
pub const RING_BACK_CHARS_MAX: usize = 60;
/// Most characters of a name as told.
pub const NAME_CHARS_MAX: usize = 200;
/// Longest hold, and longest wait for the patient: the same day next year, leap years included.
pub const HOLD_MAX: TimeDelta = TimeDelta::days(366);
/// Longest lease of a claim (`sync.md` b.7).
pub const CLAIM_MAX: TimeDelta = TimeDelta::minutes(10);

/// What happens to the request once a reply is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AfterReply {
    KeepOpen,
    AwaitPatient {
        /// When it is the practice's move again although the patient has not answered; never, where nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<DateTime<Utc>>,
    },
    Close {
        disposition: Disposition,
        mode: Option<Mode>,
    },
}

/// Whose move it is while a request is set aside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaitsFor {
    /// Nobody's: a moment has to come.
    #[default]
    Moment,
    /// The patient's, who was rung, or was asked in another way than by a reply from here.
    Patient,
}

impl WaitsFor {
    fn is_moment(&self) -> bool {
        *self == Self::Moment
    }
}

/// One decision about one request.
///
/// The ledger never lets a stored decision change, not by a byte: a field added later is left out while it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Decision {
    Assign {
        to: Owner,
    },
    SetUrgency {
        to: Urgency,
        reason: Option<Words>,
    },
    SetCategory {
        to: Category,
    },
    AddNote {
        text: Words,
    },
    /// A person has had the request open in front of them; written once, commutes with everything.
    FirstOpened,
    Reply {
        text: Words,
        then: AfterReply,
        /// The patient may answer it, once.
        #[serde(default, skip_serializing_if = "is_false")]
        may_answer: bool,
        /// The files that go with it; their bytes are kept beside the decision.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    Close {
        disposition: Disposition,
        mode: Option<Mode>,
        reason: Option<Words>,
    },
    Reopen {
        reason: Words,
    },
    /// Sets it aside until a moment, or until the patient writes.
    Hold {
        until: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "WaitsFor::is_moment")]
        waits_for: WaitsFor,
    },
    /// Ends a hold, or a wait for the patient, before its time.
    EndHold,
    /// Says a reply that failed to reach the patient again, as a message of its own.
    SendAgain {
        /// The id of the failed reply.
        reply: String,
        text: Words,
        /// Whether the patient may answer, and the files, as with the failed reply.
        #[serde(default, skip_serializing_if = "is_false")]
        may_answer: bool,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    /// Closes it as a duplicate that lives on in another request. Reopening undoes it.
    Merge {
        into: RequestId,
    },
    /// Somebody has filed it in the patient's record; written once, commutes with everything.
    RecordFiled,
    /// The patient asked what became of it. It says nothing about urgency: who rings twice is not iller for it.
    LogChase {
        route: ChaseRoute,
        text: Option<Words>,
    },
    /// Makes the request that the decision is about, for somebody who rang or came in.
    Enter {
        request: Box<NewRequest>,
    },
    /// "I have this open", until a moment on the server's clock. It saves double work; safety is `ifMatch` on decisions.
    Claim {
        until: DateTime<Utc>,
    },
    /// Gives the author's own claim up.
    Release,
}

/// Why the rules do not allow a decision on a request as it stands.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blocked {
    #[error("the request is already closed")]
    AlreadyClosed,
    #[error("the request is not closed")]
    NotClosed,
    #[error("a clinical request may not be closed before a person has opened it")]
    ClinicalNotOpened,
    #[error("this needs a reason")]
    ReasonNeeded,
    #[error("this role may raise urgency but not lower it")]
    RoleMayNotLowerUrgency,
    #[error("nothing would change")]
    NoChange,
    #[error("the text is empty")]
    EmptyText,
    #[error("the text is too long")]
    TextTooLong,
    #[error("the reply has more files than it may have")]
    TooManyFiles,
    #[error("the provider or the patient withdrew the request")]
    WithdrawnByProvider,
    #[error("nobody knows which patient this is, so no message may be sent")]
    PatientNotMatched,
    #[error("the moment is past")]
    NotInTheFuture,
    #[error("that is too far ahead")]
    TooFarAhead,
    #[error("the request is neither on hold nor waiting for the patient")]
    NotHeld,
    #[error("only a reply that did not reach the patient is sent again, and once")]
    NotFailed,
    #[error("a request cannot be merged into itself")]
    IntoItself,
    #[error("the request it would be merged into has ended")]
    IntoEnded,
    #[error("the two requests are not about the same patient")]
    OtherPatient,
    #[error("somebody else has the request open")]
    ClaimedByOther,
    #[error("the request exists already")]
    AlreadyEntered,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Decision {
    /// A reply without files, which the patient is not asked to answer.
    #[must_use]
    pub fn reply(text: Words, then: AfterReply) -> Self {
        Self::Reply { text, then, may_answer: false, attachments: Vec::new() }
    }

    /// Sets a request aside until a moment.
    #[must_use]
    pub fn hold(until: DateTime<Utc>) -> Self {
        Self::Hold { until, waits_for: WaitsFor::Moment }
    }

    /// Names the kind, as it stands in the ledger, in Provenance, in JSON and on the command line.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Assign { .. } => "assign",
            Self::SetUrgency { .. } => "set-urgency",
            Self::SetCategory { .. } => "set-category",
            Self::AddNote { .. } => "add-note",
            Self::FirstOpened => "first-opened",
            Self::Reply { .. } => "reply",
            Self::Close { .. } => "close",
            Self::Reopen { .. } => "reopen",
            Self::Hold { .. } => "hold",
            Self::EndHold => "end-hold",
            Self::SendAgain { .. } => "send-again",
            Self::Merge { .. } => "merge",
            Self::RecordFiled => "record-filed",
            Self::LogChase { .. } => "log-chase",
            Self::Enter { .. } => "enter",
            Self::Claim { .. } => "claim",
            Self::Release => "release",
        }
    }

    /// Says whether the decision leaves the practice in a way that cannot be taken back.
    #[must_use]
    pub fn reaches_the_patient(&self) -> bool {
        matches!(self, Self::Reply { .. } | Self::SendAgain { .. })
    }

    /// Says whether it is taken down beside a person's work rather than decided by one: lists, counts and "last action"
    /// do not speak of it.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::FirstOpened | Self::Claim { .. } | Self::Release)
    }
}

#[cfg(test)]
mod tests;
