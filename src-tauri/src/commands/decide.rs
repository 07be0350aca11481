//! Deciding and taking back.

use tauri::State;
use triage_domain::calendar::local;

use crate::state::Desktop;
use crate::views::decision::{DecideForm, DecidedView, ResolveForm, UndoForm, op_id, request_id};
use crate::views::enter::{EnterForm, EnteredView};
use crate::views::error::CommandError;
use crate::views::hold::HoldTimeView;

/// Takes a decision; when this returns, it is on the disk.
#[tauri::command]
pub(crate) async fn decide(req: DecideForm, desktop: State<'_, Desktop>) -> Result<DecidedView, CommandError> {
    let client = desktop.client()?;
    let op_id = req.op_id.clone();
    let draft = client.draft(&request_id(&req.request_id)?)?;
    let attached = draft.map(|draft| draft.attachments).unwrap_or_default();
    client.decide(req.convert(&client.session(), &attached)?).await?;
    Ok(DecidedView { op_id })
}

/// Enters a request for somebody who rang or stands at the desk; when this returns, it is on the disk.
#[tauri::command]
pub(crate) async fn enter(req: EnterForm, desktop: State<'_, Desktop>) -> Result<EnteredView, CommandError> {
    let client = desktop.client()?;
    let request = client.enter(req.convert(local(client.now()).date())?).await?;
    Ok(EnteredView { request_id: request.to_string() })
}

/// Lists until when a request can be set aside.
#[tauri::command]
pub(crate) async fn hold_times(desktop: State<'_, Desktop>) -> Result<Vec<HoldTimeView>, CommandError> {
    Ok(HoldTimeView::all(desktop.client()?.now()))
}

/// Takes a decision back.
#[tauri::command]
pub(crate) async fn undo(req: UndoForm, desktop: State<'_, Desktop>) -> Result<DecidedView, CommandError> {
    let by = desktop.client()?.undo(op_id(&req.op_id)?, op_id(&req.target)?).await?;
    Ok(DecidedView { op_id: by.to_string() })
}

/// Resolves a conflict or settles the fate of a refused decision.
#[tauri::command]
pub(crate) async fn resolve(req: ResolveForm, desktop: State<'_, Desktop>) -> Result<(), CommandError> {
    Ok(desktop.client()?.resolve(req.convert()?).await?)
}
