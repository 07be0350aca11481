//! Identifiers as newtypes, so that one cannot stand in for another. They carry no meaning beyond equality and order.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest identifier that is accepted from outside, in bytes. FHIR ids end at 64; identifiers of staff and teams get room.
const ID_BYTES_MAX: usize = 128;

/// Why a text is not an identifier.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum ParseIdError {
    #[error("an identifier may not be empty")]
    Empty,
    #[error("an identifier is at most 128 bytes long")]
    TooLong,
    #[error("an identifier holds printable ASCII only, without blanks")]
    BadCharacter,
    #[error("an operation id is a UUID")]
    NotAUuid,
}

fn check(text: &str) -> Result<(), ParseIdError> {
    if text.is_empty() {
        return Err(ParseIdError::Empty);
    }
    if text.len() > ID_BYTES_MAX {
        return Err(ParseIdError::TooLong);
    }
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(ParseIdError::BadCharacter);
    }
    Ok(())
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Accepts 1 to 128 bytes of printable ASCII without blanks.
            ///
            /// # Errors
            /// Says what is wrong with the text.
            pub fn parse(text: &str) -> Result<Self, ParseIdError> {
                check(text)?;
                Ok(Self(text.to_owned()))
            }

            /// Returns the identifier as it goes over the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = ParseIdError;
            fn try_from(text: String) -> Result<Self, ParseIdError> {
                check(&text)?;
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id!(
    /// The provider's id of a request: the logical id of its FHIR Task.
    RequestId
);
id!(
    /// A member of staff, by SDS user id: the same on every server, whatever ids it gives its own resources.
    StaffId
);
id!(
    /// A team of the practice, by the practice's own code.
    TeamId
);
id!(
    /// A practice, by the code of the Organisation Data Service.
    OdsCode
);
id!(
    /// The version of a resource as the server named it; opaque, compared only by `triage-sync`'s rules.
    Version
);

/// What stands for a version while the provider has none: no server numbers a first version so.
const NOT_AT_THE_PROVIDER: &str = "0";

impl Version {
    /// Stands for the version of a request that exists on this device only.
    #[must_use]
    pub fn not_at_the_provider() -> Self {
        Self(NOT_AT_THE_PROVIDER.to_owned())
    }

    /// Says whether the provider gave this version.
    #[must_use]
    pub fn is_at_the_provider(&self) -> bool {
        self.0 != NOT_AT_THE_PROVIDER
    }
}

/// The identity of one decision, made before its first byte is stored and the same through every retry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpId(String);

impl OpId {
    /// Accepts a hyphenated UUID and stores it in lower case.
    ///
    /// # Errors
    /// Fails with `NotAUuid` for anything else.
    pub fn parse(text: &str) -> Result<Self, ParseIdError> {
        let groups: Vec<&str> = text.split('-').collect();
        let shape = [8, 4, 4, 4, 12];
        let well_formed = groups.len() == shape.len()
            && groups
                .iter()
                .zip(shape)
                .all(|(group, length)| group.len() == length && group.bytes().all(|b| b.is_ascii_hexdigit()));
        if !well_formed {
            return Err(ParseIdError::NotAUuid);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// Takes the 16 bytes of a UUID.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let mut text = String::with_capacity(36);
        for (at, byte) in bytes.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for digit in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        Self(text)
    }

    /// Returns the UUID in lower case with hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OpId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OpId {
    type Error = ParseIdError;
    fn try_from(text: String) -> Result<Self, ParseIdError> {
        Self::parse(&text)
    }
}

impl From<OpId> for String {
    fn from(id: OpId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests;
