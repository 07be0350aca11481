//! The manager's day.

use tauri::State;

use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::work::WorkloadView;

/// Returns the figures of today.
#[tauri::command]
pub(crate) async fn workload(desktop: State<'_, Desktop>) -> Result<WorkloadView, CommandError> {
    let client = desktop.client()?;
    let (day, work) = client.workload(None);
    Ok(WorkloadView::of(day, &work, &client.status()?, client.now()))
}
