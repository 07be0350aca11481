//! Everything that can happen next: what the protocol does by itself, what people do, and what goes wrong.

use triage_sync::operation::OpState;

use super::bounds::{Bounds, Mistake};
use super::world::{Answer, Connection, Kind, Line, Op, World};
use super::{client, provider};

/// One step. Decisions, PCs and places on the wire go by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The PC moves its first waiting decision: out, into conflict, or back to looking for its witness.
    Send(u8),
    LookUp(u8),
    TakeAnswer(u8),
    Read(u8),
    TakeReading(u8),
    Arrive(usize),
    /// The same, and the provider's backup was made just before.
    ArriveAfterBackup(usize),
    Decide(u8, Kind),
    Withdraw(u8),
    KeepTheirs(u8),
    Reissue(u8),
    /// The PC stops waiting for an answer; the push may still arrive.
    GiveUpWaiting(u8),
    NeverLeave(u8),
    LoseReading(u8),
    Duplicate(usize),
    Crash(u8),
    PatientWrites,
    Restore,
}

/// Lists what the protocol does by itself. Where this is nothing, it has come to rest.
pub fn own_steps(bounds: &Bounds, world: &World, steps: &mut Vec<Step>) {
    for (number, op) in world.decisions() {
        let pc = &world.pcs[usize::from(op.pc)];
        let in_turn = bounds.makes(Mistake::SendsOutOfTurn) || world.is_head(number, op.pc);
        match op.state {
            Some(OpState::Queued | OpState::Sealed) if in_turn && pc.line == Line::Good => {
                steps.push(Step::Send(number));
            }
            Some(OpState::InFlight | OpState::Unknown) if op.answer.is_some() => steps.push(Step::TakeAnswer(number)),
            Some(OpState::Unknown) if in_turn && pc.line == Line::Good => steps.push(Step::LookUp(number)),
            Some(
                OpState::Queued
                | OpState::Sealed
                | OpState::InFlight
                | OpState::Unknown
                | OpState::Acked
                | OpState::Settled
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
    for (number, pc) in world.begun(bounds.pcs).zip(&world.pcs) {
        let news = pc.line == Line::ReadFirst || pc.seen != world.provider.record || pc.epoch != world.provider.epoch;
        if pc.reading.is_some() {
            steps.push(Step::TakeReading(number));
        } else if news {
            steps.push(Step::Read(number));
        }
    }
    for (slot, push) in world.wire.iter().enumerate() {
        if push.is_some_and(|push| push.connection != Connection::Abandoned) {
            steps.push(Step::Arrive(slot));
        }
    }
}

/// Lists what people do: they decide, take back, and say what becomes of what is stuck.
pub fn human_steps(bounds: &Bounds, world: &World, steps: &mut Vec<Step>) {
    let room = world.decisions().count() < usize::from(bounds.ops);
    for (number, op) in world.decisions() {
        match op.state {
            Some(OpState::Queued) if can_withdraw(world, number, op) => steps.push(Step::Withdraw(number)),
            Some(OpState::Conflict | OpState::Rejected | OpState::LostOnServer) => {
                steps.push(Step::KeepTheirs(number));
                if room && makes_sense(op.kind, &world.view(op.pc), Kind::Outcome) {
                    steps.push(Step::Reissue(number));
                }
            }
            Some(
                OpState::Queued
                | OpState::Sealed
                | OpState::InFlight
                | OpState::Unknown
                | OpState::Acked
                | OpState::Settled
                | OpState::Parked
                | OpState::Withdrawn
                | OpState::Superseded,
            )
            | None => {}
        }
    }
    for pc in world.begun(bounds.pcs).filter(|_| room) {
        let view = world.view(pc);
        for kind in bounds.kinds {
            if makes_sense(*kind, &view, Kind::Note) {
                steps.push(Step::Decide(pc, *kind));
            }
        }
    }
}

/// Says whether a person could decide this on what the screen shows; `over` is the outcome where one may be replaced.
fn makes_sense(kind: Kind, view: &super::world::Record, over: Kind) -> bool {
    match kind {
        Kind::Note | Kind::Reply => true,
        Kind::RaiseToTwo => view.urgency < 2,
        Kind::RaiseToThree => view.urgency < 3,
        Kind::LowerToZero => view.urgency > 0,
        Kind::Outcome => view.outcome == 0 || over == Kind::Outcome,
    }
}

fn can_withdraw(world: &World, number: u8, op: &Op) -> bool {
    world.decisions_of(op.pc).all(|(other, later)| other <= number || later.is_final() || later.kind == Kind::Note)
}

/// Lists what can go wrong, or comes from outside.
pub fn outside_steps(bounds: &Bounds, world: &World, steps: &mut Vec<Step>) {
    let left = &world.faults;
    for (slot, push) in world.wire.iter().enumerate() {
        let Some(push) = push else { continue };
        let first_of_its_kind = slot == 0 || world.wire[slot - 1].as_ref() != Some(push);
        let lands = provider::would_apply(bounds, world, push);
        if push.connection == Connection::Abandoned && lands && first_of_its_kind {
            steps.push(Step::Arrive(slot));
        }
        if left.restores > 0 && world.provider.backup.is_none() && lands && first_of_its_kind {
            steps.push(Step::ArriveAfterBackup(slot));
        }
        let in_time = push.if_match >= world.provider.record.version;
        if left.duplicates > 0 && in_time && world.wire[0].is_none() && first_of_its_kind {
            steps.push(Step::Duplicate(slot));
        }
    }
    for (number, op) in world.decisions().filter(|_| left.losses > 0) {
        let on_wire =
            || world.wire.iter().flatten().any(|push| push.op == number && push.connection == Connection::Open);
        if op.state == Some(OpState::InFlight) {
            steps.push(Step::GiveUpWaiting(number));
            if op.answer.is_none() && on_wire() {
                steps.push(Step::NeverLeave(number));
            }
        } else if op.answer.is_some_and(|answer| matches!(answer, Answer::Landed(_) | Answer::Absent)) {
            steps.push(Step::GiveUpWaiting(number));
        }
    }
    for (number, pc) in world.begun(bounds.pcs).zip(&world.pcs) {
        if left.losses > 0 && pc.reading.is_some() {
            steps.push(Step::LoseReading(number));
        }
        let notices = |op: &Op| matches!(op.state, Some(OpState::InFlight | OpState::Unknown));
        let moving = pc.reading.is_some() || world.decisions_of(number).any(|(_, op)| notices(op));
        if left.crashes > 0 && moving {
            steps.push(Step::Crash(number));
        }
    }
    if left.messages > 0 {
        steps.push(Step::PatientWrites);
    }
    if left.restores > 0 && world.provider.backup.is_some() {
        steps.push(Step::Restore);
    }
}

/// Takes one step.
pub fn take(bounds: &Bounds, world: &mut World, step: Step) {
    match step {
        Step::Send(number) => client::sends(bounds, world, number),
        Step::LookUp(number) => client::looks_up(world, number),
        Step::TakeAnswer(number) => client::takes_answer(bounds, world, number),
        Step::Read(pc) => client::reads(world, pc),
        Step::TakeReading(pc) => client::takes_reading(bounds, world, pc),
        Step::Arrive(slot) => provider::arrives(bounds, world, slot),
        Step::ArriveAfterBackup(slot) => {
            world.provider.backup = Some(world.provider.record);
            provider::arrives(bounds, world, slot);
        }
        Step::Decide(pc, kind) => {
            client::decides(bounds, world, pc, kind);
        }
        Step::Withdraw(number) => client::ends(world, number, OpState::Withdrawn),
        Step::KeepTheirs(number) => client::ends(world, number, OpState::Superseded),
        Step::Reissue(number) => client::reissues(bounds, world, number),
        Step::GiveUpWaiting(number) => client::gives_up_waiting(bounds, world, number),
        Step::NeverLeave(number) => client::never_left(world, number),
        Step::LoseReading(pc) => client::loses_reading(world, pc),
        Step::Duplicate(slot) => {
            world.faults.duplicates -= 1;
            world.doubles(slot);
        }
        Step::Crash(pc) => client::crashes(bounds, world, pc),
        Step::PatientWrites => provider::patient_writes(bounds, world),
        Step::Restore => provider::is_restored(bounds, world),
    }
    if bounds.ground.pushes == super::bounds::Pushes::EndWithTheConnection {
        world.forgets_dead_pushes();
    }
    world.wire.sort_unstable();
}
