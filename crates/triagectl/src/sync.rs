//! `sync`: runs the engine until there is nothing left that it could do by itself.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Duration;

use tokio::time::{Instant, timeout};
use triage_client::{Client, LinkState, OpState, QueueError, Status};

use crate::args::SyncArgs;
use crate::exit::{CommandError, Exit};
use crate::show;

/// Longest silence before the state is looked at again.
const LOOK: Duration = Duration::from_millis(200);
/// Shortest time between two lines of progress.
const PROGRESS: Duration = Duration::from_secs(1);

/// Brings what is new and sends what waits.
pub async fn run(client: &Client, args: &SyncArgs, json: bool) -> Result<Exit, CommandError> {
    let connection = client.session().connection.ok_or(QueueError::NotReady)?;
    if connection.practice.is_none() {
        return Err(QueueError::NotReady.into());
    }
    let deadline = Instant::now() + Duration::from_secs(args.wait_s);
    let mut changes = client.changes();
    let mut told = Instant::now();
    while !is_done(client) {
        if Instant::now() >= deadline {
            show::status(client, json)?;
            return Ok(Exit::Unreachable);
        }
        let status = client.status()?;
        if status.link == LinkState::SignInNeeded {
            show::status(client, json)?;
            return Ok(Exit::NotReady);
        }
        if told.elapsed() >= PROGRESS {
            told = Instant::now();
            progress(&status)?;
        }
        let _ = timeout(LOOK, changes.recv()).await;
    }
    show::status(client, json)?;
    Ok(ending(client, &client.status()?))
}

/// A pull has completed since the start, the provider is the one that it was, and what is left needs a person or a
/// sign-in, or stands behind what does: decisions about one request go in their order.
fn is_done(client: &Client) -> bool {
    let live = client.live_operations();
    let mut stuck = BTreeSet::new();
    let rests = live.iter().all(|operation| {
        if operation.state.is_stuck() && !operation.state.is_final() {
            stuck.insert(&operation.request_id);
        }
        operation.state.is_final() || stuck.contains(&operation.request_id) || holds_back(client)
    });
    client.pulled_at().is_some() && client.is_sure_of_provider() && rests
}

/// Says whether nothing is sent because it would not be safe with this provider.
fn holds_back(client: &Client) -> bool {
    client.session().connection.is_some_and(|connection| !connection.abilities.may_write())
}

/// Judges a state that has come to rest.
fn ending(client: &Client, status: &Status) -> Exit {
    let waits_for_its_author = client.live_operations().iter().any(|operation| operation.state == OpState::Parked);
    let held_back = status.unsent > 0 && holds_back(client);
    let needs_a_person = status.conflicts + status.failed + status.unreadable > 0 || waits_for_its_author || held_back;
    if needs_a_person { Exit::NeedsAttention } else { Exit::Done }
}

fn progress(status: &Status) -> Result<(), CommandError> {
    let what = match status.first_sync {
        Some(received) => format!("{received} requests received so far"),
        None => format!("{} decisions to send", status.unsent),
    };
    writeln!(io::stderr(), "{:?}, {what}", status.link)?;
    Ok(())
}
