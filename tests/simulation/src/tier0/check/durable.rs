//! What a PC has saved stays saved.

use triage_sync::{OpState, Operation};

use super::{Promise, promise};
use crate::tier0::ledger::Ledger;
use crate::tier0::names;
use crate::tier0::truth::{Act, Human, Truth};

/// I1: for every decision that was saved and every later moment: it is in the ledger of its PC, or the provider has its
/// witness, or a person has resolved it.
pub fn i1(truth: &Truth, ledgers: &[&Ledger]) -> Promise {
    for (op, act) in &truth.acts {
        promise(1, ledgers[usize::from(act.pc)].operations.contains_key(op), || {
            format!("decision {op} is in no ledger")
        })?;
    }
    Ok(())
}

/// I5: `seq` has no gaps over the decisions of a device.
pub fn i5(ledger: &Ledger, new: &Operation) -> Promise {
    promise(5, new.seq == ledger.seq_last + 1, || format!("seq {} follows {}", new.seq, ledger.seq_last))
}

/// I6: no path takes a decision out of the outbox but proof or a recorded human act.
pub fn i6(act: &Act, new: &Operation, request_is_gone: bool) -> Promise {
    let justified = match new.state {
        OpState::Acked | OpState::Settled => act.landed_ever || request_is_gone,
        OpState::Withdrawn => act.human == Some(Human::Withdrew),
        OpState::Superseded => matches!(act.human, Some(Human::KeptTheirs | Human::Reissued)),
        OpState::Queued
        | OpState::Sealed
        | OpState::InFlight
        | OpState::Unknown
        | OpState::Conflict
        | OpState::Rejected
        | OpState::Parked
        | OpState::LostOnServer => true,
    };
    promise(6, justified, || format!("{} became {} without proof or person", names::op(&new.op_id), new.state.name()))
}

/// I24: a human resolution creates a new decision or a supersede record; it never edits a sealed one.
pub fn i24(old: &Operation, new: &Operation) -> Promise {
    let same = old.seq == new.seq
        && old.request_id == new.request_id
        && old.decision == new.decision
        && old.author == new.author
        && old.basis.hash == new.basis.hash
        && old.basis.version == new.basis.version
        && old.decided_at == new.decided_at
        && old.supersedes == new.supersedes;
    promise(24, same, || format!("{} was edited", names::op(&new.op_id)))
}
