//! One request with everything the reader shows.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use triage_client::{EarlierRequest, OpState, Reader, RequestEvent};
use triage_domain::likeness::Likeness;
use triage_domain::request::Lifecycle;
use triage_domain::{Gender as PatientGender, NhsNumber, NhsNumberMatch, Patient, RequestId, TriageRequest};
use ts_rs::TS;

use super::decision::{DecisionForm, OwnerView};
use super::queue::{RepeatView, SyncWord, age};
use super::thread::{ChaseView, MessageView, NoteView};
use super::time::{DueView, TimeView, minutes};
use super::writing::ClaimView;
use super::{Category, Urgency};

/// Names a request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct IdForm {
    pub id: String,
}

/// The reader in a window of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReaderWindowView {
    pub open: bool,
    /// The request that is open in the main window.
    pub request_id: Option<String>,
}

impl ReaderWindowView {
    /// Shows how it is.
    #[must_use]
    pub fn of(open: bool, request: Option<&RequestId>) -> Self {
        Self { open, request_id: request.map(ToString::to_string) }
    }
}

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    pub question: String,
    pub answer: String,
    pub red_flag: bool,
}

/// A photo; its bytes are fetched apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PhotoView {
    pub id: String,
    pub title: String,
    pub size_bytes: u32,
    pub taken_at: Option<TimeView>,
    pub on_device: bool,
}

/// Two requests may be about the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LikenessView {
    pub minutes_apart: u32,
    pub same_form: bool,
    pub same_words_percent: u8,
}

impl From<Likeness> for LikenessView {
    fn from(likeness: Likeness) -> Self {
        Self {
            minutes_apart: minutes(likeness.apart.num_minutes()),
            same_form: likeness.same_form,
            same_words_percent: likeness.same_words_percent,
        }
    }
}

/// Another request of the same patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierView {
    pub id: String,
    pub received_at: TimeView,
    pub words: String,
    pub closed: bool,
    pub outcome: Option<String>,
    /// Set where both are open and look like one request that was sent twice.
    pub likeness: Option<LikenessView>,
}

/// Something that was done about the request on this PC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    pub at: TimeView,
    pub by: String,
    pub what: DecisionForm,
    pub owner_name: Option<String>,
    pub sync: SyncWord,
    pub withdrawn: bool,
}

/// Gender in full words (CUI CGS-0005).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub enum Gender {
    Female,
    Male,
    Other,
    #[serde(rename = "Not known")]
    NotKnown,
}

/// How sure it is whom the request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum MatchState {
    Verified,
    Unverified,
    InvalidNumber,
    Missing,
}

/// The patient's banner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatientView {
    pub name: String,
    /// How a letter opens: "Mr Patel". Null where no title is known.
    pub salutation: Option<String>,
    pub born: Option<String>,
    pub age_years: Option<u32>,
    pub died: Option<String>,
    pub deceased: bool,
    #[ts(inline)]
    pub gender: Gender,
    pub nhs_number: Option<String>,
    #[serde(rename = "match")]
    #[ts(inline)]
    pub matched: MatchState,
    pub mobile: Option<String>,
    pub prefers: Option<String>,
    pub usual_gp: Option<String>,
    pub language: Option<String>,
}

/// How a request came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ClosedView {
    pub label: Option<String>,
    pub at: Option<TimeView>,
    pub by: Option<String>,
}

/// One request with everything the reader shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    pub id: String,
    /// Names exactly what is on screen; a decision carries it and is refused when something relevant has changed since.
    pub seen: String,
    pub reference: String,
    pub title: String,
    pub patient: PatientView,
    pub sent_by: Option<String>,
    pub route: Option<String>,
    pub urgency: Urgency,
    pub intake_urgency: Option<Urgency>,
    /// Set while two people's decisions differ: the more urgent state is in force.
    pub urgency_contested: bool,
    pub category: Category,
    pub owner: OwnerView,
    pub received_at: TimeView,
    pub waiting_minutes: u32,
    pub due: Option<DueView>,
    pub awaiting_patient: bool,
    /// Until when the practice waits for the patient; nothing where no time was set, and once it is past.
    pub awaiting_until: Option<TimeView>,
    /// The patient did not answer by then, and it is the practice's move again.
    pub no_answer_since: Option<TimeView>,
    /// Until when it is set aside; nothing once it is back.
    pub held_until: Option<TimeView>,
    pub closed: Option<ClosedView>,
    /// When it was filed in the patient's record.
    pub filed_at: Option<TimeView>,
    /// Who is writing about it, while they do.
    pub claim: Option<ClaimView>,
    pub withdrawn: bool,
    /// The request that this one was merged into.
    pub merged_into: Option<String>,
    pub first_opened_at: Option<TimeView>,
    pub words: String,
    pub amended: bool,
    pub red_flags: Vec<AnswerView>,
    pub answers: Vec<AnswerView>,
    pub photos: Vec<PhotoView>,
    pub notes: Vec<NoteView>,
    /// Oldest first.
    pub chases: Vec<ChaseView>,
    pub messages: Vec<MessageView>,
    pub earlier: Vec<EarlierView>,
    pub events: Vec<EventView>,
    pub repeat: Option<RepeatView>,
    pub sync: SyncWord,
    /// Parts that the provider sent and this program could not read, by reference.
    pub unreadable: Vec<String>,
    pub read_only: bool,
}

fn date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

impl PatientView {
    /// Shows the person a request is about.
    #[must_use]
    pub fn of(request: &TriageRequest, now: DateTime<Utc>) -> Self {
        let patient: &Patient = &request.patient;
        Self {
            name: patient.name.display(),
            salutation: patient.name.salutation(),
            born: patient.born.map(date),
            age_years: age(request, now),
            died: patient.died.map(date),
            deceased: patient.is_deceased,
            gender: match patient.gender {
                PatientGender::Female => Gender::Female,
                PatientGender::Male => Gender::Male,
                PatientGender::Other => Gender::Other,
                PatientGender::NotKnown => Gender::NotKnown,
            },
            nhs_number: patient.nhs_number.number().map(NhsNumber::spaced),
            matched: match patient.nhs_number {
                NhsNumberMatch::Verified { .. } => MatchState::Verified,
                NhsNumberMatch::Unverified { .. } => MatchState::Unverified,
                NhsNumberMatch::Invalid => MatchState::InvalidNumber,
                NhsNumberMatch::Missing => MatchState::Missing,
            },
            mobile: patient.mobile.as_ref().map(|words| words.as_str().to_owned()),
            prefers: patient.prefers.clone(),
            usual_gp: patient.usual_gp.clone(),
            language: patient.language.clone(),
        }
    }
}

fn answers(request: &TriageRequest, wanted: impl Fn(bool) -> bool) -> Vec<AnswerView> {
    request
        .submission
        .answers
        .iter()
        .filter(|answer| wanted(answer.is_red_flag))
        .map(|answer| AnswerView {
            question: answer.question.as_str().to_owned(),
            answer: answer.answer.as_str().to_owned(),
            red_flag: answer.is_red_flag,
        })
        .collect()
}

fn photos(reader: &Reader, now: DateTime<Utc>) -> Vec<PhotoView> {
    let photos = reader.request.photos.iter();
    photos
        .map(|photo| PhotoView {
            id: photo.id.clone(),
            title: photo.title.as_str().to_owned(),
            size_bytes: u32::try_from(photo.size_bytes).unwrap_or(u32::MAX),
            taken_at: photo.taken_at.map(|at| TimeView::at(at, now)),
            on_device: reader.photos_here.contains(&photo.id),
        })
        .collect()
}

fn earlier(other: &EarlierRequest, now: DateTime<Utc>) -> EarlierView {
    EarlierView {
        id: other.id.to_string(),
        received_at: TimeView::at(other.received_at, now),
        words: other.words.clone(),
        closed: !other.is_open,
        outcome: other.outcome.clone(),
        likeness: other.likeness.map(LikenessView::from),
    }
}

fn event(event: &RequestEvent, now: DateTime<Utc>) -> EventView {
    EventView {
        at: TimeView::at(event.at, now),
        by: event.by.clone(),
        what: (&event.decision).into(),
        owner_name: super::decision::owner_name(&event.decision),
        sync: triage_client::desk::SyncWord::of(event.state).into(),
        withdrawn: matches!(event.state, OpState::Withdrawn | OpState::Superseded),
    }
}

fn closed(request: &TriageRequest, now: DateTime<Utc>) -> Option<ClosedView> {
    match &request.state.lifecycle {
        Lifecycle::Closed(closure) => Some(ClosedView {
            label: closure.disposition.as_ref().map(|disposition| disposition.label().to_owned()),
            at: closure.at.map(|at| TimeView::at(at, now)),
            by: closure.by.as_ref().map(|person| person.name.clone()),
        }),
        Lifecycle::Open | Lifecycle::Withdrawn => None,
    }
}

impl RequestView {
    /// Shows one request.
    #[must_use]
    pub fn of(reader: &Reader, read_only: bool, now: DateTime<Utc>) -> Self {
        let request = &reader.request;
        let time = |at: DateTime<Utc>| TimeView::at(at, now);
        Self {
            id: request.id.to_string(),
            seen: reader.seen.clone(),
            reference: request.reference.clone(),
            title: request.title.as_str().to_owned(),
            patient: PatientView::of(request, now),
            sent_by: request.sent_by.as_ref().map(|words| words.as_str().to_owned()),
            route: request.route.clone(),
            urgency: request.state.urgency.into(),
            intake_urgency: request.state.intake_urgency.map(Urgency::from),
            urgency_contested: reader.is_contested,
            category: request.state.category.into(),
            owner: (&request.state.owner).into(),
            received_at: time(request.received_at),
            waiting_minutes: minutes(reader.waiting_minutes),
            due: reader.due.map(|due| DueView::of(due, now)),
            awaiting_patient: request.awaits_patient(now),
            awaiting_until: super::queue::awaiting_until(request, now),
            no_answer_since: request.no_answer_since(now).map(|at| TimeView::at(at, now)),
            held_until: super::queue::held_until(request, now),
            closed: closed(request, now),
            filed_at: request.state.record_filed_at.map(time),
            claim: reader.writing.as_ref().map(|writing| ClaimView::of(writing, now)),
            merged_into: request.state.merged_into.as_ref().map(ToString::to_string),
            withdrawn: request.state.lifecycle == Lifecycle::Withdrawn,
            first_opened_at: request.state.first_opened_at.map(time),
            words: request.submission.words.as_str().to_owned(),
            amended: request.submission.is_amended,
            red_flags: answers(request, |red_flag| red_flag),
            answers: answers(request, |red_flag| !red_flag),
            photos: photos(reader, now),
            notes: reader.notes.iter().map(|one| NoteView::of(one, now)).collect(),
            chases: request.state.chases.iter().map(|one| ChaseView::of(one, now)).collect(),
            messages: request.messages.iter().map(|one| MessageView::of(one, &reader.pending_replies, now)).collect(),
            earlier: reader.earlier.iter().map(|other| earlier(other, now)).collect(),
            events: reader.events.iter().map(|one| event(one, now)).collect(),
            repeat: reader.repeat.map(RepeatView::from),
            sync: reader.sync.into(),
            unreadable: request.unreadable.clone(),
            read_only,
        }
    }
}
