//! The people, requests and ids of every history, made once: numbers stand for them everywhere else.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use triage_domain::request::Submission;
use triage_domain::{
    Author, Category, NhsNumber, NhsNumberMatch, OpId, Patient, RequestId, RequestState, Role, StaffId, TriageRequest,
    Urgency, Version, Words,
};

use super::step::REQUESTS;

/// Members of staff.
pub const STAFF: u8 = 3;

struct Names {
    requests: Vec<RequestId>,
    staff: Vec<Author>,
    versions: Vec<Version>,
}

/// Versions that are made once; later ones are made when they are needed.
const VERSIONS: u64 = 256;

static NAMES: LazyLock<Option<Names>> = LazyLock::new(|| {
    let requests = (0..REQUESTS).map(|n| RequestId::parse(&format!("req-{n}")).ok()).collect::<Option<_>>()?;
    let staff = (0..STAFF)
        .map(|n| {
            let id = StaffId::parse(&format!("55500000010{n}")).ok()?;
            Some(Author { id, name: format!("Dr Example {n}"), role: Role::Gp })
        })
        .collect::<Option<_>>()?;
    let versions = (0..VERSIONS).map(|n| Version::parse(&n.to_string()).ok()).collect::<Option<_>>()?;
    Some(Names { requests, staff, versions })
});

#[allow(clippy::unwrap_used, reason = "the texts above are identifiers")]
fn names() -> &'static Names {
    NAMES.as_ref().unwrap()
}

/// Returns the id of a request.
pub fn request_id(about: u8) -> &'static RequestId {
    &names().requests[usize::from(about)]
}

/// Returns the number of a request.
pub fn about(id: &RequestId) -> u8 {
    id.as_str().as_bytes().last().map_or(0, |digit| digit - b'0')
}

/// Returns a member of staff.
pub fn author(staff: u8) -> &'static Author {
    &names().staff[usize::from(staff % STAFF)]
}

/// Returns the number of a member of staff.
pub fn staff(id: &StaffId) -> u8 {
    id.as_str().as_bytes().last().map_or(0, |digit| digit - b'0')
}

/// Returns a version by its number.
#[allow(clippy::unwrap_used, reason = "a number is an identifier")]
pub fn version(number: u64) -> Version {
    match names().versions.get(usize::try_from(number).unwrap_or(usize::MAX)) {
        Some(version) => version.clone(),
        None => Version::parse(&number.to_string()).unwrap(),
    }
}

/// Returns the number of a version.
pub fn number(version: &Version) -> u64 {
    version.as_str().parse().unwrap_or(0)
}

/// Makes the id of a decision from its number.
pub fn op_id(op: u16) -> OpId {
    let mut bytes = [0x11; 16];
    bytes[14..].copy_from_slice(&op.to_be_bytes());
    OpId::from_bytes(bytes)
}

/// Returns the number of a decision.
pub fn op(id: &OpId) -> u16 {
    u16::from_str_radix(&id.as_str()[32..], 16).unwrap_or(u16::MAX)
}

/// Returns the instant that is so many milliseconds after a history begins.
pub fn at(milliseconds: i64) -> DateTime<Utc> {
    /// 23 November 2026, 09:00.
    const BEGINNING_S: i64 = 1_795_424_400;
    DateTime::from_timestamp(BEGINNING_S, 0).unwrap_or_default() + TimeDelta::milliseconds(milliseconds)
}

/// Makes a request that nobody has touched.
pub fn request(about: u8) -> TriageRequest {
    let mut patient = Patient::not_known("pat-1");
    if let Ok(number) = NhsNumber::parse("999 000 0018") {
        patient.nhs_number = NhsNumberMatch::Verified { number };
    }
    let mut state = RequestState::untouched();
    state.category = Category::Clinical;
    state.urgency = Urgency::Soon;
    state.first_opened_at = about.is_multiple_of(2).then(|| at(0));
    TriageRequest {
        id: request_id(about).clone(),
        version: version(1),
        reference: String::new(),
        title: Words::default(),
        received_at: at(0),
        due_at: None,
        state,
        patient,
        sent_by: None,
        route: None,
        submission: Submission { words: Words::new("A rash since Friday"), ..Submission::default() },
        photos: Vec::new(),
        notes: Vec::new(),
        messages: Vec::new(),
        unreadable: Vec::new(),
    }
}
