//! What a person has to look at.

use chrono::{DateTime, Utc};
use serde::Serialize;
use triage_client::{
    Attention, BasisField, BasisFields, ConflictCard, Ending, OpState, OutboxItem, Stuck, Undelivered,
};
use triage_domain::decision::WaitsFor;
use triage_domain::{Decision, Disposition, Message, TriageRequest};
use ts_rs::TS;

use super::decision::{AfterReply, DecisionForm, OwnerView, owner_name};
use super::queue::SyncWord;
use super::reader::PatientView;
use super::time::TimeView;
use super::{Category, Urgency};

/// One part of a request in which two people's decisions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FieldView {
    Urgency,
    Owner,
    Category,
    Outcome,
    Messages,
    Content,
    Held,
}

/// One column of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SideView {
    pub urgency: Urgency,
    pub owner: OwnerView,
    pub category: Category,
    pub outcome: Option<String>,
    /// Texts of patient's messages and replies that this side knows.
    pub messages: Vec<String>,
    /// Until when it is set aside.
    pub held: Option<TimeView>,
    /// It is the patient whom that moment gives time.
    pub held_for_patient: bool,
}

/// A conflict in three columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConflictView {
    pub op_id: String,
    pub request_id: String,
    pub patient: PatientView,
    pub words: String,
    pub received_at: TimeView,
    pub decision: DecisionForm,
    pub decided_at: TimeView,
    pub decided_by: String,
    pub changed_by: Option<String>,
    pub changed_at: Option<TimeView>,
    pub found_at: TimeView,
    pub differs: Vec<FieldView>,
    pub saw: SideView,
    pub there: SideView,
    pub mine: SideView,
}

/// Why a decision will not go by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FailedReason {
    Refused,
    NotAllowed,
    TooLarge,
    Gone,
    SignIn,
    LostOnServer,
    WaitedTooLong,
    KeepsFailing,
    NotDelivered,
}

/// A decision that will not go by itself, or a reply that did not arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FailedView {
    pub op_id: String,
    pub request_id: String,
    pub name: String,
    pub decision: DecisionForm,
    pub owner_name: Option<String>,
    pub at: TimeView,
    pub by: String,
    pub reason: FailedReason,
    pub http_status: Option<u16>,
    /// What the provider said about a reply that did not arrive.
    pub said: Option<String>,
}

/// A decision that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutboxItemView {
    pub op_id: String,
    pub request_id: String,
    pub name: String,
    pub decision: DecisionForm,
    pub owner_name: Option<String>,
    pub at: TimeView,
    pub sync: SyncWord,
    pub attempts: u32,
}

/// Something that arrived and could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnreadableView {
    pub reference: String,
    pub problem: String,
    pub seen_at: TimeView,
}

/// What a person has to look at, and what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttentionView {
    pub conflicts: Vec<ConflictView>,
    pub failed: Vec<FailedView>,
    pub waiting: Vec<OutboxItemView>,
    pub unreadable: Vec<UnreadableView>,
    pub sent_today: u32,
}

impl AttentionView {
    /// Shows everything that needs a person.
    #[must_use]
    pub fn of(attention: &Attention, sent_today: u32, now: DateTime<Utc>) -> Self {
        let refused = attention.failed.iter().map(|item| failed(item, now));
        let undelivered = attention.undelivered.iter().filter_map(|one| not_delivered(one, now));
        Self {
            conflicts: attention.conflicts.iter().filter_map(|card| conflict(card, now)).collect(),
            failed: refused.chain(undelivered).collect(),
            waiting: attention.waiting.iter().map(|item| waiting(item, now)).collect(),
            unreadable: attention
                .unreadable
                .iter()
                .map(|one| UnreadableView {
                    reference: one.reference.clone(),
                    problem: one.problem.clone(),
                    seen_at: TimeView::at(one.seen_at, now),
                })
                .collect(),
            sent_today,
        }
    }
}

fn field(field: BasisField) -> FieldView {
    match field {
        BasisField::Urgency => FieldView::Urgency,
        BasisField::Owner => FieldView::Owner,
        BasisField::Category => FieldView::Category,
        BasisField::Ending => FieldView::Outcome,
        BasisField::Messages => FieldView::Messages,
        BasisField::Content => FieldView::Content,
        BasisField::Held => FieldView::Held,
    }
}

fn outcome(ending: &Ending) -> Option<String> {
    match ending {
        Ending::Open => None,
        Ending::Closed { disposition } => {
            Some(disposition.as_ref().map_or("Closed", |disposition| disposition.label()).to_owned())
        }
        Ending::Withdrawn => Some("Withdrawn".to_owned()),
    }
}

fn side(fields: &BasisFields, request: &TriageRequest, now: DateTime<Utc>) -> SideView {
    let knows = |message: &&Message| {
        let key = match message {
            Message::Reply { id, .. } => format!("reply:{id}"),
            Message::FromPatient { id, .. } => format!("patient:{id}"),
        };
        fields.messages.contains(&key)
    };
    SideView {
        urgency: fields.urgency.into(),
        owner: (&fields.owner).into(),
        category: fields.category.into(),
        outcome: outcome(&fields.ending),
        messages: request.messages.iter().filter(knows).map(text_of).collect(),
        held: fields.held_until.map(|until| TimeView::at(until, now)),
        held_for_patient: fields.waits_for_patient,
    }
}

fn text_of(message: &Message) -> String {
    match message {
        Message::Reply { text, .. } | Message::FromPatient { text, .. } => text.as_str().to_owned(),
    }
}

/// Lays the decision over what was seen.
fn mine(saw: &SideView, decision: &Decision, now: DateTime<Utc>) -> SideView {
    let mut side = saw.clone();
    match decision {
        Decision::Assign { to } => side.owner = to.into(),
        Decision::SetUrgency { to, .. } => side.urgency = (*to).into(),
        Decision::SetCategory { to } => side.category = (*to).into(),
        Decision::Reply { text, then, .. } => {
            side.messages.push(text.as_str().to_owned());
            if let triage_domain::AfterReply::Close { disposition, .. } = then {
                side.outcome = Some(disposition.label().to_owned());
            }
        }
        Decision::SendAgain { text, .. } => side.messages.push(text.as_str().to_owned()),
        Decision::Close { disposition, .. } => side.outcome = Some(disposition.label().to_owned()),
        Decision::Merge { .. } => side.outcome = Some(Disposition::duplicate().label().to_owned()),
        Decision::Reopen { .. } => side.outcome = None,
        Decision::Hold { until, waits_for } => {
            side.held = Some(TimeView::at(*until, now));
            side.held_for_patient = *waits_for == WaitsFor::Patient;
        }
        Decision::EndHold => {
            side.held = None;
            side.held_for_patient = false;
        }
        Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => {}
    }
    side
}

fn conflict(card: &ConflictCard, now: DateTime<Utc>) -> Option<ConflictView> {
    let operation = &card.operation;
    let found = operation.conflict.as_ref()?;
    let saw = side(&operation.basis.fields, &card.request, now);
    Some(ConflictView {
        op_id: operation.op_id.to_string(),
        request_id: operation.request_id.to_string(),
        patient: PatientView::of(&card.request, now),
        words: card.request.submission.words.excerpt(160),
        received_at: TimeView::at(card.request.received_at, now),
        decision: (&operation.decision).into(),
        decided_at: TimeView::at(operation.decided_at, now),
        decided_by: operation.author.name.clone(),
        changed_by: found.changed_by.clone(),
        changed_at: found.changed_at.map(|at| TimeView::at(at, now)),
        found_at: TimeView::at(found.found_at, now),
        differs: found.differs.iter().map(|one| field(*one)).collect(),
        there: side(&found.there.fields, &card.request, now),
        mine: mine(&saw, &operation.decision, now),
        saw,
    })
}

fn reason(item: &OutboxItem) -> (FailedReason, Option<u16>) {
    if item.operation.state == OpState::LostOnServer {
        return (FailedReason::LostOnServer, None);
    }
    match item.operation.stuck {
        Some(Stuck::Refused { http_status }) => (FailedReason::Refused, Some(http_status)),
        Some(Stuck::NotAllowed) => (FailedReason::NotAllowed, Some(403)),
        Some(Stuck::SignInNeeded) => (FailedReason::SignIn, Some(401)),
        Some(Stuck::Gone) => (FailedReason::Gone, None),
        Some(Stuck::TooLarge) => (FailedReason::TooLarge, Some(413)),
        Some(Stuck::WaitedTooLong) => (FailedReason::WaitedTooLong, None),
        Some(Stuck::KeepsFailing) => (FailedReason::KeepsFailing, None),
        Some(Stuck::PayloadDiffers) | None => (FailedReason::Refused, None),
    }
}

fn failed(item: &OutboxItem, now: DateTime<Utc>) -> FailedView {
    let (reason, http_status) = reason(item);
    let operation = &item.operation;
    FailedView {
        op_id: operation.op_id.to_string(),
        request_id: operation.request_id.to_string(),
        name: item.patient_name.clone(),
        decision: (&operation.decision).into(),
        owner_name: owner_name(&operation.decision),
        at: TimeView::at(operation.decided_at, now),
        by: operation.author.name.clone(),
        reason,
        http_status,
        said: None,
    }
}

fn not_delivered(one: &Undelivered, now: DateTime<Utc>) -> Option<FailedView> {
    let Message::Reply { id, author, at, text, delivery, .. } = &one.reply else { return None };
    let said = match delivery {
        triage_domain::request::Delivery::Failed { reason } => Some(reason.as_str().to_owned()),
        triage_domain::request::Delivery::Waiting
        | triage_domain::request::Delivery::Sent
        | triage_domain::request::Delivery::Delivered => None,
    };
    Some(FailedView {
        op_id: id.clone(),
        request_id: one.request.id.to_string(),
        name: one.request.patient.name.display(),
        decision: DecisionForm::Reply {
            text: text.as_str().to_owned(),
            then: AfterReply::KeepOpen,
            may_answer: false,
            attachments: Vec::new(),
        },
        owner_name: None,
        at: TimeView::at(*at, now),
        by: author.clone(),
        reason: FailedReason::NotDelivered,
        http_status: None,
        said,
    })
}

fn waiting(item: &OutboxItem, now: DateTime<Utc>) -> OutboxItemView {
    let operation = &item.operation;
    OutboxItemView {
        op_id: operation.op_id.to_string(),
        request_id: operation.request_id.to_string(),
        name: item.patient_name.clone(),
        decision: (&operation.decision).into(),
        owner_name: owner_name(&operation.decision),
        at: TimeView::at(operation.decided_at, now),
        sync: triage_client::desk::SyncWord::of(operation.state).into(),
        attempts: operation.attempts,
    }
}
