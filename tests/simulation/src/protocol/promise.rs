//! What must hold in every state (`sync.md` c), and what must be met in some.

use stateright::Property;
use triage_sync::operation::OpState;

use super::Protocol;
use super::step::own_steps;
use super::world::{Line, Op, Promise, World, bit};

/// What must hold in every state, by the number of the invariant.
pub fn always() -> Vec<Property<Protocol>> {
    vec![
        Property::always("9: a witness is written once", |_, world: &World| world.keeps(Promise::OneWitness)),
        Property::always("9, 43: a reply reaches the patient once", |_, world: &World| world.keeps(Promise::OneReply)),
        Property::always("19, 22: what lands was decided on what is there", |_, world: &World| {
            world.keeps(Promise::KnownBasis)
        }),
        Property::always("20: nobody lowers an urgency without having seen it", |_, world: &World| {
            world.keeps(Promise::UrgencyKept)
        }),
        Property::always("21: a second outcome is a person's", |_, world: &World| world.keeps(Promise::OneOutcome)),
        Property::always("24: what was withdrawn or replaced never lands", |_, world: &World| world.keeps(Promise::TakenBack)),
        Property::always("16: the decisions of a PC land in their order", |_, world: &World| world.keeps(Promise::InTurn)),
        Property::always("14: no decision is in conflict with itself", |_, world: &World| {
            world.keeps(Promise::NotAgainstItself)
        }),
        Property::always("1, 5: no decision vanishes", |_, world: &World| !world.decisions().any(|(_, op)| op.state.is_none())),
        Property::always("13: what counts as proven is at the provider", |_, world: &World| proofs_stand(world)),
        Property::always("36: what is settled is in the copy on its PC", |_, world: &World| settled_is_seen(world)),
        Property::always("46: at rest, all is settled or waits for a person", rests_well),
    ]
}

/// What must be met in some state: every state of a decision that this model has, and what the faults are there for.
pub fn sometimes() -> Vec<Property<Protocol>> {
    vec![
        Property::sometimes("a decision is queued", |_, world: &World| met(world, OpState::Queued)),
        Property::sometimes("a decision is sealed", |_, world: &World| met(world, OpState::Sealed)),
        Property::sometimes("a decision is in flight", |_, world: &World| met(world, OpState::InFlight)),
        Property::sometimes("a decision is unknown", |_, world: &World| met(world, OpState::Unknown)),
        Property::sometimes("a decision is acked", |_, world: &World| met(world, OpState::Acked)),
        Property::sometimes("a decision is settled", |_, world: &World| met(world, OpState::Settled)),
        Property::sometimes("a decision is in conflict", |_, world: &World| met(world, OpState::Conflict)),
        Property::sometimes("a decision is withdrawn", |_, world: &World| met(world, OpState::Withdrawn)),
        Property::sometimes("a decision is superseded", |_, world: &World| met(world, OpState::Superseded)),
        Property::sometimes("a decision is lost on the server", |_, world: &World| met(world, OpState::LostOnServer)),
        Property::sometimes("all decisions land", |protocol: &Protocol, world: &World| {
            let all = world.decisions().filter(|(_, op)| op.state == Some(OpState::Settled)).count();
            all == usize::from(protocol.bounds.ops)
        }),
    ]
}

fn met(world: &World, state: OpState) -> bool {
    world.decisions().any(|(_, op)| op.state == Some(state))
}

/// Holds for every PC that has read since the line was last cut: before that it cannot know of a restore.
fn proofs_stand(world: &World) -> bool {
    let knows = |op: &Op| world.pcs[usize::from(op.pc)].line == Line::Good;
    let proven = |op: &Op| matches!(op.state, Some(OpState::Acked | OpState::Settled));
    let landed = world.provider.record.landed;
    world.decisions().all(|(number, op)| !knows(op) || !proven(op) || landed & bit(number) != 0)
}

fn settled_is_seen(world: &World) -> bool {
    world.decisions().filter(|(_, op)| op.state == Some(OpState::Settled)).all(|(number, op)| {
        let pc = &world.pcs[usize::from(op.pc)];
        pc.seen.landed & bit(number) != 0
    })
}

/// At rest every decision is final, or stuck where a person has to act, or waits its turn behind such a one.
fn rests_well(protocol: &Protocol, world: &World) -> bool {
    if world.is_broken() || is_good_end(world) {
        return true;
    }
    let mut steps = Vec::new();
    own_steps(&protocol.bounds, world, &mut steps);
    !steps.is_empty()
}

fn is_good_end(world: &World) -> bool {
    (0u8..).zip(&world.pcs).all(|(pc, _)| {
        let first = world.decisions_of(pc).find(|(_, op)| !op.is_final());
        first.is_none_or(|(_, op)| op.state.is_some_and(OpState::needs_a_person))
    })
}
