//! What the practice and the person have set up, and the routes that come of it.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager, State};
use tracing::error;
use triage_domain::calendar::local;

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
    let folder = app.path().download_dir().or_else(|_| app.path().document_dir()).or_else(|_| app.path().home_dir());
    let name = format!("Triage Desk setup {}", local(client.now()).format("%Y-%m-%d"));
    let written = folder.map_err(io::Error::other).and_then(|folder| write_anew(&folder, &name, &text));
    let path = written.map_err(|error| {
        error!(%error, "the setup was not written");
        CommandError::Invalid { field: "file".to_owned(), problem: "not-written".to_owned() }
    })?;
    Ok(ExportedView { path: path.to_string_lossy().into_owned() })
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

/// Writes a file under a name that no other has there: what somebody exported before stays.
fn write_anew(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    for count in 1_u32.. {
        let ending = if count == 1 { String::new() } else { format!(" ({count})") };
        let path = folder.join(format!("{name}{ending}.json"));
        match File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("every name is taken"))
}
