//! A disk in memory that loses what was not synced: the disk of one PC, on which the real store runs with real SQLCipher.
//!
//! SQLite reaches it through a VFS of its own (`disk/vfs.rs`), the store through [`triage_store::Files`]. Every operation that
//! changes it is counted and is a point at which the power can go ([`Disk::cut_power_at`]); what of the unsynced changes is
//! still there afterwards says [`Loss`]. It can be full, fail and be damaged.
//!
//! The same seed gives the same operations, but never the same bytes: SQLCipher takes the random part of each page from its
//! own generator, and SQLite the salt of a WAL from the system's. [`Disk::digest`] is therefore over operations, names and
//! lengths, and over no content.

mod content;
mod damage;
mod fault;
mod files;
mod handle;
mod locks;
mod loss;
mod medium;
mod trace;
mod vfs;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use memchr::memmem;
use rand::Rng;
use sha2::{Digest, Sha256};

use content::Content;
use medium::Medium;
use vfs::Slot;

pub use damage::Damage;
pub use fault::{DiskError, Fault, Times};
pub use loss::Loss;
pub use trace::{Operation, OperationKind};
pub use vfs::RegisterError;

/// The disk of one PC. Clones are the same disk.
#[derive(Clone)]
pub struct Disk {
    inside: Arc<Inside>,
}

struct Inside {
    slot: &'static Slot,
    medium: Mutex<Medium>,
}

/// The files of a disk at one moment; copies share their bytes, also with the disks made from it, until one of them writes.
#[derive(Debug, Clone, Default)]
pub struct Image {
    files: BTreeMap<Arc<str>, Content>,
}

impl Disk {
    /// Makes an empty disk with power. The seed is for what SQLite asks of its VFS.
    ///
    /// # Errors
    /// Fails where SQLite takes no more VFSs.
    pub fn new(seed: u64) -> Result<Self, RegisterError> {
        Self::from_image(&Image::default(), seed)
    }

    /// Makes a disk with the files of an image, all of it durable.
    ///
    /// # Errors
    /// Fails where SQLite takes no more VFSs.
    pub fn from_image(image: &Image, seed: u64) -> Result<Self, RegisterError> {
        let slot = Slot::take()?;
        let mut medium = Medium::new(seed);
        for (name, content) in &image.files {
            medium.place(Arc::clone(name), content.clone());
        }
        let inside = Arc::new(Inside { slot, medium: Mutex::new(medium) });
        slot.stands_for(Arc::downgrade(&inside));
        Ok(Self { inside })
    }

    /// Returns the files as programs see them, unsynced changes included.
    #[must_use]
    pub fn image(&self) -> Image {
        let medium = self.inside.medium();
        let content = |id| medium.files.get(id).map(|file| file.current.clone()).unwrap_or_default();
        Image { files: medium.names.iter().map(|(name, id)| (Arc::clone(name), content(id))).collect() }
    }

    /// Cuts the power: everything fails until [`restart`](Self::restart).
    pub fn cut_power(&self) {
        self.inside.medium().cut_power();
    }

    /// Lets the power go in the middle of the `k`-th operation from here, the first of which is 1: it and everything after it
    /// fails. What it would have changed is one of the unsynced changes.
    pub fn cut_power_at(&self, k: u64) {
        self.inside.medium().cut_power_at(k);
    }

    /// Starts the PC again, cutting its power first where it is on. Connections and locks of before are dead; faults stay.
    pub fn restart(&self, loss: Loss, dice: &mut impl Rng) {
        self.inside.medium().restart(loss, dice);
    }

    /// Ends the program at once, with no chance to close anything. Files stay as it saw them, synced or not.
    pub fn kill_program(&self) {
        self.inside.medium().end_programs();
    }

    /// Says whether the power is on.
    #[must_use]
    pub fn has_power(&self) -> bool {
        let medium = self.inside.medium();
        medium.powered(medium.boot).is_ok()
    }

    /// Counts the operations so far.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.inside.medium().trace.count()
    }

    /// Begins a list of operations and returns the list begun before, which is empty at the first call.
    #[must_use]
    pub fn trace(&self) -> Vec<Operation> {
        self.inside.medium().trace.restart_list()
    }

    /// Lets the `nth` access from here fail, the first of which is 1.
    pub fn fail(&self, fault: Fault, nth: u64, times: Times) {
        self.inside.medium().faults.arm(fault, nth, times);
    }

    /// Says whether a fault is still to strike.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.inside.medium().faults.is_armed()
    }

    /// Takes all faults away; a full disk stays full.
    pub fn repair(&self) {
        self.inside.medium().faults.repair();
    }

    /// Lets the disk be full once so many more bytes were written, whether they make a file longer or not: the write that goes
    /// beyond is done in part and fails.
    pub fn fill_up_after(&self, bytes: usize) {
        self.inside.medium().faults.limit_space(Some(bytes));
    }

    /// Makes room without end.
    pub fn free_space(&self) {
        self.inside.medium().faults.limit_space(None);
    }

    /// Sets the clock that SQLite reads.
    pub fn set_clock(&self, now: DateTime<Utc>) {
        self.inside.medium().clock_ms = now.timestamp_millis();
    }

    /// Lists the files and their lengths in bytes, in order of their names.
    #[must_use]
    pub fn lengths(&self) -> BTreeMap<String, usize> {
        let medium = self.inside.medium();
        let len = |id| medium.files.get(id).map(|file| file.current.len()).unwrap_or_default();
        medium.names.iter().map(|(name, id)| (name.to_string(), len(id))).collect()
    }

    /// Says whether the bytes are anywhere on the disk: in a file, in what was synced of it, in a write that was not synced, or
    /// in a file that is deleted but not yet gone. Nothing, as bytes, is everywhere.
    #[must_use]
    pub fn holds(&self, bytes: &[u8]) -> bool {
        let finder = memmem::Finder::new(bytes);
        let within = |whole: &[u8]| finder.find(whole).is_some();
        let medium = self.inside.medium();
        medium.files.values().any(|file| {
            within(&file.current.bytes())
                || within(&file.durable.bytes())
                || file.unsynced.iter().any(|(_, change)| within(change.bytes()))
        })
    }

    /// Digests what the same seed must give again: every operation so far with its name, place and length, and the names and
    /// lengths of the files, current and durable. No content, because SQLCipher never writes the same bytes twice.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let medium = self.inside.medium();
        let mut sha = Sha256::new();
        sha.update(medium.trace.count().to_le_bytes());
        sha.update(medium.trace.hash().to_le_bytes());
        for names in [&medium.names, &medium.durable_names] {
            for (name, id) in names {
                let lengths = medium.files.get(id).map_or((0, 0), |file| (file.current.len(), file.durable.len()));
                sha.update(format!("{name}:{}:{};", lengths.0, lengths.1));
            }
            sha.update("/");
        }
        sha.finalize().into()
    }
}

impl Image {
    /// Counts the bytes of all files.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.files.values().map(Content::len).sum()
    }

    /// Says whether any file here has the bytes that a file has in another image.
    #[must_use]
    pub fn holds_file_of(&self, other: &Self, name: &str) -> bool {
        let Some(wanted) = other.files.get(name).map(Content::bytes) else { return true };
        self.files.values().any(|content| content.bytes() == wanted)
    }

    /// Names the first file that is not the same in another image, byte for byte.
    #[must_use]
    pub fn first_unlike<'a>(&'a self, other: &'a Self) -> Option<&'a str> {
        let bytes = |image: &Self, name: &str| image.files.get(name).map(Content::bytes);
        let names = self.files.keys().chain(other.files.keys());
        let mut unlike = names.filter(|name| bytes(self, name) != bytes(other, name));
        unlike.next().map(|name| &**name)
    }
}

impl Inside {
    fn medium(&self) -> MutexGuard<'_, Medium> {
        self.medium.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names a file for SQLite, in a way that a connection of before a power cut cannot reach what came after it.
    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.medium().boot)
    }

    fn temporary_path(&self) -> String {
        let mut medium = self.medium();
        let number: u64 = medium.dice.random();
        format!("{}/temporary-{number:016x}", medium.boot)
    }
}

/// Splits a path for SQLite into the boot in which it was given and the name.
fn parse(path: &str) -> Result<(u32, &str), DiskError> {
    let (boot, name) = path.split_once('/').ok_or(DiskError::NotFound)?;
    Ok((boot.parse().map_err(|_| DiskError::NotFound)?, name))
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Disk({})", self.inside.slot.name)
    }
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inside")
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.slot.give_back();
    }
}

#[cfg(test)]
mod tests;
