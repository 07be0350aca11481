//! Copying for another program.

use tauri::State;

use crate::desktop::clipboard::{Board, CLEARED_AFTER};
use crate::state::Desktop;
use crate::views::copy::{CopiedView, CopyForm};
use crate::views::decision::request_id;
use crate::views::error::CommandError;

/// Puts a text on the clipboard.
#[tauri::command]
pub(crate) async fn copy(
    req: CopyForm,
    desktop: State<'_, Desktop>,
    board: State<'_, Board>,
) -> Result<CopiedView, CommandError> {
    let text = desktop.client()?.copied(&request_id(&req.request_id)?, req.what.into())?;
    board.put(&text)?;
    Ok(CopiedView { what: req.what, clears_in_seconds: u32::try_from(CLEARED_AFTER.as_secs()).unwrap_or(u32::MAX) })
}
