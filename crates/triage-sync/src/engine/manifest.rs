//! What heals every mistake of the cursors: a list of ids and versions of everything open, compared with what is here, and
//! the provider's own list of deletions where it keeps one (`sync.md` b.4). What differs is fetched for itself.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use triage_domain::RequestId;

use crate::clock::Now;
use crate::effect::{Cursor, Effect, Scope};
use crate::engine::Engine;
use crate::input::Failure;
use crate::version::instant;

/// Longest gap between two comparisons, in milliseconds: a request that a pull missed shows within ten minutes
/// (`sync.md` b.4).
pub const MANIFEST_GAP_MS: u64 = 10 * 60 * 1_000;
/// Differences beyond which everything is pulled again, because that takes fewer calls.
const DIFFERENCES_MAX: usize = 200;

/// How far the comparison has got.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) due_ms: u64,
    under_way: bool,
    /// Requests that differ, each with the elapsed time before which it is not asked for.
    doubtful: BTreeMap<RequestId, u64>,
    /// Deletions are known up to this instant of the provider's clock.
    removals_from: Option<DateTime<Utc>>,
    /// They are to be asked for up to this instant.
    removals_to: Option<DateTime<Utc>>,
    removals_under_way: bool,
}

impl Manifest {
    /// Deletions are asked for from where the last run had got to, for nobody listed them while the program was off.
    pub(super) fn restored(requests: Option<&Cursor>, overlap_ms: u64) -> Self {
        let high_water = requests.and_then(|cursor| cursor.high_water.as_deref()).and_then(instant);
        let behind = high_water.map(|at| at.to_utc() - overlap(overlap_ms));
        Self { removals_from: requests.and_then(|cursor| cursor.removals_from).or(behind), ..Self::default() }
    }

    /// Returns up to when deletions are taken in, where none is still to be looked into.
    pub(super) fn taken_in(&self) -> Option<DateTime<Utc>> {
        self.removals_from.filter(|_| self.doubtful.is_empty())
    }
}

fn overlap(overlap_ms: u64) -> Duration {
    Duration::milliseconds(i64::try_from(overlap_ms).unwrap_or(i64::MAX))
}

impl Engine {
    pub(super) fn manifest_due(&self) -> Option<u64> {
        if self.must_pull_first || self.walk.is_some() {
            return None;
        }
        let compare = (!self.manifest.under_way).then_some(self.manifest.due_ms);
        let removals = (self.manifest.removals_to.is_some() && !self.manifest.removals_under_way).then_some(0);
        let room = self.under_way() < self.settings.in_flight_max;
        let fetches = self.manifest.doubtful.iter().filter(|(id, _)| room && !self.fetching.contains(*id));
        compare.into_iter().chain(removals).chain(fetches.map(|(_, at)| *at)).min()
    }

    pub(super) fn drive_manifest(&mut self, now: Now) {
        if self.must_pull_first || self.walk.is_some() {
            return;
        }
        if !self.manifest.under_way && now.elapsed_ms >= self.manifest.due_ms {
            self.manifest.under_way = true;
            self.effects.push_back(Effect::CompareManifest);
            // A provider that was restored and written to since may have outrun every version that is known here.
            self.check_epoch();
        }
        if !self.manifest.removals_under_way
            && let Some(to) = self.manifest.removals_to
        {
            self.manifest.removals_under_way = true;
            let since = *self.manifest.removals_from.get_or_insert(to);
            self.effects.push_back(Effect::AskRemovals { since });
        }
        let due: Vec<RequestId> = self
            .manifest
            .doubtful
            .iter()
            .filter(|(id, at)| **at <= now.elapsed_ms && !self.fetching.contains(*id))
            .map(|(id, _)| id.clone())
            .collect();
        for id in due {
            if self.under_way() >= self.settings.in_flight_max {
                break;
            }
            self.fetch(&id);
        }
    }

    pub(super) fn manifest_compared(&mut self, answer: Result<Vec<RequestId>, Failure>, now: Now) {
        self.manifest.under_way = false;
        self.manifest.due_ms = now.elapsed_ms + MANIFEST_GAP_MS;
        match answer {
            Ok(differing) if differing.len() > DIFFERENCES_MAX => self.pull_anew(now),
            Ok(differing) => self.doubt_requests(differing, now),
            Err(failure) => {
                if matches!(failure, Failure::Unreachable | Failure::Busy { .. } | Failure::Broken) {
                    self.manifest.due_ms = now.elapsed_ms + self.jitter.backoff_ms(6);
                }
                self.failed(failure, now);
            }
        }
    }

    pub(super) fn removals_arrived(&mut self, answer: Result<Vec<RequestId>, Failure>, now: Now) {
        self.manifest.removals_under_way = false;
        let asked_to = self.manifest.removals_to.take();
        match answer {
            Ok(removed) => {
                self.manifest.removals_from = asked_to;
                self.doubt_requests(removed, now);
            }
            // The next pull asks again from where this one did, and the comparison finds deletions too.
            Err(failure) => self.failed(failure, now),
        }
    }

    pub(super) fn doubt_requests(&mut self, requests: Vec<RequestId>, now: Now) {
        for id in requests {
            self.manifest.doubtful.entry(id).or_insert(now.elapsed_ms);
        }
    }

    fn pull_anew(&mut self, now: Now) {
        let cursor = self.cursors.entry(Scope::Requests).or_default();
        *cursor = cursor.anew();
        self.pull_due_ms = now.elapsed_ms;
    }

    /// A request was fetched, or could not be: what was doubtful about it is settled by any answer of the provider's.
    pub(super) fn doubt_answered(&mut self, request_id: &RequestId, failure: Option<Failure>, now: Now) {
        match failure {
            None | Some(Failure::NotAllowed | Failure::Refused { .. }) => {
                self.manifest.doubtful.remove(request_id);
            }
            Some(Failure::Unreachable | Failure::Busy { .. } | Failure::Broken | Failure::SignInNeeded) => {
                let wait_ms = self.jitter.backoff_ms(4);
                if let Some(at) = self.manifest.doubtful.get_mut(request_id) {
                    *at = now.elapsed_ms + wait_ms;
                }
            }
        }
    }

    /// Nothing that was deleted before the first page is here.
    pub(super) fn removals_count_from(&mut self, date: Option<DateTime<Utc>>) {
        if self.manifest.removals_from.is_none() {
            self.manifest.removals_from = date.map(|date| date - overlap(self.settings.overlap_ms));
        }
    }

    /// Deletions are asked for after every pull, up to where it began by the provider's clock, less the usual overlap.
    pub(super) fn removals_wanted(&mut self, pull_started: Option<DateTime<Utc>>) {
        let Some(started) = pull_started.filter(|_| self.abilities.history) else { return };
        let to = started - overlap(self.settings.overlap_ms);
        self.manifest.removals_to = Some(to);
        // The provider's clock went back: its deletions since then are stamped nobody knows how far before.
        if self.manifest.removals_from.is_some_and(|from| from > to + overlap(self.settings.overlap_ms)) {
            self.manifest.removals_from = Some(to - Duration::days(1));
        }
    }
}
