//! Deciding, taking back, resolving a conflict. The rules are checked here, against what is on screen, before the engine
//! hears of it; "saved" is said after the ledger has it on the disk.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use thiserror::Error;
use triage_domain::decision::WaitsFor;
use triage_domain::{Author, Blocked, Decision, Message, OpId, RequestId, TriageRequest, Words};
use triage_store::StoreError;
use triage_sync::view::fold;
use triage_sync::{Basis, BasisFields, Input, Limit, Now, OpState, Operation};

use crate::device::Device;

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

/// Folds decisions into a request of full or short form.
pub fn folded(mut snapshot: TriageRequest, operations: &[&Operation]) -> TriageRequest {
    fold(&mut snapshot, operations.iter().copied());
    snapshot
}

impl Device {
    /// Takes a decision. When this returns, it is on the disk.
    ///
    /// # Errors
    /// Says why it was not saved; nothing has changed then.
    pub fn decide(&mut self, form: DecideForm, author: Author, now: Now) -> Result<(), DecideError> {
        if let Some(input) = self.checked(form, author, now.wall)? {
            self.tell(input, now)?;
        }
        Ok(())
    }

    /// Takes several decisions about one request, all of them or none: each is checked against what is on screen before the
    /// first is saved. When this returns, they are on the disk.
    ///
    /// # Errors
    /// Says why they were not saved; where the disk fails among them, those before it are saved and shown.
    pub fn decide_together(&mut self, forms: Vec<DecideForm>, author: &Author, now: Now) -> Result<(), DecideError> {
        for form in &forms {
            self.checked(form.clone(), author.clone(), now.wall)?;
        }
        for form in forms {
            // What was seen is compared above: the decisions before this one are the person's own.
            self.decide(DecideForm { seen: None, ..form }, author.clone(), now)?;
        }
        Ok(())
    }

    /// Takes a decision back: without a trace while it is held here, else by a decision that answers it. Returns the id
    /// of the decision that did it, and what was taken back without a trace.
    ///
    /// # Errors
    /// Says why not.
    pub fn undo(
        &mut self,
        (op_id, target): (OpId, &OpId),
        author: Author,
        now: Now,
    ) -> Result<(OpId, Option<Operation>), DecideError> {
        if self.can_withdraw(target) {
            let taken_back = self.engine().operation(target).cloned();
            self.tell(Input::Withdrawn { op_id: target.clone() }, now)?;
            return Ok((target.clone(), taken_back));
        }
        let form = self.answering(op_id.clone(), target)?;
        self.decide(form, author, now)?;
        Ok((op_id, None))
    }

    /// Takes back decisions that were taken as one: all of them without a trace, the last first, or none.
    ///
    /// # Errors
    /// Fails with `TooLateToUndo` where one of them cannot be taken back so.
    pub fn undo_together(&mut self, op_ids: &[OpId], now: Now) -> Result<(), DecideError> {
        if !op_ids.iter().all(|op_id| self.engine().can_withdraw_with(op_id, op_ids)) {
            return Err(DecideError::TooLateToUndo);
        }
        let mut last_first: Vec<&OpId> = op_ids.iter().collect();
        last_first.sort_by_key(|op_id| Reverse(self.engine().operation(op_id).map(|operation| operation.seq)));
        for op_id in last_first {
            self.tell(Input::Withdrawn { op_id: op_id.clone() }, now)?;
        }
        Ok(())
    }

    /// Resolves a conflict, or settles the fate of a refused decision.
    ///
    /// # Errors
    /// Says why not.
    pub fn resolve(&mut self, form: ResolveForm, by: Author, now: Now) -> Result<(), DecideError> {
        let input = self.resolution(form, by, now.wall)?;
        self.tell(input, now)?;
        Ok(())
    }

    /// Returns the request as it is shown: the provider's copy with what is on its way.
    ///
    /// # Errors
    /// Fails with `NotFound` where it is not on this device.
    pub fn shown(&self, request_id: &RequestId) -> Result<TriageRequest, DecideError> {
        let snapshot = self.snapshot(request_id)?.ok_or(DecideError::NotFound)?;
        let operations: Vec<&Operation> = self.engine().operations_about(request_id).collect();
        Ok(folded(snapshot, &operations))
    }

    /// Checks a decision against what is on screen now; nothing where this very decision was saved before.
    fn checked(&self, form: DecideForm, author: Author, at: DateTime<Utc>) -> Result<Option<Input>, DecideError> {
        if self.stores().ledger.operation(&form.op_id)?.is_some() {
            return Ok(None);
        }
        let request = self.subject(&form, at)?;
        let basis = Basis::of(&request);
        if form.decision == Decision::FirstOpened && request.state.first_opened_at.is_some() {
            return Ok(None);
        }
        let unlike = form.seen.as_ref().is_some_and(|seen| *seen != basis.hash);
        if unlike && !form.decision.is_silent() {
            return Err(DecideError::ChangedSince { request_id: form.request_id });
        }
        let decision = as_it_went(form.decision, &request);
        decision.check(&request, &author, at)?;
        self.check_beyond(&request, &decision)?;
        Ok(Some(Input::Decided {
            op_id: form.op_id,
            request_id: form.request_id,
            decision,
            author,
            basis: Box::new(basis),
        }))
    }

    /// Returns the request that a decision is about; for an entry, the one that it makes.
    fn subject(&self, form: &DecideForm, at: DateTime<Utc>) -> Result<TriageRequest, DecideError> {
        match (&form.decision, self.shown(&form.request_id)) {
            (Decision::Enter { request }, Err(DecideError::NotFound)) => Ok(request.as_request(&form.request_id, at)),
            (Decision::Enter { .. }, Ok(_)) => Err(Blocked::AlreadyEntered.into()),
            (_, found) => found,
        }
    }

    /// Checks what the rules cannot see from the request alone: whether the other one can take a duplicate in.
    fn check_beyond(&self, request: &TriageRequest, decision: &Decision) -> Result<(), DecideError> {
        let Decision::Merge { into } = decision else { return Ok(()) };
        let other = self.shown(into)?;
        if request.patient.reference.is_empty() || other.patient.reference != request.patient.reference {
            return Err(Blocked::OtherPatient.into());
        }
        if other.state.lifecycle.is_open() { Ok(()) } else { Err(Blocked::IntoEnded.into()) }
    }

    /// Says whether a decision can be taken back without a trace. An entry cannot once anything else was decided about the
    /// request, be it a note: the request would go and leave that behind.
    #[must_use]
    pub fn can_withdraw(&self, op_id: &OpId) -> bool {
        let engine = self.engine();
        let stands_alone = |operation: &Operation| {
            !matches!(operation.decision, Decision::Enter { .. })
                || engine.operations_about(&operation.request_id).count() == 1
        };
        engine.can_withdraw(op_id) && engine.operation(op_id).is_some_and(stands_alone)
    }

    /// Makes the decision that answers one which is already on its way or at the provider.
    fn answering(&self, op_id: OpId, target: &OpId) -> Result<DecideForm, DecideError> {
        let operation = self.stores().ledger.operation(target)?.ok_or(DecideError::NotFound)?;
        if operation.state.needs_a_person() || matches!(operation.state, OpState::Withdrawn | OpState::Superseded) {
            return Err(DecideError::TooLateToUndo);
        }
        let request = self.shown(&operation.request_id)?;
        let decision = answer(&operation, &request).ok_or(DecideError::TooLateToUndo)?;
        Ok(DecideForm { op_id, request_id: operation.request_id, seen: None, decision })
    }

    /// Makes what the engine needs of a resolution.
    fn resolution(&self, form: ResolveForm, by: Author, at: DateTime<Utc>) -> Result<Input, DecideError> {
        if !self.engine().can_resolve(&form.conflict) {
            return Err(DecideError::NotFound);
        }
        match form.choice {
            // What is given up is written down with who gave it up; only deciding over somebody needs a reason.
            ResolveChoice::KeepTheirs => Ok(Input::KeptTheirs { op_id: form.conflict, by, reason: form.reason }),
            ResolveChoice::ReissueMine if form.reason.is_blank() => Err(Blocked::ReasonNeeded.into()),
            ResolveChoice::ReissueMine => {
                let operation = self.engine().operation(&form.conflict).ok_or(DecideError::NotFound)?;
                let request = self.snapshot(&operation.request_id)?.ok_or(DecideError::NotFound)?;
                operation.decision.check(&request, &by, at)?;
                self.check_beyond(&request, &operation.decision)?;
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
}

/// Says by which decision a sent one can be undone, if nothing has been built on it since.
#[must_use]
pub fn answer(operation: &Operation, request: &TriageRequest) -> Option<Decision> {
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
        Decision::Merge { into } if request.state.merged_into.as_ref() == Some(into) => {
            Some(Decision::Reopen { reason: Words::new("Merging undone") })
        }
        Decision::Hold { .. } if request.state.held_until.is_some() => Some(match before.held_until {
            Some(until) => Decision::Hold { until, waits_for: waited_for(before) },
            None => Decision::EndHold,
        }),
        Decision::EndHold if request.state.held_until.is_none() => {
            before.held_until.map(|until| Decision::Hold { until, waits_for: waited_for(before) })
        }
        Decision::Claim { .. } => {
            let own = request.state.claim.as_ref().is_some_and(|claim| claim.by.id == operation.author.id);
            own.then_some(Decision::Release)
        }
        Decision::Assign { .. }
        | Decision::SetCategory { .. }
        | Decision::SetUrgency { .. }
        | Decision::Close { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Reply { .. }
        | Decision::Reopen { .. }
        | Decision::Hold { .. }
        | Decision::EndHold
        | Decision::SendAgain { .. }
        | Decision::Merge { .. }
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Release => None,
    }
}

/// What is said again goes with what went with it: the files, and whether the patient may answer.
fn as_it_went(decision: Decision, request: &TriageRequest) -> Decision {
    let Decision::SendAgain { reply, text, .. } = decision else { return decision };
    let failed = request.messages.iter().find_map(|message| match message {
        Message::Reply { id, may_answer, attachments, .. } if *id == reply => Some((*may_answer, attachments.clone())),
        Message::Reply { .. } | Message::FromPatient { .. } => None,
    });
    let (may_answer, attachments) = failed.unwrap_or_default();
    Decision::SendAgain { reply, text, may_answer, attachments }
}

fn waited_for(before: &BasisFields) -> WaitsFor {
    if before.waits_for_patient { WaitsFor::Patient } else { WaitsFor::Moment }
}
