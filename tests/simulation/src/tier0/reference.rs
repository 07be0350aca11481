//! The conflict policy written a second time, from the table in `sync.md` b.6 and not from the engine: what stands against
//! a decision that is about to land.

use triage_domain::{AfterReply, Decision};
use triage_sync::BasisFields;
use triage_sync::basis::Ending;

/// What has changed between two states, one flag for each column of the table.
#[derive(Debug, Clone, Copy)]
struct Changed {
    urgency: bool,
    owner: bool,
    category: bool,
    ending: bool,
    words: bool,
}

fn changed(seen: &BasisFields, there: &BasisFields) -> Changed {
    Changed {
        urgency: seen.urgency != there.urgency,
        owner: seen.owner != there.owner,
        category: seen.category != there.category,
        ending: seen.ending != there.ending,
        words: seen.messages != there.messages || seen.content != there.content,
    }
}

/// Says whether something that this decision depends on is not as its author saw it.
pub fn stands_against(decision: &Decision, seen: &BasisFields, there: &BasisFields) -> bool {
    let changed = changed(seen, there);
    let any = changed.urgency || changed.owner || changed.category || changed.ending || changed.words;
    match decision {
        Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => false,
        Decision::Hold { .. } | Decision::EndHold => changed.ending,
        Decision::SendAgain { .. } => changed.words || changed.ending,
        Decision::Merge { .. } => any,
        Decision::Assign { to } => (changed.owner && *to != there.owner) || changed.ending,
        Decision::SetCategory { to } => (changed.category && *to != there.category) || changed.ending,
        Decision::SetUrgency { to, .. } if *to > seen.urgency => changed.ending,
        Decision::SetUrgency { .. } => changed.urgency || changed.words || changed.ending,
        Decision::Reply { then: AfterReply::KeepOpen | AfterReply::AwaitPatient { .. }, .. } => {
            changed.words || changed.ending
        }
        Decision::Reply { then: AfterReply::Close { .. }, .. } | Decision::Close { .. } => any,
        Decision::Reopen { .. } if there.ending == Ending::Open => {
            changed.urgency || changed.owner || changed.category || changed.words
        }
        Decision::Reopen { .. } => any,
    }
}

/// Says whether the decision gives the request an outcome.
pub fn gives_an_outcome(decision: &Decision) -> bool {
    matches!(decision, Decision::Close { .. } | Decision::Reply { then: AfterReply::Close { .. }, .. })
}
