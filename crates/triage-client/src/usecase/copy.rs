//! Texts for other programs: what finds the patient there, what the patient sent, and what goes into the clinical record.

use thiserror::Error;
use triage_domain::record::{name_and_born, record_text, request_text};
use triage_domain::{NhsNumber, RequestId, Words};
use triage_store::StoreError;

use crate::client::Client;
use crate::usecase::read_request::ReaderError;

/// What can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyWhat {
    /// Ten digits, as clinical systems search for them.
    NhsNumber,
    /// Three, three and four digits, as people read them.
    NhsNumberSpaced,
    NameAndBorn,
    RequestText,
    /// In the form that the practice has set up.
    Record,
}

/// Why there is nothing to copy.
#[derive(Debug, Error)]
pub enum CopyError {
    #[error("the request has no NHS number")]
    NoNhsNumber,
    #[error(transparent)]
    Request(#[from] ReaderError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Client {
    /// Returns the text to be copied, of the request as it is shown.
    ///
    /// # Errors
    /// Fails when it is not on this device, the store fails, or there is no such thing to copy.
    pub fn copied(&self, request_id: &RequestId, what: CopyWhat) -> Result<Words, CopyError> {
        let request = self.request(request_id)?.request;
        let number = request.patient.nhs_number.number().ok_or(CopyError::NoNhsNumber);
        let text = match what {
            CopyWhat::NhsNumber => number.map(NhsNumber::digits)?,
            CopyWhat::NhsNumberSpaced => number.map(NhsNumber::spaced)?,
            CopyWhat::NameAndBorn => name_and_born(&request),
            CopyWhat::RequestText => request_text(&request),
            CopyWhat::Record => record_text(self.setup()?.practice.record_format.as_str(), &request),
        };
        Ok(Words::new(text))
    }
}
