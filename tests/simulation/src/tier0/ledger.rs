//! What is durable on a PC: decisions by id and attempts, the effect of every `Commit` and nothing else. And the
//! provider's copies as they were kept, with the cursors that stand for them.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use triage_sync::version::{Verdict, judge};
use triage_sync::{Cursor, Doubt, OpState, Operation, Scope};

use super::server::{Listed, Record};
use super::step::REQUESTS;

/// The decisions of one PC.
#[derive(Debug, Default)]
pub struct Ledger {
    pub operations: BTreeMap<u16, Operation>,
    pub seq_last: u64,
    /// In the order in which they were settled.
    settled: Vec<u16>,
    /// The number of the last attempt of each.
    pub attempts: BTreeMap<u16, u32>,
}

impl Ledger {
    /// Lists what is not final.
    pub fn live(&self) -> impl Iterator<Item = &Operation> {
        self.operations.values().filter(|operation| !operation.state.is_final())
    }

    /// Lists what was confirmed since, in the order it was taken.
    pub fn settled_since(&self, since: DateTime<Utc>) -> Vec<Operation> {
        let settled = |operation: &&Operation| {
            operation.state == OpState::Settled && operation.acked_at.is_some_and(|at| at >= since)
        };
        let mut found: Vec<Operation> = self.operations.values().filter(settled).cloned().collect();
        found.sort_by_key(|operation| operation.seq);
        found
    }

    /// Lists the settled decisions that were confirmed last, in the order in which that was written.
    pub fn last_settled(&self, count: usize) -> Vec<Operation> {
        let settled = self.settled.iter().filter_map(|op| self.operations.get(op));
        let settled: Vec<&Operation> = settled.filter(|operation| operation.state == OpState::Settled).collect();
        settled[settled.len().saturating_sub(count)..].iter().map(|operation| (*operation).clone()).collect()
    }

    /// Writes down how a decision stands.
    pub fn write(&mut self, op: u16, operation: Operation) {
        if operation.state == OpState::Settled {
            self.settled.retain(|settled| *settled != op);
            self.settled.push(op);
        }
        self.operations.insert(op, operation);
    }
}

/// One row of the cache.
#[derive(Debug, Clone)]
pub struct Cached {
    pub record: Rc<Record>,
    pub epoch: u32,
    pub deleted: bool,
}

/// The provider's copies on one PC.
#[derive(Debug, Default, Clone)]
pub struct Cache {
    pub rows: [Option<Cached>; REQUESTS as usize],
    pub epoch: u32,
    pub cursors: BTreeMap<Scope, Cursor>,
    pub in_doubt: Option<Doubt>,
}

impl Cache {
    /// Keeps a version if it is newer than what is there.
    pub fn keep(&mut self, record: &Rc<Record>) -> Verdict {
        let slot = &mut self.rows[usize::from(record.about)];
        let verdict = match slot.as_ref() {
            None => Verdict::Newer,
            Some(cached) if cached.epoch < self.epoch => Verdict::Newer,
            Some(cached) => match judge(Some(&cached.record.stamp), &record.stamp) {
                Verdict::Same if cached.deleted => Verdict::Older,
                verdict @ (Verdict::Newer
                | Verdict::Same
                | Verdict::Older
                | Verdict::OutOfOrder
                | Verdict::Doubtful) => verdict,
            },
        };
        if verdict == Verdict::Newer {
            *slot = Some(Cached { record: Rc::clone(record), epoch: self.epoch, deleted: false });
        }
        verdict
    }

    /// Returns the copy of a request that is there.
    pub fn copy(&self, about: u8) -> Option<&Rc<Record>> {
        self.rows[usize::from(about)].as_ref().filter(|cached| !cached.deleted).map(|cached| &cached.record)
    }

    /// Takes down that a request is gone.
    pub fn bury(&mut self, about: u8) {
        if let Some(cached) = &mut self.rows[usize::from(about)] {
            cached.deleted = true;
        }
    }

    /// Begins a new state of the provider.
    pub fn begin_epoch(&mut self, evidence: Doubt) {
        self.epoch += 1;
        self.in_doubt = Some(evidence);
        for cursor in self.cursors.values_mut() {
            *cursor = cursor.anew();
        }
    }

    /// Names what differs from the provider's list of what is open.
    pub fn differing(&self, listed: &[Listed]) -> Vec<u8> {
        let mut differing = Vec::new();
        for about in 0..REQUESTS {
            let here = self.rows[usize::from(about)].as_ref().filter(|cached| !cached.deleted);
            let there = listed.iter().find(|listed| listed.about == about);
            let differs = match (here, there) {
                (None, there) => there.is_some(),
                (Some(here), Some(there)) => {
                    let is_copy = (here.record.number, here.record.updated_ms) == (there.number, there.updated_ms);
                    !is_copy || here.epoch < self.epoch
                }
                (Some(here), None) => here.record.request.state.lifecycle.is_open() || here.epoch < self.epoch,
            };
            if differs {
                differing.push(about);
            }
        }
        differing
    }
}
