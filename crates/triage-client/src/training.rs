//! The practice queue: a client on a profile of its own with invented patients and nothing behind it. It is made anew each
//! time, its key is kept nowhere, and it has no way to any network (`Inner::http`).
//!
//! Deliberately not here: what the screens show. They read this client as they read any other.

mod practice;
mod tasks;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;
use tracing::warn;
use triage_device::keep_invented;
use triage_domain::Role;
use triage_store::StoreError;

use crate::client::{Client, ClientSettings};
use crate::clock::Clock;
use crate::notifier::Quiet;
use crate::profile::{OpenProfileError, Purpose, open_for};
use crate::vault::MemoryVault;
use practice::{Practice, ReadPracticeError};
pub use tasks::{TrainingStep, TrainingTask};

/// The folder beside the files of the real profile. All of it is thrown away.
const HOME: &str = "training";

/// Why nobody can practise. The real profile is not touched by it.
#[derive(Debug, Error)]
pub enum StartTrainingError {
    #[error("the invented patients cannot be read")]
    Practice(#[from] ReadPracticeError),
    #[error(transparent)]
    Open(#[from] OpenProfileError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Begins to practise, as somebody of this role: what was done there before is gone. Runs on tokio.
///
/// # Errors
/// Says why nobody can practise.
pub fn start_training(profile: &Path, clock: Clock, role: Role) -> Result<Client, StartTrainingError> {
    discard_training(profile);
    // Each time a folder of its own: one that another program still holds open cannot stand in the way.
    let folder = home(profile).join(uuid::Uuid::now_v7().to_string());
    let training = open_for(Purpose::Training, &folder, Arc::new(MemoryVault::default()))?;
    let now = clock.now().wall;
    let Practice { connection, directory, resources } = Practice::as_of(now)?;
    keep_invented(&training.stores, &resources, now)?;
    let who = directory.staff.iter().find(|member| member.role == role).or(directory.staff.first()).cloned();
    let client = Client::start(training, clock, Box::new(Quiet), ClientSettings::default())?;
    client.keep_connection(&connection, &directory)?;
    Client::remember_pull(&client.inner, now)?;
    if let Some(member) = who {
        client.take_staff(member)?;
    }
    client.start_core(&connection)?;
    Ok(client)
}

/// Throws away what was done while practising. What cannot be deleted now is deleted before the next time; its key is gone.
pub fn discard_training(profile: &Path) {
    match fs::remove_dir_all(home(profile)) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => warn!(%error, "what was practised is not deleted yet"),
    }
}

fn home(profile: &Path) -> PathBuf {
    profile.join(HOME)
}

#[cfg(test)]
mod tests;
