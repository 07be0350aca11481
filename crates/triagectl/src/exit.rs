//! Exit codes that mean something, and the errors that lead to them.

use std::process::ExitCode;

use thiserror::Error;
use triage_client::{
    AttachError, ConnectError, DecideError, OpenProfileError, OutageListError, ProviderCheckError, QueueError,
    ReaderError, RescueProfileError, SignInError, SpreadsheetError, VaultError,
};
use triage_domain::ParseIdError;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done,
    /// Something went wrong that is nobody's fault outside.
    Failed,
    /// An argument is wrong.
    Usage,
    /// The profile is not connected, or nobody works in it.
    NotReady,
    /// The provider cannot be reached, or did not answer in time; what was decided is kept.
    Unreachable,
    /// Done, and something needs a person: a conflict, a refused decision, something unreadable.
    NeedsAttention,
    /// The rules, or somebody else's change, stand against a decision; nothing was saved.
    Refused,
    /// The profile cannot be opened; nothing was changed.
    Locked,
    /// There is no such request or decision on this device.
    NotFound,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::NotReady => 3,
            Exit::Unreachable => 4,
            Exit::NeedsAttention => 5,
            Exit::Refused => 6,
            Exit::Locked => 7,
            Exit::NotFound => 8,
        })
    }
}

/// Why a command failed.
#[derive(Debug, Error)]
pub enum CommandError {
    #[error("this needs the network, and --offline was given")]
    NeedsNetwork,
    #[error("the practice's directory knows nobody by this id")]
    UnknownStaff,
    #[error("the practice has no team with this code")]
    UnknownTeam,
    #[error("there is no disposition with this code; `triagectl decide --help` lists them")]
    UnknownDisposition,
    #[error("{0}")]
    Id(#[from] ParseIdError),
    #[error("{0}")]
    Connect(#[from] ConnectError),
    #[error("{0}")]
    SignIn(#[from] SignInError),
    #[error("{0}")]
    Decide(#[from] DecideError),
    #[error("{0}")]
    Attach(#[from] AttachError),
    #[error("{0}")]
    Reader(#[from] ReaderError),
    #[error("{0}")]
    Queue(#[from] QueueError),
    #[error("{0}")]
    OutageList(#[from] OutageListError),
    #[error("the profile cannot be opened: {0}")]
    Profile(#[from] OpenProfileError),
    #[error("{0}")]
    Rescue(#[from] RescueProfileError),
    #[error("{0}; --demo-key keeps the key in a file, for practice data only")]
    Vault(#[from] VaultError),
    #[error("{0}")]
    Store(#[from] triage_client::StoreError),
    #[error("{0}")]
    ProviderCheck(#[from] ProviderCheckError),
    #[error(transparent)]
    Spreadsheet(#[from] SpreadsheetError),
    #[error("the output could not be written")]
    Output(#[from] std::io::Error),
    #[error("the output could not be made")]
    Json(#[from] serde_json::Error),
}

impl CommandError {
    /// Returns the exit code that belongs to the error.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::NeedsNetwork => Exit::Unreachable,
            Self::UnknownStaff | Self::UnknownTeam | Self::UnknownDisposition | Self::Id(_) => Exit::Usage,
            Self::Decide(DecideError::NotFound) | Self::Reader(ReaderError::NotFound) => Exit::NotFound,
            Self::Connect(ConnectError::Unreachable) | Self::SignIn(SignInError::Provider { .. }) => Exit::Unreachable,
            Self::Connect(ConnectError::BadAddress | ConnectError::NotPrivate | ConnectError::NoPractice) => {
                Exit::Usage
            }
            Self::Connect(
                ConnectError::NotAProvider
                | ConnectError::FilterIgnored
                | ConnectError::Refused { .. }
                | ConnectError::OtherProvider,
            )
            | Self::SignIn(SignInError::FilterIgnored) => Exit::Refused,
            Self::ProviderCheck(ProviderCheckError::Address(_)) => Exit::Usage,
            Self::Decide(DecideError::NotReady) | Self::Queue(QueueError::NotReady) => Exit::NotReady,
            Self::SignIn(SignInError::NotAsked) | Self::OutageList(OutageListError::NotReady) => Exit::NotReady,
            Self::OutageList(OutageListError::ReasonNeeded) => Exit::Refused,
            Self::Attach(AttachError::NotFound) => Exit::NotFound,
            Self::Attach(AttachError::Bad(_) | AttachError::Garbled) => Exit::Refused,
            Self::Attach(AttachError::Store(_)) => Exit::Failed,
            Self::Decide(
                DecideError::ChangedSince { .. }
                | DecideError::Blocked(_)
                | DecideError::TooLateToUndo
                | DecideError::ReadOnly { .. },
            ) => Exit::Refused,
            Self::Rescue(RescueProfileError::Export(_)) => Exit::Failed,
            Self::Rescue(RescueProfileError::NoProfile(_)) => Exit::Usage,
            Self::Rescue(
                RescueProfileError::Vault(_)
                | RescueProfileError::KeyMissing
                | RescueProfileError::KeyBroken
                | RescueProfileError::KeyWrong
                | RescueProfileError::Ledger { .. },
            )
            | Self::Profile(_)
            | Self::Vault(_) => Exit::Locked,
            Self::Connect(ConnectError::Tls(_) | ConnectError::Store(_))
            | Self::SignIn(_)
            | Self::Decide(DecideError::Store(_) | DecideError::Stopped)
            | Self::Reader(ReaderError::Store(_))
            | Self::ProviderCheck(ProviderCheckError::Tls(_))
            | Self::Store(_)
            | Self::Spreadsheet(_)
            | Self::OutageList(OutageListError::Store(_))
            | Self::Output(_)
            | Self::Json(_) => Exit::Failed,
        }
    }
}
