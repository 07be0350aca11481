//! Pulling: one walk at a time over all scopes, page by page; each page is stored with its cursor before the next.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use crate::clock::Now;
use crate::effect::{Cursor, Effect, PullOrder, Scope, Topic};
use crate::engine::Engine;
use crate::engine::link::HostAnswer;
use crate::input::{Failure, PageSummary};
use crate::pull::{Step, Walk};
use crate::version::instant;

/// Longest overlap that late rows can cause: a day, beyond which the comparison of everything open is cheaper.
const OVERLAP_MS_MAX: u64 = 24 * 60 * 60 * 1_000;

/// What the clocks of a provider's machines may differ by: the overlap has room for it.
const CLOCK_SKEW_MAX: TimeDelta = TimeDelta::seconds(20);

impl Engine {
    pub(super) fn drive_pull(&mut self, now: Now) {
        if self.walk.is_none() && now.elapsed_ms >= self.pull_due_ms {
            let mut walk = Walk::new(now);
            self.begin_scope(&mut walk, now);
            self.walk = Some(walk);
        }
        if let Some(walk) = self.walk.as_mut().filter(|walk| walk.page_is_due) {
            walk.page_is_due = false;
            self.page_calls += 1;
            walk.awaits = self.page_calls;
            self.effects.push_back(Effect::Pull(PullOrder {
                call: self.page_calls,
                scope: walk.scope,
                start: walk.start.clone(),
                count: self.settings.page_count,
            }));
        }
    }

    fn begin_scope(&mut self, walk: &mut Walk, now: Now) {
        walk.scope_began_ms = now.elapsed_ms;
        let cursor = self.cursors.entry(walk.scope).or_default();
        walk.begin(cursor, self.settings.overlap_ms);
        walk.page_is_due = true;
    }

    pub(super) fn page_arrived(&mut self, (call, scope): (u64, Scope), page: &PageSummary, now: Now) {
        self.host_answered(HostAnswer::Worked, now);
        let Some(mut walk) = self.walk.take_if(|walk| walk.awaits == call && walk.scope == scope) else { return };
        self.watch_server_date(page.server_date, now);
        self.removals_count_from(page.server_date);
        if self.began_too_late(page.server_date) {
            self.pull_due_ms = now.elapsed_ms;
            return;
        }
        let cursor = self.cursors.entry(scope).or_default();
        let before = cursor.high_water.clone();
        let (step, mut moved) = walk.take(page, cursor);
        if scope == Scope::Requests {
            moved.removals_from = self.manifest.taken_in().or(moved.removals_from);
        }
        walk.finished_scope = step == Step::Done;
        walk.unstored = Some(moved.clone());
        let missed = before.filter(|high_water| walk.missed(high_water));
        let is_whole = walk.finished_scope;
        self.walk = Some(walk);
        if is_whole {
            self.watch_high_water(scope, missed, now);
        }
        self.effects.push_back(Effect::StorePage { scope, cursor: moved });
    }

    pub(super) fn page_stored(&mut self, scope: Scope, lateness_ms: Option<u64>, now: Now) {
        let Some(mut walk) = self.walk.take_if(|walk| walk.scope == scope) else { return };
        if let Some(cursor) = walk.unstored.take() {
            self.cursors.insert(scope, cursor);
        }
        self.widen(scope, lateness_ms);
        if walk.finished_scope {
            self.messages_known(&mut walk);
        }
        if !walk.finished_scope {
            walk.page_is_due = true;
            self.walk = Some(walk);
        } else if walk.next_scope() {
            self.begin_scope(&mut walk, now);
            self.walk = Some(walk);
        } else {
            self.complete(&walk, now);
        }
        self.effects.push_back(Effect::Changed(Topic::Status));
    }

    /// What was said to and by the patients is here once their messages and the replies were both walked: a request can
    /// come a scope ahead of a colleague's reply to it.
    fn messages_known(&mut self, walk: &mut Walk) {
        match walk.scope {
            Scope::Messages => walk.messages_began_ms = Some(walk.scope_began_ms),
            Scope::Replies => self.messages_from_ms = walk.messages_began_ms,
            Scope::Requests | Scope::Submissions | Scope::Patients => {}
        }
    }

    /// A row came in that an earlier walk should have brought: the next ones begin further back (`sync.md` b.4).
    pub(super) fn widen(&mut self, scope: Scope, lateness_ms: Option<u64>) {
        let Some(lateness_ms) = lateness_ms else { return };
        let cursor = self.cursors.entry(scope).or_default();
        let wanted_ms = lateness_ms.saturating_mul(2).min(OVERLAP_MS_MAX);
        let now_ms = cursor.overlap_ms.unwrap_or(self.settings.overlap_ms);
        if wanted_ms > now_ms {
            cursor.overlap_ms = Some(wanted_ms);
        }
    }

    /// The provider's clock stands behind what was seen of it: what it writes is stamped where no walk would look, and
    /// nobody knows for how long that has been so. All is pulled anew then. Says whether it is so.
    fn began_too_late(&mut self, date: Option<DateTime<Utc>>) -> bool {
        let Some(date) = date else { return false };
        let mut too_late = false;
        for (scope, cursor) in &mut self.cursors {
            let reached = cursor.high_water.as_deref().or(cursor.resume_from.as_deref()).and_then(instant);
            if reached.is_some_and(|reached| reached.to_utc() - date > CLOCK_SKEW_MAX) {
                // A scope that only follows what is known has no beginning: a day is further than any clock is wrong.
                let day_before = (date - TimeDelta::days(1)).to_rfc3339_opts(SecondsFormat::Millis, true);
                let resume_from = scope.follows_what_is_known().then_some(day_before);
                *cursor = Cursor { resume_from, ..cursor.anew() };
                too_late = true;
            }
        }
        too_late
    }

    fn complete(&mut self, walk: &Walk, now: Now) {
        self.epoch_pulled();
        self.removals_wanted(walk.began_at());
        self.pulled_started = Some(walk.started);
        self.must_pull_first = false;
        self.pull_failures = 0;
        self.pull_due_ms = now.elapsed_ms + self.settings.pull_gap_ms;
    }

    /// This device could not keep the page: its disk is full or its store is damaged. What is on screen stays as old as
    /// it is, and says so; trying again at once would not help.
    pub(super) fn page_not_stored(&mut self, scope: Scope, now: Now) {
        if self.walk.take_if(|walk| walk.scope == scope).is_some() {
            self.put_off(None, now);
        }
    }

    pub(super) fn page_failed(&mut self, (call, scope): (u64, Scope), failure: Failure, now: Now) {
        let Some(mut walk) = self.walk.take_if(|walk| walk.awaits == call && walk.scope == scope) else { return };
        if is_not_offered(scope, failure) {
            self.messages_known(&mut walk);
            if walk.next_scope() {
                self.begin_scope(&mut walk, now);
                self.walk = Some(walk);
            } else {
                self.complete(&walk, now);
            }
            return;
        }
        if crate::mutant!("failed-pull-counts-as-pulled") {
            self.pulled_started = Some(now);
        }
        match failure {
            Failure::Unreachable => self.line_lost(now),
            Failure::SignInNeeded => self.sign_in_needed(now),
            Failure::Busy { retry_after_ms } => self.put_off(retry_after_ms, now),
            Failure::NotAllowed | Failure::Refused { .. } => self.put_off(None, now),
            Failure::Broken => {
                self.put_off(None, now);
                self.host_answered(HostAnswer::Failed, now);
            }
        }
    }

    fn put_off(&mut self, retry_after_ms: Option<u64>, now: Now) {
        self.pull_failures = self.pull_failures.saturating_add(1);
        match retry_after_ms {
            Some(_) => self.host_busy(retry_after_ms, self.pull_failures, now),
            None => self.pull_due_ms = now.elapsed_ms + self.jitter.backoff_ms(self.pull_failures),
        }
        if self.must_pull_first && self.pull_failures > 1 {
            self.line_lost_after(self.pull_failures - 1, now);
        }
    }
}

/// Says whether the provider has no such resources at all. Requests it must have; without the others, delivery reports
/// say, the practice can still work.
fn is_not_offered(scope: Scope, failure: Failure) -> bool {
    scope != Scope::Requests && matches!(failure, Failure::Refused { http_status: 400 | 404 | 405 | 501 })
}
