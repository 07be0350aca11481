//! The manager's day.

use tauri::{AppHandle, State};
use triage_domain::calendar::local;

use crate::desktop::downloads;
use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::setup::ExportedView;
use crate::views::work::WorkloadView;

/// Returns the figures of today.
#[tauri::command]
pub(crate) async fn workload(desktop: State<'_, Desktop>) -> Result<WorkloadView, CommandError> {
    let client = desktop.client()?;
    let (day, work) = client.workload(None);
    Ok(WorkloadView::of(day, &work, &client.status()?, client.now()))
}

/// Writes the figures of today into a file beside the user's downloads, for a spreadsheet.
#[tauri::command]
pub(crate) async fn export_workload(app: AppHandle, desktop: State<'_, Desktop>) -> Result<ExportedView, CommandError> {
    let client = desktop.client()?;
    let name = format!("Triage Desk workload {}", local(client.now()).format("%Y-%m-%d"));
    downloads::write(&app, &name, "csv", &client.spreadsheet()?)
}
