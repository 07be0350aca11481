//! The data key of one profile and what is derived from it. It never shows in a log and is never made here.

pub(crate) mod check;
mod rule;

use std::fmt;

use sha2::{Digest, Sha256};
use triage_sync::basis::hex;

pub use rule::{KeyChoice, KeyRefused, StoredKey, which_key};

/// The salt of one file: 16 bytes that stand in the clear at its beginning, and without which none of it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Salt([u8; 16]);

impl Salt {
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        Some(Self(head.get(..16)?.try_into().ok()?))
    }

    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        Some(Self(unhex(text)?))
    }

    pub(crate) fn to_hex(self) -> String {
        hex(&self.0)
    }

    pub(crate) fn bytes(self) -> [u8; 16] {
        self.0
    }
}

/// A random 256-bit key. Both files are encrypted with keys derived from it.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// Takes 32 random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        unhex(text.trim()).map(Self)
    }

    /// Writes the key for the key store, and for nothing else.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// Derives the raw key of one file, in the form in which SQLCipher takes it, with the file's salt where the file
    /// itself does not say it.
    ///
    /// A hash is enough to derive from a key that is itself 256 random bits; no password is involved.
    pub(crate) fn raw_key_of(&self, file: &str, salt: Option<Salt>) -> String {
        format!("x'{}{}'", hex(&self.derived(file)), salt.map(Salt::to_hex).unwrap_or_default())
    }

    /// Returns a value that tells this key from another without revealing it: a wrong key must not look like damage.
    pub(crate) fn check_value(&self) -> String {
        hex(&self.derived("key check"))
    }

    fn derived(&self, purpose: &str) -> [u8; 32] {
        let mut sha = Sha256::new();
        sha.update(b"triage-desk:");
        sha.update(purpose.as_bytes());
        sha.update(b":");
        sha.update(self.0);
        sha.finalize().into()
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(redacted)")
    }
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
