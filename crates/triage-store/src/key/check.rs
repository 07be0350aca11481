//! The file `key-check`: what tells the right key from a wrong one, and copies of both files' salts.
//!
//! Its first line is the check value; each further line is a file's name and its salt. A file of an older program has
//! the first line alone.

use std::fmt::Write as _;
use std::io;

use super::{DataKey, Salt};
use crate::files::Files;
use crate::open::{CACHE, LEDGER};

pub(crate) const KEY_CHECK: &str = "key-check";

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum KeyCheck {
    Absent,
    /// There is such a file, and it does not say what this program writes.
    Damaged,
    Wrong,
    Right(Salts),
}

/// Copies of the salts, where they were taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Salts {
    pub ledger: Option<Salt>,
    pub cache: Option<Salt>,
}

impl KeyCheck {
    /// Holds a key against the file.
    pub(crate) fn read(files: &dyn Files, key: &DataKey) -> io::Result<Self> {
        let bytes = match files.read(KEY_CHECK) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Absent),
            Err(error) => return Err(error),
        };
        let Ok(text) = std::str::from_utf8(&bytes) else { return Ok(Self::Damaged) };
        let mut lines = text.trim().lines();
        let value = lines.next().unwrap_or_default().trim();
        if value.len() != 64 || !value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Self::Damaged);
        }
        if value != key.check_value() {
            return Ok(Self::Wrong);
        }
        let mut salts = Salts::default();
        for line in lines {
            match line.split_once(' ') {
                Some((LEDGER, salt)) => salts.ledger = Salt::from_hex(salt.trim()),
                Some((CACHE, salt)) => salts.cache = Salt::from_hex(salt.trim()),
                Some(_) | None => {}
            }
        }
        Ok(Self::Right(salts))
    }
}

/// Writes the file.
pub(crate) fn write(files: &dyn Files, key: &DataKey, salts: Salts) -> io::Result<()> {
    let mut text = key.check_value();
    for (name, salt) in [(LEDGER, salts.ledger), (CACHE, salts.cache)] {
        if let Some(salt) = salt {
            let _ = write!(text, "\n{name} {}", salt.to_hex());
        }
    }
    files.write(KEY_CHECK, text.as_bytes())
}
