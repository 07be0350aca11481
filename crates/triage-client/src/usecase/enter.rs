//! Entering a request for somebody who rang or stands at the desk.

use chrono::NaiveDate;
use triage_device::{DecideError, DecideForm};
use triage_domain::{About, Category, Decision, EntryRoute, NewRequest, OpId, Patient, RequestId, Urgency, Words};

use crate::client::Client;

/// Whom an entered request is about, as the window sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnterAbout {
    /// A patient of the provider's who is known on this device, by the provider's id.
    Known { reference: String },
    /// The patient of a request that is on this device.
    PatientOf { request: RequestId },
    NotIdentified {
        name: Words,
        /// As told.
        born: Option<NaiveDate>,
    },
}

/// A request as somebody told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterForm {
    /// Made by the caller, so that a call that comes twice has one effect.
    pub op_id: OpId,
    /// Made by the caller too: the id of the request itself, a UUID as every provider takes it.
    pub request: OpId,
    pub about: EnterAbout,
    pub route: EntryRoute,
    pub words: Words,
    /// Where they can be rung back; a blank one is none.
    pub ring_back: Words,
    pub category: Category,
    pub urgency: Urgency,
}

impl Client {
    /// Enters a request. When this returns, it is on the disk, and decisions about it can be taken.
    ///
    /// # Errors
    /// Fails with `NotFound` where this device does not know the patient; else says why it was not saved.
    pub async fn enter(&self, form: EnterForm) -> Result<RequestId, DecideError> {
        let about = match form.about {
            EnterAbout::Known { reference } => {
                let patient = self.patient(&reference)?.ok_or(DecideError::NotFound)?;
                About::Known { patient: Box::new(patient) }
            }
            EnterAbout::PatientOf { request } => {
                let desk = self.inner.desk();
                let known = desk.entry(&request).ok_or(DecideError::NotFound)?;
                About::Known { patient: Box::new(known.snapshot().patient.clone()) }
            }
            EnterAbout::NotIdentified { name, born } => About::NotIdentified { name, born },
        };
        let request = NewRequest {
            about,
            route: form.route,
            words: form.words,
            ring_back: Some(form.ring_back).filter(|number| !number.is_blank()),
            category: form.category,
            urgency: form.urgency,
        };
        let request_id = RequestId::parse(form.request.as_str()).map_err(|_| DecideError::NotFound)?;
        self.decide(DecideForm {
            op_id: form.op_id,
            request_id: request_id.clone(),
            seen: None,
            decision: Decision::Enter { request: Box::new(request) },
        })
        .await?;
        Ok(request_id)
    }

    fn patient(&self, reference: &str) -> Result<Option<Patient>, DecideError> {
        let resource = self.inner.stores.cache.read(|cache| cache.resource("Patient", reference))?;
        Ok(resource.as_ref().map(triage_fhir::patient::read))
    }
}
