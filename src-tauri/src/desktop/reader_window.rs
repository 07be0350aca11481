//! The reader in a window of its own, for a second screen (`ux.md` D3). It follows the main window and decides nothing.

use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use triage_domain::RequestId;

use super::events::{self, Topic};

const LABEL: &str = "reader";
const TITLE: &str = "Triage Desk: reader";
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 900.0;

/// The request that is open in the main window.
#[derive(Default)]
pub(crate) struct ReaderWindow {
    shown: Mutex<Option<RequestId>>,
}

impl ReaderWindow {
    /// Returns the request that the window is to show.
    pub(crate) fn shown(&self) -> Option<RequestId> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes down which request is open in the main window; true where it was another one before.
    pub(crate) fn show(&self, request: Option<RequestId>) -> bool {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = *shown != request;
        *shown = request;
        is_new
    }
}

/// Another person comes, or another queue: what was open is nobody's to see any more.
pub(crate) fn forget(app: &AppHandle) {
    if app.state::<ReaderWindow>().show(None) {
        events::tell(app, Topic::ReaderWindow);
    }
}

/// Says whether the window is open.
pub(crate) fn is_open(app: &AppHandle) -> bool {
    app.get_webview_window(LABEL).is_some()
}

/// Opens the window as the main one is set up, without which a second one fails on Windows (tauri #8196).
///
/// # Errors
/// Fails where the desktop gives no window.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let mut config = app.config().app.windows.first().cloned().unwrap_or_default();
    LABEL.clone_into(&mut config.label);
    TITLE.clone_into(&mut config.title);
    config.url = WebviewUrl::App("index.html?window=reader".into());
    (config.width, config.height) = (WIDTH, HEIGHT);
    let window = WebviewWindowBuilder::from_config(app, &config)?.build()?;
    let app = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Destroyed) {
            events::tell(&app, Topic::ReaderWindow);
        }
    });
    Ok(())
}

/// Closes the window, where it is open.
pub(crate) fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.destroy();
    }
}
