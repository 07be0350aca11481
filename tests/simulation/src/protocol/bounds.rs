//! How far a model goes: how many PCs, decisions and faults, on what ground it stands, and which rule it leaves out.

use super::world::{Faults, Kind};

/// How the PCs learn that the provider was restored from a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restores {
    /// The provider says so with every answer.
    Declared,
    /// They have to find out: a version went back, or a witness is missing.
    Silent,
}

/// What the provider does with a second `PUT` of a witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Witnesses {
    /// It honours `If-None-Match: *` and refuses the transaction.
    CreateOnly,
    /// It overwrites, as R4 allows: `ifNoneMatch` is defined there for reading only.
    Overwritten,
}

/// Whether a message of the patient changes the version of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatientWrites {
    TouchesTheRequest,
    ComesBeside,
}

/// What happens to a reply whose attempt was not answered and whose witness is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnprovenReplies {
    SentAgain,
    AskAPerson,
}

/// Whether a push can arrive after the provider was down for a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushes {
    EndWithTheConnection,
    OutliveARestore,
}

/// What the protocol may count on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    pub restores: Restores,
    pub witnesses: Witnesses,
    pub patient_writes: PatientWrites,
    pub unproven_replies: UnprovenReplies,
    pub pushes: Pushes,
}

impl Ground {
    /// The ground on which every promise holds.
    pub const FIRM: Self = Self {
        restores: Restores::Declared,
        witnesses: Witnesses::CreateOnly,
        patient_writes: PatientWrites::TouchesTheRequest,
        unproven_replies: UnprovenReplies::SentAgain,
        pushes: Pushes::EndWithTheConnection,
    };
}

/// A rule of the protocol that a model leaves out, to show that a promise depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// A conflict is overwritten.
    LastWriterWins,
    /// No answer counts as not sent.
    ResendsWithoutLookUp,
    /// The witness is looked up once after a lost answer, and not again when the version moves on afterwards.
    LooksUpOnce,
    /// After a restore, a reply that is missing there is sent again.
    ResendsRepliesAfterRestore,
    /// After a restore, nothing that was proven is looked up again.
    TrustsOldProofs,
    /// A raise writes its own urgency, whatever is there.
    RaiseOverwrites,
    /// The attempt is recorded after the bytes have left.
    RecordsAttemptLate,
    /// A decision is dropped after a lost answer.
    GivesUp,
    /// A decision counts as settled before the copy on the PC contains it.
    SettlesOnAnswer,
    /// A decision does not wait for the earlier ones of its PC.
    SendsOutOfTurn,
}

/// How far a model goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// At most [`super::world::PCS_MAX`].
    pub pcs: u8,
    /// At most [`super::world::OPS_MAX`], those included that a person issues anew.
    pub ops: u8,
    pub kinds: &'static [Kind],
    pub faults: Faults,
    pub ground: Ground,
    pub mistake: Option<Mistake>,
    pub threads: usize,
}

impl Bounds {
    /// Every kind of decision, in the order of the conflict policy.
    pub const KINDS: &'static [Kind] =
        &[Kind::Note, Kind::RaiseToTwo, Kind::RaiseToThree, Kind::LowerToZero, Kind::Outcome, Kind::Reply];

    /// The bounds of every change: two PCs, two decisions of any kind, one fault of each kind. Twenty million states.
    #[must_use]
    pub fn ci() -> Self {
        Self {
            pcs: 2,
            ops: 2,
            kinds: Self::KINDS,
            faults: Faults { losses: 1, duplicates: 1, crashes: 1, restores: 1, messages: 0 },
            ground: Ground::FIRM,
            mistake: None,
            threads: 1,
        }
    }

    /// The bounds of a night, one exploration after the other: those of every change, then three decisions with one kind
    /// of fault or none, then two decisions with more of each. All of it at once would be billions of states.
    #[must_use]
    pub fn full() -> Vec<Self> {
        let none = Faults { losses: 0, duplicates: 0, crashes: 0, restores: 0, messages: 0 };
        let three = Self { ops: 3, ..Self::ci() };
        vec![
            Self::ci(),
            Self { pcs: 3, faults: none, ..three },
            Self { faults: Faults { losses: 1, ..none }, ..three },
            Self { faults: Faults { restores: 1, ..none }, ..three },
            Self { faults: Faults { losses: 1, duplicates: 1, crashes: 1, restores: 0, messages: 1 }, ..Self::ci() },
            Self { faults: Faults { losses: 2, duplicates: 1, crashes: 1, restores: 0, messages: 0 }, ..Self::ci() },
        ]
    }

    /// Returns the same bounds with a rule left out.
    #[must_use]
    pub fn with(self, mistake: Mistake) -> Self {
        Self { mistake: Some(mistake), ..self }
    }

    /// Returns the same bounds on other ground.
    #[must_use]
    pub fn on(self, ground: Ground) -> Self {
        Self { ground, ..self }
    }

    /// Says whether this model leaves a rule out.
    #[must_use]
    pub fn makes(&self, mistake: Mistake) -> bool {
        self.mistake == Some(mistake)
    }
}
