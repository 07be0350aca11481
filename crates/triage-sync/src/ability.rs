//! What a provider was found to be able to do, by trying it at the connection, and what stays safe with that.

use serde::{Deserialize, Serialize};

/// How much of the contract a provider keeps (`wire.md` 1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It does not guard a request against overwriting: nothing is written to it.
    ReadOnly,
    /// Single writes under `If-Match`.
    A,
    /// One transaction for each decision, with its witness.
    B,
    /// Also the history of all requests, which tells of deletions at once.
    C,
}

/// What a provider was found to do. What it says of itself is not enough: servers send versions and ignore `If-Match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abilities {
    /// A write under an old `If-Match` is refused and changes nothing.
    pub guards_versions: bool,
    /// A Bundle is taken as a whole or not at all, with `ifMatch` on its entries.
    pub transactions: bool,
    /// `PUT` on an id that the client made creates the resource.
    pub own_ids: bool,
    /// `PUT` with `If-None-Match: *` on something that exists is refused.
    pub creates_once: bool,
    /// The history of a whole type can be asked for.
    pub history: bool,
}

impl Default for Abilities {
    /// As long as nothing was tried, everything in the contract counts as kept.
    fn default() -> Self {
        Self::all()
    }
}

impl Abilities {
    /// Everything in the contract.
    #[must_use]
    pub fn all() -> Self {
        Self { guards_versions: true, transactions: true, own_ids: true, creates_once: true, history: true }
    }

    /// Returns the level that these abilities make.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self { guards_versions: false, .. } | Self { own_ids: false, .. } => Level::ReadOnly,
            Self { transactions: false, .. } => Level::A,
            Self { history: false, .. } => Level::B,
            Self { .. } => Level::C,
        }
    }

    /// Says whether decisions may be sent at all.
    #[must_use]
    pub fn may_write(self) -> bool {
        self.level() > Level::ReadOnly
    }
}

/// What staff cannot do, or has to know, because of what the provider cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Nothing comes or goes: other practices' patients would come along.
    OtherPracticesShown,
    /// No decisions: the provider was not tried yet.
    NotTried,
    /// No decisions: one person's could overwrite another's.
    NoVersionGuard,
    /// No decisions: nobody could say whether one has landed.
    NoOwnIds,
    /// Decisions are written step by step.
    StepByStep,
    /// Deleted requests leave the screen late.
    NoHistory,
}

impl Limit {
    /// Says it to staff.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherPracticesShown => {
                "The provider sends other practices' requests as well. Nothing is fetched until it stops doing so."
            }
            Self::NotTried => "Decisions are off until it is known what the provider can do.",
            Self::NoVersionGuard => {
                "Decisions are off: the provider does not stop one person's change from overwriting another's."
            }
            Self::NoOwnIds => "Decisions are off: with this provider nobody could say whether a decision has landed.",
            Self::StepByStep => {
                "The provider takes each decision in steps. For a moment colleagues can see that a reply was sent before it is there."
            }
            Self::NoHistory => "Requests that the provider deletes leave the screen late.",
        }
    }
}
