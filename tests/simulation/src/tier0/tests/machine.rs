//! The same world under a property test that shrinks as the ecosystem does: people's and the provider's steps are drawn
//! one by one, and the reference model knows how many decisions can have been taken at most, and which PCs are cut off.

use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;
use proptest::test_runner::RngSeed;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use super::super::step::{Kind, REQUESTS, Trouble};
use super::super::*;

/// What must be true of the practice whatever the engine does.
#[derive(Debug, Clone)]
struct Model {
    seed: u64,
    pcs: u8,
    /// Most decisions that can have been saved.
    decided_max: usize,
    /// The time that has passed, in milliseconds.
    passed_ms: u64,
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Tick;

    fn init_state() -> BoxedStrategy<Self> {
        let model = |seed| Self { seed, pcs: plan(seed).0.pcs, decided_max: 0, passed_ms: 0 };
        (0_u64..1_000_000).prop_map(model).no_shrink().boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Tick> {
        let pc = 0..state.pcs;
        let about = 0..REQUESTS;
        let kind = prop::sample::select(Kind::ALL.to_vec());
        let trouble = prop::sample::select(Trouble::ALL.to_vec());
        let step = prop_oneof![
            6 => (pc.clone(), about.clone(), kind.clone()).prop_map(|(pc, about, kind)| Step::Decide { pc, about, kind }),
            1 => pc.clone().prop_map(|pc| Step::Withdraw { pc }),
            1 => pc.clone().prop_map(|pc| Step::KeepTheirs { pc }),
            1 => pc.clone().prop_map(|pc| Step::Reissue { pc }),
            1 => (pc.clone(), 0_u8..6).prop_map(|(pc, effects)| Step::Crash { pc, effects }),
            1 => (pc.clone(), 20_u32..4_000).prop_map(|(pc, seconds)| Step::Suspend { pc, seconds }),
            1 => pc.clone().prop_map(|pc| Step::Cut { pc }),
            1 => pc.prop_map(|pc| Step::Join { pc }),
            1 => about.clone().prop_map(|about| Step::PatientWrites { about }),
            2 => (about.clone(), kind).prop_map(|(about, kind)| Step::Elsewhere { about, kind }),
            1 => Just(Step::Backup),
            1 => Just(Step::Restore),
            1 => (about, trouble, 1_u16..600)
                .prop_map(|(about, trouble, seconds)| Step::Trouble { about, trouble, seconds }),
        ];
        (0_u32..90_000, step).prop_map(|(wait_ms, step)| Tick { wait_ms, step }).boxed()
    }

    fn apply(mut state: Self, tick: &Tick) -> Self {
        state.passed_ms += u64::from(tick.wait_ms);
        state.decided_max += usize::from(matches!(tick.step, Step::Decide { .. } | Step::Reissue { .. }));
        state
    }
}

struct Practice;

impl StateMachineTest for Practice {
    type SystemUnderTest = World<'static>;
    type Reference = Model;

    fn init_test(model: &Model) -> World<'static> {
        let coverage = Box::leak(Box::default());
        let mut world = World::new(plan(model.seed).0, dice(model.seed, SCHEDULE), coverage, None);
        world.begins().unwrap();
        world
    }

    fn apply(mut world: World<'static>, _: &Model, tick: Tick) -> World<'static> {
        world.ticks(tick).unwrap();
        world
    }

    fn check_invariants(world: &World<'static>, model: &Model) {
        assert!(world.truth.acts.len() <= model.decided_max, "a decision that nobody took");
        assert_eq!(world.now_ms, 1_000 + model.passed_ms, "time passes as it was told to");
    }

    fn teardown(mut world: World<'static>, _: Model) {
        world.winds_down().unwrap();
    }
}

prop_state_machine! {
    #![proptest_config(ProptestConfig { cases: 1_000, rng_seed: RngSeed::Fixed(43), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_promise_holds_along_every_way_that_can_be_drawn(sequential 5..40 => Practice);
}
