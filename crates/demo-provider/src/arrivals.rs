//! Owns how the synthetic practice's patients and requests get into the store, at the start and while time passes.

use std::collections::VecDeque;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::Value;

use crate::fhir::scope::stated_practice;
use crate::practice::{Arrival, PracticeSettings, extra};
use crate::store::{Method, Session, StoreError};

/// Requests tried before giving up on a wanted urgency.
const TRIES_MAX: u64 = 2000;

/// Name of the setting that counts requests beyond the day's own.
const EXTRAS: &str = "extra-arrivals";

/// Members that hold a moment of the submission and move with it.
const MOMENTS: &[&str] =
    &["authored", "authoredOn", "creation", "date", "end", "lastModified", "sent", "start", "time", "valueDateTime"];

/// What the practice's patients are still going to send.
pub struct Live {
    settings: PracticeSettings,
    practice: String,
    upcoming: VecDeque<Arrival>,
}

/// Stores the people and everything that has arrived, unless it is there already.
pub fn load(
    session: &Session<'_>,
    directory: Vec<Value>,
    patients: Vec<Value>,
    history: Vec<Arrival>,
    code: &str,
) -> Result<(), StoreError> {
    let people = TimeDelta::milliseconds((directory.len() + patients.len()) as i64);
    let first = history.first().map_or(session.now, |arrival| arrival.at);
    let registered = first - TimeDelta::days(1) - people;
    load_directory(session, directory, registered)?;
    for patient in patients {
        store_once(session, patient, registered, code)?;
    }
    for arrival in history {
        write(session, arrival, code)?;
    }
    Ok(())
}

/// Stores the practice itself and its staff, unless they are there already.
pub fn load_directory(session: &Session<'_>, directory: Vec<Value>, moment: DateTime<Utc>) -> Result<(), StoreError> {
    for entry in directory {
        store_once(session, entry, moment, "")?;
    }
    Ok(())
}

impl Live {
    /// Takes over what a practice is still going to receive.
    pub fn new(settings: PracticeSettings, practice: &str, upcoming: Vec<Arrival>) -> Self {
        Self { settings, practice: practice.to_owned(), upcoming: upcoming.into() }
    }

    /// Stores what has arrived by the session's time and returns how many requests that were.
    ///
    /// They stay among the upcoming until [`Live::forget`], so that a failed transaction loses none.
    pub fn catch_up(&self, session: &Session<'_>) -> Result<usize, StoreError> {
        let due = self.upcoming.iter().take_while(|arrival| arrival.at <= session.now).count();
        for arrival in self.upcoming.iter().take(due) {
            write(session, arrival.clone(), &self.practice)?;
        }
        Ok(due)
    }

    /// Forgets the first requests after they are durable.
    pub fn forget(&mut self, arrived: usize) {
        self.upcoming.drain(..arrived);
    }

    /// Returns how many requests are still to come.
    pub fn waiting(&self) -> usize {
        self.upcoming.len()
    }

    /// Lets the next request arrive now and returns its Task's id; `None` when none has the wanted urgency.
    ///
    /// `urgency` is compared with `Task.priority` and with the intake urgency that the provider wrote.
    pub fn arrive_now(&mut self, session: &Session<'_>, urgency: Option<&str>) -> Result<Option<String>, StoreError> {
        let wanted = |arrival: &Arrival| urgency.is_none_or(|code| has_urgency(arrival, code));
        let waiting = self.upcoming.iter().position(wanted);
        let arrival = match waiting.and_then(|at| self.upcoming.remove(at)) {
            Some(arrival) => restamped(arrival, session.now),
            None => match self.further(session, wanted)? {
                Some(arrival) => arrival,
                None => return Ok(None),
            },
        };
        let task_id = arrival.task_id.clone();
        write(session, arrival, &self.practice)?;
        Ok(Some(task_id))
    }

    fn further(&self, session: &Session<'_>, wanted: impl Fn(&Arrival) -> bool) -> Result<Option<Arrival>, StoreError> {
        let kept = session.setting(EXTRAS)?;
        let first: u64 = kept.and_then(|text| text.parse().ok()).unwrap_or(0);
        for n in first..first + TRIES_MAX {
            let arrival = extra(&self.settings, n, session.now);
            if wanted(&arrival) {
                session.keep_setting(EXTRAS, &(n + 1).to_string())?;
                return Ok(Some(arrival));
            }
        }
        Ok(None)
    }
}

fn write(session: &Session<'_>, arrival: Arrival, code: &str) -> Result<(), StoreError> {
    if session.is_known("Task", &arrival.task_id)? {
        return Ok(());
    }
    for resource in arrival.resources {
        store_once(session, resource, arrival.at, code)?;
    }
    Ok(())
}

fn store_once(session: &Session<'_>, resource: Value, moment: DateTime<Utc>, code: &str) -> Result<(), StoreError> {
    let text = |name: &str| {
        let member = resource.get(name).and_then(Value::as_str);
        member.unwrap_or("").to_owned()
    };
    let (type_name, id) = (text("resourceType"), text("id"));
    if session.is_known(&type_name, &id)? {
        return Ok(());
    }
    let practice = stated_practice(&resource).unwrap_or_else(|| code.to_owned());
    session.put_at(moment, &type_name, &id, resource, &practice, Method::Post)?;
    Ok(())
}

fn has_urgency(arrival: &Arrival, code: &str) -> bool {
    let task =
        arrival.resources.iter().find(|resource| resource.get("resourceType").and_then(Value::as_str) == Some("Task"));
    let Some(task) = task else {
        return false;
    };
    if task.get("priority").and_then(Value::as_str) == Some(code) {
        return true;
    }
    let inputs = task.get("input").and_then(Value::as_array);
    inputs.into_iter().flatten().any(|input| {
        let of_type = input.pointer("/type/coding/0/code").and_then(Value::as_str);
        let values = [
            input.get("valueCode"),
            input.pointer("/valueCodeableConcept/coding/0/code"),
            input.pointer("/valueCoding/code"),
            input.get("valueString"),
        ];
        of_type == Some("intake-urgency") && values.into_iter().flatten().any(|value| value.as_str() == Some(code))
    })
}

/// Moves every moment of a submission by the same span, so that it is submitted now.
fn restamped(mut arrival: Arrival, now: DateTime<Utc>) -> Arrival {
    let shift = now.signed_duration_since(arrival.at);
    for resource in &mut arrival.resources {
        shift_moments(resource, shift);
    }
    arrival.at = now;
    arrival
}

fn shift_moments(value: &mut Value, shift: TimeDelta) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| shift_moments(item, shift)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match shifted(name, member, shift) {
                    Some(text) => *member = Value::from(text),
                    None => shift_moments(member, shift),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn shifted(name: &str, member: &Value, shift: TimeDelta) -> Option<String> {
    if !MOMENTS.contains(&name) {
        return None;
    }
    let moment = DateTime::parse_from_rfc3339(member.as_str()?).ok()?;
    let moved = moment.with_timezone(&Utc) + shift;
    Some(moved.to_rfc3339_opts(SecondsFormat::Secs, true))
}
