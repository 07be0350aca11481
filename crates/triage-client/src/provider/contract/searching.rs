//! Checks of searches: what a pull stands on, and whether filters filter.

use serde_json::Value;
use triage_fhir::json::{instant, text};
use triage_fhir::systems::{ODS_CODE, PROVIDER_CHECK};

use super::bench::{Bench, Call, Seen, Short};
use super::reading::updated_at;
use super::scratch::{Known, Scratch, failed, new_id, taken};
use super::writing;

/// Pages that are followed: while a check runs, others write.
const PAGES_MAX: usize = 5;
/// Tasks that searches look for beside the first.
const OTHERS: usize = 2;

pub(super) async fn last_updated(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    scratch.task()?;
    while scratch.others.len() < OTHERS {
        let other = writing::make_task(bench, scratch, "To be found").await?;
        scratch.others.push(other);
    }
    let newest = newest(scratch)?;
    let from = format!("ge{}", newest.last_updated);
    let seen = found(bench.send(Call::search("Task", &[("_lastUpdated", &from)])).await?)?;
    let since = instant(&newest.last_updated).ok_or_else(|| failed("meta.lastUpdated cannot be read"))?;
    if !seen.ids().contains(&newest.id.as_str()) {
        return Err(failed("the Task of that very instant is not found"));
    }
    // A second's grace: servers may search at that precision.
    let grace = chrono::TimeDelta::seconds(1);
    let older = seen.matches().into_iter().filter_map(updated_at).any(|at| at + grace < since);
    if older { Err(failed("older ones are found as well")) } else { Ok(()) }
}

pub(super) async fn sort(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let oldest = oldest(scratch)?;
    let from = format!("ge{}", oldest.last_updated);
    let parameters = [("_lastUpdated", from.as_str()), ("_sort", "_lastUpdated"), ("_count", "50")];
    let seen = found(bench.send(Call::search("Task", &parameters)).await?)?;
    let instants: Vec<_> = seen.matches().into_iter().filter_map(updated_at).collect();
    if instants.len() < 2 {
        return Err(Short::NotTried("there are not two Tasks to compare".to_owned()));
    }
    if instants.is_sorted() { Ok(()) } else { Err(failed("they are not in ascending order")) }
}

pub(super) async fn paging(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let oldest = oldest(scratch)?;
    let from = format!("ge{}", oldest.last_updated);
    let parameters = [("_lastUpdated", from.as_str()), ("_sort", "_lastUpdated"), ("_count", "2")];
    let mut call = Call::search("Task", &parameters);
    let mut missing: Vec<&str> = scratch.others.iter().map(|other| other.id.as_str()).collect();
    missing.extend(scratch.task.as_ref().map(|task| task.id.as_str()));
    for _ in 0..PAGES_MAX {
        let seen = found(bench.send(call).await?)?;
        if seen.matches().len() > 2 {
            return Err(failed(format!("a page of 2 holds {}", seen.matches().len())));
        }
        let ids = seen.ids();
        missing.retain(|id| !ids.contains(id));
        if missing.is_empty() {
            return Ok(());
        }
        let next = seen.next_link().ok_or_else(|| failed("there is no next link, and not everything was found"))?;
        call = Call::get(next);
    }
    Err(failed(format!("{} of 3 Tasks are on none of {PAGES_MAX} pages", missing.len())))
}

pub(super) async fn identifier(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let wanted = format!("{PROVIDER_CHECK}|{}", scratch.label(&task.id));
    let seen = found(bench.send(Call::search("Task", &[("identifier", &wanted)])).await?)?;
    only(&seen, |resource| text(resource, "id") == Some(&task.id))
}

/// The canary: whatever comes back is somebody's that was not asked for.
pub(super) async fn practice_filter(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    scratch.task()?;
    let nobody = format!("{ODS_CODE}|NOBODY-{}", new_id());
    let seen = found(bench.send(Call::search("Task", &[("_tag", &nobody), ("_count", "2")])).await?)?;
    if seen.matches().is_empty() { Ok(()) } else { Err(failed("it finds Tasks all the same")) }
}

pub(super) async fn tag(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    scratch.task()?;
    let ours = format!("{PROVIDER_CHECK}|{}", scratch.run);
    let seen = found(bench.send(Call::search("Task", &[("_tag", &ours), ("_count", "50")])).await?)?;
    only(&seen, |resource| {
        let id = text(resource, "id").unwrap_or_default();
        scratch.others.iter().chain(&scratch.task).any(|known| known.id == id)
    })
}

pub(super) async fn strict(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    scratch.task()?;
    let call = Call::search("Task", &[("no-such-parameter", "x"), ("_count", "1")]);
    let seen = bench.send(call.with("Prefer", "handling=strict")).await?;
    if (400..500).contains(&seen.status) {
        return Ok(());
    }
    Err(failed(format!("it is ignored, with {}", seen.status)))
}

pub(super) async fn elements(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let task = scratch.task()?;
    let parameters = [("_id", task.id.as_str()), ("_elements", "identifier,status")];
    let seen = found(bench.send(Call::search("Task", &parameters)).await?)?;
    let resources = seen.matches();
    let resource = resources.first().ok_or_else(|| failed("the Task is not found by _id"))?;
    if resource.get("identifier").is_none() {
        return Err(failed("what was asked for is left out"));
    }
    if resource.get("description").is_some() { Err(failed("everything came all the same")) } else { Ok(()) }
}

pub(super) async fn include(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    let about = newest(scratch)?.id;
    let task = writing::make_task_about(bench, scratch, &about).await?;
    let parameters = [("_id", task.id.as_str()), ("_include", "Task:focus"), ("_include", "Task:patient")];
    let seen = found(bench.send(Call::search("Task", &parameters)).await?)?;
    if !seen.ids().contains(&task.id.as_str()) {
        return Err(failed("the Task is not found by _id"));
    }
    if seen.came_along().any(|resource| text(resource, "id") == Some(&about)) {
        Ok(())
    } else {
        Err(failed("what it is about does not come along"))
    }
}

pub(super) async fn ids(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    newest(scratch)?;
    let wanted: Vec<&str> = scratch.others.iter().map(|other| other.id.as_str()).collect();
    let seen = found(bench.send(Call::search("Task", &[("_id", &wanted.join(","))])).await?)?;
    let ids = seen.ids();
    let missing = wanted.iter().filter(|id| !ids.contains(id)).count();
    if missing > 0 {
        return Err(failed(format!("{missing} of {} are not found", wanted.len())));
    }
    only(&seen, |resource| text(resource, "id").is_some_and(|id| wanted.contains(&id)))
}

fn found(seen: Seen) -> Result<Seen, Short> {
    let seen = taken(seen, "the search")?;
    if text(&seen.body, "type") == Some("searchset") { Ok(seen) } else { Err(failed("the answer is no searchset")) }
}

fn only(seen: &Seen, ours: impl Fn(&Value) -> bool) -> Result<(), Short> {
    let resources = seen.matches();
    if resources.is_empty() {
        return Err(failed("nothing is found"));
    }
    if resources.into_iter().all(ours) { Ok(()) } else { Err(failed("others are found as well")) }
}

fn newest(scratch: &Scratch) -> Result<Known, Short> {
    scratch.others.last().cloned().ok_or_else(|| Short::NotTried("there is no Task to find".to_owned()))
}

/// The first Task may have been written again since it was made; the others are as they were.
fn oldest(scratch: &Scratch) -> Result<Known, Short> {
    if scratch.others.len() < OTHERS {
        return Err(Short::NotTried("there are no Tasks to find".to_owned()));
    }
    scratch.task()
}
