//! A conflict as data: what you saw, what is there now, what you decided. It never offers to overwrite.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_domain::{Author, OpId, Words};

use crate::basis::{Basis, BasisField};

/// Two people's decisions that no rule can join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// What is on the provider now; what was seen is the operation's own basis.
    pub there: Basis,
    /// The differences that stand against the decision.
    pub differs: Vec<BasisField>,
    /// Who changed it, where the provider says so.
    pub changed_by: Option<String>,
    pub changed_at: Option<DateTime<Utc>>,
    pub found_at: DateTime<Utc>,
}

/// What a person decided about a conflict or a refused decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Resolution {
    /// The provider's state stands; this decision is dropped and the record says why.
    KeptTheirs { by: Author, at: DateTime<Utc>, reason: Words },
    /// Taken again on what is there now, as a decision of its own.
    Reissued { by: Author, at: DateTime<Utc>, reason: Words, as_op: OpId },
}
