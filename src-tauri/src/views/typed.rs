//! What somebody is typing in a form that is no reply.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_client::{Typed, TypedPlace};
use ts_rs::TS;

use super::decision::request_id;
use super::error::CommandError;
use super::time::TimeView;

/// Names what somebody was typing: `note:` or `chase:` and a request's id, or `enter`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct TypedForm {
    pub place: String,
}

/// Keeps what somebody is typing; an empty text removes it. At most 64 KiB.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct KeepTypedForm {
    pub place: String,
    /// The form's own: plain words, or its fields as JSON.
    pub text: String,
}

/// What somebody was typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TypedView {
    pub text: String,
    pub saved_at: TimeView,
}

/// Reads where something is being typed.
///
/// # Errors
/// Fails where no form is named so.
pub fn place(text: &str) -> Result<TypedPlace, CommandError> {
    match text.split_once(':') {
        None if text == "enter" => Ok(TypedPlace::Entry),
        Some(("note", id)) => Ok(TypedPlace::Note(request_id(id)?)),
        Some(("chase", id)) => Ok(TypedPlace::Chase(request_id(id)?)),
        None | Some(_) => Err(CommandError::invalid("place")),
    }
}

impl TypedView {
    /// Shows what was kept.
    #[must_use]
    pub fn of(typed: &Typed, now: DateTime<Utc>) -> Self {
        Self { text: typed.text.as_str().to_owned(), saved_at: TimeView::at(typed.saved_at, now) }
    }
}
