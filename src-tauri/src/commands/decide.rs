//! Deciding and taking back.

use tauri::State;

use crate::state::Desktop;
use crate::views::decision::{DecideForm, DecidedView, ResolveForm, UndoForm, op_id};
use crate::views::error::CommandError;

/// Takes a decision; when this returns, it is on the disk.
#[tauri::command]
pub(crate) async fn decide(req: DecideForm, desktop: State<'_, Desktop>) -> Result<DecidedView, CommandError> {
    let client = desktop.client()?;
    let op_id = req.op_id.clone();
    client.decide(req.convert(&client.session())?).await?;
    Ok(DecidedView { op_id })
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
