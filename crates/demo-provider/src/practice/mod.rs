//! Owns the synthetic practice: who is registered, who works there, and what patients write.
//!
//! Everything is a pure function of the settings. It deliberately knows no HTTP and no storage:
//! the provider's server decides when an arrival is written and what a staff member may do with it.

mod again;
mod answers;
mod calendar;
mod course;
mod dice;
mod dress;
mod form;
mod json;
mod messages;
mod names;
mod nhs_number;
mod people;
mod person_resource;
mod photo;
mod phrases;
mod problems;
mod request;
mod span;
mod staff;
mod submission;
mod systems;
mod timeline;
mod voice;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::Value;

/// What a synthetic practice is made from; equal settings give equal bytes.
#[derive(Clone, Debug)]
pub struct PracticeSettings {
    /// Registered patients.
    pub list_size: u32,
    /// Seed of every random choice.
    pub seed: u64,
    /// The local calendar day the practice is working.
    pub date: NaiveDate,
    /// How many open requests the queue holds at `now`; the usual volume when absent.
    pub requests: Option<u32>,
    /// The moment that separates what has arrived from what is still to come.
    pub now: DateTime<Utc>,
}

/// What a member of staff may do in the practice's software.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffRole {
    /// Sorts requests and answers administrative ones.
    Receptionist,
    /// Decides clinical requests; clinicians who are not doctors have this role too.
    Gp,
    /// Runs the practice and reads its numbers.
    Manager,
}

/// One person who can sign in.
#[derive(Clone, Debug)]
pub struct Staff {
    /// SDS user id, twelve digits from a fictitious range.
    pub sds_id: String,
    /// Name as colleagues see it.
    pub name: String,
    /// What the person may do.
    pub role: StaffRole,
    /// Id of the Practitioner resource in the directory.
    pub practitioner_id: String,
}

/// One request as it reaches the provider.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// When the provider has it complete.
    pub at: DateTime<Utc>,
    /// Id of the Task among the resources.
    pub task_id: String,
    /// Resources in the order in which they must be written; references point backwards or to the practice.
    pub resources: Vec<Value>,
}

/// A whole practice with its past and the rest of its day.
#[derive(Clone, Debug)]
pub struct SyntheticPractice {
    /// The practice's own Organization, which is also the first entry of the directory.
    pub organization: Value,
    /// Organization of the practice and of each team, Practitioner and PractitionerRole of each member of staff.
    pub directory: Vec<Value>,
    /// Everyone who can sign in.
    pub staff: Vec<Staff>,
    /// Patient and RelatedPerson resources.
    pub patients: Vec<Value>,
    /// What had arrived by `now`, oldest first, in the state it has reached.
    pub history: Vec<Arrival>,
    /// What arrives after `now`, oldest first.
    pub upcoming: Vec<Arrival>,
}

/// What a patient writes back to a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientAnswer {
    /// Time between the delivery of the reply and the answer.
    pub after: Duration,
    /// The patient's words.
    pub text: String,
}

/// What becomes of a message on its way to a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Time between sending and the confirmation or the failure.
    pub after: Duration,
    /// Why it could not be delivered; absent when it was.
    pub failure: Option<String>,
}

/// Makes the practice that the settings describe.
pub fn generate(settings: &PracticeSettings) -> SyntheticPractice {
    let people = timeline::register(settings);
    let mut patients = Vec::with_capacity(people.len() * 5 / 4);
    for person in people.iter() {
        patients.push(person_resource::patient(person));
        patients.extend(person.proxy.iter().map(|proxy| person_resource::related_person(person, proxy)));
    }
    let (history, upcoming) = timeline::arrivals(settings, &people);
    SyntheticPractice {
        organization: staff::organization(),
        directory: staff::directory(),
        staff: staff::everyone(),
        patients,
        history,
        upcoming,
    }
}

/// Makes one more arrival; equal settings and `n` give the same request.
pub fn extra(settings: &PracticeSettings, n: u64, at: DateTime<Utc>) -> Arrival {
    timeline::extra(settings, n, at)
}

/// Says what the patient of the task writes back to a reply; nothing when this patient does not answer.
pub fn patient_answer(seed: u64, task: &Value, reply_text: &str) -> Option<PatientAnswer> {
    answers::patient_answer(seed, task, reply_text)
}

/// Says how long a message to a patient takes and whether it arrives.
pub fn delivery(seed: u64, communication_request: &Value) -> Delivery {
    answers::delivery(seed, communication_request)
}

#[cfg(test)]
mod tests;
