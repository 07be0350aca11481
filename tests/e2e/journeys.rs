//! Journeys of the people who use it, through the real window and by keyboard, each with the line cut for half of it: a
//! receptionist sorts thirty requests and enters a caller, makes the list for an outage, two PCs clash and a person
//! resolves, a duplicate is merged and taken apart again, a GP answers ten with templates.

use anyhow::{Context, Result};
use serde::Serialize;
use tokio::time::Instant;

use crate::beside;
use crate::day::{assign, choose, is_synced, settled};
use crate::device::OtherPc;
use crate::driver;
use crate::provider::Provider;
use crate::summary::Summary;
use crate::window::{Sight, Window};
use crate::{Stage, tell};

/// A busy Monday's queue: enough that nobody has sorted.
const OPEN: u32 = 300;
const SORTED: usize = 30;
const ANSWERED: usize = 10;
/// The template that is the sixth of those that ship, and what fills its one blank.
const TEMPLATE: (&str, &str) = ("6", "fit note");

/// What came of the journeys.
#[derive(Debug, Default, Serialize)]
pub struct Travelled {
    pub sorted: usize,
    pub entered_offline: usize,
    pub listed_for_outage: usize,
    pub conflicts_resolved: usize,
    pub merged_and_unmerged: usize,
    pub answered: usize,
    pub second_screens: usize,
    pub practised: usize,
    pub had_minutes: usize,
    pub seconds: u64,
    pub screenshots: Vec<String>,
}

/// Goes all journeys in one window, one after the other.
pub async fn play(stage: &Stage) -> Result<Travelled> {
    let began = Instant::now();
    let mut done = Travelled::default();
    let provider = Provider::start_with(stage, OPEN).await?;
    let server = provider.base_url();
    let window = driver::open(stage, &server).await?;
    let played = all(stage, &window, &server, &mut done).await;
    if played.is_err() {
        tell(&format!("the journey broke off; see {}", window.picture("broke-off").await?));
    }
    played?;
    window.close().await?;
    drop(provider);
    done.seconds = began.elapsed().as_secs();
    Ok(done)
}

async fn all(stage: &Stage, window: &Window, server: &str, done: &mut Travelled) -> Result<()> {
    choose(window, ", Reception").await?;
    window.wait("the first sync", is_synced).await?;
    window.press(".").await?;
    sorts_thirty(window, done).await?;
    enters_a_caller(window, done).await?;
    makes_the_list(window, done).await?;
    goes_online(window).await?;
    two_pcs_clash(stage, window, server, done).await?;
    merges_and_unmerges(window, done).await?;
    beside::reads_on_a_second_screen(window, done).await?;
    beside::practises(window, done).await?;
    answers_ten(window, done).await?;
    beside::has_ten_minutes(window, done).await
}

/// A receptionist sorts thirty requests; for the second half the line is cut.
async fn sorts_thirty(window: &Window, done: &mut Travelled) -> Result<()> {
    let mut summary = Summary::default();
    for request in 0..SORTED {
        if request == SORTED / 2 {
            goes_offline(window).await?;
        }
        assign(window, if request % 2 == 0 { "2" } else { "3" }, &mut summary).await?;
    }
    done.sorted = summary.decided;
    done.screenshots.push(window.picture("journey-sorted").await?);
    Ok(())
}

/// Somebody rings while the line is down: their request is entered and opens.
async fn enters_a_caller(window: &Window, done: &mut Travelled) -> Result<()> {
    settled(window).await?;
    window.press_until("Ctrl+Shift+n", "the form for a caller", |sight| in_dialog(sight, "New request")).await?;
    window.write("Zephyr Quill").await?;
    press_to(window, "Tab", "Not found: enter the name as told").await?;
    window.press("Enter").await?;
    press_to(window, "Tab", "What did they say?").await?;
    window.write("Rang at nine: needs insulin by tonight, none left").await?;
    press_to(window, "Tab", "Emergency").await?;
    window.press("Space").await?;
    window.press("ArrowDown").await?;
    done.screenshots.push(window.picture("journey-caller").await?);
    window.press("Ctrl+Enter").await?;
    let opened = |sight: &Sight| sight.dialog.is_none() && sight.patient.starts_with("Zephyr Quill");
    window.wait("the caller's request", opened).await?;
    done.entered_offline += 1;
    tell("a caller's request entered without a line");
    Ok(())
}

/// The list for an outage is made without a line, with its reason.
async fn makes_the_list(window: &Window, done: &mut Travelled) -> Result<()> {
    window.press_until("Ctrl+Shift+p", "the question for a reason", |sight| in_dialog(sight, "Make a list")).await?;
    window.write("Line down since nine").await?;
    window.press("Enter").await?;
    window.wait("the list", |sight| in_dialog(sight, "Open requests, for an outage")).await?;
    done.screenshots.push(window.picture("journey-outage-list").await?);
    window.press_until("Escape", "the desk", |sight| sight.dialog.is_none()).await?;
    done.listed_for_outage += 1;
    tell("the list for an outage made");
    Ok(())
}

/// Somebody else takes the same request on another PC while this one has no line; a person lets theirs stand.
async fn two_pcs_clash(stage: &Stage, window: &Window, server: &str, done: &mut Travelled) -> Result<()> {
    window.press_until("Ctrl+1", "the unassigned", |sight| sight.title.starts_with("Unassigned")).await?;
    let patient = settled(window).await?.patient;
    let other = OtherPc::of(stage, server).await?;
    goes_offline(window).await?;
    let mut summary = Summary::default();
    assign(window, "2", &mut summary).await?;
    other.takes_first_of(&patient).await?;
    goes_online(window).await?;
    let clashed = |sight: &Sight| sight.title.starts_with("Needs attention") && sight.conflicts > 0;
    window.press_until("Ctrl+o", "the conflict", clashed).await?;
    press_to(window, "Tab", &patient).await?;
    window.press("Enter").await?;
    window.wait("the three columns", |sight| sight.region == "Dr Imran Shah changed this request too").await?;
    done.screenshots.push(window.picture("journey-conflict").await?);
    window.press_until("1", "theirs chosen", |sight| sight.focus.name.contains("Keep what is there now")).await?;
    window.press("Enter").await?;
    window.wait("nothing in conflict", |sight| sight.conflicts == 0).await?;
    done.conflicts_resolved += 1;
    tell("two PCs clashed, and a person resolved it");
    Ok(())
}

/// A duplicate is merged in focus mode, without a line, and taken apart again.
async fn merges_and_unmerges(window: &Window, done: &mut Travelled) -> Result<()> {
    window.press_until("Ctrl+8", "all open requests", |sight| sight.title.starts_with("All open")).await?;
    let before = reads_until_twice(window).await?;
    goes_offline(window).await?;
    window.press_until("Shift+m", "the two beside each other", |sight| sight.region == "Merge duplicate").await?;
    done.screenshots.push(window.picture("journey-merge").await?);
    window.press("Ctrl+Enter").await?;
    window.wait("merged", |sight| sight.region != "Merge duplicate" && sight.last != before.last).await?;
    let merged = settled(window).await?;
    window.press_until("z", "unmerged", |sight| sight.last != merged.last).await?;
    goes_online(window).await?;
    done.merged_and_unmerged += 1;
    tell("a duplicate merged, and unmerged");
    Ok(())
}

/// Reads down the list until a request looks like one that was sent twice.
async fn reads_until_twice(window: &Window) -> Result<Sight> {
    for _ in 0..OPEN {
        let sight = settled(window).await?;
        if sight.actions.iter().any(|action| action.starts_with("Merge")) {
            return Ok(sight);
        }
        window.press("ArrowDown").await?;
        let moved = |next: &Sight| next.selected().map(|row| row.position) != sight.selected().map(|row| row.position);
        window.wait("the next request", moved).await?;
    }
    anyhow::bail!("no request of this practice came twice")
}

/// A GP answers ten from a template, closing each; for the first half the line is cut.
async fn answers_ten(window: &Window, done: &mut Travelled) -> Result<()> {
    let tiles = |sight: &Sight| sight.title == "Who is working here?";
    window.press_until("Ctrl+Shift+l", "the tiles", tiles).await?;
    choose(window, ", GP").await?;
    window.press_until("Ctrl+8", "all open requests", |sight| sight.title.starts_with("All open")).await?;
    goes_offline(window).await?;
    for answer in 0..ANSWERED {
        if answer == ANSWERED / 2 {
            goes_online(window).await?;
        }
        answers(window).await.with_context(|| format!("answer {}", answer + 1))?;
        if answer == 0 {
            takes_back_and_sends_again(window).await?;
        }
        done.answered += 1;
    }
    done.screenshots.push(window.picture("journey-answered").await?);
    window.wait("everything sent", |sight| sight.unsent == Some(0)).await?;
    tell(&format!("{ANSWERED} answered with a template"));
    Ok(())
}

async fn answers(window: &Window) -> Result<()> {
    let simple = |sight: &Sight| {
        sight.selected().is_some_and(|row| !row.name.contains("Not matched") && !row.name.contains("Red flag"))
            && sight.selected().is_some_and(|row| !sight.patient.is_empty() && row.name.contains(&sight.patient))
    };
    let mut before = settled(window).await?;
    if !simple(&before) {
        before = window.press_until("ArrowDown", "one that can be answered", simple).await?;
    }
    window.press_until("r", "the field for the reply", |sight| sight.message.is_some()).await?;
    window.press("Ctrl+;").await?;
    window.press(TEMPLATE.0).await?;
    let inserted = |sight: &Sight| sight.message.as_ref().is_some_and(|message| message.text.contains("Dear"));
    window.wait("the template", inserted).await?;
    // A patient without a title leaves the salutation blank too.
    let blanks = |sight: &Sight| sight.message.as_ref().map_or(0, |message| message.text.matches("{{").count());
    let mut sight = window.look().await?;
    while blanks(&sight) > 0 {
        let before = blanks(&sight);
        window.press("F8").await?;
        window.write(TEMPLATE.1).await?;
        sight = window.wait("one blank less", |sight| blanks(sight) < before).await?;
    }
    let typed = |sight: &Sight| sight.message.as_ref().is_some_and(|message| message.text.contains(TEMPLATE.1));
    window.wait("what was typed into the blank", typed).await?;
    window.press("Ctrl+Shift+Enter").await?;
    let sent = |sight: &Sight| sight.message.is_none() && sight.last != before.last;
    window.wait("the reply is saved", sent).await?;
    Ok(())
}

/// While it is held a reply comes back whole, into its field; then it goes after all.
async fn takes_back_and_sends_again(window: &Window) -> Result<()> {
    let said = |sight: &Sight| sight.last.split(". ").next().unwrap_or_default().to_owned();
    let before = settled(window).await?;
    let is_back = |sight: &Sight| said(sight) != said(&before) && !sight.last.contains("late");
    window.press_until("z", "the reply is taken back", is_back).await?;
    let is_open = |sight: &Sight| !sight.patient.is_empty() && before.last.contains(&sight.patient);
    window.wait("the request it was about is open again", is_open).await?;
    let has_text = |sight: &Sight| sight.message.as_ref().is_some_and(|message| message.text.contains(TEMPLATE.1));
    window.press_until("r", "what was written is there again", has_text).await?;
    window.press("Ctrl+Shift+Enter").await?;
    window.wait("it is saved again", |sight| sight.message.is_none()).await?;
    Ok(())
}

async fn goes_offline(window: &Window) -> Result<()> {
    window.press_until("Ctrl+Shift+o", "no line", |sight| sight.link.contains("offline")).await?;
    Ok(())
}

async fn goes_online(window: &Window) -> Result<()> {
    window.press_until("Ctrl+Shift+o", "a line", |sight| !sight.link.contains("Working offline")).await?;
    window.press_until("F5", "connected", Sight::is_connected).await?;
    Ok(())
}

fn in_dialog(sight: &Sight, title: &str) -> bool {
    sight.dialog.as_deref().is_some_and(|name| name.starts_with(title))
}

/// Presses a key until what has the focus is called so.
async fn press_to(window: &Window, key: &str, name: &str) -> Result<()> {
    for _ in 0..40 {
        if window.look().await?.focus.name.contains(name) {
            return Ok(());
        }
        window.press(key).await?;
    }
    anyhow::bail!("{key} does not lead to “{name}”")
}
