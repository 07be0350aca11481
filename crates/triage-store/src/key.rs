//! The data key of one profile and what is derived from it. It never shows in a log and is never made here.

use std::fmt;

use sha2::{Digest, Sha256};
use triage_sync::basis::hex;

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
        let text = text.trim();
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Writes the key for the key store, and for nothing else.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// Derives the raw key of one file, in the form in which SQLCipher takes it.
    ///
    /// A hash is enough to derive from a key that is itself 256 random bits; no password is involved.
    pub(crate) fn raw_key_of(&self, file: &str) -> String {
        format!("x'{}'", hex(&self.derived(file)))
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
