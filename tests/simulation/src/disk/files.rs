//! The disk as the store sees it beside SQLite: the steps of [`triage_store::Folder`], each of them a point at which the power
//! can go.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use triage_store::Files;
use triage_store::files::{Lock, LockError};

use super::fault::{DiskError, Fault};
use super::medium::Medium;
use super::{Disk, Inside};

/// A locked profile, until it is dropped or its program ends.
#[derive(Debug)]
struct InUse {
    disk: Arc<Inside>,
    boot: u32,
}

impl Files for Disk {
    fn vfs(&self) -> Option<&str> {
        Some(&self.inside.slot.name)
    }

    fn path(&self, name: &str) -> PathBuf {
        PathBuf::from(self.inside.path(name))
    }

    fn lock(&self) -> Result<Lock, LockError> {
        let mut medium = self.inside.medium();
        medium.powered(medium.boot).map_err(|error| LockError::Io(error.into()))?;
        if medium.in_use {
            return Err(LockError::InUse);
        }
        medium.in_use = true;
        Ok(Box::new(InUse { disk: Arc::clone(&self.inside), boot: medium.boot }))
    }

    fn exists(&self, name: &str) -> bool {
        let medium = self.inside.medium();
        medium.powered(medium.boot).is_ok() && medium.find(name).is_ok()
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.with(|medium| {
            let file = medium.find(name)?;
            medium.faults.strike(Fault::Open)?;
            medium.faults.strike(Fault::Read)?;
            Ok(medium.file(file)?.current.bytes())
        })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let beside = format!("{name}.part");
        self.with(|medium| {
            medium.faults.strike(Fault::Open)?;
            let file = match medium.find(&beside) {
                Ok(file) => medium.set_len(file, 0).map(|()| file),
                Err(_) => medium.create(&beside),
            }?;
            medium.write(file, 0, bytes)?;
            medium.sync(file)?;
            medium.rename(&beside, name)?;
            medium.sync_names()
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.with(|medium| {
            medium.rename(from, to)?;
            medium.sync_names()
        })
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.with(|medium| match medium.delete(name) {
            Err(DiskError::NotFound) => Ok(()),
            other => other.and_then(|()| medium.sync_names()),
        })
    }

    fn names(&self) -> io::Result<Vec<String>> {
        self.with(|medium| Ok(medium.names.keys().map(ToString::to_string).collect()))
    }
}

impl Disk {
    fn with<T>(&self, act: impl FnOnce(&mut Medium) -> Result<T, DiskError>) -> io::Result<T> {
        let mut medium = self.inside.medium();
        medium.powered(medium.boot)?;
        Ok(act(&mut medium)?)
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        let mut medium = self.disk.medium();
        if medium.boot == self.boot {
            medium.in_use = false;
        }
    }
}

impl From<DiskError> for io::Error {
    fn from(error: DiskError) -> Self {
        let kind = match error {
            DiskError::Full => io::ErrorKind::StorageFull,
            DiskError::NotFound => io::ErrorKind::NotFound,
            DiskError::Busy => io::ErrorKind::ResourceBusy,
            DiskError::Failed(Fault::Open) => io::ErrorKind::PermissionDenied,
            DiskError::PowerOff | DiskError::Failed(_) => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
