//! What the engine asks for. The caller carries effects out in order; a `Commit` is durable before the next one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_domain::{OpId, RequestId};

use crate::input::Doubt;
use crate::operation::{Attempt, Operation};

/// What is pulled with a cursor of its own, in the order in which it is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The work items, with the forms and patients they name.
    Requests,
    /// Delivery reports and patients' messages.
    Messages,
    /// Replies, of this PC and of others.
    Replies,
    /// Corrections to forms that are known here.
    Submissions,
    /// Corrections to patients who are known here.
    Patients,
}

impl Scope {
    /// All scopes in the order of a walk: requests first, because the others hang on them.
    pub const ALL: [Self; 5] = [Self::Requests, Self::Messages, Self::Replies, Self::Submissions, Self::Patients];

    /// Returns the name under which its cursor is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Messages => "messages",
            Self::Replies => "replies",
            Self::Submissions => "submissions",
            Self::Patients => "patients",
        }
    }

    /// Finds the scope with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// Says whether only resources that something here already names are wanted, so that its first walk starts at the
    /// present and not at the beginning of the provider's time.
    #[must_use]
    pub fn follows_what_is_known(self) -> bool {
        matches!(self, Self::Submissions | Self::Patients)
    }
}

/// How far a scope has been pulled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Everything up to this instant of the provider was received by a completed walk. Verbatim.
    pub high_water: Option<String>,
    /// Where an unfinished first walk had got to. Verbatim.
    pub resume_from: Option<String>,
    /// How far behind the high water a walk begins, in milliseconds, where rows came in later than the usual overlap.
    pub overlap_ms: Option<u64>,
    /// Deletions up to this instant of the provider's clock are taken in. With the requests only.
    pub removals_from: Option<DateTime<Utc>>,
}

impl Cursor {
    /// Returns where a walk over everything begins, which forgets nothing of how late rows come and what was deleted.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self { high_water: None, resume_from: None, ..self.clone() }
    }
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStart {
    /// The beginning of the provider's time.
    Beginning,
    /// A new query from this instant on.
    From(String),
    /// The provider's own link: within one instant, or where it does not sort.
    Link(String),
}

/// Asks for one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullOrder {
    /// Tells this call from earlier ones, whose answers may still come: an old page would pass for a new one.
    pub call: u64,
    pub scope: Scope,
    pub start: PageStart,
    pub count: u32,
}

/// Asks for one attempt to push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushOrder {
    pub op: Box<Operation>,
    pub attempt: u32,
}

/// One transaction of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerChange {
    /// Decisions as they are after it; new ones are added.
    pub operations: Vec<Operation>,
    pub attempt: Option<Attempt>,
}

/// What on a screen may have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    Status,
    Outbox,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Commit(LedgerChange),
    /// Ask whether the provider is there and what it can do.
    Probe,
    Pull(PullOrder),
    /// Store the page that arrived last for this scope, and its cursor, in one transaction.
    StorePage {
        scope: Scope,
        cursor: Cursor,
    },
    Push(PushOrder),
    LookUpWitness {
        op_id: OpId,
        digest_of: Box<Operation>,
    },
    Fetch {
        request_id: RequestId,
    },
    /// Ask for the ids and versions of everything open and compare them with what is here.
    CompareManifest,
    /// Ask which requests the provider has deleted since this instant of its clock.
    AskRemovals {
        since: DateTime<Utc>,
    },
    /// Treat everything here as the provider's former state: what it sends from now on replaces it. The answer is
    /// `Input::EpochBegun`.
    BeginEpoch {
        evidence: Doubt,
        /// Decisions confirmed since then are looked up again.
        verify_since: DateTime<Utc>,
    },
    /// Everything was pulled and every recent witness looked up: the copy here is the provider's present state.
    EpochIsSure,
    Changed(Topic),
}
