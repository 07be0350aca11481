//! The rules: who may decide what on a request as it stands.

use chrono::{DateTime, Utc};

use super::{
    AfterReply, Blocked, CLAIM_MAX, Decision, ENTRY_CHARS_MAX, HOLD_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX,
    REASON_CHARS_MAX, REPLY_CHARS_MAX, RING_BACK_CHARS_MAX, WaitsFor,
};
use crate::attachment::ATTACHMENTS_MAX;
use crate::new_request::{About, NewRequest};
use crate::request::{Claim, Lifecycle, NextAction, TriageRequest};
use crate::staff::Author;
use crate::text::Words;
use crate::urgency::{Category, Urgency};

impl Decision {
    /// Checks what depends on the decision and its author alone.
    fn check_form(&self) -> Result<(), Blocked> {
        match self {
            Self::AddNote { text } => check_text(text, NOTE_CHARS_MAX),
            Self::Reply { text, attachments, .. } | Self::SendAgain { text, attachments, .. } => {
                check_text(text, REPLY_CHARS_MAX)?;
                if attachments.len() > ATTACHMENTS_MAX { Err(Blocked::TooManyFiles) } else { Ok(()) }
            }
            Self::Reopen { reason } => match check_text(reason, REASON_CHARS_MAX) {
                Err(Blocked::EmptyText) => Err(Blocked::ReasonNeeded),
                other => other,
            },
            Self::SetUrgency { reason: Some(reason), .. } | Self::Close { reason: Some(reason), .. } => {
                check_length(reason, REASON_CHARS_MAX)
            }
            Self::LogChase { text: Some(text), .. } => check_length(text, NOTE_CHARS_MAX),
            Self::Enter { request } => check_entry(request),
            Self::Assign { .. }
            | Self::SetUrgency { reason: None, .. }
            | Self::SetCategory { .. }
            | Self::FirstOpened
            | Self::Close { reason: None, .. }
            | Self::Hold { .. }
            | Self::EndHold
            | Self::Merge { .. }
            | Self::RecordFiled
            | Self::LogChase { text: None, .. }
            | Self::Claim { .. }
            | Self::Release => Ok(()),
        }
    }

    /// Checks whether `author` may take this decision on `request` as it stands.
    ///
    /// Raising urgency and noting are allowed on any open request; closing a clinical request needs that a person opened
    /// it, closing one with a red flag and lowering urgency need a reason (`domain.md` §2, `ux.md` §12.2).
    ///
    /// `at` is when it is decided: a hold begins then, and a claim is measured by it, for which it has to be the server's
    /// time as estimated here. Whether the request that a merge names can take it in is the caller's to check: it is not
    /// visible here.
    ///
    /// # Errors
    /// Says which rule stands against it.
    pub fn check(&self, request: &TriageRequest, author: &Author, at: DateTime<Utc>) -> Result<(), Blocked> {
        self.check_form()?;
        self.check_lifecycle(&request.state.lifecycle)?;
        let state = &request.state;
        match self {
            Self::Assign { to } if to.is_same(&state.owner) => Err(Blocked::NoChange),
            Self::SetCategory { to } if *to == state.category => Err(Blocked::NoChange),
            Self::SetUrgency { to, reason } => check_urgency(*to, reason.as_ref(), state.urgency, author),
            Self::Close { reason, .. } => check_close(request, reason.as_ref()),
            Self::Reply { then, .. } => check_reply(request, then, at),
            Self::SendAgain { reply, .. } => {
                check_matched(request)?;
                if request.is_reply_to_send_again(reply) { Ok(()) } else { Err(Blocked::NotFailed) }
            }
            Self::Hold { until, waits_for } => check_hold(request, *until, *waits_for, at),
            Self::EndHold if state.held_until.is_none() && state.next_action != NextAction::Patient => {
                Err(Blocked::NotHeld)
            }
            Self::Merge { into } if *into == request.id => Err(Blocked::IntoItself),
            Self::Merge { .. } if is_clinical_and_unopened(request) => Err(Blocked::ClinicalNotOpened),
            Self::RecordFiled if state.record_filed_at.is_some() => Err(Blocked::NoChange),
            Self::Enter { .. } if request.version.is_at_the_provider() => Err(Blocked::AlreadyEntered),
            Self::Claim { until } => check_claim(state.claim.as_ref(), *until, author, at),
            Self::Release if !is_claimed_by(state.claim.as_ref(), author) => Err(Blocked::NoChange),
            Self::Assign { .. }
            | Self::SetCategory { .. }
            | Self::AddNote { .. }
            | Self::FirstOpened
            | Self::Reopen { .. }
            | Self::EndHold
            | Self::Merge { .. }
            | Self::RecordFiled
            | Self::LogChase { .. }
            | Self::Enter { .. }
            | Self::Release => Ok(()),
        }
    }

    /// What has ended takes what is only taken down. A closed request also takes the reply that did not arrive once more:
    /// the patient was never told what it was closed with.
    fn check_lifecycle(&self, lifecycle: &Lifecycle) -> Result<(), Blocked> {
        let taken_down = match self {
            Self::AddNote { .. } | Self::FirstOpened | Self::RecordFiled | Self::LogChase { .. } | Self::Release => {
                true
            }
            Self::Assign { .. }
            | Self::SetUrgency { .. }
            | Self::SetCategory { .. }
            | Self::Reply { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::Hold { .. }
            | Self::EndHold
            | Self::SendAgain { .. }
            | Self::Merge { .. }
            | Self::Enter { .. }
            | Self::Claim { .. } => false,
        };
        match (lifecycle, self) {
            (Lifecycle::Open, Self::Reopen { .. }) => Err(Blocked::NotClosed),
            (Lifecycle::Open, _) => Ok(()),
            (Lifecycle::Withdrawn | Lifecycle::Closed(_), _) if taken_down => Ok(()),
            (Lifecycle::Closed(_), Self::Reopen { .. } | Self::SendAgain { .. }) => Ok(()),
            (Lifecycle::Closed(_), _) => Err(Blocked::AlreadyClosed),
            (Lifecycle::Withdrawn, _) => Err(Blocked::WithdrawnByProvider),
        }
    }
}

fn check_text(text: &Words, chars_max: usize) -> Result<(), Blocked> {
    if text.is_blank() {
        return Err(Blocked::EmptyText);
    }
    check_length(text, chars_max)
}

fn check_length(text: &Words, chars_max: usize) -> Result<(), Blocked> {
    if text.chars_count() > chars_max { Err(Blocked::TextTooLong) } else { Ok(()) }
}

fn check_entry(entry: &NewRequest) -> Result<(), Blocked> {
    check_text(&entry.words, ENTRY_CHARS_MAX)?;
    if let Some(number) = &entry.ring_back {
        check_text(number, RING_BACK_CHARS_MAX)?;
    }
    match &entry.about {
        About::Known { .. } => Ok(()),
        About::NotIdentified { name, .. } => check_text(name, NAME_CHARS_MAX),
    }
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

fn check_reply(request: &TriageRequest, then: &AfterReply, at: DateTime<Utc>) -> Result<(), Blocked> {
    check_matched(request)?;
    match then {
        AfterReply::Close { .. } if is_clinical_and_unopened(request) => Err(Blocked::ClinicalNotOpened),
        AfterReply::AwaitPatient { until: Some(until) } => check_moment(*until, at),
        AfterReply::Close { .. } | AfterReply::KeepOpen | AfterReply::AwaitPatient { until: None } => Ok(()),
    }
}

fn check_matched(request: &TriageRequest) -> Result<(), Blocked> {
    if request.patient.nhs_number.number().is_none() { Err(Blocked::PatientNotMatched) } else { Ok(()) }
}

fn check_hold(
    request: &TriageRequest,
    until: DateTime<Utc>,
    waits_for: WaitsFor,
    at: DateTime<Utc>,
) -> Result<(), Blocked> {
    check_moment(until, at)?;
    let runs = match waits_for {
        WaitsFor::Moment => request.is_held(at),
        WaitsFor::Patient => request.awaits_patient(at),
    };
    // A hold that the patient's message has ended may be set anew until the same moment.
    if runs && request.state.held_until == Some(until) { Err(Blocked::NoChange) } else { Ok(()) }
}

fn check_moment(until: DateTime<Utc>, at: DateTime<Utc>) -> Result<(), Blocked> {
    if until <= at {
        return Err(Blocked::NotInTheFuture);
    }
    if until - at > HOLD_MAX { Err(Blocked::TooFarAhead) } else { Ok(()) }
}

fn check_claim(there: Option<&Claim>, until: DateTime<Utc>, author: &Author, at: DateTime<Utc>) -> Result<(), Blocked> {
    if until <= at {
        return Err(Blocked::NotInTheFuture);
    }
    if until - at > CLAIM_MAX {
        return Err(Blocked::TooFarAhead);
    }
    let live_elsewhere = there.is_some_and(|claim| claim.by.id != author.id && claim.expires > at);
    if live_elsewhere { Err(Blocked::ClaimedByOther) } else { Ok(()) }
}

fn is_claimed_by(claim: Option<&Claim>, author: &Author) -> bool {
    claim.is_some_and(|claim| claim.by.id == author.id)
}

fn is_clinical_and_unopened(request: &TriageRequest) -> bool {
    request.state.category != Category::Administrative && request.state.first_opened_at.is_none()
}
