//! Deciding, taking back, resolving a conflict. The rules are checked here, against what is on screen, before the engine
//! hears of it; "saved" is said after the ledger has it on the disk.

use thiserror::Error;
use tokio::sync::oneshot;
use triage_domain::{Author, Blocked, Decision, OpId, RequestId, TriageRequest, Words};
use triage_store::StoreError;
use triage_sync::{Basis, Engine, Input, OpState, Operation};

use crate::client::{Client, Inner};
use crate::core::Message;
use crate::desk::folded;
use crate::provider::contract::Limit;

/// One decision as the window sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideForm {
    /// Made by the caller, so that a call that comes twice has one effect.
    pub op_id: OpId,
    pub request_id: RequestId,
    /// What was on screen; absent for callers that show nothing.
    pub seen: Option<String>,
    pub decision: Decision,
}

/// How a person resolves a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResolveChoice {
    KeepTheirs,
    ReissueMine,
}

/// A conflict's resolution as the window sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolveForm {
    /// Made by the caller; names the new decision where mine is issued again.
    pub op_id: OpId,
    pub conflict: OpId,
    pub choice: ResolveChoice,
    pub reason: Words,
}

/// Why a decision was not saved.
#[derive(Debug, Error)]
pub enum DecideError {
    #[error("nobody works here, or the profile is not connected")]
    NotReady,
    #[error("there is no such request or decision on this device")]
    NotFound,
    #[error("the request has changed since it was shown")]
    ChangedSince { request_id: RequestId },
    #[error(transparent)]
    Blocked(#[from] Blocked),
    #[error("it is too late to take this back")]
    TooLateToUndo,
    #[error("{}", why.words())]
    ReadOnly { why: Limit },
    #[error("it was not saved")]
    Store(#[from] StoreError),
    #[error("the engine stopped before it could answer")]
    Stopped,
}

impl Client {
    /// Takes a decision. When this returns, it is on the disk.
    ///
    /// # Errors
    /// Says why it was not saved; nothing has changed then.
    pub async fn decide(&self, form: DecideForm) -> Result<(), DecideError> {
        let author = self.writer()?;
        self.ask(|done| Message::Decide { form, author, done }).await?
    }

    /// Takes a decision back: without a trace while it is held here, else by a decision that answers it. Returns the id
    /// of the decision that did it.
    ///
    /// # Errors
    /// Says why not.
    pub async fn undo(&self, op_id: OpId, target: OpId) -> Result<OpId, DecideError> {
        let author = self.writer()?;
        self.ask(|done| Message::Undo { op_id, target, author, done }).await?
    }

    /// Resolves a conflict, or settles the fate of a refused decision.
    ///
    /// # Errors
    /// Says why not.
    pub async fn resolve(&self, form: ResolveForm) -> Result<(), DecideError> {
        let author = self.writer()?;
        self.ask(|done| Message::Resolve { form, author, done }).await?
    }

    fn writer(&self) -> Result<Author, DecideError> {
        self.inner.author().ok_or(DecideError::NotReady)
    }

    async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message) -> Result<T, DecideError> {
        let (done, answer) = oneshot::channel();
        if !self.inner.send(message(done)) {
            return Err(DecideError::NotReady);
        }
        answer.await.map_err(|_| DecideError::Stopped)
    }
}

/// Fails where the provider cannot be written to safely. What was decided before can still be taken back or given up.
fn may_write(inner: &Inner) -> Result<(), DecideError> {
    match inner.connection().and_then(|connection| connection.why_read_only()) {
        Some(why) => Err(DecideError::ReadOnly { why }),
        None => Ok(()),
    }
}

/// Returns the request as it is shown: the provider's copy with what is on its way.
pub(crate) fn shown(inner: &Inner, engine: &Engine, request_id: &RequestId) -> Result<TriageRequest, DecideError> {
    let snapshot = inner.snapshot(request_id)?.ok_or(DecideError::NotFound)?;
    let operations: Vec<&Operation> = engine.operations_about(request_id).collect();
    Ok(folded(snapshot, &operations))
}

/// Checks a decision against what is on screen now; nothing where this very decision was saved before.
pub(crate) fn checked(
    inner: &Inner,
    engine: &Engine,
    form: DecideForm,
    author: Author,
) -> Result<Option<Input>, DecideError> {
    if inner.stores.ledger.operation(&form.op_id)?.is_some() {
        return Ok(None);
    }
    may_write(inner)?;
    let request = shown(inner, engine, &form.request_id)?;
    let basis = Basis::of(&request);
    if form.decision == Decision::FirstOpened && request.state.first_opened_at.is_some() {
        return Ok(None);
    }
    let unlike = form.seen.as_ref().is_some_and(|seen| *seen != basis.hash);
    if unlike && form.decision != Decision::FirstOpened {
        return Err(DecideError::ChangedSince { request_id: form.request_id });
    }
    form.decision.check(&request, &author)?;
    Ok(Some(Input::Decided {
        op_id: form.op_id,
        request_id: form.request_id,
        decision: form.decision,
        author,
        basis: Box::new(basis),
    }))
}

/// Makes the decision that answers one which is already on its way or at the provider.
pub(crate) fn answering(inner: &Inner, engine: &Engine, op_id: OpId, target: &OpId) -> Result<DecideForm, DecideError> {
    let operation = inner.stores.ledger.operation(target)?.ok_or(DecideError::NotFound)?;
    if operation.state.needs_a_person() || matches!(operation.state, OpState::Withdrawn | OpState::Superseded) {
        return Err(DecideError::TooLateToUndo);
    }
    let request = shown(inner, engine, &operation.request_id)?;
    let decision = answer(&operation, &request).ok_or(DecideError::TooLateToUndo)?;
    Ok(DecideForm { op_id, request_id: operation.request_id, seen: None, decision })
}

/// Says by which decision a sent one can be undone, if nothing has been built on it since.
pub(crate) fn answer(operation: &Operation, request: &TriageRequest) -> Option<Decision> {
    let before = &operation.basis.fields;
    match &operation.decision {
        Decision::Assign { to } if to.is_same(&request.state.owner) => {
            Some(Decision::Assign { to: before.owner.clone() })
        }
        Decision::SetCategory { to } if *to == request.state.category => {
            Some(Decision::SetCategory { to: before.category })
        }
        Decision::SetUrgency { to, .. } if *to == request.state.urgency => {
            Some(Decision::SetUrgency { to: before.urgency, reason: Some(Words::new("Undone")) })
        }
        Decision::Close { .. } if !request.state.lifecycle.is_open() => {
            Some(Decision::Reopen { reason: Words::new("Closing undone") })
        }
        Decision::Assign { .. }
        | Decision::SetCategory { .. }
        | Decision::SetUrgency { .. }
        | Decision::Close { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Reply { .. }
        | Decision::Reopen { .. } => None,
    }
}

/// Makes what the engine needs of a resolution.
pub(crate) fn resolution(inner: &Inner, engine: &Engine, form: ResolveForm, by: Author) -> Result<Input, DecideError> {
    if !engine.can_resolve(&form.conflict) {
        return Err(DecideError::NotFound);
    }
    if form.reason.is_blank() {
        return Err(Blocked::ReasonNeeded.into());
    }
    match form.choice {
        ResolveChoice::KeepTheirs => Ok(Input::KeptTheirs { op_id: form.conflict, by, reason: form.reason }),
        ResolveChoice::ReissueMine => {
            may_write(inner)?;
            let operation = engine.operation(&form.conflict).ok_or(DecideError::NotFound)?;
            let request = inner.snapshot(&operation.request_id)?.ok_or(DecideError::NotFound)?;
            operation.decision.check(&request, &by)?;
            Ok(Input::Reissued {
                op_id: form.conflict,
                by,
                reason: form.reason,
                new_op_id: form.op_id,
                basis: Box::new(Basis::of(&request)),
            })
        }
    }
}
