//! What stands beside the daily work: the reader on a second screen, the practice queue, some minutes between two
//! appointments.

use anyhow::{Context, Result, ensure};

use crate::day::{choose, settled};
use crate::journeys::Travelled;
use crate::tell;
use crate::window::{Sight, Window};

const PRACTICE: &str = "invented patients";

/// The reader opens in a window of its own, shows what is open in the main one, and follows it.
pub async fn reads_on_a_second_screen(window: &Window, done: &mut Travelled) -> Result<()> {
    let before = settled(window).await?;
    let main = window.here().await?;
    window.press("Ctrl+Shift+Space").await?;
    let beside = window.another().await.context("the reader's window")?;
    window.go_to(&beside).await?;
    window.wait("the same patient", |sight| sight.patient == before.patient).await?;
    ensure!(window.look().await?.actions.is_empty(), "the second window has verbs");
    done.screenshots.push(window.picture("journey-second-screen").await?);
    window.go_to(&main).await?;
    let moved = |sight: &Sight| !sight.patient.is_empty() && sight.patient != before.patient;
    let next = window.press_until("ArrowDown", "another patient", moved).await?;
    window.go_to(&beside).await?;
    window.wait("the other patient", |sight| sight.patient == next.patient).await?;
    window.go_to(&main).await?;
    window.press("Ctrl+Shift+Space").await?;
    window.alone().await.context("the reader's window is closed")?;
    done.second_screens += 1;
    tell("the reader followed on a second screen");
    Ok(())
}

/// Somebody practises with invented patients: one request is given to a team, and the own queue is back untouched.
pub async fn practises(window: &Window, done: &mut Travelled) -> Result<()> {
    let own = settled(window).await?;
    let said = |sight: &Sight| sight.regions.iter().any(|region| region == "Practice");
    window.press_until("Ctrl+Shift+t", PRACTICE, said).await?;
    let first = settled(window).await?;
    ensure!(first.patient != own.patient, "a patient of the practice is on the practice queue");
    window.press_until("a", "whom to give it to", |sight| sight.dialog.is_some()).await?;
    window.press("2").await?;
    window.wait("the first task", |sight| sight.banners.iter().any(|banner| banner == "1 of 5 done")).await?;
    done.screenshots.push(window.picture("journey-practice").await?);
    window
        .press_until("Ctrl+Shift+t", "the question whether to leave", |sight| {
            sight.dialog.as_deref() == Some("Leave practice?")
        })
        .await?;
    window.press("Enter").await?;
    window.wait("the own queue", |sight| !said(sight) && sight.dialog.is_none() && !sight.patient.is_empty()).await?;
    ensure!(window.look().await?.last == own.last, "what was practised counts as done");
    done.practised += 1;
    tell("practised, and back in the own queue");
    Ok(())
}

/// A GP has ten minutes: takes three requests, is served them, stops, and goes on where it stopped.
pub async fn has_ten_minutes(window: &Window, done: &mut Travelled) -> Result<()> {
    let tiles = |sight: &Sight| sight.title == "Who is working here?";
    window.press_until("Ctrl+Shift+l", "the tiles", tiles).await?;
    choose(window, ", GP").await?;
    window.press_until("Ctrl+1", "what nobody has", |sight| sight.title.starts_with("Unassigned")).await?;
    for _ in 0..3 {
        let before = settled(window).await?;
        window.press_until("a", "whom to give it to", |sight| sight.dialog.is_some()).await?;
        window.press("1").await?;
        window.wait("it is the GP's", |sight| sight.dialog.is_none() && sight.last != before.last).await?;
    }
    window.press_until("Ctrl+m", "how many minutes", |sight| sight.dialog.is_some()).await?;
    window.press("1").await?;
    window.press("0").await?;
    window.press("Enter").await?;
    let served =
        |sight: &Sight| sight.dialog.is_none() && sight.row_count > 0 && !sight.title.starts_with("Unassigned");
    window.wait("what fits into ten minutes", served).await?;
    settled(window).await?;
    done.screenshots.push(window.picture("journey-minutes").await?);
    done.had_minutes += 1;
    tell("ten minutes of the GP's own requests");
    Ok(())
}
