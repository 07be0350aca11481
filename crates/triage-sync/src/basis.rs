//! What a decision was based on: the clinically relevant part of a request, as the person saw it.
//!
//! A change outside it (a read receipt, a tag, an index run, a note) makes no conflict; a change inside it must.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use triage_domain::request::{Lifecycle, NextAction};
use triage_domain::{Category, Disposition, Message, OpId, Owner, StaffId, TriageRequest, Urgency, Version};

/// How a request had ended, in the words of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Ending {
    Open,
    Closed { disposition: Option<Disposition> },
    Withdrawn,
}

impl Ending {
    fn key(&self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::Closed { disposition } => {
                format!("closed:{}", disposition.as_ref().map_or("", Disposition::code))
            }
            Self::Withdrawn => "withdrawn".to_owned(),
        }
    }
}

/// Whose claim was seen, and until when on the server's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenClaim {
    pub by: StaffId,
    pub expires: DateTime<Utc>,
}

/// The fields that decisions depend on.
///
/// The ledger never lets a stored basis change, not by a byte: a field added later is left out while it says nothing, so
/// that a basis of before is written back as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisFields {
    pub urgency: Urgency,
    pub category: Category,
    pub owner: Owner,
    pub ending: Ending,
    /// Ids of the messages, oldest first: replies by decision, patient's messages by the provider's id.
    pub messages: Vec<String>,
    /// SHA-256 over the patient's words, answers and photo ids, in hex.
    pub content: String,
    /// Set aside, or waiting for the patient, until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<DateTime<Utc>>,
    /// It is the patient whom that moment gives time; false where there is none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits_for_patient: bool,
    /// Who said "I have this open". It is outside the hash and never among the differences: it matters to claims alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<SeenClaim>,
}

/// One part of a basis, for saying what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BasisField {
    Urgency,
    Owner,
    Category,
    Ending,
    Messages,
    Content,
    Held,
}

/// What a decision was based on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The provider's version that was on screen.
    pub version: Version,
    pub fields: BasisFields,
    /// SHA-256 over the fields, in hex.
    pub hash: String,
}

impl Basis {
    /// Takes down the relevant part of a request, with whatever pending decisions it has folded in.
    #[must_use]
    pub fn of(request: &TriageRequest) -> Self {
        let fields = BasisFields {
            urgency: request.state.urgency,
            category: request.state.category,
            owner: request.state.owner.clone(),
            ending: ending(&request.state.lifecycle),
            messages: message_ids(request),
            content: content_hash(request),
            held_until: request.state.held_until,
            waits_for_patient: request.state.held_until.is_some() && request.state.next_action == NextAction::Patient,
            claim: request
                .state
                .claim
                .as_ref()
                .map(|claim| SeenClaim { by: claim.by.id.clone(), expires: claim.expires }),
        };
        let hash = hash(&fields);
        Self { version: request.version.clone(), fields, hash }
    }

    /// Says whether the reply that this decision wrote is among the messages.
    #[must_use]
    pub fn holds_reply(&self, op_id: &OpId) -> bool {
        self.fields.messages.iter().any(|id| id.strip_prefix("reply:") == Some(op_id.as_str()))
    }

    /// Lists what differs, in a fixed order.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<BasisField> {
        let (a, b) = (&self.fields, &other.fields);
        let checks = [
            (BasisField::Urgency, a.urgency == b.urgency),
            (BasisField::Owner, a.owner.is_same(&b.owner)),
            (BasisField::Category, a.category == b.category),
            (BasisField::Ending, a.ending.key() == b.ending.key()),
            (BasisField::Messages, a.messages == b.messages),
            (BasisField::Content, a.content == b.content),
            (BasisField::Held, (a.held_until, a.waits_for_patient) == (b.held_until, b.waits_for_patient)),
        ];
        checks.into_iter().filter(|(_, same)| !same).map(|(field, _)| field).collect()
    }
}

fn ending(lifecycle: &Lifecycle) -> Ending {
    match lifecycle {
        Lifecycle::Open => Ending::Open,
        Lifecycle::Closed(closure) => Ending::Closed { disposition: closure.disposition.clone() },
        Lifecycle::Withdrawn => Ending::Withdrawn,
    }
}

fn message_ids(request: &TriageRequest) -> Vec<String> {
    let mut ids: Vec<String> = request
        .messages
        .iter()
        .map(|message| match message {
            Message::Reply { id, .. } => format!("reply:{id}"),
            Message::FromPatient { id, .. } => format!("patient:{id}"),
        })
        .collect();
    ids.sort();
    ids
}

fn content_hash(request: &TriageRequest) -> String {
    let mut sha = Sha256::new();
    let mut feed = |text: &str| {
        sha.update((text.len() as u64).to_be_bytes());
        sha.update(text.as_bytes());
    };
    feed(request.submission.words.as_str());
    for answer in &request.submission.answers {
        feed(answer.question.as_str());
        feed(answer.answer.as_str());
    }
    for photo in &request.photos {
        feed(&photo.id);
    }
    hex(&sha.finalize())
}

fn hash(fields: &BasisFields) -> String {
    let mut sha = Sha256::new();
    let mut feed = |text: &str| {
        sha.update((text.len() as u64).to_be_bytes());
        sha.update(text.as_bytes());
    };
    feed(&format!("{:?}", fields.urgency));
    feed(&format!("{:?}", fields.category));
    feed(&fields.owner.key());
    feed(&fields.ending.key());
    for id in &fields.messages {
        feed(id);
    }
    feed(&fields.content);
    // Fed where there is one only, so that the hash of a request that is not held is the same as ever.
    if let Some(until) = fields.held_until {
        let kind = if fields.waits_for_patient { "awaits" } else { "held" };
        feed(&format!("{kind}:{}", until.timestamp_millis()));
    }
    hex(&sha.finalize())
}

/// Writes bytes as lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

#[cfg(test)]
mod tests;
