//! Checks of the history of a whole type.

use serde_json::Value;
use triage_fhir::json::{instant, list, text};

use super::bench::{Bench, Call, Seen, Short};
use super::reading::updated_at;
use super::scratch::{Scratch, failed, taken};

/// Pages that are followed: what a run writes fits on the first.
const PAGES_MAX: usize = 4;
/// Entries of a page: few, so that there is a second one.
const PAGE: &str = "8";

fn since(scratch: &Scratch) -> Result<String, Short> {
    scratch.task()?;
    scratch.stamps.first().cloned().ok_or_else(|| Short::NotTried("no instant is known".to_owned()))
}

async fn ask(bench: &mut Bench<'_>, since: &str, count: &str) -> Result<Seen, Short> {
    let seen = bench.send(Call::search("Task/_history", &[("_since", since), ("_count", count)])).await?;
    let seen = taken(seen, "the history")?;
    if text(&seen.body, "type") == Some("history") { Ok(seen) } else { Err(failed("the answer is no history")) }
}

pub(super) async fn of_type(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let since = since(scratch)?;
    let seen = ask(bench, &since, "100").await?;
    let task = scratch.task()?;
    if entries(&seen).any(|entry| entry.get("resource").is_some_and(|of| text(of, "id") == Some(&task.id))) {
        return Ok(());
    }
    Err(failed("the Task that was just written is not in it"))
}

pub(super) async fn deletions(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let since = since(scratch)?;
    let Some(deleted) = &scratch.deleted else {
        return Err(Short::NotTried("nothing could be deleted".to_owned()));
    };
    let seen = ask(bench, &since, "100").await?;
    let names_it = |entry: &Value| {
        let request = entry.get("request");
        let method = request.and_then(|request| text(request, "method"));
        let url = request.and_then(|request| text(request, "url")).or_else(|| text(entry, "fullUrl"));
        method == Some("DELETE") && url.is_some_and(|url| url.contains(deleted.as_str()))
    };
    if entries(&seen).any(names_it) { Ok(()) } else { Err(failed("the deletion is not in it")) }
}

pub(super) async fn keeps_since(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    let since = since(scratch)?;
    let from = instant(&since).ok_or_else(|| failed("meta.lastUpdated cannot be read"))?;
    let mut seen = ask(bench, &since, PAGE).await?;
    for page in 0..PAGES_MAX {
        let resources = entries(&seen).filter_map(|entry| entry.get("resource"));
        if resources.filter_map(updated_at).any(|at| at < from) {
            return Err(failed("what is older than _since comes on a later page"));
        }
        let Some(next) = seen.next_link() else {
            let alone = Short::NotTried("everything fitted on one page".to_owned());
            return if page == 0 { Err(alone) } else { Ok(()) };
        };
        seen = taken(bench.send(Call::get(next.to_owned())).await?, "the next page")?;
    }
    Ok(())
}

fn entries(seen: &Seen) -> impl Iterator<Item = &Value> {
    list(&seen.body, "entry")
}
