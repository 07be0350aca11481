//! Files that a person asked for, written where they look for what they saved.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager};
use tracing::error;

use crate::views::error::CommandError;
use crate::views::setup::ExportedView;

/// Writes a file beside the user's downloads, under a name that no other has there: what was saved before stays.
///
/// # Errors
/// Fails where there is no such folder, or it takes nothing.
pub(crate) fn write(app: &AppHandle, name: &str, ending: &str, text: &str) -> Result<ExportedView, CommandError> {
    let folder = app.path().download_dir().or_else(|_| app.path().document_dir()).or_else(|_| app.path().home_dir());
    let written = folder.map_err(io::Error::other).and_then(|folder| write_anew(&folder, name, ending, text));
    let path = written.map_err(|error| {
        error!(%error, "the file was not written");
        CommandError::Invalid { field: "file".to_owned(), problem: "not-written".to_owned() }
    })?;
    Ok(ExportedView { path: path.to_string_lossy().into_owned() })
}

fn write_anew(folder: &Path, name: &str, ending: &str, text: &str) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    for count in 1_u32.. {
        let count = if count == 1 { String::new() } else { format!(" ({count})") };
        let path = folder.join(format!("{name}{count}.{ending}"));
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
