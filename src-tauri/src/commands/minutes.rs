//! "I have N minutes."

use tauri::State;

use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::minutes::{MinutesForm, MinutesView};

/// Plans what fits.
#[tauri::command]
pub(crate) async fn start_minutes(req: MinutesForm, desktop: State<'_, Desktop>) -> Result<MinutesView, CommandError> {
    let client = desktop.client()?;
    Ok(MinutesView::of(&client.start_minutes(req.minutes)?, client.now()))
}

/// Goes on where it stopped.
#[tauri::command]
pub(crate) async fn resume_minutes(desktop: State<'_, Desktop>) -> Result<MinutesView, CommandError> {
    let client = desktop.client()?;
    Ok(MinutesView::of(&client.resume_minutes()?, client.now()))
}

/// Stops; what is left can be resumed.
#[tauri::command]
pub(crate) async fn stop_minutes(desktop: State<'_, Desktop>) -> Result<Option<MinutesView>, CommandError> {
    let client = desktop.client()?;
    Ok(client.stop_minutes()?.map(|minutes| MinutesView::of(&minutes, client.now())))
}

/// Says how it stands; nothing where nothing was planned today.
#[tauri::command]
pub(crate) async fn minutes(desktop: State<'_, Desktop>) -> Result<Option<MinutesView>, CommandError> {
    let client = desktop.client()?;
    Ok(client.minutes()?.map(|minutes| MinutesView::of(&minutes, client.now())))
}
