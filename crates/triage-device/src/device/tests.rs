//! A device between a provider and a screen of the test.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;

use chrono::TimeZone;
use serde_json::Value;
use tempfile::TempDir;
use triage_domain::OdsCode;
use triage_store::{DataKey, Opening};
use triage_sync::Doubt;

use super::*;
use crate::heard::Answer;
use crate::received::Listed;
use crate::received::{RequestParts, row};

/// A request with its submission and its patient, as a provider sent them.
const SEARCHSET: &str = include_str!("../../../../tests/golden/wire/helios-2-pull-searchset.json");

fn searchset() -> Answer {
    Answer { body: serde_json::from_str(SEARCHSET).unwrap(), date: None }
}

fn resources() -> Vec<Value> {
    triage_fhir::json::list(&searchset().body, "entry").map(|entry| entry["resource"].clone()).collect()
}

fn request_id() -> RequestId {
    RequestId::parse(resources()[0]["id"].as_str().unwrap()).unwrap()
}

fn is_request(resource: &Value) -> bool {
    resource["resourceType"] == "Task"
}

/// A device and the provider that it asks; `has_request` says whether the provider has the one request.
struct World {
    device: Device,
    elapsed_ms: u64,
    has_request: bool,
    fetches: u32,
    folder: TempDir,
}

fn started(folder: &Path) -> Device {
    let opening = Opening { at: wall(0), device_id: [1; 16], reserve_bytes: 16 };
    let stores = Arc::new(Stores::open(folder, &DataKey::new([7; 32]), &opening).unwrap());
    let practice = Practice { ods: OdsCode::parse("Y99999").unwrap(), name: "The practice".to_owned() };
    Device::restore(stores, EngineSettings::default(), practice, "http://127.0.0.1:8094".to_owned()).unwrap()
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let device = started(folder.path());
        Self { device, elapsed_ms: 0, has_request: true, fetches: 0, folder }
    }

    /// Ends the program and takes its cache away, as a power cut can, and starts it again.
    fn loses_its_cache(self) -> Self {
        let Self { device, elapsed_ms, has_request, fetches, folder } = self;
        drop(device);
        for file in ["cache.db", "cache.db-wal", "cache.db-shm"] {
            let _ = fs::remove_file(folder.path().join(file));
        }
        Self { device: started(folder.path()), elapsed_ms, has_request, fetches, folder }
    }

    fn now(&self) -> Now {
        Now { elapsed_ms: self.elapsed_ms, wall: wall(self.elapsed_ms) }
    }

    /// Lets time pass, and answers whatever the device asks.
    fn minutes(&mut self, minutes: u64) {
        let until = self.elapsed_ms + minutes * 60_000;
        while self.elapsed_ms < until {
            self.device.tell(Input::Woken, self.now()).unwrap();
            while let Some(call) = self.device.next_call() {
                self.answer(call);
            }
            self.elapsed_ms += 1_000;
        }
    }

    fn answer(&mut self, call: Call) {
        let now = self.now();
        match call {
            Call::Probe => self.device.tell(Input::Probed(Ok(())), now),
            Call::Page(order) => {
                let mut answer = searchset();
                if order.scope != Scope::Requests || !self.has_request {
                    answer.body["entry"] = Value::Array(Vec::new());
                }
                let page = ReceivedPage::read(order.scope, &answer);
                self.device.page(&order, page, now)
            }
            Call::Request(id) => {
                self.fetches += 1;
                let parts = if self.has_request {
                    let resources = resources().iter().filter_map(row).collect();
                    RequestParts::There { resources, change: LastChange::default() }
                } else {
                    RequestParts::Gone
                };
                self.device.request(&id, Ok(parts), now)
            }
            Call::Manifest => {
                let resources = resources();
                let listed = resources.iter().filter(|resource| is_request(resource)).filter_map(row);
                let listed = listed.map(|row| (RequestId::parse(&row.id).unwrap(), Listed::of(&row)));
                let listed = if self.has_request { listed.collect() } else { BTreeMap::new() };
                self.device.manifest(Ok(listed), now)
            }
            Call::Removals { .. } => self.device.tell(Input::RemovalsArrived(Ok(Vec::new())), now),
            Call::Push(_) | Call::Witness { .. } => panic!("nothing was decided"),
        }
        .unwrap();
    }

    fn shows_request(&self) -> bool {
        self.device.snapshot(&request_id()).unwrap().is_some()
    }
}

fn wall(elapsed_ms: u64) -> chrono::DateTime<chrono::Utc> {
    let start = chrono::Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap();
    start + chrono::Duration::milliseconds(i64::try_from(elapsed_ms).unwrap())
}

#[test]
fn a_request_that_the_provider_deleted_is_gone_at_the_next_comparison() {
    let mut world = World::new();
    world.minutes(1);
    assert!(world.shows_request());
    world.has_request = false;
    world.minutes(15);
    assert!(!world.shows_request());
}

#[test]
fn a_deleted_request_that_a_restore_brings_back_in_the_same_version_is_shown_again() {
    let mut world = World::new();
    world.minutes(1);
    world.has_request = false;
    world.minutes(15);
    assert!(!world.shows_request());
    world.has_request = true;
    let fetches = world.fetches;
    world.minutes(15);
    assert!(world.shows_request());
    assert!(world.fetches - fetches <= 3, "asked for {} times", world.fetches - fetches);
}

#[test]
fn a_provider_in_another_state_is_still_in_doubt_after_the_cache_is_lost() {
    let mut world = World::new();
    world.minutes(1);
    world.device.tell(Input::Doubted(Doubt::VersionReused), world.now()).unwrap();
    let mut world = world.loses_its_cache();
    world.device.tell(Input::Woken, world.now()).unwrap();
    assert!(world.device.engine().is_verifying(), "what waits unproven may not go out as if nothing had happened");
    world.minutes(1);
    assert!(!world.device.engine().is_verifying());
    let world = world.loses_its_cache();
    assert!(!world.device.engine().is_verifying(), "and once it is known it is known");
}

#[test]
fn a_version_that_the_provider_hands_out_again_at_another_instant_is_no_copy_of_it() {
    let there = Listed { version: Version::parse("98").unwrap(), last_updated: "2026-11-23T09:00:00.250Z".to_owned() };
    assert!(there.is_copied(&there.version, "2026-11-23T09:00:00Z"), "some tell fractions of a second and some do not");
    assert!(there.is_copied(&there.version, ""), "what is not told is not held against a copy");
    assert!(!there.is_copied(&there.version, "2026-11-23T09:01:00Z"));
    assert!(!there.is_copied(&Version::parse("97").unwrap(), &there.last_updated));
}
