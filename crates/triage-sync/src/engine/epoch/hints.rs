//! What hints at another state of the provider without proving it: its clock, and its newest rows.

use chrono::{DateTime, Duration, Utc};

use crate::clock::Now;
use crate::effect::Scope;
use crate::engine::Engine;
use crate::input::Doubt;

/// A provider's clock that goes back further than this is a hint of another server (`sync.md` b.11).
const CLOCK_BACK_MINUTES: i64 = 5;

impl Engine {
    /// Compares the provider's clock and its newest row with what they were before.
    pub(in crate::engine) fn watch_server_date(&mut self, date: Option<DateTime<Utc>>, now: Now) {
        let Some(date) = date else { return };
        let before = self.epoch.server_date.replace(date).unwrap_or(date);
        let back = date + Duration::minutes(CLOCK_BACK_MINUTES) < before;
        if back {
            self.hint(Doubt::ClockWentBack, None, now);
        }
    }

    /// Takes in whether a whole walk brought the newest row that earlier ones had brought. Where a message does not come
    /// twice, it is gone, and no list of what is open would show it; once may be a copy of the provider that lags behind.
    pub(in crate::engine) fn watch_high_water(&mut self, scope: Scope, missed: Option<String>, now: Now) {
        let Some(high_water) = missed else {
            self.epoch.missed.remove(&scope);
            return;
        };
        let is_missed_again = self.epoch.missed.insert(scope, high_water.clone()).is_some_and(|it| it == high_water);
        match scope {
            Scope::Requests => self.hint(Doubt::NothingAtHighWater, Some(high_water), now),
            Scope::Messages | Scope::Replies if is_missed_again => self.begin_epoch(Doubt::NothingAtHighWater, now),
            Scope::Messages | Scope::Replies | Scope::Submissions | Scope::Patients => {}
        }
    }

    /// Looks into a hint once.
    fn hint(&mut self, doubt: Doubt, of: Option<String>, now: Now) {
        let hint = Some((doubt, of));
        if doubt == Doubt::ClockWentBack || self.epoch.looked_into != hint {
            self.epoch.looked_into = hint;
            self.doubted(doubt, now);
        }
    }
}
