//! The operations that a disk was asked for, counted, hashed and, on request, listed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// One operation that changes a disk, and therefore a point at which the power can go.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operation {
    pub kind: OperationKind,
    /// The file; empty for [`OperationKind::SyncNames`].
    pub name: Arc<str>,
    /// Where a write begins, in bytes.
    pub offset: usize,
    /// Bytes written, or the length to which a file is set.
    pub len: usize,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OperationKind {
    Create,
    Write,
    Truncate,
    /// Makes the content of a file durable, and its name where the file is new.
    Sync,
    Delete,
    Rename,
    /// Makes all names durable.
    SyncNames,
}

#[derive(Debug)]
pub(super) struct Trace {
    count: u64,
    hasher: DefaultHasher,
    list: Option<Vec<Operation>>,
}

impl Trace {
    pub(super) fn new() -> Self {
        Self { count: 0, hasher: DefaultHasher::new(), list: None }
    }

    pub(super) fn add(&mut self, operation: Operation) {
        self.count += 1;
        operation.hash(&mut self.hasher);
        self.list.iter_mut().for_each(|list| list.push(operation.clone()));
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn hash(&self) -> u64 {
        self.hasher.finish()
    }

    /// Begins a list; returns the one before.
    pub(super) fn restart_list(&mut self) -> Vec<Operation> {
        self.list.replace(Vec::new()).unwrap_or_default()
    }
}
