//! The invented practice: a bundle that travels with the program, its instants moved to today.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::Value;
use thiserror::Error;
use triage_device::row;
use triage_fhir::directory;
use triage_fhir::json::{instant, instant_of, list};
use triage_store::ResourceRow;
use triage_sync::Abilities;

use crate::provider::Directory;
use crate::usecase::connect::{Connection, PracticeName};

/// The bundle; its `timestamp` stands for the moment at which somebody begins to practise.
const BUNDLE: &str = include_str!("practice.json");

/// No name under `invalid` leads anywhere (RFC 2606), whoever asks for it.
const NOWHERE: &str = "https://practice.invalid/";

/// Whatever a provider can do: nothing is to be greyed out while practising.
const EVERYTHING: Abilities =
    Abilities { guards_versions: true, transactions: true, own_ids: true, creates_once: true, history: true };

/// Why the bundle is none.
#[derive(Debug, Error)]
pub enum ReadPracticeError {
    #[error("it is not JSON")]
    Json(#[from] serde_json::Error),
    #[error("it says neither when it was written nor for whom")]
    Incomplete,
}

/// What a training profile is filled with.
pub(super) struct Practice {
    pub connection: Connection,
    pub directory: Directory,
    pub resources: Vec<ResourceRow>,
}

impl Practice {
    /// Reads the bundle as if it had been written just now.
    pub(super) fn as_of(now: DateTime<Utc>) -> Result<Self, ReadPracticeError> {
        let mut bundle: Value = serde_json::from_str(BUNDLE)?;
        let written = instant_of(&bundle, "timestamp").ok_or(ReadPracticeError::Incomplete)?;
        move_instants(&mut bundle, now - written);
        let all: Vec<Value> = list(&bundle, "entry").filter_map(|entry| entry.get("resource").cloned()).collect();
        let read = directory::read(&all);
        let practice = read.practice.ok_or(ReadPracticeError::Incomplete)?;
        let connection = Connection {
            server: NOWHERE.to_owned(),
            practice: Some(PracticeName { ods: practice.ods.clone(), name: practice.name.clone() }),
            software: None,
            sign_in: None,
            abilities: EVERYTHING,
            checked_at: Some(now),
            obstacle: None,
        };
        let directory =
            Directory { practice: Some((practice.ods, practice.name)), staff: read.staff, teams: read.teams };
        Ok(Self { connection, directory, resources: all.iter().filter_map(row).collect() })
    }
}

/// Moves every instant by the same span. Dates without a time, such as birthdays, stay.
fn move_instants(value: &mut Value, by: TimeDelta) {
    match value {
        Value::String(text) => {
            if let Some(at) = instant(text) {
                *text = (at + by).to_rfc3339_opts(SecondsFormat::Millis, true);
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| move_instants(element, by)),
        Value::Object(members) => members.values_mut().for_each(|member| move_instants(member, by)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
