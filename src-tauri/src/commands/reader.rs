//! One request, and what somebody is writing about it.

use tauri::State;
use tauri::ipc::Response;
use tracing::warn;
use triage_domain::Words;

use crate::state::Desktop;
use crate::views::decision::{AttachForm, DetachForm, op_id, request_id};
use crate::views::error::CommandError;
use crate::views::reader::{IdForm, RequestView};
use crate::views::status::{DraftForm, DraftView, SaveDraftForm};
use crate::views::writing::{ClaimView, WritingForm};

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
    let request = request_id(&req.request_id)?;
    let draft = client.save_draft(&request, &Words::new(req.text))?;
    if let Err(error) = client.keep_writing(&request).await {
        warn!(%error, "the claim was not renewed");
    }
    Ok(draft.map(|draft| DraftView::of(&req.request_id, &draft, client.now())))
}

/// Attaches a file to what the user is writing about a request.
#[tauri::command]
pub(crate) async fn attach(req: AttachForm, desktop: State<'_, Desktop>) -> Result<DraftView, CommandError> {
    let client = desktop.client()?;
    let draft = client.attach_encoded(&request_id(&req.request_id)?, &req.name, &req.content)?;
    Ok(DraftView::of(&req.request_id, &draft, client.now()))
}

/// Takes a file out of what the user is writing about a request.
#[tauri::command]
pub(crate) async fn detach(req: DetachForm, desktop: State<'_, Desktop>) -> Result<DraftView, CommandError> {
    let client = desktop.client()?;
    let (draft, now) = (client.detach(&request_id(&req.request_id)?, &req.id)?, client.now());
    let empty = || DraftView::empty(&req.request_id, now);
    Ok(draft.map_or_else(empty, |draft| DraftView::of(&req.request_id, &draft, now)))
}

/// Claims a request for the person who begins to write, unless somebody else has it; says whose it is then.
#[tauri::command]
pub(crate) async fn start_writing(
    req: WritingForm,
    desktop: State<'_, Desktop>,
) -> Result<Option<ClaimView>, CommandError> {
    let client = desktop.client()?;
    let writing = client.start_writing(op_id(&req.op_id)?, &request_id(&req.request_id)?).await?;
    Ok(writing.map(|writing| ClaimView::of(&writing, client.now())))
}

/// Gives the own claim back.
#[tauri::command]
pub(crate) async fn stop_writing(req: WritingForm, desktop: State<'_, Desktop>) -> Result<(), CommandError> {
    Ok(desktop.client()?.stop_writing(op_id(&req.op_id)?, &request_id(&req.request_id)?).await?)
}
