//! The versioned form of a decision's payload: what an older program wrote is lifted, form by form, to what this one reads.

use serde_json::Value;
use triage_domain::Decision;

use crate::open::StoreError;

/// Lifts a payload from one form to the next.
type Lift = fn(Value) -> Result<Value, StoreError>;

/// The lifts in order: the first reads form 1. A form that was ever written keeps its lift for good.
const LIFTS: &[Lift] = &[];

/// Version of the payload's form that this program writes: one more than there are lifts.
pub(super) const KIND_V: u32 = 1;

/// Reads a decision in whatever form it was written.
///
/// # Errors
/// Fails where the form is newer than this program, and where the payload is not what its form says.
pub(super) fn decision(form: i64, payload: &str) -> Result<Decision, StoreError> {
    Ok(serde_json::from_value(lifted(form, serde_json::from_str(payload)?, LIFTS)?)?)
}

fn lifted(form: i64, payload: Value, lifts: &[Lift]) -> Result<Value, StoreError> {
    let written = usize::try_from(form).ok().and_then(|form| form.checked_sub(1));
    let missing = written.and_then(|at| lifts.get(at..)).ok_or(StoreError::BadValue { what: "form of a decision" })?;
    missing.iter().try_fold(payload, |payload, lift| lift(payload))
}

#[cfg(test)]
mod tests;
