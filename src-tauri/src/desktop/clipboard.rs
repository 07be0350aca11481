//! The clipboard: patients' data stay out of its history and off other devices, and go after a minute.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arboard::{Clipboard, Error, Set};
use tracing::warn;
use triage_domain::Words;

use crate::views::error::CommandError;

/// How long a text stays (`ux.md` §4.1).
pub(crate) const CLEARED_AFTER: Duration = Duration::from_secs(60);

/// The clipboard, open from the first copy on: on X11 a text goes with the program that put it there.
#[derive(Default)]
pub(crate) struct Board {
    open: Arc<Mutex<Option<Clipboard>>>,
}

impl Board {
    /// Puts a text on the clipboard, and takes it off again after `CLEARED_AFTER` unless something else was copied.
    ///
    /// # Errors
    /// Fails where there is no clipboard.
    pub(crate) fn put(&self, text: &Words) -> Result<(), CommandError> {
        with(&self.open, |clipboard| unseen(clipboard.set()).text(text.as_str())).map_err(|error| {
            warn!(kind = ?std::mem::discriminant(&error), "nothing was copied");
            CommandError::NoClipboard
        })?;
        let (open, text) = (Arc::clone(&self.open), text.clone());
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(CLEARED_AFTER).await;
            let cleared = with(&open, |clipboard| match clipboard.get_text() {
                Ok(there) if there == text.as_str() => clipboard.clear(),
                Ok(_) | Err(_) => Ok(()),
            });
            if cleared.is_err() {
                warn!("the clipboard was not cleared");
            }
        });
        Ok(())
    }
}

fn with(open: &Mutex<Option<Clipboard>>, act: impl FnOnce(&mut Clipboard) -> Result<(), Error>) -> Result<(), Error> {
    let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
    let clipboard = match open.as_mut() {
        Some(clipboard) => clipboard,
        None => open.insert(Clipboard::new()?),
    };
    act(clipboard)
}

/// Keeps a text out of the clipboard's history and off other devices, where the system can.
#[cfg(windows)]
fn unseen(set: Set<'_>) -> Set<'_> {
    arboard::SetExtWindows::exclude_from_monitoring(set)
}

/// Keeps a text out of the clipboard's history and off other devices, where the system can.
#[cfg(target_os = "macos")]
fn unseen(set: Set<'_>) -> Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

/// Keeps a text out of the clipboard's history and off other devices, where the system can.
#[cfg(all(unix, not(target_os = "macos")))]
fn unseen(set: Set<'_>) -> Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}
