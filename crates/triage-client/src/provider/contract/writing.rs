//! Checks of single writes: ids made by the client, versions that are guarded, messages and witnesses.

use serde_json::{Value, json};
use triage_fhir::json::text;

use super::bench::{Bench, Call, Seen, Short};
use super::scratch::{Known, Scratch, failed, new_id, taken};

/// Races that are run: a server may refuse both of two writes at the same moment, which loses nothing.
const RACES_MAX: usize = 3;

/// Writes a Task under an id of the client's making, or under the server's where it takes none.
pub(super) async fn make_task(bench: &mut Bench<'_>, scratch: &mut Scratch, text: &str) -> Result<Known, Short> {
    let id = new_id();
    let body = scratch.task_body(&id, text);
    make(bench, scratch, id, body).await
}

/// Writes a Task that is about another.
pub(super) async fn make_task_about(bench: &mut Bench<'_>, scratch: &mut Scratch, other: &str) -> Result<Known, Short> {
    let id = new_id();
    let mut body = scratch.task_body(&id, "About another");
    body["focus"] = json!({ "reference": format!("Task/{other}") });
    make(bench, scratch, id, body).await
}

async fn make(bench: &mut Bench<'_>, scratch: &mut Scratch, id: String, body: Value) -> Result<Known, Short> {
    let (seen, id) = if scratch.own_ids == Some(false) {
        posted(bench, scratch, body).await?
    } else {
        scratch.made("Task", &id);
        (taken(bench.send(Call::put(&body)).await?, "a new Task")?, id)
    };
    scratch.made("Task", &id);
    scratch.known(bench, seen, &id).await
}

pub(super) async fn create_on_put(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    let id = new_id();
    scratch.made("Task", &id);
    let seen = bench.send(Call::put(&scratch.task_body(&id, "New"))).await?;
    scratch.own_ids = Some(seen.is_success());
    if seen.is_success() {
        scratch.task = Some(scratch.known(bench, seen, &id).await?);
        return Ok(());
    }
    let refused = failed(format!("it was refused with {}", seen.status));
    // What follows can still be tried on a Task whose id the server chose.
    let body = scratch.task_body(&id, "New");
    let (seen, id) = match posted(bench, scratch, body).await {
        Err(Short::Failed(_)) => return Err(refused),
        other => other?,
    };
    scratch.made("Task", &id);
    scratch.task = Some(scratch.known(bench, seen, &id).await?);
    Err(refused)
}

async fn posted(bench: &mut Bench<'_>, scratch: &mut Scratch, mut body: Value) -> Result<(Seen, String), Short> {
    let label = text(&body, "id").unwrap_or_default().to_owned();
    if let Some(members) = body.as_object_mut() {
        members.shift_remove("id");
    }
    let seen = taken(bench.send(Call::post("Task", &body)).await?, "POST of a Task")?;
    let id = text(&seen.body, "id").map(str::to_owned).or_else(|| id_in(seen.header("location")?));
    let id = id.ok_or_else(|| failed("POST of a Task was taken, and its id not said"))?;
    scratch.labelled(&id, label);
    Ok((seen, id))
}

fn id_in(location: &str) -> Option<String> {
    triage_fhir::json::relative(location).map(|(_, id)| id.to_owned())
}

pub(super) async fn if_match(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let write = Call::put(&scratch.task_body(&task.id, "Second")).under(&task.version);
    let seen = taken(bench.send(write).await?, "a write under the current version")?;
    let second = scratch.known(bench, seen, &task.id).await?;
    scratch.task = Some(second.clone());
    if second.version == task.version {
        return Err(failed("a write does not change the version"));
    }
    let stale = Call::put(&scratch.task_body(&task.id, "Stale")).under(&task.version);
    let seen = bench.send(stale).await?;
    let status = seen.status;
    let after = taken(bench.send(Call::get(format!("Task/{}", task.id))).await?, "reading the Task")?;
    let unchanged =
        after.version().as_ref() == Some(&second.version) && text(&after.body, "description") == Some("Second");
    scratch.task = Some(scratch.known(bench, after, &task.id).await?);
    match (status, unchanged) {
        (200..=299, _) => Err(failed(format!("a write under an old version was taken, with {status}"))),
        (_, false) => {
            Err(failed(format!("a write under an old version was refused with {status}, and changed the Task")))
        }
        (_, true) => Ok(()),
    }
}

pub(super) async fn race(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    for _ in 0..RACES_MAX {
        let task = scratch.task()?;
        let racer = |text: &str| Call::put(&scratch.task_body(&task.id, text)).under(&task.version);
        let both = bench.send_both(racer("One"), racer("Other")).await?;
        let winners: Vec<&str> =
            both.iter().zip(["One", "Other"]).filter(|(seen, _)| seen.is_success()).map(|(_, text)| text).collect();
        let after = taken(bench.send(Call::get(format!("Task/{}", task.id))).await?, "reading the Task")?;
        let stands = text(&after.body, "description").map(str::to_owned);
        scratch.task = Some(scratch.known(bench, after, &task.id).await?);
        match winners.as_slice() {
            [] => {}
            [winner] if stands.as_deref() == Some(*winner) => return Ok(()),
            [_] => return Err(failed("the one that was refused is what stands")),
            _ => return Err(failed("both were taken, and one is lost")),
        }
    }
    Err(failed("neither was taken, however often"))
}

pub(super) async fn create_once(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let again = Call::put(&scratch.task_body(&task.id, "Again")).with("If-None-Match", "*");
    let seen = bench.send(again).await?;
    if !seen.is_success() {
        return Ok(());
    }
    let status = seen.status;
    scratch.task = Some(scratch.known(bench, seen, &task.id).await?);
    Err(failed(format!("it was written over, with {status}")))
}

pub(super) async fn communication_request(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    scratch.needs_own_ids()?;
    let id = new_id();
    scratch.made("CommunicationRequest", &id);
    let seen = bench.send(Call::put(&scratch.message_body(&id))).await?;
    taken(seen, "a CommunicationRequest")?;
    taken(bench.send(Call::get(format!("CommunicationRequest/{id}"))).await?, "reading it back").map(|_| ())
}

pub(super) async fn witness(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    scratch.needs_own_ids()?;
    let task = scratch.task()?;
    let id = new_id();
    scratch.made("Provenance", &id);
    let before = bench.send(Call::get(format!("Provenance/{id}"))).await?;
    if !matches!(before.status, 404 | 410) {
        return Err(failed(format!("asked for one that does not exist, it answers {}", before.status)));
    }
    taken(bench.send(Call::put(&scratch.witness_body(&id, &task.id))).await?, "a Provenance")?;
    taken(bench.send(Call::get(format!("Provenance/{id}"))).await?, "reading it back").map(|_| ())
}
