//! The simulated provider: a FHIR R4 server in memory that keeps the truth about what was committed, and that can be as
//! slow, as imprecise and as forgetful as real ones. It speaks the wire: requests and answers are HTTP with JSON.

mod resources;
mod search;
mod transaction;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use serde_json::{Value, json};
use triage_device::HttpAnswer;

pub use resources::{ODS, arriving_request, patient_message};

/// How this provider differs from an ideal one; each is behaviour that real servers show (`wire.md` 3 and 4).
#[derive(Debug, Clone, Default)]
pub struct Manners {
    /// `lastUpdated` in whole seconds only.
    pub whole_seconds: bool,
    /// A stale `ifMatch` in a transaction is answered 400 and not 412, as Helios does.
    pub says_400: bool,
    /// A write becomes visible in searches so many milliseconds after its `lastUpdated`, at most.
    pub late_commit_ms_max: u64,
    /// Keeps no searchable history of a type.
    pub no_history: bool,
    /// Answers a transaction without sending the resources back.
    pub minimal_return: bool,
    /// The clocks of its machines differ by so many milliseconds at most: a later version may have an earlier stamp.
    pub skew_ms_max: u64,
    /// Version of what is new; 0 counts as 1.
    pub first_number: u64,
}

/// A request as it goes over the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    pub method: &'static str,
    /// Relative to where FHIR begins, with the query.
    pub path: String,
    pub body: Option<Arc<Value>>,
}

/// One version of one resource.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub number: u64,
    /// What it is stamped with.
    pub at_ms: i64,
    /// When it was written; its stamp may lie before that.
    pub committed_ms: i64,
    /// In searches it is there from this moment on.
    pub visible_ms: i64,
    /// Nothing where it was deleted.
    pub body: Option<Arc<Value>>,
    /// The same as it goes over the wire.
    pub(super) text: Option<Arc<str>>,
}

/// One commit, for the oracle: the witness and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    pub witness: String,
    pub digest: String,
    pub task: String,
    /// The Task's version after it.
    pub version: u64,
    /// The Task's version before it.
    pub on: u64,
    pub at_ms: i64,
}

/// The provider.
#[derive(Debug, Clone)]
pub struct Provider {
    pub manners: Manners,
    pub(crate) resources: BTreeMap<(String, String), Vec<Version>>,
    /// Everything that was ever committed with a witness and is still there: lost by a restore.
    pub commits: Vec<Commit>,
    /// Replies that reached patients, by their decision: never undone.
    pub delivered: Vec<String>,
    /// Patients' messages that were not there when something was committed are told apart by this count.
    pub(crate) arrivals: u64,
    /// Added to the true time.
    pub clock_offset_ms: i64,
    /// True time of the last call, for monotone stamps.
    last_at_ms: i64,
    pub(crate) lateness: u64,
}

/// Where FHIR begins on the simulated provider.
pub const BASE: &str = "https://provider.example/fhir";

impl Provider {
    /// An empty provider.
    #[must_use]
    pub fn new(manners: Manners) -> Self {
        Self {
            manners,
            resources: BTreeMap::new(),
            commits: Vec::new(),
            delivered: Vec::new(),
            arrivals: 0,
            clock_offset_ms: 0,
            last_at_ms: 0,
            lateness: 0,
        }
    }

    /// Reads the provider's clock at a true time.
    #[must_use]
    pub fn clock_ms(&self, true_ms: i64) -> i64 {
        true_ms + self.clock_offset_ms
    }

    /// Answers a request that arrives at a true time.
    pub fn answer(&mut self, ask: &Ask, true_ms: i64) -> HttpAnswer {
        let now_ms = self.clock_ms(true_ms);
        let (path, query) = ask.path.split_once('?').unwrap_or((&ask.path, ""));
        let path = path.strip_prefix(BASE).unwrap_or(path).trim_matches('/');
        let (status, body) = match (ask.method, path.split_once('/')) {
            ("GET", None) if path == "metadata" => (200, metadata().to_string()),
            ("GET", None) => self.search(path, query, now_ms),
            ("GET", Some((kind, "_history"))) => self.history(kind, query),
            ("GET", Some((kind, id))) => self.read(kind, id),
            ("POST", None) if path.is_empty() => {
                let bundle = ask.body.clone().unwrap_or_default();
                let (status, answer) = self.transaction(&bundle, now_ms);
                (status, answer.to_string())
            }
            _ => (405, outcome("not supported").to_string()),
        };
        HttpAnswer {
            status,
            content_type: Some("application/fhir+json".to_owned()),
            retry_after: None,
            date: instant(now_ms).map(|at| at.to_rfc2822()),
            body: body.into_bytes(),
        }
    }

    fn read(&self, kind: &str, id: &str) -> (u16, String) {
        match self.newest(kind, id) {
            Some(Version { text: Some(text), .. }) => (200, text.to_string()),
            Some(_) => (410, outcome("deleted").to_string()),
            None => (404, outcome("not there").to_string()),
        }
    }

    pub(crate) fn newest(&self, kind: &str, id: &str) -> Option<&Version> {
        self.resources.get(&(kind.to_owned(), id.to_owned()))?.last()
    }

    /// Returns the newest version of everything of a kind that is there, by id.
    pub fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, u64, &'a Value)> + 'a {
        let newest = self.resources.iter().filter(move |((of, _), _)| of == kind);
        newest.filter_map(|((_, id), versions)| {
            let version = versions.last()?;
            Some((id.as_str(), version.number, version.body.as_deref()?))
        })
    }

    /// Writes a resource as the provider's own software does, without asking anybody.
    pub fn put(&mut self, mut body: Value, true_ms: i64) -> u64 {
        let now_ms = self.clock_ms(true_ms);
        let kind = text(&body, "resourceType");
        let id = text(&body, "id");
        let at_ms = self.stamp(now_ms);
        self.write(&kind, &id, &mut body, at_ms)
    }

    /// Deletes a resource.
    pub fn delete(&mut self, kind: &str, id: &str, true_ms: i64) {
        let at_ms = self.stamp(self.clock_ms(true_ms));
        if let Some(versions) = self.resources.get_mut(&(kind.to_owned(), id.to_owned())) {
            let number = versions.last().map_or(0, |version| version.number) + 1;
            versions.push(Version { number, at_ms, committed_ms: at_ms, visible_ms: at_ms, body: None, text: None });
        }
    }

    /// Goes back to the state at a time of the provider's own clock, as after a backup was put back. What patients have,
    /// they have.
    pub fn restore_to(&mut self, at_ms: i64) {
        for versions in self.resources.values_mut() {
            versions.retain(|version| version.committed_ms <= at_ms);
        }
        self.resources.retain(|_, versions| !versions.is_empty());
        self.commits.retain(|commit| commit.at_ms <= at_ms);
    }

    /// Returns a stamp that no other commit has, unless this provider counts whole seconds.
    pub(crate) fn stamp(&mut self, now_ms: i64) -> i64 {
        self.last_at_ms = now_ms;
        now_ms
    }

    pub(crate) fn write(&mut self, kind: &str, id: &str, body: &mut Value, at_ms: i64) -> u64 {
        self.lateness = self.lateness.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let skew_ms = (self.lateness >> 33).checked_rem(self.manners.skew_ms_max + 1).unwrap_or(0);
        let stamped_ms = at_ms - i64::try_from(skew_ms).unwrap_or(0);
        let shown_ms = if self.manners.whole_seconds { stamped_ms - stamped_ms.rem_euclid(1000) } else { stamped_ms };
        let versions = self.resources.entry((kind.to_owned(), id.to_owned())).or_default();
        let first = self.manners.first_number.max(1);
        let number = versions.last().map_or(first, |version| version.number + 1);
        let stamp = instant(shown_ms).map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true)).unwrap_or_default();
        let meta = body.as_object_mut().map(|body| body.entry("meta").or_insert_with(|| json!({})));
        if let Some(meta) = meta.and_then(Value::as_object_mut) {
            meta.insert("versionId".to_owned(), json!(number.to_string()));
            meta.insert("lastUpdated".to_owned(), json!(stamp));
        }
        // Commits become visible one after the other in an order that their stamps do not tell.
        self.lateness = self.lateness.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let late_ms = (self.lateness >> 33).checked_rem(self.manners.late_commit_ms_max + 1).unwrap_or(0);
        let visible_ms = at_ms + i64::try_from(late_ms).unwrap_or(0);
        versions.push(Version {
            number,
            at_ms: shown_ms,
            committed_ms: at_ms,
            visible_ms,
            text: Some(body.to_string().into()),
            body: Some(Arc::new(body.take())),
        });
        number
    }
}

pub(crate) fn instant(at_ms: i64) -> Option<DateTime<Utc>> {
    Utc.timestamp_millis_opt(at_ms).single()
}

pub(crate) fn text(body: &Value, member: &str) -> String {
    body.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}

pub(crate) fn outcome(what: &str) -> Value {
    json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": "processing", "diagnostics": what }] })
}

fn metadata() -> Value {
    json!({
        "resourceType": "CapabilityStatement",
        "fhirVersion": "4.0.1",
        "software": { "name": "simulated" },
        "rest": [{ "mode": "server", "interaction": [{ "code": "transaction" }] }],
    })
}
