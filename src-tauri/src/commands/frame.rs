//! The frame: connecting, and who works here.

use tauri::{AppHandle, State};
use triage_client::{ConnectForm as Connect, Place};
use triage_domain::StaffId;

use crate::desktop::window;
use crate::state::Desktop;
use crate::views::error::CommandError;
use crate::views::frame::{ConnectForm, SessionView, SignInForm, WindowFocusForm};
use crate::views::place::PlaceView;

/// The text size of whoever never chose one.
const USUAL_PERCENT: u16 = 100;

/// Returns the frame around every screen.
#[tauri::command]
pub(crate) async fn session(app: AppHandle, desktop: State<'_, Desktop>) -> Result<SessionView, CommandError> {
    if let Some(reason) = desktop.blocked() {
        return Ok(SessionView::blocked(reason));
    }
    let session = desktop.client()?.session();
    // Whoever practises keeps the text as they have it, and so does whoever has not said who they are.
    if !session.is_training && session.staff.is_some() {
        window::zoom(&app, session.place.map_or(USUAL_PERCENT, |place| place.zoom_percent()));
    }
    Ok((&session).into())
}

/// Keeps how the user has the window, and shows it so.
#[tauri::command]
pub(crate) async fn keep_place(
    req: PlaceView,
    app: AppHandle,
    desktop: State<'_, Desktop>,
) -> Result<(), CommandError> {
    let place = Place::from(req);
    window::zoom(&app, place.zoom_percent());
    Ok(desktop.client()?.keep_place(place)?)
}

/// Connects the profile to a provider.
#[tauri::command]
pub(crate) async fn connect(req: ConnectForm, desktop: State<'_, Desktop>) -> Result<SessionView, CommandError> {
    let client = desktop.client()?;
    client.connect(Connect { server: req.server, ..Connect::default() }).await?;
    Ok((&client.session()).into())
}

/// Takes a member of staff as the person who works here, on a provider without sign-in of its own.
#[tauri::command]
pub(crate) async fn sign_in(req: SignInForm, desktop: State<'_, Desktop>) -> Result<SessionView, CommandError> {
    let client = desktop.client()?;
    let id = StaffId::parse(&req.staff_id).map_err(|_| CommandError::invalid("staffId"))?;
    if !client.choose_staff(&id)? {
        return Err(CommandError::NotFound);
    }
    Ok((&client.session()).into())
}

/// Signs in at the provider, in the system's browser.
#[tauri::command]
pub(crate) async fn sign_in_with_browser(desktop: State<'_, Desktop>) -> Result<SessionView, CommandError> {
    let client = desktop.client()?;
    let flow = client.begin_sign_in().await?;
    crate::desktop::browser::open(flow.address().as_str());
    client.finish_sign_in(flow).await?;
    Ok((&client.session()).into())
}

/// Makes way for the next person.
#[tauri::command]
pub(crate) async fn switch_user(app: AppHandle, desktop: State<'_, Desktop>) -> Result<SessionView, CommandError> {
    let client = desktop.client()?;
    crate::desktop::reader_window::forget(&app);
    client.leave()?;
    Ok((&client.session()).into())
}

/// Says whether the window is in front, so that notifications stay quiet then.
#[tauri::command]
pub(crate) async fn window_focus(req: WindowFocusForm, desktop: State<'_, Desktop>) -> Result<(), CommandError> {
    use triage_client::WindowPlace;
    let place = if req.focused { WindowPlace::InFront } else { WindowPlace::Behind };
    desktop.client()?.window_in_front(place);
    Ok(())
}
