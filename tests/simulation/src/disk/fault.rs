//! What can be wrong with a disk that has power: no space left, and reads, writes and syncs that fail.

use thiserror::Error;

/// Why the disk did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DiskError {
    #[error("the power is off, or was off since the file was opened")]
    PowerOff,
    #[error("the disk is full")]
    Full,
    #[error("the disk failed: {0:?}")]
    Failed(Fault),
    #[error("there is no such file")]
    NotFound,
    #[error("another connection is in the way")]
    Busy,
}

/// What fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A file cannot be opened, as while a virus scanner has it.
    Open,
    Read,
    /// A write, or a change of a file's length.
    Write,
    /// A sync fails and what it should have made durable stays unsynced: the next one does it.
    Sync,
    /// A sync fails and what it should have made durable counts as written: the next one succeeds without it, as on Linux
    /// where the pages of a failed writeback are marked clean. Reads still show it until the power goes; afterwards the file
    /// has its length and zeroes or older bytes.
    SyncForgets,
}

/// How often a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    Once,
    /// Until [`Disk::repair`](super::Disk::repair).
    Always,
}

/// What is going to fail, and how much still fits.
#[derive(Debug, Default)]
pub(super) struct Faults {
    armed: Vec<Armed>,
    /// Bytes that can still be written; no limit where there is none.
    space_left: Option<usize>,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    /// Accesses until it strikes, the striking one included; at least 1.
    left: u64,
    times: Times,
}

impl Faults {
    pub(super) fn arm(&mut self, fault: Fault, nth: u64, times: Times) {
        self.armed.push(Armed { fault, left: nth.max(1), times });
    }

    pub(super) fn is_armed(&self) -> bool {
        !self.armed.is_empty()
    }

    pub(super) fn repair(&mut self) {
        self.armed.clear();
    }

    pub(super) fn limit_space(&mut self, bytes: Option<usize>) {
        self.space_left = bytes;
    }

    /// Counts one access.
    pub(super) fn strike(&mut self, fault: Fault) -> Result<(), DiskError> {
        let mut struck = false;
        self.armed.retain_mut(|armed| {
            if armed.fault != fault {
                return true;
            }
            let strikes = armed.left == 1;
            struck |= strikes;
            armed.left = armed.left.saturating_sub(1).max(1);
            !strikes || armed.times == Times::Always
        });
        if struck { Err(DiskError::Failed(fault)) } else { Ok(()) }
    }

    /// Takes space for a write and returns how much of it fits.
    pub(super) fn take_space(&mut self, bytes: usize) -> usize {
        let Some(left) = &mut self.space_left else { return bytes };
        let fits = bytes.min(*left);
        *left -= fits;
        fits
    }
}
