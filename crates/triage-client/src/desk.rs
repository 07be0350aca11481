//! What lists show: every request of this device in short form with its pending decisions folded in. Rebuilt from the
//! cache and the ledger at every start; it holds nothing of its own.

mod counts;
mod entry;
mod listing;
mod work;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_device::folded;
use triage_domain::calendar::local;
use triage_domain::request::{Delivery, Lifecycle};
use triage_domain::{Message, Owner, RequestId, StaffId, StaffMember, TriageRequest};
use triage_sync::Operation;

pub use counts::{RailCounts, Tally};
pub use entry::{ChangeMark, Entry, SyncWord};
pub use listing::{ListedRow, Listing, ListingPage};
pub use work::{day_of_work, deadline_of, facts};

use counts::Counts;

use crate::provider::Directory;

/// A list that a user can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    Unassigned,
    Urgent,
    Mine,
    Teams,
    Waiting,
    Held,
    DoneToday,
    AllOpen,
    /// What the person chose to do in the minutes that they have: not on the rail, and nothing arrives in it.
    Minutes,
    /// Everything on this device, open or not: what a search beyond the rail looks through.
    Everything,
}

impl View {
    /// All of them, in the order of the rail; the last two are not on it.
    pub const ALL: [Self; 10] = [
        Self::Unassigned,
        Self::Urgent,
        Self::Mine,
        Self::Teams,
        Self::Waiting,
        Self::Held,
        Self::DoneToday,
        Self::AllOpen,
        Self::Minutes,
        Self::Everything,
    ];

    /// Returns the name under which commands know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unassigned => "unassigned",
            Self::Urgent => "urgent",
            Self::Mine => "mine",
            Self::Teams => "team",
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::DoneToday => "done-today",
            Self::AllOpen => "all-open",
            Self::Minutes => "minutes",
            Self::Everything => "everything",
        }
    }

    /// Says whether the urgent requests stand on top, the others below them by age.
    fn has_urgent_on_top(self) -> bool {
        match self {
            Self::DoneToday | Self::Held | Self::Everything => false,
            Self::Unassigned
            | Self::Urgent
            | Self::Mine
            | Self::Minutes
            | Self::Teams
            | Self::Waiting
            | Self::AllOpen => true,
        }
    }

    /// Finds the view with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }

    /// Says whether a request, as it stands, is in this list for this person.
    #[must_use]
    pub fn holds(self, request: &TriageRequest, me: Option<&StaffId>, now: DateTime<Utc>) -> bool {
        let state = &request.state;
        let open = state.lifecycle.is_open();
        let held = request.is_held(now);
        let waiting = request.awaits_patient(now);
        let ours = !held && !waiting;
        match self {
            Self::Unassigned => open && ours && state.owner == Owner::Nobody,
            Self::Urgent => open && state.urgency.is_urgent(),
            Self::Mine | Self::Minutes => open && ours && me.is_some_and(|me| state.owner.is_person(me)),
            Self::Teams => open && ours && matches!(state.owner, Owner::Team(_)),
            Self::Waiting => waiting,
            Self::Held => open && held,
            Self::DoneToday => closed_at(request).is_some_and(|at| local(at).date() == local(now).date()),
            Self::AllOpen => open,
            Self::Everything => true,
        }
    }
}

/// Returns when a request was closed.
#[must_use]
pub fn closed_at(request: &TriageRequest) -> Option<DateTime<Utc>> {
    match &request.state.lifecycle {
        Lifecycle::Closed(closure) => closure.at,
        Lifecycle::Open | Lifecycle::Withdrawn => None,
    }
}

/// Every request of this device in short form.
#[derive(Debug, Default)]
pub struct Desk {
    /// Boxed: a node of the map has room for more than it holds.
    entries: BTreeMap<RequestId, Box<Entry>>,
    /// Open requests by family name and first initial, for telling similar names apart.
    by_name: BTreeMap<String, BTreeSet<RequestId>>,
    /// Requests of one patient by when they came in.
    by_patient: BTreeMap<String, BTreeSet<(DateTime<Utc>, RequestId)>>,
    directory: Directory,
    /// Grows with every change, so that what is derived can tell that it is old.
    epoch: u64,
    /// What changed last, the newest at the end, under the epoch that it made.
    log: VecDeque<(u64, RequestId)>,
    counts: Counts,
}

/// Changes that the log goes back: more than come between two looks, but for a first sync.
const LOG_MAX: usize = 512;

impl Desk {
    /// Takes in a request as the provider has it, with the decisions that are on their way.
    pub fn put(&mut self, snapshot: TriageRequest, operations: &[&Operation]) {
        let id = snapshot.id.clone();
        self.changes(&id);
        if let Some(key) = name_key(&snapshot) {
            self.by_name.entry(key).or_default().insert(id.clone());
        }
        self.by_patient
            .entry(snapshot.patient.reference.clone())
            .or_default()
            .insert((snapshot.received_at, id.clone()));
        let mut entry = Entry::new(snapshot, operations);
        self.counts.take_in(entry.shown());
        if let Some(old) = self.entries.get(&id) {
            self.counts.take_out(old.shown());
            entry.mark(old.changed().cloned());
        }
        self.entries.insert(id, Box::new(entry));
    }

    /// Takes out every request.
    pub fn clear(&mut self) {
        let all: Vec<RequestId> = self.entries.keys().cloned().collect();
        all.iter().for_each(|id| self.remove(id));
    }

    /// Takes out a request that this device no longer has.
    pub fn remove(&mut self, id: &RequestId) {
        let Some(entry) = self.entries.remove(id) else { return };
        self.changes(id);
        self.counts.take_out(entry.shown());
        let request = entry.snapshot();
        if let Some(alike) = name_key(request).and_then(|key| self.by_name.get_mut(&key)) {
            alike.remove(id);
        }
        if let Some(all) = self.by_patient.get_mut(&request.patient.reference) {
            all.retain(|(_, other)| other != id);
        }
    }

    /// Marks a request as changed by somebody else, or takes the mark off once the user has opened it.
    pub fn mark(&mut self, id: &RequestId, changed: Option<ChangeMark>) {
        if let Some(entry) = self.entries.get_mut(id) {
            entry.mark(changed);
        }
    }

    /// Folds anew what is on its way for one request.
    pub fn refold(&mut self, id: &RequestId, operations: &[&Operation]) {
        if let Some(entry) = self.entries.get_mut(id) {
            self.counts.take_out(entry.shown());
            entry.refold(operations);
            self.counts.take_in(entry.shown());
            self.changes(id);
        }
    }

    fn changes(&mut self, id: &RequestId) {
        self.epoch += 1;
        self.log.push_back((self.epoch, id.clone()));
        if self.log.len() > LOG_MAX {
            self.log.pop_front();
        }
    }

    /// Lists what changed after an epoch, some of it more than once; nothing where that is longer ago than is known.
    fn changed_since(&self, epoch: u64) -> Option<impl Iterator<Item = &RequestId>> {
        let is_known = self.epoch - epoch <= self.log.len() as u64;
        is_known.then(|| self.log.iter().rev().take_while(move |(at, _)| *at > epoch).map(|(_, id)| id))
    }

    /// Replaces who works here.
    pub fn set_directory(&mut self, directory: Directory) {
        self.directory = directory;
    }

    /// Returns who works here.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Finds a member of staff.
    #[must_use]
    pub fn member(&self, id: &StaffId) -> Option<&StaffMember> {
        self.directory.staff.iter().find(|member| &member.id == id)
    }

    /// Finds a request in short form.
    #[must_use]
    pub fn entry(&self, id: &RequestId) -> Option<&Entry> {
        self.entries.get(id).map(Box::as_ref)
    }

    /// Lists all requests in short form.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().map(Box::as_ref)
    }

    /// Counts the requests on this device.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Says whether there is no request on this device.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns what every screen shows.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.counts.tally()
    }

    /// Returns a number that is another after every change.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Says whether another patient with an open request has the same family name and first initial (`ux.md` U8).
    #[must_use]
    pub fn has_similar_open_name(&self, request: &TriageRequest) -> bool {
        let Some(alike) = name_key(request).and_then(|key| self.by_name.get(&key)) else { return false };
        alike.iter().filter_map(|id| self.entry(id)).map(Entry::shown).any(|other| {
            other.state.lifecycle.is_open()
                && other.patient.reference != request.patient.reference
                && other.patient.name.similar_to(&request.patient.name)
        })
    }

    /// Lists a patient's other requests, newest first.
    #[must_use]
    pub fn others_of(&self, request: &TriageRequest) -> Vec<&Entry> {
        if request.patient.reference.is_empty() {
            return Vec::new();
        }
        let Some(all) = self.by_patient.get(&request.patient.reference) else { return Vec::new() };
        all.iter().rev().filter(|(_, id)| id != &request.id).filter_map(|(_, id)| self.entry(id)).collect()
    }
}

/// Returns the last message of a request where it is a reply that failed: a later message answers the failure.
#[must_use]
pub fn failed_reply(request: &TriageRequest) -> Option<&Message> {
    let last = request.messages.last()?;
    matches!(last, Message::Reply { delivery: Delivery::Failed { .. }, .. }).then_some(last)
}

fn name_key(request: &TriageRequest) -> Option<String> {
    let name = &request.patient.name;
    let initial = name.given.first()?.chars().next()?;
    Some(format!("{}|{}", name.family.as_ref()?.to_lowercase(), initial.to_lowercase()))
}
