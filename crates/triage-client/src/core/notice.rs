//! Counts urgent requests that came in since the user was last told.

use triage_domain::TriageRequest;

use crate::client::Inner;
use crate::notifier::Told;

/// What has not been told yet.
#[derive(Debug, Default)]
pub(super) struct UrgentNotice {
    count: usize,
}

impl UrgentNotice {
    /// Counts a request that has become urgent and open, or came in so.
    pub(super) fn take(&mut self, before: Option<&TriageRequest>, now: &TriageRequest) {
        let is_urgent = |request: &TriageRequest| {
            request.state.urgency.is_urgent()
                && request.state.lifecycle.is_open()
                && request.state.first_opened_at.is_none()
        };
        if is_urgent(now) && !before.is_some_and(is_urgent) {
            self.count += 1;
        }
    }

    /// Tells the user, unless the window is in front of them or they want no notifications; with a sound, where they want
    /// one, all the same. Nothing is told while the first sync is under way.
    pub(super) fn tell(&mut self, inner: &Inner) {
        let count = std::mem::take(&mut self.count);
        if count == 0 || !inner.has_pulled() {
            return;
        }
        let Ok(wishes) = inner.personal_setup() else { return };
        let told = if wishes.urgent_sound { Told::WithSound } else { Told::Quietly };
        // Whoever sits before the window sees it there, and wants the sound for when they look elsewhere.
        let is_told = !inner.is_window_in_front() && wishes.notifications;
        if is_told || told == Told::WithSound {
            inner.notifier.urgent_arrived(count, told);
        }
    }
}
