//! Room on the disk for what is on its way: a full disk must not keep a provider's answer from being taken down.

use std::io;

use chrono::{DateTime, Utc};
use tracing::warn;
use triage_sync::{LedgerChange, OpState};

use crate::files::Files;
use crate::open::{StoreError, Stores};

/// Bytes of the reserve (`sync.md` b.11): 16 MiB, some thousand acknowledgements with their logs.
pub const RESERVE_BYTES: usize = 16 * 1024 * 1024;

const RESERVE: &str = "reserve";

/// Sets the reserve aside. Returns whether it is there.
pub(crate) fn set_aside(files: &dyn Files, bytes: usize) -> bool {
    files.exists(RESERVE) || files.write(RESERVE, &vec![0; bytes]).is_ok()
}

/// Says whether a change only takes down what became of decisions that are saved already. Such a change may use the
/// reserve; a new decision, an attempt and a person's act may not, because each of them would begin something.
#[must_use]
pub fn may_use_the_reserve(change: &LedgerChange) -> bool {
    change.attempt.is_none()
        && change.operations.iter().all(|operation| match operation.state {
            OpState::Sealed
            | OpState::Unknown
            | OpState::Acked
            | OpState::Settled
            | OpState::Conflict
            | OpState::Rejected
            | OpState::Parked
            | OpState::LostOnServer => true,
            OpState::Queued | OpState::InFlight | OpState::Withdrawn | OpState::Superseded => false,
        })
}

impl Stores {
    /// Carries out one change of the ledger. Where the disk is full and the change only moves saved decisions on, the
    /// reserve is released and the change tried once more.
    ///
    /// # Errors
    /// Fails whole: nothing of the change is kept then.
    pub fn commit(&self, change: &LedgerChange, at: DateTime<Utc>) -> Result<(), StoreError> {
        let first = self.ledger.commit(change, at);
        if !matches!(first, Err(StoreError::DiskFull(_))) || !may_use_the_reserve(change) {
            return first;
        }
        for operation in &change.operations {
            if self.ledger.operation(&operation.op_id)?.is_none() {
                return first;
            }
        }
        if self.release_reserve().is_err() {
            return first;
        }
        warn!("the disk is full; the reserve is released");
        self.ledger.commit(change, at)
    }

    /// Gives the reserve back to the disk. The next opening sets it aside anew where there is room.
    ///
    /// # Errors
    /// Fails where the disk does.
    pub fn release_reserve(&self) -> io::Result<()> {
        self.files().remove(RESERVE)
    }
}

#[cfg(test)]
mod tests;
