//! The story: sort three requests, lose the provider, decide on without it, restart, come back, count.

use anyhow::{Context, Result, ensure};
use tokio::time::Instant;

use crate::device::Decision;
use crate::driver;
use crate::provider::Provider;
use crate::summary::Summary;
use crate::window::{RowSight, Sight, Window};
use crate::{Stage, device, tell};

/// Words that the window says; they are the ones of `ui/src/words`.
const WHO_IS_WORKING: &str = "Who is working here?";
const FIRST_SYNC: &str = "Bringing the practice";
const LOOKED_LIKE_TYPING: &str = "That looked like typing.";

const NOTE: &str = "Rang back at the front desk: prefers a call after three.";
const REPLIES: [&str; 2] = [
    "Thank you for writing. Please book a routine appointment with the practice nurse; reception will help you.",
    "Thank you, we have read this. The pharmacist will ring you before Friday. Ring us if it gets worse.",
];

/// Plays the whole day and counts.
pub async fn play(stage: &Stage) -> Result<Summary> {
    let started = Instant::now();
    let mut summary = Summary::default();
    let provider = Provider::start(stage).await?;
    let server = provider.base_url();
    tell(&format!("the provider answers at {server}"));

    let window = driver::open(stage, &server).await?;
    let played = with_line_and_without(&window, provider, &mut summary).await;
    let address = told_with_picture(&window, played).await?;
    let unsent = window.look().await?.unsent.context("the window does not say what is not sent")?;
    window.close().await?;

    let kept = device::decisions(stage).await?.iter().filter(|decision| decision.is_unsent()).count();
    ensure!(
        kept as u64 == unsent,
        "the window said that {unsent} changes are saved on this PC; the device holds {kept}"
    );
    let window = driver::open(stage, &server).await?;
    let played = after_restart(stage, &window, (&address, unsent), &mut summary).await;
    let provider = told_with_picture(&window, played).await?;
    window.close().await?;

    count(stage, &provider, &mut summary).await?;
    summary.seconds = started.elapsed().as_secs();
    Ok(summary)
}

/// Keeps a picture of the window where the story broke off.
async fn told_with_picture<T>(window: &Window, played: Result<T>) -> Result<T> {
    if played.is_err() {
        let file = window.picture("broke-off").await?;
        tell(&format!("the story broke off; see {file}"));
    }
    played
}

/// The morning: connected, then without a provider. Returns the address at which it will come back.
async fn with_line_and_without(window: &Window, provider: Provider, summary: &mut Summary) -> Result<String> {
    choose(window, ", Reception").await?;
    window.wait("the first sync", is_synced).await?;
    window.press(".").await?;
    let sight = settled(window).await?;
    tell(&format!("first sync done: {} requests nobody has taken", sight.row_count));
    summary.screenshots.push(window.picture("1-first-sync").await?);

    for team in ["2", "3", "2"] {
        assign(window, team, summary).await?;
    }
    window.wait("three decisions sent", |sight| sight.unsent == Some(0)).await?;
    tell("three requests sorted and sent");
    summary.screenshots.push(window.picture("2-sorted").await?);

    let address = provider.kill().await?;
    window.press_until("F5", "the line is down", |sight| !sight.is_connected()).await?;
    tell("the provider is gone");
    let before = summary.decided;
    assign(window, "2", summary).await?;
    note(window, summary).await?;
    assign(window, "3", summary).await?;
    raise_urgency(window, summary).await?;
    assign(window, "2", summary).await?;
    summary.screenshots.push(window.picture("3-offline").await?);

    window.press_until("Ctrl+Shift+l", "the tiles", |sight| sight.title == WHO_IS_WORKING).await?;
    choose(window, ", GP").await?;
    window.wait("the GP's desk", |sight| sight.staff.is_empty() && sight.unsent.is_some()).await?;
    window.press_until("Ctrl+8", "all open requests", |sight| sight.title.starts_with("All open")).await?;
    window.wait("a request to answer", |sight| sight.selected().is_some()).await?;
    for text in REPLIES {
        reply(window, text, summary).await?;
    }
    summary.decided_offline = summary.decided - before;
    tell(&format!("{} decisions taken without a provider", summary.decided_offline));
    summary.screenshots.push(window.picture("4-replied-offline").await?);
    Ok(address)
}

/// The afternoon: a fresh start without a provider, then the provider comes back.
async fn after_restart(
    stage: &Stage,
    window: &Window,
    (address, unsent): (&str, u64),
    summary: &mut Summary,
) -> Result<Provider> {
    window.wait("the desk after a restart", |sight| sight.unsent.is_some()).await?;
    let is_queue = |sight: &Sight| sight.title.starts_with("All open") && sight.row_count > 0;
    let sight = window.press_until("Ctrl+8", "the whole queue after a restart", is_queue).await?;
    ensure!(!sight.is_connected(), "the window says that it is connected, and there is no provider");
    let kept = window.wait("everything still there", |sight| sight.unsent >= Some(unsent)).await?;
    summary.kept_over_restart = usize::try_from(kept.unsent.unwrap_or_default())?;
    tell(&format!("restarted without a provider: {} changes are still here", summary.kept_over_restart));
    summary.screenshots.push(window.picture("5-restarted-offline").await?);

    let provider = Provider::start_again(stage, address).await?;
    let sent = |sight: &Sight| sight.is_connected() && sight.unsent == Some(0);
    window.press_until("F5", "everything sent", sent).await?;
    tell("the provider is back, and everything is sent");
    summary.screenshots.push(window.picture("6-all-sent").await?);
    Ok(provider)
}

/// Says who works here: by arrow keys to the first tile with this ending, then Enter.
pub async fn choose(window: &Window, ending: &str) -> Result<()> {
    let on_a_tile = |sight: &Sight| sight.title == WHO_IS_WORKING && sight.staff.contains(&sight.focus.name);
    let sight = window.wait("the tiles", on_a_tile).await?;
    let at = |name: &str| sight.staff.iter().position(|tile| tile == name);
    let wanted = sight.staff.iter().find(|tile| tile.ends_with(ending)).context("nobody has this role")?.clone();
    let (from, to) = (at(&sight.focus.name).unwrap_or_default(), at(&wanted).unwrap_or_default());
    let key = if to < from { "ArrowLeft" } else { "ArrowRight" };
    for _ in 0..to.abs_diff(from) {
        window.press(key).await?;
    }
    window.wait("the tile", |sight| sight.focus.name == wanted).await?;
    window.press("Enter").await?;
    window.wait("the desk", |sight| sight.staff.is_empty()).await?;
    tell(&format!("working as {wanted}"));
    Ok(())
}

/// Gives the open request to the team behind this digit; the next request in the list opens, and none is passed over.
pub async fn assign(window: &Window, digit: &str, summary: &mut Summary) -> Result<()> {
    let before = settled(window).await?;
    choose_in(window, "a", "Assign ", digit, summary).await?;
    // The status bar may tell of it a moment before the next request opens.
    let moved_on = |sight: &Sight| sight.selected().map(RowSight::who) != before.selected().map(RowSight::who);
    window.wait("another request", moved_on).await?;
    let after = settled(window).await?;
    let (due, open) = (before.below().map(RowSight::who), after.selected().map(RowSight::who));
    ensure!(due == open, "{due:?} was next, and {open:?} opened");
    Ok(())
}

/// Raises the first request below that is only routine.
async fn raise_urgency(window: &Window, summary: &mut Summary) -> Result<()> {
    let routine = |sight: &Sight| sight.selected().is_some_and(|row| row.name.starts_with("Routine"));
    if !routine(&window.look().await?) {
        window.press_until("ArrowDown", "a routine request", routine).await?;
    }
    choose_in(window, "u", "Urgency of ", "3", summary).await
}

/// Opens a chooser with its key and presses a digit in it. These hands are faster than a person's, so that the window may
/// take the keys for typing; it says so, changes nothing, and they press again.
async fn choose_in(window: &Window, verb: &str, title: &str, digit: &str, summary: &mut Summary) -> Result<()> {
    let before = settled(window).await?;
    let opens = |sight: &Sight| sight.dialog.as_deref().is_some_and(|name| name.starts_with(title));
    let typed = |sight: &Sight| sight.alerts.iter().any(|alert| alert.starts_with(LOOKED_LIKE_TYPING));
    loop {
        window.press_until(verb, title, opens).await?;
        window.press(digit).await?;
        let answered = |sight: &Sight| sight.dialog.is_none() && (sight.last != before.last || typed(sight));
        let sight = window.wait("an answer to the digit", answered).await?;
        if !typed(&sight) {
            return saved(window, &before, summary).await;
        }
    }
}

async fn note(window: &Window, summary: &mut Summary) -> Result<()> {
    let before = settled(window).await?;
    let opens = |sight: &Sight| sight.dialog.as_deref().is_some_and(|name| name.starts_with("Note on "));
    window.press_until("n", "the note", opens).await?;
    window.write(NOTE).await?;
    window.press("Ctrl+Enter").await?;
    saved(window, &before, summary).await
}

/// Replies to the open request, or to the next one whose patient is matched.
async fn reply(window: &Window, text: &str, summary: &mut Summary) -> Result<()> {
    let before = settled(window).await?;
    let can_be_answered = |sight: &Sight| sight.selected().is_some_and(|row| !row.name.contains("Not matched"));
    if !can_be_answered(&before) {
        window.press_until("ArrowDown", "a matched patient", can_be_answered).await?;
    }
    window.press_until("r", "the field for the reply", |sight| sight.message.is_some()).await?;
    window.write(text).await?;
    let written = |sight: &Sight| sight.message.as_ref().is_some_and(|message| message.text == text);
    window.wait("the reply as it was typed", written).await?;
    window.press("Ctrl+Enter").await?;
    saved(window, &before, summary).await?;
    summary.replied += 1;
    Ok(())
}

/// Waits until a request is open and nothing lies over it.
pub async fn settled(window: &Window) -> Result<Sight> {
    let open = |sight: &Sight| {
        let shown = |row: &str| !sight.patient.is_empty() && row.contains(&sight.patient);
        sight.dialog.is_none() && sight.message.is_none() && sight.selected().is_some_and(|row| shown(&row.name))
    };
    window.wait("an open request", open).await
}

/// Waits until the status bar tells of another action than before.
async fn saved(window: &Window, before: &Sight, summary: &mut Summary) -> Result<()> {
    let told = |sight: &Sight| sight.last != before.last && sight.dialog.is_none() && sight.message.is_none();
    let sight = window.wait("the decision is saved", told).await?;
    summary.decided += 1;
    tell(&sight.last);
    Ok(())
}

/// Counts every decision of the device on the provider.
async fn count(stage: &Stage, provider: &Provider, summary: &mut Summary) -> Result<()> {
    let decisions = device::decisions(stage).await?;
    summary.received = device::requests(stage).await?;
    summary.received_of = provider.requests().await?;
    summary.marks = decisions.iter().filter(|decision| decision.is_mark()).count();
    summary.pushed = decisions.iter().filter(|decision| !decision.is_unsent()).count();
    let kept = decisions.len() - summary.marks;
    summary.lost = summary.decided.saturating_sub(kept);
    summary.doubled = kept.saturating_sub(summary.decided);
    for decision in &decisions {
        count_one(decision, provider, summary).await?;
    }
    Ok(())
}

async fn count_one(decision: &Decision, provider: &Provider, summary: &mut Summary) -> Result<()> {
    let traces = provider.traces(decision).await?;
    summary.lost += usize::from(traces.is_lost());
    summary.doubled += usize::from(traces.is_doubled());
    if traces.is_lost() || traces.is_doubled() {
        tell(&format!("{} ({}, {}): {traces:?}", decision.op, decision.kind, decision.state));
    } else {
        summary.on_provider_exactly_once += 1;
    }
    Ok(())
}

/// Says whether everything has come, and a request is open.
pub fn is_synced(sight: &Sight) -> bool {
    let syncing = sight.banners.iter().any(|banner| banner.starts_with(FIRST_SYNC));
    sight.is_connected() && !syncing && sight.selected().is_some()
}
