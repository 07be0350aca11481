//! The provider's side: applying a push as one transaction, and being restored from a backup.

use triage_sync::operation::OpState;

use super::bounds::{Bounds, PatientWrites, Pushes, Witnesses};
use super::world::{Answer, Connection, Doubt, Kind, Line, Mark, Op, Push, World, bit};

/// Lets a push arrive: it is applied as a whole or refused, and whoever still waits for it is told.
pub fn arrives(bounds: &Bounds, world: &mut World, slot: usize) {
    let Some(push) = world.wire[slot].take() else { return };
    let answer = if would_apply(bounds, world, &push) {
        apply(world, &push);
        Answer::Applied(world.provider.record.version)
    } else {
        Answer::Refused
    };
    match (push.connection, &mut world.ops[usize::from(push.op)]) {
        (Connection::Open | Connection::Doubled, Some(op)) => op.answer = Some(answer),
        (Connection::Open | Connection::Doubled, None) | (Connection::Abandoned, _) => {}
    }
}

/// Says whether the provider would take a push as things stand.
#[must_use]
pub fn would_apply(bounds: &Bounds, world: &World, push: &Push) -> bool {
    let record = &world.provider.record;
    let taken = bounds.ground.witnesses == Witnesses::CreateOnly && record.landed & bit(push.op) != 0;
    record.version == push.if_match && !taken
}

fn apply(world: &mut World, push: &Push) {
    let Some(op) = world.ops[usize::from(push.op)] else { return };
    judge(world, push, &op);
    let record = &mut world.provider.record;
    op.applies_to(push.op, record);
    record.version += 1;
    if op.kind.urgency().is_some() {
        record.urgency = push.urgency;
    }
    if op.kind == Kind::Reply {
        world.reached_patient |= bit(push.op);
    }
}

/// Marks every promise that applying this would break.
fn judge(world: &mut World, push: &Push, op: &Op) {
    let record = world.provider.record;
    if record.landed & bit(push.op) != 0 {
        world.marks(Mark::SecondWitness);
    }
    if op.kind == Kind::Reply && world.reached_patient & bit(push.op) != 0 {
        world.marks(Mark::SecondReply);
    }
    if world.basis_of(op.kind, &record) != op.basis {
        world.marks(Mark::ChangedBasis);
    }
    let knew_urgency = op.kind == Kind::LowerToZero && op.basis.urgency == record.urgency;
    if op.kind.urgency().is_some() && push.urgency < record.urgency && !knew_urgency {
        world.marks(Mark::UrgencyLowered);
    }
    if op.kind == Kind::Outcome && record.outcome != 0 && op.basis.outcome != record.outcome {
        world.marks(Mark::SecondOutcome);
    }
    if matches!(op.state, Some(OpState::Withdrawn | OpState::Superseded)) {
        world.marks(Mark::LandedAfterItsEnd);
    }
    let overtakes = |(earlier, other): (u8, &Op)| {
        earlier < push.op && !other.is_final() && !(other.kind == Kind::Note && op.kind == Kind::Note)
    };
    if world.decisions_of(op.pc).any(overtakes) {
        world.marks(Mark::OutOfTurn);
    }
}

/// Lets the patient write again.
pub fn patient_writes(bounds: &Bounds, world: &mut World) {
    world.faults.messages -= 1;
    world.provider.record.messages += 1;
    match bounds.ground.patient_writes {
        PatientWrites::TouchesTheRequest => world.provider.record.version += 1,
        PatientWrites::ComesBeside => {}
    }
}

/// Puts the backup in place of everything that came after it. What was on its way is cut off with the provider.
pub fn is_restored(bounds: &Bounds, world: &mut World) {
    let Some(backup) = world.provider.backup.take() else { return };
    world.faults.restores -= 1;
    world.provider.record = backup;
    world.provider.epoch += 1;
    for pc in &mut world.pcs {
        pc.line = Line::ReadFirst;
        pc.reading = None;
    }
    for op in world.ops.iter_mut().flatten() {
        op.answer = None;
        if op.state == Some(OpState::InFlight) {
            op.state = Some(OpState::Unknown);
            op.doubt = Doubt::NoAnswer;
        }
    }
    for slot in &mut world.wire {
        match bounds.ground.pushes {
            Pushes::EndWithTheConnection => *slot = None,
            Pushes::OutliveARestore => {
                if let Some(push) = slot {
                    push.connection = Connection::Abandoned;
                }
            }
        }
    }
}
