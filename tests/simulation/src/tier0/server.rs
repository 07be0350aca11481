//! The provider: requests with whole-number versions, witnesses, and what has left the practice for good. It applies a
//! decision exactly where the version that it must find is there, and it can be restored from a backup.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::SecondsFormat;
use triage_domain::TriageRequest;
use triage_sync::rebase::effective;
use triage_sync::version::instant;
use triage_sync::{Basis, Operation, PageStart, PageSummary, Stamp};

use super::names;
use super::step::{REQUESTS, Trouble};

/// One version of one request.
#[derive(Debug)]
pub struct Record {
    pub about: u8,
    pub number: u64,
    /// Counts all versions that were ever made, those that a restore took back included.
    pub serial: u64,
    pub request: TriageRequest,
    pub basis: Basis,
    pub stamp: Stamp,
    /// By the provider's clock.
    pub updated_ms: i64,
    /// The decisions that are in it.
    pub landed: Vec<u16>,
    /// It became visible later than the overlap covers: only the comparison of everything open finds it.
    pub beyond_overlap: bool,
}

/// One request in the list of what is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    pub about: u8,
    pub number: u64,
    /// By the provider's clock.
    pub updated_ms: i64,
}

/// What a backup holds.
#[derive(Debug, Clone, Default)]
pub struct Held {
    pub records: [Option<Rc<Record>>; REQUESTS as usize],
    /// With the instants of the provider's clock.
    pub removed: Vec<(u8, i64)>,
    /// The digest under the number of each decision.
    pub witnesses: BTreeMap<u16, String>,
}

/// A page with the rows that it brings.
#[derive(Debug, Clone)]
pub struct Page {
    pub records: Vec<Rc<Record>>,
    pub summary: PageSummary,
}

/// The provider.
#[derive(Debug)]
pub struct Server {
    pub held: Held,
    pub backups: Vec<Held>,
    /// Counts restores; what was on its way to it ends with the connections.
    pub generation: u32,
    pub offset_ms: i64,
    /// Instants are cut down to this.
    pub precision_ms: i64,
    pub serial: u64,
    /// Since when each request stands as it does.
    pub since_ms: [u64; REQUESTS as usize],
    pub restored_ms: Option<u64>,
    /// When its clock last went back.
    pub clock_back_ms: Option<u64>,
    pub outage_until_ms: u64,
    pub throttle: (u64, u16),
    pub troubles: [Option<(Trouble, u64)>; REQUESTS as usize],
    /// How often each reply has gone out to its patient. No restore takes one back.
    pub delivered: BTreeMap<u16, u32>,
}

impl Server {
    /// Makes a provider with the first requests, whose versions begin at `number`.
    pub fn new(requests: u8, number: u64, precision_ms: i64) -> Self {
        let mut server = Self {
            held: Held::default(),
            backups: Vec::new(),
            generation: 0,
            offset_ms: 0,
            precision_ms,
            serial: 0,
            since_ms: [0; REQUESTS as usize],
            restored_ms: None,
            clock_back_ms: None,
            outage_until_ms: 0,
            throttle: (0, 0),
            troubles: [None; REQUESTS as usize],
            delivered: BTreeMap::new(),
        };
        for about in 0..requests {
            server.create(about, number, (0, 0));
        }
        server
    }

    /// Returns its clock.
    pub fn clock_ms(&self, now_ms: u64) -> i64 {
        now_ms.cast_signed() + self.offset_ms
    }

    /// Returns the request as it stands.
    pub fn record(&self, about: u8) -> Option<&Rc<Record>> {
        self.held.records[usize::from(about)].as_ref()
    }

    /// Takes in a new request, that was begun to be written so long ago.
    pub fn create(&mut self, about: u8, number: u64, (now_ms, late_ms): (u64, u64)) {
        let taken = self.record(about).is_some() || self.held.removed.iter().any(|(removed, _)| *removed == about);
        if !taken {
            self.put((about, number), names::request(about), Vec::new(), (now_ms, late_ms));
        }
    }

    /// Changes a request in a transaction that began so long ago.
    pub fn write(
        &mut self,
        about: u8,
        (now_ms, late_ms): (u64, u64),
        landed: Option<u16>,
        change: impl FnOnce(&mut TriageRequest),
    ) -> Option<Rc<Record>> {
        let old = self.record(about)?;
        let (number, mut request, mut all) = (old.number + 1, old.request.clone(), old.landed.clone());
        change(&mut request);
        all.extend(landed);
        Some(self.put((about, number), request, all, (now_ms, late_ms)))
    }

    fn put(
        &mut self,
        (about, number): (u8, u64),
        mut request: TriageRequest,
        landed: Vec<u16>,
        (now_ms, late_ms): (u64, u64),
    ) -> Rc<Record> {
        self.serial += 1;
        let exact_ms = self.clock_ms(now_ms) - late_ms.cast_signed();
        let updated_ms = exact_ms - exact_ms.rem_euclid(self.precision_ms);
        request.version = names::version(number);
        let stamp = Stamp {
            version: request.version.clone(),
            last_updated: text(updated_ms),
            content: self.serial.to_string(),
        };
        let record = Rc::new(Record {
            about,
            number,
            serial: self.serial,
            basis: Basis::of(&request),
            request,
            stamp,
            updated_ms,
            landed,
            beyond_overlap: late_ms > super::profile::OVERLAP_KEPT_MS,
        });
        self.held.records[usize::from(about)] = Some(Rc::clone(&record));
        self.since_ms[usize::from(about)] = now_ms;
        record
    }

    /// Applies a decision whose version was found; the promises about what may land are checked before.
    pub fn lands(&mut self, operation: &Operation, digest: String, now_ms: u64) -> Option<Rc<Record>> {
        let op = names::op(&operation.op_id);
        let record = self.write(names::about(&operation.request_id), (now_ms, 0), Some(op), |request| {
            let decision = effective(&operation.decision, &operation.basis, request.state.urgency);
            decision.apply(request, &operation.op_id, &operation.author, operation.decided_at);
        });
        self.held.witnesses.insert(op, digest);
        if operation.decision.reaches_the_patient() {
            *self.delivered.entry(op).or_insert(0) += 1;
        }
        record
    }

    /// Deletes a request.
    pub fn delete(&mut self, about: u8, now_ms: u64) {
        if self.held.records[usize::from(about)].take().is_some() {
            self.held.removed.push((about, self.clock_ms(now_ms)));
            self.since_ms[usize::from(about)] = now_ms;
        }
    }

    /// Goes back to the last backup.
    pub fn is_restored(&mut self, now_ms: u64) -> bool {
        let Some(held) = self.backups.pop() else { return false };
        self.held = held;
        self.generation += 1;
        self.since_ms = [now_ms; REQUESTS as usize];
        self.restored_ms = Some(now_ms);
        true
    }

    /// Returns a page of requests.
    pub fn page(&self, start: &PageStart, count: u32, now_ms: u64) -> Page {
        let key = |record: &Record| (record.updated_ms, record.about);
        let from = match start {
            PageStart::Beginning => (i64::MIN, 0),
            PageStart::From(from) => (milliseconds(from), 0),
            PageStart::Link(link) => {
                let (from, about) = link.split_once('|').unwrap_or(("0", "0"));
                (from.parse().unwrap_or(i64::MIN), about.parse().unwrap_or(0))
            }
        };
        let rows = self.held.records.iter().flatten().filter(|record| key(record) >= from);
        let mut rows: Vec<&Rc<Record>> = rows.collect();
        rows.sort_by_key(|record| key(record));
        let next = rows.get(count as usize).map(|record| format!("{}|{}", record.updated_ms, record.about));
        let records: Vec<Rc<Record>> = rows.into_iter().take(count as usize).cloned().collect();
        let last_updated = records.iter().map(|record| record.stamp.last_updated.clone()).collect();
        Page { records, summary: PageSummary { last_updated, next, server_date: Some(self.date(now_ms)) } }
    }

    /// Returns the page of a scope that holds nothing here.
    pub fn empty_page(&self, now_ms: u64) -> Page {
        let summary = PageSummary { last_updated: Vec::new(), next: None, server_date: Some(self.date(now_ms)) };
        Page { records: Vec::new(), summary }
    }

    fn date(&self, now_ms: u64) -> chrono::DateTime<chrono::Utc> {
        let clock_ms = self.clock_ms(now_ms);
        names::at(clock_ms - clock_ms.rem_euclid(1_000))
    }

    /// Lists what is open.
    pub fn manifest(&self) -> Vec<Listed> {
        let open = self.held.records.iter().flatten().filter(|record| record.request.state.lifecycle.is_open());
        open.map(|record| Listed { about: record.about, number: record.number, updated_ms: record.updated_ms })
            .collect()
    }

    /// Lists what was deleted since an instant of its clock.
    pub fn removals(&self, since_ms: i64) -> Vec<u8> {
        self.held.removed.iter().filter(|(_, at_ms)| *at_ms >= since_ms).map(|(about, _)| *about).collect()
    }
}

/// Writes an instant as the provider does.
pub fn text(milliseconds: i64) -> String {
    names::at(milliseconds).to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads an instant that the provider wrote.
pub fn milliseconds(text: &str) -> i64 {
    instant(text).map_or(i64::MIN, |at| (at.to_utc() - names::at(0)).num_milliseconds())
}
