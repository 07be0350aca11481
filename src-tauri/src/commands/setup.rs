//! What the practice and the person have set up, and the routes that come of it.

use tauri::{AppHandle, State};
use triage_domain::calendar::local;

use crate::desktop::downloads;
use crate::state::Desktop;
use crate::views::decision::DecidedView;
use crate::views::error::CommandError;
use crate::views::setup::{ExportedView, ImportForm, RouteRequestForm, SetupForm, SetupView};

/// Returns what is set up.
#[tauri::command]
pub(crate) async fn setup(desktop: State<'_, Desktop>) -> Result<SetupView, CommandError> {
    let client = desktop.client()?;
    Ok(SetupView::of(&client.setup()?, &client.session(), client.now()))
}

/// Keeps what is set up: all of it or nothing.
#[tauri::command]
pub(crate) async fn save_setup(req: SetupForm, desktop: State<'_, Desktop>) -> Result<SetupView, CommandError> {
    let client = desktop.client()?;
    let session = client.session();
    let (practice, personal) = req.convert(&session, &client.setup()?.practice)?;
    Ok(SetupView::of(&client.save_setup(practice, personal)?, &session, client.now()))
}

/// Writes the practice's part into a file beside the user's downloads, for another PC.
#[tauri::command]
pub(crate) async fn export_setup(app: AppHandle, desktop: State<'_, Desktop>) -> Result<ExportedView, CommandError> {
    let client = desktop.client()?;
    let text = client.export_setup()?;
    let name = format!("Triage Desk setup {}", local(client.now()).format("%Y-%m-%d"));
    downloads::write(&app, &name, "json", &text)
}

/// Takes the practice's part from a file that another PC wrote: all of it or nothing.
#[tauri::command]
pub(crate) async fn import_setup(req: ImportForm, desktop: State<'_, Desktop>) -> Result<SetupView, CommandError> {
    let client = desktop.client()?;
    Ok(SetupView::of(&client.import_setup(&req.text)?, &client.session(), client.now()))
}

/// Carries out a route; when this returns, it is on the disk.
#[tauri::command]
pub(crate) async fn route_request(
    req: RouteRequestForm,
    desktop: State<'_, Desktop>,
) -> Result<DecidedView, CommandError> {
    let by = desktop.client()?.route(req.convert()?).await?;
    Ok(DecidedView { op_id: by.to_string() })
}
