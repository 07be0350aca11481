//! Decisions as commands with preconditions, and the one function that applies them. The window's overlay, the rebase
//! after a conflict and the tests' reference model all use this `apply`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::disposition::{Disposition, Mode};
use crate::ids::OpId;
use crate::owner::{Owner, PersonRef};
use crate::request::{Closure, Delivery, Lifecycle, Message, NextAction, Note, Stage, TriageRequest};
use crate::staff::Author;
use crate::text::Words;
use crate::urgency::{Category, Urgency};

/// Longest note, in characters: well past any note seen, and short enough for every provider's field.
pub const NOTE_CHARS_MAX: usize = 10_000;
/// Longest reply, in characters: six screens; text messages of that length are refused by gateways anyway.
pub const REPLY_CHARS_MAX: usize = 5_000;
/// Longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 1_000;

/// What happens to the request once a reply is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AfterReply {
    KeepOpen,
    AwaitPatient,
    Close { disposition: Disposition, mode: Option<Mode> },
}

/// One decision about one request.
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
    },
    Close {
        disposition: Disposition,
        mode: Option<Mode>,
        reason: Option<Words>,
    },
    Reopen {
        reason: Words,
    },
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
    #[error("the provider or the patient withdrew the request")]
    WithdrawnByProvider,
    #[error("nobody knows which patient this is, so no message may be sent")]
    PatientNotMatched,
}

impl Decision {
    /// Says whether the decision leaves the practice in a way that cannot be taken back.
    #[must_use]
    pub fn reaches_the_patient(&self) -> bool {
        matches!(self, Self::Reply { .. })
    }

    /// Checks what depends on the decision and its author alone.
    fn check_form(&self) -> Result<(), Blocked> {
        match self {
            Self::AddNote { text } => check_text(text, NOTE_CHARS_MAX),
            Self::Reply { text, .. } => check_text(text, REPLY_CHARS_MAX),
            Self::Reopen { reason } => match check_text(reason, REASON_CHARS_MAX) {
                Err(Blocked::EmptyText) => Err(Blocked::ReasonNeeded),
                other => other,
            },
            Self::SetUrgency { reason: Some(reason), .. } | Self::Close { reason: Some(reason), .. } => {
                if reason.chars_count() > REASON_CHARS_MAX { Err(Blocked::TextTooLong) } else { Ok(()) }
            }
            Self::Assign { .. }
            | Self::SetUrgency { reason: None, .. }
            | Self::SetCategory { .. }
            | Self::FirstOpened
            | Self::Close { reason: None, .. } => Ok(()),
        }
    }

    /// Checks whether `author` may take this decision on `request` as it stands.
    ///
    /// Raising urgency and noting are allowed on any open request; closing a clinical request needs that a person opened
    /// it, closing one with a red flag and lowering urgency need a reason (`domain.md` §2, `ux.md` §12.2).
    ///
    /// # Errors
    /// Says which rule stands against it.
    pub fn check(&self, request: &TriageRequest, author: &Author) -> Result<(), Blocked> {
        self.check_form()?;
        let state = &request.state;
        match (&state.lifecycle, self) {
            (Lifecycle::Withdrawn, Self::AddNote { .. } | Self::FirstOpened) => {}
            (Lifecycle::Withdrawn, _) => return Err(Blocked::WithdrawnByProvider),
            (Lifecycle::Closed(_), Self::AddNote { .. } | Self::FirstOpened | Self::Reopen { .. }) => {}
            (Lifecycle::Closed(_), _) => return Err(Blocked::AlreadyClosed),
            (Lifecycle::Open, Self::Reopen { .. }) => return Err(Blocked::NotClosed),
            (Lifecycle::Open, _) => {}
        }
        match self {
            Self::Assign { to } if to.is_same(&state.owner) => Err(Blocked::NoChange),
            Self::SetCategory { to } if *to == state.category => Err(Blocked::NoChange),
            Self::SetUrgency { to, reason } => check_urgency(*to, reason.as_ref(), state.urgency, author),
            Self::Close { reason, .. } => check_close(request, reason.as_ref()),
            Self::Reply { then, .. } => {
                if request.patient.nhs_number.number().is_none() {
                    return Err(Blocked::PatientNotMatched);
                }
                match then {
                    AfterReply::Close { .. } if is_clinical_and_unopened(request) => Err(Blocked::ClinicalNotOpened),
                    AfterReply::Close { .. } | AfterReply::KeepOpen | AfterReply::AwaitPatient => Ok(()),
                }
            }
            Self::Assign { .. }
            | Self::SetCategory { .. }
            | Self::AddNote { .. }
            | Self::FirstOpened
            | Self::Reopen { .. } => Ok(()),
        }
    }

    /// Folds the decision into a request, whatever the rules say: the author was allowed when it was taken.
    pub fn apply(&self, request: &mut TriageRequest, op_id: &OpId, author: &Author, at: DateTime<Utc>) {
        match self {
            Self::Assign { to } => {
                request.state.owner = to.clone();
                advance(request, Stage::Sorted);
            }
            Self::SetUrgency { to, reason } => {
                request.state.urgency = *to;
                advance(request, Stage::Sorted);
                if let Some(reason) = reason {
                    push_note(request, op_id, author, at, reason.clone());
                }
            }
            Self::SetCategory { to } => {
                request.state.category = *to;
                advance(request, Stage::Sorted);
            }
            Self::AddNote { text } => push_note(request, op_id, author, at, text.clone()),
            Self::FirstOpened => {
                let opened_at = request.state.first_opened_at.get_or_insert(at);
                *opened_at = (*opened_at).min(at);
            }
            Self::Reply { text, then } => apply_reply(request, op_id, author, at, (text, then)),
            Self::Close { disposition, mode, reason } => {
                close(request, author, at, (disposition, *mode));
                if let Some(reason) = reason {
                    push_note(request, op_id, author, at, reason.clone());
                }
            }
            Self::Reopen { reason } => {
                request.state.lifecycle = Lifecycle::Open;
                request.state.next_action = NextAction::Practice;
                push_note(request, op_id, author, at, reason.clone());
            }
        }
    }
}

fn check_text(text: &Words, chars_max: usize) -> Result<(), Blocked> {
    if text.is_blank() {
        return Err(Blocked::EmptyText);
    }
    if text.chars_count() > chars_max {
        return Err(Blocked::TextTooLong);
    }
    Ok(())
}

fn check_urgency(to: Urgency, reason: Option<&Words>, now: Urgency, author: &Author) -> Result<(), Blocked> {
    if to == now {
        return Err(Blocked::NoChange);
    }
    if to > now {
        return Ok(());
    }
    if !author.role.may_lower_urgency() {
        return Err(Blocked::RoleMayNotLowerUrgency);
    }
    if reason.is_none_or(Words::is_blank) {
        return Err(Blocked::ReasonNeeded);
    }
    Ok(())
}

fn check_close(request: &TriageRequest, reason: Option<&Words>) -> Result<(), Blocked> {
    if is_clinical_and_unopened(request) {
        return Err(Blocked::ClinicalNotOpened);
    }
    if request.has_red_flag() && reason.is_none_or(Words::is_blank) {
        return Err(Blocked::ReasonNeeded);
    }
    Ok(())
}

fn is_clinical_and_unopened(request: &TriageRequest) -> bool {
    request.state.category != Category::Administrative && request.state.first_opened_at.is_none()
}

fn advance(request: &mut TriageRequest, stage: Stage) {
    request.state.stage = request.state.stage.max(stage);
}

fn push_note(request: &mut TriageRequest, op_id: &OpId, author: &Author, at: DateTime<Utc>, text: Words) {
    if request.notes.iter().any(|note| note.op_id.as_ref() == Some(op_id)) {
        return;
    }
    request.notes.push(Note {
        author: author.name.clone(),
        author_id: Some(author.id.clone()),
        at: Some(at),
        text,
        op_id: Some(op_id.clone()),
    });
}

fn apply_reply(
    request: &mut TriageRequest,
    op_id: &OpId,
    author: &Author,
    at: DateTime<Utc>,
    (text, then): (&Words, &AfterReply),
) {
    if !request.messages.iter().any(|message| message.id() == op_id.as_str()) {
        request.messages.push(Message::Reply {
            id: op_id.as_str().to_owned(),
            author: author.name.clone(),
            at,
            text: text.clone(),
            channel: "sms".to_owned(),
            delivery: Delivery::Waiting,
        });
    }
    request.state.first_response_at.get_or_insert(at);
    match then {
        AfterReply::KeepOpen => advance(request, Stage::Sorted),
        AfterReply::AwaitPatient => {
            request.state.next_action = NextAction::Patient;
            advance(request, Stage::Decided);
        }
        AfterReply::Close { disposition, mode } => close(request, author, at, (disposition, *mode)),
    }
}

fn close(
    request: &mut TriageRequest,
    author: &Author,
    at: DateTime<Utc>,
    (disposition, mode): (&Disposition, Option<Mode>),
) {
    request.state.lifecycle = Lifecycle::Closed(Closure {
        disposition: Some(disposition.clone()),
        mode,
        at: Some(at),
        by: Some(PersonRef { id: author.id.clone(), name: author.name.clone() }),
    });
    request.state.next_action = NextAction::Nobody;
    request.state.first_response_at.get_or_insert(at);
    request.state.decided_at.get_or_insert(at);
    advance(request, Stage::Decided);
}

#[cfg(test)]
mod tests;
