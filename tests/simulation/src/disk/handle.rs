//! A file that SQLite has open: reads, writes, locks and the WAL index, until it is closed or the power goes.

use std::ops::Range;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use super::Inside;
use super::fault::{DiskError, Fault};
use super::locks::{Busy, Extend, Level, SharedMemory, ShmHeld};
use super::medium::{FileId, Medium};

/// What to do where there is no such file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Fail,
    Create,
}

/// What becomes of a file when it is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AtClose {
    Keep,
    Delete(String),
}

#[derive(Debug)]
pub(super) struct OpenFile {
    disk: Arc<Inside>,
    id: FileId,
    boot: u32,
    level: Level,
    shm: Option<Arc<SharedMemory>>,
    shm_held: ShmHeld,
    at_close: AtClose,
}

impl Inside {
    pub(super) fn open(
        self: &Arc<Self>,
        boot: u32,
        name: &str,
        missing: Missing,
        at_close: AtClose,
    ) -> Result<OpenFile, DiskError> {
        let mut medium = self.medium();
        medium.powered(boot)?;
        medium.faults.strike(Fault::Open)?;
        let id = match (medium.find(name), missing) {
            (Err(DiskError::NotFound), Missing::Create) => medium.create(name),
            (found, Missing::Create | Missing::Fail) => found,
        }?;
        medium.file(id)?.opened += 1;
        let disk = Arc::clone(self);
        Ok(OpenFile { disk, id, boot, level: Level::None, shm: None, shm_held: ShmHeld::default(), at_close })
    }
}

impl OpenFile {
    /// Fills `buffer` and returns how much of it is the file; the rest is zero.
    pub(super) fn read(&self, offset: usize, buffer: &mut [u8]) -> Result<usize, DiskError> {
        self.with(|medium, id| {
            medium.faults.strike(Fault::Read)?;
            Ok(medium.file(id)?.current.read(offset, buffer))
        })
    }

    pub(super) fn write(&self, offset: usize, bytes: &[u8]) -> Result<(), DiskError> {
        self.with(|medium, id| medium.write(id, offset, bytes))
    }

    pub(super) fn set_len(&self, len: usize) -> Result<(), DiskError> {
        self.with(|medium, id| medium.set_len(id, len))
    }

    pub(super) fn sync(&self) -> Result<(), DiskError> {
        self.with(Medium::sync)
    }

    pub(super) fn len(&self) -> Result<usize, DiskError> {
        self.with(|medium, id| Ok(medium.file(id)?.current.len()))
    }

    pub(super) fn lock(&mut self, wanted: Level) -> Result<(), DiskError> {
        let level = &mut self.level;
        let mut medium = self.disk.medium();
        medium.powered(self.boot)?;
        medium.file(self.id)?.locks.raise(level, wanted).map_err(DiskError::from)
    }

    /// Cannot fail: locks of before a power cut are gone anyway.
    pub(super) fn unlock(&mut self, wanted: Level) {
        let mut medium = self.disk.medium();
        if medium.boot != self.boot {
            self.level = wanted;
        } else if let Ok(file) = medium.file(self.id) {
            file.locks.lower(&mut self.level, wanted);
        }
    }

    pub(super) fn is_reserved(&self) -> Result<bool, DiskError> {
        self.with(|medium, id| Ok(medium.file(id)?.locks.is_reserved()))
    }

    /// Returns where a region of the WAL index lies: it stays there until `shm_unmap`, or until the file is closed.
    pub(super) fn shm_map(
        &mut self,
        region: usize,
        bytes: usize,
        extend: Extend,
    ) -> Result<Option<NonNull<AtomicU32>>, DiskError> {
        Ok(self.shm()?.region(region, bytes, extend))
    }

    pub(super) fn shm_lock_shared(&mut self, locks: Range<usize>) -> Result<(), DiskError> {
        Ok(self.shm()?.lock_shared(&mut self.shm_held, locks)?)
    }

    pub(super) fn shm_lock_exclusive(&mut self, locks: Range<usize>) -> Result<(), DiskError> {
        Ok(self.shm()?.lock_exclusive(&mut self.shm_held, locks)?)
    }

    pub(super) fn shm_unlock(&mut self, locks: Range<usize>) {
        if let Some(shm) = &self.shm {
            shm.unlock(&mut self.shm_held, locks);
        }
    }

    pub(super) fn shm_unmap(&mut self) {
        if let Some(shm) = self.shm.take() {
            shm.unlock_all(&mut self.shm_held);
        }
    }

    fn shm(&mut self) -> Result<Arc<SharedMemory>, DiskError> {
        if let Some(shm) = &self.shm {
            self.disk.medium().powered(self.boot)?;
            return Ok(Arc::clone(shm));
        }
        let shm = self.with(|medium, id| {
            let file = medium.file(id)?;
            let shm = file.shm.upgrade().unwrap_or_default();
            file.shm = Arc::downgrade(&shm);
            Ok(shm)
        })?;
        self.shm = Some(Arc::clone(&shm));
        Ok(shm)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Medium, FileId) -> Result<T, DiskError>) -> Result<T, DiskError> {
        let mut medium = self.disk.medium();
        medium.powered(self.boot)?;
        act(&mut medium, self.id)
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        self.shm_unmap();
        self.unlock(Level::None);
        let mut medium = self.disk.medium();
        if medium.boot != self.boot {
            return;
        }
        if let Ok(file) = medium.file(self.id) {
            file.opened -= 1;
        }
        if let AtClose::Delete(name) = &self.at_close
            && medium.powered(self.boot).is_ok()
        {
            // Whether the name of a temporary file goes is of no consequence to whoever closes it.
            let _ = medium.delete(name);
        }
    }
}

impl From<Busy> for DiskError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}
