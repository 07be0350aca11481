//! The line: lost, back, switched off, and the same story told twice.

use expect_test::expect;
use triage_domain::AfterReply;

use super::*;
use crate::sample::{close, note, reply};

fn probes(world: &World) -> usize {
    world.asked.iter().filter(|effect| **effect == Effect::Probe).count()
}

#[test]
fn after_a_lost_line_the_order_is_probe_pull_push() {
    let mut world = World::online();
    world.decide(1, "req-a", note("Seen"));
    world.pass(5_000);
    world.answer(1, PushAnswer::NotSent);
    world.forget();
    world.pass(1_000);
    let words: Vec<&str> = world.trace.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    let order: Vec<&str> = words.into_iter().filter(|word| *word != "commit" && *word != "store").collect();
    assert_eq!(order, ["probe", "pull", "pull", "pull", "pull", "pull", "push"], "{}", world.trace);
}

#[test]
fn nothing_is_pushed_before_the_first_pull_is_complete() {
    let mut world = World::new().leave_pulls_open();
    world.decide(1, "req-a", note("Seen"));
    world.tell(Input::Probed(Ok(())));
    world.pass(60_000);
    assert_eq!(world.pushed_ops(), []);
}

#[test]
fn working_offline_keeps_decisions_and_sends_nothing() {
    let mut world = World::online();
    world.tell(Input::WorkOffline);
    world.forget();
    world.decide(1, "req-a", close());
    world.tell(Input::SyncNow);
    world.pass(3_600_000);
    assert_eq!(world.calls(), 0, "{}", world.trace);
    assert_eq!((world.engine.link(), world.state(1)), (LinkState::WorkingOffline, Some(OpState::Queued)));
    assert_eq!(world.engine.wake_at(), None);
    world.tell(Input::WorkOnline);
    assert_eq!(world.pushed_ops(), [op(1)]);
}

#[test]
fn an_answer_that_comes_in_while_working_offline_starts_nothing_new() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", close());
    world.answer(1, PushAnswer::Refused { http_status: 412 });
    world.tell(Input::WorkOffline);
    world.forget();
    world.witness(1, WitnessAnswer::Absent);
    world.pass(60_000);
    assert_eq!(world.calls(), 0, "{}", world.trace);
    world.tell(Input::WorkOnline);
    assert!(world.asked.iter().any(|effect| matches!(effect, Effect::Fetch { .. })), "{}", world.trace);
}

#[test]
fn one_failure_is_a_hiccup_and_two_are_offline() {
    let mut world = World::new().leave_pulls_open();
    world.tell(Input::Woken);
    assert_eq!(world.engine.link(), LinkState::Reconnecting);
    world.tell(Input::Probed(Err(Failure::Unreachable)));
    assert_eq!(world.engine.link(), LinkState::Reconnecting);
    world.pass(1_000);
    world.tell(Input::Probed(Err(Failure::Unreachable)));
    assert_eq!(world.engine.link(), LinkState::Offline);
    assert_eq!(world.engine.link_since(), Some(at(0) + Duration::milliseconds(1_000)));
}

#[test]
fn a_user_who_asks_for_it_does_not_wait_for_the_next_try() {
    let mut world = World::new().leave_pulls_open();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Err(Failure::Unreachable)));
    world.forget();
    world.tell(Input::SyncNow);
    assert_eq!(probes(&world), 1);
}

#[test]
fn a_provider_that_wants_a_sign_in_is_left_alone_until_somebody_has() {
    let mut world = World::online().leave_pulls_open();
    world.pass(30_000);
    let call = world.last_call();
    world.tell(Input::PageFailed { call, scope: Scope::Requests, failure: Failure::SignInNeeded });
    world.forget();
    world.pass(600_000);
    assert_eq!((world.engine.link(), world.calls()), (LinkState::SignInNeeded, 0));
    world.tell(Input::SignedIn { staff: gp().id });
    assert_eq!(probes(&world), 1);
}

fn a_morning(seed: u64) -> World {
    let mut world = World::new();
    let settings = EngineSettings { seed, ..EngineSettings::default() };
    world.engine = Engine::restore(settings, Restored { next_seq: 1, ..Restored::default() });
    world.tell(Input::Woken);
    world.decide(1, "req-a", reply(AfterReply::AwaitPatient { until: None }));
    world.decide(2, "req-b", note("Seen"));
    world.pass(5_000);
    world.answer(2, PushAnswer::Unknown);
    world.pass(10_000);
    world.witness(2, WitnessAnswer::Absent);
    world.pass(30_000);
    world.answer(2, PushAnswer::NotSent);
    world.pass(120_000);
    world.answer(1, PushAnswer::Busy { retry_after_ms: Some(7_000) });
    world.pass(120_000);
    world
}

#[test]
fn the_same_story_gives_the_same_effects_byte_for_byte() {
    let (one, two) = (a_morning(7), a_morning(7));
    assert_eq!(one.trace, two.trace);
    assert_eq!(format!("{:?}", one.asked), format!("{:?}", two.asked));
    assert_ne!(one.trace, a_morning(8).trace, "the waits come from the seed");
}

#[test]
fn a_decision_taken_offline_goes_out_after_the_pull_once_the_line_is_back() {
    let mut world = World::new().leave_pulls_open();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Err(Failure::Unreachable)));
    world.forget();
    world.decide(1, "req-a", close());
    world.pulls = Pulls::Answered;
    world.pass(10_000);
    let trace: Vec<&str> = world.trace.lines().filter(|line| !line.contains("store")).collect();
    expect![[r#"
        00:00.000  commit   01 queued
        00:00.257  probe
        00:00.257  pull     requests Beginning
        00:00.257  pull     messages Beginning
        00:00.257  pull     replies Beginning
        00:00.257  pull     submissions Beginning
        00:00.257  pull     patients Beginning
        00:00.257  manifest
        00:05.000  commit   01 inflight attempt 1
        00:05.000  push     01 try 1 if 1"#]]
    .assert_eq(&trace.join("\n"));
}

#[test]
fn a_wish_to_wait_counts_though_what_it_answers_was_given_up() {
    let mut world = World::online().leave_pulls_open();
    world.pass(30_000);
    world.tell(Input::WorkOffline);
    let failure = Failure::Busy { retry_after_ms: Some(120_000) };
    world.tell(Input::PageFailed { call: world.last_call(), scope: Scope::Requests, failure });
    world.forget();
    world.tell(Input::WorkOnline);
    world.pass(119_000);
    assert_eq!(world.calls(), 0, "{}", world.trace);
}

#[test]
fn after_a_long_wait_that_the_provider_wished_for_others_decisions_come_first() {
    let mut world = World::online();
    world.decide_and_send(1, "req-a", note("Seen"));
    world.answer(1, PushAnswer::Busy { retry_after_ms: Some(600_000) });
    world.forget();
    world.pulls = Pulls::LeftOpen;
    world.pass(900_000);
    assert_eq!((world.pulls().len(), world.pushed_ops().len()), (1, 0), "{}", world.trace);
}

#[test]
fn once_a_sign_in_is_needed_nothing_counts_as_current_until_a_pull_completes() {
    let mut world = World::online().leave_pulls_open();
    world.pass(30_000);
    world.tell(Input::PageFailed { call: world.last_call(), scope: Scope::Requests, failure: Failure::SignInNeeded });
    assert_eq!(world.engine.freshness(world.now()), crate::freshness::Freshness::Unknown);
}

#[test]
fn an_engine_made_anew_takes_no_answer_to_what_the_former_one_asked_and_waits_as_long() {
    let mut world = World::new();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Ok(())));
    let call = world.last_call();
    world.tell(Input::AbilitiesFound(Abilities { guards_versions: false, ..Abilities::all() }));
    world.tell(Input::ManifestCompared(Err(Failure::Busy { retry_after_ms: Some(60_000) })));
    let so_far = world.engine.so_far();
    world.engine = Engine::restore(EngineSettings::default(), Restored { next_seq: 1, so_far, ..Restored::default() });
    world.forget();
    world.pass(30_000);
    assert_eq!(world.calls(), 0, "the provider's wish to wait stands");
    assert!(!world.engine.abilities().may_write(), "what the provider cannot do is known still");
    world.pass(60_000);
    assert!(world.last_call() > call, "{} could be taken for {call}", world.last_call());
}

#[test]
fn an_engine_made_anew_stays_offline_where_the_user_switched_the_network_off() {
    let mut world = World::new();
    world.tell(Input::WorkOffline);
    let so_far = world.engine.so_far();
    world.engine = Engine::restore(EngineSettings::default(), Restored { next_seq: 1, so_far, ..Restored::default() });
    world.pass(600_000);
    assert_eq!((world.engine.link(), world.calls()), (LinkState::WorkingOffline, 0));
}

#[test]
fn a_wish_to_wait_is_heeded_although_nothing_of_the_answer_can_be_kept() {
    let mut world = World::new();
    let busy = Input::Probed(Err(Failure::Busy { retry_after_ms: Some(60_000) }));
    let now = world.now();
    assert_eq!(world.engine.heed(&busy, now), Some(60_000));
    assert_eq!(world.engine.heed(&Input::Woken, now), None);
    let so_far = world.engine.so_far();
    world.engine = Engine::restore(EngineSettings::default(), Restored { next_seq: 1, so_far, ..Restored::default() });
    world.forget();
    world.pass(59_000);
    assert_eq!(world.calls(), 0);
    world.pass(2_000);
    assert!(world.calls() > 0);
}
