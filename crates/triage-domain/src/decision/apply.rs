//! What each decision does to a request.

use chrono::{DateTime, SubsecRound, Utc};

use super::{AfterReply, Decision, WaitsFor};
use crate::attachment::Attachment;
use crate::disposition::{Disposition, Mode};
use crate::ids::{OpId, RequestId};
use crate::owner::PersonRef;
use crate::request::{
    Chase, ChaseRoute, Claim, Closure, Delivery, Lifecycle, Message, NextAction, Note, Stage, TriageRequest,
};
use crate::staff::Author;
use crate::text::Words;

/// The code of the disposition under which a duplicate is closed (`wire.md` 1.1b).
const DUPLICATE: &str = "duplicate";
/// Digits after the second that survive the way over the wire.
const WIRE_SUBSECOND_DIGITS: u16 = 3;

impl Decision {
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
            Self::FirstOpened => earliest(&mut request.state.first_opened_at, at),
            Self::Reply { text, then, may_answer, attachments } => {
                let reply = NewReply { text, sends_again: None, may_answer: *may_answer, attachments };
                push_reply(request, op_id, author, at, &reply);
                after_reply(request, author, at, then);
            }
            Self::Close { disposition, mode, reason } => {
                close(request, author, at, (disposition, *mode));
                if let Some(reason) = reason {
                    push_note(request, op_id, author, at, reason.clone());
                }
            }
            Self::Reopen { reason } => {
                request.state.lifecycle = Lifecycle::Open;
                request.state.next_action = NextAction::Practice;
                request.state.merged_into = None;
                push_note(request, op_id, author, at, reason.clone());
            }
            Self::Hold { until, waits_for } => hold(request, *until, *waits_for),
            Self::EndHold => end_hold(request),
            Self::SendAgain { reply, text, may_answer, attachments } => {
                let again = NewReply { text, sends_again: Some(reply), may_answer: *may_answer, attachments };
                push_reply(request, op_id, author, at, &again);
            }
            Self::Merge { into } => merge(request, author, at, into),
            Self::RecordFiled => earliest(&mut request.state.record_filed_at, at),
            Self::LogChase { route, text } => {
                push_chase(request, op_id, at, *route);
                if let Some(text) = text.as_ref().filter(|text| !text.is_blank()) {
                    push_note(request, op_id, author, at, text.clone());
                }
            }
            // The request was made of it: see `NewRequest::as_request`.
            Self::Enter { .. } => {}
            Self::Claim { until } => {
                let by = PersonRef { id: author.id.clone(), name: author.name.clone() };
                request.state.claim = Some(Claim { by, device: None, expires: as_on_the_wire(*until) });
            }
            Self::Release => {
                if request.state.claim.as_ref().is_some_and(|claim| claim.by.id == author.id) {
                    request.state.claim = None;
                }
            }
        }
    }
}

/// Cuts a moment to what comes back from the provider, so that a copy which has the decision is no change.
fn as_on_the_wire(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(WIRE_SUBSECOND_DIGITS)
}

/// Keeps the earlier of two: what is written once grows no younger.
fn earliest(slot: &mut Option<DateTime<Utc>>, at: DateTime<Utc>) {
    let kept = slot.get_or_insert(at);
    *kept = (*kept).min(at);
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

fn push_chase(request: &mut TriageRequest, op_id: &OpId, at: DateTime<Utc>, route: ChaseRoute) {
    let chases = &mut request.state.chases;
    if chases.iter().any(|chase| chase.op_id.as_ref() == Some(op_id)) {
        return;
    }
    chases.push(Chase { at, route, op_id: Some(op_id.clone()) });
    chases.sort_by(|a, b| (a.at, &a.op_id).cmp(&(b.at, &b.op_id)));
}

struct NewReply<'a> {
    text: &'a Words,
    sends_again: Option<&'a String>,
    may_answer: bool,
    attachments: &'a [Attachment],
}

fn push_reply(request: &mut TriageRequest, op_id: &OpId, author: &Author, at: DateTime<Utc>, reply: &NewReply<'_>) {
    if !request.messages.iter().any(|message| message.id() == op_id.as_str()) {
        request.messages.push(Message::Reply {
            id: op_id.as_str().to_owned(),
            author: author.name.clone(),
            at,
            text: reply.text.clone(),
            channel: "sms".to_owned(),
            delivery: Delivery::Waiting,
            sends_again: reply.sends_again.cloned(),
            may_answer: reply.may_answer,
            attachments: reply.attachments.to_vec(),
        });
    }
    request.state.first_response_at.get_or_insert(at);
}

fn after_reply(request: &mut TriageRequest, author: &Author, at: DateTime<Utc>, then: &AfterReply) {
    match then {
        AfterReply::KeepOpen => {
            // Who writes again after the patient's time is over does not wait for them any more.
            if request.no_answer_since(at).is_some() {
                end_hold(request);
            }
            advance(request, Stage::Sorted);
        }
        AfterReply::AwaitPatient { until } => {
            forget_hold(request);
            if let Some(until) = until {
                set_aside(request, *until);
            }
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
    forget_hold(request);
    request.state.next_action = NextAction::Nobody;
    request.state.first_response_at.get_or_insert(at);
    request.state.decided_at.get_or_insert(at);
    advance(request, Stage::Decided);
}

fn merge(request: &mut TriageRequest, author: &Author, at: DateTime<Utc>, into: &RequestId) {
    close(request, author, at, (&Disposition::duplicate(), None));
    request.state.merged_into = Some(into.clone());
}

/// A hold and a wait for the patient take each other's place: the wire has one status for both.
fn hold(request: &mut TriageRequest, until: DateTime<Utc>, waits_for: WaitsFor) {
    set_aside(request, until);
    request.state.next_action = match waits_for {
        WaitsFor::Moment => NextAction::Practice,
        WaitsFor::Patient => NextAction::Patient,
    };
    request.state.stage = Stage::Sorted;
}

fn set_aside(request: &mut TriageRequest, until: DateTime<Utc>) {
    request.state.held_after = request.last_from_patient().map(str::to_owned);
    request.state.held_until = Some(as_on_the_wire(until));
}

fn end_hold(request: &mut TriageRequest) {
    if request.state.lifecycle.is_open() {
        forget_hold(request);
        request.state.next_action = NextAction::Practice;
    }
}

fn forget_hold(request: &mut TriageRequest) {
    request.state.held_until = None;
    request.state.held_after = None;
}

impl Disposition {
    /// Returns the outcome of a request that lives on in another.
    #[must_use]
    pub fn duplicate() -> Self {
        Self::received(DUPLICATE, None)
    }
}
