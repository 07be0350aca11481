//! The tasks of the practice queue.

use serde::Serialize;
use triage_client::{TrainingStep, TrainingTask};
use ts_rs::TS;

use super::mirrored;

mirrored!(
    /// Something to try while practising.
    TrainingTaskId of TrainingTask { GiveToTeam, RaiseUrgency, ReplyWithTemplate, Hold, Undo }
);

/// One task, and whether it was done since the practice began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TrainingTaskView {
    pub id: TrainingTaskId,
    pub done: bool,
}

/// What the practice queue says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrainingView {
    /// In the order to try them.
    pub tasks: Vec<TrainingTaskView>,
    /// Urgent requests of real patients, which are open behind what is on screen.
    pub own_urgent: usize,
}

impl TrainingView {
    /// Shows the steps, and what waits meanwhile.
    #[must_use]
    pub fn of(steps: &[TrainingStep], own_urgent: usize) -> Self {
        let task = |step: &TrainingStep| TrainingTaskView { id: step.task.into(), done: step.is_done };
        Self { tasks: steps.iter().map(task).collect(), own_urgent }
    }
}
