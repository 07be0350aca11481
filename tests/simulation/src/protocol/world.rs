//! What the model remembers: one request at the provider, the PCs, the decisions, and what is on the wire.
//!
//! Everything is small and `Copy`, because millions of these are kept apart. What no longer matters is zeroed, so that
//! two histories that come to the same are one state.

use std::ops::Range;

use triage_sync::operation::OpState;

/// Most PCs that a world can hold.
pub const PCS_MAX: usize = 3;
/// Most decisions that a world can hold.
pub const OPS_MAX: usize = 4;
/// Most pushes on the wire at once: one for each PC and one for each fault that can leave one behind.
pub const WIRE_MAX: usize = 8;
/// The urgency that the request has at the beginning; decisions go to 0, 2 and 3.
const URGENCY_AT_FIRST: u8 = 1;

/// What a person decides. Each kind stands for one row of the conflict policy (`sync.md` b.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Commutes with everything.
    Note,
    RaiseToTwo,
    RaiseToThree,
    LowerToZero,
    /// Ends the request.
    Outcome,
    /// Reaches the patient, outside of everything that can be restored.
    Reply,
}

impl Kind {
    /// Returns the urgency that it sets, if it sets one.
    #[must_use]
    pub fn urgency(self) -> Option<u8> {
        match self {
            Self::RaiseToTwo => Some(2),
            Self::RaiseToThree => Some(3),
            Self::LowerToZero => Some(0),
            Self::Note | Self::Outcome | Self::Reply => None,
        }
    }
}

/// The provider's copy of the request, as it stands there or as a PC received it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    pub version: u8,
    pub urgency: u8,
    /// The decision that ended the request, counted from one; zero while it is open.
    pub outcome: u8,
    /// The decisions whose witness it holds, one bit each. Notes and replies are read from here too.
    pub landed: u8,
    /// How often the patient wrote again.
    pub messages: u8,
}

/// The fields that a decision was based on, those alone that its kind depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Basis {
    pub urgency: u8,
    pub outcome: u8,
    pub replies: u8,
    pub messages: u8,
}

/// What comes back over the connection on which a PC waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The push was applied and made this version.
    Applied(u8),
    /// The version was another, or the witness was there already.
    Refused,
    /// The witness was found while the request stood at this version.
    Landed(u8),
    Absent,
}

/// Whether the last push of an unknown decision was refused, or only not answered. It is kept in memory alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    NoAnswer,
    Refused,
}

/// One decision in the ledger of its PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Op {
    pub pc: u8,
    pub kind: Kind,
    /// Nothing for a decision that its PC has lost, which must never be.
    pub state: Option<OpState>,
    pub basis: Basis,
    /// The version that the last attempt asked for.
    pub if_match: u8,
    /// The version known to the PC when it asked for the witness that turned out to be absent.
    pub cleared_at: u8,
    pub ack_version: u8,
    pub doubt: Doubt,
    /// What is on its way back, if anything.
    pub answer: Option<Answer>,
}

/// Whether somebody still waits for the answer of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Connection {
    Open,
    /// Somebody waits, and a copy of it goes on by itself: bytes have certainly left.
    Doubled,
    /// The PC gave up, crashed, or never knew of this copy.
    Abandoned,
}

/// A transaction on its way to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Push {
    pub op: u8,
    pub if_match: u8,
    /// The urgency that it writes: the whole resource travels, so the PC computes it.
    pub urgency: u8,
    pub connection: Connection,
}

/// Whether a PC may push, or has to read first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    Good,
    /// It was lost, or the provider refused something: others' decisions are taken in before ours go out.
    ReadFirst,
}

/// One PC of the practice, without its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pc {
    pub seen: Record,
    pub epoch: u8,
    pub line: Line,
    /// The copy that is on its way to it, and the epoch of the provider when it left.
    pub reading: Option<(Record, u8)>,
}

/// The provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Provider {
    pub record: Record,
    pub backup: Option<Record>,
    pub epoch: u8,
}

/// The faults that may still happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Faults {
    pub losses: u8,
    pub duplicates: u8,
    pub crashes: u8,
    pub restores: u8,
    pub messages: u8,
}

/// What a single step does when it breaks a promise; it leaves this mark, and the checker finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    SecondWitness,
    SecondReply,
    ChangedBasis,
    UrgencyLowered,
    SecondOutcome,
    LandedAfterItsEnd,
    OutOfTurn,
    AgainstItself,
}

impl Mark {
    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// One state of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct World {
    pub provider: Provider,
    pub pcs: [Pc; PCS_MAX],
    pub ops: [Option<Op>; OPS_MAX],
    /// Sorted, so that the order of sending makes no difference: any of them may arrive next.
    pub wire: [Option<Push>; WIRE_MAX],
    /// The replies that the patient has, one bit each. No restore takes one back.
    pub reached_patient: u8,
    pub faults: Faults,
    broken: u16,
}

impl World {
    /// Makes the world in which nothing has happened.
    #[must_use]
    pub fn new(faults: Faults) -> Self {
        let record = Record { version: 1, urgency: URGENCY_AT_FIRST, outcome: 0, landed: 0, messages: 0 };
        let pc = Pc { seen: record, epoch: 0, line: Line::Good, reading: None };
        Self {
            provider: Provider { record, backup: None, epoch: 0 },
            pcs: [pc; PCS_MAX],
            ops: [None; OPS_MAX],
            wire: [None; WIRE_MAX],
            reached_patient: 0,
            faults,
            broken: 0,
        }
    }

    /// Leaves the mark of a broken promise.
    pub fn marks(&mut self, mark: Mark) {
        self.broken |= mark.bit();
    }

    /// Says whether no step has left this mark.
    #[must_use]
    pub fn is_free_of(&self, mark: Mark) -> bool {
        self.broken & mark.bit() == 0
    }

    /// Says whether some step broke a promise.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.broken != 0
    }

    /// Lists the decisions with their numbers.
    pub fn decisions(&self) -> impl Iterator<Item = (u8, &Op)> {
        (0u8..).zip(&self.ops).filter_map(|(number, op)| Some((number, op.as_ref()?)))
    }

    /// Lists the decisions of one PC with their numbers.
    pub fn decisions_of(&self, pc: u8) -> impl Iterator<Item = (u8, &Op)> {
        self.decisions().filter(move |(_, op)| op.pc == pc)
    }

    /// Lists the PCs that have decided something, and the next. PCs that have decided nothing are alike, so the first of
    /// them to do anything may as well be the next in number.
    #[must_use]
    pub fn begun(&self, pcs: u8) -> Range<u8> {
        let begun = (0..pcs).take_while(|pc| self.decisions_of(*pc).next().is_some()).zip(1..).last();
        0..begun.map_or(1, |(_, count): (u8, u8)| count + 1).min(pcs)
    }

    /// Says whether a decision is the first of its PC that is not final: the only one that may move.
    #[must_use]
    pub fn is_head(&self, number: u8, pc: u8) -> bool {
        self.decisions_of(pc).find(|(_, op)| !op.is_final()).is_some_and(|(head, _)| head == number)
    }

    /// Puts a push on the wire; a full wire loses it.
    pub fn puts_on_wire(&mut self, push: Push) {
        if let Some(slot) = self.wire.iter_mut().find(|slot| slot.is_none()) {
            *slot = Some(push);
        }
    }

    /// Puts a second copy of a push on the wire, for whose answer nobody waits.
    pub fn doubles(&mut self, slot: usize) {
        let Some(push) = &mut self.wire[slot] else { return };
        let copy = Push { connection: Connection::Abandoned, ..*push };
        if push.connection == Connection::Open {
            push.connection = Connection::Doubled;
        }
        self.puts_on_wire(copy);
    }

    /// Lets the pushes of a decision go on without anybody waiting for them.
    pub fn abandons(&mut self, number: u8) {
        for push in self.wire.iter_mut().flatten().filter(|push| push.op == number) {
            push.connection = Connection::Abandoned;
        }
    }

    /// Forgets pushes that nobody waits for and that cannot land any more, because versions only go up.
    pub fn forgets_dead_pushes(&mut self) {
        let version = self.provider.record.version;
        for slot in &mut self.wire {
            slot.take_if(|push| push.connection == Connection::Abandoned && push.if_match < version);
        }
    }

    /// Returns what a decision of this kind depends on, of a copy as it stands.
    #[must_use]
    pub fn basis_of(&self, kind: Kind, there: &Record) -> Basis {
        let of_kind = |wanted: Kind| {
            let bits = self.decisions().filter(|(_, op)| op.kind == wanted).map(|(number, _)| bit(number));
            bits.fold(0, |all, bit| all | bit) & there.landed
        };
        let open = Basis { outcome: there.outcome, ..Basis::default() };
        let talk = Basis { replies: of_kind(Kind::Reply), messages: there.messages, ..open };
        match kind {
            Kind::Note => Basis::default(),
            Kind::RaiseToTwo | Kind::RaiseToThree => open,
            Kind::Reply => talk,
            Kind::LowerToZero | Kind::Outcome => Basis { urgency: there.urgency, ..talk },
        }
    }

    /// Returns what a person at a PC sees: the copy there with the PC's own decisions on their way folded in.
    #[must_use]
    pub fn view(&self, pc: u8) -> Record {
        let mut view = self.pcs[usize::from(pc)].seen;
        for (number, op) in self.decisions_of(pc).filter(|(_, op)| op.is_folded()) {
            op.applies_to(number, &mut view);
        }
        view
    }
}

impl Op {
    /// Says whether nothing is left to do about it.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.state.is_none_or(OpState::is_final)
    }

    /// Says whether the screen shows it as if it had landed.
    fn is_folded(&self) -> bool {
        matches!(
            self.state,
            Some(OpState::Queued | OpState::Sealed | OpState::InFlight | OpState::Unknown | OpState::Acked)
        )
    }

    /// Returns the urgency that it writes on a copy: a raise never lowers what somebody raised further.
    #[must_use]
    pub fn urgency_on(&self, there: &Record) -> u8 {
        match self.kind {
            Kind::RaiseToTwo => there.urgency.max(2),
            Kind::RaiseToThree => there.urgency.max(3),
            Kind::LowerToZero => 0,
            Kind::Note | Kind::Outcome | Kind::Reply => there.urgency,
        }
    }

    /// Applies its effect to a copy.
    pub fn applies_to(&self, number: u8, copy: &mut Record) {
        copy.urgency = self.urgency_on(copy);
        copy.landed |= bit(number);
        if self.kind == Kind::Outcome {
            copy.outcome = number + 1;
        }
    }

    /// Moves it to a state in which only its kind matters.
    pub fn ends_as(&mut self, state: OpState) {
        self.state = Some(state);
        self.basis = Basis::default();
        self.if_match = 0;
        self.cleared_at = 0;
        self.ack_version = 0;
        self.doubt = Doubt::NoAnswer;
        self.answer = None;
    }
}

/// Returns the bit that stands for a decision.
#[must_use]
pub fn bit(number: u8) -> u8 {
    1 << number
}
