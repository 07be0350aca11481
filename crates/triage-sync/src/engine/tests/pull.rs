//! Pages, cursors, and how old what is on screen may claim to be.

use super::*;
use crate::effect::PageStart;
use crate::freshness::Freshness;

const T1: &str = "2026-11-23T09:00:01.000Z";
const T2: &str = "2026-11-23T09:00:02.000Z";
const T3: &str = "2026-11-23T09:00:03.000Z";

fn walking() -> World {
    let mut world = World::new().leave_pulls_open();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Ok(())));
    world
}

fn store(world: &mut World, scope: Scope) {
    world.tell(Input::PageStored { scope, lateness_ms: None });
}

/// Answers every scope that is still to come with nothing.
fn finish(world: &mut World) {
    while let Some(scope) = world.engine.walk.as_ref().map(|walk| walk.scope) {
        world.page_arrives(scope, &[], None);
        store(world, scope);
    }
}

#[test]
fn a_page_is_stored_with_its_cursor_before_the_next_is_asked_for() {
    let mut world = walking();
    world.forget();
    world.page_arrives(Scope::Requests, &[T1, T2], Some("more"));
    assert!(matches!(&world.asked[..], [Effect::StorePage { scope: Scope::Requests, cursor }]
        if cursor.resume_from.as_deref() == Some(T2) && cursor.high_water.is_none()));
    store(&mut world, Scope::Requests);
    assert_eq!(world.pulls()[0].start, PageStart::From(T2.to_owned()));
}

#[test]
fn the_high_water_moves_with_the_last_page_of_a_scope_only() {
    let mut world = walking();
    world.page_arrives(Scope::Requests, &[T1, T2], Some("more"));
    store(&mut world, Scope::Requests);
    assert_eq!(world.engine.cursors[&Scope::Requests].high_water, None);
    world.page_arrives(Scope::Requests, &[T2, T3], None);
    store(&mut world, Scope::Requests);
    assert_eq!(world.engine.cursors[&Scope::Requests].high_water.as_deref(), Some(T3));
}

#[test]
fn a_page_that_could_not_be_stored_moves_no_cursor() {
    let mut world = walking();
    world.page_arrives(Scope::Requests, &[T1, T2, T3], None);
    world.tell(Input::PageNotStored { scope: Scope::Requests });
    assert_eq!(world.engine.cursors[&Scope::Requests], Cursor::default());
    world.forget();
    world.pass(60_000);
    assert_eq!(world.pulls()[0].start, PageStart::Beginning, "it is asked for again");
}

#[test]
fn a_broken_first_walk_resumes_where_it_was() {
    let mut world = walking();
    world.page_arrives(Scope::Requests, &[T1, T2], Some("more"));
    store(&mut world, Scope::Requests);
    let call = world.last_call();
    world.tell(Input::PageFailed { call, scope: Scope::Requests, failure: Failure::Unreachable });
    world.forget();
    world.pass(2_000);
    world.tell(Input::Probed(Ok(())));
    let before = "2026-11-23T08:57:32.000Z";
    assert_eq!(world.pulls()[0].start, PageStart::From(before.to_owned()), "behind it by the overlap");
}

#[test]
fn a_restored_cursor_begins_behind_its_high_water_by_the_overlap() {
    let high_water = Cursor { high_water: Some("2026-11-23T09:10:00.000Z".to_owned()), ..Cursor::default() };
    let mut world = World::restored(Vec::new(), BTreeMap::from([(Scope::Requests, high_water)])).leave_pulls_open();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Ok(())));
    assert_eq!(world.pulls()[0].start, PageStart::From("2026-11-23T09:07:30.000Z".to_owned()));
}

#[test]
fn every_scope_is_walked_in_turn_and_again_after_the_gap() {
    let mut world = walking();
    finish(&mut world);
    let scopes: Vec<Scope> = world.pulls().into_iter().map(|order| order.scope).collect();
    assert_eq!(scopes, Scope::ALL);
    world.forget();
    world.pass(29_999);
    assert_eq!(world.pulls(), []);
    world.pass(1);
    assert_eq!(world.pulls().len(), 1);
}

#[test]
fn the_age_counts_from_the_start_of_a_pull_and_only_a_complete_one_counts() {
    let mut world = walking();
    world.now_ms = 50_000;
    world.page_arrives(Scope::Requests, &[], None);
    store(&mut world, Scope::Requests);
    assert_eq!(world.engine.freshness(world.now()), Freshness::Unknown);
    finish(&mut world);
    assert_eq!(world.engine.freshness(world.now()), Freshness::Live);
    assert_eq!(world.engine.pulled_at(), Some(at(0)));
    world.now_ms = 60_001;
    assert_eq!(world.engine.freshness(world.now()), Freshness::Ageing);
}

#[test]
fn after_a_doubt_about_the_clock_nothing_counts_as_current_until_a_pull_completes() {
    let mut world = World::online().leave_pulls_open();
    assert_eq!(world.engine.freshness(world.now()), Freshness::Live);
    world.tell(Input::ClockDoubt);
    assert_eq!(world.engine.freshness(world.now()), Freshness::Unknown);
    assert_eq!(world.pulls().len(), 1, "it pulls at once");
    finish(&mut world);
    assert_eq!(world.engine.freshness(world.now()), Freshness::Live);
}

#[test]
fn nothing_counts_as_current_after_a_start_until_a_pull_completes() {
    let world = World::new();
    assert_eq!(world.engine.freshness(world.now()), Freshness::Unknown);
}

#[test]
fn a_provider_that_always_fails_at_one_scope_is_asked_less_and_less_often() {
    let mut world = World::new().leave_pulls_open();
    world.tell(Input::Woken);
    while world.now_ms < 600_000 {
        match world.asked.pop() {
            None => world.pass(1_000),
            Some(Effect::Probe) => world.tell(Input::Probed(Ok(()))),
            Some(Effect::Pull(order)) if order.scope == Scope::Patients => {
                world.tell(Input::PageFailed { call: order.call, scope: order.scope, failure: Failure::Broken });
            }
            Some(Effect::Pull(order)) => world.page_arrives(order.scope, &[], None),
            Some(Effect::StorePage { scope, .. }) => store(&mut world, scope),
            Some(
                Effect::Commit(_)
                | Effect::Push(_)
                | Effect::LookUpWitness { .. }
                | Effect::Fetch { .. }
                | Effect::CompareManifest
                | Effect::AskRemovals { .. }
                | Effect::BeginEpoch { .. }
                | Effect::EpochIsSure
                | Effect::Changed(_),
            ) => {}
        }
    }
    let tries = world.trace.matches("pull     patients").count();
    assert!((8..=40).contains(&tries), "{tries} tries in ten minutes");
}

#[test]
fn a_page_nobody_asked_for_changes_nothing() {
    let mut world = World::online();
    world.page_arrives(Scope::Requests, &[T1], Some("more"));
    store(&mut world, Scope::Messages);
    assert_eq!(world.calls(), 0);
    assert_eq!(world.engine.cursors[&Scope::Requests].high_water, None);
}

#[test]
fn the_page_of_a_walk_that_was_broken_off_does_not_pass_for_one_of_the_next_walk() {
    let mut world = walking();
    let old = world.last_call();
    world.tell(Input::PageFailed { call: old, scope: Scope::Requests, failure: Failure::Unreachable });
    world.pass(5_000);
    world.tell(Input::Probed(Ok(())));
    world.pass(1);
    assert_ne!(world.last_call(), old, "asked again");
    let page = PageSummary { last_updated: vec!["2026-11-23T09:10:00.000Z".to_owned()], next: None, server_date: None };
    let before = world.asked.len();
    world.tell(Input::PageArrived { call: old, scope: Scope::Requests, page });
    let stored = world.asked[before..].iter().any(|effect| matches!(effect, Effect::StorePage { .. }));
    assert!(!stored, "what the provider had said before is not what it says now");
}

#[test]
fn a_provider_whose_clock_went_back_is_pulled_from_the_beginning() {
    let high_water = Cursor { high_water: Some("2026-11-23T10:30:00.000Z".to_owned()), ..Cursor::default() };
    let mut world = World::restored(Vec::new(), BTreeMap::from([(Scope::Requests, high_water)])).leave_pulls_open();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Ok(())));
    world.forget();
    world.page_arrives(Scope::Requests, &[], None);
    assert_eq!(world.pulls()[0].start, PageStart::Beginning, "{}", world.trace);
    world.page_arrives(Scope::Requests, &[T1], None);
    store(&mut world, Scope::Requests);
    assert_eq!(world.engine.cursors[&Scope::Requests].high_water.as_deref(), Some(T1), "and only once");
}

#[test]
fn a_walk_broken_off_before_the_providers_clock_went_back_begins_again() {
    let reached = Cursor { resume_from: Some("2026-11-23T10:30:00.000Z".to_owned()), ..Cursor::default() };
    let mut world = World::restored(Vec::new(), BTreeMap::from([(Scope::Requests, reached)])).leave_pulls_open();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Ok(())));
    world.forget();
    world.page_arrives(Scope::Requests, &[], None);
    assert_eq!(world.pulls()[0].start, PageStart::Beginning, "{}", world.trace);
}

fn removals_since(world: &World) -> Vec<chrono::DateTime<chrono::Utc>> {
    let since = |effect: &Effect| if let Effect::AskRemovals { since } = effect { Some(*since) } else { None };
    world.asked.iter().filter_map(since).collect()
}

#[test]
fn deletions_that_could_not_be_asked_for_are_asked_for_from_the_same_instant_again() {
    let mut world = walking();
    world.page_arrives(Scope::Requests, &[], None);
    store(&mut world, Scope::Requests);
    finish(&mut world);
    world.tell(Input::RemovalsArrived(Err(Failure::Broken)));
    world.pass(30_000);
    let page = PageSummary { last_updated: Vec::new(), next: None, server_date: Some(at(59) + Duration::minutes(9)) };
    world.tell(Input::PageArrived { call: world.last_call(), scope: Scope::Requests, page });
    store(&mut world, Scope::Requests);
    finish(&mut world);
    let since = removals_since(&world);
    assert_eq!((since.len(), since.first()), (2, since.last()), "{}", world.trace);
}

#[test]
fn deletions_are_asked_for_from_where_the_last_run_had_got_to() {
    let high_water = Cursor { high_water: Some("2026-11-23T08:02:30.000Z".to_owned()), ..Cursor::default() };
    let mut world = World::restored(Vec::new(), BTreeMap::from([(Scope::Requests, high_water)])).leave_pulls_open();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Ok(())));
    world.page_arrives(Scope::Requests, &[], None);
    store(&mut world, Scope::Requests);
    finish(&mut world);
    assert_eq!(removals_since(&world), [at(0) - Duration::hours(1)], "{}", world.trace);
}

#[test]
fn deletions_that_no_run_has_heard_of_are_asked_for_however_far_pulls_have_got_since() {
    let heard_from = at(0) - Duration::hours(3);
    let cursor = Cursor {
        high_water: Some("2026-11-23T08:02:30.000Z".to_owned()),
        removals_from: Some(heard_from),
        ..Cursor::default()
    };
    let mut world = World::restored(Vec::new(), BTreeMap::from([(Scope::Requests, cursor)])).leave_pulls_open();
    world.tell(Input::Woken);
    world.tell(Input::Probed(Ok(())));
    world.page_arrives(Scope::Requests, &[T1], None);
    store(&mut world, Scope::Requests);
    assert_eq!(world.engine.cursors[&Scope::Requests].removals_from, Some(heard_from), "kept with the next page");
    finish(&mut world);
    assert_eq!(removals_since(&world), [heard_from], "{}", world.trace);
}

#[test]
fn a_page_for_a_walk_that_was_given_up_is_not_taken_for_one_of_the_next() {
    let mut world = walking();
    world.tell(Input::Doubted(crate::input::Doubt::VersionReused));
    world.tell(Input::EpochBegun { confirmed: Vec::new() });
    let old = world.last_call() - 1;
    world.forget();
    let page = PageSummary { last_updated: vec![T1.to_owned()], next: None, server_date: None };
    world.tell(Input::PageArrived { call: old, scope: Scope::Requests, page });
    let stored = |effect: &&Effect| matches!(effect, Effect::StorePage { .. });
    assert_eq!(world.asked.iter().filter(stored).count(), 0, "{}", world.trace);
    world.page_arrives(Scope::Requests, &[], None);
    store(&mut world, Scope::Requests);
    finish(&mut world);
    assert!(!world.engine.is_verifying());
}

#[test]
fn deletions_are_asked_for_from_the_first_page_on_though_its_walk_was_given_up() {
    let mut world = walking();
    let early = PageSummary { last_updated: Vec::new(), next: None, server_date: Some(at(10)) };
    world.tell(Input::PageArrived { call: world.last_call(), scope: Scope::Requests, page: early });
    store(&mut world, Scope::Requests);
    world.tell(Input::PageFailed { call: world.last_call(), scope: Scope::Messages, failure: Failure::Unreachable });
    world.pass(2_000);
    world.tell(Input::Probed(Ok(())));
    finish(&mut world);
    let overlap = Duration::milliseconds(i64::try_from(EngineSettings::default().overlap_ms).unwrap());
    assert_eq!(removals_since(&world), [at(10) - overlap], "{}", world.trace);
}
