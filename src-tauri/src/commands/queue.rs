//! The rail and the lists.

use tauri::State;

use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::queue::{QueueForm, QueueView, RailView};

/// Counts the lists of the rail.
#[tauri::command]
pub(crate) async fn rail(desktop: State<'_, Desktop>) -> Result<RailView, CommandError> {
    let client = desktop.client()?;
    let status = client.status()?;
    Ok(RailView::of(client.rail(), status.conflicts + status.failed + status.unreadable))
}

/// Reads one page of a list.
#[tauri::command]
pub(crate) async fn queue(req: QueueForm, desktop: State<'_, Desktop>) -> Result<QueueView, CommandError> {
    let (view, offset) = (req.view, req.offset);
    let client = desktop.client()?;
    let page = client.queue(&req.into())?;
    Ok(QueueView::of(view, offset, &page, client.now()))
}
