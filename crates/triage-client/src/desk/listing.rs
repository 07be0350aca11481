//! The order of a list as a user sees it. It stands still until it is asked for anew: arrivals wait, nothing jumps.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use triage_domain::{RequestId, StaffId, TriageRequest};

use super::{Desk, Entry, View, closed_at};

/// A list in the order in which it was built.
#[derive(Debug, Clone)]
pub struct Listing {
    view: View,
    needles: Vec<String>,
    me: Option<StaffId>,
    order: Vec<RequestId>,
    known: HashSet<RequestId>,
    built_at: DateTime<Utc>,
    new: New,
}

/// What belongs to a list and is not in it yet, whether it is urgent, and up to which change and minute that was looked at.
#[derive(Debug, Clone, Default)]
struct New {
    epoch: u64,
    minute: i64,
    found: BTreeMap<RequestId, bool>,
}

/// What waits behind "N new".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrivals {
    pub count: usize,
    pub urgent: usize,
}

/// A part of a list.
#[derive(Debug)]
pub struct ListingPage<'a> {
    pub total: usize,
    /// How many from the top are urgent.
    pub urgent: usize,
    pub rows: Vec<ListedRow<'a>>,
    pub arrivals: Arrivals,
    pub built_at: DateTime<Utc>,
}

/// One row of a list.
#[derive(Debug)]
pub struct ListedRow<'a> {
    pub entry: &'a Entry,
    /// Somebody else moved it out of this list; it keeps its place until the list is built anew.
    pub moved: bool,
}

impl Listing {
    /// Builds the order: urgent first, then the oldest; what is done, and a search through everything, the newest first;
    /// what is set aside, by when it comes back.
    #[must_use]
    pub fn build(desk: &Desk, view: View, search: &str, me: Option<&StaffId>, now: DateTime<Utc>) -> Self {
        let needles: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let mut found: Vec<&TriageRequest> = desk
            .entries()
            .filter(|entry| view.holds(entry.shown(), me, now) && entry.matches(&needles))
            .map(Entry::shown)
            .collect();
        if view.has_urgent_on_top() {
            found.sort_by_key(|request| place(request));
        } else if view == View::DoneToday {
            found.sort_by_key(|request| std::cmp::Reverse((closed_at(request), &request.id)));
        } else if view == View::Held {
            found.sort_by_key(|request| (request.state.held_until, &request.id));
        } else {
            found.sort_by_key(|request| std::cmp::Reverse((request.received_at, &request.id)));
        }
        let order = found.into_iter().map(|request| request.id.clone()).collect();
        Self::in_order((view, needles), order, me, (desk, now))
    }

    /// Builds a list of what a person planned, in that order: what is still theirs to do.
    #[must_use]
    pub fn planned(desk: &Desk, planned: &[RequestId], me: Option<&StaffId>, now: DateTime<Utc>) -> Self {
        let holds = |id: &&RequestId| desk.entry(id).is_some_and(|it| View::Minutes.holds(it.shown(), me, now));
        let order = planned.iter().filter(holds).cloned().collect();
        Self::in_order((View::Minutes, Vec::new()), order, me, (desk, now))
    }

    fn in_order(
        (view, needles): (View, Vec<String>),
        order: Vec<RequestId>,
        me: Option<&StaffId>,
        (desk, now): (&Desk, DateTime<Utc>),
    ) -> Self {
        let known = order.iter().cloned().collect();
        let new = New { epoch: desk.epoch(), minute: minute(now), found: BTreeMap::new() };
        Self { view, needles, me: me.cloned(), order, known, built_at: now, new }
    }

    /// Says whether this list answers the same question.
    #[must_use]
    pub fn is_for(&self, view: View, search: &str, me: Option<&StaffId>) -> bool {
        let needles: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        self.view == view && self.needles == needles && self.me.as_ref() == me
    }

    /// Says whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Says whether something waits behind "N new".
    pub fn has_arrivals(&mut self, desk: &Desk, now: DateTime<Utc>) -> bool {
        self.arrivals(desk, now).count > 0
    }

    /// Takes out a request that the user's own decision moved elsewhere, at once.
    pub fn drop_decided(&mut self, desk: &Desk, id: &RequestId, now: DateTime<Utc>) {
        let stays = desk.entry(id).is_some_and(|entry| self.view.holds(entry.shown(), self.me.as_ref(), now));
        if !stays {
            self.order.retain(|listed| listed != id);
            self.known.remove(id);
        }
    }

    /// Puts a request back at its place that the user's own decision moved elsewhere and their undo brought back: it is no
    /// arrival.
    pub fn bring_back(&mut self, desk: &Desk, id: &RequestId, now: DateTime<Utc>) {
        let belongs =
            |entry: &&Entry| self.view.holds(entry.shown(), self.me.as_ref(), now) && entry.matches(&self.needles);
        let Some(entry) = desk.entry(id).filter(belongs).filter(|_| !self.known.contains(id)) else { return };
        let own = place(entry.shown());
        let stands_before = |listed: &&RequestId| desk.entry(listed).is_some_and(|other| place(other.shown()) < own);
        let at = if self.view.has_urgent_on_top() { self.order.iter().take_while(stands_before).count() } else { 0 };
        self.order.insert(at, id.clone());
        self.known.insert(id.clone());
        self.new.found.remove(id);
    }

    /// Reads a part of the list as the requests stand.
    pub fn page<'a>(&mut self, desk: &'a Desk, offset: usize, limit: usize, now: DateTime<Utc>) -> ListingPage<'a> {
        let rows = self
            .order
            .iter()
            .skip(offset)
            .take(limit)
            .filter_map(|id| desk.entry(id))
            .map(|entry| ListedRow { moved: !self.view.holds(entry.shown(), self.me.as_ref(), now), entry })
            .collect();
        let on_top = || self.order.iter().take_while(|id| is_urgent(desk, id)).count();
        let urgent = if self.view.has_urgent_on_top() { on_top() } else { 0 };
        let arrivals = self.arrivals(desk, now);
        ListingPage { total: self.order.len(), urgent, rows, arrivals, built_at: self.built_at }
    }

    fn arrivals(&mut self, desk: &Desk, now: DateTime<Utc>) -> Arrivals {
        if self.view == View::Minutes {
            return Arrivals::default();
        }
        match desk.changed_since(self.new.epoch) {
            Some(changed) if self.new.minute == minute(now) => {
                for id in changed {
                    self.look_at(desk.entry(id), id, now);
                }
            }
            // Lists change by themselves as time goes by.
            Some(_) | None => {
                self.new.found.clear();
                for entry in desk.entries() {
                    self.look_at(Some(entry), &entry.shown().id, now);
                }
            }
        }
        (self.new.epoch, self.new.minute) = (desk.epoch(), minute(now));
        Arrivals { count: self.new.found.len(), urgent: self.new.found.values().filter(|urgent| **urgent).count() }
    }

    fn look_at(&mut self, entry: Option<&Entry>, id: &RequestId, now: DateTime<Utc>) {
        let belongs = |entry: &&Entry| {
            !self.known.contains(id)
                && self.view.holds(entry.shown(), self.me.as_ref(), now)
                && entry.matches(&self.needles)
        };
        match entry.filter(belongs) {
            Some(entry) => {
                self.new.found.insert(id.clone(), entry.shown().state.urgency.is_urgent());
            }
            None => {
                self.new.found.remove(id);
            }
        }
    }
}

fn minute(at: DateTime<Utc>) -> i64 {
    at.timestamp() / 60
}

fn is_urgent(desk: &Desk, id: &RequestId) -> bool {
    desk.entry(id).is_some_and(|entry| entry.shown().state.urgency.is_urgent())
}

/// The place of an open request: the pinned urgent group by urgency, then everything else, the oldest first.
fn place(request: &TriageRequest) -> (std::cmp::Reverse<Option<triage_domain::Urgency>>, DateTime<Utc>, &RequestId) {
    let pinned = request.state.urgency.is_urgent().then_some(request.state.urgency);
    (std::cmp::Reverse(pinned), request.received_at, &request.id)
}

#[cfg(test)]
mod tests;
