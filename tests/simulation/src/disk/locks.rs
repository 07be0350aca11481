//! Who holds what: SQLite's five lock levels on a file, and the eight locks and the heap memory of a WAL index.

use std::fmt;
use std::ops::Range;
use std::ptr::NonNull;
use std::sync::atomic::AtomicU32;
use std::sync::{Mutex, PoisonError};

/// Locks of one WAL index (`SQLITE_SHM_NLOCK`).
const SHM_LOCKS: usize = 8;

/// How much of a file a connection has; the order is the order in which it gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Level {
    #[default]
    None,
    Shared,
    Reserved,
    Pending,
    Exclusive,
}

/// Another connection stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Busy;

/// The locks on one file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FileLocks {
    /// Connections at `Shared` or above.
    readers: usize,
    /// The level of the one connection above `Shared`; `None` where there is none.
    writer: Level,
}

impl FileLocks {
    /// Takes a connection from `held` as far towards `wanted` as the others let it, which may be `Pending` on failure.
    pub(super) fn raise(&mut self, held: &mut Level, wanted: Level) -> Result<(), Busy> {
        if wanted <= *held {
            return Ok(());
        }
        if *held == Level::None {
            if self.writer >= Level::Pending {
                return Err(Busy);
            }
            self.readers += 1;
            *held = Level::Shared;
        }
        if wanted == Level::Shared {
            return Ok(());
        }
        if *held == Level::Shared && self.writer != Level::None {
            return Err(Busy);
        }
        let reached = match self.readers {
            _ if wanted == Level::Reserved => Level::Reserved,
            1 => Level::Exclusive,
            _ => Level::Pending,
        };
        (self.writer, *held) = (reached, reached);
        if reached < wanted { Err(Busy) } else { Ok(()) }
    }

    /// Takes a connection down to `Shared` or `None`.
    pub(super) fn lower(&mut self, held: &mut Level, wanted: Level) {
        if *held > Level::Shared && wanted <= Level::Shared {
            self.writer = Level::None;
            *held = Level::Shared;
        }
        if *held == Level::Shared && wanted == Level::None {
            self.readers -= 1;
            *held = Level::None;
        }
    }

    pub(super) fn is_reserved(&self) -> bool {
        self.writer >= Level::Reserved
    }
}

/// The WAL index of one file: memory that its connections share, gone with the last of them.
#[derive(Default)]
pub(super) struct SharedMemory {
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    regions: Vec<Box<[AtomicU32]>>,
    shared: [u32; SHM_LOCKS],
    exclusive: [bool; SHM_LOCKS],
}

/// What one connection holds of a WAL index, a bit for each lock.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ShmHeld {
    shared: u8,
    exclusive: u8,
}

impl SharedMemory {
    /// Returns where a region of `bytes` lies, making it where `extend` allows; it stays there as long as `self` does.
    pub(super) fn region(&self, index: usize, bytes: usize, extend: Extend) -> Option<NonNull<AtomicU32>> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        while inside.regions.len() <= index {
            match extend {
                Extend::No => return None,
                Extend::Yes => inside.regions.push((0..bytes.div_ceil(4)).map(|_| AtomicU32::new(0)).collect()),
            }
        }
        NonNull::new(inside.regions[index].as_ptr().cast_mut())
    }

    pub(super) fn lock_shared(&self, held: &mut ShmHeld, locks: Range<usize>) -> Result<(), Busy> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = || locks.clone().filter(|lock| held.shared >> lock & 1 == 0);
        if wanted().any(|lock| inside.exclusive[lock]) {
            return Err(Busy);
        }
        let mask = wanted().fold(0, |mask, lock| mask | 1 << lock);
        wanted().for_each(|lock| inside.shared[lock] += 1);
        held.shared |= mask;
        Ok(())
    }

    pub(super) fn lock_exclusive(&self, held: &mut ShmHeld, locks: Range<usize>) -> Result<(), Busy> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wanted = locks.clone().filter(|lock| held.exclusive >> lock & 1 == 0);
        if wanted.any(|lock| inside.exclusive[lock] || inside.shared[lock] > 0) {
            return Err(Busy);
        }
        for lock in locks {
            inside.exclusive[lock] = true;
            held.exclusive |= 1 << lock;
        }
        Ok(())
    }

    pub(super) fn unlock(&self, held: &mut ShmHeld, locks: Range<usize>) {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        for lock in locks {
            if held.exclusive >> lock & 1 == 1 {
                inside.exclusive[lock] = false;
            }
            if held.shared >> lock & 1 == 1 {
                inside.shared[lock] -= 1;
            }
            held.exclusive &= !(1 << lock);
            held.shared &= !(1 << lock);
        }
    }

    pub(super) fn unlock_all(&self, held: &mut ShmHeld) {
        self.unlock(held, 0..SHM_LOCKS);
    }
}

impl fmt::Debug for SharedMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedMemory")
    }
}

/// Whether a region that is not there yet is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extend {
    No,
    Yes,
}
