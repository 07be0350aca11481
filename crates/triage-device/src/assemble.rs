//! Puts a request together from the resources in the cache.

use serde_json::Value;
use triage_fhir::json::{reference, relative};
use triage_fhir::task::ReadTaskError;
use triage_fhir::{Assembled, Parts, assemble};
use triage_store::{CacheRead, StoreError};

/// Reads what belongs to a Task and puts it together. The outer error is the store's, the inner one the Task's.
///
/// # Errors
/// The outer one when the store fails, the inner one where nothing can be made of the Task.
pub fn assemble_from(cache: &CacheRead<'_>, task: &Value) -> Result<Result<Assembled, ReadTaskError>, StoreError> {
    let Some(id) = task.get("id").and_then(Value::as_str) else { return Ok(Err(ReadTaskError::NoId)) };
    let named = |member: &str| -> Result<Option<Value>, StoreError> {
        match reference(task, member).and_then(relative) {
            Some((kind, id)) => cache.resource(kind, id),
            None => Ok(None),
        }
    };
    let (form, patient, requester) = (named("focus")?, named("for")?, named("requester")?);
    let photos = cache.linked(id, "DocumentReference")?;
    let replies = cache.linked(id, "CommunicationRequest")?;
    let communications = cache.linked(id, "Communication")?;
    Ok(assemble(&Parts {
        task: Some(task),
        form: form.as_ref(),
        patient: patient.as_ref(),
        requester: requester.as_ref(),
        photos: &photos.iter().collect::<Vec<_>>(),
        replies: &replies.iter().collect::<Vec<_>>(),
        communications: &communications.iter().collect::<Vec<_>>(),
    }))
}
