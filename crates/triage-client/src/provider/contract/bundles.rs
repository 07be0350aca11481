//! Checks of transactions: the whole or nothing, and a witness of which it was.

use serde_json::{Value, json};
use triage_fhir::read_transaction;

use super::bench::{Bench, Call, Short};
use super::scratch::{Known, Scratch, failed, new_id, taken};

fn entry(resource: &Value, if_match: Option<&str>) -> Value {
    let (kind, id) = triage_fhir::json::type_and_id(resource).unwrap_or_default();
    let mut request = json!({ "method": "PUT", "url": format!("{kind}/{id}") });
    match if_match {
        Some(version) => request["ifMatch"] = json!(format!("W/\"{version}\"")),
        None => request["ifNoneMatch"] = json!("*"),
    }
    json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource, "request": request })
}

/// A decision in small: the Task under its version, its witness, and a new resource beside them.
fn bundle(scratch: &Scratch, task: &Known, witness: &str, beside: &str) -> Value {
    let edited = scratch.task_body(&task.id, "In a transaction");
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
        entry(&edited, Some(&task.version)),
        entry(&scratch.task_body(beside, "Beside"), None),
        entry(&scratch.witness_body(witness, &task.id), None),
    ] })
}

pub(super) async fn transaction(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    scratch.needs_own_ids()?;
    let task = scratch.task()?;
    let (witness, beside) = (new_id(), new_id());
    scratch.made("Task", &beside);
    scratch.made("Provenance", &witness);
    let seen = taken(bench.send(Call::post("", &bundle(scratch, &task, &witness, &beside))).await?, "the Bundle")?;
    let outcome = read_transaction(&seen.body, 3);
    let after = taken(bench.send(Call::get(format!("Task/{}", task.id))).await?, "reading the Task")?;
    let stands = scratch.known(bench, after, &task.id).await?;
    scratch.task = Some(stands.clone());
    let outcome = outcome.map_err(|error| failed(format!("the answer proves nothing: {error}")))?;
    if stands.version != outcome.version {
        return Err(failed(format!("it names version {} and {} is what stands", outcome.version, stands.version)));
    }
    scratch.transactions = true;
    scratch.old_version = Some(task.version);
    scratch.landed = Some(witness);
    Ok(())
}

pub(super) async fn rollback(bench: &mut Bench<'_>, scratch: &mut Scratch) -> Result<(), Short> {
    let task = works(scratch)?;
    let (witness, beside) = (new_id(), new_id());
    scratch.made("Task", &beside);
    scratch.made("Provenance", &witness);
    scratch.rolled_back = Some(witness.clone());
    let old = scratch.old_version.clone().unwrap_or_else(|| "0".to_owned());
    let stale = Known { version: old, ..task.clone() };
    let seen = bench.send(Call::post("", &bundle(scratch, &stale, &witness, &beside))).await?;
    let status = seen.status;
    let left = bench.send(Call::get(format!("Task/{beside}"))).await?;
    let after = taken(bench.send(Call::get(format!("Task/{}", task.id))).await?, "reading the Task")?;
    let unchanged = after.version().as_ref() == Some(&task.version);
    scratch.task = Some(scratch.known(bench, after, &task.id).await?);
    match (unchanged, left.status) {
        (false, _) => Err(failed(format!("the stale entry was taken, with {status}"))),
        (true, 404 | 410) if (200..300).contains(&status) => {
            Err(failed(format!("nothing was written, and the answer is {status}")))
        }
        (true, 404 | 410) => Ok(()),
        (true, _) => Err(failed(format!("the answer is {status}, and the other entries were written all the same"))),
    }
}

pub(super) async fn witness(bench: &mut Bench<'_>, scratch: &Scratch) -> Result<(), Short> {
    works(scratch)?;
    let (Some(landed), Some(rolled_back)) = (&scratch.landed, &scratch.rolled_back) else {
        return Err(Short::NotTried("no transaction was tried".to_owned()));
    };
    taken(bench.send(Call::get(format!("Provenance/{landed}"))).await?, "the witness of the one that was taken")?;
    let seen = bench.send(Call::get(format!("Provenance/{rolled_back}"))).await?;
    if matches!(seen.status, 404 | 410) {
        return Ok(());
    }
    Err(failed(format!("the witness of the one that was refused answers {}", seen.status)))
}

fn works(scratch: &Scratch) -> Result<Known, Short> {
    if scratch.transactions {
        return scratch.task();
    }
    Err(Short::NotTried("no transaction was taken".to_owned()))
}
