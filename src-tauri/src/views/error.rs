//! Errors as the window branches on them: by `kind`, never by text.

use serde::Serialize;
use triage_client::{
    AttachError, ConnectError, CopyError, DecideError, MinutesError, OpenProfileError, OpenStoreError, OutageListError,
    PhotoError, QueueError, ReaderError, SetupError, SignInError, SpreadsheetError, StartTrainingError, StoreError,
    TypedError,
};
use triage_domain::setup::{SetupFault, SetupProblem};
use triage_domain::{BadAttachment, Blocked};
use ts_rs::TS;

/// Why the rules do not allow a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BlockedWhy {
    AlreadyClosed,
    NotClosed,
    ClinicalNotOpened,
    ReasonNeeded,
    RoleMayNotLowerUrgency,
    NoChange,
    EmptyText,
    TextTooLong,
    TooManyFiles,
    WithdrawnByProvider,
    PatientNotMatched,
    NotInTheFuture,
    TooFarAhead,
    NotHeld,
    NotFailed,
    IntoItself,
    IntoEnded,
    OtherPatient,
    ClaimedByOther,
    AlreadyEntered,
    TooLateToUndo,
}

/// Why something was not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum NotSavedWhy {
    DiskFull,
    StoreFailed,
    /// A page of the file is not as it was written; the next start deals with it.
    StoreDamaged,
    /// Another copy of the program has opened the profile since.
    TakenOver,
}

/// Why a command did nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum CommandError {
    NotReady,
    NotFound,
    ChangedSince {
        request_id: String,
    },
    Blocked {
        why: BlockedWhy,
    },
    Invalid {
        field: String,
        problem: String,
    },
    NotSaved {
        #[ts(inline)]
        why: NotSavedWhy,
    },
    Unreachable,
    Refused {
        http_status: u16,
    },
    NotAProvider,
    NotOnDevice,
    ReadOnly,
    /// The system gives this program no clipboard.
    NoClipboard,
    Internal {
        code: String,
    },
}

impl CommandError {
    /// Names a field that is not what it should be.
    #[must_use]
    pub fn invalid(field: &str) -> Self {
        Self::Invalid { field: field.to_owned(), problem: "not-known".to_owned() }
    }

    fn internal(code: &str) -> Self {
        Self::Internal { code: code.to_owned() }
    }
}

impl From<Blocked> for BlockedWhy {
    fn from(blocked: Blocked) -> Self {
        match blocked {
            Blocked::AlreadyClosed => Self::AlreadyClosed,
            Blocked::NotClosed => Self::NotClosed,
            Blocked::ClinicalNotOpened => Self::ClinicalNotOpened,
            Blocked::ReasonNeeded => Self::ReasonNeeded,
            Blocked::RoleMayNotLowerUrgency => Self::RoleMayNotLowerUrgency,
            Blocked::NoChange => Self::NoChange,
            Blocked::EmptyText => Self::EmptyText,
            Blocked::TextTooLong => Self::TextTooLong,
            Blocked::TooManyFiles => Self::TooManyFiles,
            Blocked::WithdrawnByProvider => Self::WithdrawnByProvider,
            Blocked::PatientNotMatched => Self::PatientNotMatched,
            Blocked::NotInTheFuture => Self::NotInTheFuture,
            Blocked::TooFarAhead => Self::TooFarAhead,
            Blocked::NotHeld => Self::NotHeld,
            Blocked::NotFailed => Self::NotFailed,
            Blocked::IntoItself => Self::IntoItself,
            Blocked::IntoEnded => Self::IntoEnded,
            Blocked::OtherPatient => Self::OtherPatient,
            Blocked::ClaimedByOther => Self::ClaimedByOther,
            Blocked::AlreadyEntered => Self::AlreadyEntered,
        }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        let why = match error {
            StoreError::DiskFull(_) => NotSavedWhy::DiskFull,
            StoreError::TakenOver => NotSavedWhy::TakenOver,
            StoreError::Damaged(_) => NotSavedWhy::StoreDamaged,
            StoreError::Sqlite(_) | StoreError::Unreadable(_) | StoreError::BadValue { .. } | StoreError::Poisoned => {
                NotSavedWhy::StoreFailed
            }
        };
        Self::NotSaved { why }
    }
}

impl From<StartTrainingError> for CommandError {
    fn from(error: StartTrainingError) -> Self {
        let why = match error {
            StartTrainingError::Store(error) => return error.into(),
            StartTrainingError::Practice(_) => return Self::internal("practice"),
            StartTrainingError::Open(OpenProfileError::Store(OpenStoreError::Folder(error)))
                if error.kind() == std::io::ErrorKind::StorageFull =>
            {
                NotSavedWhy::DiskFull
            }
            StartTrainingError::Open(_) => NotSavedWhy::StoreFailed,
        };
        Self::NotSaved { why }
    }
}

impl From<DecideError> for CommandError {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::NotReady => Self::NotReady,
            DecideError::NotFound => Self::NotFound,
            DecideError::ChangedSince { request_id } => Self::ChangedSince { request_id: request_id.to_string() },
            DecideError::Blocked(why) => Self::Blocked { why: why.into() },
            DecideError::TooLateToUndo => Self::Blocked { why: BlockedWhy::TooLateToUndo },
            DecideError::ReadOnly { .. } => Self::ReadOnly,
            DecideError::Store(error) => error.into(),
            DecideError::Stopped => Self::internal("stopped"),
        }
    }
}

impl From<ReaderError> for CommandError {
    fn from(error: ReaderError) -> Self {
        match error {
            ReaderError::NotFound => Self::NotFound,
            ReaderError::Store(_) => Self::internal("store"),
        }
    }
}

impl From<QueueError> for CommandError {
    fn from(error: QueueError) -> Self {
        match error {
            QueueError::NotReady => Self::NotReady,
        }
    }
}

impl From<PhotoError> for CommandError {
    fn from(error: PhotoError) -> Self {
        match error {
            PhotoError::NotFound => Self::NotFound,
            PhotoError::NotOnDevice => Self::NotOnDevice,
            PhotoError::Damaged => Self::internal("photo-damaged"),
            PhotoError::Store(_) => Self::internal("store"),
        }
    }
}

impl From<OutageListError> for CommandError {
    fn from(error: OutageListError) -> Self {
        match error {
            OutageListError::NotReady => Self::NotReady,
            OutageListError::ReasonNeeded => Self::Blocked { why: BlockedWhy::ReasonNeeded },
            OutageListError::Store(error) => error.into(),
        }
    }
}

impl From<CopyError> for CommandError {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::NoNhsNumber => Self::Invalid { field: "nhs-number".to_owned(), problem: "missing".to_owned() },
            CopyError::Request(error) => error.into(),
            CopyError::Store(error) => error.into(),
        }
    }
}

impl From<AttachError> for CommandError {
    fn from(error: AttachError) -> Self {
        let file = |problem: &str| Self::Invalid { field: "attachment".to_owned(), problem: problem.to_owned() };
        match error {
            AttachError::NotFound => Self::NotFound,
            AttachError::Garbled | AttachError::Bad(BadAttachment::Kind) => file("attachment-kind"),
            AttachError::Bad(BadAttachment::TooLarge) => file("attachment-too-large"),
            AttachError::Bad(BadAttachment::TooMany) => file("attachment-too-many"),
            AttachError::Bad(BadAttachment::Empty) => file("attachment-empty"),
            AttachError::Store(error) => error.into(),
        }
    }
}

impl From<TypedError> for CommandError {
    fn from(error: TypedError) -> Self {
        match error {
            TypedError::TooLong => Self::Invalid { field: "text".to_owned(), problem: "too-long".to_owned() },
            TypedError::Store(error) => error.into(),
        }
    }
}

impl From<SpreadsheetError> for CommandError {
    fn from(error: SpreadsheetError) -> Self {
        match error {
            SpreadsheetError::Table(_) => Self::internal("table"),
            SpreadsheetError::Store(error) => error.into(),
        }
    }
}

impl From<MinutesError> for CommandError {
    fn from(error: MinutesError) -> Self {
        match error {
            MinutesError::NotReady => Self::NotReady,
            MinutesError::OutOfRange => {
                Self::Invalid { field: "minutes".to_owned(), problem: "out-of-range".to_owned() }
            }
            MinutesError::NothingLeft => Self::NotFound,
            MinutesError::Store(error) => error.into(),
        }
    }
}

impl From<SetupError> for CommandError {
    fn from(error: SetupError) -> Self {
        let file = |problem: &str| Self::Invalid { field: "file".to_owned(), problem: problem.to_owned() };
        match error {
            SetupError::NotReady => Self::NotReady,
            SetupError::Fault(SetupFault { field, problem }) => {
                Self::Invalid { field, problem: problem_word(problem).to_owned() }
            }
            SetupError::NotASetupFile => file("not-a-setup-file"),
            SetupError::NewerFile => file("newer-file"),
            SetupError::Store(error) => error.into(),
        }
    }
}

fn problem_word(problem: SetupProblem) -> &'static str {
    match problem {
        SetupProblem::Empty => "empty",
        SetupProblem::TooLong => "too-long",
        SetupProblem::TooMany => "too-many",
        SetupProblem::SameTwice => "same-twice",
        SetupProblem::NotThere => "not-there",
        SetupProblem::UnknownField => "unknown-field",
        SetupProblem::NotAllowed => "not-allowed",
    }
}

impl From<ConnectError> for CommandError {
    fn from(error: ConnectError) -> Self {
        let server = |problem: &str| Self::Invalid { field: "server".to_owned(), problem: problem.to_owned() };
        match error {
            ConnectError::BadAddress => server("not-an-address"),
            ConnectError::NotPrivate => server("not-private"),
            ConnectError::OtherProvider => server("other-provider"),
            ConnectError::NoPractice => server("no-practice"),
            ConnectError::FilterIgnored => server("filter-ignored"),
            ConnectError::Unreachable => Self::Unreachable,
            ConnectError::NotAProvider => Self::NotAProvider,
            ConnectError::Refused { http_status } => Self::Refused { http_status },
            ConnectError::Tls(_) => Self::internal("tls"),
            ConnectError::Store(error) => error.into(),
        }
    }
}

impl From<SignInError> for CommandError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::NotAsked => Self::NotReady,
            SignInError::Provider { .. } => Self::Unreachable,
            SignInError::Refused | SignInError::NoToken => Self::Refused { http_status: 401 },
            SignInError::Unknown => Self::Refused { http_status: 403 },
            SignInError::FilterIgnored => {
                Self::Invalid { field: "server".to_owned(), problem: "filter-ignored".to_owned() }
            }
            SignInError::Store(error) => error.into(),
            SignInError::NoLoopback(_)
            | SignInError::NoRandomness(_)
            | SignInError::BadAddress
            | SignInError::NotKept
            | SignInError::Tls(_) => Self::internal("sign-in"),
        }
    }
}
