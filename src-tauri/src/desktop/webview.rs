//! Traps of the system's webview.

use std::env;

const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// On many Linux machines without a proper GPU driver WebKitGTK shows an empty window unless its DMABUF renderer is off
/// (tauri #9304, #13885). What the user has set stands.
#[allow(unsafe_code)]
pub(crate) fn prefer_a_renderer_that_shows() {
    if cfg!(target_os = "linux") && env::var_os(DMABUF).is_none() {
        // SAFETY: called first in `run`, before any thread is started that could read the environment.
        unsafe { env::set_var(DMABUF, "1") };
    }
}
