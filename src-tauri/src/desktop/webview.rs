//! Traps of the system's webview.

use std::env;

const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Set by tauri-driver for the program that it starts.
const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";

/// On many Linux machines without a proper GPU driver WebKitGTK shows an empty window unless its DMABUF renderer is off
/// (tauri #9304, #13885). What the user has set stands.
#[allow(unsafe_code)]
pub(crate) fn prefer_a_renderer_that_shows() {
    if cfg!(target_os = "linux") && env::var_os(DMABUF).is_none() {
        // SAFETY: called first in `run`, before any thread is started that could read the environment.
        unsafe { env::set_var(DMABUF, "1") };
    }
}

/// Gives the window a store of the webview's own while a driver steers it: an incognito webview (wry 0.57, WebKitGTK)
/// never answers a driver. In every other run the webview writes nothing to the disk.
pub(crate) fn open_to_a_driver(context: &mut tauri::Context) {
    if env::var(AUTOMATION).is_ok_and(|value| value == "true") {
        for window in &mut context.config_mut().app.windows {
            window.incognito = false;
        }
    }
}
