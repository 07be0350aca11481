//! What must hold in every state (`sync.md` c).

use triage_sync::operation::OpState;

use super::Protocol;
use super::step::own_steps;
use super::world::{Line, Mark, Op, World, bit};

/// Something that must hold in every state.
pub struct Promise {
    /// What it says, after the number of the invariant.
    pub name: &'static str,
    pub holds: fn(&Protocol, &World) -> bool,
}

/// Every promise of the protocol.
///
/// The checker is given all of them as one property: it looks each property up by its name in every state, which would
/// take a third of the time.
pub const PROMISES: &[Promise] = &[
    Promise { name: "9: a witness is written once", holds: |_, world| world.is_free_of(Mark::SecondWitness) },
    Promise { name: "9, 43: a reply reaches the patient once", holds: |_, world| world.is_free_of(Mark::SecondReply) },
    Promise {
        name: "19, 22: what lands was decided on what is there",
        holds: |_, world| world.is_free_of(Mark::ChangedBasis),
    },
    Promise {
        name: "20: nobody lowers an urgency without having seen it",
        holds: |_, world| world.is_free_of(Mark::UrgencyLowered),
    },
    Promise { name: "21: a second outcome is a person's", holds: |_, world| world.is_free_of(Mark::SecondOutcome) },
    Promise {
        name: "24: what was withdrawn or replaced never lands",
        holds: |_, world| world.is_free_of(Mark::LandedAfterItsEnd),
    },
    Promise {
        name: "16: the decisions of a PC land in their order",
        holds: |_, world| world.is_free_of(Mark::OutOfTurn),
    },
    Promise {
        name: "14: no decision is in conflict with itself",
        holds: |_, world| world.is_free_of(Mark::AgainstItself),
    },
    Promise {
        name: "1, 5: no decision vanishes",
        holds: |_, world| world.decisions().all(|(_, op)| op.state.is_some()),
    },
    Promise { name: "13: what counts as proven is at the provider", holds: |_, world| proofs_stand(world) },
    Promise { name: "36: what is settled is in the copy on its PC", holds: |_, world| settled_is_seen(world) },
    Promise { name: "46: at rest, all is settled or waits for a person", holds: rests_well },
];

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
