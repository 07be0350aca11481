//! What the practice works with while nothing else does.

use tauri::State;

use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::outage::{OutageListForm, OutageListView};

/// Makes the list of everything open, and writes down who made it and why.
#[tauri::command]
pub(crate) async fn outage_list(
    req: OutageListForm,
    desktop: State<'_, Desktop>,
) -> Result<OutageListView, CommandError> {
    let list = desktop.client()?.outage_list(&req.convert())?;
    Ok(OutageListView::of(&list))
}
