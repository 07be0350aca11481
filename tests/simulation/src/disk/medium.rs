//! What is on the disk, what of it would survive a power cut, and when the power goes.
//!
//! A write belongs to the disk once its file is synced; a new name once its file or the folder is, any other change of a name
//! once the folder is. Until then it is in a list of changes, from which a power cut picks.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Weak};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::content::Content;
use super::fault::{DiskError, Fault, Faults};
use super::locks::{FileLocks, SharedMemory};
use super::loss::Loss;
use super::trace::{Operation, OperationKind, Trace};

pub(super) type FileId = u64;
pub(super) type Names = BTreeMap<Arc<str>, FileId>;

#[derive(Debug)]
pub(super) struct Medium {
    pub(super) files: BTreeMap<FileId, OnDisk>,
    pub(super) names: Names,
    pub(super) durable_names: Names,
    /// With the number of the operation that made it.
    name_changes: Vec<(u64, NameChange)>,
    next_id: FileId,
    pub(super) trace: Trace,
    pub(super) faults: Faults,
    power: Power,
    /// Counts the starts of the PC: what was opened before one is dead.
    pub(super) boot: u32,
    /// Whether a program has locked the profile.
    pub(super) in_use: bool,
    /// Milliseconds since 1970, UTC.
    pub(super) clock_ms: i64,
    pub(super) dice: ChaCha8Rng,
}

/// One file: as programs see it, and as it would be without what was not synced.
#[derive(Debug, Default)]
pub(super) struct OnDisk {
    name: Arc<str>,
    pub(super) current: Content,
    pub(super) durable: Content,
    pub(super) unsynced: Vec<(u64, Change)>,
    pub(super) locks: FileLocks,
    pub(super) shm: Weak<SharedMemory>,
    pub(super) opened: usize,
}

#[derive(Debug)]
pub(super) enum Change {
    Write { offset: usize, bytes: Box<[u8]> },
    SetLen(usize),
}

#[derive(Debug)]
pub(super) enum NameChange {
    Create { name: Arc<str>, file: FileId },
    Remove { name: Arc<str>, file: FileId },
    Rename { from: Arc<str>, to: Arc<str>, file: FileId },
}

/// A change that is not durable.
#[derive(Debug)]
pub(super) enum Pending {
    Content(FileId, Change),
    Name(NameChange),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Power {
    /// With the number of the operation in which it goes.
    On {
        until: Option<u64>,
    },
    Off,
}

impl Medium {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            files: BTreeMap::new(),
            names: Names::new(),
            durable_names: Names::new(),
            name_changes: Vec::new(),
            next_id: 0,
            trace: Trace::new(),
            faults: Faults::default(),
            power: Power::On { until: None },
            boot: 0,
            in_use: false,
            clock_ms: 0,
            dice: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// Puts a file there that is durable, name and all.
    pub(super) fn place(&mut self, name: Arc<str>, content: Content) {
        self.next_id += 1;
        self.names.insert(Arc::clone(&name), self.next_id);
        self.durable_names.insert(Arc::clone(&name), self.next_id);
        let file = OnDisk { name, current: content.clone(), durable: content, ..OnDisk::default() };
        self.files.insert(self.next_id, file);
    }

    pub(super) fn powered(&self, boot: u32) -> Result<(), DiskError> {
        if self.power == Power::Off || self.boot != boot { Err(DiskError::PowerOff) } else { Ok(()) }
    }

    pub(super) fn cut_power(&mut self) {
        self.power = Power::Off;
    }

    /// Lets the power go in the middle of the `k`-th operation from here.
    pub(super) fn cut_power_at(&mut self, k: u64) {
        self.power = Power::On { until: Some(self.trace.count() + k.max(1)) };
    }

    pub(super) fn file(&mut self, id: FileId) -> Result<&mut OnDisk, DiskError> {
        self.files.get_mut(&id).ok_or(DiskError::NotFound)
    }

    pub(super) fn find(&self, name: &str) -> Result<FileId, DiskError> {
        self.names.get(name).copied().ok_or(DiskError::NotFound)
    }

    pub(super) fn create(&mut self, name: &str) -> Result<FileId, DiskError> {
        let name: Arc<str> = name.into();
        self.next_id += 1;
        let file = self.next_id;
        let step = self.step(OperationKind::Create, &name, 0, 0);
        self.files.insert(file, OnDisk { name: Arc::clone(&name), ..OnDisk::default() });
        self.change_name(NameChange::Create { name, file });
        self.end(step).map(|()| file)
    }

    pub(super) fn write(&mut self, id: FileId, offset: usize, bytes: &[u8]) -> Result<(), DiskError> {
        let name = Arc::clone(&self.file(id)?.name);
        let step = self.step(OperationKind::Write, &name, offset, bytes.len());
        self.faults.strike(Fault::Write).or_else(|fault| self.end(step).and(Err(fault)))?;
        let fits = &bytes[..self.faults.take_space(bytes.len())];
        let number = self.trace.count();
        let file = self.file(id)?;
        file.unsynced.push((number, Change::Write { offset, bytes: fits.into() }));
        file.current.write(offset, fits);
        self.end(step)?;
        if fits.len() < bytes.len() { Err(DiskError::Full) } else { Ok(()) }
    }

    pub(super) fn set_len(&mut self, id: FileId, len: usize) -> Result<(), DiskError> {
        let name = Arc::clone(&self.file(id)?.name);
        let step = self.step(OperationKind::Truncate, &name, 0, len);
        self.faults.strike(Fault::Write).or_else(|fault| self.end(step).and(Err(fault)))?;
        let number = self.trace.count();
        let file = self.file(id)?;
        file.unsynced.push((number, Change::SetLen(len)));
        file.current.set_len(len);
        self.end(step)
    }

    pub(super) fn sync(&mut self, id: FileId) -> Result<(), DiskError> {
        let name = Arc::clone(&self.file(id)?.name);
        let step = self.step(OperationKind::Sync, &name, 0, 0);
        self.end(step)?;
        self.faults.strike(Fault::Sync)?;
        let forgets = self.faults.strike(Fault::SyncForgets);
        let file = self.file(id)?;
        let unsynced = std::mem::take(&mut file.unsynced);
        forgets?;
        file.durable.catch_up(&file.current, unsynced.iter().map(|(_, change)| change.range()));
        self.sync_name_of(id);
        Ok(())
    }

    pub(super) fn delete(&mut self, name: &str) -> Result<(), DiskError> {
        let file = self.find(name)?;
        let name: Arc<str> = name.into();
        let step = self.step(OperationKind::Delete, &name, 0, 0);
        self.change_name(NameChange::Remove { name, file });
        self.end(step)
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) -> Result<(), DiskError> {
        let file = self.find(from)?;
        let (from, to): (Arc<str>, Arc<str>) = (from.into(), to.into());
        let step = self.step(OperationKind::Rename, &from, 0, 0);
        self.file(file)?.name = Arc::clone(&to);
        self.change_name(NameChange::Rename { from, to, file });
        self.end(step)
    }

    pub(super) fn sync_names(&mut self) -> Result<(), DiskError> {
        let step = self.step(OperationKind::SyncNames, &"".into(), 0, 0);
        self.end(step)?;
        for (_, change) in std::mem::take(&mut self.name_changes) {
            change.apply(&mut self.durable_names);
        }
        self.forget_unreachable();
        Ok(())
    }

    /// Ends all programs and forgets what was only in memory; files stay as the programs saw them.
    pub(super) fn end_programs(&mut self) {
        self.boot += 1;
        self.in_use = false;
        for file in self.files.values_mut() {
            (file.locks, file.shm, file.opened) = (FileLocks::default(), Weak::new(), 0);
        }
        self.forget_unreachable();
    }

    /// Starts again after a power cut with what survived it.
    pub(super) fn restart(&mut self, loss: Loss, dice: &mut impl Rng) {
        let mut pending: Vec<(u64, Pending)> =
            self.name_changes.drain(..).map(|(number, change)| (number, Pending::Name(change))).collect();
        for (&id, file) in &mut self.files {
            pending.extend(file.unsynced.drain(..).map(|(number, change)| (number, Pending::Content(id, change))));
        }
        pending.sort_by_key(|(number, _)| *number);
        let pending = pending.into_iter().map(|(_, change)| change).collect();
        for change in loss.survivors(pending, dice) {
            match change {
                Pending::Name(change) => change.apply(&mut self.durable_names),
                Pending::Content(id, change) => {
                    self.files.entry(id).and_modify(|file| change.apply(&mut file.durable));
                }
            }
        }
        self.names.clone_from(&self.durable_names);
        self.files.values_mut().for_each(|file| file.current = file.durable.clone());
        self.end_programs();
        self.power = Power::On { until: None };
    }

    /// Counts an operation and says whether it is the one in which the power goes.
    fn step(&mut self, kind: OperationKind, name: &Arc<str>, offset: usize, len: usize) -> Power {
        self.trace.add(Operation { kind, name: Arc::clone(name), offset, len });
        match self.power {
            Power::On { until: Some(until) } if until <= self.trace.count() => Power::Off,
            power @ (Power::On { .. } | Power::Off) => power,
        }
    }

    /// Ends an operation; where the power went in the middle of it, its change stays among the unsynced ones.
    fn end(&mut self, power: Power) -> Result<(), DiskError> {
        self.power = power;
        self.powered(self.boot)
    }

    fn change_name(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.name_changes.push((self.trace.count(), change));
    }

    /// Makes the name of a new file durable; what happened to that name before is history.
    fn sync_name_of(&mut self, id: FileId) {
        let created = self
            .name_changes
            .iter()
            .position(|(_, change)| matches!(change, NameChange::Create { file, .. } if *file == id));
        let Some(created) = created else { return };
        let (_, change) = self.name_changes.remove(created);
        change.apply(&mut self.durable_names);
        let NameChange::Create { name, .. } = change else { return };
        let mut at = 0;
        self.name_changes.retain(|(_, earlier)| {
            at += 1;
            at > created || !matches!(earlier, NameChange::Create { name: other, .. } | NameChange::Remove { name: other, .. } if *other == name)
        });
    }

    pub(super) fn forget_unreachable(&mut self) {
        let Self { files, names, durable_names, name_changes, .. } = self;
        files.retain(|id, file| {
            file.opened > 0
                || names.values().chain(durable_names.values()).any(|named| named == id)
                || name_changes.iter().any(|(_, change)| change.file() == *id)
        });
    }
}

impl Change {
    /// The bytes of a file that may differ afterwards.
    fn range(&self) -> Range<usize> {
        match self {
            Self::Write { offset, bytes } => *offset..offset + bytes.len(),
            Self::SetLen(len) => *len..usize::MAX,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Write { bytes, .. } => bytes,
            Self::SetLen(_) => &[],
        }
    }

    fn apply(&self, content: &mut Content) {
        match self {
            Self::Write { offset, bytes } => content.write(*offset, bytes),
            Self::SetLen(len) => content.set_len(*len),
        }
    }
}

impl NameChange {
    fn file(&self) -> FileId {
        match self {
            Self::Create { file, .. } | Self::Remove { file, .. } | Self::Rename { file, .. } => *file,
        }
    }

    /// Changes a list of names, unless the file has another name there.
    fn apply(&self, names: &mut Names) {
        match self {
            Self::Create { name, file } => {
                names.insert(Arc::clone(name), *file);
            }
            Self::Remove { name, file } => {
                if names.get(name) == Some(file) {
                    names.remove(name);
                }
            }
            Self::Rename { from, to, file } => {
                if names.get(from) == Some(file) {
                    names.remove(from);
                    names.insert(Arc::clone(to), *file);
                }
            }
        }
    }
}
