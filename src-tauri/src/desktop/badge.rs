//! The number of urgent open requests on the taskbar's icon (`ux.md` D15). A number alone: it is seen by whoever passes.

use tauri::{AppHandle, Manager};
use tracing::debug;

/// What stands there.
#[derive(Debug, Default)]
pub(crate) struct Badge {
    shown: usize,
}

impl Badge {
    /// Shows a number, or none where it is 0.
    pub(crate) fn show(&mut self, app: &AppHandle, urgent: usize) {
        if self.shown == urgent {
            return;
        }
        self.shown = urgent;
        let Some(window) = app.get_webview_window("main") else { return };
        if let Err(error) = put(&window, urgent) {
            debug!(%error, "the desktop shows no number on the icon");
        }
    }
}

#[cfg(not(windows))]
fn put(window: &tauri::WebviewWindow, urgent: usize) -> tauri::Result<()> {
    window.set_badge_count(i64::try_from(urgent).ok().filter(|count| *count > 0))
}

#[cfg(windows)]
fn put(window: &tauri::WebviewWindow, urgent: usize) -> tauri::Result<()> {
    window.set_overlay_icon(
        (urgent > 0).then(|| tauri::image::Image::new_owned(digits::badge(urgent), digits::SIDE, digits::SIDE)),
    )
}

/// Windows shows no numbers on icons: it lays a picture over it, which is drawn here.
#[cfg(any(windows, test))]
mod digits;
