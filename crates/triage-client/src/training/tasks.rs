//! The five tasks of the practice queue: done once the training ledger holds a decision of the kind, taken back or not.

use triage_domain::{Decision, Owner, Words};
use triage_store::StoreError;
use triage_sync::{OpState, Operation};

use crate::client::Client;
use crate::profile::Purpose;

/// Something to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrainingTask {
    GiveToTeam,
    RaiseUrgency,
    ReplyWithTemplate,
    Hold,
    Undo,
}

/// A task, and whether it was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainingStep {
    pub task: TrainingTask,
    pub is_done: bool,
}

impl TrainingTask {
    /// All of them, the easiest first.
    pub const ALL: [Self; 5] = [Self::GiveToTeam, Self::RaiseUrgency, Self::ReplyWithTemplate, Self::Hold, Self::Undo];

    fn is_done_by(self, operation: &Operation, templates: &[Words]) -> bool {
        match (self, &operation.decision) {
            (Self::GiveToTeam, Decision::Assign { to }) => matches!(to, Owner::Team(_)),
            (Self::RaiseUrgency, Decision::SetUrgency { to, .. }) => *to > operation.basis.fields.urgency,
            (Self::ReplyWithTemplate, Decision::Reply { text, .. }) => {
                templates.iter().any(|template| is_made_from(text, template))
            }
            (Self::Hold, Decision::Hold { .. }) => true,
            (Self::Undo, decision) => operation.state == OpState::Withdrawn && !decision.is_silent(),
            (Self::GiveToTeam | Self::RaiseUrgency | Self::ReplyWithTemplate | Self::Hold, _) => false,
        }
    }
}

impl Client {
    /// Says which tasks were done; nothing where nobody practises.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn training(&self) -> Result<Option<Vec<TrainingStep>>, StoreError> {
        match self.inner.purpose {
            Purpose::Work => return Ok(None),
            Purpose::Training => {}
        }
        let setup = self.setup()?;
        let all = setup.practice.templates.into_iter().chain(setup.personal.templates);
        let templates: Vec<Words> = all.map(|template| template.text).collect();
        let operations = self.inner.stores.ledger.operations()?;
        let step = |task: TrainingTask| TrainingStep {
            task,
            is_done: operations.iter().any(|operation| task.is_done_by(operation, &templates)),
        };
        Ok(Some(TrainingTask::ALL.map(step).to_vec()))
    }
}

/// Says whether a message began as a template: the longest piece between its blanks is in it.
fn is_made_from(message: &Words, template: &Words) -> bool {
    let pieces = template.as_str().split("{{").map(|piece| piece.split_once("}}").map_or(piece, |(_, rest)| rest));
    let longest = pieces.map(str::trim).max_by_key(|piece| piece.len()).unwrap_or_default();
    !longest.is_empty() && message.as_str().contains(longest)
}
