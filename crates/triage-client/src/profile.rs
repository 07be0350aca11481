//! A profile: one folder with its two files, and the key for them. A missing key is never replaced by a new one.

use std::path::Path;
use std::sync::Arc;

use thiserror::Error;
use triage_store::files::Folder;
use triage_store::open::lock;
use triage_store::{
    DataKey, KeyChoice, KeyRefused, OpenStoreError, Opening, StoredKey, Stores, profile_exists, which_key,
};

use crate::clock::Clock;
use crate::vault::{KeyVault, VaultError};

/// The name of the data key in the vault.
const DATA_KEY: &str = "data-key";

/// What a profile is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The practice's own requests, at its provider.
    Work,
    /// Invented requests, which are thrown away. Nothing of it leaves this PC, whatever anybody switches on.
    Training,
}

/// An open profile.
pub struct Profile {
    pub stores: Stores,
    pub vault: Arc<dyn KeyVault>,
    pub(crate) purpose: Purpose,
}

/// Why a profile cannot be opened. Nothing was changed or deleted.
#[derive(Debug, Error)]
pub enum OpenProfileError {
    #[error("the key store cannot be used")]
    Vault(#[from] VaultError),
    #[error("{0}; every file is as it was, and no new key is made: put the key back, or open the profile where it is")]
    Key(#[from] KeyRefused),
    #[error("no random number could be made")]
    NoRandomness(#[source] getrandom::Error),
    #[error(transparent)]
    Store(#[from] OpenStoreError),
}

/// Opens the profile in `folder`, making a new one with a random key where there is none.
///
/// # Errors
/// Says what stands against it.
pub fn open_profile(folder: &Path, vault: Arc<dyn KeyVault>) -> Result<Profile, OpenProfileError> {
    open_for(Purpose::Work, folder, vault)
}

/// Opens a profile for a purpose, which it keeps for as long as it is open.
pub(crate) fn open_for(purpose: Purpose, folder: &Path, vault: Arc<dyn KeyVault>) -> Result<Profile, OpenProfileError> {
    let files = Arc::new(Folder::new(folder).map_err(OpenStoreError::Folder)?);
    // The lock comes before the key: two programs that start at once must not make two keys.
    let lock = lock(&*files)?;
    let key = match which_key(stored_key(&*vault)?, || profile_exists(&*files)) {
        KeyChoice::Use(key) => key,
        KeyChoice::MakeNew => new_key(&*vault)?,
        KeyChoice::Refuse(refused) => return Err(refused.into()),
    };
    let opening = Opening::new(Clock::system().now().wall, random()?);
    let stores = Stores::open_locked(files, lock, &key, &opening)?;
    for finding in stores.findings() {
        tracing::warn!(?finding, "the opening found something");
    }
    Ok(Profile { stores, vault, purpose })
}

/// Asks the key store for the profile's key.
pub(crate) fn stored_key(vault: &dyn KeyVault) -> Result<StoredKey, VaultError> {
    Ok(StoredKey::read(vault.get(DATA_KEY)?.as_deref()))
}

fn new_key(vault: &dyn KeyVault) -> Result<DataKey, OpenProfileError> {
    let key = DataKey::new(random()?);
    vault.set(DATA_KEY, &key.to_hex())?;
    Ok(key)
}

fn random<const N: usize>() -> Result<[u8; N], OpenProfileError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(OpenProfileError::NoRandomness)?;
    Ok(bytes)
}
