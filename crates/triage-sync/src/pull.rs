//! One walk over everything that is pulled: keyset pages, apply early, checkpoint late (`sync.md` b.4, `wire.md` 3.3).

use std::collections::VecDeque;

use chrono::{DateTime, Duration, FixedOffset, SecondsFormat, Utc};

use crate::clock::Now;
use crate::effect::{Cursor, PageStart, Scope};
use crate::input::PageSummary;
use crate::version::instant;

/// A walk in progress.
#[derive(Debug, Clone)]
pub(crate) struct Walk {
    pub started: Now,
    pub waiting: VecDeque<Scope>,
    pub scope: Scope,
    /// When this scope was begun, by the elapsed clock.
    pub scope_began_ms: u64,
    /// When the walk of the messages began, by the elapsed clock, once it has come to its end.
    pub messages_began_ms: Option<u64>,
    pub start: PageStart,
    /// The provider's clock at the first answer of this scope.
    server_started: Option<DateTime<Utc>>,
    /// The provider's clock at the first answer of the walk: resources named by what the walk brings are at least as new.
    walk_started: Option<DateTime<Utc>>,
    /// The greatest instant seen in this scope, verbatim.
    greatest: Option<String>,
    /// The provider does not sort, so its own links are followed to the end.
    unsorted: bool,
    /// The page that is being stored is the last of its scope.
    pub finished_scope: bool,
    /// The call whose answer is awaited.
    pub awaits: u64,
    /// The next page waits to be asked for.
    pub page_is_due: bool,
    /// The cursor of the page that is being stored: it holds once the page is on the disk, and not before.
    pub unstored: Option<Cursor>,
}

/// What follows after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// There is more of this scope.
    More(PageStart),
    /// This scope is complete.
    Done,
}

impl Walk {
    pub(crate) fn new(started: Now) -> Self {
        let mut waiting: VecDeque<Scope> = Scope::ALL.into();
        let scope = waiting.pop_front().unwrap_or(Scope::Requests);
        Self {
            started,
            waiting,
            scope,
            scope_began_ms: started.elapsed_ms,
            messages_began_ms: None,
            start: PageStart::Beginning,
            server_started: None,
            walk_started: None,
            greatest: None,
            unsorted: false,
            finished_scope: false,
            awaits: 0,
            page_is_due: false,
            unstored: None,
        }
    }

    /// Returns the provider's clock at the first answer of the walk.
    pub(crate) fn began_at(&self) -> Option<DateTime<Utc>> {
        self.walk_started
    }

    /// Moves on to the next scope; false when there is none.
    pub(crate) fn next_scope(&mut self) -> bool {
        let Some(scope) = self.waiting.pop_front() else { return false };
        self.scope = scope;
        self.server_started = None;
        self.greatest = None;
        self.unsorted = false;
        self.finished_scope = false;
        true
    }

    /// Sets where the scope begins: behind the high water by the overlap, or where a broken first walk had got to.
    pub(crate) fn begin(&mut self, cursor: &Cursor, overlap_ms: u64) {
        let overlap_ms = cursor.overlap_ms.map_or(overlap_ms, |widened| widened.max(overlap_ms));
        let overlap_ms = if crate::mutant!("gt-instead-of-ge") { 0 } else { overlap_ms };
        let from = match (&cursor.high_water, &cursor.resume_from) {
            (Some(high_water), _) => minus(high_water, overlap_ms),
            (None, Some(resume_from)) => minus(resume_from, overlap_ms).or_else(|| Some(resume_from.clone())),
            (None, None) if self.scope.follows_what_is_known() => {
                self.walk_started.and_then(|at| minus(&at.to_rfc3339_opts(SecondsFormat::Millis, true), overlap_ms))
            }
            (None, None) => None,
        };
        self.start = from.map_or(PageStart::Beginning, PageStart::From);
    }

    /// Takes in a page and says what follows and how the cursor stands after it.
    pub(crate) fn take(&mut self, page: &PageSummary, cursor: &Cursor) -> (Step, Cursor) {
        self.server_started = self.server_started.or(page.server_date);
        self.walk_started = self.walk_started.or(page.server_date);
        self.unsorted |= !is_ascending(&page.last_updated);
        for stamp in &page.last_updated {
            if self.greatest.as_deref().is_none_or(|greatest| is_later(stamp, greatest)) {
                self.greatest = Some(stamp.clone());
            }
        }
        match self.after(page) {
            Step::More(start) => {
                let resumable = cursor.high_water.is_none() && !self.unsorted;
                let resume_from = match &start {
                    PageStart::From(from) if resumable && !self.is_ahead_of_provider(from) => Some(from.clone()),
                    PageStart::From(_) | PageStart::Link(_) | PageStart::Beginning => cursor.resume_from.clone(),
                };
                let cursor = Cursor { resume_from, ..cursor.clone() };
                self.start = start.clone();
                (Step::More(start), cursor)
            }
            Step::Done => (Step::Done, self.checkpoint(cursor)),
        }
    }

    fn after(&self, page: &PageSummary) -> Step {
        let Some(next) = &page.next else { return Step::Done };
        let Some(last) = page.last_updated.last() else { return Step::More(PageStart::Link(next.clone())) };
        let inside_one_instant = match &self.start {
            PageStart::From(from) => !is_later(last, from),
            PageStart::Link(_) => page.last_updated.first() == Some(last),
            PageStart::Beginning => page.last_updated.first() == Some(last),
        };
        if self.unsorted || inside_one_instant {
            Step::More(PageStart::Link(next.clone()))
        } else {
            Step::More(PageStart::From(last.clone()))
        }
    }

    /// Rows from before the provider's clock went back are stamped ahead of it, and what changes meanwhile behind them: a walk
    /// that is broken off among them is not resumed there.
    fn is_ahead_of_provider(&self, stamp: &str) -> bool {
        instant(stamp).zip(self.server_started).is_some_and(|(stamp, server)| stamp > server)
    }

    /// The high water never passes the provider's clock at the start of the walk, and never goes back.
    fn checkpoint(&self, cursor: &Cursor) -> Cursor {
        let reached = self.greatest.clone().or_else(|| cursor.high_water.clone());
        let reached = reached.or_else(|| self.begun_at());
        let capped = match (reached.as_deref().and_then(instant), self.server_started) {
            (Some(at), Some(server)) if at > server => Some(server.to_rfc3339_opts(SecondsFormat::Millis, true)),
            (Some(_), _) => reached,
            (None, _) => None,
        };
        let high_water = match (capped, cursor.high_water.clone()) {
            (Some(new), Some(old)) => Some(if is_later(&new, &old) { new } else { old }),
            (new, old) => new.or(old),
        };
        Cursor { high_water, resume_from: None, ..cursor.clone() }
    }

    /// Says whether the newest row that earlier walks brought did not come again, though every walk begins behind it.
    pub(crate) fn missed(&self, high_water: &str) -> bool {
        self.greatest.as_deref().is_none_or(|greatest| is_later(high_water, greatest))
    }

    fn begun_at(&self) -> Option<String> {
        match &self.start {
            PageStart::From(from) => Some(from.clone()),
            PageStart::Beginning | PageStart::Link(_) => None,
        }
    }
}

fn minus(stamp: &str, milliseconds: u64) -> Option<String> {
    let at: DateTime<FixedOffset> = instant(stamp)?;
    let back = Duration::milliseconds(i64::try_from(milliseconds).unwrap_or(i64::MAX));
    Some(at.checked_sub_signed(back)?.to_utc().to_rfc3339_opts(SecondsFormat::Millis, true))
}

fn is_later(a: &str, b: &str) -> bool {
    match (instant(a), instant(b)) {
        (Some(a), Some(b)) => a > b,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

fn is_ascending(stamps: &[String]) -> bool {
    stamps.windows(2).all(|pair| !is_later(&pair[0], &pair[1]))
}

#[cfg(test)]
mod tests;
