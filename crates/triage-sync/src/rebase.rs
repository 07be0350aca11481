//! What happens to a decision when the provider's copy is not the one it was based on (`sync.md` b.6).
//!
//! | decision | a person looks when this changed | the same on both sides |
//! |---|---|---|
//! | note, first opened, record filed, chase, entry | nothing | both stand |
//! | assign | owner, ending | merges |
//! | category | category, ending | merges |
//! | urgency, raised | ending | the greater of the two |
//! | urgency, lowered | urgency, messages, words, ending | a person |
//! | hold, wait for the patient | hold, messages, words, ending | merges |
//! | end of either | hold, ending | merges |
//! | reply, sent again | messages, words, ending | a person |
//! | close, merge, reply that closes | everything | a person |
//! | reopen | everything | merges |
//! | claim | nobody: it goes or is lost | lost, where somebody else's is live |
//! | release | nothing | both stand |

use triage_domain::Urgency;
use triage_domain::decision::{AfterReply, CLAIM_MAX, Decision, WaitsFor};

use crate::basis::{Basis, BasisField, Ending};

/// The answer of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rebase {
    /// It may go on the newer version as it is.
    Goes,
    /// A person has to look, because of these differences.
    Conflict(Vec<BasisField>),
    /// Somebody else was first, and nothing is lost but a lease: it is dropped without troubling a person. Claims only.
    Lost,
}

/// Says whether a decision may go on what is there now.
///
/// Each kind depends on some fields only; the table above says which. Equal decisions merge. A change in a field that the
/// kind depends on goes to a person.
#[must_use]
pub fn rebase(decision: &Decision, basis: &Basis, there: &Basis) -> Rebase {
    if is_lost_claim(decision, basis, there) {
        return Rebase::Lost;
    }
    if is_taken_entry(decision, there) {
        return Rebase::Conflict(vec![BasisField::Content]);
    }
    let mut against: Vec<BasisField> = basis
        .differences(there)
        .into_iter()
        .filter(|field| depends_on(decision, basis.fields.urgency, *field))
        .collect();
    let settled_the_same = settled_the_same(decision, there);
    against.retain(|field| Some(*field) != settled_the_same);
    if against.is_empty() { Rebase::Goes } else { Rebase::Conflict(against) }
}

/// Returns the field in which somebody else has already decided what this decision says.
fn settled_the_same(decision: &Decision, there: &Basis) -> Option<BasisField> {
    let there = &there.fields;
    match decision {
        Decision::Assign { to } if to.is_same(&there.owner) => Some(BasisField::Owner),
        Decision::SetCategory { to } if *to == there.category => Some(BasisField::Category),
        Decision::Reopen { .. } if there.ending == Ending::Open => Some(BasisField::Ending),
        Decision::Hold { until, waits_for }
            if is_same_moment(Some(*until), there.held_until)
                && (*waits_for == WaitsFor::Patient) == there.waits_for_patient =>
        {
            Some(BasisField::Held)
        }
        Decision::EndHold if there.held_until.is_none() => Some(BasisField::Held),
        Decision::Assign { .. }
        | Decision::SetCategory { .. }
        | Decision::SetUrgency { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Reply { .. }
        | Decision::Close { .. }
        | Decision::Reopen { .. }
        | Decision::Hold { .. }
        | Decision::EndHold
        | Decision::SendAgain { .. }
        | Decision::Merge { .. }
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => None,
    }
}

/// Moments travel in milliseconds.
fn is_same_moment(mine: Option<chrono::DateTime<chrono::Utc>>, theirs: Option<chrono::DateTime<chrono::Utc>>) -> bool {
    mine.map(|at| at.timestamp_millis()) == theirs.map(|at| at.timestamp_millis())
}

/// Says whether somebody else's claim came first: one that was not there when this one was made, and that was live then.
///
/// A claim runs `CLAIM_MAX` at most, so it was made no earlier than that before its end: all on the server's clock,
/// without asking what time it is here.
fn is_lost_claim(decision: &Decision, basis: &Basis, there: &Basis) -> bool {
    let (Decision::Claim { until }, Some(theirs)) = (decision, &there.fields.claim) else { return false };
    basis.fields.claim.as_ref() != Some(theirs) && theirs.expires > *until - CLAIM_MAX
}

/// Says whether an entry meets a request under the id it wanted to give. Its own would be told by its witness.
fn is_taken_entry(decision: &Decision, there: &Basis) -> bool {
    matches!(decision, Decision::Enter { .. }) && there.version.is_at_the_provider()
}

/// Says whether a new message of the patient's, or a reply of somebody else's, stands against this decision.
#[must_use]
pub fn stands_on_messages(decision: &Decision, basis: &Basis) -> bool {
    depends_on(decision, basis.fields.urgency, BasisField::Messages)
}

/// Says whether this kind of decision commutes with everything anybody else can do.
#[must_use]
pub fn commutes(decision: &Decision) -> bool {
    match decision {
        Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. } => true,
        // They commute with everything but one another.
        Decision::Claim { .. } | Decision::Release => false,
        Decision::Assign { .. }
        | Decision::SetUrgency { .. }
        | Decision::SetCategory { .. }
        | Decision::Reply { .. }
        | Decision::Close { .. }
        | Decision::Reopen { .. }
        | Decision::Hold { .. }
        | Decision::EndHold
        | Decision::SendAgain { .. }
        | Decision::Merge { .. } => false,
    }
}

/// Says whether a decision stands without an earlier one of the same PC about the same request. Leases do, but for one
/// another: who has written a reply gives the claim back, and may still take the reply back.
#[must_use]
pub fn is_free_of(later: &Decision, earlier: &Decision) -> bool {
    let is_lease = |decision: &Decision| matches!(decision, Decision::Claim { .. } | Decision::Release);
    commutes(later) || (is_lease(later) && !is_lease(earlier))
}

fn depends_on(decision: &Decision, seen: Urgency, field: BasisField) -> bool {
    use BasisField::{Category, Content, Ending, Held, Messages, Owner, Urgency};
    match decision {
        Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => false,
        Decision::Assign { .. } => matches!(field, Owner | Ending),
        Decision::SetCategory { .. } => matches!(field, Category | Ending),
        Decision::SetUrgency { to, .. } if *to > seen => field == Ending,
        Decision::SetUrgency { .. } => matches!(field, Urgency | Messages | Content | Ending),
        Decision::Hold { .. } => matches!(field, Held | Messages | Content | Ending),
        Decision::EndHold => matches!(field, Held | Ending),
        Decision::Reply { then: AfterReply::Close { .. }, .. } => true,
        Decision::Reply { then: AfterReply::KeepOpen | AfterReply::AwaitPatient { .. }, .. }
        | Decision::SendAgain { .. } => {
            matches!(field, Messages | Content | Ending)
        }
        Decision::Close { .. } | Decision::Merge { .. } | Decision::Reopen { .. } => true,
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
        | Decision::Reopen { .. }
        | Decision::Hold { .. }
        | Decision::EndHold
        | Decision::SendAgain { .. }
        | Decision::Merge { .. }
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => decision.clone(),
    }
}

#[cfg(test)]
mod tests;
