//! What the engine is told.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_domain::{Author, Decision, OpId, RequestId, StaffId, Version, Words};

use crate::ability::Abilities;
use crate::basis::Basis;
use crate::effect::Scope;
use crate::operation::Operation;

/// Names one version of one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub version: Version,
    /// The provider's instant, verbatim.
    pub last_updated: String,
    /// SHA-256 of the bytes, in hex.
    pub content: String,
}

/// Why a network call brought no answer of the provider's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No connection, a time-out, a broken answer, or something in between that is not the provider.
    Unreachable,
    /// The provider asks to wait.
    Busy {
        retry_after_ms: Option<u64>,
    },
    /// 5xx.
    Broken,
    SignInNeeded,
    NotAllowed,
    /// The provider answered, and refused.
    Refused {
        http_status: u16,
    },
}

/// What came of one attempt to push. Only `Applied` is proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PushAnswer {
    /// A transaction response with a version for the request.
    Applied {
        version: Version,
    },
    /// Not one byte left this PC.
    NotSent,
    /// Bytes left and no proof came back: time-out, reset, 502, 504, or an answer that is not the provider's.
    Unknown,
    Busy {
        retry_after_ms: Option<u64>,
    },
    /// 500 or 408: try again later.
    Broken,
    SignInNeeded,
    NotAllowed,
    TooLarge,
    /// Any other 4xx: read back and decide.
    Refused {
        http_status: u16,
    },
}

/// What the provider says about the witness of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// It is there with this decision's payload.
    Landed,
    /// It is there with another payload.
    Differs,
    Absent,
    Failed(Failure),
}

/// A request fetched for itself, after a doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchedRequest {
    There { basis: Box<Basis>, changed_by: Option<String>, changed_at: Option<DateTime<Utc>> },
    Gone,
    Failed(Failure),
}

/// What a page of a pull held, without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSummary {
    /// The `lastUpdated` of the entries of the walked type, verbatim and in the order received.
    pub last_updated: Vec<String>,
    /// The provider's link to more, opaque.
    pub next: Option<String>,
    /// The provider's clock when it answered (`Date` header), where it said so.
    pub server_date: Option<DateTime<Utc>>,
}

/// Why the provider may not be what it was: restored from a backup, replaced, or with a broken clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// One version of a resource with two contents.
    VersionReused,
    /// Asked for a request, the provider gave an older version than it had given before, or one that it had deleted.
    VersionWentBack,
    /// The witness of a confirmed decision is no longer there.
    WitnessGone,
    /// Its clock went back by more than five minutes.
    ClockWentBack,
    /// The newest row that it had sent is not there any more.
    NothingAtHighWater,
}

impl Doubt {
    /// Says whether this is proof of another state of the provider, and not a hint that is worth a look.
    #[must_use]
    pub fn is_proof(self) -> bool {
        match self {
            Self::VersionReused | Self::VersionWentBack | Self::WitnessGone => true,
            Self::ClockWentBack | Self::NothingAtHighWater => false,
        }
    }
}

impl Failure {
    fn retry_after_ms(self) -> Option<u64> {
        match self {
            Self::Busy { retry_after_ms } => retry_after_ms,
            Self::Unreachable | Self::Broken | Self::SignInNeeded | Self::NotAllowed | Self::Refused { .. } => None,
        }
    }
}

/// Everything that can happen to the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A person decided; the rules were checked against `basis`.
    Decided {
        op_id: OpId,
        request_id: RequestId,
        decision: Decision,
        author: Author,
        basis: Box<Basis>,
    },
    /// A person takes a decision back that was not sent.
    Withdrawn {
        op_id: OpId,
    },
    KeptTheirs {
        op_id: OpId,
        by: Author,
        reason: Words,
    },
    Reissued {
        op_id: OpId,
        by: Author,
        reason: Words,
        new_op_id: OpId,
        basis: Box<Basis>,
    },
    WorkOffline,
    WorkOnline,
    SyncNow,
    /// The PC slept, or its clock jumped: nothing on screen is known to be current.
    ClockDoubt,
    /// Nothing happened but time.
    Woken,
    Probed(Result<(), Failure>),
    PageArrived {
        /// The call that it answers.
        call: u64,
        scope: Scope,
        page: PageSummary,
    },
    PageFailed {
        call: u64,
        scope: Scope,
        failure: Failure,
    },
    PageStored {
        scope: Scope,
        /// How far behind the high water the latest row came in that was not here, in milliseconds.
        lateness_ms: Option<u64>,
    },
    PageNotStored {
        scope: Scope,
    },
    Pushed {
        op_id: OpId,
        answer: PushAnswer,
    },
    Witness {
        op_id: OpId,
        answer: WitnessAnswer,
    },
    Fetched {
        request_id: RequestId,
        answer: FetchedRequest,
    },
    /// The provider's copy of a request with live decisions is now this one.
    Seen {
        basis: Box<Basis>,
        request_id: RequestId,
        changed_by: Option<String>,
        changed_at: Option<DateTime<Utc>>,
    },
    SignedIn {
        staff: StaffId,
    },
    /// What the provider can do was found out, or found to have changed.
    AbilitiesFound(Abilities),
    /// The provider's list of what is open was compared with what is here; these requests differ.
    ManifestCompared(Result<Vec<RequestId>, Failure>),
    /// The provider has deleted these.
    RemovalsArrived(Result<Vec<RequestId>, Failure>),
    /// A request that was asked for by itself should have come with an earlier walk.
    CameLate {
        scope: Scope,
        /// How far behind the high water.
        lateness_ms: u64,
    },
    /// Older versions of these came that were written later than those here. A clock that goes back between two versions
    /// does that, and so does a restored provider: the requests themselves tell.
    OutOfOrder(Vec<RequestId>),
    /// Something that arrived does not fit to what came before.
    Doubted(Doubt),
    /// The cache counts as a former state now; these decisions were confirmed in it.
    EpochBegun {
        confirmed: Vec<Operation>,
    },
}

impl Input {
    /// Returns for how long the provider asks to be left alone, in milliseconds, where this is such an answer.
    pub(crate) fn retry_after_ms(&self) -> Option<u64> {
        match self {
            Self::Pushed { answer: PushAnswer::Busy { retry_after_ms }, .. } => *retry_after_ms,
            Self::Probed(Err(failure))
            | Self::PageFailed { failure, .. }
            | Self::Witness { answer: WitnessAnswer::Failed(failure), .. }
            | Self::Fetched { answer: FetchedRequest::Failed(failure), .. }
            | Self::ManifestCompared(Err(failure))
            | Self::RemovalsArrived(Err(failure)) => failure.retry_after_ms(),
            Self::Decided { .. }
            | Self::Withdrawn { .. }
            | Self::KeptTheirs { .. }
            | Self::Reissued { .. }
            | Self::WorkOffline
            | Self::WorkOnline
            | Self::SyncNow
            | Self::ClockDoubt
            | Self::Woken
            | Self::Probed(Ok(()))
            | Self::PageArrived { .. }
            | Self::PageStored { .. }
            | Self::PageNotStored { .. }
            | Self::Pushed { .. }
            | Self::Witness { .. }
            | Self::Fetched { .. }
            | Self::Seen { .. }
            | Self::SignedIn { .. }
            | Self::AbilitiesFound(_)
            | Self::ManifestCompared(Ok(_))
            | Self::RemovalsArrived(Ok(_))
            | Self::CameLate { .. }
            | Self::OutOfOrder(_)
            | Self::Doubted(_)
            | Self::EpochBegun { .. } => None,
        }
    }
}
