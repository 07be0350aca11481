//! What lists show: every request of this device in short form with its pending decisions folded in. Rebuilt from the
//! cache and the ledger at every start; it holds nothing of its own.

mod entry;
mod listing;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_device::folded;
use triage_domain::calendar::local;
use triage_domain::request::{Delivery, Lifecycle};
use triage_domain::{Message, Owner, RequestId, StaffId, StaffMember, TriageRequest};
use triage_sync::Operation;

pub use entry::{ChangeMark, Entry, SyncWord};
pub use listing::{ListedRow, Listing, ListingPage};
pub use work::{RailCounts, day_of_work, deadline_of, facts};

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
    entries: BTreeMap<RequestId, Entry>,
    /// Open requests by family name and first initial, for telling similar names apart.
    by_name: BTreeMap<String, BTreeSet<RequestId>>,
    /// Requests of one patient by when they came in.
    by_patient: BTreeMap<String, BTreeSet<(DateTime<Utc>, RequestId)>>,
    directory: Directory,
    /// Grows with every change, so that what is derived can tell that it is old.
    epoch: u64,
    tally: Mutex<(u64, Tally)>,
    rail: Mutex<Option<(RailQuestion, RailCounts)>>,
}

/// What the counts of the rail depend on: the state of the desk, who asks, and the minute.
type RailQuestion = (u64, Option<StaffId>, i64);

/// Counts over all requests that every screen shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub urgent_open: usize,
    /// Requests whose last message is a reply that did not reach the patient.
    pub undelivered: usize,
}

impl Desk {
    /// Takes in a request as the provider has it, with the decisions that are on their way.
    pub fn put(&mut self, snapshot: TriageRequest, operations: &[&Operation]) {
        self.epoch += 1;
        let id = snapshot.id.clone();
        if let Some(key) = name_key(&snapshot) {
            self.by_name.entry(key).or_default().insert(id.clone());
        }
        self.by_patient
            .entry(snapshot.patient.reference.clone())
            .or_default()
            .insert((snapshot.received_at, id.clone()));
        let mark = self.entries.get(&id).and_then(Entry::changed).cloned();
        let mut entry = Entry::new(snapshot, operations);
        entry.mark(mark);
        self.entries.insert(id, entry);
    }

    /// Takes out a request that this device no longer has.
    pub fn remove(&mut self, id: &RequestId) {
        let Some(entry) = self.entries.remove(id) else { return };
        self.epoch += 1;
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
            self.epoch += 1;
            entry.refold(operations);
        }
    }

    /// Replaces who works here.
    pub fn set_directory(&mut self, directory: Directory) {
        self.epoch += 1;
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
        self.entries.get(id)
    }

    /// Lists all requests in short form.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
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

    /// Counts what every screen shows; counted once for each change.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut kept = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != self.epoch {
            let mut tally = Tally::default();
            for request in self.entries().map(Entry::shown) {
                let urgent_open = request.state.lifecycle.is_open() && request.state.urgency.is_urgent();
                tally.urgent_open += usize::from(urgent_open);
                tally.undelivered += usize::from(failed_reply(request).is_some());
            }
            *kept = (self.epoch, tally);
        }
        kept.1
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
        alike.iter().filter_map(|id| self.entries.get(id)).map(Entry::shown).any(|other| {
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
        all.iter().rev().filter(|(_, id)| id != &request.id).filter_map(|(_, id)| self.entries.get(id)).collect()
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
