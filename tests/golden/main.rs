//! What goes over the wire, read and written: resources as two servers of other people's sent them, NHS England's UK Core
//! examples, and resources as nobody should send them.
//!
//! `UPDATE_EXPECT=1` rewrites the expectations; their difference is reviewed as code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bad_input;
mod decisions;
mod entries;
mod life;
mod uk_core;

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Every file of a folder, by name.
fn files(folder: &Path) -> Vec<(String, Value)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), serde_json::from_str(&text).unwrap())
        })
        .collect()
}

/// The exchange of one request's life with two servers.
fn wire() -> Vec<(String, Value)> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/wire"))
}

fn wire_file(name: &str) -> Value {
    wire().into_iter().find(|(file, _)| file == name).expect("the file is there").1
}

/// The resource itself, and what lies in it where it is a Bundle.
fn resources(body: &Value) -> Vec<&Value> {
    let entries = body.get("entry").and_then(Value::as_array).into_iter().flatten();
    std::iter::once(body).chain(entries.filter_map(|entry| entry.get("resource"))).collect()
}

fn of_type<'a>(resources: &[&'a Value], kind: &str) -> Vec<&'a Value> {
    resources.iter().copied().filter(|resource| resource["resourceType"] == kind).collect()
}

/// Hands a resource to everything that reads one.
fn read_as_everything(resource: &Value) {
    let _ = triage_fhir::read_search_page(resource);
    for entries in 0..4 {
        let _ = triage_fhir::read_transaction(resource, entries);
    }
    let _ = triage_fhir::task::is_work_item(resource);
    let _ = triage_fhir::task::read(resource);
    let _ = triage_fhir::task::last_operation(resource);
    let _ = triage_fhir::patient::read(resource).name.display();
    let _ = triage_fhir::submission::read(resource);
    let _ = triage_fhir::communication::tasks_of(resource);
    let _ = triage_fhir::communication::thread(&[resource], &[resource]);
    let _ = triage_fhir::capability::read(resource);
    let _ = triage_fhir::directory::read(std::slice::from_ref(resource));
    let _ = triage_fhir::encode::digest_of(resource);
    let _ = triage_fhir::assemble(&triage_fhir::Parts {
        task: Some(resource),
        form: Some(resource),
        patient: Some(resource),
        requester: Some(resource),
        photos: &[resource],
        replies: &[resource],
        communications: &[resource],
    });
}
