//! What a person has to look at: conflicts, refused and undelivered decisions, what waits, what could not be read.

use chrono::{DateTime, Utc};
use triage_device::folded;
use triage_domain::{Message, TriageRequest};
use triage_store::StoreError;
use triage_sync::{Choice, OpState, Operation, Stuck, choices};

use crate::client::Client;
use crate::desk::failed_reply;

/// A decision that somebody else's stands against.
#[derive(Debug, Clone)]
pub struct ConflictCard {
    pub operation: Operation,
    /// The request as the provider has it now.
    pub request: TriageRequest,
    /// What may be done about it by whoever works here.
    pub choices: Vec<Choice>,
}

/// A decision on its way, or one that will not go by itself.
#[derive(Debug, Clone)]
pub struct OutboxItem {
    pub operation: Operation,
    pub patient_name: String,
}

/// A reply that the provider could not deliver.
#[derive(Debug, Clone)]
pub struct Undelivered {
    pub request: TriageRequest,
    pub reply: Message,
}

/// Something that arrived and could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub reference: String,
    pub problem: String,
    pub seen_at: DateTime<Utc>,
}

/// Everything that needs a person, and what waits.
#[derive(Debug, Clone, Default)]
pub struct Attention {
    pub conflicts: Vec<ConflictCard>,
    pub failed: Vec<OutboxItem>,
    pub undelivered: Vec<Undelivered>,
    pub waiting: Vec<OutboxItem>,
    pub unreadable: Vec<Unreadable>,
}

impl Client {
    /// Lists every decision ever taken on this device with how far it has got, in the order they were taken.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn decisions(&self) -> Result<Vec<Operation>, StoreError> {
        self.inner.stores.ledger.operations()
    }

    /// Lists what needs a person, and what waits to be sent.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn attention(&self) -> Result<Attention, StoreError> {
        let mut attention = Attention { undelivered: self.undelivered_replies(), ..Attention::default() };
        for operation in self.inner.reading().live {
            match operation.state {
                OpState::Conflict => match self.inner.snapshot(&operation.request_id)? {
                    Some(request) => {
                        let choices = self.choices(&operation, &request);
                        attention.conflicts.push(ConflictCard { operation, request, choices });
                    }
                    // The provider has deleted the request since: the decision still needs a person.
                    None => attention.failed.push(self.item(operation)),
                },
                OpState::Rejected | OpState::LostOnServer => attention.failed.push(self.item(operation)),
                OpState::Sealed | OpState::Unknown if operation.stuck == Some(Stuck::KeepsFailing) => {
                    attention.failed.push(self.item(operation));
                }
                OpState::Queued | OpState::Sealed | OpState::InFlight | OpState::Unknown | OpState::Parked => {
                    attention.waiting.push(self.item(operation));
                }
                OpState::Acked | OpState::Settled | OpState::Withdrawn | OpState::Superseded => {}
            }
        }
        let unreadable = self.inner.stores.cache.read(|cache| cache.unreadable())?;
        attention.unreadable = unreadable
            .into_iter()
            .map(|row| Unreadable { reference: row.reference, problem: row.problem, seen_at: row.seen_at })
            .collect();
        Ok(attention)
    }

    fn choices(&self, operation: &Operation, there: &TriageRequest) -> Vec<Choice> {
        let by = self.inner.author();
        by.map_or_else(Vec::new, |by| choices(operation, there, &by, self.inner.clock.now().wall))
    }

    fn item(&self, operation: Operation) -> OutboxItem {
        let desk = self.inner.desk();
        let patient_name =
            desk.entry(&operation.request_id).map(|entry| entry.shown().patient.name.display()).unwrap_or_default();
        OutboxItem { operation, patient_name }
    }

    /// Lists open requests whose last reply did not reach the patient.
    fn undelivered_replies(&self) -> Vec<Undelivered> {
        let desk = self.inner.desk();
        let failed: Vec<_> = desk
            .entries()
            .filter(|entry| failed_reply(entry.shown()).is_some())
            .map(|e| e.shown().id.clone())
            .collect();
        drop(desk);
        let live = self.inner.reading().live;
        failed
            .into_iter()
            .filter_map(|id| {
                let operations: Vec<&Operation> = live.iter().filter(|operation| operation.request_id == id).collect();
                let request = folded(self.inner.snapshot(&id).ok().flatten()?, &operations);
                let reply = failed_reply(&request)?.clone();
                Some(Undelivered { request, reply })
            })
            .collect()
    }
}
