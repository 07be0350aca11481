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

/// The tasks in the order to try them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TrainingView {
    pub tasks: Vec<TrainingTaskView>,
}

impl TrainingView {
    /// Shows the steps.
    #[must_use]
    pub fn of(steps: &[TrainingStep]) -> Self {
        let task = |step: &TrainingStep| TrainingTaskView { id: step.task.into(), done: step.is_done };
        Self { tasks: steps.iter().map(task).collect() }
    }
}
