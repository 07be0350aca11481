//! Decisions as the window sends and shows them.

mod reply;
mod routes;

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use triage_client::{DecideForm as Decide, ResolveChoice, ResolveForm as Resolve, Session};
use triage_domain as domain;
use triage_domain::{Attachment, Decision, Disposition, Mode, OpId, RequestId, StaffId, TeamId, Words};
use ts_rs::TS;

use super::error::CommandError;
use super::hold::WaitsFor;
use super::{Category, Urgency};

pub use reply::{AfterReply, AttachForm, AttachmentView, DetachForm};
pub use routes::{ChaseRoute, EntryRoute};

/// Who is to have a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum OwnerForm {
    Nobody,
    Team { id: String },
    Person { id: String },
}

/// Who has a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum OwnerView {
    Nobody,
    Team { id: String, name: String },
    Person { id: String, name: String },
}

/// One decision. Moments are RFC 3339; a hold may name the practice's own time instead, `YYYY-MM-DDTHH:MM`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum DecisionForm {
    Assign {
        to: OwnerForm,
    },
    SetUrgency {
        to: Urgency,
        reason: Option<String>,
    },
    SetCategory {
        to: Category,
    },
    AddNote {
        text: String,
    },
    FirstOpened,
    Reply {
        text: String,
        then: AfterReply,
        may_answer: bool,
        attachments: Vec<String>,
    },
    Close {
        disposition: String,
        mode: Option<String>,
        reason: Option<String>,
    },
    Reopen {
        reason: String,
    },
    Hold {
        until: String,
        #[ts(inline)]
        waits_for: WaitsFor,
    },
    EndHold,
    SendAgain {
        reply: String,
        text: String,
    },
    Merge {
        into: String,
    },
    RecordFiled,
    LogChase {
        #[ts(inline)]
        route: ChaseRoute,
        text: Option<String>,
    },
    Enter {
        name: String,
        #[ts(inline)]
        route: EntryRoute,
        words: String,
        category: Category,
        urgency: Urgency,
    },
    Claim {
        until: String,
    },
    Release,
}

/// One decision about one request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecideForm {
    pub op_id: String,
    pub request_id: String,
    pub seen: String,
    pub decision: DecisionForm,
}

/// Takes a decision back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoForm {
    pub op_id: String,
    pub target: String,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecidedView {
    pub op_id: String,
}

/// How a conflict is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    KeepTheirs,
    ReissueMine,
}

/// Resolves a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResolveForm {
    pub op_id: String,
    pub conflict: String,
    #[ts(inline)]
    pub choice: Choice,
    pub reason: String,
}

/// Reads an operation id of the window's.
pub fn op_id(text: &str) -> Result<OpId, CommandError> {
    OpId::parse(text).map_err(|_| CommandError::invalid("opId"))
}

/// Reads a request id of the window's.
pub fn request_id(text: &str) -> Result<RequestId, CommandError> {
    RequestId::parse(text).map_err(|_| CommandError::invalid("requestId"))
}

impl DecideForm {
    /// Converts the form, looking people and teams up in the practice's directory, and files among those that are attached
    /// to the draft.
    ///
    /// # Errors
    /// Names the field that is wrong.
    pub fn convert(self, session: &Session, attached: &[Attachment]) -> Result<Decide, CommandError> {
        Ok(Decide {
            op_id: op_id(&self.op_id)?,
            request_id: request_id(&self.request_id)?,
            seen: Some(self.seen),
            decision: self.decision.convert(session, attached)?,
        })
    }
}

impl ResolveForm {
    /// Converts the form.
    ///
    /// # Errors
    /// Names the field that is wrong.
    pub fn convert(self) -> Result<Resolve, CommandError> {
        Ok(Resolve {
            op_id: op_id(&self.op_id)?,
            conflict: op_id(&self.conflict)?,
            choice: match self.choice {
                Choice::KeepTheirs => ResolveChoice::KeepTheirs,
                Choice::ReissueMine => ResolveChoice::ReissueMine,
            },
            reason: Words::new(self.reason),
        })
    }
}

fn disposition(code: &str) -> Result<Disposition, CommandError> {
    Disposition::known(code).ok_or(CommandError::invalid("disposition"))
}

fn mode(code: Option<&str>) -> Result<Option<Mode>, CommandError> {
    code.map(|code| Mode::from_code(code).ok_or(CommandError::invalid("mode"))).transpose()
}

impl DecisionForm {
    fn convert(self, session: &Session, attached: &[Attachment]) -> Result<Decision, CommandError> {
        Ok(match self {
            Self::Assign { to } => Decision::Assign { to: to.convert(session)? },
            Self::SetUrgency { to, reason } => Decision::SetUrgency { to: to.into(), reason: reason.map(Words::new) },
            Self::SetCategory { to } => Decision::SetCategory { to: to.into() },
            Self::AddNote { text } => Decision::AddNote { text: Words::new(text) },
            Self::FirstOpened => Decision::FirstOpened,
            Self::Reply { text, then, may_answer, attachments } => Decision::Reply {
                text: Words::new(text),
                then: then.convert()?,
                may_answer,
                attachments: reply::named(attachments, attached),
            },
            Self::Close { disposition: code, mode: by, reason } => Decision::Close {
                disposition: disposition(&code)?,
                mode: mode(by.as_deref())?,
                reason: reason.map(Words::new),
            },
            Self::Reopen { reason } => Decision::Reopen { reason: Words::new(reason) },
            Self::Hold { until, waits_for } => Decision::Hold { until: moment(&until)?, waits_for: waits_for.into() },
            Self::EndHold => Decision::EndHold,
            Self::SendAgain { reply, text } => {
                Decision::SendAgain { reply, text: Words::new(text), may_answer: false, attachments: Vec::new() }
            }
            Self::Merge { into } => {
                Decision::Merge { into: RequestId::parse(&into).map_err(|_| CommandError::invalid("into"))? }
            }
            Self::RecordFiled => Decision::RecordFiled,
            Self::LogChase { route, text } => Decision::LogChase { route: route.into(), text: text.map(Words::new) },
            // It is shown by this form and entered by one of its own: whom it is about has to be looked up.
            Self::Enter { .. } => return Err(CommandError::invalid("decision")),
            Self::Claim { until } => Decision::Claim { until: moment(&until)? },
            Self::Release => Decision::Release,
        })
    }
}

/// Reads a moment, or a time of the practice's own clock as a date field gives it.
fn moment(text: &str) -> Result<DateTime<Utc>, CommandError> {
    let moment = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).ok();
    let local = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok().map(domain::calendar::instant);
    moment.or_else(local).ok_or(CommandError::invalid("until"))
}

fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl OwnerForm {
    /// Finds who is meant.
    ///
    /// # Errors
    /// Fails where the directory knows nobody by this id.
    pub fn convert(self, session: &Session) -> Result<domain::Owner, CommandError> {
        let unknown = || CommandError::invalid("to");
        Ok(match self {
            Self::Nobody => domain::Owner::Nobody,
            Self::Team { id } => {
                let id = TeamId::parse(&id).map_err(|_| unknown())?;
                let team = session.teams.iter().find(|team| team.id == id).ok_or_else(unknown)?;
                domain::Owner::Team(team.clone())
            }
            Self::Person { id } => {
                let id = StaffId::parse(&id).map_err(|_| unknown())?;
                let member = session.people.iter().find(|member| member.id == id).ok_or_else(unknown)?;
                domain::Owner::Person(domain::PersonRef { id: member.id.clone(), name: member.name.clone() })
            }
        })
    }
}

impl From<&domain::Owner> for OwnerView {
    fn from(owner: &domain::Owner) -> Self {
        match owner {
            domain::Owner::Nobody => Self::Nobody,
            domain::Owner::Team(team) => Self::Team { id: team.id.to_string(), name: team.name.clone() },
            domain::Owner::Person(person) => Self::Person { id: person.id.to_string(), name: person.name.clone() },
        }
    }
}

impl From<&domain::Owner> for OwnerForm {
    fn from(owner: &domain::Owner) -> Self {
        match owner {
            domain::Owner::Nobody => Self::Nobody,
            domain::Owner::Team(team) => Self::Team { id: team.id.to_string() },
            domain::Owner::Person(person) => Self::Person { id: person.id.to_string() },
        }
    }
}

impl From<&Decision> for DecisionForm {
    fn from(decision: &Decision) -> Self {
        let text = |words: &Words| words.as_str().to_owned();
        let code = |mode: &Option<Mode>| mode.map(|mode| mode.code().to_owned());
        match decision {
            Decision::Assign { to } => Self::Assign { to: to.into() },
            Decision::SetUrgency { to, reason } => {
                Self::SetUrgency { to: (*to).into(), reason: reason.as_ref().map(text) }
            }
            Decision::SetCategory { to } => Self::SetCategory { to: (*to).into() },
            Decision::AddNote { text: note } => Self::AddNote { text: text(note) },
            Decision::FirstOpened => Self::FirstOpened,
            Decision::Reply { text: reply, then, may_answer, attachments } => Self::Reply {
                text: text(reply),
                then: then.into(),
                may_answer: *may_answer,
                attachments: attachments.iter().map(|file| file.id.clone()).collect(),
            },
            Decision::Close { disposition, mode, reason } => Self::Close {
                disposition: disposition.code().to_owned(),
                mode: code(mode),
                reason: reason.as_ref().map(text),
            },
            Decision::Reopen { reason } => Self::Reopen { reason: text(reason) },
            Decision::Hold { until, waits_for } => Self::Hold { until: iso(*until), waits_for: (*waits_for).into() },
            Decision::EndHold => Self::EndHold,
            Decision::SendAgain { reply, text: again, .. } => {
                Self::SendAgain { reply: reply.clone(), text: text(again) }
            }
            Decision::Merge { into } => Self::Merge { into: into.to_string() },
            Decision::RecordFiled => Self::RecordFiled,
            Decision::LogChase { route, text: said } => {
                Self::LogChase { route: (*route).into(), text: said.as_ref().map(text) }
            }
            Decision::Enter { request } => Self::Enter {
                name: request.about.patient().name.display(),
                route: request.route.into(),
                words: text(&request.words),
                category: request.category.into(),
                urgency: request.urgency.into(),
            },
            Decision::Claim { until } => Self::Claim { until: iso(*until) },
            Decision::Release => Self::Release,
        }
    }
}

/// Names whom a decision gives the request to, for saying it in words.
#[must_use]
pub fn owner_name(decision: &Decision) -> Option<String> {
    match decision {
        Decision::Assign { to: domain::Owner::Team(team) } => Some(team.name.clone()),
        Decision::Assign { to: domain::Owner::Person(person) } => Some(person.name.clone()),
        Decision::Assign { to: domain::Owner::Nobody }
        | Decision::SetUrgency { .. }
        | Decision::SetCategory { .. }
        | Decision::AddNote { .. }
        | Decision::FirstOpened
        | Decision::Reply { .. }
        | Decision::Close { .. }
        | Decision::Reopen { .. }
        | Decision::Hold { .. }
        | Decision::EndHold
        | Decision::SendAgain { .. }
        | Decision::Merge { .. }
        | Decision::RecordFiled
        | Decision::LogChase { .. }
        | Decision::Enter { .. }
        | Decision::Claim { .. }
        | Decision::Release => None,
    }
}
