//! A PC's side: the rules by which a decision goes out, comes back, and is looked up again.

use triage_sync::operation::OpState;

use super::bounds::{Bounds, Mistake, Restores, UnprovenReplies};
use super::world::{Answer, Basis, Connection, Doubt, Kind, Line, Mark, Op, Push, Record, World, bit};

/// Saves a decision that a person took on what the screen of the PC shows; false where there is no room for one more.
pub fn decides(bounds: &Bounds, world: &mut World, pc: u8, kind: Kind) -> bool {
    let basis = world.basis_of(kind, &world.view(pc));
    let room = world.ops.iter_mut().take(usize::from(bounds.ops)).find(|slot| slot.is_none());
    let Some(slot) = room else { return false };
    *slot = Some(Op {
        pc,
        kind,
        state: Some(OpState::Queued),
        basis,
        if_match: 0,
        cleared_at: 0,
        ack_version: 0,
        doubt: Doubt::NoAnswer,
        answer: None,
    });
    true
}

/// Issues a decision anew on what is there now: another decision, which names what it replaces.
pub fn reissues(bounds: &Bounds, world: &mut World, number: u8) {
    let Some(op) = world.ops[usize::from(number)] else { return };
    if decides(bounds, world, op.pc, op.kind) {
        ends(world, number, OpState::Superseded);
    }
}

/// Ends a decision by a person's act.
pub fn ends(world: &mut World, number: u8, state: OpState) {
    if let Some(op) = &mut world.ops[usize::from(number)] {
        op.ends_as(state);
    }
}

/// Moves a waiting decision on: out, into conflict, or back to looking for its witness.
pub fn sends(bounds: &Bounds, world: &mut World, number: u8) {
    let Some(mut op) = world.ops[usize::from(number)] else { return };
    let there = world.pcs[usize::from(op.pc)].seen;
    let tried = op.state == Some(OpState::Sealed);
    let cleared = there.version == op.if_match || there.version == op.cleared_at;
    if tried && !cleared && asks_again(bounds) {
        // An earlier push may have landed since the witness was absent: the newer copy may be its doing. Once the copy
        // has moved on, that push can land no more, and what the witness says then is final.
        op.state = Some(OpState::Unknown);
        op.doubt = Doubt::NoAnswer;
    } else if world.basis_of(op.kind, &there) != op.basis && !bounds.makes(Mistake::LastWriterWins) {
        if there.landed & bit(number) != 0 {
            world.marks(Mark::AgainstItself);
        }
        op.state = Some(OpState::Conflict);
        op.cleared_at = 0;
        op.if_match = 0;
        op.basis = Basis::default();
    } else {
        op.state = Some(OpState::InFlight);
        op.if_match = there.version;
        op.cleared_at = 0;
        let urgency = match op.kind.urgency() {
            Some(to) if bounds.makes(Mistake::RaiseOverwrites) => to,
            Some(_) => op.urgency_on(&there),
            None => 0,
        };
        world.puts_on_wire(Push { op: number, if_match: there.version, urgency, connection: Connection::Open });
    }
    world.ops[usize::from(number)] = Some(op);
}

fn asks_again(bounds: &Bounds) -> bool {
    !bounds.makes(Mistake::LooksUpOnce) && !bounds.makes(Mistake::ResendsWithoutLookUp)
}

/// Asks the provider for the witness. The question is answered as the provider stands; only the answer takes time.
pub fn looks_up(world: &mut World, number: u8) {
    let record = world.provider.record;
    let Some(op) = &mut world.ops[usize::from(number)] else { return };
    let landed = record.landed & bit(number) != 0;
    op.answer = Some(if landed { Answer::Landed(record.version) } else { Answer::Absent });
    op.cleared_at = world.pcs[usize::from(op.pc)].seen.version;
}

/// Takes in what came back about a decision.
pub fn takes_answer(bounds: &Bounds, world: &mut World, number: u8) {
    let Some(op) = &mut world.ops[usize::from(number)] else { return };
    let pc = op.pc;
    match op.answer.take() {
        Some(Answer::Applied(version) | Answer::Landed(version)) => {
            op.ends_as(OpState::Acked);
            op.ack_version = version;
        }
        Some(Answer::Refused) if bounds.makes(Mistake::ResendsWithoutLookUp) => {
            op.state = Some(OpState::Sealed);
            world.pcs[usize::from(pc)].line = Line::ReadFirst;
        }
        Some(Answer::Refused) => {
            op.state = Some(OpState::Unknown);
            op.doubt = Doubt::Refused;
        }
        Some(Answer::Absent) => witness_is_absent(bounds, world, number),
        None => {}
    }
    settles(bounds, world, pc);
}

fn witness_is_absent(bounds: &Bounds, world: &mut World, number: u8) {
    let Some(op) = &mut world.ops[usize::from(number)] else { return };
    if op.doubt == Doubt::Refused {
        world.pcs[usize::from(op.pc)].line = Line::ReadFirst;
    }
    op.doubt = Doubt::NoAnswer;
    op.state = Some(OpState::Sealed);
    if op.cleared_at == op.if_match {
        op.cleared_at = 0;
    }
    if op.kind == Kind::Reply && bounds.ground.unproven_replies == UnprovenReplies::AskAPerson {
        op.ends_as(OpState::Rejected);
    }
}

/// Settles what the copy on the PC contains.
fn settles(bounds: &Bounds, world: &mut World, pc: u8) {
    let seen = world.pcs[usize::from(pc)].seen.version;
    let at_once = bounds.makes(Mistake::SettlesOnAnswer);
    for op in world.ops.iter_mut().flatten().filter(|op| op.pc == pc && op.state == Some(OpState::Acked)) {
        if at_once || seen >= op.ack_version {
            op.ends_as(OpState::Settled);
        }
    }
}

/// Asks the provider for the request as it stands.
pub fn reads(world: &mut World, pc: u8) {
    world.pcs[usize::from(pc)].reading = Some((world.provider.record, world.provider.epoch));
}

/// Takes in the provider's copy, and looks every proof up again where the provider is not the one that gave it.
pub fn takes_reading(bounds: &Bounds, world: &mut World, number: u8) {
    let pc = &mut world.pcs[usize::from(number)];
    let Some((record, epoch)) = pc.reading.take() else { return };
    let (seen, known) = (pc.seen, pc.epoch);
    pc.seen = record;
    pc.epoch = epoch;
    pc.line = Line::Good;
    let restored = match bounds.ground.restores {
        Restores::Declared => known != epoch,
        Restores::Silent => is_suspicious(world, number, &seen, &record),
    };
    if restored && !bounds.makes(Mistake::TrustsOldProofs) {
        for decision in world.ops.iter_mut().zip(0u8..) {
            if let (Some(op), at) = decision
                && op.pc == number
            {
                looks_up_anew(bounds, op, at, &record);
            }
        }
    }
    settles(bounds, world, number);
}

fn is_suspicious(world: &World, pc: u8, seen: &Record, record: &Record) -> bool {
    let went_back = record.version < seen.version || (record.version == seen.version && record != seen);
    let proven = |op: &Op| matches!(op.state, Some(OpState::Acked | OpState::Settled));
    went_back || world.decisions_of(pc).any(|(at, op)| proven(op) && record.landed & bit(at) == 0)
}

/// Decides what becomes of a decision after a restore (`sync.md` b.11). The look-ups are one step here: nothing is pushed
/// before the last of them is answered.
fn looks_up_anew(bounds: &Bounds, op: &mut Op, number: u8, record: &Record) {
    let is_there = record.landed & bit(number) != 0;
    match op.state {
        Some(OpState::Acked) if is_there => op.ack_version = op.ack_version.min(record.version),
        Some(OpState::Acked | OpState::Settled) if is_there => {}
        Some(OpState::Acked | OpState::Settled) => match op.kind {
            Kind::Note => {
                op.ends_as(OpState::Sealed);
                op.cleared_at = record.version;
            }
            Kind::Reply if bounds.makes(Mistake::ResendsRepliesAfterRestore) => {
                op.ends_as(OpState::Sealed);
                op.cleared_at = record.version;
            }
            Kind::Reply | Kind::RaiseToTwo | Kind::RaiseToThree | Kind::LowerToZero | Kind::Outcome => {
                op.ends_as(OpState::LostOnServer);
            }
        },
        Some(OpState::Sealed | OpState::Unknown) if is_there => {
            op.ends_as(OpState::Acked);
            op.ack_version = record.version;
        }
        // It may have landed and reached the patient before the restore; nobody can say any more.
        Some(OpState::Sealed | OpState::Unknown) if op.kind == Kind::Reply => {
            op.ends_as(OpState::LostOnServer);
        }
        Some(OpState::Sealed) => op.cleared_at = record.version,
        Some(
            OpState::Unknown
            | OpState::Queued
            | OpState::InFlight
            | OpState::Conflict
            | OpState::Rejected
            | OpState::Parked
            | OpState::Withdrawn
            | OpState::Superseded
            | OpState::LostOnServer,
        )
        | None => {}
    }
}

/// Ends the wait for an answer: the push goes on or is gone, and nobody here knows.
pub fn gives_up_waiting(bounds: &Bounds, world: &mut World, number: u8) {
    world.faults.losses -= 1;
    loses_connection(bounds, world, number);
}

fn loses_connection(bounds: &Bounds, world: &mut World, number: u8) {
    world.abandons(number);
    let Some(op) = &mut world.ops[usize::from(number)] else { return };
    op.answer = None;
    world.pcs[usize::from(op.pc)].line = Line::ReadFirst;
    world.pcs[usize::from(op.pc)].reading = None;
    if op.state != Some(OpState::InFlight) {
        return;
    }
    op.state = Some(OpState::Unknown);
    if bounds.makes(Mistake::ResendsWithoutLookUp) {
        op.state = Some(OpState::Sealed);
    }
    if bounds.makes(Mistake::GivesUp) {
        op.state = None;
    }
}

/// The connection failed before the first byte: the push never left.
pub fn never_left(world: &mut World, number: u8) {
    world.faults.losses -= 1;
    for slot in &mut world.wire {
        slot.take_if(|push| push.op == number && push.connection == Connection::Open);
    }
    if let Some(op) = &mut world.ops[usize::from(number)] {
        op.state = Some(OpState::Sealed);
        world.pcs[usize::from(op.pc)].line = Line::ReadFirst;
        world.pcs[usize::from(op.pc)].reading = None;
    }
}

/// Loses a reading on its way back.
pub fn loses_reading(world: &mut World, pc: u8) {
    world.faults.losses -= 1;
    world.pcs[usize::from(pc)].reading = None;
    world.pcs[usize::from(pc)].line = Line::ReadFirst;
}

/// The program is killed and started again: the ledger and the stored copy are there, and nothing else.
pub fn crashes(bounds: &Bounds, world: &mut World, number: u8) {
    world.faults.crashes -= 1;
    world.pcs[usize::from(number)].reading = None;
    world.pcs[usize::from(number)].line = Line::ReadFirst;
    let own: Vec<u8> = world.decisions_of(number).map(|(at, _)| at).collect();
    for at in own {
        let was_in_flight = world.ops[usize::from(at)].is_some_and(|op| op.state == Some(OpState::InFlight));
        loses_connection(bounds, world, at);
        if let Some(op) = &mut world.ops[usize::from(at)] {
            op.doubt = Doubt::NoAnswer;
            if was_in_flight && bounds.makes(Mistake::RecordsAttemptLate) {
                op.state = Some(OpState::Queued);
            }
        }
    }
}
