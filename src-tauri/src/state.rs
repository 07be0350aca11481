//! What the commands share: the client, or why there is none.

use std::sync::Arc;

use tracing::error;
use triage_client::{
    Client, ClientSettings, Clock, ConnectForm, FileVault, KeyRefused, KeyVault, OpenProfileError, OpenStoreError,
    SystemVault, VaultError, open_profile,
};

use crate::arguments::Arguments;
use crate::desktop::notifications::DesktopNotifier;
use crate::views::error::CommandError;
use crate::views::frame::BlockedReason;

/// The client, or why there is none.
pub(crate) struct Desktop {
    client: Result<Client, BlockedReason>,
}

impl Desktop {
    /// Opens the profile and starts the client on it. Nothing is deleted or made anew when that fails.
    pub(crate) fn open(arguments: &Arguments) -> Self {
        let client = profile(arguments).map_err(|error| {
            error!(%error, "the profile cannot be opened");
            reason(&error)
        });
        let client = client.and_then(|profile| {
            let settings = ClientSettings::default();
            let notifier = Box::new(DesktopNotifier);
            let start = async { Client::start(profile, Clock::system(), notifier, settings) };
            tauri::async_runtime::block_on(start).map_err(|error| {
                error!(%error, "the profile cannot be read");
                BlockedReason::StoreDamaged
            })
        });
        if let (Ok(client), Some(server)) = (&client, arguments.connect.clone()) {
            connect_at_start(client.clone(), server);
        }
        Self { client }
    }

    /// Returns the client.
    ///
    /// # Errors
    /// Fails while the profile cannot be opened.
    pub(crate) fn client(&self) -> Result<&Client, CommandError> {
        self.client.as_ref().map_err(|_| CommandError::NotReady)
    }

    /// Says why there is no client.
    pub(crate) fn blocked(&self) -> Option<BlockedReason> {
        self.client.as_ref().err().copied()
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
