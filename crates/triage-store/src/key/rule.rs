//! Which key to use: the one rule that stands between a key store that forgot and a profile that nobody can open.

use thiserror::Error;

use super::DataKey;

/// What the key store says. An error of the key store is none of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredKey {
    Present(DataKey),
    /// It holds something that is not a key.
    Broken,
    Absent,
}

impl StoredKey {
    /// Reads what the key store returned.
    #[must_use]
    pub fn read(stored: Option<&str>) -> Self {
        match stored.map(DataKey::from_hex) {
            Some(Some(key)) => Self::Present(key),
            Some(None) => Self::Broken,
            None => Self::Absent,
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChoice {
    Use(DataKey),
    /// Make a random one, keep it in the key store, and make a profile with it.
    MakeNew,
    Refuse(KeyRefused),
}

/// Why no key may be used and none be made.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum KeyRefused {
    #[error("the profile exists, and its key is not in the key store")]
    Missing,
    #[error("what the key store holds is not a key")]
    Broken,
}

/// Decides which key to use. A new one is never made where a profile is, nor over something that the key store holds.
#[must_use]
pub fn which_key(stored: StoredKey, profile_exists: impl FnOnce() -> bool) -> KeyChoice {
    match stored {
        StoredKey::Present(key) => KeyChoice::Use(key),
        StoredKey::Broken => KeyChoice::Refuse(KeyRefused::Broken),
        StoredKey::Absent if triage_sync::mutant!("new-key-when-keyring-empty") => KeyChoice::MakeNew,
        StoredKey::Absent if profile_exists() => KeyChoice::Refuse(KeyRefused::Missing),
        StoredKey::Absent => KeyChoice::MakeNew,
    }
}
