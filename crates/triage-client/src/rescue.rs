//! Reading the unsent decisions of a profile that does not open, for a person: a list on the screen and a file to keep.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use thiserror::Error;
use triage_store::StoredKey;
use triage_store::files::Folder;
use triage_store::rescue::{RescueError, Rescued, RescuedFile, ledgers, rescue};

use crate::clock::Clock;
use crate::profile::stored_key;
use crate::vault::{KeyVault, VaultError};

/// What whoever holds an export has to know first.
const WARNING: &str = "This file holds patients' data in the clear. Keep it where only the practice can read it, and \
                       delete it once every decision in it has been dealt with.";

/// Why nothing could be rescued: what is known, what is safe, what to do.
#[derive(Debug, Error)]
pub enum RescueProfileError {
    #[error("there is no profile in {}; nothing was made there. Name the right folder with --profile", .0.display())]
    NoProfile(PathBuf),
    #[error(
        "the key store cannot be used, and without the key nobody can read the decisions. The encrypted files are as \
         they were. Sign in to this PC as the person who used the program, and try again ({0})"
    )]
    Vault(#[from] VaultError),
    #[error(
        "the key of this profile is not in the key store, and without it nobody can read the decisions. The encrypted \
         files are as they were, and no new key was made. Sign in as the person who used the program, or have IT bring \
         back the key store of this PC; do not delete anything"
    )]
    KeyMissing,
    #[error(
        "what the key store holds for this profile is not a key. The encrypted files are as they were. Have IT bring \
         back the key store of this PC; do not delete anything"
    )]
    KeyBroken,
    #[error(
        "the key in the key store is not the one that this profile was made with. The encrypted files are as they \
         were. The right key may be in the key store of another user or of the PC that this folder comes from; do not \
         delete anything"
    )]
    KeyWrong,
    #[error(
        "{error}. The file is as it was: keep a copy of the whole folder. Name another copy with --file{}", listed(.copies)
    )]
    Ledger { error: RescueError, copies: Vec<String> },
    #[error("the list could not be written; a file that is there is never written over")]
    Export(#[source] io::Error),
}

fn listed(copies: &[String]) -> String {
    if copies.is_empty() { ", where you have one".to_owned() } else { format!(": {}", copies.join(", ")) }
}

/// Reads the unsent decisions of the profile in `folder`, or those of a copy that lies in it. Changes nothing there.
///
/// # Errors
/// Says what stands against it, what is safe and what to do.
pub fn rescue_profile(
    folder: &Path,
    vault: impl FnOnce() -> Result<Arc<dyn KeyVault>, VaultError>,
    file: Option<&str>,
) -> Result<Rescued, RescueProfileError> {
    let files = Folder::found(folder).filter(|files| !ledgers(files).is_empty() || triage_store::profile_exists(files));
    let files = files.ok_or_else(|| RescueProfileError::NoProfile(folder.to_owned()))?;
    let key = match stored_key(&*vault()?)? {
        StoredKey::Present(key) => key,
        StoredKey::Broken => return Err(RescueProfileError::KeyBroken),
        StoredKey::Absent => return Err(RescueProfileError::KeyMissing),
    };
    rescue(&files, &key, file).map_err(|error| match error {
        RescueError::WrongKey => RescueProfileError::KeyWrong,
        RescueError::NoLedger { .. } | RescueError::NothingReadable { .. } | RescueError::Disk(_) => {
            let copies = ledgers(&files).into_iter().filter(|name| Some(name.as_str()) != file && name != "ledger.db");
            RescueProfileError::Ledger { error, copies: copies.collect() }
        }
    })
}

/// Writes what was rescued for a person: who decided what about which request, when, and how far it had got.
#[must_use]
pub fn listing(rescued: &Rescued) -> String {
    let mut text =
        format!("{} decisions in {} are not known to be with the provider.\n", rescued.unsent.len(), rescued.file);
    for decision in &rescued.unsent {
        let _ = writeln!(
            text,
            "\n{}  {}  {} ({})\n  request {}\n  {}, {}, tried {} times",
            decision.seq,
            decision.decided_at,
            decision.author_name,
            decision.author_role,
            decision.request_id,
            decision.kind,
            in_words(&decision.state),
            decision.attempts.len(),
        );
        if let Some(words) = decision.text() {
            let _ = writeln!(text, "  \"{words}\"");
        }
    }
    if !rescued.drafts.is_empty() {
        let _ = writeln!(text, "\n{} texts were being written; an export holds them.", rescued.drafts.len());
    }
    if !rescued.files.is_empty() {
        let _ = writeln!(text, "\n{} files go with replies; an export holds them.", rescued.files.len());
    }
    if rescued.unreadable > 0 {
        let _ = writeln!(text, "\nUp to {} more decisions are there and cannot be read.", rescued.unreadable);
    }
    for (first, last) in &rescued.missing {
        let _ = writeln!(text, "No readable decision has a number from {first} to {last}, and they were given.");
    }
    text
}

fn in_words(state: &str) -> &str {
    match state {
        "queued" | "sealed" => "saved, not sent",
        "inflight" | "unknown" => "may have been sent: look at the request at the provider first",
        "conflict" => "in conflict with somebody else's decision",
        "rejected" => "refused by the provider",
        "parked" => "waiting for its author to sign in",
        "lost_on_server" => "the provider had it and lost it",
        other => other,
    }
}

/// Writes what was rescued to a new file that only its owner may read: everything that is needed to take each decision
/// again by hand. Files of replies are written into a folder beside it.
///
/// # Errors
/// Fails where the file or the folder exists or cannot be written.
pub fn export(rescued: &Rescued, path: &Path) -> Result<(), RescueProfileError> {
    let written_at = Clock::system().now().wall;
    let whole = json!({ "warning": WARNING, "writtenAt": written_at, "rescued": rescued });
    let text = serde_json::to_vec_pretty(&whole).map_err(|error| RescueProfileError::Export(error.into()))?;
    let files = || {
        if rescued.files.is_empty() {
            return Ok(());
        }
        let folder = files_beside(path);
        std::fs::create_dir(&folder)?;
        rescued.files.iter().try_for_each(|file| write_new(&folder.join(own_name(file)), &file.bytes))
    };
    write_new(path, &text).and_then(|()| files()).map_err(RescueProfileError::Export)
}

/// Returns the folder that an export's files of replies lie in.
#[must_use]
pub fn files_beside(path: &Path) -> PathBuf {
    path.with_extension("files")
}

/// The file's own id stands before its name: two may be called the same, and a name may be no file's name here.
fn own_name(file: &RescuedFile) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | ' ');
    let name: String = file.name.chars().map(|letter| if plain(letter) { letter } else { '_' }).collect();
    format!("{} {name}", file.id)
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Rescues, writes the list to `out` or the export to its file, and says what the file is.
///
/// # Errors
/// Says what stands against it.
pub fn rescue_to(
    rescued: &Rescued,
    export_to: Option<&Path>,
    out: &mut dyn io::Write,
) -> Result<(), RescueProfileError> {
    let Some(path) = export_to else {
        return out.write_all(listing(rescued).as_bytes()).map_err(RescueProfileError::Export);
    };
    export(rescued, path)?;
    let mut said = format!("{} decisions were written to {}. {WARNING}", rescued.unsent.len(), path.display());
    if !rescued.files.is_empty() {
        let _ = write!(said, " The files of replies lie in {}.", files_beside(path).display());
    }
    writeln!(out, "{said}").map_err(RescueProfileError::Export)
}
