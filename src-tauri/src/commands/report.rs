//! What IT is told.

use tauri::State;
use triage_client::{Clock, report_head};
use triage_domain::Words;

use crate::desktop::clipboard::Board;
use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::report::ReportView;

/// Writes the report.
#[tauri::command]
pub(crate) async fn report(desktop: State<'_, Desktop>) -> Result<ReportView, CommandError> {
    written(&desktop)
}

/// Writes the report and puts it on the clipboard.
#[tauri::command]
pub(crate) async fn copy_report(
    desktop: State<'_, Desktop>,
    board: State<'_, Board>,
) -> Result<ReportView, CommandError> {
    let report = written(&desktop)?;
    board.put(&Words::new(report.text.as_str()))?;
    Ok(report)
}

/// Where nothing opens, that is what IT has to know.
fn written(desktop: &Desktop) -> Result<ReportView, CommandError> {
    let text = match desktop.blocked() {
        Some(reason) => format!("{}Nothing opens: {reason:?}\n", report_head(Clock::system().now().wall)),
        None => desktop.client()?.report()?,
    };
    Ok(ReportView { text })
}
