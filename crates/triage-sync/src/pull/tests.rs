//! One scope's walk, page by page.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

const OVERLAP_MS: u64 = 150_000;

fn server(minute: u32) -> DateTime<Utc> {
    crate::sample::at(minute)
}

fn stamp(second: u32) -> String {
    format!("2026-11-23T09:00:{second:02}.000Z")
}

fn page(seconds: &[u32], next: Option<&str>) -> PageSummary {
    PageSummary {
        last_updated: seconds.iter().map(|second| stamp(*second)).collect(),
        next: next.map(str::to_owned),
        server_date: Some(server(1)),
    }
}

fn walk(cursor: &Cursor) -> Walk {
    let mut walk = Walk::new(Now { elapsed_ms: 0, wall: server(0) });
    walk.begin(cursor, OVERLAP_MS);
    walk
}

fn start_of(step: Step) -> PageStart {
    match step {
        Step::More(start) => start,
        Step::Done => panic!("the walk is over"),
    }
}

#[test]
fn every_page_is_a_new_query_from_the_last_instant_seen() {
    let mut walk = walk(&Cursor::default());
    let (step, cursor) = walk.take(&page(&[1, 2, 3], Some("link")), &Cursor::default());
    assert_eq!(start_of(step), PageStart::From(stamp(3)));
    assert_eq!(cursor, Cursor { resume_from: Some(stamp(3)), ..Cursor::default() });
}

#[test]
fn a_first_walk_among_rows_ahead_of_the_providers_clock_is_not_resumed_there() {
    let mut walk = walk(&Cursor::default());
    let mut first = page(&[1, 2, 3], Some("link"));
    first.server_date = DateTime::parse_from_rfc3339(&stamp(2)).ok().map(|at| at.to_utc());
    let (step, cursor) = walk.take(&first, &Cursor::default());
    assert_eq!(start_of(step), PageStart::From(stamp(3)), "this walk goes on");
    assert_eq!(cursor, Cursor::default(), "what changes from now on is stamped before the third second");
}

#[test]
fn an_instant_larger_than_a_page_is_followed_by_the_providers_links_and_then_left() {
    let mut walk = walk(&Cursor::default());
    let (step, _) = walk.take(&page(&[5, 5, 5], Some("link-2")), &Cursor::default());
    assert_eq!(start_of(step), PageStart::Link("link-2".to_owned()));
    let (step, _) = walk.take(&page(&[5, 5, 5], Some("link-3")), &Cursor::default());
    assert_eq!(start_of(step), PageStart::Link("link-3".to_owned()));
    let (step, _) = walk.take(&page(&[5, 6, 7], Some("link-4")), &Cursor::default());
    assert_eq!(start_of(step), PageStart::From(stamp(7)));
}

#[test]
fn a_tie_met_again_by_the_new_query_ends_in_the_providers_link() {
    let mut walk = walk(&Cursor::default());
    let (step, cursor) = walk.take(&page(&[1, 5, 5], Some("link")), &Cursor::default());
    assert_eq!(start_of(step), PageStart::From(stamp(5)));
    let (step, _) = walk.take(&page(&[5, 5, 5], Some("link-2")), &cursor);
    assert_eq!(start_of(step), PageStart::Link("link-2".to_owned()));
}

#[test]
fn a_provider_that_does_not_sort_is_followed_by_its_links_to_the_end() {
    let mut walk = walk(&Cursor::default());
    let (step, cursor) = walk.take(&page(&[3, 1, 9], Some("link-2")), &Cursor::default());
    assert_eq!(start_of(step), PageStart::Link("link-2".to_owned()));
    assert_eq!(cursor, Cursor::default(), "nothing can be resumed without an order");
    let (step, cursor) = walk.take(&page(&[2, 4], Some("link-3")), &cursor);
    assert_eq!(start_of(step), PageStart::Link("link-3".to_owned()));
    let (step, cursor) = walk.take(&page(&[5], None), &cursor);
    assert_eq!((step, cursor.high_water), (Step::Done, Some(stamp(9))));
}

#[test]
fn a_page_without_entries_of_its_own_is_followed_by_its_link() {
    let mut walk = walk(&Cursor::default());
    let (step, _) = walk.take(&page(&[], Some("link")), &Cursor::default());
    assert_eq!(start_of(step), PageStart::Link("link".to_owned()));
}

#[test]
fn the_high_water_is_the_greatest_instant_of_the_completed_walk_verbatim() {
    let mut walk = walk(&Cursor::default());
    let mut last = page(&[], None);
    last.last_updated = vec!["2026-11-23T09:00:07.1234567+00:00".to_owned()];
    let (step, cursor) = walk.take(&last, &Cursor::default());
    assert_eq!(step, Step::Done);
    let verbatim = "2026-11-23T09:00:07.1234567+00:00".to_owned();
    assert_eq!(cursor, Cursor { high_water: Some(verbatim), ..Cursor::default() });
}

#[test]
fn the_high_water_never_passes_the_providers_clock_at_the_start() {
    let mut walk = walk(&Cursor::default());
    let mut first = page(&[1, 2], Some("link"));
    first.server_date = DateTime::parse_from_rfc3339(&stamp(4)).ok().map(|at| at.to_utc());
    let (_, cursor) = walk.take(&first, &Cursor::default());
    let (_, cursor) = walk.take(&page(&[2, 50], None), &cursor);
    assert_eq!(cursor.high_water, Some(stamp(4)));
}

#[test]
fn the_high_water_never_goes_back() {
    let before = Cursor { high_water: Some(stamp(30)), ..Cursor::default() };
    let mut older = walk(&before);
    assert_eq!(older.take(&page(&[10, 20], None), &before).1, before);
    let mut empty = walk(&before);
    assert_eq!(empty.take(&page(&[], None), &before).1, before);
}

#[test]
fn a_later_walk_is_not_resumed_in_the_middle_because_its_overlap_covers_it() {
    let before = Cursor { high_water: Some(stamp(30)), ..Cursor::default() };
    let mut walk = walk(&before);
    let (_, cursor) = walk.take(&page(&[10, 20], Some("link")), &before);
    assert_eq!(cursor, before);
}

#[test]
fn the_first_page_begins_behind_the_high_water_by_the_overlap_whatever_offset_it_was_written_in() {
    let cursor = Cursor { high_water: Some("2026-11-23T10:10:00.5+01:00".to_owned()), ..Cursor::default() };
    assert_eq!(walk(&cursor).start, PageStart::From("2026-11-23T09:07:30.500Z".to_owned()));
}

#[test]
fn scopes_that_follow_what_is_known_begin_at_the_present_and_not_at_the_beginning_of_time() {
    let mut walk = walk(&Cursor::default());
    walk.take(&page(&[1], None), &Cursor::default());
    while walk.scope != Scope::Submissions {
        assert!(walk.next_scope());
    }
    walk.begin(&Cursor::default(), OVERLAP_MS);
    assert_eq!(walk.start, PageStart::From("2026-11-23T08:58:30.000Z".to_owned()));
}

#[test]
fn an_instant_that_cannot_be_read_moves_nothing() {
    let before = Cursor { high_water: Some(stamp(30)), ..Cursor::default() };
    let mut walk = walk(&before);
    let mut odd = page(&[], None);
    odd.last_updated = vec!["yesterday".to_owned()];
    assert_eq!(walk.take(&odd, &before).1, before);
}
