//! What somebody is typing in a form that is no reply.

use tauri::State;
use triage_domain::Words;

use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::typed::{KeepTypedForm, TypedForm, TypedView, place};

/// Returns what the user was typing.
#[tauri::command]
pub(crate) async fn typed(req: TypedForm, desktop: State<'_, Desktop>) -> Result<Option<TypedView>, CommandError> {
    let client = desktop.client()?;
    let typed = client.typed(&place(&req.place)?)?;
    Ok(typed.map(|typed| TypedView::of(&typed, client.now())))
}

/// Keeps what the user is typing.
#[tauri::command]
pub(crate) async fn keep_typed(req: KeepTypedForm, desktop: State<'_, Desktop>) -> Result<(), CommandError> {
    Ok(desktop.client()?.keep_typed(&place(&req.place)?, Words::new(req.text))?)
}
