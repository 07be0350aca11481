//! What travels between a PC and the provider.

use std::rc::Rc;

use triage_sync::{Failure, Operation, PullOrder, PushAnswer, Scope, WitnessAnswer};

use super::server::{Listed, Page, Record};

/// What a PC asks.
#[derive(Debug, Clone)]
pub enum Call {
    Probe,
    Page(PullOrder),
    Push { operation: Rc<Operation>, digest: Rc<str>, staff: u8 },
    Witness { op: u16, digest: String },
    Request(u8),
    Manifest,
    Removals { since_ms: i64 },
}

/// What it is told.
#[derive(Debug, Clone)]
pub enum Answer {
    Probe(Result<(), Failure>),
    Page(u64, Scope, Result<Page, Failure>),
    Pushed { op: u16, answer: PushAnswer, written: Option<Rc<Record>> },
    Witness { op: u16, answer: WitnessAnswer },
    Request(u8, Result<Option<Rc<Record>>, Failure>),
    Manifest(Result<Vec<Listed>, Failure>),
    Removals(Result<Vec<u8>, Failure>),
}

impl Call {
    /// Makes the answer to a call that failed like this.
    pub fn failed(&self, failure: Failure) -> Answer {
        match self {
            Self::Probe => Answer::Probe(Err(failure)),
            Self::Page(order) => Answer::Page(order.call, order.scope, Err(failure)),
            Self::Push { operation, .. } => {
                let answer = match failure {
                    Failure::Unreachable => PushAnswer::Unknown,
                    Failure::Busy { retry_after_ms } => PushAnswer::Busy { retry_after_ms },
                    Failure::Broken => PushAnswer::Broken,
                    Failure::SignInNeeded => PushAnswer::SignInNeeded,
                    Failure::NotAllowed => PushAnswer::NotAllowed,
                    Failure::Refused { http_status } => PushAnswer::Refused { http_status },
                };
                self.pushed(operation, answer)
            }
            Self::Witness { op, .. } => Answer::Witness { op: *op, answer: WitnessAnswer::Failed(failure) },
            Self::Request(about) => Answer::Request(*about, Err(failure)),
            Self::Manifest => Answer::Manifest(Err(failure)),
            Self::Removals { .. } => Answer::Removals(Err(failure)),
        }
    }

    /// Makes the answer to a call of which not one byte has left.
    pub fn not_sent(&self) -> Answer {
        match self {
            Self::Push { operation, .. } => self.pushed(operation, PushAnswer::NotSent),
            Self::Probe
            | Self::Page(_)
            | Self::Witness { .. }
            | Self::Request(_)
            | Self::Manifest
            | Self::Removals { .. } => self.failed(Failure::Unreachable),
        }
    }

    fn pushed(&self, operation: &Operation, answer: PushAnswer) -> Answer {
        Answer::Pushed { op: super::names::op(&operation.op_id), answer, written: None }
    }

    /// Returns its name in traces.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Probe => "probe",
            Self::Page(_) => "page",
            Self::Push { .. } => "push",
            Self::Witness { .. } => "witness",
            Self::Request(_) => "request",
            Self::Manifest => "manifest",
            Self::Removals { .. } => "removals",
        }
    }
}

impl Answer {
    /// Makes the answer that stands for this one where nobody hears it.
    pub fn failed(&self) -> Self {
        let failure = Failure::Unreachable;
        match self {
            Self::Probe(_) => Self::Probe(Err(failure)),
            Self::Page(call, scope, _) => Self::Page(*call, *scope, Err(failure)),
            Self::Pushed { op, .. } => Self::Pushed { op: *op, answer: PushAnswer::Unknown, written: None },
            Self::Witness { op, .. } => Self::Witness { op: *op, answer: WitnessAnswer::Failed(failure) },
            Self::Request(about, _) => Self::Request(*about, Err(failure)),
            Self::Manifest(_) => Self::Manifest(Err(failure)),
            Self::Removals(_) => Self::Removals(Err(failure)),
        }
    }
}
