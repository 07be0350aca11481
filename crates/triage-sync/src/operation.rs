//! One decision on its way to the provider: what was decided, on the basis of what, and how far it has got.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use triage_domain::{Author, Decision, OpId, RequestId, Version};

use crate::basis::{Basis, hex};
use crate::conflict::{Conflict, Resolution};

/// Where a decision stands (`sync.md` b.1). Nothing reaches a final state but by proof or by a recorded human act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpState {
    /// Saved on this PC; may still be withdrawn.
    Queued,
    /// Its payload is frozen; it waits for its turn or for another try.
    Sealed,
    /// An attempt is recorded and bytes may have left.
    #[serde(rename = "inflight")]
    InFlight,
    /// Nobody knows whether it landed; the witness will say.
    Unknown,
    /// The provider proved that it has it.
    Acked,
    /// The provider's own copy, as received here, contains it.
    Settled,
    /// Somebody else decided otherwise meanwhile; a person resolves it.
    Conflict,
    /// The provider will never take it as it is; a person must look.
    Rejected,
    /// Its author must sign in, or may not do this.
    Parked,
    Withdrawn,
    Superseded,
    /// The provider had it and was restored to a state without it.
    LostOnServer,
}

impl OpState {
    /// Every state, in the order of the life cycle.
    pub const ALL: [Self; 12] = [
        Self::Queued,
        Self::Sealed,
        Self::InFlight,
        Self::Unknown,
        Self::Acked,
        Self::Settled,
        Self::Conflict,
        Self::Rejected,
        Self::Parked,
        Self::Withdrawn,
        Self::Superseded,
        Self::LostOnServer,
    ];

    /// Returns the name under which it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sealed => "sealed",
            Self::InFlight => "inflight",
            Self::Unknown => "unknown",
            Self::Acked => "acked",
            Self::Settled => "settled",
            Self::Conflict => "conflict",
            Self::Rejected => "rejected",
            Self::Parked => "parked",
            Self::Withdrawn => "withdrawn",
            Self::Superseded => "superseded",
            Self::LostOnServer => "lost_on_server",
        }
    }

    /// Finds the state with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Says whether there is nothing left to do about it.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Settled | Self::Withdrawn | Self::Superseded)
    }

    /// Says whether the provider has not confirmed it and still could: what "unsent" counts.
    #[must_use]
    pub fn is_unsent(self) -> bool {
        match self {
            Self::Queued
            | Self::Sealed
            | Self::InFlight
            | Self::Unknown
            | Self::Conflict
            | Self::Rejected
            | Self::Parked
            | Self::LostOnServer => true,
            Self::Acked | Self::Settled | Self::Withdrawn | Self::Superseded => false,
        }
    }

    /// Says whether it goes no further by itself.
    #[must_use]
    pub fn is_stuck(self) -> bool {
        self.needs_a_person() || self.is_final() || self == Self::Parked
    }

    /// Says whether a person has to act before it can go on.
    #[must_use]
    pub fn needs_a_person(self) -> bool {
        matches!(self, Self::Conflict | Self::Rejected | Self::LostOnServer)
    }
}

/// Why a decision does not go on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Stuck {
    /// The provider answered that it will not take it.
    Refused { http_status: u16 },
    /// The author's account may not do this.
    NotAllowed,
    /// The author has to sign in again.
    SignInNeeded,
    /// The request is no longer on the provider.
    Gone,
    /// It is larger than the provider accepts.
    TooLarge,
    /// The provider holds another payload under this decision's id.
    PayloadDiffers,
    /// A reply that waited so long that what it answers may have moved on; nobody has it yet.
    WaitedTooLong,
    /// The provider fails at this one and not at others; it is tried again, less and less often.
    KeepsFailing,
}

/// One decision on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub op_id: OpId,
    /// Counts this device's decisions without a gap, so that a loss shows; decisions about one request take effect in
    /// this order.
    pub seq: u64,
    pub request_id: RequestId,
    pub decision: Decision,
    pub author: Author,
    pub basis: Basis,
    pub decided_at: DateTime<Utc>,
    pub state: OpState,
    /// The version that the next attempt must find on the provider.
    pub if_match: Version,
    /// Counts how often `if_match` was moved to a newer version on an unchanged basis.
    pub rebase_generation: u32,
    pub attempts: u32,
    pub ack_version: Option<Version>,
    pub acked_at: Option<DateTime<Utc>>,
    pub stuck: Option<Stuck>,
    pub conflict: Option<Conflict>,
    pub resolution: Option<Resolution>,
    pub supersedes: Option<OpId>,
}

impl Operation {
    /// Makes a decision that is saved and not yet sent.
    #[must_use]
    pub fn new(
        (op_id, seq): (OpId, u64),
        request_id: RequestId,
        (decision, author): (Decision, Author),
        basis: Basis,
        decided_at: DateTime<Utc>,
    ) -> Self {
        Self {
            op_id,
            seq,
            request_id,
            if_match: basis.version.clone(),
            decision,
            author,
            basis,
            decided_at,
            state: OpState::Queued,
            rebase_generation: 0,
            attempts: 0,
            ack_version: None,
            acked_at: None,
            stuck: None,
            conflict: None,
            resolution: None,
            supersedes: None,
        }
    }

    /// Returns the SHA-256, in hex, of everything about the decision that never changes. The witness on the provider
    /// carries it, so that a retry can tell its own payload from another.
    #[must_use]
    pub fn digest(&self) -> String {
        let decision = serde_json::to_vec(&self.decision).unwrap_or_default();
        let mut sha = Sha256::new();
        for part in [
            self.op_id.as_str().as_bytes(),
            self.request_id.as_str().as_bytes(),
            self.author.id.as_str().as_bytes(),
            self.decided_at.to_rfc3339().as_bytes(),
            &decision,
        ] {
            sha.update((part.len() as u64).to_be_bytes());
            sha.update(part);
        }
        hex(&sha.finalize())
    }
}

/// One network try, recorded and durable before its first byte leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub op_id: OpId,
    pub n: u32,
    pub if_match: Version,
    pub started_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests;
