//! What somebody is typing in a form that is no reply, kept from the first second: a note, a new request.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use triage_domain::{RequestId, StaffId, Words};
use triage_store::StoreError;

use crate::client::Client;

/// Longest text that is kept, in bytes: four times what any form takes.
const BYTES_MAX: usize = 64 * 1024;

/// Where it is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedPlace {
    /// A note about a request.
    Note(RequestId),
    /// What a patient said who asked again.
    Chase(RequestId),
    /// A request of somebody who rang or stands at the desk.
    Entry,
}

/// What somebody was typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The form's own: plain words, or its fields in a form of its own.
    pub text: Words,
    pub saved_at: DateTime<Utc>,
}

/// Why it was not kept: it is still in the form then.
#[derive(Debug, Error)]
pub enum TypedError {
    #[error("the text is longer than {BYTES_MAX} bytes")]
    TooLong,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TypedPlace {
    fn setting_of(&self, staff: &StaffId) -> String {
        match self {
            Self::Note(request_id) => format!("typed:{staff}:note:{request_id}"),
            Self::Chase(request_id) => format!("typed:{staff}:chase:{request_id}"),
            Self::Entry => format!("typed:{staff}:entry"),
        }
    }
}

impl Client {
    /// Returns what the person who works here was typing.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn typed(&self, place: &TypedPlace) -> Result<Option<Typed>, StoreError> {
        let Some(staff) = self.inner.staff() else { return Ok(None) };
        self.inner.stores.ledger.get(&place.setting_of(&staff.id))
    }

    /// Keeps what the person who works here is typing; an empty text removes it. A note about a request that is not here was
    /// meant for another queue, practice or real, and is kept in neither.
    ///
    /// # Errors
    /// Fails where it is too long, or the store fails: the text is still in the form then.
    pub fn keep_typed(&self, place: &TypedPlace, text: Words) -> Result<(), TypedError> {
        let Some(staff) = self.inner.staff() else { return Ok(()) };
        if text.as_str().len() > BYTES_MAX {
            return Err(TypedError::TooLong);
        }
        let name = place.setting_of(&staff.id);
        if text.as_str().is_empty() {
            return Ok(self.inner.stores.ledger.unset(&name)?);
        }
        if let TypedPlace::Note(request_id) | TypedPlace::Chase(request_id) = place
            && self.inner.desk().entry(request_id).is_none()
        {
            return Ok(());
        }
        Ok(self.inner.stores.ledger.set(&name, &Typed { text, saved_at: self.inner.clock.now().wall })?)
    }
}
