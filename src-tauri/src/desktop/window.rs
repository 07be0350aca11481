//! The main window.

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, RunEvent, WindowEvent, Wry};
use tauri_plugin_window_state::{Builder, StateFlags};
use tracing::{info, warn};

use crate::state::Desktop;

/// Opens the window where it was left, and never off the screens that are there.
pub(crate) fn place_of_last_time() -> TauriPlugin<Wry> {
    Builder::default().with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED).build()
}

/// Puts the window in front: a second start of the program lands in the first.
pub(crate) fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Shows everything in a text size, in per cent of the usual.
pub(crate) fn zoom(app: &AppHandle, percent: u16) {
    for window in app.webview_windows().values() {
        if let Err(problem) = window.set_zoom(f64::from(percent) / 100.0) {
            warn!(%problem, "the text size was not changed");
        }
    }
}

/// The main window takes the reader's with it, and the last one ends the program.
pub(crate) fn heard(app: &AppHandle, event: RunEvent) {
    if let RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } = &event
        && label == "main"
    {
        super::reader_window::close(app);
    }
    if let RunEvent::ExitRequested { .. } = event {
        say_farewell(&app.state::<Desktop>());
    }
}

/// Ends the engine in good order; what is not sent is kept and sent at the next start.
fn say_farewell(desktop: &Desktop) {
    tauri::async_runtime::block_on(desktop.leave_practice());
    if let Some(client) = desktop.real() {
        let unsent = client.live_operations().iter().filter(|operation| operation.state.is_unsent()).count();
        info!(unsent, "closing; what is not sent is kept");
        tauri::async_runtime::block_on(client.stop());
    }
}
