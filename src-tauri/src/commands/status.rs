//! The state of things, and the switch that cuts the line.

use tauri::State;
use triage_client::Work;

use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::status::{LastActionView, StatusView, WorkOfflineForm};

/// Says how the line is, how old the data are, what waits.
#[tauri::command]
pub(crate) async fn status(desktop: State<'_, Desktop>) -> Result<StatusView, CommandError> {
    Ok((&desktop.client()?.status()?).into())
}

/// Lists what the user did today, the last first.
#[tauri::command]
pub(crate) async fn actions(desktop: State<'_, Desktop>) -> Result<Vec<LastActionView>, CommandError> {
    let client = desktop.client()?;
    Ok(client.actions()?.iter().map(|action| LastActionView::of(action, client.now())).collect())
}

/// Switches the network off or on for this program.
#[tauri::command]
pub(crate) async fn set_work_offline(
    req: WorkOfflineForm,
    desktop: State<'_, Desktop>,
) -> Result<StatusView, CommandError> {
    let client = desktop.client()?;
    client.work(if req.offline { Work::Offline } else { Work::Online })?;
    Ok((&client.status()?).into())
}

/// Pulls and pushes now.
#[tauri::command]
pub(crate) async fn sync_now(desktop: State<'_, Desktop>) -> Result<(), CommandError> {
    desktop.client()?.sync_now();
    Ok(())
}
