//! A conflict as data: what you saw, what is there now, what you decided. It never offers to overwrite.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_domain::{AfterReply, Author, Decision, OpId, TriageRequest, Words};

use crate::basis::{Basis, BasisField};
use crate::operation::Operation;

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
    /// Taken again on what is there now, as a decision of its own. Keeping both sides is this too: see `choices`.
    Reissued { by: Author, at: DateTime<Utc>, reason: Words, as_op: OpId },
}

/// One way out of a conflict, for a screen to offer.
///
/// There is no third effect: "both" is mine taken again beside theirs, where nothing of theirs gives way. It has a name of
/// its own because a person has to be told which of the two taking it again would be, and is recorded as `Reissued`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    KeepTheirs,
    /// Mine takes the place of what somebody else decided, by a decision of its own that says so.
    ReissueMine,
    /// Mine is taken again beside theirs; both stand.
    KeepBoth,
}

/// Lists what may be done about a decision that does not go on by itself, given the request as the provider has it now.
///
/// Theirs can always be kept. Mine can be taken again by `by` at `at` where the rules allow it on what is there: never
/// where the request has ended meanwhile, for that is somebody's decision, and reopening it is another.
#[must_use]
pub fn choices(operation: &Operation, there: &TriageRequest, by: &Author, at: DateTime<Utc>) -> Vec<Choice> {
    let mut choices = vec![Choice::KeepTheirs];
    if operation.decision.check(there, by, at).is_ok() {
        let differs = operation.basis.differences(&Basis::of(there));
        let replaces = differs.iter().any(|field| writes(&operation.decision, *field));
        choices.push(if replaces { Choice::ReissueMine } else { Choice::KeepBoth });
    }
    choices
}

/// Says whether a decision puts its own value in the place of this field's. What only adds (a message, a note) replaces
/// nothing.
fn writes(decision: &Decision, field: BasisField) -> bool {
    match decision {
        Decision::Assign { .. } => field == BasisField::Owner,
        Decision::SetUrgency { .. } => field == BasisField::Urgency,
        Decision::SetCategory { .. } => field == BasisField::Category,
        Decision::Close { .. } | Decision::Merge { .. } | Decision::Reply { then: AfterReply::Close { .. }, .. } => {
            matches!(field, BasisField::Ending | BasisField::Held)
        }
        Decision::Reopen { .. } => field == BasisField::Ending,
        Decision::Hold { .. } | Decision::EndHold | Decision::Reply { then: AfterReply::AwaitPatient { .. }, .. } => {
            field == BasisField::Held
        }
        Decision::Reply { then: AfterReply::KeepOpen, .. }
        | Decision::SendAgain { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => false,
    }
}

#[cfg(test)]
mod tests;
