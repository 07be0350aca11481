//! What IT is told.

use tauri::State;
use triage_domain::Words;

use crate::desktop::clipboard::Board;
use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::report::ReportView;

/// Writes the report.
#[tauri::command]
pub(crate) async fn report(desktop: State<'_, Desktop>) -> Result<ReportView, CommandError> {
    Ok(ReportView { text: desktop.client()?.report()? })
}

/// Writes the report and puts it on the clipboard.
#[tauri::command]
pub(crate) async fn copy_report(
    desktop: State<'_, Desktop>,
    board: State<'_, Board>,
) -> Result<ReportView, CommandError> {
    let text = desktop.client()?.report()?;
    board.put(&Words::new(text.as_str()))?;
    Ok(ReportView { text })
}
