//! One request, and what somebody is writing about it.

use tauri::State;
use tauri::ipc::Response;
use triage_domain::Words;

use crate::state::Desktop;
use crate::views::decision::request_id;
use crate::views::error::CommandError;
use crate::views::reader::{IdForm, RequestView};
use crate::views::status::{DraftForm, DraftView, SaveDraftForm};

/// Reads one request with everything that the reader shows.
#[tauri::command]
pub(crate) async fn request(req: IdForm, desktop: State<'_, Desktop>) -> Result<RequestView, CommandError> {
    let client = desktop.client()?;
    let reader = client.request(&request_id(&req.id)?)?;
    let read_only = client.session().connection.is_some_and(|connection| !connection.abilities.may_write());
    Ok(RequestView::of(&reader, read_only, client.now()))
}

/// Returns a photo's bytes.
#[tauri::command]
pub(crate) async fn photo(req: IdForm, desktop: State<'_, Desktop>) -> Result<Response, CommandError> {
    let (_, bytes) = desktop.client()?.photo(&req.id).await?;
    Ok(Response::new(bytes))
}

/// Returns what the user was writing about a request.
#[tauri::command]
pub(crate) async fn draft(req: DraftForm, desktop: State<'_, Desktop>) -> Result<Option<DraftView>, CommandError> {
    let client = desktop.client()?;
    let draft = client.draft(&request_id(&req.request_id)?)?;
    Ok(draft.map(|draft| DraftView::of(&req.request_id, &draft, client.now())))
}

/// Keeps what the user is writing about a request.
#[tauri::command]
pub(crate) async fn save_draft(
    req: SaveDraftForm,
    desktop: State<'_, Desktop>,
) -> Result<Option<DraftView>, CommandError> {
    let client = desktop.client()?;
    let draft = client.save_draft(&request_id(&req.request_id)?, &Words::new(req.text))?;
    Ok(draft.map(|draft| DraftView::of(&req.request_id, &draft, client.now())))
}
