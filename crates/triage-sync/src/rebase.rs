//! What happens to a decision when the provider's copy is not the one it was based on (`sync.md` b.6).

use triage_domain::Urgency;
use triage_domain::decision::{AfterReply, Decision};

use crate::basis::{Basis, BasisField, Ending};

/// The answer of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rebase {
    /// It may go on the newer version as it is.
    Goes,
    /// A person has to look, because of these differences.
    Conflict(Vec<BasisField>),
}

/// Says whether a decision may go on what is there now.
///
/// Each kind depends on some fields only: notes and "first opened" on none, a raise on the request being open, an owner
/// or category on itself, a reply on messages, words and outcome, a lowering on these and the urgency, and what ends or
/// reopens a request, a reply that closes it among them, on everything. Equal decisions merge. A change in a field that the kind depends on goes to a person.
#[must_use]
pub fn rebase(decision: &Decision, basis: &Basis, there: &Basis) -> Rebase {
    let mut against: Vec<BasisField> = basis
        .differences(there)
        .into_iter()
        .filter(|field| depends_on(decision, basis.fields.urgency, *field))
        .collect();
    let settled_the_same = match decision {
        Decision::Assign { to } if to.is_same(&there.fields.owner) => Some(BasisField::Owner),
        Decision::SetCategory { to } if *to == there.fields.category => Some(BasisField::Category),
        Decision::Reopen { .. } if there.fields.ending == Ending::Open => Some(BasisField::Ending),
        Decision::Assign { .. }
        | Decision::SetCategory { .. }
        | Decision::SetUrgency { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Reply { .. }
        | Decision::Close { .. }
        | Decision::Reopen { .. } => None,
    };
    against.retain(|field| Some(*field) != settled_the_same);
    if against.is_empty() { Rebase::Goes } else { Rebase::Conflict(against) }
}

/// Says whether this kind of decision commutes with everything anybody else can do.
#[must_use]
pub fn commutes(decision: &Decision) -> bool {
    matches!(decision, Decision::AddNote { .. } | Decision::FirstOpened)
}

fn depends_on(decision: &Decision, seen: Urgency, field: BasisField) -> bool {
    match decision {
        Decision::AddNote { .. } | Decision::FirstOpened => false,
        Decision::Assign { .. } => matches!(field, BasisField::Owner | BasisField::Ending),
        Decision::SetCategory { .. } => matches!(field, BasisField::Category | BasisField::Ending),
        Decision::SetUrgency { to, .. } if *to > seen => field == BasisField::Ending,
        Decision::SetUrgency { .. } => {
            matches!(field, BasisField::Urgency | BasisField::Messages | BasisField::Content | BasisField::Ending)
        }
        Decision::Reply { then: AfterReply::Close { .. }, .. } => true,
        Decision::Reply { then: AfterReply::KeepOpen | AfterReply::AwaitPatient, .. } => {
            matches!(field, BasisField::Messages | BasisField::Content | BasisField::Ending)
        }
        Decision::Close { .. } | Decision::Reopen { .. } => true,
    }
}

/// Returns the decision as it has to act on a state whose urgency is `there`: a raise never lowers what somebody else
/// raised further.
#[must_use]
pub fn effective(decision: &Decision, basis: &Basis, there: Urgency) -> Decision {
    match decision {
        Decision::SetUrgency { to, reason } if *to > basis.fields.urgency && there > *to => {
            Decision::SetUrgency { to: there, reason: reason.clone() }
        }
        Decision::SetUrgency { .. }
        | Decision::Assign { .. }
        | Decision::SetCategory { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Reply { .. }
        | Decision::Close { .. }
        | Decision::Reopen { .. } => decision.clone(),
    }
}

#[cfg(test)]
mod tests;
