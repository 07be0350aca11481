//! The frame around every screen: who works here, what the profile is connected to, what stands in the way.

use serde::{Deserialize, Serialize};
use triage_client::Session;
use triage_client::provider::contract::Limit;
use triage_domain::disposition::{DISPOSITIONS, DispositionChoice, DispositionGroup};
use triage_domain::{Mode, Role as DomainRole, StaffMember, TeamRef};
use ts_rs::TS;

use super::finding::FindingView;
use super::place::PlaceView;
use super::queue::ViewId;
use super::{Role, mirrored};

/// Which screen the program begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    Connect,
    ChooseStaff,
    Ready,
    Blocked,
}

/// Why nothing can be opened. Nothing is ever deleted in any of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BlockedReason {
    KeyMissing,
    KeyWrong,
    NoKeyStore,
    InUse,
    StoreDamaged,
    NewerStore,
    DiskFull,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StaffView {
    pub id: String,
    pub name: String,
    pub role: Role,
}

/// A team of the practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TeamView {
    pub id: String,
    pub name: String,
}

mirrored!(
    /// How a disposition counts in reports.
    Group of DispositionGroup { Message, Appointment, Document, Signpost, None }
);

/// A disposition that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DispositionView {
    pub code: String,
    pub label: String,
    #[ts(inline)]
    pub group: Group,
}

/// A mode that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ModeView {
    pub code: String,
    pub label: String,
}

mirrored!(
    /// What staff has to know because of what the provider was found unable to do.
    ProviderLimit of Limit {
        OtherPracticesShown, NotTried, NoVersionGuard, NoOwnIds, StepByStep, NoHistory,
    }
);

/// The view that a role begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum FirstView {
    View(ViewId),
    Workload(#[ts(inline)] WorkloadScreen),
}

/// The manager's screen, beside the views of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WorkloadScreen {
    Workload,
}

/// The frame around every screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    pub phase: Phase,
    pub blocked: Option<BlockedReason>,
    pub practice: Option<String>,
    pub ods_code: Option<String>,
    pub server: Option<String>,
    /// The key of this profile lies in a file: only ever so in the demonstration profile, and said on screen.
    pub key_in_file: bool,
    /// Invented patients are on screen, and nothing is sent.
    pub practising: bool,
    pub read_only: bool,
    /// Tried at the connection and every week; empty where the provider does all that is asked of it.
    pub limits: Vec<ProviderLimit>,
    /// The provider wants its people to sign in in a browser.
    pub asks_for_sign_in: bool,
    pub staff: Option<StaffView>,
    pub people: Vec<StaffView>,
    pub teams: Vec<TeamView>,
    pub dispositions: Vec<DispositionView>,
    pub modes: Vec<ModeView>,
    #[ts(inline)]
    pub first_view: FirstView,
    /// How this person left the window; nothing where nobody works here, and where they never left it.
    pub place: Option<PlaceView>,
    /// What the start found out about the data on this PC.
    pub findings: Vec<FindingView>,
    pub version: String,
}

/// An address to connect to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct ConnectForm {
    pub server: String,
}

/// Who works here from now on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignInForm {
    pub staff_id: String,
}

/// Whether the window is in front of the user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct WindowFocusForm {
    pub focused: bool,
}

impl From<&StaffMember> for StaffView {
    fn from(member: &StaffMember) -> Self {
        Self { id: member.id.to_string(), name: member.name.clone(), role: member.role.into() }
    }
}

impl From<&TeamRef> for TeamView {
    fn from(team: &TeamRef) -> Self {
        Self { id: team.id.to_string(), name: team.name.clone() }
    }
}

impl DispositionView {
    /// Lists everything that can be chosen.
    #[must_use]
    pub fn all() -> Vec<Self> {
        DISPOSITIONS.iter().map(Self::from).collect()
    }

    fn known(code: &str) -> Option<Self> {
        DISPOSITIONS.iter().find(|choice| choice.code == code).map(Self::from)
    }
}

impl From<&DispositionChoice> for DispositionView {
    fn from(choice: &DispositionChoice) -> Self {
        Self { code: choice.code.to_owned(), label: choice.label.to_owned(), group: choice.group.into() }
    }
}

fn first_view(role: Option<DomainRole>) -> FirstView {
    match role {
        Some(DomainRole::Gp) => FirstView::View(ViewId::Mine),
        Some(DomainRole::Manager) => FirstView::Workload(WorkloadScreen::Workload),
        Some(DomainRole::Receptionist) | None => FirstView::View(ViewId::Unassigned),
    }
}

impl SessionView {
    /// Shows what stands in the way of everything.
    #[must_use]
    pub fn blocked(reason: BlockedReason) -> Self {
        Self {
            phase: Phase::Blocked,
            blocked: Some(reason),
            practice: None,
            ods_code: None,
            server: None,
            key_in_file: false,
            practising: false,
            read_only: false,
            limits: Vec::new(),
            asks_for_sign_in: false,
            staff: None,
            people: Vec::new(),
            teams: Vec::new(),
            dispositions: Vec::new(),
            modes: Vec::new(),
            first_view: first_view(None),
            place: None,
            findings: Vec::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

impl From<&Session> for SessionView {
    fn from(session: &Session) -> Self {
        let connection = session.connection.as_ref();
        let practice = connection.and_then(|connection| connection.practice.as_ref());
        let phase = match (connection, &session.staff) {
            (None, _) => Phase::Connect,
            (Some(_), None) => Phase::ChooseStaff,
            (Some(_), Some(_)) => Phase::Ready,
        };
        Self {
            phase,
            blocked: None,
            practice: practice.map(|practice| practice.name.clone()),
            ods_code: practice.map(|practice| practice.ods.to_string()),
            server: connection.map(|connection| connection.server.clone()),
            key_in_file: session.key_in_file,
            practising: session.is_training,
            read_only: connection.is_some_and(|connection| !connection.abilities.may_write()),
            limits: connection
                .map(|connection| connection.limits().into_iter().map(ProviderLimit::from).collect())
                .unwrap_or_default(),
            asks_for_sign_in: connection.is_some_and(|connection| connection.sign_in.is_some()),
            staff: session.staff.as_ref().map(StaffView::from),
            people: session.people.iter().map(StaffView::from).collect(),
            teams: session.teams.iter().map(TeamView::from).collect(),
            dispositions: session.outcomes.iter().filter_map(|code| DispositionView::known(code)).collect(),
            modes: Mode::ALL
                .into_iter()
                .map(|mode| ModeView { code: mode.code().to_owned(), label: mode.label().to_owned() })
                .collect(),
            first_view: first_view(session.staff.as_ref().map(|staff| staff.role)),
            place: session.place.map(PlaceView::from),
            findings: session.findings.iter().filter_map(FindingView::of).collect(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}
