//! What the commands share: the client, or why there is none; and while somebody practises, a second one before it.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tracing::error;
use triage_client::{
    Client, ClientSettings, Clock, ConnectForm, FileVault, KeyRefused, KeyVault, OpenProfileError, OpenStoreError,
    SystemVault, VaultError, WindowPlace, discard_training, open_profile, start_training,
};
use triage_domain::Role;

use crate::arguments::Arguments;
use crate::desktop::notifications::DesktopNotifier;
use crate::views::error::CommandError;
use crate::views::frame::BlockedReason;

/// The client, or why there is none.
pub(crate) struct Desktop {
    real: Result<Client, BlockedReason>,
    /// On screen in place of the real one, which goes on syncing and notifying behind it.
    training: RwLock<Option<Client>>,
    folder: PathBuf,
}

impl Desktop {
    /// Opens the profile and starts the client on it. Nothing is deleted or made anew when that fails.
    pub(crate) fn open(arguments: &Arguments, notifier: DesktopNotifier) -> Self {
        let client = profile(arguments).map_err(|error| {
            error!(%error, "the profile cannot be opened");
            reason(&error)
        });
        let client = client.and_then(|profile| {
            let settings = ClientSettings::default();
            let start = async { Client::start(profile, Clock::system(), Box::new(notifier), settings) };
            tauri::async_runtime::block_on(start).map_err(|error| {
                error!(%error, "the profile cannot be read");
                BlockedReason::StoreDamaged
            })
        });
        if let (Ok(client), Some(server)) = (&client, arguments.connect.clone()) {
            connect_at_start(client.clone(), server);
        }
        let folder = arguments.profile();
        // The program may have ended while somebody was practising.
        if client.is_ok() {
            discard_training(&folder);
        }
        Self { real: client, training: RwLock::default(), folder }
    }

    /// Returns the client that is on screen.
    ///
    /// # Errors
    /// Fails while the profile cannot be opened.
    pub(crate) fn client(&self) -> Result<Client, CommandError> {
        let training = self.training.read().unwrap_or_else(PoisonError::into_inner).clone();
        training.or_else(|| self.real().cloned()).ok_or(CommandError::NotReady)
    }

    /// Returns the client on the real profile, whatever is on screen.
    pub(crate) fn real(&self) -> Option<&Client> {
        self.real.as_ref().ok()
    }

    /// Says why there is no client.
    pub(crate) fn blocked(&self) -> Option<BlockedReason> {
        self.real.as_ref().err().copied()
    }

    /// Says whether invented patients are on screen.
    pub(crate) fn is_practising(&self) -> bool {
        self.training.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Puts a training client on screen, and returns it; nothing where one is there already. The real one counts as behind
    /// the window from then on, so that its urgent requests are told by notification.
    ///
    /// # Errors
    /// Fails where there is no real client, or the training profile cannot be made; what is on screen stays then.
    pub(crate) fn practise(&self) -> Result<Option<Client>, CommandError> {
        let real = self.real().ok_or(CommandError::NotReady)?;
        let mut slot = self.training.write().unwrap_or_else(PoisonError::into_inner);
        if slot.is_some() {
            return Ok(None);
        }
        let role = real.session().staff.map_or(Role::Receptionist, |staff| staff.role);
        let training = start_training(&self.folder, Clock::system(), role)?;
        real.window_in_front(WindowPlace::Behind);
        *slot = Some(training.clone());
        Ok(Some(training))
    }

    /// Puts the real client back on screen and throws away what was practised.
    pub(crate) async fn leave_practice(&self) {
        let training = self.training.write().unwrap_or_else(PoisonError::into_inner).take();
        let Some(training) = training else { return };
        if let Some(real) = self.real() {
            real.window_in_front(WindowPlace::InFront);
        }
        training.stop().await;
        drop(training);
        discard_training(&self.folder);
    }
}

fn connect_at_start(client: Client, server: String) {
    tauri::async_runtime::spawn(async move {
        let form = ConnectForm { server, ..ConnectForm::default() };
        if let Err(error) = client.connect(form).await {
            error!(%error, "not connected at the start");
        }
    });
}

fn profile(arguments: &Arguments) -> Result<triage_client::Profile, OpenProfileError> {
    open_profile(&arguments.profile(), vault(arguments)?)
}

/// Opens the store of the profile's key.
///
/// # Errors
/// Fails when there is none, or it does not keep what it is given.
pub(crate) fn vault(arguments: &Arguments) -> Result<Arc<dyn KeyVault>, VaultError> {
    let folder = arguments.profile();
    Ok(if arguments.demo_key {
        Arc::new(FileVault::open(&folder.join("demo-key"))?)
    } else {
        Arc::new(SystemVault::open(&folder.to_string_lossy())?)
    })
}

fn reason(error: &OpenProfileError) -> BlockedReason {
    match error {
        OpenProfileError::Vault(VaultError::NoStore(_) | VaultError::Store(_) | VaultError::SelfTest) => {
            BlockedReason::NoKeyStore
        }
        OpenProfileError::Vault(VaultError::File(_)) | OpenProfileError::NoRandomness(_) => BlockedReason::NoKeyStore,
        OpenProfileError::Key(KeyRefused::Missing) => BlockedReason::KeyMissing,
        OpenProfileError::Key(KeyRefused::Broken) | OpenProfileError::Store(OpenStoreError::WrongKey) => {
            BlockedReason::KeyWrong
        }
        OpenProfileError::Store(OpenStoreError::InUse) => BlockedReason::InUse,
        OpenProfileError::Store(OpenStoreError::Newer { .. }) => BlockedReason::NewerStore,
        OpenProfileError::Store(OpenStoreError::Folder(error)) if error.kind() == std::io::ErrorKind::StorageFull => {
            BlockedReason::DiskFull
        }
        OpenProfileError::Store(
            OpenStoreError::Damaged { .. }
            | OpenStoreError::LedgerGone
            | OpenStoreError::Row(_)
            | OpenStoreError::NotOpened { .. }
            | OpenStoreError::Migration { .. }
            | OpenStoreError::NoKeyCheck
            | OpenStoreError::UnsafeSqlite { .. }
            | OpenStoreError::Folder(_),
        ) => BlockedReason::StoreDamaged,
    }
}

#[cfg(test)]
mod tests;
