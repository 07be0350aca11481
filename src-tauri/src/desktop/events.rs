//! Forwards what changed to the window: small events with topics, many changes at once as one.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;
use triage_client::{Changed, Subject};
use ts_rs::TS;

use crate::state::Desktop;

/// Name of the event.
const CHANGED: &str = "changed";
/// How long changes are gathered before the window hears of them: one page of a pull touches hundreds of requests.
const GATHER: Duration = Duration::from_millis(60);
/// Most request ids that one event names; above it the window reads everything anew.
const IDS_MAX: usize = 50;

/// What a screen may show that has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Topic {
    Session,
    Setup,
    Queue,
    Request,
    Status,
    Attention,
    Workload,
    Time,
}

/// What has changed; no ids mean that any request may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChangedEvent {
    pub topics: Vec<Topic>,
    pub request_ids: Vec<String>,
}

fn topics(subject: Subject) -> &'static [Topic] {
    match subject {
        Subject::Session => &[Topic::Session, Topic::Queue, Topic::Status, Topic::Attention, Topic::Workload],
        Subject::Setup => &[Topic::Setup, Topic::Session],
        Subject::Queue => &[Topic::Queue, Topic::Request, Topic::Workload],
        Subject::Status => &[Topic::Status],
        Subject::Outbox => &[Topic::Status, Topic::Attention],
        Subject::Time => &[Topic::Time],
    }
}

#[derive(Default)]
struct Gathered {
    topics: BTreeSet<Topic>,
    ids: BTreeSet<String>,
    too_many: bool,
}

impl Gathered {
    fn take(&mut self, changed: Changed) {
        self.topics.extend(topics(changed.subject));
        if let Some(id) = changed.request {
            self.ids.insert(id.to_string());
        }
        self.too_many |= self.ids.len() > IDS_MAX;
    }

    fn event(self) -> ChangedEvent {
        let request_ids = if self.too_many { Vec::new() } else { self.ids.into_iter().collect() };
        ChangedEvent { topics: self.topics.into_iter().collect(), request_ids }
    }
}

/// Forwards changes for as long as the program runs.
pub(crate) fn forward(app: &AppHandle, desktop: &Desktop) {
    let Ok(client) = desktop.client() else { return };
    let (app, mut changes) = (app.clone(), client.changes());
    tauri::async_runtime::spawn(async move {
        loop {
            let mut gathered = Gathered::default();
            match changes.recv().await {
                Ok(changed) => gathered.take(changed),
                Err(RecvError::Lagged(_)) => {
                    gathered.too_many = true;
                    gathered.topics.extend(topics(Subject::Session));
                    gathered.topics.insert(Topic::Request);
                }
                Err(RecvError::Closed) => return,
            }
            tokio::time::sleep(GATHER).await;
            while let Ok(changed) = changes.try_recv() {
                gathered.take(changed);
            }
            let _ = app.emit(CHANGED, gathered.event());
        }
    });
}
