//! Checks of what is read: the statement, one resource, its version and times.

use chrono::TimeDelta;
use serde_json::Value;
use triage_fhir::json::{instant, list, text, version_of};

use super::bench::{Bench, Call, Short};
use super::scratch::{Scratch, failed, taken};

/// Farthest that the Date header may be from the instant of a write (`sync.md` b.10: server times are compared with each
/// other, never with this PC's clock).
const DATE_APART_MAX: TimeDelta = TimeDelta::minutes(5);

/// Returns the name of the software behind the statement.
pub(super) async fn metadata(bench: &mut Bench<'_>) -> Result<Option<String>, Short> {
    let seen = taken(bench.send(Call::get("metadata")).await?, "metadata")?;
    let capability = triage_fhir::capability::read(&seen.body)
        .ok_or_else(|| failed("the answer is no CapabilityStatement in FHIR JSON"))?;
    match capability.fhir_version {
        Some(version) if version.starts_with("4.") => Ok(capability.software),
        Some(version) => Err(failed(format!("it speaks FHIR {version}"))),
        None => Err(failed("it does not say which version of FHIR it speaks")),
    }
}

pub(super) async fn read(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let seen = taken(bench.send(Call::get(format!("Task/{}", task.id))).await?, "reading the Task")?;
    let wrote = scratch.task_body(&task.id, "");
    for member in ["identifier", "extension", "code", "status", "intent"] {
        if seen.body.get(member) != wrote.get(member) {
            return Err(failed(format!("{member} came back otherwise than it was written")));
        }
    }
    let tagged = seen.body.get("meta").into_iter().flat_map(|meta| list(meta, "tag"));
    if tagged.into_iter().any(|tag| text(tag, "code") == Some(&scratch.run)) {
        return Ok(());
    }
    Err(failed("meta.tag did not come back"))
}

pub(super) async fn json_answers(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let seen = taken(bench.send(Call::get(format!("Task/{}", task.id))).await?, "reading the Task")?;
    match seen.header("content-type") {
        Some(kind) if kind.contains("json") && seen.body.is_object() => Ok(()),
        Some(kind) => Err(failed(format!("Content-Type is {kind}"))),
        None => Err(failed("there is no Content-Type")),
    }
}

pub(super) async fn versions(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let seen = taken(bench.send(Call::get(format!("Task/{}", task.id))).await?, "reading the Task")?;
    let inside = version_of(&seen.body).ok_or_else(|| failed("the resource has no meta.versionId"))?;
    let tag = seen.header("etag").ok_or_else(|| failed("there is no ETag"))?;
    if tag.trim_start_matches("W/").trim_matches('"') == inside {
        return Ok(());
    }
    Err(failed(format!("ETag says {tag} and meta.versionId says {inside}")))
}

pub(super) async fn milliseconds(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let seen = taken(bench.send(Call::get(format!("Task/{}", task.id))).await?, "reading the Task")?;
    let newest = seen.last_updated().map(str::to_owned);
    let mut stamps = scratch.stamps.iter().chain(newest.as_ref());
    if stamps.any(|stamp| instant(stamp).is_some_and(|at| at.timestamp_subsec_millis() > 0)) {
        return Ok(());
    }
    Err(failed("every instant seen was a whole second"))
}

pub(super) async fn date_header(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let write = Call::put(&scratch.task_body(&task.id, "For its date")).under(&task.version);
    let seen = taken(bench.send(write).await?, "a write")?;
    let date = seen.date();
    let known = scratch.known(bench, seen, &task.id).await?;
    scratch.task = Some(known.clone());
    let date = date.ok_or_else(|| failed("there is no Date header that can be read"))?;
    let stamp = instant(&known.last_updated).ok_or_else(|| failed("meta.lastUpdated cannot be read"))?;
    if (date - stamp).abs() <= DATE_APART_MAX {
        return Ok(());
    }
    Err(failed(format!("Date is {} s from meta.lastUpdated", (date - stamp).num_seconds())))
}

pub(super) async fn deleted_is_gone(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    let Some(other) = scratch.others.pop() else {
        return Err(Short::NotTried("there is no Task to delete".to_owned()));
    };
    let path = format!("Task/{}", other.id);
    let seen = bench.send(Call::delete(path.clone())).await?;
    if !seen.is_success() {
        return Err(Short::NotTried(format!("DELETE was refused with {}", seen.status)));
    }
    scratch.deleted = Some(other.id);
    let seen = bench.send(Call::get(path)).await?;
    if matches!(seen.status, 404 | 410) { Ok(()) } else { Err(failed(format!("it answers {}", seen.status))) }
}

/// Returns the instant of a member of `meta`, or nothing where it is no resource.
pub(super) fn updated_at(resource: &Value) -> Option<chrono::DateTime<chrono::Utc>> {
    instant(triage_fhir::json::last_updated_of(resource)?)
}
