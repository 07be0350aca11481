//! What the user sees: a pure fold of the provider's copy and the decisions that are on their way.

use triage_domain::{Decision, TriageRequest};

use crate::operation::{OpState, Operation};
use crate::rebase::effective;

/// Makes the request that an entry stands for while the provider does not have it; nothing of any other decision.
///
/// Later decisions about it fold on top. Once the provider's copy is here, that is the snapshot and this is not asked.
#[must_use]
pub fn entered(operation: &Operation) -> Option<TriageRequest> {
    let Decision::Enter { request } = &operation.decision else { return None };
    match operation.state {
        OpState::Withdrawn | OpState::Superseded | OpState::Settled => None,
        OpState::Queued
        | OpState::Sealed
        | OpState::InFlight
        | OpState::Unknown
        | OpState::Acked
        | OpState::Parked
        | OpState::Conflict
        // What a caller said stays on screen until a person has settled what becomes of it.
        | OpState::Rejected
        | OpState::LostOnServer => Some(request.as_request(&operation.request_id, operation.decided_at)),
    }
}

/// Folds the live decisions about one request, in order, into its snapshot.
///
/// A decision in conflict shows only what is safe: the more urgent of the two states is in force until a person
/// resolves it. A refused one shows nothing, because it will not happen.
pub fn fold<'a>(snapshot: &mut TriageRequest, operations: impl IntoIterator<Item = &'a Operation>) {
    for operation in operations {
        match operation.state {
            OpState::Queued
            | OpState::Sealed
            | OpState::InFlight
            | OpState::Unknown
            | OpState::Acked
            | OpState::Parked => {
                let decision = effective(&operation.decision, &operation.basis, snapshot.state.urgency);
                decision.apply(snapshot, &operation.op_id, &operation.author, operation.decided_at);
            }
            OpState::Conflict => {
                let wanted = wanted_urgency(operation);
                snapshot.state.urgency = snapshot.state.urgency.max(wanted.unwrap_or(snapshot.state.urgency));
            }
            OpState::Settled | OpState::Rejected | OpState::Withdrawn | OpState::Superseded | OpState::LostOnServer => {
            }
        }
    }
}

fn wanted_urgency(operation: &Operation) -> Option<triage_domain::Urgency> {
    match &operation.decision {
        Decision::SetUrgency { to, .. } => Some((*to).max(operation.basis.fields.urgency)),
        Decision::Assign { .. }
        | Decision::SetCategory { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Reply { .. }
        | Decision::Close { .. }
        | Decision::Reopen { .. }
        | Decision::Hold { .. }
        | Decision::EndHold
        | Decision::SendAgain { .. }
        | Decision::Merge { .. }
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => None,
    }
}

#[cfg(test)]
mod tests;
