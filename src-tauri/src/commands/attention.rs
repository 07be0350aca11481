//! What a person has to look at.

use tauri::State;

use crate::state::Desktop;
use crate::views::attention::AttentionView;
use crate::views::error::CommandError;

/// Lists what needs a person, and what waits.
#[tauri::command]
pub(crate) async fn attention(desktop: State<'_, Desktop>) -> Result<AttentionView, CommandError> {
    let client = desktop.client()?;
    let (attention, status) = (client.attention()?, client.status()?);
    Ok(AttentionView::of(&attention, status.sent_today, client.now()))
}
