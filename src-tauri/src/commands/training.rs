//! The practice queue: going there, coming back, and what was tried.

use tauri::{AppHandle, State};
use triage_client::Client;

use crate::desktop::{events, reader_window};
use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::frame::SessionView;
use crate::views::training::TrainingView;

/// Puts invented patients on screen, as somebody of the same role. The real queue goes on behind them.
#[tauri::command]
pub(crate) async fn start_practising(app: AppHandle, desktop: State<'_, Desktop>) -> Result<SessionView, CommandError> {
    if let Some(training) = desktop.practise()? {
        events::forward(&app, &training);
    }
    reader_window::forget(&app);
    events::everything(&app);
    Ok((&desktop.client()?.session()).into())
}

/// Throws away what was practised and puts the real queue back on screen.
#[tauri::command]
pub(crate) async fn stop_practising(app: AppHandle, desktop: State<'_, Desktop>) -> Result<SessionView, CommandError> {
    desktop.leave_practice().await;
    reader_window::forget(&app);
    events::everything(&app);
    Ok((&desktop.client()?.session()).into())
}

/// Says which of the tasks were done, and what waits in the real queue; nothing while nobody practises.
#[tauri::command]
pub(crate) async fn training(desktop: State<'_, Desktop>) -> Result<Option<TrainingView>, CommandError> {
    let Some(steps) = desktop.client()?.training()? else { return Ok(None) };
    // Before anybody works here, nothing is said of real patients, not even how many.
    let own = desktop.real().filter(|real| real.session().staff.is_some()).map(Client::status).transpose()?;
    Ok(Some(TrainingView::of(&steps, own.map_or(0, |status| status.urgent_open))))
}
