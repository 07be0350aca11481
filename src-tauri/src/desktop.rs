//! What the desktop gives: the window, notifications, events to the window, the clock's doubts.

pub(crate) mod badge;
pub(crate) mod browser;
pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod downloads;
pub(crate) mod events;
pub(crate) mod notifications;
pub(crate) mod reader_window;
pub(crate) mod webview;
pub(crate) mod window;
