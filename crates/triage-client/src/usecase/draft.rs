//! What somebody is writing, kept from the first second.

use triage_domain::{RequestId, Words};
use triage_store::{DraftRow, StoreError};

use crate::client::{Client, Subject};

impl Client {
    /// Returns what the person who works here was writing about a request.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn draft(&self, request_id: &RequestId) -> Result<Option<DraftRow>, StoreError> {
        let Some(staff) = self.inner.staff() else { return Ok(None) };
        self.inner.stores.ledger.draft(request_id, &staff.id)
    }

    /// Keeps what the person who works here is writing; an empty text removes it. What was typed about a request that is
    /// not here was meant for another queue, practice or real, and is kept in neither.
    ///
    /// # Errors
    /// Fails when the store does: the text is still in the form then.
    pub fn save_draft(&self, request_id: &RequestId, text: &Words) -> Result<Option<DraftRow>, StoreError> {
        let Some(staff) = self.inner.staff() else { return Ok(None) };
        let is_here = self.inner.desk().entry(request_id).is_some();
        let before = self.draft(request_id)?;
        if !is_here && before.is_none() {
            return Ok(None);
        }
        self.inner.stores.ledger.save_draft(request_id, &staff.id, text, self.inner.clock.now().wall)?;
        let after = self.draft(request_id)?;
        if before.is_some() != after.is_some() {
            // Its row says that there is one.
            self.inner.announce(Subject::Queue, Some(request_id));
        }
        Ok(after)
    }
}
