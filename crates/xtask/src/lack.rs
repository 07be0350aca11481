//! What a step may need and not find on this machine, with what to do about it.

use thiserror::Error;

/// Something that is not on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Lack {
    #[error("Node.js 20.19 or later with npm is not installed (https://nodejs.org)")]
    Node,
    #[error("the UI's packages are not installed; see the output of npm above")]
    UiPackages,
    #[error("ui/dist is not built, and the application takes the window's contents from there")]
    UiBuild,
    #[error("rustfmt is not installed: rustup component add rustfmt")]
    Rustfmt,
    #[error("clippy is not installed: rustup component add clippy")]
    Clippy,
    #[error("the headers of WebKitGTK 4.1 are not installed (Debian: libwebkit2gtk-4.1-dev)")]
    WebKit,
    #[error("Xvfb is not installed (Debian: xvfb)")]
    Xvfb,
    #[error("WebKitWebDriver is not installed (Debian: webkit2gtk-driver)")]
    WebKitDriver,
    #[error("dbus-run-session is not installed (Debian: dbus)")]
    SessionBus,
    #[error("tauri-driver 2.1.0 could not be installed; see the output of cargo above")]
    TauriDriver,
    #[error("chromium is not installed (Debian: chromium)")]
    Chromium,
    #[error("Helios could not be built; see the output of cargo above")]
    Helios,
    #[error("the search parameters for Helios could not be had; see the output of npm above")]
    SearchParameters,
    #[error("the window can be driven on Linux only")]
    NotLinux,
    #[error("the demo provider did not start; see its output above")]
    Provider,
    #[error("the programs it starts were not built")]
    Programs,
}
