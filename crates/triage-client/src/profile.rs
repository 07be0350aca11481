//! A profile: one folder with its two files, and the key for them. A missing key is never replaced by a new one.

use std::path::Path;
use std::sync::Arc;

use thiserror::Error;
use triage_store::{DataKey, OpenStoreError, Stores};

use crate::vault::{KeyVault, VaultError};

/// The name of the data key in the vault.
const DATA_KEY: &str = "data-key";

/// An open profile.
pub struct Profile {
    pub stores: Stores,
    pub vault: Arc<dyn KeyVault>,
}

/// Why a profile cannot be opened. Nothing was changed or deleted.
#[derive(Debug, Error)]
pub enum OpenProfileError {
    #[error("the key store cannot be used")]
    Vault(#[from] VaultError),
    #[error("the profile exists, and its key is not in the key store")]
    KeyMissing,
    #[error("what the key store holds is not a key")]
    KeyBroken,
    #[error("no random key could be made")]
    NoRandomness(#[source] getrandom::Error),
    #[error(transparent)]
    Store(#[from] OpenStoreError),
}

/// Opens the profile in `folder`, making a new one with a random key where there is none.
///
/// # Errors
/// Says what stands against it.
pub fn open_profile(folder: &Path, vault: Arc<dyn KeyVault>) -> Result<Profile, OpenProfileError> {
    let key = match vault.get(DATA_KEY)? {
        Some(stored) => DataKey::from_hex(&stored).ok_or(OpenProfileError::KeyBroken)?,
        None if Stores::exists(folder) => return Err(OpenProfileError::KeyMissing),
        None => new_key(&*vault)?,
    };
    let stores = Stores::open(folder, &key)?;
    Ok(Profile { stores, vault })
}

fn new_key(vault: &dyn KeyVault) -> Result<DataKey, OpenProfileError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(OpenProfileError::NoRandomness)?;
    let key = DataKey::new(bytes);
    vault.set(DATA_KEY, &key.to_hex())?;
    Ok(key)
}
