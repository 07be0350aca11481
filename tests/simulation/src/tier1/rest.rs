//! What must hold once everything has come to rest: the copies are the provider's, and nothing waits but for a person.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use triage_device::{OPEN_STATUSES, assemble_from};
use triage_domain::{RequestId, TriageRequest};
use triage_fhir::{Parts, assemble};
use triage_sync::{Engine, Operation};

use super::world::World;
use crate::provider::Provider;

impl World {
    /// I26, I31, I43, I45, I46: everything has come to rest.
    pub(super) fn check_rest(&mut self) {
        for pc in 0..self.pcs.len() {
            if self.violation.is_some() {
                return;
            }
            self.check_at_rest(pc);
        }
        let delivered = &self.provider.delivered;
        let is_doubled = |id: &&String| delivered.iter().filter(|other| other == id).count() > 1;
        let doubled = delivered.iter().filter(|id| !self.oracle.beyond_knowing.contains(*id)).find(is_doubled);
        if let Some(doubled) = doubled.cloned() {
            self.broken(43, format!("the patient has reply {doubled} twice"));
        }
    }

    fn check_at_rest(&mut self, pc: usize) {
        let Some(device) = self.pcs[pc].device.as_ref() else {
            return self.broken(46, format!("pc{pc} does not run"));
        };
        let stuck = first_about_each(device.engine()).find(|operation| !Self::waits_for_somebody(operation.state));
        if let Some(stuck) = stuck {
            let engine = device.engine();
            let what = format!(
                "pc{pc} {} is still {}: {:?}, {:?}, verifying {}, wakes {:?}, {:?}",
                stuck.op_id,
                stuck.state.name(),
                stuck.stuck,
                engine.link(),
                engine.is_verifying(),
                engine.wake_at(),
                stuck.request_id,
            );
            return self.broken(46, what);
        }
        let Ok(rows) = device.stores().cache.read(|cache| cache.task_versions()) else { return };
        let here: BTreeMap<String, String> =
            rows.into_iter().map(|row| (row.id.to_string(), row.version.to_string())).collect();
        let there: BTreeMap<String, String> =
            self.provider.all("Task").map(|(id, number, _)| (id.to_owned(), number.to_string())).collect();
        // A closed request that was deleted is missed only by a history, where the provider has one.
        let here: BTreeMap<String, String> =
            here.into_iter().filter(|(id, _)| there.contains_key(id) || !self.swarm.manners.no_history).collect();
        let kept: BTreeSet<String> = there
            .iter()
            .filter(|(id, version)| here.get(*id).is_some_and(|here| here != *version))
            .filter(|(id, _)| self.is_closed_and_unproven(pc, id))
            .map(|(id, _)| id.clone())
            .collect();
        if !kept.is_empty() {
            self.coverage.meets("a closed request that a restore took was kept");
        }
        let but_kept = |versions: &BTreeMap<String, String>| -> BTreeMap<String, String> {
            versions
                .iter()
                .filter(|(id, _)| !kept.contains(*id))
                .map(|(id, version)| (id.clone(), version.clone()))
                .collect()
        };
        if but_kept(&here) != but_kept(&there) {
            return self.broken(26, format!("pc{pc} has {here:?} and the provider {there:?}"));
        }
        let ids: Vec<String> = there.into_keys().filter(|id| !kept.contains(id)).collect();
        let unlike = ids.into_iter().find(|id| !self.is_the_same(pc, id));
        if let Some(id) = unlike {
            let there = RequestId::parse(&id).ok().and_then(|id| request_at(&self.provider, &id));
            let here = RequestId::parse(&id).ok().and_then(|id| self.pcs[pc].device.as_ref()?.snapshot(&id).ok()?);
            return self.broken(26, format!("pc{pc} shows {here:?} and the provider has {there:?}"));
        }
        if self.seed.is_multiple_of(16) && self.pcs[pc].disk.holds(b"canary-") {
            self.broken(45, format!("pc{pc} has a readable word on its disk"));
        }
    }

    /// What is closed on both sides is in no comparison. A PC that lost no decision by a restore has no proof of it, and keeps
    /// the version that it took: `tier0/check/copies.rs` has the same limit.
    fn is_closed_and_unproven(&self, pc: usize, id: &str) -> bool {
        let Some(device) = self.pcs[pc].device.as_ref() else { return false };
        let here = device.stores().cache.read(|cache| cache.resource("Task", id)).ok().flatten();
        let there = self.provider.newest("Task", id).and_then(|version| version.body.as_deref());
        let is_closed =
            |task: &Value| !OPEN_STATUSES.contains(&triage_fhir::json::text(task, "status").unwrap_or_default());
        self.oracle.restores > 0 && here.is_some_and(|task| is_closed(&task)) && there.is_some_and(is_closed)
    }

    /// What was written to or by a patient and a restore took stays where it was seen, with what follows from it, unless it
    /// was the newest: no list names messages.
    fn is_the_same(&mut self, pc: usize, id: &str) -> bool {
        let Some(device) = self.pcs[pc].device.as_ref() else { return false };
        let Ok(request_id) = RequestId::parse(id) else { return false };
        let here = device.stores().cache.read(|cache| {
            let Some(task) = cache.resource("Task", id)? else { return Ok(None) };
            Ok(assemble_from(cache, &task)?.ok().map(|assembled| assembled.request))
        });
        let (mut here, there) = (here.ok().flatten(), request_at(&self.provider, &request_id));
        if here != there && self.oracle.restores > 0 {
            if let (Some(here), Some(there)) = (&mut here, &there) {
                let before = here.messages.len();
                here.messages.retain(|message| there.messages.contains(message));
                if here.messages.len() < before {
                    here.state.next_action = there.state.next_action;
                    here.state.first_response_at = there.state.first_response_at;
                }
            }
            if here == there {
                self.coverage.meets("a message that a restore took was kept");
            }
        }
        here == there
    }
}

/// What follows a decision that waits for somebody waits with it.
fn first_about_each(engine: &Engine) -> impl Iterator<Item = &Operation> {
    let mut met = BTreeSet::new();
    engine.operations().filter(move |operation| met.insert(&operation.request_id))
}

/// Puts a request together from what the provider holds.
pub(super) fn request_at(provider: &Provider, id: &RequestId) -> Option<TriageRequest> {
    let newest = |kind: &str, id: &str| provider.newest(kind, id).and_then(|version| version.body.as_deref());
    let task = newest("Task", id.as_str())?;
    let named = |member: &str| -> Option<&Value> {
        let (kind, id) = triage_fhir::json::relative(triage_fhir::json::reference(task, member)?)?;
        newest(kind, id)
    };
    let about = |kind: &'static str| -> Vec<&Value> {
        let mine = |body: &&Value| triage_fhir::communication::tasks_of(body).iter().any(|task| task == id.as_str());
        provider.all(kind).map(|(_, _, body)| body).filter(mine).collect()
    };
    let (replies, communications) = (about("CommunicationRequest"), about("Communication"));
    assemble(&Parts {
        task: Some(task),
        form: named("focus"),
        patient: named("for"),
        requester: None,
        photos: &[],
        replies: &replies,
        communications: &communications,
    })
    .ok()
    .map(|assembled| assembled.request)
}
