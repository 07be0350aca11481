//! Forwards what changed to the window: small events with topics, many changes at once as one.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;
use triage_client::{Changed, Client, Subject};
use ts_rs::TS;

use super::badge::Badge;
use crate::state::Desktop;

/// Name of the event.
const CHANGED: &str = "changed";
/// Name of the event with which the window is asked for the urgent requests. It carries nothing.
const SHOW_URGENT: &str = "show-urgent";
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
    ReaderWindow,
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

    fn take_everything(&mut self) {
        self.too_many = true;
        for subject in [Subject::Session, Subject::Setup, Subject::Queue] {
            self.topics.extend(topics(subject));
        }
    }

    fn event(self) -> ChangedEvent {
        let request_ids = if self.too_many { Vec::new() } else { self.ids.into_iter().collect() };
        ChangedEvent { topics: self.topics.into_iter().collect(), request_ids }
    }
}

/// Says that one thing changed which no client knows of.
pub(crate) fn tell(app: &AppHandle, topic: Topic) {
    let _ = app.emit(CHANGED, ChangedEvent { topics: vec![topic], request_ids: Vec::new() });
}

/// Asks the window for the urgent requests.
pub(crate) fn show_urgent(app: &AppHandle) {
    let _ = app.emit(SHOW_URGENT, ());
}

/// Says that everything may have changed: another client is on screen.
pub(crate) fn everything(app: &AppHandle) {
    let mut gathered = Gathered::default();
    gathered.take_everything();
    let _ = app.emit(CHANGED, gathered.event());
}

/// Forwards a client's changes, while it is the one on screen, for as long as it runs.
pub(crate) fn forward(app: &AppHandle, client: &Client) {
    let (app, client, mut changes) = (app.clone(), client.clone(), client.changes());
    let is_training = client.is_training();
    let mut badge = Badge::default();
    tauri::async_runtime::spawn(async move {
        loop {
            let mut gathered = Gathered::default();
            match changes.recv().await {
                Ok(changed) => gathered.take(changed),
                Err(RecvError::Lagged(_)) => gathered.take_everything(),
                Err(RecvError::Closed) => return,
            }
            tokio::time::sleep(GATHER).await;
            while let Ok(changed) = changes.try_recv() {
                gathered.take(changed);
            }
            if app.state::<Desktop>().is_practising() == is_training {
                let _ = app.emit(CHANGED, gathered.event());
            }
            if !is_training {
                badge.show(&app, client.urgent_open());
            }
        }
    });
}
