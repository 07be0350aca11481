//! The reader in a window of its own.

use tauri::{AppHandle, State};
use tracing::error;

use crate::desktop::events::{self, Topic};
use crate::desktop::reader_window::{self, ReaderWindow};
use crate::desktop::window;
use crate::state::Desktop;
use crate::views::decision::request_id;
use crate::views::error::CommandError;
use crate::views::reader::{IdForm, ReaderWindowView};

/// Opens the window, or closes it.
#[tauri::command]
pub(crate) async fn toggle_reader_window(
    app: AppHandle,
    reader: State<'_, ReaderWindow>,
    desktop: State<'_, Desktop>,
) -> Result<ReaderWindowView, CommandError> {
    let was_open = reader_window::is_open(&app);
    if was_open {
        reader_window::close(&app);
    } else {
        reader_window::open(&app).map_err(|problem| {
            error!(%problem, "the reader's window was not opened");
            CommandError::Internal { code: "reader-window".to_owned() }
        })?;
    }
    events::tell(&app, Topic::ReaderWindow);
    if let Some(place) = desktop.client()?.place() {
        window::zoom(&app, place.zoom_percent());
    }
    Ok(ReaderWindowView::of(!was_open, reader.shown().as_ref()))
}

/// Says whether the window is open, and which request it shows.
#[tauri::command]
pub(crate) async fn reader_window(
    app: AppHandle,
    reader: State<'_, ReaderWindow>,
) -> Result<ReaderWindowView, CommandError> {
    Ok(ReaderWindowView::of(reader_window::is_open(&app), reader.shown().as_ref()))
}

/// Takes down which request is open in the main window.
#[tauri::command]
pub(crate) async fn show_in_reader(
    req: IdForm,
    app: AppHandle,
    reader: State<'_, ReaderWindow>,
) -> Result<(), CommandError> {
    if reader.show(Some(request_id(&req.id)?)) {
        events::tell(&app, Topic::ReaderWindow);
    }
    Ok(())
}
